"""The page on which a revision is published, and what the pages of results say afterwards."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from samrit.frameworks.models import Edition
from samrit.reports.models import Result, ResultFate
from samrit.reports.queries import items_of
from samrit.rules.amendment import Fate
from samrit.scores.queries import scoring_document
from tests.dashboards.published import score_round, verify_all
from tests.reports.pages import entry_url, said, signed_in, text, typed
from tests.revisions import publish_revised, revise
from tests.world import NOW, World, file_all, save

pytestmark = pytest.mark.usefixtures("clock")


def page(edition: Edition) -> str:
    return reverse("reports:revision", args=[edition.pk])


def chosen(made: World, **fates: str) -> dict[str, str]:
    """The form with the new edition for the round, and a fate for 1-1."""
    assert made.round is not None
    key = f"{made.round.pk}-{made.kpis['1-1'].indicator_id}"
    return {f"round-{made.round.pk}": "new", **{f"fate-{key}": fate for fate in fates.values()}}


def test_each_score_is_shown_before_and_after(made: World) -> None:
    save(made, "1-1", "1176.285")
    shown = text(signed_in(made.coordinator).get(page(revise(made))))
    assert "62.500" in shown  # half of the way from 1150.40 to 1202.17
    assert "88.143" in shown  # by 1100, 1150, 1200
    assert 'value="kept" checked' not in shown


def test_nothing_chosen_keeps_the_page_and_names_what_is_missing(made: World) -> None:
    save(made, "1-1", "1200")
    draft = revise(made)
    answer = signed_in(made.coordinator).post(page(draft), chosen(made))
    assert answer.status_code == 409
    assert "รอบ 12 เดือน ตัวชี้วัด 1-1" in text(answer)
    assert 'value="new" checked' in text(answer)  # what was chosen stays chosen


def test_chosen_it_is_published_and_the_page_tells_what_was_done(made: World) -> None:
    save(made, "1-1", "1200")
    draft = revise(made)
    client = signed_in(made.coordinator)
    answer = client.post(page(draft), chosen(made, fate="kept"))
    assert (answer.status_code, answer["Location"]) == (302, reverse("frameworks:edition", args=[draft.pk]))
    assert said(answer) == ["ประกาศใช้ฉบับปรับปรุงแล้ว และทำกับผลที่กรอกไว้ตามที่เลือก – หน่วยงานที่เกี่ยวข้องจะยืนยันรับทราบ"]
    after = text(client.get(page(draft)))
    assert "คงผลเดิม ตัดสินตามเกณฑ์เดิม" in after
    assert "ทำแล้ว" in after
    assert client.post(page(draft), chosen(made, fate="kept")).status_code == 409  # the second click


def test_one_choice_for_all_the_rest(made: World) -> None:
    save(made, "1-1", "1200")
    save(made, "1-2", "21")
    assert made.round is not None
    draft = revise(made, {"1-1": {"name": "ก"}, "1-2": {"name": "ข"}})
    form = chosen(made, fate="kept") | {f"rest-{made.round.pk}": "asked_again"}
    assert signed_in(made.coordinator).post(page(draft), form).status_code == 302
    assert dict(ResultFate.objects.values_list("indicator", "fate")) == {
        made.kpis["1-1"].indicator_id: "kept",
        made.kpis["1-2"].indicator_id: "asked_again",
    }


def test_a_word_that_is_no_fate_counts_as_not_chosen(made: World) -> None:
    save(made, "1-1", "1200")
    assert signed_in(made.coordinator).post(page(revise(made)), chosen(made, fate="lost")).status_code == 409


def test_the_page_is_for_those_who_prepare(made: World) -> None:
    assert made.edition is not None
    draft = revise(made)
    for user in (made.recorder, made.approver, made.stranger):
        assert signed_in(user).get(page(draft)).status_code == 404
    assert signed_in(made.evaluator).get(page(draft)).status_code == 200
    assert signed_in(made.coordinator).get(page(made.edition)).status_code == 404  # it amends nothing


def test_the_recorder_reads_why_it_came_back_and_by_which_edition(made: World) -> None:
    save(made, "1-1", "1200")
    publish_revised(made, revise(made), {"1-1": Fate.ASKED_AGAIN})
    shown = text(signed_in(made.recorder).get(entry_url(made, "1-1")))
    assert "กรอบฉบับที่ 2" in shown
    assert "จึงขอให้รายงานใหม่ตามเกณฑ์ใหม่" in shown


def test_the_entry_says_by_whose_terms_a_kept_result_is_judged(made: World) -> None:
    save(made, "1-1", "1176.285")
    publish_revised(made, revise(made), {"1-1": Fate.KEPT})
    shown = text(signed_in(made.recorder).get(entry_url(made, "1-1")))
    assert "ผลนี้ตัดสินตามเกณฑ์ของฉบับที่ 1" in shown
    assert "62.500" in shown


@pytest.mark.parametrize(("fate", "levels"), [(Fate.KEPT, "1150.4"), (Fate.RESCORED, "1100")])
def test_the_score_takes_the_terms_that_were_chosen(made: World, fate: Fate, levels: str) -> None:
    file_all(made)
    assert made.round is not None
    revised = publish_revised(made, revise(made), {"1-1": fate})
    verify_all(made, made.round)
    first = scoring_document(made.round, revised)["components"][0]["kpis"][0]
    assert (first["levels"][0], first["weight"]) == (levels, "40")


def test_a_score_from_before_the_revision_is_outdated(made: World) -> None:
    file_all(made)
    assert made.round is not None
    verify_all(made, made.round)
    score_round(made, made.round, publish=False)
    desk = reverse("scores:round", args=[made.round.pk])
    assert signed_in(made.evaluator).get(desk).context["outdated"] is False
    publish_revised(made, revise(made), {"1-1": Fate.RESCORED}, by=made.evaluator)
    assert signed_in(made.evaluator).get(desk).context["outdated"] is True


def test_a_round_kept_as_a_whole_keeps_its_score_current(made: World) -> None:
    file_all(made)
    assert made.round is not None
    verify_all(made, made.round)
    score_round(made, made.round, publish=False)
    publish_revised(made, revise(made), whole_round=True)
    desk = reverse("scores:round", args=[made.round.pk])
    assert signed_in(made.evaluator).get(desk).context["outdated"] is False


def test_on_its_day_the_first_page_does_what_was_chosen(made: World) -> None:
    save(made, "1-1", "1200")
    revised = publish_revised(
        made, revise(made, effective_on=NOW.date() + timedelta(days=1)), {"1-1": Fate.ASKED_AGAIN}
    )
    assert "ถอนกลับเป็นร่าง" in text(signed_in(made.coordinator).get(page(revised)))
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        shown = text(signed_in(made.recorder).get(entry_url(made, "1-1")))
    assert "กรอบฉบับที่ 2" in shown
    assert Result.objects.get().status == "returned"
    assert made.round is not None
    made.round.refresh_from_db()
    assert {item.kpi.component.edition_id for item in items_of(made.round)} == {revised.pk}


def test_withdrawing_asks_for_the_reason(made: World) -> None:
    save(made, "1-1", "1200")
    later = NOW.date() + timedelta(days=1)
    revised = publish_revised(made, revise(made, effective_on=later), {"1-1": Fate.KEPT})
    client, address = signed_in(made.coordinator), reverse("reports:withdraw_revision", args=[revised.pk])
    assert client.post(address, {"reason": " "}).status_code == 409
    assert client.post(address, {"reason": "วันที่ผิด"}).status_code == 302
    revised.refresh_from_db()
    assert revised.status == "draft"


def test_what_was_typed_under_the_old_terms_is_not_saved_unseen(made: World) -> None:
    """Also where nothing stood yet: the page that was open says so, and keeps the words."""
    opened = typed(terms=str(made.kpis["1-1"].pk), narrative="พิมพ์ไว้ก่อนปรับปรุง")
    publish_revised(made, revise(made))
    client = signed_in(made.recorder)
    answer = client.post(entry_url(made, "1-1"), opened)
    assert (answer.status_code, Result.objects.count()) == (409, 0)
    assert "เปลี่ยนตามกรอบฉบับที่ 2" in text(answer)
    assert "พิมพ์ไว้ก่อนปรับปรุง" in text(answer)
    again = opened | {"terms": str(made.item("1-1").kpi.pk)}
    assert client.post(entry_url(made, "1-1"), again).status_code == 302


def test_a_kpi_that_did_not_change_is_saved_from_a_page_of_before(made: World) -> None:
    opened = typed(terms=str(made.kpis["1-2"].pk), value="21")
    publish_revised(made, revise(made))
    assert signed_in(made.recorder).post(entry_url(made, "1-2"), opened).status_code == 302
