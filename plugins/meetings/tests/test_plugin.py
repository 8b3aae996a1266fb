"""A school may turn it on: it shows nothing yet, and disturbs nothing."""


def test_the_register_starts_with_it(school):
    school.as_("docente").get("/", status=200)
