"""A school's story as data: one act, or more, for every address that writes.

Each act is a request that its role may send and that changes something. The
tests of this folder tell the story as it is, or spoiled in one way at a time:
odd values, no token, extra columns, twice, twenty times at once.

In paths and values `<anna>` is a person, `<1A>` a class, `<MAT>` a subject,
`<teaching>` the newest row of a table and `<v:teaching>` its version.
"""

from dataclasses import dataclass, field

Value = str | list[str]


@dataclass(frozen=True)
class Act:
    """A POST: who sends what where. `page`: fill in the form found there, other fields as shown."""

    who: str
    path: str
    fields: dict[str, Value] = field(default_factory=dict)
    page: str = ""
    files: tuple[tuple[str, str, bytes], ...] = ()
    # Statements that make the act possible and that no page offers.
    before: tuple[str, ...] = ()


UNSUBSCRIBE = "/unsubscribe"
# Everything about passwords needs accounts that have one: tests/core/accounts tells those stories.
TOLD_ELSEWHERE = {
    *("/sign-in", "/first-access", "/forgot-password", "/new-password"),
    *("/account/confirm", "/account/password", "/account/sessions", "/sign-out"),
    *("/sign-in/code", "/account/second-factor", "/account/second-factor/new"),
    "/account/second-factor/codes",
    # Needs no token: its address, in a mail, is signed: tests/core/notices/test_unsubscribe.py.
    UNSUBSCRIBE,
    # Here an identity provider has a say: plugins/spid_auth/tests/web.
    *("/spid/acs", "/spid/slo", "/cie/acs", "/cie/slo", "/spid/association"),
    # The demonstration's own: plugins/spid_auth/tests/demo_idp.
    *(
        f"/demo-idp/{kind}/{page}"
        for kind in ("spid", "cie")
        for page in ("sso", "slo", "answer", "leave")
    ),
    # Reads a file into a form and stores nothing: plugins/grades/tests/test_exchange.py.
    "/classes/{class_id}/marks/{course}/import",
}

TODAY, YESTERDAY, TOMORROW = "2026-11-24", "2026-11-23", "2026-11-25"
THURSDAY = "2026-11-26"
BEGAN = "2026-09-14"
ADDRESS = {"birth_date": "1980-02-29", "citizenship": "Italia", "city": "Firenze"}
DEAD = "UPDATE delivery SET state = 'dead' WHERE id = (SELECT max(id) FROM delivery)"
WARNED = (
    (
        "INSERT INTO attendance_warning (student_id, year_id, kind, threshold, told, issued_at)"
        " SELECT id, 1, 'lates', 10, '11', created_at FROM person"
        " WHERE surname = 'Abate' AND given_name = 'Anna'"
    ),
    (
        "INSERT INTO attendance_warning_receipt (warning_id, person_id)"
        " SELECT (SELECT max(id) FROM attendance_warning), id FROM person WHERE surname = 'Villa'"
    ),
)
# Three people whom SPID knows and the school does not.
STRANGERS = (
    "INSERT INTO spid_auth_association (token, state, connector, browser_hash, codice_fiscale,"
    " surname, given_name, created_at, asked_at, note, version)"
    " SELECT 'TURN' || id, 'asked', 'spid', 'x', 'TURNSCT80A01H' || id, 'Abate', 'Anna',"
    " created_at, created_at, 'madre di Anna', 1 FROM person WHERE id <= 3"
)
ASSOCIATION = "/office/spid/associations/<spid_auth_association>"


def filled(who: str, path: str, fields: dict[str, Value]) -> Act:
    """An act whose form stands at the address that it is sent to."""
    return Act(who, path, fields, page=path)


