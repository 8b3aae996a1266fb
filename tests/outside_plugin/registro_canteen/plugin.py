"""What the canteen adds to the register."""

from registro_canteen import _
from registro_canteen.part import MealPart
from registro_canteen.permissions import COUNT, READ
from registro_canteen.services import COUNTED
from registro_core.api import (
    ClassContext,
    Configurator,
    LessonContext,
    LessonPart,
    NoticeKind,
    Permission,
    PersonalData,
    Request,
    hookimpl,
)


@hookimpl
def registro_configure(config: Configurator) -> None:
    """One page: the meals of a class."""
    config.add_route("canteen.class", "/canteen/{class_id}", factory=ClassContext)
    config.scan("registro_canteen.views")


@hookimpl
def registro_permissions() -> list[Permission]:
    """Reading and counting."""
    return [READ, COUNT]


@hookimpl
def registro_notice_kinds() -> list[NoticeKind]:
    """The office is told."""
    return [NoticeKind(COUNTED, _("Pasti della mensa"))]


@hookimpl
def registro_lesson_parts(request: Request, lesson: LessonContext) -> list[LessonPart]:
    """The question of the first hour."""
    first = lesson.slots[0].number == lesson.slot.number
    return [MealPart(request, lesson)] if first and request.allows(COUNT.name, lesson) else []


@hookimpl
def registro_personal_data() -> list[PersonalData]:
    """Meals are counted, nobody is named."""
    return []


@hookimpl
def registro_erase_person() -> None:
    """There is nothing of anybody."""
