"""`registro check`: what the system lacks, said before anybody needs it."""

import pytest

from registro_core.documents.failures import NotInstalled

pytestmark = pytest.mark.once


def test_all_is_there(registro):
    status, output = registro("check")

    assert (status, output.splitlines()[-1]) == (0, "documents: a PDF can be made")


def test_without_pango_it_says_what_to_install(registro, monkeypatch):
    def missing(html):
        raise NotInstalled

    monkeypatch.setattr("registro_core.cli.check.render_pdf", missing)
    status, output = registro("check")

    assert status == 1
    assert "apt install libpango-1.0-0 libpangoft2-1.0-0" in output
