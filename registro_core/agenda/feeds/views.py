"""The page of one's feeds, and the feed itself."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther, HTTPTooManyRequests
from pyramid.view import view_config, view_defaults

from registro_core import _
from registro_core.accounts.throttle import Counter, Limit, network, reserve
from registro_core.agenda.collecting import entries_for_feed
from registro_core.agenda.feeds import services
from registro_core.agenda.feeds.ical import Writing, write_calendar
from registro_core.agenda.people import whose_calendars
from registro_core.db.apart import transactions
from registro_core.items import CalendarEntry, CalendarKind
from registro_core.notices.texts import Catalogs
from registro_core.numbers import whole_number
from registro_core.permissions import CALENDAR
from registro_core.security.contexts import SchoolContext
from registro_core.security.policy import PUBLIC

if TYPE_CHECKING:
    from registro_core.request import Request

# What a feed reaches back and ahead.
BACK, AHEAD = timedelta(days=30), timedelta(days=120)
# A program asks every quarter of an hour at most; more is a mistake, or an attack.
FETCHES = Limit("calendar-feed", 30, timedelta(hours=1), sliding=False)
# Guessing 256 bits is hopeless; asking without end still costs us.
GUESSES = Limit("calendar-feed-unknown", 60, timedelta(minutes=15), sliding=False)
NO_TOKEN_IS_LONGER = 64


@view_defaults(
    route_name="calendar.feeds",
    permission=CALENDAR.name,
    renderer="registro_core:agenda/templates/feeds.pt",
)
class FeedViews:
    """Whoever has an agenda makes an address for it, and puts an end to it."""

    def __init__(self, _context: SchoolContext, request: "Request") -> None:
        self.request = request
        self.whose = whose_calendars(request)

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """The agendas, each with whether it has an address: no address itself."""
        return self._page()

    @view_config(request_method="POST")
    def renew(self) -> Any:
        """Make an address and show it, this once; the one before no longer answers."""
        request = self.request
        asked = str(request.POST.get("whose", ""))
        found = next((each for each in self.whose if each.token == asked), None)
        if found is None:
            raise HTTPNotFound
        token = services.renew(
            request.dbsession,
            found.calendar,
            lessons="lessons" in request.POST,
            actor=request.actor,
            now=request.now,
        )
        base = request.platform.installation.public_url
        page = self._page()
        return {**page, "new": found, "address": f"{base}/calendar/feed/{token}.ics"}

    @view_config(route_name="calendar.feed.revoke", request_method="POST")
    def revoke(self) -> HTTPSeeOther:
        """Put an end to an address."""
        request = self.request
        number = whole_number(str(request.POST.get("id", ""))) or 0
        if services.revoke(request.dbsession, number, request.actor, request.now):
            request.flash(_("L’indirizzo non risponde più."))
        else:
            request.flash(_("Questo indirizzo non c’è più."), "warn")
        return HTTPSeeOther("/calendar/feeds")

    def _page(self) -> dict[str, Any]:
        identity = self.request.identity
        person_id = identity.person_id if identity else 0
        return {
            "whose": self.whose,
            "feeds": services.feeds_of(self.request.dbsession, person_id),
            "new": None,
            "address": "",
        }


@view_config(route_name="calendar.feed", permission=PUBLIC, request_method="GET")
def feed(request: "Request") -> Any:
    """The agenda for a calendar program. Whoever knows the token may read it, and nothing else.

    Rights are asked anew each time: with the last right of its person the address goes silent.
    """
    token = request.matchdict["token"]
    _count(request, FETCHES, token)
    found = None
    if len(token) <= NO_TOKEN_IS_LONGER:
        found = services.find(request.dbsession, token, request.today)
    if found is None:
        _count(request, GUESSES, network(request.address))
        raise HTTPNotFound
    response = request.response
    response.content_type = "text/calendar"
    response.charset = "utf-8"
    response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    response.headers["Content-Disposition"] = 'inline; filename="agenda.ics"'
    response.headers["X-Robots-Tag"] = "noindex"
    response.body = write_calendar(_entries(request, found), _writing(request, found))
    response.md5_etag()
    response.conditional_response = True
    return response


def _entries(request: "Request", found: services.FeedFound) -> list[CalendarEntry]:
    entries = entries_for_feed(
        request.platform.plugins,
        request.dbsession,
        found.calendar,
        request.today - BACK,
        request.today + AHEAD,
    )
    return [each for each in entries if found.lessons or each.kind is not CalendarKind.LESSON]


def _writing(request: "Request", found: services.FeedFound) -> Writing:
    platform = request.platform
    translate = Catalogs(platform.plugins).translator(found.locale)
    name = _("Agenda di ${name}", mapping={"name": found.name}) if found.name else _("Scuola")
    return Writing(
        translate(name),
        platform.installation.public_url,
        lambda text: translate(text) if hasattr(text, "interpolate") else str(text),
    )


def _count(request: "Request", limit: Limit, of: str) -> None:
    """Take a place in a limit; 429 where there is none left."""
    with transactions(request)() as session:
        free = reserve(session, [Counter(limit, of)], request.now)
    if not free:
        raise HTTPTooManyRequests
