"""What the core's tables hold about a person, section by section.

Columns are listed one by one, so that hashes, and what protects others (the
reason of a court's restriction), never slip into an export. A test compares
this list with every table that points at a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from registro_core import _
from registro_core.accounts.models import Account, AccountToken, KnownDevice, WebSession
from registro_core.audit.models import AccessDenial, AuditEntry
from registro_core.imports.models import PendingImport
from registro_core.items import Text
from registro_core.notices.models import (
    Delivery,
    DirectMail,
    NoticePreference,
    NoticeRecipient,
    PublishedNotice,
)
from registro_core.people.models import Guardianship, Person, RoleGrant, StudentProfile
from registro_core.school.models import (
    ClassDuty,
    Enrolment,
    Group,
    GroupMember,
    SchoolClass,
    Subject,
    TeacherCode,
    Teaching,
)

Column = InstrumentedAttribute[Any]


@dataclass(frozen=True)
class Section:
    """One kind of data: the columns shown, by name, and those that say whose it is."""

    title: Text
    of: tuple[Column, ...]
    shown: Mapping[str, Column]
    joins: tuple[tuple[Any, Any], ...] = ()

    def about(self, person_id: int) -> Select[*tuple[Any, ...]]:
        """The rows about a person."""
        statement = select(*(column.label(name) for name, column in self.shown.items()))
        for table, condition in self.joins:
            statement = statement.join(table, condition)
        return statement.where(or_(*(column == person_id for column in self.of)))


OF_CLASS = (SchoolClass, SchoolClass.id == Enrolment.class_id)
OF_ACCOUNT_TOKEN = (Account, Account.id == AccountToken.account_id)
OF_SESSION = (Account, Account.id == WebSession.account_id)
OF_DEVICE = (Account, Account.id == KnownDevice.account_id)
OF_RECIPIENT = (PublishedNotice, PublishedNotice.id == NoticeRecipient.notice_id)
OF_DELIVERY = (NoticeRecipient, NoticeRecipient.id == Delivery.recipient_id)

SECTIONS: tuple[Section, ...] = (
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
    Section(
        _("Iscrizioni"),
        (Enrolment.student_id,),
        {
            "classe": SchoolClass.name,
            "dal": Enrolment.starts_on,
            "al": Enrolment.ends_on,
            "religione": Enrolment.religion,
            "motivo dell’uscita": Enrolment.leaving_reason,
        },
        (OF_CLASS,),
    ),
    Section(
        _("Gruppi"),
        (GroupMember.student_id,),
        {"gruppo": Group.name, "dal": GroupMember.starts_on, "al": GroupMember.ends_on},
        ((Group, Group.id == GroupMember.group_id),),
    ),
    Section(
        _("Cattedre e sostegno"),
        (Teaching.teacher_id, Teaching.student_id, Teaching.replaces_id),
        {
            "classe": SchoolClass.name,
            "materia": Subject.name,
            "tipo": Teaching.kind,
            "dal": Teaching.starts_on,
            "al": Teaching.ends_on,
        },
        (
            (SchoolClass, SchoolClass.id == Teaching.class_id),
            (Subject, Subject.id == Teaching.subject_id),
        ),
    ),
    Section(
        _("Incarichi nel consiglio di classe"),
        (ClassDuty.person_id,),
        {
            "classe": SchoolClass.name,
            "incarico": ClassDuty.kind,
            "dal": ClassDuty.starts_on,
            "al": ClassDuty.ends_on,
        },
        ((SchoolClass, SchoolClass.id == ClassDuty.class_id),),
    ),
    Section(_("Sigla nell’orario"), (TeacherCode.teacher_id,), {"sigla": TeacherCode.code}),
    Section(
        _("Accesso al registro"),
        (Account.person_id,),
        {
            "nome utente": Account.username,
            "attivo": Account.enabled,
            "lingua": Account.locale,
            "creato": Account.created_at,
            "ultimo accesso": Account.last_sign_in_at,
        },
    ),
    Section(
        _("Link e codici di accesso"),
        (Account.person_id, AccountToken.created_by_id),
        {
            "scopo": AccountToken.purpose,
            "consegna": AccountToken.channel,
            "creato": AccountToken.created_at,
            "usato": AccountToken.used_at,
        },
        (OF_ACCOUNT_TOKEN,),
    ),
    Section(
        _("Sessioni aperte"),
        (Account.person_id,),
        {
            "aperta": WebSession.created_at,
            "vista": WebSession.seen_at,
            "dispositivo": WebSession.device,
            "indirizzo IP": WebSession.ip,
        },
        (OF_SESSION,),
    ),
    Section(
        _("Dispositivi conosciuti"),
        (Account.person_id,),
        {"dal": KnownDevice.created_at},
        (OF_DEVICE,),
    ),
    Section(
        _("Avvisi ricevuti"),
        (NoticeRecipient.person_id,),
        {
            "tipo": PublishedNotice.kind,
            "pubblicato": PublishedNotice.published_at,
            "letto": NoticeRecipient.read_at,
        },
        (OF_RECIPIENT,),
    ),
    Section(
        _("Avvisi che parlano della persona"),
        (PublishedNotice.student_id,),
        {
            "tipo": PublishedNotice.kind,
            "testo": PublishedNotice.subject,
            "pubblicato": PublishedNotice.published_at,
        },
    ),
    Section(
        _("E-mail degli avvisi"),
        (NoticeRecipient.person_id,),
        {"indirizzo": Delivery.address, "stato": Delivery.state, "inviata": Delivery.sent_at},
        (OF_DELIVERY,),
    ),
    Section(
        _("Altre e-mail"),
        (DirectMail.person_id,),
        {
            "indirizzo": DirectMail.address,
            "oggetto": DirectMail.subject,
            "stato": DirectMail.state,
            "inviata": DirectMail.sent_at,
        },
    ),
    Section(
        _("Scelte sugli avvisi"),
        (NoticePreference.person_id,),
        {"tipo": NoticePreference.kind, "per e-mail": NoticePreference.wanted},
    ),
    Section(
        _("Importazioni avviate"),
        (PendingImport.created_by_id,),
        {"il": PendingImport.created_at},
    ),
    Section(
        _("Registro delle modifiche: azioni della persona o su di lei"),
        (AuditEntry.actor_id, AuditEntry.student_id),
        {
            "quando": AuditEntry.at,
            "azione": AuditEntry.act,
            "oggetto": AuditEntry.object_type,
            "autore n.": AuditEntry.actor_id,
        },
    ),
    Section(
        _("Pagine rifiutate"),
        (AccessDenial.actor_id,),
        {"quando": AccessDenial.at, "pagina": AccessDenial.path},
    ),
)
