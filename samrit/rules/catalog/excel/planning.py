"""What a filled template would change: told before anything is kept, and the same when it is kept.

A cell that is empty says nothing: what is known stays. A dataset or a resource that the file does not name stays as it is.
Bringing the same file a second time changes nothing.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from samrit.rules.catalog.excel.rows import ResourceRead, RowRead
from samrit.rules.catalog.kinds import Dataset, Fault, Field, Record, Schema, Value, first, plain, texts
from samrit.rules.catalog.validating import faults_of, faults_of_resource, refusing
from samrit.rules.wording import Message, say

_SLUG_WORDS = re.compile(r"[a-z0-9]+")
_SLUG_LONGEST = 50
_MARK_LENGTH = 10


class Fate(StrEnum):
    """NEW, CHANGED, UNCHANGED or INVALID."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    INVALID = "invalid"


@dataclass(frozen=True)
class Difference:
    """A field before and after; None for nothing."""

    field: str
    before: Value | None
    after: Value | None


@dataclass(frozen=True)
class Step:
    """What a row comes to. ``name``: of the dataset. ``after`` is the whole record as it would stand.

    ``faults`` refuse or advise, each at a field of the row; ``kept``: fields that the row leaves empty and that keep what
    they hold.
    """

    read: RowRead
    name: str
    fate: Fate
    after: Record
    before: Record | None = None
    differences: tuple[Difference, ...] = ()
    faults: tuple[Fault, ...] = ()
    kept: tuple[str, ...] = ()


