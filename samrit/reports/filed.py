"""What a filing says, as people read it: its items, and what differs from the filing before. Only from snapshots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext

from samrit.people.queries import Duties
from samrit.reports.compared import Shown, answer_in_words, in_words
from samrit.reports.models import Filing
from samrit.reports.queries.filings import superseding
from samrit.reports.secrets_kept import names_a_secret, teller
from samrit.rules.comparing import differences
from samrit.rules.sealing import sealed
from samrit.rules.thai import parse_number
from samrit.ui.formats import number

Document = Mapping[str, Any]
TERMS = ("weight", "levels", "unit", "direction")


@dataclass(frozen=True)
class FiledItem:
    """One item of a filing. ``kind``: ``new``, ``changed``, ``same``, ``dropped`` – against the filing before."""

    it: Document
    value: str
    kind: str
    differences: Sequence[Shown]
    approved_at: datetime | None

    @property
    def missing(self) -> str:
        """The badge's code of the reason for no number."""
        return str(self.it.get("missing") or "")


def sees_all(duties: Duties, filing: Filing) -> bool:
    """Coordinators and the central office read the whole; others the items of their agencies."""
    return duties.evaluates or filing.area_id in duties.coordinated_areas()


def names_secrets(duties: Duties, filing: Filing) -> bool:
    """Whether the sealed text names a file that was made secret since, and that this person may not open."""
    return names_a_secret(duties, filing.contents["items"])


def seen(duties: Duties, filing: Filing, part: str) -> list[Document]:
    """The ``items`` or ``left_out`` of the snapshot that this person may read."""
    items: list[Document] = filing.contents[part]
    if sees_all(duties, filing):
        return items
    mine = duties.agencies()
    return [item for item in items if mine & {owner["key"] for owner in item["owners"]}]


def known_to_all(filing: Filing, *, now: datetime) -> dict[str, Any]:
    """What anybody may know: counts, times and digests; figures only once the round's results are published."""
    published_at = filing.round.published_at
    contents, published = filing.contents, published_at is not None and published_at <= now
    return {
        "it": contents,
        "later": superseding(filing),
        "sound": sealed(filing.snapshot) == filing.sha256,
        "left_out": len(contents["left_out"]),
        "items": filed_items(contents["items"], None) if published else [],
    }


def agencies_with_slips(duties: Duties, filing: Filing) -> list[tuple[int, str]]:
    """(key, name) of the agencies of this filing whose slip this person may have."""
    named = {
        owner["key"]: owner["name"]
        for part in ("items", "left_out")
        for item in filing.contents[part]
        for owner in item["owners"]
    }
    mine = named if sees_all(duties, filing) else duties.agencies()
    return [(key, name) for key, name in named.items() if key in mine]


def with_names(duties: Duties, *parts: Sequence[Document]) -> list[list[Document]]:
    """Several lists of items with their files named for this person, for showing."""
    told = teller(duties, [item for items in parts for item in items])
    return [[told(item) for item in items] for items in parts]


def filed_items(items: Sequence[Document], earlier: Sequence[Document] | None) -> list[FiledItem]:
    """The items with what differs from ``earlier`` (None: there is no filing before), and what is no more in it."""
    before = {item["indicator"]: item for item in earlier or ()}
    found = [_filed(item, before.get(item["indicator"]), first=earlier is None) for item in items]
    inside = {item["indicator"] for item in items}
    return found + [_dropped(item) for key, item in before.items() if key not in inside]


def _filed(item: Document, before: Document | None, *, first: bool) -> FiledItem:
    if before is None:
        return _item(item, "same" if first else "new", ())
    changed = [*in_words(differences(before, item), item["unit"]), *_terms(before, item)]
    return _item(item, "changed" if changed else "same", changed)


def _dropped(item: Document) -> FiledItem:
    return _item(item, "dropped", ())


def _item(item: Document, kind: str, changed: Sequence[Shown]) -> FiledItem:
    value = answer_in_words(item["value"] or item["missing"], item["unit"])
    approved = item["approved"] or {}
    return FiledItem(item, value, kind, changed, moment(approved.get("at")))


def _terms(before: Document, after: Document) -> list[Shown]:
    if all(before[name] == after[name] for name in TERMS):
        return []
    return [Shown("terms", gettext("น้ำหนักและค่าเป้าหมาย"), terms_in_words(before), terms_in_words(after))]


def terms_in_words(item: Document) -> str:
    """``น้ำหนัก 40 · 1,150.4 / 1,202.17 / 1,256.27 ล้านบาท``."""
    levels = " / ".join(_number(level) for level in item["levels"] or ())
    weight = gettext("น้ำหนัก {weight}").format(weight=_number(item["weight"])) if item["weight"] else ""
    return " · ".join(filter(None, (weight, f"{levels} {item['unit']}".strip())))


def _number(text: str) -> str:
    value = parse_number(text)
    return text if value is None else number(value)


def moment(text: str | None) -> datetime | None:
    """A moment of the snapshot, in local time."""
    return localtime(datetime.fromisoformat(text)) if text else None
