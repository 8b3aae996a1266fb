"""The timetables of two whole schools, imported with everything else and then again."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from registro_core.testing import import_files
from registro_lessons.models import TimetableEntry

DATA = Path(__file__).parents[4] / "shared" / "data"
ENTRIES = {"iis-galilei": 1360, "ic-montessori": 765}


@pytest.mark.parametrize("name", ENTRIES)
@pytest.mark.skipif(not DATA.is_dir(), reason=f"the two schools' files are not in {DATA}")
def test_a_whole_school(school, name):
    files = {path.name: path.read_bytes() for path in (DATA / name).iterdir()}
    assert import_files(school, files).may_run
    with school.session() as session:
        assert session.scalar(select(func.count()).select_from(TimetableEntry)) == ENTRIES[name]
    assert import_files(school, files).changes == 0
