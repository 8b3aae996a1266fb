"""Scales by order and school year (P1, P2, P4, S1)."""

import pytest

from registro_core.api import SchoolOrder
from registro_report_cards.rules.scales import NoScale, scale_of

pytestmark = pytest.mark.once


def test_p1_six_judgements_at_primary_school_from_the_end_of_2024_25_on():
    for year, final in ((2024, True), (2025, False), (2026, True)):
        scale = scale_of(SchoolOrder.PRIMARY, year, final=final)
        assert scale.levels == (
            *("ottimo", "distinto", "buono", "discreto", "sufficiente", "non sufficiente"),
        )
        assert "OM 3/2025" in scale.source


def test_p2_levels_of_the_years_before_stay_printable():
    for year, final in ((2020, False), (2023, True), (2024, False)):
        scale = scale_of(SchoolOrder.PRIMARY, year, final=final)
        assert scale.levels[0] == "avanzato"
        assert scale.levels[-1] == "in via di prima acquisizione"
    with pytest.raises(NoScale):
        scale_of(SchoolOrder.PRIMARY, 2019, final=True)


def test_s1_tenths_without_halves_at_secondary_school():
    for order in (SchoolOrder.LOWER_SECONDARY, SchoolOrder.UPPER_SECONDARY):
        levels = scale_of(order, 2026, final=True).levels
        assert [int(level) for level in levels] == list(range(10, 0, -1))


def test_p4_nursery_schools_have_none():
    with pytest.raises(NoScale):
        scale_of(SchoolOrder.NURSERY, 2026, final=True)
