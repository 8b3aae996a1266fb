"""What anyone may open without signing in, one by one: a new public view shows in review here."""

from registro_core.app import configure
from registro_core.security.guard import catalogue
from registro_core.security.policy import PUBLIC

# Pages of text, the monitor's question, what leads to signing in, and the counter that open pages
# ask for, which looks at the cookie by itself; the
# way out of mails, whose address is signed.
PUBLIC_ROUTES = {
    "accessibility",
    "accounts.code",
    "accounts.code_entry",
    "accounts.forgotten",
    "accounts.link",
    "accounts.new_password",
    "accounts.sign_in",
    "accounts.sign_out",
    "calendar.feed",
    "health",
    "help",
    "language",
    "notices.live",
    "notices.unsubscribe",
    "privacy",
    "robots",
}


def test_nothing_else_is_public(school):
    views = catalogue(configure(school.platform, {"registro.database_url": school.url}))
    public = {view.route for view in views if view.permission == PUBLIC}
    assert {route for route in public if not route.startswith("__static/")} == PUBLIC_ROUTES
