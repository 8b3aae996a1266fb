import pytest
from pyramid.testing import DummyRequest

from registro_core.web.paging import Page, page_of


class TestPage:
    def test_rows(self):
        page = Page(number=3, size=10, total=25)

        assert (page.count, page.offset, page.first_row, page.last_row) == (3, 20, 21, 25)

    def test_an_empty_list_has_one_page(self):
        page = Page(number=1, size=10, total=0)

        assert (page.count, page.first_row, page.last_row) == (1, 0, 0)

    def test_far_pages_are_left_out(self):
        assert Page(10, 10, 200).numbers == [1, None, 8, 9, 10, 11, 12, None, 20]
        assert Page(1, 10, 20).numbers == [1, 2]


class TestPageOf:
    @pytest.mark.parametrize(
        ("asked", "number"),
        [("2", 2), ("99", 3), ("0", 1), ("-1", 1), ("x", 1), ("9" * 30, 1), ("²", 1)],
    )
    def test_nonsense_leads_to_a_real_page(self, asked, number):
        request = DummyRequest(params={"page": asked})

        assert page_of(request, total=25, size=10).number == number

    def test_filters_stay_in_the_address(self):
        request = DummyRequest(path="/people", params={"q": "d’a & b", "page": "2"})

        assert page_of(request, 100, 10).url(3) == "/people?q=d%E2%80%99a+%26+b&page=3"
