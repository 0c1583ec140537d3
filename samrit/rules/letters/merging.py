"""Templates of letters (``templates/*.toml``): text with merge fields, filled from what the system knows.

A template names only fields of ``FIELDS``; a value is text, put in once and never read as a template again, or, for a
table, rows. Where a value is wanting the draft says which: nothing is left blank in silence.
"""

import re
import string
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from samrit.rules.letters.kinds import Kind, Urgency
from samrit.rules.wording import Message, Refusal, listed, refuse, say

Rows = Sequence[Sequence[str]]
Value = str | Rows

FIELDS: dict[str, Message] = {
    "province": say("merge_province", "จังหวัด"),
    "year": say("merge_year", "ปีงบประมาณ"),
    "months": say("merge_months", "รอบ (เดือน)"),
    "opens": say("merge_opens", "วันเปิดรายงาน"),
    "closes": say("merge_closes", "วันปิดรายงาน"),
    "edition_number": say("merge_edition_number", "ฉบับที่ของกรอบ"),
    "edition_source": say("merge_edition_source", "หนังสือหรือมติที่มาของกรอบ"),
    "effective_on": say("merge_effective_on", "วันเริ่มใช้กรอบ"),
    "kpis": say("merge_kpis", "ตารางตัวชี้วัด"),
    "kpi_count": say("merge_kpi_count", "จำนวนตัวชี้วัด"),
    "amended_number": say("merge_amended_number", "ฉบับที่ปรับปรุง"),
    "changed_kpis": say("merge_changed_kpis", "ตารางตัวชี้วัดที่เปลี่ยนแปลง"),
    "changed_count": say("merge_changed_count", "จำนวนตัวชี้วัดที่เปลี่ยนแปลง"),
    "late": say("merge_late", "ตารางผลที่ยังไม่ส่ง"),
    "late_count": say("merge_late_count", "จำนวนผลที่ยังไม่ส่ง"),
    "total": say("merge_total", "คะแนนรวม"),
    "rating": say("merge_rating", "ระดับผลการประเมิน"),
    "scores": say("merge_scores", "ตารางคะแนน"),
    "appeal_opening": say("merge_appeal_opening", "เรื่องที่อุทธรณ์"),
    "appeal_hearing": say("merge_appeal_hearing", "การแต่งตั้งคณะพิจารณา"),
    "appeal_contested": say("merge_appeal_contested", "ข้อเท็จจริงและเหตุผลของจังหวัด"),
    "appeal_order": say("merge_appeal_order", "คำสั่งแต่งตั้งคณะพิจารณา"),
    "appeal_day": say("merge_appeal_day", "วันที่มีคำวินิจฉัย"),
    "appeal_outcome": say("merge_appeal_outcome", "คำวินิจฉัย"),
    "appeal_reason": say("merge_appeal_reason", "เหตุผลของคำวินิจฉัย"),
    "appeal_rows": say("merge_appeal_rows", "ตารางก่อนและหลังคำวินิจฉัย"),
    "appeal_panel": say("merge_appeal_panel", "ความเห็นของคณะพิจารณา"),
    "appeal_effect": say("merge_appeal_effect", "ผลของคำวินิจฉัย"),
    "appeal_remedy": say("merge_appeal_remedy", "สิทธิขั้นต่อไป"),
    "incoming_sender": say("merge_incoming_sender", "ผู้ส่งหนังสือรับ"),
    "incoming_number": say("merge_incoming_number", "เลขที่หนังสือรับ"),
    "incoming_day": say("merge_incoming_day", "วันที่ของหนังสือรับ"),
    "incoming_subject": say("merge_incoming_subject", "เรื่องของหนังสือรับ"),
    "instruction": say("merge_instruction", "สิ่งที่ให้ดำเนินการ"),
    "meeting": say("merge_meeting", "การประชุม"),
    "meeting_day": say("merge_meeting_day", "วันและเวลาประชุม"),
    "meeting_place": say("merge_meeting_place", "สถานที่ประชุม"),
    "agenda": say("merge_agenda", "ระเบียบวาระการประชุม"),
}
TABLES = frozenset(
    {"kpis", "changed_kpis", "late", "scores", "agenda", "appeal_rows", "appeal_panel"}
)  # their values are rows
ROWS_IN = {
    "table": TABLES - {"agenda"},
    "agenda": frozenset({"agenda"}),
}  # an agenda's: title, who presents, points
BLOCKS = frozenset({"paragraph", "heading", "items", *ROWS_IN})
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


@dataclass(frozen=True)
class Template:
    """One file of ``templates``. ``body``: blocks; a table's rows come from the field that ``rows_of`` names."""

    code: str
    name: str
    english: str
    kind: Kind
    circular: bool
    urgency: Urgency
    subject: str
    addressee: str
    body: tuple[Mapping[str, Any], ...]
    references: tuple[str, ...] = ()
    enclosures: tuple[tuple[str, str], ...] = ()

    def message(self) -> Message:
        return Message(f"letter_topic_{self.code}", self.name)

    @property
    def fields(self) -> frozenset[str]:
        """Every field it names."""
        named = {one for text in self._texts() for one in fields_in(text)}
        return frozenset(named | {block["rows_of"] for block in self.body if "rows_of" in block})

    def _texts(self) -> Iterable[str]:
        yield from (self.subject, self.addressee, *self.references)
        for pair in self.enclosures:
            yield from pair
        for block in self.body:
            yield block.get("text", "")
            yield from block.get("items", ())


