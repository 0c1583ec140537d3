"""Meetings: the table of what may follow what, when the list is open, what a resolution needs."""

from datetime import UTC, datetime, timedelta

import pytest

from samrit.rules.letters.meetings import (
    TRANSITIONS,
    Attended,
    Status,
    Verb,
    item_name_on_paper,
    next_status,
    refuse_adopting,
    refuse_resolution,
    refuse_signing_in,
    refuse_times,
)
from samrit.rules.wording import Refusal

START = datetime(2024, 10, 10, 3, 0, tzinfo=UTC)
END = START + timedelta(hours=3)
BEFORE, AFTER = START - timedelta(minutes=1), START + timedelta(minutes=1)


# A planned meeting is changed, invited to, held or cancelled; a held one is written about and adopted; then nothing changes.
@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("verb", Verb)
def test_what_stands_in_the_table_may_be_done_and_nothing_else(status: Status, verb: Verb) -> None:
    now = BEFORE if verb is Verb.INVITE else AFTER
    found = next_status(status, verb, starts_at=START, now=now)
    expected = {
        ("planned", "change"): "planned", ("planned", "invite"): "planned", ("planned", "hold"): "held",
        ("planned", "cancel"): "cancelled", ("held", "write"): "held", ("held", "adopt"): "adopted",
    }.get((status, verb))  # fmt: skip
    assert (None if isinstance(found, Refusal) else found) == expected
    assert len(TRANSITIONS) == 6


@pytest.mark.parametrize(
    ("status", "verb", "now", "code"),
    [
        ("planned", "hold", BEFORE, "meeting_not_begun"),
        ("planned", "invite", START, "meeting_begun"),
        ("planned", "write", AFTER, "meeting_not_held"),
        ("held", "cancel", AFTER, "meeting_held"),
        ("adopted", "write", AFTER, "meeting_adopted"),
        ("cancelled", "change", BEFORE, "meeting_cancelled"),
    ],
)
def test_a_refusal_says_why(status: str, verb: str, now: datetime, code: str) -> None:
    found = next_status(Status(status), Verb(verb), starts_at=START, now=now)
    assert isinstance(found, Refusal)
    assert found.code == code


@pytest.mark.parametrize(
    ("ends", "code"),
    [
        (END, None),
        (START, "meeting_ends_before"),
        (START - timedelta(hours=1), "meeting_ends_before"),
        (START + timedelta(days=8), "meeting_too_long"),
    ],
)
def test_a_meeting_ends_after_it_began(ends: datetime, code: str | None) -> None:
    found = refuse_times(START, ends)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("status", "now", "code"),
    [
        ("planned", START - timedelta(hours=1, seconds=1), "sign_in_early"),
        ("planned", START - timedelta(hours=1), None),
        ("held", END + timedelta(hours=1), None),
        ("held", END + timedelta(hours=1, seconds=1), "sign_in_late"),
        ("adopted", START, "sign_in_late"),
        ("cancelled", START, "meeting_cancelled"),
    ],
)
def test_when_the_list_is_open(status: str, now: datetime, code: str | None) -> None:
    found = refuse_signing_in(Status(status), starts_at=START, ends_at=END, now=now)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("kind", "text", "agency", "due", "code"),
    [
        ("noted", "รับทราบ", False, False, None),
        ("approved", "เห็นชอบ", False, False, None),
        ("assigned", "ส่งแผน", True, True, None),
        ("assigned", "ส่งแผน", True, False, "resolution_whom"),
        ("assigned", "ส่งแผน", False, True, "resolution_whom"),
        ("noted", " ", False, False, "resolution_text"),
        ("other", "ก", False, False, "resolution_kind"),
    ],
)
def test_what_a_resolution_needs(kind: str, text: str, *, agency: bool, due: bool, code: str | None) -> None:
    found = refuse_resolution(kind, text, has_agency=agency, has_due=due)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("items", "without", "code"),
    [(0, 0, "minutes_without_agenda"), (3, 1, "minutes_missing"), (3, 0, None)],
)
def test_minutes_are_adopted_whole(items: int, without: int, code: str | None) -> None:
    found = refuse_adopting(items, without)
    assert (found.code if found else None) == code


def test_items_are_named_in_thai_digits_on_paper() -> None:
    assert item_name_on_paper(12, "เรื่องเพื่อทราบ") == "ระเบียบวาระที่ ๑๒ เรื่องเพื่อทราบ"


def test_a_quorum_counts_who_was_invited() -> None:
    assert Attended(5, 3).reaches(3)
    assert not Attended(5, 2).reaches(3)
    assert Attended(5, 0).reaches(None)
