"""Fixtures and helpers for tests of the register and of plugins.

    pytest -p registro_core.testing

Not a pytest entry point on purpose: loaded that early it breaks Pyramid's
look-up of assets.
"""

from registro_core.testing.databases import Databases
from registro_core.testing.documents import pdf_about, pdf_structure, pdf_text
from registro_core.testing.fixtures import Applications, FixedClock, TestSchool, school_with
from registro_core.testing.forms import fill, inbox_of
from registro_core.testing.imports import import_files, said
from registro_core.testing.locks import close_term, reopen_term, unlock_day
from registro_core.testing.memory import memory_grown
from registro_core.testing.school import NOW, TODAY
from registro_core.testing.serving import DemoSchools, Served, free_port

pytest_plugins = [
    "registro_core.testing.browser",
    "registro_core.testing.compiled",
    "registro_core.testing.databases",
    "registro_core.testing.fixtures",
    "registro_core.testing.garbage",
    "registro_core.testing.serving",
]

__all__ = [
    "NOW",
    "TODAY",
    "Applications",
    "Databases",
    "DemoSchools",
    "FixedClock",
    "Served",
    "TestSchool",
    "close_term",
    "fill",
    "free_port",
    "import_files",
    "inbox_of",
    "memory_grown",
    "pdf_about",
    "pdf_structure",
    "pdf_text",
    "reopen_term",
    "said",
    "school_with",
    "unlock_day",
]
