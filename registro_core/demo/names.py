"""Names for invented people, and the places they were born in."""

from dataclasses import dataclass

SURNAMES = tuple(
    name.replace("_", " ")
    for name in """
    Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti
    De_Luca Mancini Costa Giordano Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani
    Rinaldi Caruso Ferrara Galli Martini Leone Longo Gentile Martinelli Vitale Lombardo Serra
    Coppola De_Santis D'Angelo Marchetti Parisi Villa Conte Ferraro Ferri Fabbri Bianco Marini
    Grasso Valentini Messina Sala De_Angelis Gatti Pellegrini Palumbo Sanna Farina Rizzi Monti
    Cattaneo Morelli Amato Silvestri Mazza Testa Grassi Pellegrino Carbone Giuliani Benedetti
    Barone Rossetti Caputo Montanari Guerra Palmieri Bernardi Martino Fiore Ferretti Bellini
    Basile Riva Donati Piras Vitali Battaglia Sartori Neri Costantini Milani Pagano Ruggiero
    Sorrentino D'Amico Orlando Negri Mantovani Zanetti Fumagalli Cocco Ferrero Bassi Corsi Pace
    Olivieri Lazzari Nicolò
    """.split()
)

GIRLS = tuple(
    """
    Giulia Sofia Aurora Alice Ginevra Emma Giorgia Beatrice Greta Chiara Martina Sara Anna Elisa
    Francesca Camilla Matilde Noemi Ludovica Vittoria Elena Gaia Arianna Rebecca Viola Nicole
    Bianca Federica Irene Caterina Marta Valentina Laura Serena Ilaria Eleonora Asia Margherita
    """.split()
)

BOYS = tuple(
    """
    Leonardo Francesco Lorenzo Alessandro Tommaso Edoardo Mattia Gabriele Riccardo Andrea Diego
    Matteo Giuseppe Federico Giovanni Pietro Filippo Davide Luca Simone Samuele Nicola Marco
    Antonio Christian Emanuele Jacopo Michele Daniele Stefano Giacomo Enea Salvatore Elia Paolo
    """.split()
)

WOMEN = tuple(
    """
    Maria Anna Paola Laura Francesca Daniela Cristina Silvia Elena Barbara Monica Claudia Simona
    Patrizia Roberta Sabrina Antonella Lucia Raffaella Manuela Federica Alessandra Stefania
    Carla Valeria Emanuela Michela Rosa Teresa Giovanna Donatella Chiara Sara Serena Ilaria
    """.split()
)

MEN = tuple(
    """
    Marco Andrea Roberto Stefano Paolo Massimo Luca Fabio Antonio Giuseppe Alessandro Claudio
    Maurizio Davide Daniele Gianluca Enrico Giovanni Salvatore Vincenzo Franco Carlo Pietro
    Matteo Simone Alberto Riccardo Mauro Sergio Bruno Angelo Domenico Nicola Filippo Michele
    """.split()
)


@dataclass(frozen=True)
class Origin:
    """Names of families from abroad, with the code of their country in the codice fiscale."""

    citizenship: str
    code: str
    surnames: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]


ABROAD = (
    Origin(
        "Romania",
        "Z129",
        ("Popescu", "Ionescu", "Radu", "Stan", "Munteanu"),
        ("Andreea", "Ioana", "Elena", "Mihaela"),
        ("Andrei", "Ionut", "Stefan", "Mihai"),
    ),
    Origin(
        "Albania",
        "Z100",
        ("Hoxha", "Shehu", "Leka", "Gjoni"),
        ("Arta", "Elira", "Besa"),
        ("Arben", "Ilir", "Erion"),
    ),
    Origin(
        "Marocco",
        "Z330",
        ("El Amrani", "Benali", "Alaoui", "Chraibi"),
        ("Fatima", "Salma", "Imane"),
        ("Youssef", "Omar", "Hamza"),
    ),
    Origin(
        "Cina",
        "Z210",
        ("Hu", "Chen", "Lin", "Zhou"),
        ("Mei", "Xin", "Yuting"),
        ("Wei", "Jie", "Haoran"),
    ),
    Origin(
        "Ucraina",
        "Z138",
        ("Kovalenko", "Shevchenko", "Bondarenko"),
        ("Olena", "Sofiia", "Daryna"),
        ("Artem", "Maksym", "Danylo"),
    ),
)

# Town, province and land registry code, as a codice fiscale ends.
PLACES = (
    ("Roma", "RM", "H501"),
    ("Milano", "MI", "F205"),
    ("Napoli", "NA", "F839"),
    ("Torino", "TO", "L219"),
    ("Firenze", "FI", "D612"),
    ("Bologna", "BO", "A944"),
    ("Bari", "BA", "A662"),
    ("Palermo", "PA", "G273"),
    ("Genova", "GE", "D969"),
    ("Verona", "VR", "L781"),
)

STREETS = ("Via Garibaldi", "Via Mazzini", "Via Dante", "Viale Europa", "Via Verdi", "Via Roma")
