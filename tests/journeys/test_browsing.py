"""The journeys' own tools: a page with a fault must be caught, one without must pass."""

import pytest

from tests.journeys.conftest import OpenTab


@pytest.mark.urls("tests.journeys.faulty_pages")
def test_a_page_without_fault_passes(open_tab: OpenTab):
    open_tab().visit("/none/")


@pytest.mark.urls("tests.journeys.faulty_pages")
@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("axe", "image-alt"),
        ("policy", "Content Security Policy"),
        ("foreign", "other hosts"),
        ("heavy", "weighs"),
        ("part", "nowhere.css"),
        ("sideways", "sideways"),
        ("missing", "answered 500"),
    ],
)
def test_a_fault_is_caught(open_tab: OpenTab, fault: str, told: str):
    with pytest.raises(AssertionError, match=told):
        open_tab().visit(f"/{fault}/")
