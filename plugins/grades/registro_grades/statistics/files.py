"""The statistics as a table to download: what the page shows, and nobody's name either."""

from collections.abc import Iterator

from registro_core.api import Request
from registro_grades import _
from registro_grades.exchange.table import Table
from registro_grades.statistics.lines import MOST, Line
from registro_grades.statistics.page import Statistics

HEAD = (
    _("Di che cosa"),
    _("Nome"),
    _("Voti"),
    _("Media"),
    _("Voti sotto il 6"),
    _("Studenti con voti"),
)


def statistics_table(request: Request, page: Statistics | None) -> Table:
    """Classes, then subjects, then everything; the months of notes below."""
    say = request.translate
    head = [say(text) for text in HEAD]
    head += [
        say(_("Materie insufficienti: ${count}", mapping={"count": count}))
        for count in (*map(str, range(MOST)), f"{MOST}+")
    ]
    rows = list(_rows(request, page)) if page else []
    return Table([head, *rows], head=1)


def _rows(request: Request, page: Statistics) -> Iterator[list[str]]:
    say = request.translate
    for kind, lines in ((_("Classe"), page.classes), (_("Materia"), page.subjects)):
        yield from (_row(request, say(kind), line.name, line) for line in lines)
    yield _row(request, say(_("Tutto")), "", page.total)
    for month, count in page.notes.items():
        yield [say(_("Note del mese")), request.fmt.date(month, "LLLL y"), str(count)]


def _row(request: Request, kind: str, name: str, line: Line) -> list[str]:
    fmt = request.fmt
    average = "" if line.average is None else fmt.number(line.average, 2)
    share = fmt.percent(line.low_share) if line.marks else ""
    counts = (line.everybody, *line.students)
    return [kind, name, str(line.marks), average, share, *map(str, counts)]
