"""Error pages that need nothing to work: no database, no session, no template engine.

Used where those may be what failed, and for requests too malformed to be read.
"""

from http import HTTPStatus

from markupsafe import Markup
from pyramid.response import Response

PAGE = Markup("""<!DOCTYPE html>
<html lang="it">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · Registro</title>
<link rel="icon" type="image/svg+xml" href="/static/core/icon.svg">
<link rel="stylesheet" href="/static/core/vendor/bi/bootstrap-italia.css">
<link rel="stylesheet" href="/static/core/tokens.css">
<link rel="stylesheet" href="/static/core/base.css">
<link rel="stylesheet" href="/static/core/shell.css">
<link rel="stylesheet" href="/static/core/page.css">
</head>
<body class="r-body"><div class="r-alone"><main id="main"><div class="r-card">
<h1>{title}</h1>
<p class="r-lead">{text}</p>
{note}
<p class="r-buttons"><a class="btn btn-primary" href="/">Torna alla pagina iniziale</a></p>
</div></main></div></body></html>
""")

REFERENCE = Markup('<p class="r-meta">Codice da comunicare alla segreteria: {}</p>')

# Plain Italian: what happened, whether anything was lost, what to do now.
TEXTS = {
    400: (
        "Richiesta non leggibile",
        "Il registro non ha capito la richiesta. Torna indietro e riprova.",
    ),
    413: (
        "File troppo grande",
        "Questa pagina non accetta file così grandi. Torna indietro e scegline uno più piccolo.",
    ),
    500: (
        "Qualcosa non ha funzionato",
        (
            "È un errore del registro, non tuo. Quello che stavi salvando non è stato salvato: "
            "torna indietro, il testo è ancora nella pagina, e riprova fra poco."
        ),
    ),
    503: (
        "Il registro è molto occupato",
        (
            "Quello che stavi salvando non è stato salvato. Aspetta un minuto, torna indietro "
            "e premi di nuovo il pulsante: il testo è ancora nella pagina."
        ),
    ),
}


def refusal(status: int, reference: str = "") -> Response:
    """A whole page for one of the statuses of `TEXTS`, in Italian.

    :param reference: what to tell the office, so that the log line can be found.
    """
    title, text = TEXTS[status]
    note = REFERENCE.format(reference) if reference else ""
    page = PAGE.format(title=title, text=text, note=note)
    response = Response(page, status=f"{status} {HTTPStatus(status).phrase}", charset="utf-8")
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = "60"
    return response
