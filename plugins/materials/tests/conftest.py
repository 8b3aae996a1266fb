"""The small school with materials alone: what materials must do without any other plugin."""

from datetime import timedelta

import pytest

from registro_core.testing import TODAY, school_with

PDF = b"%PDF-1.7\n%%EOF\n"
TOMORROW = TODAY + timedelta(days=1)


def main_form(page):
    """The form a page is about: the first that may be sent once only."""
    return next(f for f in page.forms.values() if "idempotency_key" in f.fields)


def send_file(page, field, name, content):
    """Send the form of a page with one file; return the answer."""
    form = main_form(page)
    sent = [(known, value) for known, value in form.submit_fields() if known != field]
    return page.test_app.post(
        page.request.path, sent, upload_files=[(field, name, content)], expect_errors=True
    )


@pytest.fixture(scope="session")
def enabled_plugins():
    return ("materials",)


class Materials:
    """A teacher's way through the pages, as other tests need it."""

    def __init__(self, school):
        self.school = school

    def to(self, *names, subject="MAT"):
        """Classes as the form names them."""
        subject_id = self.school.subjects[subject]
        return [f"c{self.school.classes[name]}-{subject_id}" for name in names]

    def write(self, title="Equazioni", who="docente", files=(), **fields):
        """Write an item through the page; return its id."""
        answer = self.post(title, who, files, **fields)
        assert answer.status_int == 303, answer.html.select_one("main").get_text(" ", strip=True)
        return int(answer.location.split("/")[-1])

    def post(self, title="Equazioni", who="docente", files=(), **fields):
        """Send the form of a new item, whatever the answer."""
        form = main_form(self.school.as_(who).get("/materials/new"))
        fields = {"text": "Da studiare" if not files else "", "new_folder": "Prove", **fields}
        if "folder" in form.fields and len(form["folder"].options) > 1:
            del fields["new_folder"]
            form["new_folder"] = ""
        form["title"] = title
        to = fields.pop("to", ())
        for name, value in fields.items():
            form[name] = str(value)
        sent = [(name, value) for name, value in form.submit_fields() if name != "files"]
        sent += [("to", value) for value in to]
        uploads = [("files", name, content) for name, content in files]
        return form.response.test_app.post(
            "/materials/new",
            sent,
            upload_files=uploads or None,
            expect_errors=True,
            content_type=None if uploads else "application/x-www-form-urlencoded",
        )


@pytest.fixture
def materials(school):
    return Materials(school)


@pytest.fixture
def form_of():
    """The form a page is about."""
    return main_form


@pytest.fixture
def sent_file():
    """Sends the form of a page with one file."""
    return send_file


@pytest.fixture(scope="module")
def read_school(applications, databases, enabled_plugins):
    """One school for tests of a module that write nothing into it that another would see."""
    with school_with(applications, databases, enabled_plugins) as made:
        yield made
