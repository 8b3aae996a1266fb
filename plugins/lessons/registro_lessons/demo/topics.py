"""Plausible topics for the demo school's lessons, in the order in which a year goes."""

ACTIVITIES = (
    "Spiegazione ed esercizi alla lavagna",
    "Correzione dei compiti e ripasso",
    "Lavoro a gruppi",
    "Interrogazioni",
    "Lettura e discussione",
    "Esercitazione individuale",
    None,
    None,
)

SUPPORT_TOPICS = (
    "Mappa concettuale dell’argomento della classe",
    "Esercizi guidati sugli argomenti della settimana",
    "Sintesi del capitolo con parole chiave",
    "Preparazione della verifica con tempi distesi",
    "Lettura ad alta voce e domande di comprensione",
)

# The first name found in that of the subject counts: "disegno e storia dell'arte" is drawing.
TOPICS: dict[str, tuple[str, ...]] = {
    "disegno": (
        "Proiezioni ortogonali",
        "Assonometria",
        "L’arte greca",
        "L’arte romana",
        "Il Romanico",
        "Il Gotico",
        "Giotto",
        "La prospettiva nel Rinascimento",
    ),
    "italian": (
        "Il testo narrativo: fabula e intreccio",
        "Il narratore e il punto di vista",
        "Dante: la struttura della Commedia",
        "Inferno, canto I: lettura e parafrasi",
        "Inferno, canto V: Paolo e Francesca",
        "Petrarca: il Canzoniere",
        "Boccaccio: la cornice del Decameron",
        "Analisi logica: i complementi",
        "Il periodo: coordinate e subordinate",
        "Il testo argomentativo: tesi e antitesi",
        "Manzoni: i Promessi sposi, capitolo I",
        "Leopardi: L’infinito",
    ),
    "storia": (
        "Le fonti e il metodo dello storico",
        "L’impero carolingio",
        "La rinascita dopo il Mille",
        "I comuni e l’impero",
        "La crisi del Trecento",
        "Le grandi scoperte geografiche",
        "La Riforma protestante",
        "Le rivoluzioni inglesi",
        "L’Illuminismo",
        "La Rivoluzione francese",
    ),
    "inglese": (
        "Present simple and present continuous",
        "Past simple: regular and irregular verbs",
        "Comparatives and superlatives",
        "Present perfect with for and since",
        "Reading: a day in London",
        "Listening: travel announcements",
        "First conditional",
        "Passive voice",
        "Speaking: giving opinions",
        "Reported speech",
    ),
    "matematica": (
        "Insiemi numerici e operazioni",
        "Potenze e proprietà",
        "Monomi e polinomi",
        "Prodotti notevoli",
        "Scomposizione in fattori",
        "Frazioni algebriche",
        "Equazioni di primo grado",
        "Problemi risolti con equazioni",
        "Sistemi lineari",
        "Disequazioni di primo grado",
        "La retta nel piano cartesiano",
        "Equazioni di secondo grado",
    ),
    "informatica": (
        "Rappresentazione binaria dei numeri",
        "Algoritmi e diagrammi di flusso",
        "Variabili e tipi di dato",
        "La selezione: if ed else",
        "I cicli: for e while",
        "Le funzioni e i parametri",
        "Liste e dizionari",
        "Lettura e scrittura di file",
        "Le basi di dati: tabelle e chiavi",
    ),
    "fisica": (
        "Grandezze e unità di misura",
        "Errori e cifre significative",
        "I vettori",
        "Il moto rettilineo uniforme",
        "Il moto uniformemente accelerato",
        "Le forze e l’equilibrio",
        "I principi della dinamica",
        "Lavoro ed energia",
        "La temperatura e il calore",
    ),
    "scienze naturali": (
        "Il metodo scientifico",
        "La materia e i suoi stati",
        "Atomi e molecole",
        "La tavola periodica",
        "La cellula",
        "La fotosintesi",
        "Il sistema solare",
        "Le rocce e i minerali",
        "Gli ecosistemi",
    ),
    "geografia": (
        "Leggere le carte geografiche",
        "I climi dell’Europa",
        "L’Unione europea",
        "La popolazione mondiale",
        "Le migrazioni",
        "Le risorse e l’energia",
        "L’Asia: aspetti generali",
        "L’Africa: aspetti generali",
    ),
    "diritto": (
        "Le norme giuridiche",
        "Lo Stato e i suoi elementi",
        "La Costituzione: i principi fondamentali",
        "I diritti e i doveri dei cittadini",
        "Il Parlamento",
        "Il Governo",
        "Il mercato: domanda e offerta",
        "L’impresa",
    ),
    "motorie": (
        "Riscaldamento e mobilità articolare",
        "Resistenza: corsa in ambiente naturale",
        "Pallavolo: palleggio e bagher",
        "Pallacanestro: fondamentali",
        "Atletica: il salto in lungo",
        "Il primo soccorso",
    ),
    "religione": (
        "Le grandi domande dell’uomo",
        "Le religioni nel mondo",
        "La Bibbia: struttura e generi",
        "La figura di Gesù nella storia",
        "Etica e responsabilità",
    ),
    "alternativa": (
        "I diritti umani: la Dichiarazione del 1948",
        "L’educazione ai media",
        "La cittadinanza digitale",
        "Il volontariato",
    ),
}
GENERAL = ("Presentazione dell’argomento", "Approfondimento", "Ripasso", "Verifica")

WEEKS_OF_YEAR = 33


def topic_of(subject: str, number: int, weekly_slots: int) -> str:
    """The topic of a subject's lesson, counted from 0: the programme lasts the whole year."""
    name = subject.lower().replace("italiana", "italian")
    topics = next((found for word, found in TOPICS.items() if word in name), GENERAL)
    in_year = max(1, weekly_slots) * WEEKS_OF_YEAR
    index = min(number, in_year - 1) * len(topics) // in_year
    return f"{topics[index]}: esercizi" if number % 3 == 2 else topics[index]
