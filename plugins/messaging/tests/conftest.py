"""The small school with messaging alone: what it must do without any other plugin."""

import pytest

from registro_core.testing import school_with


@pytest.fixture(scope="session")
def enabled_plugins():
    return ("messaging",)


@pytest.fixture(scope="module")
def read_school(applications, databases, enabled_plugins):
    """One school for the tests of a module that write nothing another would see."""
    with school_with(applications, databases, enabled_plugins) as made:
        yield made


class Circulars:
    """The office's way through the pages, as other tests need it."""

    def __init__(self, school):
        self.school = school

    def write(self, title="Assemblee", kinds=("families",), who="segreteria", files=(), **fields):
        """Write a draft through the page; return its id."""
        answer = self.post(title, kinds, who, files, **fields)
        assert answer.status_int == 303, answer.html.select_one("main").get_text(" ", strip=True)
        return int(answer.location.split("/")[-2])

    def post(self, title="Assemblee", kinds=("families",), who="segreteria", files=(), **fields):
        """Send the form of a new draft, whatever the answer."""
        page = self.school.as_(who).get("/circulars/new")
        form = next(f for f in page.forms.values() if "idempotency_key" in f.fields)
        lists = ("kinds", "sites", "classes", "groups", "subjects", "people")
        typed = {"files", "title", "text", *fields}
        sent = [pair for pair in form.submit_fields() if pair[0] not in typed]
        sent += [("title", title), ("text", fields.pop("text", "Si comunica."))]
        chosen = {"kinds": kinds, **{n: fields.pop(n) for n in lists if n in fields}}
        sent += [(name, str(value)) for name, values in chosen.items() for value in values]
        sent += [(name, str(value)) for name, value in fields.items()]
        uploads = [("files", name, content) for name, content in files]
        return page.test_app.post(
            "/circulars/new",
            sent,
            upload_files=uploads or None,
            expect_errors=True,
            content_type=None if uploads else "application/x-www-form-urlencoded",
        )

    def publish(self, number, who="segreteria"):
        """Publish a draft from its page; return the answer."""
        page = self.school.as_(who).get(f"/circulars/{number}/publish")
        return self.press(page, f"/circulars/{number}/publish")

    def press(self, page, action, **fields):
        """Send the form of a page that leads to an address."""
        found = [f for f in page.forms.values() if f.action == action]
        form = found[0] if found else next(f for f in page.forms.values() if "version" in f.fields)
        for name, value in fields.items():
            form[name] = value
        return form.submit(expect_errors=True)


@pytest.fixture
def circulars(school):
    return Circulars(school)
