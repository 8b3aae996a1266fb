"""A person's own data, roles and guardianships."""

from registro_core import _
from registro_core.people.models import Guardianship, Person, RoleGrant, StudentProfile
from registro_core.privacy.sections.section import Section

SECTIONS = (
    Section(
        _("Anagrafica"),
        (Person.id,),
        {
            "cognome": Person.surname,
            "nome": Person.given_name,
            "codice fiscale": Person.codice_fiscale,
            "sesso": Person.sex,
            "nascita": Person.birth_date,
            "luogo di nascita": Person.birth_place,
            "provincia": Person.birth_province,
            "cittadinanza": Person.citizenship,
            "indirizzo": Person.address,
            "città": Person.city,
            "e-mail": Person.email,
            "e-mail istituzionale": Person.institutional_email,
            "telefono": Person.phone,
            "inserito": Person.created_at,
        },
    ),
    Section(
        _("Ruoli nella scuola"),
        (RoleGrant.person_id,),
        {
            "ruolo": RoleGrant.role,
            "incarico": RoleGrant.title,
            "dal": RoleGrant.starts_on,
            "al": RoleGrant.ends_on,
        },
    ),
    Section(
        _("Responsabilità genitoriale"),
        (Guardianship.student_id, Guardianship.guardian_id),
        {
            "alunno n.": Guardianship.student_id,
            "adulto n.": Guardianship.guardian_id,
            "legame": Guardianship.kind,
            "può giustificare": Guardianship.can_justify,
            "dal": Guardianship.starts_on,
            "al": Guardianship.ends_on,
        },
    ),
    Section(
        _("Profilo dell’alunno"),
        (StudentProfile.person_id,),
        {
            "bisogni educativi": StudentProfile.special_needs,
            "i genitori vedono dopo i 18 anni": StudentProfile.parents_may_see_adult,
            "si giustifica da solo": StudentProfile.may_self_justify,
        },
    ),
)
