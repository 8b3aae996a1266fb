"""Where a person stands in the school: enrolments, groups, teachings, duties."""

from registro_core import _
from registro_core.privacy.sections.section import Section
from registro_core.school.locks.models import Unlock
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

SECTIONS = (
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
        ((SchoolClass, SchoolClass.id == Enrolment.class_id),),
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
    Section(
        _("Sblocchi"),
        (Unlock.teacher_id, Unlock.granted_by_id),
        {
            "classe": SchoolClass.name,
            "dal": Unlock.first_day,
            "al": Unlock.last_day,
            "motivo": Unlock.reason,
        },
        ((SchoolClass, SchoolClass.id == Unlock.class_id),),
    ),
    Section(_("Sigla nell’orario"), (TeacherCode.teacher_id,), {"sigla": TeacherCode.code}),
)