OFFICE = [
    filled("segreteria", "/office/people/new", {"surname": "Partito", "given_name": "Ugo"}),
    Act("segreteria", "/office/people/<person>/data/erase", {"reason": "richiesta dell'utente"}),
    filled(
        "segreteria", "/office/people/new", {"surname": "Nuova", "given_name": "Nina", **ADDRESS}
    ),
    filled(
        "segreteria",
        "/office/people/<person>/edit",
        {"surname": "Nuova", "given_name": "Nina", "city": "Prato"},
    ),
    Act("admin", "/office/people/<person>/roles", {"role": "staff", "starts_on": TODAY}),
    Act("segreteria", "/office/people/<person>/credentials", {"act": "disable"}),
    filled(
        "segreteria",
        "/office/people/<person>/enrolments",
        {"class_id": "<1A>", "day": TODAY, "religion": "S"},
    ),
    Act(
        "segreteria",
        "/office/people/<person>/profile",
        {"religion": "U", "adult": "yes", "special_needs": "D"},
        page="/office/people/<person>/profile",
    ),
    filled(
        "segreteria",
        "/office/people/<person>/guardians",
        {"who": "Serra Rita", "kind": "other", "starts_on": TODAY},
    ),
    filled(
        "segreteria",
        "/office/people/<person>/guardians/<guardianship>",
        {"kind": "guardian", "can_justify": "y"},
    ),
    Act("segreteria", "/office/people/<anna>/data/export", {"format": "json"}),
    filled(
        "segreteria",
        "/office/classes/new",
        {"name": "3A", "grade": "3", "section": "A", "order": "secondaria2", "site_id": "<site>"},
    ),
    filled(
        "segreteria",
        "/office/classes/<1A>/edit",
        {
            "name": "1A",
            "grade": "1",
            "section": "A",
            "order": "secondaria2",
            "course": "Informatica",
            "site_id": "<site>",
        },
    ),
    filled(
        "segreteria",
        "/office/classes/<1A>/duties",
        {"person_id": "<docente>", "kind": "secretary", "starts_on": TODAY},
    ),
    filled(
        "segreteria",
        "/office/classes/<1A>/groups",
        {
            "name": "Spagnolo",
            "kind": "lingua",
            "starts_on": TODAY,
            "students": ["<anna>", "<bruno>"],
        },
    ),
    filled(
        "segreteria",
        "/office/classes/<1A>/groups/<teaching_group>",
        {
            "name": "Spagnolo",
            "kind": "lingua",
            "starts_on": TODAY,
            "students": ["<anna>", "<carla>"],
        },
    ),
    filled(
        "segreteria",
        "/office/classes/<1A>/teachings/new",
        {
            "teacher_id": "<estraneo>",
            "subject_id": "<CIV>",
            "kind": "N",
            "weekly_hours": "1",
            "starts_on": TODAY,
            "student_id": "",
            "replaces_id": "",
        },
    ),
    filled(
        "segreteria",
        "/office/classes/<1A>/teachings/<teaching>",
        {
            "teacher_id": "<estraneo>",
            "subject_id": "<CIV>",
            "kind": "N",
            "weekly_hours": "2",
            "starts_on": TODAY,
            "student_id": "",
            "replaces_id": "",
        },
    ),
    filled("segreteria", "/office/calendar/subject/new", {"code": "FIS", "name": "Fisica"}),
    Act(
        "segreteria",
        "/office/calendar/subject/<MAT>",
        {"name": "Matematica e geometria"},
        page="/office/calendar/subject/<MAT>",
    ),
    filled("segreteria", "/office/calendar/site/new", {"code": "FIPS00000B", "name": "Succursale"}),
    filled(
        "segreteria", "/office/calendar/holiday/new", {"day": "2027-06-02", "description": "Festa"}
    ),
    Act("segreteria", "/office/calendar/holiday/<holiday>", {}),
    filled(
        "segreteria",
        "/office/calendar/year/new",
        {"name": "2027/28", "starts_on": "2027-09-13", "ends_on": "2028-06-08"},
    ),
    filled(
        "segreteria",
        "/office/calendar/bells/<2site>",
        {"valid_from": "2027-01-11", "hours": "1 1 08:00 09:00 1\n2 1 08:00 09:00 5/6"},
    ),
    Act("segreteria", "/office/credentials?who=students&class=<1A>", {"how": "print-all"}),
    Act(
        "dirigente",
        "/office/settings",
        {"attendance.debounce_minutes": "12"},
        page="/office/settings",
    ),
    Act(
        "dirigente",
        "/office/permissions",
        {"+grant": "school:unlock|deputy"},
        page="/office/permissions",
    ),
    Act(
        "segreteria",
        "/office/imports",
        files=(("files", "materie.csv", b"codice;nome;tipo\nGEO;Geografia;normale\n"),),
    ),
    Act(
        "segreteria",
        "/office/imports/<pending_import>",
        page="/office/imports/<pending_import>",
    ),
    Act(
        "segreteria",
        "/office/imports",
        files=(("files", "materie.csv", b"codice;nome;tipo\nART;Arte;normale\n"),),
    ),
    Act("segreteria", "/office/imports/<pending_import>/drop"),
    Act("docente", "/account/language", {"language": "en"}),
    Act("docente", "/account/notices", {"kind-core:new-device": "digest"}),
]

