"""The page from which a school decides how it judges."""

from typing import Any

from sqlalchemy import select

from registro_core.api import Request, SchoolContext, Subject, SubjectKind, view_config
from registro_grades.labels import KINDS, ORDERS, USES
from registro_grades.models import Code, Scale
from registro_grades.permissions import SETUP
from registro_grades.scales.codes import codes_in_use
from registro_grades.scales.subjects import judged, subject_rules
from registro_grades.values import display


@view_config(
    route_name="grades.setup",
    permission=SETUP.name,
    request_method="GET",
    renderer="registro_grades:scales/templates/setup.pt",
)
def show(_context: SchoolContext, request: Request) -> dict[str, Any]:
    """Codes, scales and subjects, each with the way to change it."""
    session = request.dbsession
    codes = session.scalars(select(Code).order_by(Code.retired_on.is_not(None), Code.id))
    scales = session.scalars(select(Scale).order_by(Scale.use, Scale.starts_on.desc(), Scale.id))
    subjects = session.execute(
        select(Subject.id, Subject.name, judged().label("judged"))
        # A support teacher assesses nothing of their own (G6).
        .where(Subject.kind != SubjectKind.SUPPORT)
        .order_by(Subject.name)
    )
    return {
        "codes": codes.all(),
        "used": codes_in_use(session),
        "scales": scales.all(),
        "subjects": subjects.all(),
        "rules": subject_rules(session),
        "kinds": KINDS,
        "orders": ORDERS,
        "uses": USES,
        "display": display,
    }
