"""Small files of waste by district, on their way into the database."""

import io
from collections.abc import Callable
from collections.abc import Mapping as Dictionary
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from samrit.indicators.actions.accepting import accept
from samrit.indicators.actions.examining import ask_to_examine
from samrit.indicators.actions.moving import submit
from samrit.indicators.actions.receiving import receive
from samrit.indicators.examining import examine
from samrit.indicators.models import Examination, Generation, Submission
from samrit.indicators.queries.observations import files_of, store
from samrit.indicators.queries.submissions import submission_of
from samrit.indicators.reading import Column, Mapping, Means
from samrit.indicators.store.port import EVERYTHING
from samrit.people.models import User
from samrit.rules.areas import AreaLevel
from samrit.rules.wording import RefusedError
from tests.world import NOW, World

WASTE = Mapping(
    columns=(Column(0, "อำเภอ", Means.AREA), Column(1, "ปี", Means.PERIOD), Column(2, "ปริมาณ", Means.VALUE)),
    item="waste_generated",
    level=AreaLevel.DISTRICT,
).to_json()
DISTRICTS = ("1301", "1302", "1303", "1304", "1305", "1306", "1307")
Rows = Dictionary[str, str]  # district → what stands in the cell


def csv(rows: Rows, year: str = "2566") -> bytes:
    return "".join(["อำเภอ,ปี,ปริมาณ\n", *(f"{area},{year},{text}\n" for area, text in rows.items())]).encode()


def all_of(text: str) -> Rows:
    return dict.fromkeys(DISTRICTS, text)


def received(
    world: World, contents: bytes, *, by: User | None = None, name: str = "ขยะ.csv", **more: Any
) -> Submission:
    return receive(
        file=io.BytesIO(contents),
        name=name,
        agency=world.development,
        by=by or world.recorder,
        now=NOW,
        **more,
    )


def examined(
    submission: Submission, *, mapping: Dictionary[str, Any] | None = WASTE, by: User | None = None
) -> Examination:
    asked = ask_to_examine(submission=submission, mapping=mapping, by=by or submission.uploaded_by, now=NOW)
    return examine(asked.pk, clock=lambda: NOW)


def sent(
    world: World, rows: Rows, *, year: str = "2566", only_good: bool = False, now: datetime = NOW, **more: Any
) -> Submission:
    """Received, examined, handed over by the recorder."""
    draft = received(world, csv(rows, year), **more)
    assert examined(draft).is_done
    return submit(submission=submission_of(draft.pk), by=draft.uploaded_by, now=now, only_good=only_good)


def taken(world: World, rows: Rows, *, year: str = "2566", days: int = 0, **more: Any) -> Generation:
    """And accepted by the steward so many days later."""
    submission = sent(world, rows, year=year, **more)
    return accept(submission=submission, by=world.coordinator, now=NOW + timedelta(days=days))


def figures(at: datetime | None = None) -> dict[int, Decimal | str]:
    """District → its figure, or its status where it has none."""
    return figures_in(files_of("13", at))


def figures_in(files: Any) -> dict[int, Decimal | str]:
    if not files:
        return {}
    cells = store().table(files, EVERYTHING)
    return {
        cell.key.area: cell.status.value if cell.value is None else cell.value.normalize() for cell in cells
    }


def of_all(value: str) -> dict[int, Decimal]:
    return {int(area): Decimal(value).normalize() for area in DISTRICTS}


def refused(act: Callable[[], object]) -> str:
    """The code of the refusal that it ends with."""
    with pytest.raises(RefusedError) as raised:
        act()
    return raised.value.refusal.code
