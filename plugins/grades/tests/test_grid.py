"""The grid: typed, checked, saved at once; nothing lost (G1, G5, G6, G7, G9)."""


def form_of(page):
    return page.forms[max(page.forms, key=lambda n: len(page.forms[n].fields))]


def test_smoke(marks, school):
    docente = school.as_("docente")
    docente.get("/marks").mustcontain("Matematica")
    page = docente.get(marks.path())
    test = marks.test()
    marks.give(test, "anna", "7+")
    page = docente.get(marks.path())
    page.mustcontain("7+")
    page = docente.get(marks.path("MAT", "1A", "grid"))
    form = form_of(page)
    form[f"m-{test}-{school.people['bruno']}"] = "6-"
    page = form.submit("act", value="publish")
    assert page.status_int == 303
    docente.get(page.location).mustcontain("6-")
    page = docente.get(marks.path("MAT", "1A", "tests", "new"))
    form = form_of(page)
    form["title"] = "Verifica"
    form[f"m-0-{school.people['bruno']}"] = "6 1/2"
    form[f"m-0-{school.people['anna']}"] = "boh"
    page = form.submit("act", value="publish", status=422)
    form = form_of(page)
    form[f"m-0-{school.people['anna']}"] = "nc"
    page = form.submit("act", value="publish")
    print(docente.get(page.location).text[-3000:])
    print([(m.quarters, m.code_id, m.publish_at, m.told_at) for m in marks.of("bruno")])
    docente.get(marks.path("MAT", "1A", "tests", test)).mustcontain("7+")
    docente.get(marks.path("MAT", "1A", "tests", test, "cancel"))
