"""Figures to be looked up: waste of seven districts with every kind of cell, and small counts of dengue."""

from datetime import timedelta
from typing import Any

from samrit.indicators.actions.accepting import accept
from samrit.indicators.actions.moving import submit
from samrit.indicators.models import Generation, Keeper
from samrit.indicators.queries.submissions import submission_of
from samrit.rules.items import book
from tests.indicators.submitting import WASTE, Rows, csv, examined, received
from tests.world import NOW, World

# 1307 is not sent.
EVERY_KIND = {"1301": "0", "1302": "-", "1303": "ไม่มีข้อมูล", "1304": "", "1305": "1234.5", "1306": "ปกปิด"}
SMALL = {"1301": "2", "1302": "0", "1303": "3", "1304": "40", "1305": "5", "1306": "6", "1307": "7"}
DENGUE = "dengue_cases"


def brought(
    world: World, rows: Rows, *, year: str = "2566", item: str = "waste_generated", days: int = 0
) -> Generation:
    """Sent by the development office, accepted so many days later."""
    draft = received(world, csv(rows, year), name=f"{item} {year} {days}.csv")
    assert examined(draft, mapping=WASTE | {"item": item}).is_done
    sent = submit(submission=submission_of(draft.pk), by=world.recorder, now=NOW)
    return accept(submission=sent, by=world.coordinator, now=NOW + timedelta(days=days))


def kept_by_development(world: World, item: str = DENGUE) -> None:
    """The development office is the one that the item calls its owner."""
    Keeper.objects.get_or_create(
        area=world.area, owner=book().items[item].owner, defaults={"agency": world.development}
    )


def every_status(figures: Any) -> list[str | None]:
    return [figure.status.value if figure.status else None for figure in figures]
