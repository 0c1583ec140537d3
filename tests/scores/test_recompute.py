"""``samrit score --recompute-all``: every stored digit again, and one changed digit is found."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from samrit.rules import rulesets
from samrit.scores.actions import recompute_all, reopen_score, withdraw_publication
from samrit.scores.models import KpiScore, ProvinceScore, RulesKept
from tests.conftest import unsealed
from tests.dashboards.published import published_world, score_round
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> World:
    return published_world()


def changed(model: type, key: int, column: str, old: str, new: str) -> None:
    """As somebody with the database's password would: no action, no trail."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table} WHERE id = %s", [key])  # noqa: S608, SLF001
        text = cursor.fetchone()[0]
        text = text if isinstance(text, str) else json.dumps(text, ensure_ascii=False)
        assert old in text
        cursor.execute(
            f"UPDATE {model._meta.db_table} SET {column} = %s WHERE id = %s",  # noqa: S608, SLF001
            [text.replace(old, new, 1), key],
        )


def problems() -> list[str]:
    return [problem.code for one in recompute_all() for problem in one.problems]


def said() -> tuple[int, str]:
    out, wrong, status = StringIO(), StringIO(), 0
    try:
        call_command("score", "--recompute-all", stdout=out, stderr=wrong)
    except SystemExit as end:
        status = int(end.code or 0)
    return status, out.getvalue() + wrong.getvalue()


def test_all_versions_and_how_many(made: World) -> None:
    assert [one.score.version for one in recompute_all()] == [1, 2]
    status, words = said()
    assert status == 0
    assert "คิดคะแนนใหม่ทั้ง 2 เวอร์ชัน (22 ตัวเลข) ตรงกับที่เก็บไว้ทุกหลัก" in words


@pytest.mark.parametrize(
    ("column", "old", "new"),
    [
        ("inputs", "1176.285", "1176.286"),
        ("inputs", "20.5", "20.6"),
        ("outcome", "79.375", "79.376"),
        ("outcome", "62.5", "62.6"),
        ("total", "79.375", "79.376"),
        ("total_published", "79.375", "79.376"),
        ("rating", "ระดับมาตรฐานขั้นสูง", "ระดับคุณภาพ"),
        ("rule_version", "a", "b"),
        ("digest", "a", "b"),
    ],
)
def test_one_changed_digit_of_a_version_is_found(made: World, column: str, old: str, new: str) -> None:
    score = ProvinceScore.objects.get(superseded_at=None)
    changed(ProvinceScore, score.pk, column, old, new)
    assert problems()
    status, words = said()
    assert status == 2
    assert "เวอร์ชันที่ 2" in words


@pytest.mark.parametrize("column", ["score", "points"])
def test_one_changed_digit_of_a_kpi_is_found(made: World, column: str) -> None:
    row = KpiScore.objects.filter(province_score__superseded_at=None, kpi=made.kpis["1-1"]).get()
    text = format(getattr(row, column), "f")
    changed(KpiScore, row.pk, column, text[-1], "9")
    assert problems() == ["figure_differs"]


def test_a_kpi_row_that_is_gone_or_too_many_is_found(made: World) -> None:
    KpiScore.objects.filter(province_score__superseded_at=None, kpi=made.kpis["1-1"]).delete()
    assert problems() == ["figure_differs"]


def test_a_changed_verification_is_found(made: World) -> None:
    row = KpiScore.objects.filter(province_score__superseded_at=None, kpi=made.kpis["1-1"]).get()
    changed(type(row.verification), row.verification_id, "value", "1176.285", "1176.284")
    assert "inputs_not_as_verified" in problems()
    assert "figure_differs" in problems()


def test_all_of_it_changed_together_is_found_by_the_trail(made: World) -> None:
    """Whoever makes inputs, outcome, rows and seal agree still has the trail against them."""
    score = ProvinceScore.objects.get(superseded_at=None)
    ProvinceScore.objects.filter(pk=score.pk).update(digest="0" * 64)
    assert {"score_digest_differs", "score_not_as_in_trail"} <= set(problems())
    KpiScore.objects.filter(province_score=score).delete()
    made_up = ProvinceScore.objects.get(version=1)
    made_up.pk, made_up.version = None, 3
    ProvinceScore.objects.filter(superseded_at=None).update(superseded_at=NOW)
    made_up.save(force_insert=True)
    assert "score_not_as_in_trail" in [
        problem.code for one in recompute_all() if one.score.version == 3 for problem in one.problems
    ]


def test_a_broken_trail_is_said(made: World) -> None:
    with unsealed(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET reason = 'x' WHERE id = (SELECT min(id) FROM audit_event)")
    status, words = said()
    assert (status, "ประวัติขาดตั้งแต่เหตุการณ์ที่" in words) == (2, True)


def test_the_rules_of_the_time_are_used_when_their_file_has_changed(
    made: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An officer corrects the rule set next year: what was scored stays reproducible, and continues so."""
    changed_text = rulesets.text_of("2567").replace("score = 50\n", "score = 60\n")
    monkeypatch.setattr(rulesets, "text_of", lambda _name: changed_text)
    rulesets.load.cache_clear()
    try:
        assert rulesets.load("2567").version not in set(RulesKept.objects.values_list("version", flat=True))
        assert problems() == []
        withdraw_publication(round_=made.round, reason="เกณฑ์เปลี่ยน", by=made.evaluator, now=NOW)
        reopened = reopen_score(round_=made.round, reason="เกณฑ์เปลี่ยน", by=made.evaluator, now=NOW)
        assert reopened.total_published == "79.375"
        again = score_round(made, made.round, publish=False)
        assert again.rule_version == rulesets.load("2567").version
        assert again.total_published != "79.375"
        assert problems() == []
    finally:
        monkeypatch.undo()
        rulesets.load.cache_clear()
