"""ชนิดของหนังสือราชการ: which blocks each kind has, in the order of the page; how it opens and closes (``kinds.toml``)."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from samrit.rules.wording import Message, say


class Kind(StrEnum):
    """ชนิดของหนังสือ."""

    EXTERNAL = "external"
    MEMO = "memo"
    STAMPED = "stamped"
    ORDER = "order"
    ANNOUNCEMENT = "announcement"
    MEETING = "meeting"


KIND_LABELS: dict[Kind, Message] = {
    Kind.EXTERNAL: say("letter_kind_external", "หนังสือภายนอก"),
    Kind.MEMO: say("letter_kind_memo", "บันทึกข้อความ"),
    Kind.STAMPED: say("letter_kind_stamped", "หนังสือประทับตรา"),
    Kind.ORDER: say("letter_kind_order", "คำสั่ง"),
    Kind.ANNOUNCEMENT: say("letter_kind_announcement", "ประกาศ"),
    Kind.MEETING: say("letter_kind_meeting", "หนังสือเชิญประชุม"),
}


class Urgency(StrEnum):
    """ชั้นความเร็ว."""

    NORMAL = "normal"
    URGENT = "urgent"
    VERY_URGENT = "very_urgent"
    MOST_URGENT = "most_urgent"


URGENCY_LABELS: dict[Urgency, Message] = {
    Urgency.NORMAL: say("letter_urgency_normal", "ปกติ"),
    Urgency.URGENT: say("letter_urgency_urgent", "ด่วน"),
    Urgency.VERY_URGENT: say("letter_urgency_very_urgent", "ด่วนมาก"),
    Urgency.MOST_URGENT: say("letter_urgency_most_urgent", "ด่วนที่สุด"),
}


class Block(StrEnum):
    """What a paper consists of. ``agenda`` and ``number_code`` are only asked for: they stand in other blocks."""

    SECRECY = "secrecy"
    EMBLEM = "emblem"
    URGENCY = "urgency"
    OFFICE = "office"
    NUMBER = "number"
    PLACE = "place"
    DAY = "day"
    SUBJECT = "subject"
    ADDRESSEE = "addressee"
    REFERENCES = "references"
    ENCLOSURES = "enclosures"
    BODY = "body"
    CLOSING = "closing"
    SIGNATORIES = "signatories"
    OWNER_UNIT = "owner_unit"
    TELEPHONE = "telephone"
    EMAIL = "email"
    COPIES = "copies"
    QR = "qr"
    ATTACHMENTS = "attachments"
    NUMBER_CODE = "number_code"
    AGENDA = "agenda"


BLOCK_LABELS: dict[Block, Message] = {
    Block.SECRECY: say("letter_block_secrecy", "ชั้นความลับ"),
    Block.EMBLEM: say("letter_block_emblem", "ตราของส่วนราชการ"),
    Block.URGENCY: say("letter_block_urgency", "ชั้นความเร็ว"),
    Block.OFFICE: say("letter_block_office", "ชื่อส่วนราชการ"),
    Block.NUMBER: say("letter_block_number", "เลขที่หนังสือ"),
    Block.PLACE: say("letter_block_place", "ส่วนราชการเจ้าของหนังสือและที่ตั้ง"),
    Block.DAY: say("letter_block_day", "วันที่"),
    Block.SUBJECT: say("letter_block_subject", "เรื่อง"),
    Block.ADDRESSEE: say("letter_block_addressee", "ผู้รับ"),
    Block.REFERENCES: say("letter_block_references", "อ้างถึง"),
    Block.ENCLOSURES: say("letter_block_enclosures", "สิ่งที่ส่งมาด้วย"),
    Block.BODY: say("letter_block_body", "เนื้อความ"),
    Block.CLOSING: say("letter_block_closing", "คำลงท้าย"),
    Block.SIGNATORIES: say("letter_block_signatories", "ผู้ลงนาม"),
    Block.OWNER_UNIT: say("letter_block_owner_unit", "ส่วนราชการเจ้าของเรื่อง"),
    Block.TELEPHONE: say("letter_block_telephone", "โทรศัพท์"),
    Block.EMAIL: say("letter_block_email", "ไปรษณีย์อิเล็กทรอนิกส์"),
    Block.COPIES: say("letter_block_copies", "สำเนาส่ง"),
    Block.QR: say("letter_block_qr", "คิวอาร์โค้ด"),
    Block.ATTACHMENTS: say("letter_block_attachments", "เอกสารแนบท้าย"),
    Block.NUMBER_CODE: say("letter_block_number_code", "รหัสหนังสือของส่วนราชการ"),
    Block.AGENDA: say("letter_block_agenda", "ระเบียบวาระการประชุม"),
}


@dataclass(frozen=True)
class KindRules:
    """One table of ``kinds.toml``. ``form``: which page it is printed as (external, memo, stamped, decree)."""

    kind: Kind
    name: str
    form: str
    blocks: tuple[Block, ...]
    required: frozenset[Block]

    def has(self, block: Block) -> bool:
        return block in self.blocks


@dataclass(frozen=True)
class Salutation:
    """คำขึ้นต้น and the คำลงท้าย that belongs to it."""

    code: str
    opening: str
    closing: str
    begins: tuple[str, ...]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "kinds.toml").read_text(encoding="utf-8"))


@cache
def rules_of(kind: Kind) -> KindRules:
    """What the regulation says of a kind."""
    row = next(row for row in _data()["kinds"] if row["code"] == kind)
    blocks, required = tuple(map(Block, row["blocks"])), frozenset(map(Block, row["required"]))
    return KindRules(kind, row["name"], row["form"], blocks, required)


NEEDED = say("letter_block_needed", "ต้องมีก่อนเสนอลงนาม")


def mark_of(rules: KindRules, block: Block) -> Message | None:
    """What stands beside the field of a block; None where the drafter may leave it empty or not."""
    if block in rules.required:
        return NEEDED
    if not rules.has(block):
        return say("letter_block_unused", "ไม่ใช้กับหนังสือชนิดนี้")
    return None


@cache
def salutations() -> tuple[Salutation, ...]:
    """Every way to open and close, the most particular first."""
    return tuple(
        Salutation(row["code"], row["opening"], row["closing"], tuple(row["begins"]))
        for row in _data()["salutations"]
    )


def salutation_for(addressee: str) -> Salutation:
    """กราบเรียน for the heads of state powers, นมัสการ for monks, เรียน for everybody else."""
    return next(one for one in salutations() if addressee.strip().startswith(one.begins))
