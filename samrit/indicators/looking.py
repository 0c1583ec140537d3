"""A look at a submitted file before it is examined: its titles, its first values, what each column is taken for and why."""

import tempfile
from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from samrit.indicators.mapping_words import Known
from samrit.indicators.models import RememberedMapping, Submission
from samrit.indicators.queries.items import book_for
from samrit.indicators.queries.observations import path_of, scratch
from samrit.indicators.queries.places import village_areas
from samrit.indicators.queries.submissions import remembered_of
from samrit.indicators.queries.terms import terms
from samrit.indicators.reading import Mapping, Raw, open_table, proposal, sheets
from samrit.indicators.reading.remembering import differences
from samrit.indicators.recalling import recalled, words_of
from samrit.people.models import Agency, Area
from samrit.rules.wording import Message

SHOWN = 5  # values of a column
LOOKED_AT = 200  # rows
HEAD_BYTES = 4 * 1024 * 1024  # of a large text file, which is read whole only when it is examined
WITHOUT_LINES = (b"PK\x03\x04", b"PAR1")  # files that are not cut at a line
REMEMBERED_COMPARED = 20


@dataclass(frozen=True)
class Look:
    """``mapping`` as it is taken now; ``source``: chosen, remembered, similar (remembered of other titles) or proposed.

    ``values``: place → the first values. ``reasons``: place → why it is taken so. ``said``: how the titles differ from the
    remembered ones, else what is still to be chosen.
    """

    raw: Raw
    mapping: Mapping
    source: str
    values: Dictionary[int, Sequence[str]]
    sheets: Sequence[str]
    reasons: Dictionary[int, Message] = field(default_factory=dict)
    said: Sequence[Message] = ()
    since: RememberedMapping | None = None


def known_in(area: Area) -> Known:
    """What a mapping of this province can name."""
    villages = {village.code: village for village in village_areas(area.pk)}
    return Known(book_for(area), area.pk, villages)


def look(submission: Submission, reading: Dictionary[str, Any] | None = None) -> Look:
    """Open the file as ``reading`` says (sheet, header, encoding), or as it was read last. RefusedError: it cannot be read."""
    examination = submission.examination
    said = reading if reading is not None else (examination.reading if examination else {})
    path = path_of(submission.file)
    with tempfile.TemporaryDirectory(prefix="look-", dir=scratch()) as folder:
        raw = open_table(
            _beginning(path, Path(folder)),
            name=submission.name,
            sheet=said.get("sheet", ""),
            header=said.get("header"),
            encoding=said.get("encoding", ""),
            landing=_made(Path(folder) / "landing"),
        )
        values = _first_values(raw)
        names = sheets(path, submission.name)
        chosen = Mapping.from_json(examination.mapping) if examination and examination.mapping else None
        if chosen and tuple(column.title for column in chosen.columns) == raw.columns:
            return Look(raw, chosen, "chosen", values, names)
        return _taken(submission, raw, values, names)


def _taken(
    submission: Submission, raw: Raw, values: Dictionary[int, Sequence[str]], names: Sequence[str]
) -> Look:
    words = words_of(terms(submission.area))
    if known := recalled(submission.agency, raw, words):
        return Look(raw, known.mapping, "remembered", values, names, said=known.asked, since=known.since)
    proposed = proposal(raw, words)
    if similar := _similar(submission.agency, raw):
        differs = differences(Mapping.from_json(similar.mapping), raw)
        carried = _carried_over(similar, proposed.mapping)
        return Look(raw, carried, "similar", values, names, proposed.reasons, differs, similar)
    return Look(raw, proposed.mapping, "proposed", values, names, proposed.reasons, proposed.general)


def _similar(agency: Agency, raw: Raw) -> RememberedMapping | None:
    """The remembered one with most titles in common, when that is more than half of them."""
    titles = set(filter(None, raw.columns))
    best, most = None, len(titles) / 2
    for one in remembered_of(agency)[:REMEMBERED_COMPARED]:
        common = len(titles & set(one.titles))
        if common > most:
            best, most = one, common
    return best


def _carried_over(similar: RememberedMapping, proposed: Mapping) -> Mapping:
    """What the remembered one said of a title holds again; of other titles, what they look like."""
    before = Mapping.from_json(similar.mapping)
    by_title = {column.title: column for column in before.columns if column.title}
    columns = tuple(
        replace(by_title[column.title], place=column.place) if column.title in by_title else column
        for column in proposed.columns
    )
    return Mapping(
        columns,
        item=before.item or proposed.item,
        area=proposed.area,  # when and where the figures are of, each file says itself
        period=proposed.period,
        parts=before.parts or proposed.parts,
        habits=before.habits,
        level=before.level,
    )


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _first_values(raw: Raw) -> dict[int, list[str]]:
    """The first values that are not blank, looking at the first 200 rows."""
    head = raw.scan().head(LOOKED_AT).collect()
    texts = {place: head[f"c{place}"].to_list() for place in range(len(raw.columns))}
    return {place: [text for text in column if text.strip()][:SHOWN] for place, column in texts.items()}


def _beginning(path: Path, folder: Path) -> Path:
    """Of a large text file, its first megabytes up to the end of a line that is in no quoted cell."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        if head.startswith(WITHOUT_LINES) or not file.read(1):
            return path
    end = end_of_records(head)
    if not end:
        return path
    cut = folder / f"beginning{path.suffix}"
    cut.write_bytes(head[:end])
    return cut


def end_of_records(head: bytes) -> int:
    """How much of the beginning of a text file is whole records: an open quote goes back before the line that opens it.

    Of UTF-16 a letter is two bytes, so that ย is no quote and ੌ no end of a line.
    """
    order = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(head[:2], "")
    text = head.decode(order, "ignore") if order else head.decode("latin-1")
    end = text.rfind("\n") + 1
    while end and text.count('"', 0, end) % 2:
        end = text.rfind("\n", 0, text.rfind('"', 0, end)) + 1
    return len(text[:end].encode(order)) if order else end