@dataclass(frozen=True)
class ResourceStep:
    """The same of a row of a resource sheet. ``place``: of the resource in its dataset (from 0), None of a new one."""

    read: ResourceRead
    name: str
    fate: Fate
    after: Record
    before: Record | None = None
    place: int | None = None
    differences: tuple[Difference, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Plan:
    """Every row of a file in its order."""

    datasets: tuple[Step, ...]
    resources: tuple[ResourceStep, ...]

    def of(self, fate: Fate) -> tuple[Step, ...]:
        return tuple(step for step in self.datasets if step.fate is fate)


def planned(
    schema: Schema,
    rows: Iterable[RowRead],
    resources: Iterable[ResourceRead],
    stood: Mapping[str, Dataset],
    *,
    portal: str = "agency",
) -> Plan:
    """What each row comes to. ``stood``: name (slug) → the dataset as it stands in this version of the standard.

    A row without a name is the one dataset of that title and organization, or a new one that gets a name of its own, the
    same each time. Two rows of one dataset that do not say the same are both refused; so is a title that is taken.
    """
    read = list(rows)
    bearers = _bearers(stood)
    names = [_name_of(one, bearers) for one in read]
    contested, titles = _contested(read, names), _titles(stood, read, names)
    now = dict(stood)
    steps = []
    for one, name in zip(read, names, strict=True):
        rivals = (*_said_twice(one, name, contested), *_title_taken(one, titles))
        step = _step(schema, one, name, now.get(name), portal=portal, rivals=rivals)
        if step.fate is not Fate.INVALID:  # the same row once more changes nothing
            now[name] = replace(now.get(name, Dataset(schema.version, {})), record=step.after)
        steps.append(step)
    homes = _homes(titles)
    sent = [replace(one, dataset=_home(one.dataset, {*now}, homes)) for one in resources]
    known = {name: dataset.resources for name, dataset in stood.items()}
    types = {name: dataset.record.get("data_type", "") for name, dataset in stood.items()}
    types |= {step.name: step.after.get("data_type", "") for step in steps}
    refused = {step.name for step in steps if step.fate is Fate.INVALID and step.name not in stood}
    return Plan(tuple(steps), tuple(_resource_steps(schema, sent, known, types, refused)))


# ── which dataset a row is ──────────────────────────────────────────────────
def _bearers(stood: Mapping[str, Dataset]) -> dict[tuple[str, str], list[str]]:
    """(title, organization) → the names of the datasets that bear them."""
    found: dict[tuple[str, str], list[str]] = {}
    for name, one in stood.items():
        found.setdefault(_told(one.record), []).append(name)
    return found


def _name_of(read: RowRead, bearers: Mapping[tuple[str, str], Sequence[str]]) -> str:
    own = first(read.record.get("name"))
    same = bearers.get(_told(read.record), ())
    return own or (same[0] if len(same) == 1 else proposed_name(read.record))


def _told(record: Record) -> tuple[str, str]:
    return plain(first(record.get("title"))), plain(first(record.get("owner_org")))


def proposed_name(record: Record) -> str:
    """A name for the web address of a record that gives none.

    The Latin words of its title and a mark of title and organization: always the same for the same two.
    """
    title, owner = _told(record)
    mark = hashlib.sha256(f"{title}\0{owner}".encode()).hexdigest()[:_MARK_LENGTH]
    latin = unicodedata.normalize("NFKD", first(record.get("title"))).casefold()
    words = "-".join(_SLUG_WORDS.findall(latin))[:_SLUG_LONGEST].strip("-")
    return f"{words or 'dataset'}-{mark}"


def _titles(
    stood: Mapping[str, Dataset], read: Sequence[RowRead], names: Sequence[str]
) -> dict[str, set[str]]:
    """Title → the names of the datasets that would bear it."""
    after = {name: plain(first(one.record.get("title"))) for name, one in stood.items()}
    after |= {
        name: title
        for one, name in zip(read, names, strict=True)
        if (title := plain(first(one.record.get("title"))))
    }
    found: dict[str, set[str]] = {}
    for name, title in after.items():
        found.setdefault(title, set()).add(name)
    return found


def _contested(read: Sequence[RowRead], names: Sequence[str]) -> dict[str, tuple[RowRead, RowRead]]:
    """Datasets of which the file says two things: the first two rows that do."""
    firsts: dict[str, RowRead] = {}
    found: dict[str, tuple[RowRead, RowRead]] = {}
    for one, name in zip(read, names, strict=True):
        told = firsts.setdefault(name, one)
        if told.record != one.record:
            found.setdefault(name, (told, one))
    return found


def _said_twice(one: RowRead, name: str, contested: Mapping[str, tuple[RowRead, RowRead]]) -> Iterator[Fault]:
    if name in contested:
        rows = contested[name]
        other = rows[0] if rows[0] is not one else rows[1]
        message = say(
            "catalog_row_twice",
            "แถว {row} ในแผ่นงาน {sheet} บอกชุดข้อมูลเดียวกันไม่เหมือนแถวนี้",
            row=other.row,
            sheet=other.sheet.metadata,
        )
        yield Fault("name", name, message, say("catalog_row_twice_mend", "เหลือแถวที่ถูกแถวเดียว"))


def _title_taken(one: RowRead, titles: Mapping[str, set[str]]) -> Iterator[Fault]:
    title = first(one.record.get("title"))
    if title and len(titles.get(plain(title), ())) > 1:
        message = say("catalog_title_taken", "ชื่อชุดข้อมูล “{title}” ซ้ำกับชุดอื่น", title=title)
        yield Fault("title", title, message, say("catalog_title_taken_mend", "เพิ่มพื้นที่ ปี หรือหน่วยงานไว้ในชื่อ"))


# ── a row against what stands ───────────────────────────────────────────────
def _step(
    schema: Schema, read: RowRead, name: str, stood: Dataset | None, *, portal: str, rivals: tuple[Fault, ...]
) -> Step:
    before = stood.record if stood else None
    after = {**merged(schema.fields, before or {}, read.record), "name": name}
    found = faults_of(schema, Dataset(schema.version, after), portal=portal)
    faults = (*read.notes, *rivals, *found)
    differences = tuple(differing(schema.fields, before or {}, after))
    kept = tuple(
        code
        for code in schema.fields
        if before and code in before and code not in read.record and read.sheet.column_of(code) is not None
    )
    return Step(read, name, _fate(before, differences, faults), after, before, differences, faults, kept)


def _fate(before: Record | None, differences: Sequence[Difference], faults: Sequence[Fault]) -> Fate:
    if refusing(faults):
        return Fate.INVALID
    if before is None:
        return Fate.NEW
    return Fate.CHANGED if differences else Fate.UNCHANGED


def merged(fields: Mapping[str, Field], before: Record, said: Record) -> dict[str, Value]:
    """What stands, with what a row says in its place; a field that the row answers takes its companion along."""
    answered = {fields[code].other for code in said if code in fields and fields[code].of}
    stays = {code: value for code, value in before.items() if code not in answered}
    after = {**stays, **said}
    places = {
        code: place for place, code in enumerate(part for one in fields for part in (one, f"{one}_other"))
    }
    return dict(sorted(after.items(), key=lambda item: places.get(item[0], len(places))))


def differing(fields: Mapping[str, Field], before: Record, after: Record) -> Iterable[Difference]:
    """Field by field; several values are the same in any order."""
    for code in dict.fromkeys((*after, *before)):
        several = code in fields and fields[code].kind.holds_several
        if _compared(before.get(code), several=several) != _compared(after.get(code), several=several):
            yield Difference(code, before.get(code), after.get(code))


def _compared(value: Value | None, *, several: bool) -> object:
    return frozenset(texts(value)) if several else value or None


# ── resources ───────────────────────────────────────────────────────────────
def _homes(titles: Mapping[str, set[str]]) -> dict[str, str]:
    """Title → the one dataset that bears it."""
    return {title: next(iter(names)) for title, names in titles.items() if title and len(names) == 1}


def _home(written: str, names: set[str], homes: Mapping[str, str]) -> str:
    """The dataset that a resource names: by its name, or by its title, which some offices write there."""
    return written if written in names else homes.get(plain(written), written)


def _resource_steps(
    schema: Schema,
    read: Sequence[ResourceRead],
    known: Mapping[str, Sequence[Record]],
    types: Mapping[str, Value],
    refused: set[str],
) -> Iterable[ResourceStep]:
    standing = {name: _Standing(list(rows), set(range(len(rows)))) for name, rows in known.items()}
    for one in read:
        home = standing.setdefault(one.dataset, _Standing([], set()))
        step = _resource_step(schema, one, home, types.get(one.dataset), refused)
        home.take(step)
        yield step


@dataclass
class _Standing:
    """The resources of a dataset as rows are gone through; ``free``: places that no row has spoken of yet."""

    rows: list[Record]
    free: set[int]

    def place_of(self, record: Record) -> int | None:
        """The resource of this name and address; else a free one of this name, else a free one of this address."""
        name, url = first(record.get("name")), first(record.get("url"))
        told = [(first(row.get("name")), first(row.get("url"))) for row in self.rows]
        if (name, url) in told:
            return told.index((name, url))
        for part, wanted in ((0, name), (1, url)):
            found = [place for place in sorted(self.free) if wanted and told[place][part] == wanted]
            if len(found) == 1:
                return found[0]
        return None

    def take(self, step: ResourceStep) -> None:
        if step.place is not None:
            self.free.discard(step.place)
        if step.fate is Fate.NEW:
            self.rows.append(step.after)
        elif step.fate is Fate.CHANGED and step.place is not None:
            self.rows[step.place] = step.after


def _resource_step(
    schema: Schema, read: ResourceRead, home: _Standing, dataset_type: Value | None, refused: set[str]
) -> ResourceStep:
    place = home.place_of(read.record)
    before = home.rows[place] if place is not None else None
    after = merged(schema.resource, before or {}, read.record)
    own = faults_of_resource(schema, after, dataset_type or "")
    faults = (*read.notes, *_homeless(read, dataset_type, refused), *own)
    differences = tuple(differing(schema.resource, before or {}, after))
    return ResourceStep(
        read, read.dataset, _fate(before, differences, faults), after, before, place, differences, faults
    )


def _homeless(read: ResourceRead, dataset_type: Value | None, refused: set[str]) -> tuple[Fault, ...]:
    if read.dataset in refused:
        message: Message = say(
            "catalog_dataset_refused", "ชุดข้อมูล “{name}” ในไฟล์นี้ยังนำเข้าไม่ได้", name=read.dataset
        )
        return (
            Fault(
                "dataset_name",
                read.dataset,
                message,
                say("catalog_dataset_refused_mend", "แก้แถวของชุดข้อมูลก่อน"),
            ),
        )
    if dataset_type is None:
        message = say("catalog_dataset_unknown", "ไม่มีชุดข้อมูลชื่อ “{name}” ทั้งในไฟล์และในระบบ", name=read.dataset)
        mend = say("catalog_dataset_unknown_mend", "ใส่ชื่อเดียวกับคอลัมน์แรกของแผ่นงานชุดข้อมูล")
        return (Fault("dataset_name", read.dataset, message, mend),)
    return ()
