"""The people of the demo school with a sign-in worth remembering."""

PASSWORD = "registro-demo"  # noqa: S105 - it is printed on purpose, and only the demo has it

# In the order in which they are shown.
SIGN_INS = {
    "admin": "runs the installation: plugins, settings, accounts",
    "dirigente": "the head: sees everything, unsigned lessons first",
    "segreteria": "the office: people, classes, imports, certificates",
    "docente": "a teacher with lessons today",
    "coordinatore": "coordinates the class of genitore's first child",
    "sostegno": "a support teacher in that class",
    "genitore": "a mother of two, in different classes",
    "genitore2": "the father of the same two",
    "studente": "the first of the two, a minor",
    "maggiorenne": "an adult student, who may justify",
    "docente.genitore": "a teacher whose son is at the school",
}
