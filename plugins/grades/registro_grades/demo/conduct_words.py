"""What teachers of the demo school write: of one student, of a class, for the family, for themselves.

No text names anybody: a note reaches every family it is on (V4).
"""

NOTES = (
    "Usa il telefono durante la spiegazione, nonostante il richiamo.",
    "Disturba ripetutamente la lezione parlando ad alta voce.",
    "Si presenta senza il materiale per la terza volta in questo mese.",
    "Esce dall’aula senza permesso al cambio dell’ora.",
    "Risponde in modo scortese a un richiamo.",
    "Rientra dall’intervallo con dieci minuti di ritardo.",
    "Non consegna la verifica corretta e firmata.",
)
CLASS_NOTES = (
    "La classe rientra in ritardo dalla palestra e non lascia iniziare la lezione.",
    "Confusione continua durante la correzione dei compiti: la lezione viene interrotta più volte.",
    "L’aula viene lasciata in disordine, con carte a terra, al termine delle lezioni.",
    "La classe si sposta in laboratorio senza attendere il docente.",
)
MEASURES = ("Colloquio con la famiglia.", "Richiamo verbale del dirigente.")
CLASS_MEASURES = ("Il dirigente ha incontrato la classe.",)
OBSERVATIONS = (
    "Partecipa con interesse e aiuta i compagni nei lavori di gruppo.",
    "Ha recuperato bene dopo l’ultima verifica: continui così.",
    "Si distraeva con chi siede accanto: da quando ha cambiato posto segue con più attenzione.",
    "Svolge i compiti con regolarità; conviene curare l’ordine del quaderno.",
    "Tende a non intervenire: sarebbe utile che provasse a parlare di più in classe.",
    "Nelle ultime settimane fatica in prima ora: ne parliamo volentieri a colloquio.",
)
DIARY = (
    "Riprendere le frazioni algebriche: metà classe si ferma al denominatore comune.",
    "Provare la lezione a gruppi con i banchi a isola, dividendo i più rumorosi.",
    "Preparare una scheda più breve per chi è stato assente.",
    "Chiedere al consiglio se anche nelle altre ore l’ultima è la più difficile.",
)
FACTS = (
    "Durante l’intervallo ha danneggiato di proposito una porta dei bagni del primo piano.",
    "Ha ripreso con il telefono un docente durante la lezione e ha diffuso il filmato in una chat.",
    "Ha insultato più volte un collaboratore scolastico davanti alla classe.",
)
DEFENCE = "Riconosce l’accaduto e se ne scusa; si impegna a riparare il danno."
GROUNDS = "Tenuto conto delle scuse, della condotta precedente e del principio di gradualità."
ACTIVITY = "Approfondimento sulle conseguenze dei comportamenti, con un tutor, e relazione scritta."
