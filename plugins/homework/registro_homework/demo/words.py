"""What teachers of the demo school assign."""

HOMEWORK = (
    "Leggere le pagine indicate e rispondere alle domande in fondo.",
    "Esercizi da 1 a 6 della scheda.",
    "Ripassare gli appunti e completare la mappa.",
    "Riassunto di una pagina del capitolo letto in classe.",
    "Finire gli esercizi cominciati in classe.",
    "Studiare il paragrafo e preparare tre domande.",
    "Preparare l’esposizione: cinque minuti a testa.",
)
TESTS = (
    "Gli argomenti dell’ultimo mese, compresi gli esercizi svolti insieme.",
    "Il capitolo 4 e le schede distribuite.",
    "Ripasso generale: portare il materiale da disegno.",
    "I paragrafi da 2 a 5 e gli appunti.",
)
