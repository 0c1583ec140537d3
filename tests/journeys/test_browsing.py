"""The journeys' own tools: a page with a fault must be caught, one without must pass."""

import pytest

from samrit.people.models import Area, User
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


@pytest.mark.parametrize("time", ["first", "second"])
def test_every_journey_starts_with_the_provinces(open_tab: OpenTab, time: str):
    """What the one before committed is gone, what the migrations brought is back."""
    open_tab()
    assert (Area.objects.count(), User.objects.count()) == (77, 0)
    User.objects.create_user("recorder@example.go.th", name="ผู้บันทึก")
