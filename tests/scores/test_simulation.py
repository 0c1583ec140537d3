"""Other rules on stored results: who moves, why, and that nothing is kept."""

import io
import json
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samrit.audit.models import Event
from samrit.frameworks.models import Round
from samrit.people.models import Area
from samrit.rules import rulesets
from samrit.rules.simulation import Case, Changes, changed, ranks, simulate
from samrit.rules.wording import Message
from samrit.scores.actions import outcome_of
from samrit.scores.queries import current_scores
from tests.dashboards.published import published_world
from tests.reports.pages import signed_in
from tests.world import NOW, World, make_people

RULES = rulesets.load("2567")
DRAFT = (rulesets.resources.files("samrit.rules") / "years" / "2567.toml").read_text("utf-8")


def document(*results: str, missing: str | None = None) -> dict[str, Any]:
    """Two KPIs of 60 and 40 whose result is the score, from 50 on."""
    kpis = [
        {"number": str(place), "weight": weight, "direction": "up", "levels": [50, 75, 100], "result": result}
        for place, (weight, result) in enumerate(zip((60, 40), results, strict=True), start=1)
    ]
    if missing:
        kpis[1] |= {"result": None, "missing": missing}
    return {
        "rules": "2567",
        "reweight": "rebase_total",
        "components": [{"number": "1", "weight": 100, "kpis": kpis}],
    }


def case(key: str, *results: str, missing: str | None = None) -> Case:
    inputs = document(*results, missing=missing)
    return Case(key, inputs, json.loads(json.dumps(outcome_of(inputs))))


# ── the rules ───────────────────────────────────────────────────────────────
def test_the_same_rules_move_nobody():
    moved = simulate([case("a", "80", "80"), case("b", "60", "90")], RULES)
    assert [(one.key, one.delta, one.ranks_up, one.moves, one.reasons) for one in moved] == [
        ("a", Decimal(0), 0, False, ()),
        ("b", Decimal(0), 0, False, ()),
    ]


def test_who_moves_most_stands_first_and_why_is_said():
    softer = changed(RULES, Changes(below_basic="proportional"))
    cases = [case("a", "80", "80"), case("b", "90", "40"), case("c", "58", "72")]
    moved = simulate(cases, softer)
    # b: 40 of 50 was nothing (54), now 40 (70): past c (63.6)
    first = moved[0]
    assert [one.key for one in moved] == ["b", "c", "a"]
    assert (first.before.total, first.after.total, first.delta) == (Decimal(54), Decimal(70), Decimal(16))
    assert (first.before.rank, first.after.rank, first.ranks_up, moved[1].ranks_up) == (3, 2, 1, -1)
    assert [(str(one.place), str(one.before), str(one.after)) for one in first.reasons] == [
        ("องค์ประกอบ 1 ตัวชี้วัด 2", "ต่ำกว่าขั้นต้น: คะแนน = 0", "คะแนน = 50 × 40 ÷ 50 = 40")
    ]
    assert moved[1].reasons == ()


def test_another_band_is_said_of_the_whole():
    harder = changed(RULES, Changes(bands={"quality": Decimal(95)}))
    [one] = simulate([case("a", "92", "92")], harder)
    assert (one.delta, one.rating_changes, one.moves) == (Decimal(0), True, True)
    assert [str(reason.place) for reason in one.reasons] == ["ทั้งกรอบ"]
    assert "ระดับคุณภาพ" in str(one.reasons[0].before)
    assert "ระดับมาตรฐานขั้นสูง" in str(one.reasons[0].after)


def test_a_result_that_the_other_rules_refuse_is_told():
    [one] = simulate(
        [case("a", "80", "80", missing="no_data")],
        rulesets.read("x", DRAFT.replace("[missing.no_data]", "[missing.nothing]")),
    )
    assert one.refusal is not None
    assert (one.after.total, one.moves) == (None, True)


def test_the_re_weighting_of_a_draft():
    [one] = simulate([case("a", "80", "60", missing="not_applicable")], RULES, method="spread_component")
    assert (one.before.total, one.after.total) == (Decimal(80), Decimal(80))


def test_from_labels_to_points_and_back():
    [one] = simulate([case("a", "80", "80")], rulesets.load("2562"))
    assert (one.after.total, one.delta, one.ranks_up, one.rating_changes) == (None, None, None, True)


def test_equal_totals_share_a_rank():
    totals = {"a": Decimal(90), "b": Decimal(95), "c": Decimal(90), "d": None, "e": Decimal(10)}
    assert ranks(totals) == {"b": 1, "a": 2, "c": 2, "e": 4}


