"""The head's statistics as a page, as a workbook and as CSV."""

from fractions import Fraction
from typing import Any

from registro_core.api import Request, Text, view_config, view_defaults
from registro_grades import _
from registro_grades.charts.drawing import drawn_distribution
from registro_grades.exchange.writing import XLSX, csv, xlsx
from registro_grades.labels import ORDERS
from registro_grades.permissions import STATISTICS
from registro_grades.statistics.files import statistics_table
from registro_grades.statistics.lines import MOST
from registro_grades.statistics.page import statistics

WORDS: dict[str, Text] = {
    "class": _("Classe"),
    "classes": _("Voti per classe"),
    "subject": _("Materia"),
    "subjects": _("Voti per materia"),
}


@view_defaults(permission=STATISTICS.name, request_method="GET")
class StatisticsViews:
    """Classes and subjects of the school, in numbers."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(
        route_name="grades.statistics",
        renderer="registro_grades:statistics/templates/statistics.pt",
    )
    def show(self) -> dict[str, Any]:
        """The page."""
        request, page = self.request, statistics(self.request)
        say = request.translate
        charts = {}
        if page and page.numbers:
            charts["numbers"] = drawn_distribution(request, page.numbers, "n", say(_("Voti")))
        if page and page.judgements:
            charts["judgements"] = drawn_distribution(
                request, page.judgements, "j", say(_("Giudizi"))
            )
        return {
            "page": page,
            "charts": charts,
            "orders": ORDERS,
            "most": MOST,
            "share": Fraction,
            "words": {key: say(text) for key, text in WORDS.items()},
        }

    @view_config(route_name="grades.statistics.xlsx")
    def workbook(self) -> Any:
        """The same as a workbook."""
        title = self.request.translate(_("Statistiche dei voti"))
        return self._download(xlsx(self._table(), title), XLSX, "xlsx")

    @view_config(route_name="grades.statistics.csv")
    def text(self) -> Any:
        """The same as CSV."""
        return self._download(csv(self._table()).encode(), "text/csv", "csv")

    def _table(self) -> Any:
        return statistics_table(self.request, statistics(self.request))

    def _download(self, content: bytes, kind: str, ending: str) -> Any:
        response = self.request.response
        response.body, response.content_type = content, kind
        response.content_disposition = f'attachment; filename="statistiche-voti.{ending}"'
        return response