LESSONS = [
    Act("segreteria", "/timetable/new", {"name": "Orario", "valid_from": TODAY}),
    Act(
        "segreteria",
        "/timetable/versions/<lessons_timetable>?class=<1A>",
        {"weekday": "2", "slot": "2", "teacher": "<docente>", "subject": "<MAT>"},
    ),
    Act(
        "docente",
        f"/classes/<1A>/lessons/{TODAY}/2",
        {"lessons-topic": "Equazioni", "roll-<dario>": "A"},
        page=f"/classes/<1A>/lessons/{TODAY}/2",
    ),
    Act("docente", f"/classes/<1A>/lessons/{TODAY}/2/withdraw"),
    Act(
        "docente",
        f"/groups/<teaching_group>/lessons/{TODAY}/3",
        {"lessons-topic": "Saludos"},
        page=f"/groups/<teaching_group>/lessons/{TODAY}/3",
    ),
    Act("docente", f"/groups/<teaching_group>/lessons/{TODAY}/3/withdraw"),
    Act(
        "segreteria",
        "/lessons/cancellations",
        {
            "class_id": "<2A>",
            "day": "2026-12-01",
            "first_slot": "3",
            "last_slot": "5",
            "reason": "Caldaia",
        },
    ),
]


def correction(student: str, day: str) -> Act:
    """A student was away all day."""
    path = f"/students/<{student}>/attendance/{day}"
    return Act("vicario", path, {"absent": "y", "reason": "dimenticato"}, page=path)


def signed(who: str, student: str) -> Act:
    """A parent justifies what is open."""
    path = f"/students/<{student}>/justifications"
    return Act(who, path, {"reason": "family", "text": "influenza"}, page=path)


LATEST = "/justifications/<attendance_justification>"
SEEN = {"version": "<v:attendance_justification>"}
ABSENCES = [
    correction("anna", YESTERDAY),
    signed("mamma", "anna"),
    Act("mamma", f"/students/<anna>{LATEST}", {**SEEN, "reason": "personal"}),
    Act("docente", f"/students/<anna>{LATEST}/validate", SEEN),
    Act("dirigente", f"/students/<anna>{LATEST}/reopen", {**SEEN, "note": "per sbaglio"}),
    Act(
        "docente",
        "/justifications",
        {"justification": "<attendance_justification>:<v:attendance_justification>"},
    ),
    correction("bruno", YESTERDAY),
    signed("altra", "bruno"),
    Act("docente", f"/students/<bruno>{LATEST}/reject", {**SEEN, "note": "manca il certificato"}),
    correction("luca", YESTERDAY),
    signed("mamma", "luca"),
    Act("mamma", f"/students/<luca>{LATEST}/withdraw", SEEN),
    correction("carla", YESTERDAY),
    Act(
        "docente",
        "/students/<carla>/justifications/paper",
        {"item": "<attendance_event>"},
        page="/students/<carla>/justifications",
    ),
    Act("mamma", "/students/<anna>/attendance/warnings", before=WARNED),
    Act(
        "docente",
        "/classes/<1A>/attendance/outside",
        {"note": "Museo", "first_day": TOMORROW, "last_day": TOMORROW, "student": ["<anna>"]},
    ),
    Act(
        "docente",
        "/classes/<1A>/attendance/outside/cancel",
        {"note": "Museo", "day": TOMORROW},
    ),
    Act(
        "docente",
        "/classes/<1A>/evacuation",
        {"assembly_point": "Cortile"},
        page="/classes/<1A>/evacuation",
    ),
]

