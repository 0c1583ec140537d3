"""What a revised edition changes, change by change, and what may become of results."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.rules.amendment import (
    ComponentState,
    EditionState,
    Fate,
    Kind,
    KpiState,
    Owner,
    RevisionFacts,
    apply,
    counted,
    diff,
    owners_to_confirm,
    refusals_of_facts,
    refuse_fate,
    touched,
)
from samrit.rules.differences import clusters, pieces

LEVELS = (Decimal(62), Decimal(72), Decimal(82))
DEVELOPMENT, STATISTICS = Owner(1, "พัฒนาชุมชน"), Owner(2, "สถิติ")
OTOP = KpiState(
    key=11, component=1, number="1", name="รายได้ OTOP", group="1.1 Functional", weight=Decimal(40), unit="ล้านบาท",
    levels=LEVELS, owners=(DEVELOPMENT,),
)  # fmt: skip
READY = KpiState(key=20, component=2, number="1", name="ความพร้อม", weight=Decimal(60), owners=(STATISTICS,))
PART = KpiState(
    key=21, component=2, number="1.1", name="ระดับ", parent=20, weight=Decimal(60), owners=(STATISTICS,)
)
BEFORE = EditionState(
    (ComponentState(1, "ผลงาน", Decimal(40)), ComponentState(2, "ศักยภาพ", Decimal(60))), (OTOP, READY, PART)
)


def after(**changes: Any) -> EditionState:
    return replace(BEFORE, kpis=(replace(OTOP, **changes), READY, PART))


# ── the table: one change, and how it is told ───────────────────────────────
@pytest.mark.parametrize(
    ("changes", "kind", "sentence"),
    [
        ({"name": "รายได้สินค้าชุมชน"}, Kind.RENAMED, "ชื่อตัวชี้วัด: รายได้ OTOP → รายได้สินค้าชุมชน"),
        ({"weight": Decimal("35.50")}, Kind.WEIGHT, "น้ำหนัก: 40 → 35.5"),
        ({"weight": None}, Kind.WEIGHT, "น้ำหนัก: 40 → ไม่ระบุ"),
        (
            {"levels": (Decimal("1150.40"), Decimal("1202.17"), Decimal("1256.27"))},
            Kind.LEVELS,
            "ค่าเป้าหมาย: 62 · 72 · 82 → 1,150.4 · 1,202.17 · 1,256.27",
        ),
        ({"unit": ""}, Kind.UNIT, "หน่วยวัด: ล้านบาท → ไม่ระบุ"),
        ({"direction": "down"}, Kind.DIRECTION, "ทิศทาง: ยิ่งมากยิ่งดี → ยิ่งน้อยยิ่งดี"),
        ({"interpolate": "step"}, Kind.INTERPOLATE, "วิธีคิดคะแนน: เทียบบัญญัติไตรยางศ์ → ตามขั้น"),
        ({"last_year": Decimal(1200)}, Kind.LAST_YEAR, "ผลปีก่อน: ไม่ระบุ → 1,200"),
        ({"owners": (STATISTICS, DEVELOPMENT)}, Kind.OWNERS, "หน่วยงานรับผิดชอบ: พัฒนาชุมชน → สถิติ · พัฒนาชุมชน"),
        ({"definition": "ยอดขาย"}, Kind.DEFINITION, "คำอธิบาย: ไม่ระบุ → ยอดขาย"),
        ({"evidence_asked": "รายงาน"}, Kind.EVIDENCE, "หลักฐานที่ขอ: ไม่ระบุ → รายงาน"),
        ({"checklist": ("ตาราง", "ภาพ")}, Kind.CHECKLIST, "รายการหลักฐานที่ต้องมี: ไม่ระบุ → ตาราง · ภาพ"),
        ({"template": 7}, Kind.DETAILS, "รายละเอียดตัวชี้วัดเป็นรุ่นใหม่"),
        ({"number": "2"}, Kind.MOVED, "ย้ายที่: 1-1 (1.1 Functional) → 1-2 (1.1 Functional)"),
    ],
)
def test_one_change_is_one_sentence(changes: dict[str, Any], kind: Kind, sentence: str) -> None:
    found = diff(BEFORE, after(**changes))
    assert [(one.kind, one.subject, str(one.sentence())) for one in found] == [(kind, 11, sentence)]


def test_a_kpi_comes_and_another_goes() -> None:
    new = replace(OTOP, key=12, number="2", name="ท่องเที่ยว")
    found = diff(BEFORE, replace(BEFORE, kpis=(new, READY, PART)))
    assert [(one.kind, one.subject, one.place) for one in found] == [
        (Kind.ADDED, 12, "1-2"),
        (Kind.DROPPED, 11, "1-1"),
    ]
    assert str(counted(found)) == "เพิ่มตัวชี้วัด 1 · ตัดตัวชี้วัดออก 1"


def test_a_kpi_cut_into_more_parts_says_so_beside_the_new_part() -> None:
    second = replace(PART, key=22, number="1.2", name="คะแนน")
    found = diff(BEFORE, replace(BEFORE, kpis=(*BEFORE.kpis, second)))
    assert [(one.kind, one.subject) for one in found] == [(Kind.PARTS, 20), (Kind.ADDED, 22)]
    assert str(found[0].sentence()) == "ตัวชี้วัดย่อย: 1.1 ระดับ → 1.1 ระดับ · 1.2 คะแนน"


def test_components_and_the_whole_are_compared_first() -> None:
    one, two = BEFORE.components
    changed = replace(
        BEFORE,
        components=(replace(one, weight=Decimal(50)), replace(two, assessed=False), ComponentState(3, "ใหม่")),
        reweight="spread_component",
    )
    assert [(change.kind, change.place) for change in diff(BEFORE, changed)] == [
        (Kind.REWEIGHT, ""),
        (Kind.COMPONENT_WEIGHT, "1"),
        (Kind.COMPONENT_ASSESSED, "2"),
        (Kind.COMPONENT_ADDED, "3"),
    ]


# ── properties ──────────────────────────────────────────────────────────────
names = st.text("กขคงจเแ่้ 123", min_size=1, max_size=12)
numbers = st.none() | st.decimals(0, 200, places=2)


@st.composite
def states(draw: st.DrawFn) -> EditionState:
    components = tuple(
        ComponentState(number, draw(names), draw(numbers), draw(st.booleans()))
        for number in sorted(draw(st.sets(st.integers(1, 3), min_size=1)))
    )
    keys = sorted(draw(st.sets(st.integers(1, 8), max_size=6)))
    kpis = [
        KpiState(
            key=key,
            component=draw(st.sampled_from([one.number for one in components])),
            number=str(key),
            name=draw(names),
            weight=draw(numbers),
            unit=draw(st.sampled_from(["", "บาท"])),
            direction=draw(st.sampled_from(["up", "down"])),
            levels=draw(st.none() | st.just(LEVELS)),
            definition=draw(names),
            owners=draw(st.sampled_from([(), (DEVELOPMENT,), (DEVELOPMENT, STATISTICS)])),
        )
        for key in keys
    ]
    return EditionState(components, tuple(sorted(kpis, key=lambda kpi: (kpi.component, kpi.key))))


@given(states())
def test_nothing_differs_from_itself(state: EditionState) -> None:
    assert diff(state, state) == ()
    assert touched(state, state) == {}
    assert owners_to_confirm(state, state) == ()


@given(states(), states())
def test_applying_the_changes_gives_the_other(before: EditionState, other: EditionState) -> None:
    assert apply(before, diff(before, other)) == other
    assert apply(other, diff(other, before)) == before


@given(states(), states())
def test_every_change_can_be_said(before: EditionState, other: EditionState) -> None:
    for change in diff(before, other):
        assert "{" not in str(change.sentence())


@given(names, names)
def test_what_stayed_and_went_is_the_old_text_what_stayed_and_came_the_new(old: str, new: str) -> None:
    found = pieces(old, new)
    assert "".join(one.text for one in found if one.kind != "added") == old
    assert "".join(one.text for one in found if one.kind != "removed") == new


@given(st.text(max_size=80))
def test_clusters_lose_nothing(text: str) -> None:
    assert "".join(clusters(text)) == text


# ── words ───────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("ไม่เกิน 2.5 ไมครอน", "ไม่เกิน 10 ไมครอน", "ไม่เกิน [-2.5-][+10+] ไมครอน"),
        ("ผลิตภัณฑ์ชุมชน (OTOP)", "ผลิตภัณฑ์ชุมชนและเกษตร (OTOP)", "ผลิตภัณฑ์ชุมชน[+และเกษตร+] (OTOP)"),
        ("น้ำ", "น้ำำ", "[-น้ำ-][+น้ำำ+]"),  # a mark never stands alone
        ("", "ใหม่", "[+ใหม่+]"),
        ("เท่าเดิม", "เท่าเดิม", "เท่าเดิม"),
    ],
)
def test_the_words_that_changed_are_marked(old: str, new: str, marked: str) -> None:
    signs = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("[+", "+]")}
    told = "".join(f"{signs[one.kind][0]}{one.text}{signs[one.kind][1]}" for one in pieces(old, new))
    assert told == marked


def test_long_texts_are_compared_in_reasonable_time() -> None:
    long = "จำนวนครัวเรือนเป้าหมายที่ได้รับความช่วยเหลือ " * 2_000
    assert [one.kind for one in pieces(long, long + "เพิ่ม")] == ["same", "added"]


# ── results that stand ──────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("changes", "asks"),
    [
        ({"levels": None}, True),
        ({"name": "ชื่ออื่น"}, True),
        ({"unit": "บาท"}, True),
        ({"direction": "down"}, True),
        ({"interpolate": "step"}, True),
        ({"definition": "นิยาม"}, True),
        ({"evidence_asked": "ก"}, True),
        ({"checklist": ("ก",)}, True),
        ({"template": 3}, True),
        ({"weight": Decimal(1)}, False),
        ({"owners": ()}, False),
        ({"number": "9"}, False),
        ({"last_year": Decimal(1)}, False),
    ],
)
def test_which_changes_ask_about_results(changes: dict[str, Any], asks: bool) -> None:  # noqa: FBT001 - a table
    assert (11 in touched(BEFORE, after(**changes))) is asks


def test_what_is_no_longer_reported_asks_too() -> None:
    dropped = replace(BEFORE, kpis=(READY, PART))
    cut = replace(BEFORE, kpis=(*BEFORE.kpis, replace(PART, key=12, parent=11, number="1.1")))
    unassessed = replace(
        BEFORE, components=(replace(BEFORE.components[0], assessed=False), BEFORE.components[1])
    )
    assert [touched(BEFORE, one) for one in (dropped, cut, unassessed)] == [{11: None}] * 3


NEW_UNIT, NO_LEVELS = replace(OTOP, unit="บาท"), replace(OTOP, levels=None)


@pytest.mark.parametrize(
    ("fate", "before", "now", "code"),
    [
        (Fate.KEPT, OTOP, replace(OTOP, levels=None), None),
        (Fate.RESCORED, OTOP, replace(OTOP, direction="down"), None),
        (Fate.ASKED_AGAIN, OTOP, NEW_UNIT, None),
        (Fate.RESCORED, OTOP, NEW_UNIT, "fate_other_unit"),
        (Fate.KEPT, NO_LEVELS, OTOP, "fate_kept_without_levels"),
        (Fate.KEPT, OTOP, None, None),
        (Fate.RESCORED, OTOP, None, "fate_of_dropped"),
        (Fate.ASKED_AGAIN, OTOP, None, "fate_of_dropped"),
    ],
)
def test_which_fates_there_are(fate: Fate, before: KpiState, now: KpiState | None, code: str | None) -> None:
    refusal = refuse_fate(fate, before, now)
    assert (refusal.code if refusal else None) == code


def test_old_and_new_owners_confirm_what_changed() -> None:
    assert owners_to_confirm(BEFORE, after(owners=(STATISTICS,))) == (1, 2)
    assert owners_to_confirm(BEFORE, replace(BEFORE, kpis=(READY, PART))) == (1,)
    assert owners_to_confirm(BEFORE, after(weight=Decimal(1))) == (1,)


# ── why, by which resolution, from when on ──────────────────────────────────
FACTS = RevisionFacts(date(2024, 4, 1), "3/2567", date(2024, 3, 20), "เห็นชอบ", "ฐานข้อมูลเปลี่ยน")
TODAY = date(2024, 3, 25)


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"meeting": "", "resolution": ""}, ["facts_missing"]),
        ({"resolved_on": date(2024, 3, 25)}, []),
        ({"resolved_on": date(2024, 3, 26)}, ["resolved_in_future"]),
        ({"effective_on": date(2023, 10, 1)}, []),  # the first day of fiscal year 2567
        ({"effective_on": date(2023, 9, 30)}, ["effective_before_year"]),
        ({"effective_on": date(2024, 10, 11)}, []),
        ({"effective_on": date(2024, 10, 12)}, ["effective_after_last_round"]),
    ],
)
def test_which_facts_are_accepted(changes: dict[str, Any], codes: list[str]) -> None:
    refusals = refusals_of_facts(
        replace(FACTS, **changes), year=2567, today=TODAY, last_closing=date(2024, 10, 11)
    )
    assert [one.code for one in refusals] == codes


def test_a_missing_fact_is_named_and_no_day_lies_before_the_amended_one() -> None:
    (refusal,) = refusals_of_facts(RevisionFacts(), year=2567, today=TODAY)
    assert "วันที่เริ่มใช้ · การประชุมครั้งที่ · วันที่มีมติ · เรื่องที่มีมติ · เหตุผลที่ปรับปรุง" in str(refusal)
    (early,) = refusals_of_facts(FACTS, year=2567, today=TODAY, amended_from=date(2024, 4, 2))
    assert early.code == "effective_before_amended"
