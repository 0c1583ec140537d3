"""When a person hears of a window, and when nothing may be sent. A window: opens 25 March, closes 11 April 2024."""

from datetime import date, datetime, timedelta, timezone

import pytest

from samrit.rules import reminders
from samrit.rules.reminders import KINDS, Occasion, is_quiet, next_digest, next_loud, occasions, send_now

OPENS, CLOSES = date(2024, 3, 25), date(2024, 4, 11)
RULES = reminders.for_year(2567)
BANGKOK = timezone(timedelta(hours=7))


def found(day: date, *roles: str) -> list[Occasion]:
    return occasions(RULES, opens_on=OPENS, closes_on=CLOSES, today=day, roles=set(roles or ["recorder"]))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 3, 24), []),
        (date(2024, 3, 25), [Occasion("opening")]),
        (date(2024, 3, 26), []),
        (date(2024, 4, 3), []),
        (date(2024, 4, 4), [Occasion("closing", 7)]),
        (date(2024, 4, 5), []),
        (date(2024, 4, 8), [Occasion("closing", 3)]),
        (date(2024, 4, 9), []),
        (date(2024, 4, 10), [Occasion("closing", 1)]),
        (date(2024, 4, 11), []),
        (date(2024, 4, 12), [Occasion("late", 1)]),
        (date(2024, 4, 13), []),
    ],
)  # fmt: skip
def test_a_recorder_hears_7_3_and_1_days_before_at_opening_and_when_it_is_late(
    day: date, expected: list[Occasion]
) -> None:
    assert found(day) == expected


@pytest.mark.parametrize(
    ("day", "role", "escalated"),
    [
        (date(2024, 4, 10), "approver", True),
        (date(2024, 4, 13), "approver", True),
        (date(2024, 4, 14), "approver", False),
        (date(2024, 4, 13), "coordinator", False),
        (date(2024, 4, 14), "coordinator", True),
        (date(2024, 4, 13), "recorder", False),
        (date(2024, 4, 14), "evaluator", False),
    ],
)
def test_the_head_hears_after_the_agency_and_then_the_coordinator(
    day: date, role: str, escalated: object
) -> None:
    assert (Occasion("escalation", (day - CLOSES).days) in found(day, role)) == escalated


def test_a_person_without_a_role_hears_nothing() -> None:
    assert occasions(RULES, opens_on=OPENS, closes_on=CLOSES, today=OPENS, roles=set()) == []


def test_a_window_shorter_than_a_week_is_not_spoken_of_before_it_opens() -> None:
    assert (
        occasions(
            RULES, opens_on=date(2024, 4, 9), closes_on=CLOSES, today=date(2024, 4, 8), roles={"recorder"}
        )
        == []
    )


def test_how_far_around_its_closing_a_window_matters() -> None:
    assert RULES.reach == (7, 3)
    assert reminders.reach() == (7, 3)


def test_years_before_the_first_table_have_the_first_table() -> None:
    assert reminders.for_year(2500) == reminders.for_year(2557)


def test_a_table_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="hours"):
        reminders.Reminders((7,), True, 1, 3, 24, 20, 7, ())  # noqa: FBT003 - the table's order
    with pytest.raises(ValueError, match="days"):
        reminders.Reminders((0,), True, 1, 3, 8, 20, 7, ())  # noqa: FBT003 - the table's order


# ── hours ───────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("hour", "start", "end", "quiet"),
    [
        (19, 20, 7, False), (20, 20, 7, True), (23, 20, 7, True), (0, 20, 7, True), (6, 20, 7, True),
        (7, 20, 7, False), (12, 12, 13, True), (13, 12, 13, False), (11, 12, 13, False),
        (3, None, None, False), (3, 5, 5, False),
    ],
)  # fmt: skip
def test_quiet_hours_may_pass_midnight(hour: int, start: int | None, end: int | None, quiet: object) -> None:
    assert is_quiet(hour, quiet_from=start, quiet_until=end) == quiet


@pytest.mark.parametrize(
    ("moment", "loud"),
    [
        ("10 19:59:59", "10 19:59:59"),
        ("10 20:00:00", "11 07:00:00"),
        ("11 06:59:59", "11 07:00:00"),
        ("11 07:00:00", "11 07:00:00"),
    ],
)
def test_after_quiet_hours_it_goes_on(moment: str, loud: str) -> None:
    asked, expected = (datetime.fromisoformat(f"2024-04-{one}+07:00") for one in (moment, loud))
    assert next_loud(asked, quiet_from=20, quiet_until=7) == expected


def test_the_next_digest() -> None:
    morning = datetime(2024, 4, 10, 7, 0, tzinfo=BANGKOK)
    eight = morning.replace(hour=8)
    assert next_digest(morning, digest_hour=8, sent_today=False) == eight
    assert next_digest(eight.replace(hour=9), digest_hour=8, sent_today=False) == eight.replace(hour=9)
    assert next_digest(eight.replace(hour=9), digest_hour=8, sent_today=True) == eight + timedelta(days=1)


def test_what_closes_at_night_is_said_at_night() -> None:
    """The officer at 23.50 on the last day: returned five minutes ago, closing in ten."""
    now = datetime(2024, 4, 11, 23, 50, tzinfo=BANGKOK)
    hours = {"digest_hour": 8, "quiet_from": 20, "quiet_until": 7, "sent_today": True}
    returned = KINDS["returned"]
    assert send_now(returned, closes_at=now + timedelta(minutes=10), now=now, **hours) == now  # type: ignore[arg-type]
    assert send_now(returned, closes_at=now, now=now, **hours) is None  # type: ignore[arg-type]
    assert send_now(KINDS["approved"], closes_at=now + timedelta(minutes=10), now=now, **hours) is None  # type: ignore[arg-type]
    assert send_now(returned, closes_at=None, now=now, **hours) is None  # type: ignore[arg-type]


def test_attempts_wait_longer_each_time_and_never_longer_than_four_hours() -> None:
    minutes = [reminders.backoff(attempts).total_seconds() / 60 for attempts in range(1, 8)]
    assert minutes == [1, 4, 16, 64, 240, 240, 240]


def test_every_kind_says_what_it_does() -> None:
    assert {kind.way for kind in KINDS.values()} == {"quiet", "trigger", "news"}
    assert all(kind.code == code for code, kind in KINDS.items())
    assert not any(kind.urgent for kind in KINDS.values() if kind.way == "quiet")