ASKED = {"kind": "absence", "first_day": THURSDAY, "reason": "family", "companion": ""}
PERMIT = "/permits/<attendance_permit>"
LEAVES = {"kind": "early-exit", "reason": "family", "companion": "guardian:<mamma>"}
CHILD = "/students/<anna>"
FAMILY = [
    Act("mamma", f"{CHILD}/permits", ASKED),
    Act("dirigente", f"{CHILD}{PERMIT}/approve", {"version": "<v:attendance_permit>"}),
    Act("mamma", f"{CHILD}/permits", {**ASKED, "first_day": "2026-11-27"}),
    Act(
        "dirigente",
        f"{CHILD}{PERMIT}/reject",
        {"version": "<v:attendance_permit>", "note": "c'è la verifica"},
    ),
    Act("mamma", f"{CHILD}/permits", {**ASKED, "first_day": "2026-11-28"}),
    Act("mamma", f"{CHILD}{PERMIT}/withdraw", {"version": "<v:attendance_permit>"}),
    Act("vicario", "/desk", {"student": "<luca>", "at": "12:00", "document": "CI 1", **LEAVES}),
    Act("vicario", "/desk/leave", {"permit": "<attendance_permit>", "document": "CI 1"}),
    Act(
        "mamma",
        f"{CHILD}/pickup",
        {"name": "Nonno Piero", "document": "CI AB1", "starts_on": TODAY},
    ),
    Act(
        "segreteria",
        f"{CHILD}/pickup/<attendance_delegate>/decide",
        {"version": "<v:attendance_delegate>", "approve": "y"},
    ),
    Act(
        "papa",
        f"{CHILD}/pickup/<attendance_delegate>/revoke",
        {"version": "<v:attendance_delegate>"},
    ),
    Act("mamma", f"{CHILD}/autonomous-exit", {"declared": "y"}),
    Act(
        "papa",
        f"{CHILD}/autonomous-exit/revoke",
        {"version": "<v:attendance_autonomous_exit>"},
    ),
]

LIMITS = [
    Act("dirigente", "/classes/<1A>/attendance/limit", {"version": "0", "hours": "264,5"}),
    Act(
        "segreteria",
        f"{CHILD}/attendance/limit/derogations",
        {"kind": "illness", "first_day": YESTERDAY, "last_day": YESTERDAY, "document": "prot. 1"},
    ),
    Act(
        "segreteria",
        f"{CHILD}/attendance/limit/derogations/<attendance_derogation>/cancel",
        {"version": "<v:attendance_derogation>", "reason": "doppia"},
    ),
    Act(
        "segreteria",
        f"{CHILD}/attendance/limit/hours",
        {"hours": "31,5", "source": "nulla osta prot. 123"},
    ),
    Act("segreteria", f"{CHILD}/certificates", {"purpose": "usi consentiti"}),
    Act("segreteria", "/office/deliveries", {"id": "<delivery>"}, before=(DEAD,)),
    Act("mamma", "/notices/open", {"id": "<inbox:mamma>"}),
    Act("mamma", "/notices/read-all"),
]

LOCKS = [
    Act(
        "dirigente",
        "/office/locks",
        {
            "class_id": "<2A>",
            "teacher_id": "",
            "first_day": "2026-10-01",
            "last_day": "2026-10-02",
            "hours": "24",
            "reason": "Malattia",
        },
    ),
    Act("dirigente", "/office/locks/terms", {"term": "<term>", "class": "<2A>", "act": "close"}),
]

