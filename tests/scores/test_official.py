"""Official figures: taken in from real files, kept with their history, and decided by tolerance or by a person."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from samrit.audit.queries import history_of
from samrit.notices.models import Notice
from samrit.reports.models import Result
from samrit.rules.official import Verdict
from samrit.rules.wording import RefusedError
from samrit.scores import actions
from samrit.scores.models import OfficialFigure, OfficialFile, Verification
from samrit.scores.official_rows import RowJudged, judged_rows
from samrit.scores.queries import compare, official_of, verification_of
from tests.dashboards.published import verify_all
from tests.scores.official import apply, dust, take, workbook
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


def result(made: World, number: str = "1-2") -> Result:
    return Result.objects.get(indicator=made.kpis[number].indicator_id, round=made.round)


def rows(made: World, contents: bytes, **facts: str) -> list[RowJudged]:
    return judged_rows(take(made, contents, **facts))  # type: ignore[arg-type]


def verify(
    made: World, *, decision: str = "accept", value: str | None = None, reason: str = ""
) -> Verification:
    return actions.verify_result(
        item=made.item("1-2"), decision=decision, value=None if value is None else Decimal(value), missing=None,
        reason=reason, by=made.evaluator, now=NOW,
    )  # fmt: skip


def settled(made: World) -> int:
    return actions.settle_by_tolerance(
        results=Result.objects.filter(round=made.round).order_by("pk"), by=made.evaluator, now=NOW
    )


# ── taking in ───────────────────────────────────────────────────────────────
def test_a_figure_comes_into_force_beside_the_reported_one(filed: World) -> None:
    kept = list(Result.objects.values().order_by("pk"))
    assert dust(filed, 21.4).figures == 1
    figure = official_of(result(filed))
    assert figure is not None
    assert (figure.value, figure.missing, figure.provisional, figure.kpi, figure.owner, figure.row) == (
        Decimal("21.4"), None, False, "J-04", "pcd", 4,
    )  # fmt: skip
    assert compare(result(filed), figure, 2567).verdict == Verdict.WITHIN
    assert list(Result.objects.values().order_by("pk")) == kept
    told = history_of(figure.file)
    assert [event.verb for event in told] == ["apply_official_file", "take_official_file"]


def test_the_same_file_twice_changes_nothing(filed: World) -> None:
    data = workbook([("ปทุมธานี", "PM2.5", 21.4, "")])
    assert apply(filed, data).figures == 1
    assert apply(filed, data).figures == 0
    assert (OfficialFile.objects.count(), OfficialFigure.objects.count()) == (1, 1)


def test_a_corrected_file_supersedes_and_the_old_figure_is_kept(filed: World) -> None:
    dust(filed, 21.4, "เบื้องต้น")
    dust(filed, 21.4, "สิ้นสุด")
    dust(filed, 22)
    said = OfficialFigure.objects.order_by("pk").values_list("value", "provisional", "superseded_at")
    assert list(said) == [
        (Decimal("21.4"), True, NOW), (Decimal("21.4"), False, NOW), (Decimal(22), False, None),
    ]  # fmt: skip


def test_the_first_file_again_after_a_corrected_one_brings_its_figure_back(filed: World) -> None:
    first = workbook([("ปทุมธานี", "PM2.5", 21, "")])
    apply(filed, first)
    dust(filed, 30)
    assert apply(filed, first).figures == 1
    figure = official_of(result(filed))
    assert figure is not None
    assert figure.value == Decimal(21)


@pytest.mark.parametrize(
    "province",
    [
        "ปทุมธานี",
        "จังหวัดปทุมธานี",
        "จ.ปทุมธานี",
        "จ. ปทุมธานี",
        "Pathum Thani",
        "pathum thani",
        "ปท",
        13,
        "๑๓",
        " ปทุมธานี ",
    ],
)
def test_a_province_is_known_by_code_and_by_every_name(filed: World, province: object) -> None:
    assert dust(filed, 21, province=province).figures == 1  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("year", "state"),
    [
        (2567, "new"),
        ("๒๕๖๗", "new"),
        (2024, "new"),
        ("67", "new"),
        ("", "new"),
        (2566, "wrong"),
        ("2567.5", "wrong"),
        ("ปีนี้", "wrong"),
    ],
)
def test_a_year_is_buddhist_or_christian(filed: World, year: object, state: str) -> None:
    head = ("จังหวัด", "ตัวชี้วัด", "ปีงบประมาณ", "ตัวเลขทางการ")
    [row] = rows(filed, workbook([("ปทุมธานี", "PM2.5", year, 21)], head))
    assert row.state == state


@pytest.mark.parametrize(
    ("cells", "state", "code"),
    [
        (("ปทุมธานี", "PM2.5", "๒๑.๔", ""), "new", None),
        (("ปทุมธานี", "1-2", "1,021.4", ""), "new", None),
        (("ปทุมธานี", "PM2.5", None, ""), "skipped", "row_without_figure"),
        (("ปทุมธานี", "PM2.5", "-", ""), "wrong", "row_with_dash"),
        (("ปทุมธานี", "PM2.5", "ยังไม่เผยแพร่", ""), "new", None),
        (("ปทุมธานี", "PM2.5", "=1+1", ""), "wrong", "row_hollow"),
        (("ปทุมธานี", "PM2.5", "=cmd|' /C calc'!A0", ""), "wrong", "row_hollow"),
        (("ปทุมธานี", "PM2.5", "#N/A", ""), "wrong", "row_error"),
        (("ปทุมธานี", "PM2.5", "<script>alert(1)</script>", ""), "wrong", "not_a_number"),
        (("ปทุมธานี", "PM2.5", "1e999", ""), "wrong", "number_too_long"),
        (("ปทุมธานี", "PM2.5", "1e999999999", ""), "wrong", "not_a_number"),
        (("ปทุมธานี", "PM2.5", "nan", ""), "wrong", "not_a_number"),
        (("ปทุมธานี", "PM2.5", "9" * 30, ""), "wrong", "number_too_long"),
        (("ปทุมธานี", "PM2.5", 21, "ไม่แน่ใจ"), "wrong", "row_of_no_status"),
        (("ดาวอังคาร", "PM2.5", 21, ""), "wrong", "row_of_no_province"),
        (("", "PM2.5", 21, ""), "wrong", "row_without_province"),
        (("ปทุมธานี", "รายได้", 21, ""), "wrong", "row_of_no_kpi"),
        (("เชียงใหม่", "PM2.5", 21, ""), "skipped", "kpi_not_here"),
    ],
)
def test_each_row_is_judged_by_itself(
    filed: World, cells: tuple[object, ...], state: str, code: str | None
) -> None:
    [row] = rows(filed, workbook([cells]))
    assert (row.state, row.why.code if row.why else None) == (state, code)


def test_missing_is_a_figure_of_its_own_and_not_zero(filed: World) -> None:
    dust(filed, "ไม่มีข้อมูล")
    figure = official_of(result(filed))
    assert figure is not None
    assert (figure.value, figure.missing) == (None, "no_data")
    assert compare(result(filed), figure, 2567).verdict == Verdict.OUTSIDE


def test_a_unit_that_differs_is_refused(filed: World) -> None:
    head = ("จังหวัด", "ตัวชี้วัด", "ตัวเลขทางการ", "หน่วย")
    right, wrong = ("ปทุมธานี", "PM2.5", 21, "มคก./ลบ.ม."), ("ปทุมธานี", "PM2.5", 21, "มก./ลบ.ม.")
    assert rows(filed, workbook([right], head))[0].state == "new"
    [row] = rows(filed, workbook([wrong], head))
    assert (row.state, row.why.code if row.why else "") == ("wrong", "row_of_another_unit")


def test_the_same_row_twice_is_taken_once_and_a_contradiction_not_at_all(filed: World) -> None:
    same = rows(filed, workbook([("ปทุมธานี", "PM2.5", 21, "")] * 2))
    assert [row.state for row in same] == ["new", "skipped"]
    data = workbook([("ปทุมธานี", "PM2.5", 21, ""), ("13", "PM2.5", 22, "")])
    assert [row.state for row in rows(filed, data)] == ["wrong", "wrong"]
    assert apply(filed, data).wrong == 2
    assert OfficialFigure.objects.count() == 0


def test_parts_are_told_apart_by_name(filed: World) -> None:
    data = workbook([("ปทุมธานี", "ระดับความพร้อม", 4, ""), ("ปทุมธานี", "คะแนนความพร้อม", 70.001, "")])
    assert apply(filed, data, owner="dga").figures == 2
    found = {figure.kpi: figure.value for figure in OfficialFigure.objects.all()}
    assert found == {"D-03-1": Decimal(4), "D-03-2": Decimal("70.001")}


def test_an_owner_supplies_only_its_own_kpis(filed: World) -> None:
    [row] = rows(filed, workbook([("ปทุมธานี", "PM2.5", 21, "")]), owner="dga")
    assert (row.state, row.why.code if row.why else "") == ("wrong", "row_of_no_kpi")


def test_only_evaluators_take_figures_in(filed: World) -> None:
    file = take(filed, workbook([("ปทุมธานี", "PM2.5", 21, "")]))
    for person in (filed.coordinator, filed.recorder, filed.stranger):
        with pytest.raises(RefusedError) as why:
            actions.apply_official_file(file=file, by=person, now=NOW)
        assert why.value.refusal.code == "official_by_evaluators"
    assert OfficialFigure.objects.count() == 0


def test_two_figures_cannot_be_in_force_at_once(filed: World) -> None:
    dust(filed, 21)
    figure = OfficialFigure.objects.get()
    figure.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        figure.save()


# ── deciding ────────────────────────────────────────────────────────────────
def test_within_the_tolerance_the_reported_one_stands_without_a_person(filed: World) -> None:
    dust(filed, 21.5)
    assert settled(filed) == 1
    found = verification_of(result(filed))
    assert found is not None
    assert (found.decision, found.value, found.official) == (
        "accept",
        Decimal(21),
        OfficialFigure.objects.get(),
    )
    assert found.reason == (
        "ใช้ตัวเลขที่รายงาน ต่างจากตัวเลขทางการของกรมควบคุมมลพิษ (21.5 มคก./ลบ.ม.) 0.5 อยู่ในเกณฑ์ ไม่เกิน 0.5 มคก./ลบ.ม."
    )
    assert history_of(result(filed))[0].after["official"] == "21.5"
    assert settled(filed) == 0


def test_where_the_rules_say_so_the_official_one_is_taken(filed: World) -> None:
    apply(filed, workbook([("ปทุมธานี", "คะแนนความพร้อม", 70.001, "")]), owner="dga")
    assert settled(filed) == 1
    found = verification_of(result(filed, "2-1.2"))
    assert found is not None
    assert (found.decision, found.value) == ("correct", Decimal("70.001"))


def test_a_provisional_figure_does_not_take_the_place_of_the_reported_one(filed: World) -> None:
    apply(filed, workbook([("ปทุมธานี", "คะแนนความพร้อม", 70.001, "เบื้องต้น")]), owner="dga")
    assert settled(filed) == 0
    assert verification_of(result(filed, "2-1.2")) is None


def test_beyond_the_tolerance_a_person_chooses_and_says_why(filed: World) -> None:
    dust(filed, 30)
    assert settled(filed) == 0
    with pytest.raises(RefusedError) as why:
        verify(filed)
    assert why.value.refusal.code == "official_differs"
    assert verify(filed, reason="สถานีของ คพ. ย้ายกลางปี").value == Decimal(21)
    taken = verify(filed, decision="correct", value="30", reason="ใช้ตัวเลขทางการ")
    assert (taken.value, taken.official) == (Decimal(30), OfficialFigure.objects.get())
    assert Verification.objects.count() == 2


def test_the_tolerance_leaves_what_a_person_verified(filed: World) -> None:
    verify(filed)
    dust(filed, 21.1)
    assert settled(filed) == 0


def test_who_verified_is_told_when_the_official_figure_changes(filed: World) -> None:
    dust(filed, 21)
    verify(filed)
    assert Notice.objects.filter(kind="task", person=filed.evaluator).count() == 0
    dust(filed, 40)
    [told] = Notice.objects.filter(kind="task", person=filed.evaluator)
    assert told.subject["code"] == "told_official_changed"


def test_a_confirmed_score_is_not_moved_by_a_new_figure(filed: World) -> None:
    assert filed.round is not None
    verify_all(filed, filed.round)
    actions.compute_score(round_=filed.round, by=filed.evaluator, now=NOW)
    actions.confirm_score(round_=filed.round, by=filed.evaluator, now=NOW + timedelta(minutes=1))
    dust(filed, 40)
    assert settled(filed) == 0
    assert Notice.objects.filter(kind="task").count() == 0
    assert OfficialFigure.objects.filter(superseded_at=None).count() == 1
