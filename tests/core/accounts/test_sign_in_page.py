"""Signing in and out through the pages."""

import pytest

from registro_core.testing import TestSchool


def test_sign_in_page_is_public(school: TestSchool) -> None:
    page = school.anonymous().get("/sign-in")

    assert "Password dimenticata?" in page