IDENTITIES = [
    Act(
        "segreteria",
        f"{ASSOCIATION}/refuse",
        {"version": "<v:spid_auth_association>", "reason": "non è dei nostri"},
        before=(STRANGERS.replace("TURN", "A"),),
    ),
    Act(
        "segreteria",
        f"{ASSOCIATION}/confirm",
        {"version": "<v:spid_auth_association>", "person": "<altra>"},
        before=(STRANGERS.replace("TURN", "B"),),
    ),
]

REGISTER = "/classes/<1A>/marks/<ITA>"
TEST = f"{REGISTER}/tests/<grades_assessment>"
GRADES = [
    filled("dirigente", "/marks/setup/codes/new", {"short": "G", "label": "Giustificato"}),
    filled("dirigente", "/marks/setup/codes/<grades_code>", {"label": "Giustificata"}),
    filled(
        "dirigente",
        "/marks/setup/scales/new",
        {"name": "Competenze", "levels": "A; Avanzato\nB; Base", "year": "1", "order": "primaria"},
    ),
    filled(
        "dirigente",
        "/marks/setup/scales/<grades_scale>",
        {"levels": "A; Avanzato\nB; Base\nC; Iniziale"},
    ),
    filled("dirigente", "/marks/setup/subjects/<MAT>", {"kinds": ["written", "oral"]}),
    filled(
        "coordinatore",
        f"{REGISTER}/tests/new",
        {"title": "Equazioni", "m-0-<anna>": "7+", "act": "publish"},
    ),
    filled("coordinatore", f"{TEST}/cancel", {"reason": "Prova da rifare"}),
    filled(
        "coordinatore",
        f"{REGISTER}/tests/new",
        {"title": "Sistemi", "m-0-<bruno>": "6-", "m-0-<carla>": "NC", "act": "publish"},
    ),
    filled(
        "coordinatore",
        f"{REGISTER}/grid",
        {"m-<grades_assessment>-<anna>": "8", "act": "publish"},
    ),
    filled("coordinatore", TEST, {"title": "Sistemi lineari"}),
    filled(
        "coordinatore",
        f"{REGISTER}/oral",
        {"oral-student": "<anna>", "oral-value": "7½", "oral-draft": "1"},
    ),
    filled(
        "coordinatore",
        f"{REGISTER}/marks/<grades_mark>",
        {"m-<grades_assessment>-<anna>": "8-", "act": "publish"},
    ),
]

NOTE = "/classes/<1A>/notes/<grades_note>"
PROCEDURE = "/students/<bruno>/procedures/<grades_procedure>"
OBSERVATIONS = "/students/<anna>/observations"
CONDUCT = [
    filled(
        "docente",
        "/classes/<1A>/notes/new",
        {"students": ["<bruno>"], "text": "Disturba la lezione."},
    ),
    filled("docente", f"{NOTE}/edit", {"text": "Disturba la lezione più volte."}),
    Act("altra", "/students/<bruno>/notes/<grades_note>/seen"),
    Act(
        "dirigente",
        f"{NOTE}/measure",
        {"measure": "Colloquio con la famiglia.", "version": "<v:grades_note>"},
    ),
    filled(
        "dirigente",
        "/students/<bruno>/procedures/new",
        {"facts": "Rompe un vetro.", "summoned_on": TODAY, "notes": ["<grades_note>"]},
    ),
    Act(
        "dirigente",
        f"{PROCEDURE}/hearing",
        {
            "hearing": "present",
            "heard_on": TODAY,
            "record": "Ammette.",
            "version": "<v:grades_procedure>",
        },
    ),
    Act(
        "dirigente",
        f"{PROCEDURE}/decision",
        {
            "outcome": "removal",
            "decided_on": TODAY,
            "grounds": "Fatto grave.",
            "first_day": TOMORROW,
            "last_day": THURSDAY,
            "activity": "Riflessione guidata",
            "version": "<v:grades_procedure>",
        },
    ),
    Act(
        "dirigente",
        f"{PROCEDURE}/cancel",
        {"reason": "Ricorso accolto", "version": "<v:grades_procedure>"},
    ),
    Act(
        "docente",
        f"{NOTE}/cancel",
        {"reason": "Scritta per errore", "version": "<v:grades_note>"},
    ),
    Act("docente", OBSERVATIONS, {"day": TODAY, "text": "È più attenta."}),
    Act(
        "docente",
        f"{OBSERVATIONS}/<grades_observation>",
        {"day": TODAY, "text": "È molto più attenta.", "version": "<v:grades_observation>"},
    ),
    Act(
        "docente",
        f"{OBSERVATIONS}/<grades_observation>/cancel",
        {"reason": "Di un altro", "version": "<v:grades_observation>"},
    ),
    filled("docente", "/diary/new", {"text": "Da sentire in privato."}),
    filled("docente", "/diary/<grades_diary_entry>", {"text": "Sentito."}),
    Act("docente", "/diary/<grades_diary_entry>/delete"),
    # One of each stays, for the tests that open every page after the story.
    filled(
        "docente",
        "/classes/<1A>/notes/new",
        {"students": ["<anna>"], "text": "Non porta il libro."},
    ),
    filled(
        "dirigente",
        "/students/<anna>/procedures/new",
        {"facts": "Esce senza permesso.", "summoned_on": TODAY},
    ),
    Act("docente", OBSERVATIONS, {"day": TODAY, "text": "Partecipa di più."}),
    filled("docente", "/diary/new", {"text": "Da risentire."}),
    Act("mamma", "/students/<anna>/marks/seen", page="/students/<anna>/marks"),
]

