"""Whether a class test may be saved as it was typed; what is wrong stands at its field."""

from registro_grades import _
from registro_grades.class_test.page import TestPage
from registro_grades.grid.page import Attempt
from registro_grades.grid.saving import needs_reason
from registro_grades.grid.typed import read_typed
from registro_grades.grid.views import NEEDS_REASON
from registro_grades.marks.assessments import Described

OK, CONFLICT, WRONG = 200, 409, 422


def read_attempt(page: TestPage) -> Attempt:
    """What was typed in the cells, checked."""
    typed = read_typed(page.request.POST, [page.number], page.desk.students)
    return Attempt(typed, page.desk.check(typed))


def status_of(page: TestPage, attempt: Attempt) -> int:
    """The status of a save: 200 if all may be stored, else 409 or 422."""
    valid = bool(page.form.validate()) & bool(page.save_form.validate())
    if not valid:
        return CONFLICT if attempt.checked.conflict else WRONG
    conflict = _changed_meanwhile(page) or attempt.checked.conflict
    # Each of them marks its own field.
    wrong = [_day_refused(page), _lacks_reason(page, attempt), bool(attempt.checked.problems)]
    if conflict:
        return CONFLICT
    return WRONG if any(wrong) else OK


def _day_refused(page: TestPage) -> bool:
    """Whether one may not write on the day, or on the one it is moved away from (A9, G6)."""
    if page.stored is not None and Described.of(page.stored) == page.described():
        return False
    days = [page.day] if page.stored is None else [page.day, page.stored.day]
    found = [refusal for day in days if (refusal := page.desk.rules.refusal(day)) is not None]
    if found:
        page.form.day.errors = found[:1]
    return bool(found)


def _lacks_reason(page: TestPage, attempt: Attempt) -> bool:
    """Whether families saw what changes, and nothing says why (G9)."""
    if page.wish.reason or not (
        needs_reason(attempt.checked, page.occasion) or _weighs_otherwise(page)
    ):
        return False
    page.save_form.reason.errors = [NEEDS_REASON]
    return True


def _weighs_otherwise(page: TestPage) -> bool:
    """Whether marks that families saw are of another day, kind or weight now."""
    if page.stored is None or not Described.of(page.stored).differs(page.described()):
        return False
    return any(mark.seen(page.occasion.now) for mark in page.desk.sheet.marks.values())


def _changed_meanwhile(page: TestPage) -> bool:
    """Whether somebody changed what is said of the test since the form was opened."""
    stored = page.stored
    if stored is None or page.form.version.data == stored.version:
        return False
    page.form.version.data = stored.version
    before = Described.of(stored)
    if before == page.described():
        return False
    page.form.title.errors = [
        _(
            "Nel frattempo un’altra persona ha cambiato questi dati: adesso sono «${stored}». "
            "Se salvi di nuovo, prende il loro posto quello che hai scritto.",
            mapping={"stored": f"{before.title or '—'} · {before}"},
        )
    ]
    return True
