"""Who may come in by the demo provider, and how else it may end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from registro_core.api import DemoPerson, Text
from registro_spid_auth import _

# As the provider's page says who they are.
WHO: Mapping[str, Text] = {
    "admin": _("amministra il registro: con la sola identità digitale non entra"),
    "dirigente": _("dirigente scolastico"),
    "segreteria": _("assistente amministrativo"),
    "docente": _("docente"),
    "coordinatore": _("docente coordinatore"),
    "sostegno": _("docente di sostegno"),
    "genitore": _("genitore di due alunni"),
    "genitore2": _("l’altro genitore degli stessi due"),
    "studente": _("alunno minorenne"),
    "maggiorenne": _("alunno maggiorenne"),
    "docente.genitore": _("docente, e genitore di un alunno"),
}
# What a provider reports instead, by the number of the anomaly (ERR); CIE reserves some.
ANOMALIES: Mapping[int, Text] = {
    25: _("Annulla l’accesso (nr 25)"),
    22: _("Nega il consenso (nr 22)"),
    20: _("Credenziali di livello troppo basso (nr 20)"),
    19: _("Password sbagliata troppe volte (nr 19)"),
    21: _("Tempo scaduto (nr 21)"),
    23: _("Identità sospesa o revocata (nr 23)"),
    30: _("Identità di un’azienda (nr 30)"),
}
OF_CIE = frozenset({21, 22, 23, 25})


@dataclass(frozen=True)
class Known:
    """What a digital identity says of its holder; `codice_fiscale` in capitals."""

    given_name: str
    surname: str
    codice_fiscale: str
    birth_date: date | None = None
    email: str | None = None

    @property
    def name(self) -> str:
        """How a page calls them."""
        return f"{self.given_name} {self.surname}"

    def attributes(self, wanted: tuple[str, ...]) -> dict[str, str]:
        """Return those of the wanted attributes that there are, as SPID and CIE write them."""
        birth_date = self.birth_date or date(1980, 1, 1)
        said = {
            "spidCode": f"DEMO{self.codice_fiscale[:10]}",
            "fiscalNumber": f"TINIT-{self.codice_fiscale}",
            "name": self.given_name,
            "familyName": self.surname,
            "dateOfBirth": birth_date.isoformat(),
            "email": self.email or "nessuno@posta.example",
        }
        return {name: value for name, value in said.items() if name in wanted}


# Nobody of the demo school, whose codes come from other names.
STRANGER = Known("Mario", "Rossi", "RSSMRA80A01H501U", date(1980, 1, 1))


def known(person: DemoPerson) -> Known:
    """Return somebody of the demo school as a digital identity knows them."""
    return Known(
        given_name=person.given_name,
        surname=person.surname,
        codice_fiscale=person.codice_fiscale or "",
        birth_date=person.birth_date,
        email=person.email,
    )


def anomalies(connector: str) -> dict[int, Text]:
    """Return what a federation's providers may report."""
    return {
        number: text
        for number, text in ANOMALIES.items()
        if connector == "spid" or number in OF_CIE
    }