HOMEWORK = "/classes/<1A>/homework"
THING = "/students/<anna>/homework/<homework_assignment>"
SET = [
    filled(
        "docente",
        f"{HOMEWORK}/new",
        {"text": "Esercizi 1-6", "day": THURSDAY, "hand_in": "y"},
    ),
    filled("docente", f"{HOMEWORK}/<homework_assignment>/edit", {"text": "Esercizi 1-8"}),
    Act("anna", f"{THING}/done", {"done": "yes"}),
    Act("anna", f"{THING}/hand-in", {"text": "Ecco", "version": "0"}),
    filled(
        "docente",
        f"{HOMEWORK}/<homework_assignment>/hand-ins/<homework_hand_in>",
        {"comment": "Bene"},
    ),
    filled(
        "coordinatore",
        f"{HOMEWORK}/new",
        {"text": "Verbi", "day": "2026-11-27", "kind": "written"},
    ),
    Act(
        "coordinatore",
        f"{HOMEWORK}/<homework_assignment>/cancel",
        {"reason": "Assemblea", "version": "<v:homework_assignment>"},
    ),
    # One stays, with a hand-in and a file, for the tests that open every page after the story.
    Act(
        "docente",
        f"{HOMEWORK}/new",
        {"text": "Scheda", "day": "2026-11-30", "hand_in": "y"},
        page=f"{HOMEWORK}/new",
        files=(("files", "scheda.txt", b"Esercizi di ripasso\n"),),
    ),
    Act("anna", f"{THING}/hand-in", {"text": "Ecco", "version": "0"}),
    Act("docente", "/calendar/feeds", {"whose": "own"}),
    Act("docente", "/calendar/feeds/revoke", {"id": "<calendar_feed>"}),
    Act("docente", "/calendar/feeds", {"whose": "own"}),
]

PDF = b"%PDF-1.7\n%%EOF\n"
ITEM = "/materials/items/<materials_item>"
FILE = f"{ITEM}/files/<materials_file>"
OF_LAST_YEAR = (
    (
        "INSERT INTO school_year (name, starts_on, ends_on)"
        " VALUES ('2024/25', '2024-09-12', '2025-06-07')"
    ),
    (
        "INSERT INTO materials_folder (owner_id, year_id, name, created_at, version)"
        " SELECT id, (SELECT max(id) FROM school_year), 'Geometria', created_at, 1 FROM person"
        " WHERE surname = 'Rossi' AND given_name = 'Paola'"
    ),
)


def handed_out(title: str) -> Act:
    """A material with a file, for a class."""
    return Act(
        "docente",
        "/materials/new",
        {"title": title, "text": "Da studiare", "to": ["c<1A>-<MAT>"]},
        page="/materials/new",
        files=(("files", "scheda.pdf", PDF),),
    )


