"""Pages of frequency certificates: issuing one, and the sheet to print."""

from typing import Any

from sqlalchemy import select
from wtforms import BooleanField, StringField
from wtforms.validators import Length

from registro_attendance import _
from registro_attendance.certificates.models import Certificate
from registro_attendance.certificates.services import Wanted, issue, stay_of
from registro_attendance.family.permissions import CERTIFY
from registro_attendance.family.tabs import tabs
from registro_core.api import (
    Form,
    HTTPNotFound,
    HTTPSeeOther,
    Person,
    Request,
    SchoolClass,
    SchoolYear,
    StudentContext,
    idempotent,
    path_id,
    strip,
    view_config,
    year_of,
)

PAGE = "registro_attendance:certificates/templates/page.pt"


class CertificateForm(Form):
    """What the office chooses for a certificate."""

    purpose = StringField(
        _("Uso (facoltativo)"),
        description=_("Per esempio: per gli usi consentiti dalla legge."),
        filters=[strip],
        validators=[Length(max=200)],
    )
    with_days = BooleanField(_("Con i giorni di lezione e di presenza"))


def _page(context: StudentContext, request: Request, form: CertificateForm) -> dict[str, Any]:
    issued = request.dbsession.execute(
        select(Certificate.id, Certificate.number, Certificate.issued_on, SchoolYear.name)
        .join(SchoolYear, SchoolYear.id == Certificate.year_id)
        .where(Certificate.student_id == context.student.id)
        .order_by(Certificate.id.desc())
        .limit(50)
    ).all()
    shown = {"student": context.student, "form": form, "issued": issued}
    return {**shown, "tabs": tabs(request, context)}


@view_config(
    route_name="attendance.certificates",
    permission=CERTIFY.name,
    request_method="GET",
    renderer=PAGE,
)
def show(context: StudentContext, request: Request) -> dict[str, Any]:
    """Certificates issued for a student, and the form for another."""
    return _page(context, request, CertificateForm(request))


@view_config(
    route_name="attendance.certificates",
    permission=CERTIFY.name,
    request_method="POST",
    renderer=PAGE,
    decorator=idempotent,
)
def make(context: StudentContext, request: Request) -> Any:
    """Issue a certificate and show it for printing."""
    form = CertificateForm(request)
    year = year_of(request.dbsession, request.today)
    stay = stay_of(context.enrolments, year, request.today) if year else None
    if not form.submitted() or stay is None or year is None:
        if stay is None:
            request.flash(
                _("Quest’anno lo studente non è iscritto: niente da certificare."), "warn"
            )
        request.response.status_int = 422
        return _page(context, request, form)
    wanted = Wanted(form.purpose.data, form.with_days.data)
    student_id = context.student.id
    row = issue(request.dbsession, student_id, year, stay, wanted, request.actor, request.now)
    return HTTPSeeOther(f"/students/{student_id}/certificates/{row.id}")


@view_config(
    route_name="attendance.certificate",
    permission=CERTIFY.name,
    request_method="GET",
    renderer="registro_attendance:certificates/templates/certificate.pt",
)
def sheet(context: StudentContext, request: Request) -> dict[str, Any]:
    """A certificate as it was issued: an A4 page to print, sign and stamp."""
    session = request.dbsession
    statement = select(Certificate).where(
        Certificate.id == path_id(request, "certificate_id"),
        Certificate.student_id == context.student.id,
    )
    row = session.scalars(statement).first()
    if row is None:
        raise HTTPNotFound
    issuer = session.get(Person, row.issued_by) if row.issued_by else None
    return {
        "student": context.student,
        "row": row,
        "school_class": session.get_one(SchoolClass, row.class_id),
        "year": session.get_one(SchoolYear, row.year_id),
        "issuer": f"{issuer.given_name} {issuer.surname}" if issuer else "",
    }
