"""Charts as markup: a figure for a page, made by the templates of this folder."""

from markupsafe import Markup

from registro_core.api import Request, markup
from registro_grades.charts.distribution import Distribution
from registro_grades.charts.trend import Trend

TEMPLATES = "registro_grades:charts/templates/"


def drawn_trend(request: Request, chart: Trend, key: str, title: str) -> Markup:
    """A line of marks as SVG. `key` is unique on its page, `title` what it shows."""
    return markup(request, f"{TEMPLATES}trend.pt", chart=chart, key=key, title=title)


def drawn_distribution(request: Request, chart: Distribution, key: str, title: str) -> Markup:
    """A bar of levels as SVG; its legend is text of the page beside it."""
    return markup(request, f"{TEMPLATES}distribution.pt", chart=chart, key=key, title=title)