MATERIALS = [
    Act("docente", "/materials/folders/<materials_folder>/copy", before=OF_LAST_YEAR),
    filled("docente", "/materials", {"name": "Algebra"}),
    filled("docente", "/materials/folders/<materials_folder>", {"name": "Algebra e logica"}),
    handed_out("Equazioni"),
    filled("docente", f"{ITEM}/edit", {"title": "Equazioni di primo grado"}),
    Act(
        "docente",
        f"{FILE}/version",
        page=f"{FILE}/version",
        files=(("files", "scheda-2.pdf", PDF),),
    ),
    filled("docente", f"{ITEM}/share", {"to": ["c<2A>-<MAT>"]}),
    Act("docente", f"{ITEM}/share/end", {"share": "<materials_share>"}),
    Act("docente", f"{FILE}/remove"),
    Act("docente", f"{ITEM}/withdraw", {"reason": "Da rifare"}),
    # One stays, for the tests that open every page after the story.
    handed_out("Sistemi"),
]

# What a browser says when somebody lets it show notices (the keys are the example's of RFC 8291).
POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"


def subscribed(who: str, number: int) -> Act:
    """Somebody turns notifications on in a browser."""
    return filled(
        who,
        "/account/web-push",
        {
            "endpoint": f"https://fcm.googleapis.com/fcm/send/{number}",
            "p256dh": POINT,
            "auth": "BTBZMqHH6r4Tts7J_aSIgg",
        },
    )


PUSH = [
    Act("mamma", "/account/web-push/key"),
    subscribed("mamma", 1),
    Act("mamma", "/account/web-push/remove", {"id": "<web_push_device>"}),
    # These stay: the page of preferences then offers the channel for each kind.
    *(
        subscribed(who, number)
        for number, who in enumerate(("mamma", "anna", "docente", "segreteria"), 2)
    ),
]

CIRCULAR = "/circulars/<messaging_circular>"
# Who answers for a student from now on.
ANOTHER_PARENT = (
    (
        "INSERT INTO guardianship (student_id, guardian_id, kind, can_justify, starts_on, version)"
        " SELECT (SELECT id FROM person WHERE surname = 'Conti' AND given_name = 'Carla'), id,"
        " 'mother', true, '2026-11-01', 1 FROM person WHERE surname = 'Neri' AND given_name = 'Lucia'"
    ),
)


def drafted(title: str, *names: str) -> Act:
    """A circular with attachments for the families, to be signed."""
    return Act(
        "segreteria",
        "/circulars/new",
        {"title": title, "text": "Si comunica.", "kinds": ["families"], "needs_signature": "y"},
        page="/circulars/new",
        files=tuple(("files", name, PDF) for name in names),
    )


CIRCULARS = [
    drafted("Uscita", "circolare.pdf"),
    filled("segreteria", f"{CIRCULAR}/edit", {"title": "Uscita a Pisa"}),
    filled("segreteria", f"{CIRCULAR}/publish", {}),
    Act("mamma", f"{CIRCULAR}/sign"),
    Act("segreteria", f"{CIRCULAR}/later", before=ANOTHER_PARENT),
    Act("segreteria", f"{CIRCULAR}/remind"),
    Act("segreteria", f"{CIRCULAR}/archive"),
    Act("segreteria", f"{CIRCULAR}/withdraw", {"reason": "Rinviata"}),
    # One stays, for the tests that open every page after the story.
    drafted("Assemblee", "circolare.pdf", "modulo.pdf"),
    Act("segreteria", f"{CIRCULAR}/files/<messaging_circular_file>/remove"),
    filled("segreteria", f"{CIRCULAR}/publish", {}),
]

STORY = [
    *(*OFFICE, *ABSENCES, *FAMILY, *LESSONS, *LIMITS, *LOCKS, *IDENTITIES),
    # The last file that is kept is the one of homework: the tests open it.
    *(*GRADES, *CONDUCT, *CIRCULARS, *MATERIALS, *SET, *PUSH),
]