def test_changed_rules_have_another_version_and_must_agree():
    assert changed(RULES, Changes()) is RULES
    assert changed(RULES, Changes(levels={"basic": Decimal(60)})).version != RULES.version
    for broken in (Changes(levels={"basic": Decimal(80)}), Changes(bands={"improve": Decimal(1)})):
        with pytest.raises(ValueError, match="rule set 2567"):
            changed(RULES, broken)


# ── the page ────────────────────────────────────────────────────────────────
PAGE = reverse("scores:simulation")
pytestmark = pytest.mark.django_db


@pytest.fixture
def made(db: Any) -> World:
    return published_world()


def more_provinces(made: World, many: int) -> None:
    score = current_scores().get()
    for area in Area.objects.filter(reports=True).exclude(pk=made.area.pk)[:many]:
        round_ = Round.objects.create(
            area=area, fiscal_year_id=2567, months=12, opens_at=NOW, closes_at=NOW.replace(year=2025)
        )
        score.pk, score.round = None, round_
        score.save(force_insert=True)


def test_it_is_the_central_office_s(made: World):
    assert signed_in(made.evaluator).get(PAGE).status_code == 200
    for who in (made.coordinator, made.recorder, made.stranger):
        for address in (PAGE, reverse("scores:simulation_xlsx")):
            assert signed_in(who).get(address).status_code == 404
            assert signed_in(who).post(address, {"draft": DRAFT}).status_code == 404


def test_changed_numbers_are_tried_and_nothing_is_kept(made: World):
    stored, events = current_scores().values().get(), Event.objects.count()
    client = signed_in(made.evaluator)
    answer = client.get(PAGE, {"from": "2567", "rules": "2567", "band_quality": "79"})
    [row] = answer.context["rows"]
    assert row.movement.rating_changes is True
    assert client.get(PAGE, {"from": "2567", "rules": "2567", "level_basic": "80"}).status_code == 422
    assert client.get(PAGE, {"from": "2567", "rules": "2567", "level_basic": "x"}).status_code == 422
    assert (current_scores().values().get(), Event.objects.count()) == (stored, events)
    assert "2567" in rulesets.available()


def test_a_draft_as_a_file(made: World):
    client = signed_in(made.evaluator)
    draft = SimpleUploadedFile("draft.toml", DRAFT.replace("minimum = 90", "minimum = 79").encode())
    answer = client.post(f"{PAGE}?from=2567", {"draft_file": draft})
    assert (answer.status_code, answer.context["rated_anew"]) == (200, 1)
    sheet = client.post(reverse("scores:simulation_xlsx"), {"draft": answer.context["tried"].draft})
    assert sheet.status_code == 200


@pytest.mark.parametrize(
    "draft",
    [
        b"not a rule set", b"\xff\xfe\x00", b"title = 1", DRAFT.replace("minimum = 0", "minimum = 5").encode(),
        DRAFT.replace("published_decimals = 3", "published_decimals = 999999999").encode(),
        DRAFT.replace("score = 50", 'score = "much"').encode(), b"#" * 70_000,
        DRAFT.replace("total = 100", "total = 0").encode(),
    ],
)  # fmt: skip
def test_what_is_no_rule_set_is_told_so(made: World, draft: bytes):
    answer = signed_in(made.evaluator).post(PAGE, {"draft_file": SimpleUploadedFile("draft.toml", draft)})
    assert (answer.status_code, bool(answer.context["tried"].problem)) == (422, True)


def test_the_workbook_says_the_same(made: World):
    more_provinces(made, 2)
    answer = signed_in(made.evaluator).get(
        reverse("scores:simulation_xlsx"), {"from": "2567", "rules": "2567", "below_basic": "proportional"}
    )
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    assert len(rows) == 3
    total = float(current_scores().first().total_published)
    assert {row[1] for row in rows} == {total}
    assert {row[6] for row in rows} == {1}


def test_as_many_queries_for_one_province_as_for_all(made: World):
    client = signed_in(made.evaluator)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    more_provinces(made, 75)
    with CaptureQueriesContext(connection) as many:
        answer = client.get(PAGE)
    assert (len(answer.context["rows"]), len(many)) == (76, len(one))


def test_nothing_to_try_yet(db: Any):
    answer = signed_in(make_people().evaluator).get(PAGE)
    assert answer.status_code == 200
    assert "ยังไม่มีผลให้ลอง" in answer.content.decode()
    assert Message("x", "y").thai() == "y"
