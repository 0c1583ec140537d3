"""From what was read and settled to the terms of a draft."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from samrit.letters.drafting import corrections, source_of, terms_of
from samrit.letters.models import Finding
from samrit.letters.understood import understood
from samrit.letters.windows import windows_for
from samrit.rules.wording import Message, say
from tests.letters.intakes import component, framework, kpi, reading


def settled(code: str, readings: list[str], chosen: str) -> Finding:
    return Finding(code=code, readings=readings, chosen=chosen)


def test_only_misread_names_are_corrected_and_the_longest_first() -> None:
    findings = [
        settled("near_known_name", ["จัดความยากจน", "ขจัดความยากจน"], "ขจัดความยากจน"),
        settled("near_known_name", ["การจัดความยากจนและพัฒนา", "การขจัดความยากจน"], "การขจัดความยากจน"),
        settled("near_known_name", ["ครัวเรียน", "ครัวเรือน"], "ครัวเรียน"),  # it was right as read
        settled("year_contradicts", ["2561", "2567"], "2567"),  # no name
        settled("near_known_name", ["ท้องเที่ยว", "ท่องเที่ยว"], ""),
    ]
    assert corrections(findings) == [
        ("การจัดความยากจนและพัฒนา", "การขจัดความยากจน"),
        ("จัดความยากจน", "ขจัดความยากจน"),
    ]


def test_a_name_that_is_right_already_stays() -> None:
    read = framework(components=[component("1", "ก", "100", kpi("1", "ขจัดความยากจน", "100", []))])
    terms = terms_of(read, owners={}, corrected=[("จัดความยากจน", "ขจัดความยากจน")])
    assert terms[0].kpis[0].name == "ขจัดความยากจน"


def test_weights_and_owners_become_terms() -> None:
    terms = terms_of(framework(), owners={"สนง.พช.ปท.": 7, "สนง.สถิติ จ.ปท.": 8}, corrected=())
    assert [(one.number, one.weight, [kpi.owners for kpi in one.kpis]) for one in terms] == [
        (1, Decimal(70), [(7,)]),
        (2, Decimal(30), [(8,)]),  # the owner that was not mapped owns nothing
    ]


def test_the_source_is_the_letter_as_settled() -> None:
    number = settled("letter_two_numbers", ["ปท 0017.2/ว 111", "ปท 0017.2/ว 999"], "ปท 0017.2/ว 999")
    dated = settled("letter_two_dates", ["3 เมษายน 2567", "8 เมษายน 2567"], "8 เมษายน 2567")
    assert source_of(reading(), []) == "ที่ ปท 0017.2/ว 111 ลงวันที่ 3 เมษายน 2567"
    assert source_of(reading(), [number, dated]) == "ที่ ปท 0017.2/ว 999 ลงวันที่ 8 เมษายน 2567"
    assert source_of(reading(letters=[]), []) == ""


# ── windows ─────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("year", "window", "expected"),
    [
        # whole days in Bangkok
        (2567, (6, "2024-03-25", "2024-04-11"), ("2024-03-24T17:00", "2024-04-11T16:59")),
        # the times that the letter states
        (2567, (6, "2024-03-25T08:30", "2024-04-11T16:30"), ("2024-03-25T01:30", "2024-04-11T09:30")),
        # the 12-month round opens after its year has ended
        (2567, (12, "2024-10-01", "2024-10-31"), ("2024-09-30T17:00", "2024-10-31T16:59")),
        # another year, a round that is not known, a date that is not stated
        (2567, (6, "2018-03-25", "2018-04-11"), None),
        (2567, (6, "2024-10-01", "2024-10-31"), None),
        (2567, (3, "2024-03-25", "2024-04-11"), None),
        (2567, (None, "2024-03-25", "2024-04-11"), None),
        (2567, (6, None, "2024-04-11"), None),
        (2567, (6, "2024-04-11", "2024-03-25"), None),
    ],
)
def test_windows_become_moments(
    year: int, window: tuple[int | None, str | None, str | None], expected: tuple[str, str] | None
) -> None:
    read = [dict(zip(("round", "opens", "closes"), window, strict=True))]
    moments = [
        tuple(datetime.fromisoformat(at).replace(tzinfo=UTC) for at in expected)
        for expected in ([expected] if expected else [])
    ]
    assert [(one.opens_at, one.closes_at) for one in windows_for(year, read)] == moments


# ── what is shown and kept ──────────────────────────────────────────────────
def test_sums_are_checked_and_missing_weights_are_not_zero() -> None:
    shown = understood(reading(frameworks=[framework(components=[
        component("1", "ก", "70", kpi("1", "ข", "60", [], ("ค", "20"), ("ง", "30"))),
        component("2", "จ", None, kpi("1", "ฉ", None, [])),
    ])]))  # fmt: skip
    first, second = shown["frameworks"][0]["components"]
    assert (first["found"], first["balanced"]) == (Decimal(60), False)
    assert first["groups"][0]["kpis"][0]["balanced"] is False
    assert (second["found"], second["balanced"]) == (None, True)
    assert (shown["frameworks"][0]["kpi_count"], shown["frameworks"][0]["balanced"]) == (2, False)


def test_a_sentence_survives_the_database() -> None:
    said = say(
        "outer", "พบ {n} แห่ง: {inner}", n=3, inner=say("inner", "น้ำหนัก {weight}", weight=Decimal("2.50"))
    )
    assert Message.from_data(said.to_data()).thai() == "พบ 3 แห่ง: น้ำหนัก 2.5"
