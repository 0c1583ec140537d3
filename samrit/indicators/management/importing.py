"""``samrit observations import``: a file received, examined and handed over, as the web does it."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from samrit.indicators.actions.examining import ask_to_examine
from samrit.indicators.actions.moving import submit
from samrit.indicators.actions.receiving import receive
from samrit.indicators.documents.rejects import column_letter, rejects_of, write_rejects
from samrit.indicators.examining import NOT_MAPPED, NotMappedError, examine, look_through
from samrit.indicators.looking import look
from samrit.indicators.management.finding import agency_of, area_of, person_of
from samrit.indicators.models import Examination, Submission
from samrit.indicators.queries.observations import path_of, scratch, store
from samrit.indicators.queries.submissions import of_receipt, submission_of
from samrit.indicators.reading import Mapping, Means
from samrit.indicators.store.port import Reject
from samrit.rules.wording import Message, RefusedError, refuse
from samrit.ui.wording import in_words

SHOWN = 10  # rejected cells
REJECTED = 1  # exit code: nothing was handed over, because of rejected cells
Say = Callable[[str], object]


@dataclass(frozen=True)
class Result:
    """What an examination found, kept or not. ``listed``: cells in the list of rejects; one in a key rejects several."""

    counts: dict[str, Any]
    mapping: dict[str, Any]
    rejects: Path | None
    listed: int
    first: tuple[Reject, ...]
    notes: tuple[str, ...]

    @property
    def titles(self) -> dict[int, str]:
        """Place of a column → its title."""
        return {column["place"]: column["title"] for column in self.mapping["columns"]}


def import_file(options: dict[str, Any], *, say: Say, progress: Callable[[str, int, int], None]) -> int:
    """Do it and tell of it; the exit code."""
    if options["dry_run"]:
        return _dry_run(options, say, progress)
    submission, examination = _examined(options, progress)
    result = _result(examination)
    _write_mapping(options, result)
    told(result, say)
    if result.rejects:
        _write_rejects(options, result, say)
        if not options["good_rows"]:
            say(_("ยังไม่ได้ส่ง – แก้ไฟล์แล้วสั่งใหม่ หรือเติม --good-rows เพื่อส่งเฉพาะช่องที่ผ่าน"))
            return REJECTED
    said = {name: options[name] for name in ("source", "method", "contact")}
    sent = submit(
        submission=submission, by=person_of(options["as"]), now=now(), only_good=options["good_rows"], **said
    )
    say(_("ส่งแล้ว ใบรับเลขที่ {receipt} (SHA-256 {sha256})").format(receipt=sent.receipt, sha256=sent.sha256))
    return 0


def _examined(
    options: dict[str, Any], progress: Callable[[str, int, int], None]
) -> tuple[Submission, Examination]:
    person, path = person_of(options["as"]), _file(options["file"])
    agency = agency_of(area_of(options["area"]), options["agency"])
    with path.open("rb") as file:
        kept = receive(
            file=file, name=path.name, agency=agency, by=person, now=now(), supersedes=_corrected(options),
            reason=options["reason"],
        )  # fmt: skip
    # A run that was killed left its examination under way: this one goes on in its place.
    asked = ask_to_examine(
        submission=kept,
        mapping=_mapping(options),
        reading=_reading(options),
        by=person,
        now=now(),
        instead=True,
    )
    ended = examine(asked.pk, clock=now, on_step=progress)
    if ended.problem:
        raise _unreadable(options, Message.from_data(ended.problem), ended)
    return submission_of(kept.pk), ended


def _unreadable(options: dict[str, Any], problem: Message, ended: Examination) -> RefusedError:
    if problem.code == NOT_MAPPED and options["write_map"]:
        return _to_be_completed(options, problem, look(submission_of(ended.submission_id)).mapping)
    return RefusedError(refuse("data_unreadable", "อ่านไฟล์นี้ไม่ได้: {problem}", problem=problem))


def _to_be_completed(options: dict[str, Any], problem: Message, mapping: Mapping) -> RefusedError:
    """What is known of the columns is written down all the same, for the person to complete."""
    _write(options["write_map"], mapping.to_json())
    return RefusedError(
        refuse(
            "data_map_to_complete",
            "{problem} – ที่รู้แล้วเขียนไว้ใน {file} เติมส่วนที่ขาดแล้วสั่งใหม่ด้วย --map",
            problem=problem,
            file=options["write_map"],
        )
    )


def _result(examination: Examination) -> Result:
    rejects = path_of(examination.rejects["name"]) if examination.rejects else None
    first, notes = rejects_of(examination, most=SHOWN), _in_words(examination.notes)
    listed = examination.rejects.get("rows", 0)
    return Result(examination.counts, examination.mapping, rejects, listed, first, notes)


def _in_words(notes: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(in_words(Message.from_data(note)) for note in notes)


def _dry_run(options: dict[str, Any], say: Say, progress: Callable[[str, int, int], None]) -> int:
    """The same check of the same file; nothing is kept but the list of rejected cells that was asked for."""
    path, area = _file(options["file"]), area_of(options["area"])
    agency, into = (
        agency_of(area, options["agency"]),
        Path(tempfile.mkdtemp(prefix="dry-run-", dir=scratch())),
    )
    try:
        found = look_through(
            path, name=path.name, agency=agency, mapping=_mapping(options), reading=_reading(options), into=into,
            today=localdate(now()), on_step=progress,
        )  # fmt: skip
        rejects = found.checked.rejects.path if found.checked.rejects else None
        listed = found.checked.rejects.rows if found.checked.rejects else 0
        first = store().rejects(rejects, most=SHOWN) if rejects else ()
        result = Result(found.counts, found.mapping.to_json(), rejects, listed, first, _in_words(found.notes))
        _write_mapping(options, result)
        told(result, say)
        _write_rejects(options, result, say)
    except NotMappedError as refused:
        if options["write_map"]:
            raise _to_be_completed(options, refused.refusal.message, refused.mapping) from None
        raise
    finally:
        shutil.rmtree(into, ignore_errors=True)
    say(_("ทดลองตรวจเท่านั้น ไม่ได้เก็บและไม่ได้ส่ง"))
    return REJECTED if rejects else 0


# ── what was typed ──────────────────────────────────────────────────────────
def _file(name: str) -> Path:
    path = Path(name)
    if not path.is_file():
        raise RefusedError(refuse("no_file", "ไม่พบไฟล์ {path} – โปรดตรวจชื่อและตำแหน่งไฟล์", path=path))
    return path


def _mapping(options: dict[str, Any]) -> dict[str, Any] | None:
    """``--map``: JSON itself, or the name of a file that holds it."""
    given = options["map"]
    if not given:
        return None
    try:
        text = given if given.lstrip().startswith("{") else Path(given).read_text(encoding="utf-8-sig")
        found = json.loads(text)
    except (OSError, ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise RefusedError(refuse("data_map_option", "อ่าน --map ไม่ได้ – ใส่ JSON หรือชื่อไฟล์ JSON ของการจับคู่คอลัมน์"))
    return found


def _reading(options: dict[str, Any]) -> dict[str, Any]:
    return {name: options[name] for name in ("sheet", "header", "encoding")}


def _corrected(options: dict[str, Any]) -> Submission | None:
    if not options["corrects"]:
        return None
    found = of_receipt(options["corrects"])
    if found is None:
        raise RefusedError(refuse("no_such_receipt", "ไม่พบใบรับเลขที่ {receipt}", receipt=options["corrects"]))
    return found


# ── what is told ────────────────────────────────────────────────────────────
def told(result: Result, say: Say) -> None:
    """Counts first, then what was taken for granted, then the first rejected cells with how to mend them."""
    counts = result.counts
    say(_("อ่านคอลัมน์ดังนี้") + ": " + " · ".join(_columns(result.mapping)))
    for what, name in ((_("แถว"), "rows"), (_("ช่องข้อมูล"), "cells")):
        say(
            _("{what}: {all} = ผ่าน {accepted} + ไม่ผ่าน {rejected}").format(
                what=what, all=f"{counts[f'{name}_in']:,}", accepted=f"{counts[f'{name}_accepted']:,}",
                rejected=f"{counts[f'{name}_rejected']:,}",
            )
        )  # fmt: skip
    for note in result.notes:
        say(f"  ○ {note}")
    for reject in result.first:
        say(_reject(reject, result.titles))
    if (more := result.listed - len(result.first)) > 0:
        say("  … " + _("และอีก {more} ช่อง").format(more=f"{more:,}"))


def _columns(mapping: dict[str, Any]) -> Iterator[str]:
    """``A อำเภอ = area``; what is ignored is left out; then what is the same for the whole table."""
    for column in mapping["columns"]:
        if column["means"] != Means.IGNORED:
            of = [column[name] for name in ("item", "area", "period", "list") if column.get(name)]
            yield f"{column_letter(column['place'])} {column['title']} = {' '.join([column['means'], *of])}"
    yield from (f"{name} = {mapping[name]}" for name in ("item", "area", "period") if mapping.get(name))


def _write_mapping(options: dict[str, Any], result: Result) -> None:
    if options["write_map"]:
        _write(options["write_map"], result.mapping)


def _write(to: str, mapping: dict[str, Any]) -> None:
    Path(to).write_text(json.dumps(mapping, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _reject(reject: Reject, titles: dict[int, str]) -> str:
    place = _("แถว {row} คอลัมน์ {letter}").format(row=reject.row, letter=column_letter(reject.column))
    mend = f" – {in_words(reject.mend)}" if reject.mend else ""
    title = titles.get(reject.column, "")
    return f"  × {place} {title} “{reject.value}”: {in_words(reject.reason)}{mend}"


def _write_rejects(options: dict[str, Any], result: Result, say: Say) -> None:
    if result.rejects is None:
        return
    to = Path(options["rejects"] or f"{options['file']}.rejects.csv")
    with to.open("w", encoding="utf-8-sig", newline="") as out:
        count = write_rejects(result.rejects, result.titles, out)
    say(_("รายการที่ไม่ผ่านทั้งหมด {count} รายการอยู่ใน {file}").format(count=f"{count:,}", file=to))
