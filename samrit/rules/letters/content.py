"""What a draft says, as plain values: the same for the form, the kept version and the paper."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from samrit.rules.letters.kinds import Kind, Urgency
from samrit.rules.letters.merging import one_line
from samrit.rules.letters.paper import Digits, blocks_from_data
from samrit.rules.secrecy import Level
from samrit.rules.wording import Message, Refusal, listed, refuse, say

LONGEST_TEXT = 200_000  # letters in all blocks together
LONGEST_LINE = 2_000
MOST_LINES = 300  # recipients, enclosures, references


@dataclass(frozen=True, kw_only=True)
class Content:
    """``body``: ``paper.blocks_to_data``. Lists keep the order of the page; ``enclosures``: title, how many."""

    kind: str = Kind.EXTERNAL.value
    circular: bool = False
    urgency: str = Urgency.NORMAL.value
    secrecy: str = Level.ORDINARY.value
    digits: str = Digits.THAI.value
    subject: str = ""
    salutation: str = ""
    addressee: str = ""
    recipients: tuple[str, ...] = ()
    body: tuple[Mapping[str, Any], ...] = ()
    references: tuple[str, ...] = ()
    enclosures: tuple[tuple[str, str], ...] = ()
    copy_to: tuple[str, ...] = ()
    due_on: date | None = None

    def to_data(self) -> dict[str, Any]:
        """As JSON data, for the version that is kept."""
        kept = asdict(self)
        kept["due_on"] = self.due_on.isoformat() if self.due_on else None
        return {name: _plain(value) for name, value in kept.items()}


def _plain(value: Any) -> Any:
    """Tuples become lists, as JSON gives them back."""
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return {name: _plain(one) for name, one in value.items()} if isinstance(value, dict) else value


def from_data(data: Mapping[str, Any]) -> Content:
    """What ``to_data`` kept; fields that a later release knows more than the data have their defaults."""
    known = {one.name for one in fields(Content)}
    kept = {name: value for name, value in data.items() if name in known}
    for name in ("recipients", "body", "references", "copy_to"):
        kept[name] = tuple(kept.get(name, ()))
    kept["enclosures"] = tuple((title, quantity) for title, quantity in kept.get("enclosures", ()))
    if kept.get("due_on"):
        kept["due_on"] = date.fromisoformat(kept["due_on"])
    return Content(**kept)


FIELD_LABELS: dict[str, Message] = {
    "kind": say("letter_field_kind", "ชนิดหนังสือ"),
    "circular": say("letter_field_circular", "หนังสือเวียน"),
    "urgency": say("letter_field_urgency", "ชั้นความเร็ว"),
    "secrecy": say("letter_field_secrecy", "ชั้นความลับ"),
    "digits": say("letter_field_digits", "ตัวเลขในหนังสือ"),
    "subject": say("letter_field_subject", "เรื่อง"),
    "salutation": say("letter_field_salutation", "คำขึ้นต้น"),
    "addressee": say("letter_field_addressee", "ผู้รับ"),
    "recipients": say("letter_field_recipients", "รายชื่อแนบท้าย"),
    "body": say("letter_field_body", "เนื้อความ"),
    "references": say("letter_field_references", "อ้างถึง"),
    "enclosures": say("letter_field_enclosures", "สิ่งที่ส่งมาด้วย"),
    "copy_to": say("letter_field_copy_to", "สำเนาส่ง"),
    "due_on": say("letter_field_due_on", "กำหนดให้แล้วเสร็จ"),
}


def changed_fields(before: Content, after: Content) -> list[str]:
    """Names of what differs, in the order of the page."""
    old, new = before.to_data(), after.to_data()
    return [name for name in FIELD_LABELS if old[name] != new[name]]


def tidied(content: Content) -> Content:
    """Without the lines that say nothing, and without control signs in what stands in one line."""
    return Content(
        **{
            **{one.name: getattr(content, one.name) for one in fields(content)},
            "subject": one_line(content.subject),
            "salutation": one_line(content.salutation),
            "addressee": one_line(content.addressee),
            "recipients": _lines(content.recipients),
            "references": _lines(content.references),
            "copy_to": _lines(content.copy_to),
            "enclosures": tuple(
                (one_line(title), one_line(quantity))
                for title, quantity in content.enclosures
                if title.strip()
            ),
        }
    )


def _lines(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(line for line in map(one_line, lines) if line)


def refuse_content(content: Content) -> Refusal | None:
    """Why a draft cannot even be kept so. What is only wanting keeps nobody from saving."""
    if unknown := [name for name, known in _CODES.items() if getattr(content, name) not in known]:
        return refuse(
            "letter_value_unknown",
            "เลือกค่าของ {fields} จากรายการ",
            fields=listed([FIELD_LABELS[name] for name in unknown]),
        )
    try:
        blocks_from_data(content.body)
    except ValueError:
        return refuse("letter_body_unreadable", "อ่านเนื้อความที่ส่งมาไม่ได้ – โหลดหน้านี้ใหม่แล้วพิมพ์อีกครั้ง")
    if len(str(content.body)) > LONGEST_TEXT:
        return refuse("letter_too_long", "เนื้อความยาวเกินไป – ย้ายรายละเอียดไปเป็นสิ่งที่ส่งมาด้วย")
    lines = (
        *content.recipients,
        *content.references,
        *content.copy_to,
        *(title for title, _ in content.enclosures),
    )
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in (content.subject, *lines)):
        return refuse("letter_lines_too_long", "รายชื่อ อ้างถึง หรือสิ่งที่ส่งมาด้วยยาวเกินไป – แยกเป็นเอกสารแนบ")
    return None


_CODES: dict[str, frozenset[str]] = {
    "kind": frozenset(Kind),
    "urgency": frozenset(Urgency),
    "secrecy": frozenset(Level),
    "digits": frozenset(Digits),
}


def refuse_unnamed(content: Content) -> Refusal | None:
    """Asked before it is proposed: the register tells every letter by its subject, a stamped one too, whose paper has none."""
    if content.subject.strip():
        return None
    return refuse("letter_unnamed", "ยังไม่มีเรื่อง – ทะเบียนใช้เรื่องของหนังสือทุกชนิด พิมพ์เรื่องก่อนเสนอลงนาม")