@dataclass(frozen=True)
class Merged:
    """What a draft begins with."""

    subject: str
    addressee: str
    body: list[dict[str, Any]]
    references: list[str]
    enclosures: list[list[str]]


def fields_in(text: str) -> list[str]:
    """The fields that a text names. ValueError where its braces make no sense or ask for more than a value."""
    found = []
    for _, name, form, conversion in string.Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier() or form or conversion:
            raise ValueError(f"a merge field is a name alone: {text}")
        found.append(name)
    return found


def read(document: Mapping[str, Any]) -> Template:
    """ValueError for an unknown field or block, and for a table's field where text belongs or the other way round."""
    template = Template(
        code=document["code"],
        name=document["name"],
        english=document["english"],
        kind=Kind(document["kind"]),
        circular=document.get("circular", False),
        urgency=Urgency(document.get("urgency", "normal")),
        subject=document["subject"],
        addressee=document.get("addressee", ""),
        body=tuple(document["body"]),
        references=tuple(document.get("references", ())),
        enclosures=tuple((title, quantity) for title, quantity in document.get("enclosures", ())),
    )
    if unknown := template.fields - FIELDS.keys():
        raise ValueError(f"{template.code}: unknown merge fields {sorted(unknown)}")
    for block in template.body:
        if block["type"] not in BLOCKS or not _rows_fit(block):
            raise ValueError(f"{template.code}: no such block {block}")
    if any(name in TABLES for text in template._texts() for name in fields_in(text)):  # noqa: SLF001 - of its own class
        raise ValueError(f"{template.code}: a table does not fit into a sentence")
    return template


def _rows_fit(block: Mapping[str, Any]) -> bool:
    if block["type"] in ROWS_IN:
        return block.get("rows_of") in ROWS_IN[block["type"]]
    return "rows_of" not in block


@cache
def templates() -> dict[str, Template]:
    """Every template by its code, in the order of the file names."""
    folder = resources.files(__package__) / "templates"
    files = sorted((one for one in folder.iterdir() if one.name.endswith(".toml")), key=lambda one: one.name)
    read_all = [read(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files]
    return {template.code: template for template in read_all}


def topic_label(code: str) -> Message:
    """The name of a template; the code itself where there is none any more."""
    known = templates().get(code)
    return known.message() if known else Message(code, code)


def refuse_values(template: Template, values: Mapping[str, Value]) -> Refusal | None:
    """Which values are wanting, in words."""
    wanting = [FIELDS[name] for name in FIELDS if name in template.fields and not values.get(name)]
    if not wanting:
        return None
    return refuse(
        "merge_values_wanting",
        "ร่างหนังสือ “{topic}” ยังไม่ได้ เพราะยังไม่มี: {fields}",
        topic=template.message(),
        fields=listed(wanting),
    )


def merged(template: Template, values: Mapping[str, Value]) -> Merged:
    """The template with its values. KeyError where ``refuse_values`` would have refused."""
    texts = {name: one_line(value) for name, value in values.items() if isinstance(value, str)}

    def fill(text: str) -> str:
        return text.format_map(texts)

    return Merged(
        subject=fill(template.subject),
        addressee=fill(template.addressee),
        body=[_block(block, values, texts) for block in template.body],
        references=[fill(one) for one in template.references],
        enclosures=[[fill(title), fill(quantity)] for title, quantity in template.enclosures],
    )


def _block(block: Mapping[str, Any], values: Mapping[str, Value], texts: Mapping[str, str]) -> dict[str, Any]:
    match block["type"]:
        case "table":
            rows = [[one_line(cell) for cell in row] for row in values[block["rows_of"]]]
            options = {name: list(block[name]) for name in ("widths", "numeric") if name in block}
            return {"type": "table", "head": list(block["head"]), "rows": rows, **options}
        case "agenda":
            return {"type": "agenda", "items": [_agenda_item(*row) for row in values[block["rows_of"]]]}
        case "items":
            items = [{"text": one.format_map(texts), "items": []} for one in block["items"]]
            return {"type": "items", "items": items, "start": 1}
        case kind:
            return {"type": kind, "text": block["text"].format_map(texts)}


def _agenda_item(title: str, presenter: str, *points: str) -> dict[str, Any]:
    return {
        "title": one_line(title),
        "presenter": one_line(presenter),
        "points": [one_line(one) for one in points],
    }


def one_line(text: str) -> str:
    """A value as it goes into a sentence: no line breaks, no control characters."""
    return " ".join(_CONTROL.sub(" ", text).split())
