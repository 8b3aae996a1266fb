"""What the demo school's tests are about, and what teachers say of them."""

from registro_grades.models import Kind

# By subject: what tests are about. Others have "Verifica" and a number.
TITLES = {
    "Lingua e letteratura italiana": (
        *("Analisi del testo poetico", "I promessi sposi", "Testo argomentativo"),
        *("Comprensione e sintesi", "La novella", "Tema di attualità"),
    ),
    "Storia": ("Le polis greche", "Roma repubblicana", "L’età di Augusto", "Il feudalesimo"),
    "Lingua inglese": ("Past tenses", "Reading comprehension", "Modal verbs", "Writing a letter"),
    "Matematica": ("Equazioni", "Disequazioni", "Geometria piana", "Funzioni", "Statistica"),
    "Informatica": ("Cicli e condizioni", "Vettori", "Basi di dati", "Progetto in laboratorio"),
    "Fisica": ("Il moto uniforme", "Le forze", "Energia e lavoro", "Esperienza di laboratorio"),
    "Scienze naturali": ("La cellula", "L’atmosfera", "Le rocce", "La tavola periodica"),
    "Geografia": ("Le migrazioni", "Le città", "Risorse e ambiente"),
    "Diritto ed economia": ("La Costituzione", "Le fonti del diritto", "Il mercato"),
    "Disegno e storia dell'arte": ("Proiezioni ortogonali", "Il tempio greco", "Prospettiva"),
    "Scienze motorie e sportive": ("Resistenza", "Pallavolo", "Corpo libero", "Salto in alto"),
    "Educazione civica": ("Costituzione e cittadinanza", "Cittadinanza digitale"),
}
KINDS = {
    "Informatica": Kind.PRACTICAL,
    "Scienze motorie e sportive": Kind.PRACTICAL,
    "Disegno e storia dell'arte": Kind.GRAPHIC,
}
GOOD = (
    "Ottimo lavoro: procedimento chiaro e completo.",
    "Buona padronanza dei contenuti.",
    "Esposizione sicura, con esempi pertinenti.",
)
FAIR = (
    "Qualche imprecisione, ma l’impianto è corretto.",
    "Contenuti essenziali acquisiti.",
    "Da curare di più l’esposizione.",
)
POOR = (
    "Vanno ripresi i concetti di base: ne parliamo a lezione.",
    "Svolgimento incompleto; recupero il mese prossimo.",
    "Studio discontinuo, si può fare meglio.",
)
REASONS = ("Errore nel conteggio dei punti.", "Errore di digitazione.", "Rivista la domanda 4.")


def title_of(subject: str, number: int) -> str:
    """What the n-th test of a subject is about."""
    titles = TITLES.get(subject, ())
    if number < len(titles):
        return titles[number]
    return f"{titles[number % len(titles)]} ({number + 1})" if titles else f"Verifica {number + 1}"
