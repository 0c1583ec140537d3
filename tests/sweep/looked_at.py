"""The quality of the data of ``here``, looked at: more rice harvested than planted in two districts, one of them explained."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from samrit.indicators.actions.accepting import accept
from samrit.indicators.actions.answering import explain_finding
from samrit.indicators.actions.moving import submit
from samrit.indicators.actions.quality import examine_quality
from samrit.indicators.models import Finding, Keeper
from samrit.indicators.queries.submissions import submission_of
from samrit.reports.actions import compute_result
from samrit.rules.items import book
from tests.indicators.submitting import WASTE, Rows, all_of, csv, examined, received
from tests.world import NOW, World

if TYPE_CHECKING:
    from tests.sweep.filled import Filled

Say = Callable[[str, str], str]
PLANTED, HARVESTED = "rice_planted_area", "rice_harvested_area"
LOOKED_UP = {
    "data_table": f"?items={PLANTED}",
    "data_series": f"?item={PLANTED}&place=1305",
    "data_pivot": f"?items={PLANTED}&rows=area&columns=period",
}  # operation → what is asked behind the address


def looked_at(here: World, say: Say) -> None:
    owners = {book().items[item].expects.by for item in (PLANTED, HARVESTED)}
    for owner in owners:
        Keeper.objects.get_or_create(area=here.area, owner=owner, defaults={"agency": here.development})
    _taken(here, PLANTED, all_of("100"))
    _taken(here, HARVESTED, {**all_of("90"), "1305": "120", "1306": "130"})
    examine_quality(area=here.area, fiscal_year=2567, months=12, by=here.coordinator, now=NOW)
    explain_finding(
        finding=Finding.objects.get(place="1306"), answer=say("here", "answer"), by=here.recorder, now=NOW
    )


def computed(here: World, _say: Say) -> None:
    """A result of the open round, from the figures that were looked at."""
    compute_result(item=here.item("1-1", here.recorder), by=here.recorder, now=NOW)


def _taken(here: World, item: str, rows: Rows) -> None:
    draft = received(here, csv(rows), name=f"{item}.csv")
    examined(draft, mapping=WASTE | {"item": item})
    sent = submit(submission=submission_of(draft.pk), by=here.recorder, now=NOW)
    accept(submission=sent, by=here.coordinator, now=NOW)


def quality_arguments(here: World) -> dict[str, list[Any]]:
    area = here.area.pk
    return {
        "indicators:quality": [area],
        "indicators:quality_examine": [area],
        "indicators:quality_agency": [area, here.development.pk],
        "indicators:quality_item": [area, PLANTED],
        "indicators:findings": [area],
        "indicators:findings_csv": [area],
        "indicators:finding": [area, Finding.objects.get(place="1305").pk],
        "indicators:explore": [area],
        "indicators:explore_file": [area, "csv"],
        "indicators:explore_chart": [area, "svg"],
        "indicators:data_cell": [area, PLANTED, "1305", "2023"],
    }


SENT_ABOUT_QUALITY: dict[str, dict[str, Any]] = {
    "indicators:quality_examine": {"round": "2567-12"},
    "indicators:finding": {"verb": "explain", "answer": "ปลูกปีก่อน เก็บเกี่ยวปีนี้"},
}


def apart_of_quality(filled: "Filled") -> dict[str, dict[str, Any]]:
    """Operation → the things in its address."""
    area, finding = filled.here.world.area.pk, Finding.objects.get(place="1305")
    return {
        **{name: {"area": area} for name in ("data_quality", "data_findings", *LOOKED_UP)},
        "data_cell": {"area": area, "item": PLANTED, "place": "1305", "period": "2023"},
        **{name: {"finding_id": finding.pk} for name in ("explain_data_finding", "settle_data_finding")},
    }


def bodies_of_quality(_filled: "Filled") -> dict[str, dict[str, Any]]:
    """Operation → its body."""
    answer = {"answer": "ปลูกปีก่อน เก็บเกี่ยวปีนี้"}
    return {"explain_data_finding": answer, "settle_data_finding": answer}
