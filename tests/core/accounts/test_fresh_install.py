"""Nothing comes with the box (check 13), and cookies are bound to the host over https."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace

import pytest
from pyramid.response import Response

from registro_core.accounts import cookies
from registro_core.platform import read_secret


def test_each_installation_has_a_secret_of_its_own(tmp_path):
    first, second = (read_secret(tmp_path / name / "secret") for name in ("a", "b"))
    assert len(first) == 32
    assert first != second


def test_processes_that_start_at_once_agree_on_the_secret(tmp_path):
    several, turns = 8, 25
    for turn in range(turns):
        barrier = Barrier(several)

        def start(_number, path=tmp_path / str(turn) / "secret", barrier=barrier):
            barrier.wait()
            return read_secret(path)

        with ThreadPoolExecutor(several) as pool:
            found = set(pool.map(start, range(several)))
        assert [len(secret) for secret in found] == [32]
        assert [path.name for path in (tmp_path / str(turn)).iterdir()] == ["secret"]
        assert (tmp_path / str(turn) / "secret").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("password", ["", " ", "admin", "password", "registro-demo", "None"])
def test_an_account_without_password_cannot_be_entered(sign_ins, password):
    for name in ("admin", "segreteria", "docente"):
        assert sign_ins.attempt(name, password).status_int == 422


@pytest.mark.parametrize("secure", [True, False])
@pytest.mark.parametrize("name", ["session", "device", "link"])
def test_cookies(secure, name):
    installation = SimpleNamespace(secure=secure)
    request = SimpleNamespace(platform=SimpleNamespace(installation=installation), cookies={})
    response = Response()
    getattr(cookies, f"set_{name}")(request, response, "token")
    (line,) = response.headers.getall("Set-Cookie")
    assert line.startswith("__Host-") is secure
    assert ("; secure" in line) is secure
    assert "HttpOnly" in line
    assert "Path=/" in line
    assert "Domain" not in line
