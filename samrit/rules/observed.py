"""Reading the value of an observation: a number, or which of the several kinds of "no number" the cell says.

``-``, ``ไม่มีข้อมูล``, a blank and ``0`` are four different things and stay so. The signs are those that สำนักงานสถิติแห่งชาติ
prints in its tables: ``…`` not available, ``-`` nil or zero, ``--`` negligible, and e, r, p behind a figure.
"""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from samrit.rules.amounts import Limits, aligned, checked, settled
from samrit.rules.thai import plain_number
from samrit.rules.typed import LONGEST, as_shown, evened, quoted
from samrit.rules.units import NO_UNIT, Unit, alike, converted, is_multiplier, read_unit
from samrit.rules.wording import Message, Refusal, RefusedError, refuse, say

LIMITS = Limits(before=20, after=12)


class Status(StrEnum):
    """What a cell says. ``sdmx`` is the nearest code of SDMX CL_OBS_STATUS; only our own code tells them all apart."""

    VALUE = "value"  # a number, 0 among them
    BLANK = "blank"  # nothing typed
    DASH = "dash"  # "-": none, or zero; the office does not say which
    NO_DATA = "no_data"  # ไม่มีข้อมูล
    NEGLIGIBLE = "negligible"  # "--": something, too little to print
    NOT_APPLICABLE = "not_applicable"  # ไม่เกี่ยวข้อง: there can be no such figure here
    NOT_YET = "not_yet"  # รอผล: still to be published
    SUPPRESSED = "suppressed"  # ปกปิด: known, not to be shown

    @property
    def sdmx(self) -> str:
        return _SDMX[self]


class Mark(StrEnum):
    """What is noted behind a figure. SDMX has no code for a revised one."""

    PROVISIONAL = "provisional"
    REVISED = "revised"
    ESTIMATED = "estimated"
    FORECAST = "forecast"


_SDMX = MappingProxyType(
    {
        Status.VALUE: "A",
        Status.BLANK: "O",
        Status.DASH: "O",
        Status.NO_DATA: "O",
        Status.NEGLIGIBLE: "N",
        Status.NOT_APPLICABLE: "M",
        Status.NOT_YET: "O",
        Status.SUPPRESSED: "Q",
    }
)
_SDMX_MARKS = {Mark.FORECAST: "F", Mark.ESTIMATED: "E", Mark.PROVISIONAL: "P"}  # the first that is there


@dataclass(frozen=True)
class Observed:
    """``value`` only with VALUE: exact, with the decimals as typed. ``text`` is the cell as it came.

    ``notes`` say what was taken for granted, to be shown before anything is kept.
    """

    status: Status
    text: str
    value: Decimal | None = None
    marks: tuple[Mark, ...] = ()
    notes: tuple[Message, ...] = ()

    @property
    def sdmx(self) -> str:
        """The code of SDMX CL_OBS_STATUS: A, P, E, F for a number; O, N, M, Q for none."""
        return next((code for mark, code in _SDMX_MARKS.items() if mark in self.marks), self.status.sdmx)


def _spellings(words: str) -> list[str]:
    return [word.replace("_", " ") for word in words.split()]


_WORDS: dict[str, Status] = {
    **dict.fromkeys(_spellings("- (-)"), Status.DASH),
    **dict.fromkeys(["--"], Status.NEGLIGIBLE),
    **dict.fromkeys(
        _spellings(
            "ไม่มีข้อมูล ไม่มี ไม่มีข้อมูลฯ ไม่ปรากฏข้อมูล ไม่พบข้อมูล ไม่ทราบ n/a na n.a. n.a nd n.d. no_data not_available * .. ... …"
        ),
        Status.NO_DATA,
    ),
    **dict.fromkeys(_spellings("ไม่เกี่ยวข้อง ไม่เข้าข่าย ไม่มีพื้นที่ดังกล่าว not_applicable"), Status.NOT_APPLICABLE),
    **dict.fromkeys(
        _spellings("ยังไม่มีข้อมูล รอผล รอข้อมูล รอประกาศ ยังไม่ประกาศ อยู่ระหว่างรวบรวม pending not_yet_published"),
        Status.NOT_YET,
    ),
    **dict.fromkeys(_spellings("ปกปิด ไม่เปิดเผย ห้ามเปิดเผย suppressed confidential (c)"), Status.SUPPRESSED),
}
_MARKS = {
    "p": Mark.PROVISIONAL, "ᵖ": Mark.PROVISIONAL, "เบื้องต้น": Mark.PROVISIONAL, "ตัวเลขเบื้องต้น": Mark.PROVISIONAL,
    "r": Mark.REVISED, "ʳ": Mark.REVISED, "ปรับปรุง": Mark.REVISED, "ตัวเลขปรับปรุง": Mark.REVISED,
    "e": Mark.ESTIMATED, "ᵉ": Mark.ESTIMATED, "ประมาณการ": Mark.ESTIMATED, "ตัวเลขประมาณ": Mark.ESTIMATED,
    "f": Mark.FORECAST, "คาดการณ์": Mark.FORECAST, "พยากรณ์": Mark.FORECAST,
}  # fmt: skip
_MARKED = re.compile(
    r"(?P<rest>.*[0-9)%ก-๙])(?: ?[(\[](?P<inside>[^()\[\]]+)[)\]]|(?P<raised>[ᵖʳᵉ])|(?<=[0-9)%]) ?(?P<letter>[prefPREF]))"
)
_ERRORS = (
    "#DIV/0!",
    "#REF!",
    "#VALUE!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#N/A",
    "#SPILL!",
    "#CALC!",
    "#GETTING_DATA",
)
_TOO_NARROW = re.compile(r"#+")
_PLAIN = re.compile(r"[0-9]+(\.[0-9]*)?|\.[0-9]+")
_GROUPED = re.compile(r"[0-9]{1,3}((,[0-9]{3})+|( [0-9]{3})+)(\.[0-9]*)?")
_EXPONENT = re.compile(r"[+-]?[0-9.,]+ ?e ?[+-]?[0-9]+", re.IGNORECASE)
_FIGURE = re.compile(
    r"(?P<before>[^0-9().,+-]*?) ?(?P<open>\()? ?(?P<sign>[+-]?) ?(?P<core>[0-9.,](?:[0-9., ]*[0-9.,])?) ?"
    r"(?P<percent>%)? ?(?P<close>\))? ?(?P<after>[^0-9.,()+ -][^()]*)?"
)


def read_value(given: object, *, unit: Unit = NO_UNIT, limits: Limits = LIMITS) -> Observed | Refusal:
    """What a cell says of an item that is counted in ``unit``; a Refusal says why not and how to mend it.

    Thai or Arabic digits; thousands by comma or space; brackets for a negative number; a unit only where it is the
    item's own; ``(p)``, ``r``, ``(ประมาณการ)`` behind a figure are marks. Never rounded, never scaled.
    """
    try:
        return _read(given, unit, limits)
    except RefusedError as refused:
        return refused.refusal


def _read(given: object, unit: Unit, limits: Limits) -> Observed:
    _check_kind(given)
    text = evened(given).removeprefix("'").strip()
    if not text:
        return Observed(Status.BLANK, as_shown(given))
    _check_spreadsheet(text)
    if status := _WORDS.get(text.casefold()):
        return Observed(status, as_shown(given), notes=_doubt(text))
    figure, marks = _marks_apart(text)
    value, notes = _number(figure, given, unit)
    checked(value, limits)
    return Observed(Status.VALUE, as_shown(given), value, marks, notes)


def _doubt(text: str) -> tuple[Message, ...]:
    if text != "ไม่มี":
        return ()
    return (say("observed_none", "อ่าน “ไม่มี” เป็น ไม่มีข้อมูล ซึ่งไม่ใช่ 0 – หากหมายถึงศูนย์ ให้พิมพ์ 0"),)


def _check_kind(given: object) -> None:
    if isinstance(given, date | time | timedelta):
        raise RefusedError(
            refuse(
                "observed_date",
                "เซลล์เก็บเป็นวันที่หรือเวลา ({given}) ไม่ใช่ตัวเลข – จัดรูปแบบเซลล์เป็นตัวเลขแล้วพิมพ์ใหม่",
                given=quoted(given),
            )
        )
    if isinstance(given, bool):
        raise _unreadable(given)


def _check_spreadsheet(text: str) -> None:
    """What a spreadsheet writes where a formula failed, or the formula itself."""
    error = next((error for error in _ERRORS if text.upper().startswith(error)), None)
    if error:
        raise RefusedError(
            refuse(
                "observed_spreadsheet_error",
                "สูตรในเซลล์ให้ผลผิดพลาด {error} – แก้สูตรในไฟล์ต้นทาง หรือพิมพ์ตัวเลขแทน",
                error=error,
            )
        )
    if _TOO_NARROW.fullmatch(text):
        raise RefusedError(
            refuse(
                "observed_too_narrow",
                "เซลล์มีแต่ {signs} เพราะคอลัมน์แคบไป – ขยายคอลัมน์แล้วบันทึกใหม่",
                signs=text[:10],
            )
        )
    if text.startswith(("=", "@")):
        raise RefusedError(
            refuse(
                "observed_formula", "เซลล์เป็นสูตร {formula} ที่ยังไม่มีค่า – คำนวณแล้วบันทึกเป็นค่า", formula=quoted(text)
            )
        )


def _marks_apart(text: str) -> tuple[str, tuple[Mark, ...]]:
    """``1,234 (p)(r)`` → ``1,234`` and its marks, in the order of writing."""
    marks: list[Mark] = []
    while len(text) <= LONGEST and (match := _MARKED.fullmatch(text)):
        word = (match["inside"] or match["raised"] or match["letter"]).strip().casefold()
        if word not in _MARKS:
            break
        marks.insert(0, _MARKS[word])
        text = match["rest"].strip()
    return text, tuple(dict.fromkeys(marks))


def _number(text: str, given: object, unit: Unit) -> tuple[Decimal, tuple[Message, ...]]:
    if _EXPONENT.fullmatch(text):
        raise RefusedError(
            refuse(
                "observed_exponent",
                "“{given}” เป็นตัวเลขย่อแบบเลขยกกำลัง ซึ่งอาจตัดหลักทิ้งไปแล้ว – จัดรูปแบบเซลล์เป็นตัวเลขเต็มแล้วส่งใหม่",
                given=quoted(given),
            )
        )
    match = _FIGURE.fullmatch(text) if len(text) <= LONGEST else None
    if not match or bool(match["open"]) != bool(match["close"]) or (match["open"] and match["sign"]):
        raise _unreadable(given)
    value = _plain_value(match["core"], given)
    words = [
        word.strip() for word in (match["before"], match["percent"], match["after"]) if word and word.strip()
    ]
    _check_unit(words, value, given, unit)
    if match["open"] and value:
        note = say("observed_brackets", "อ่านวงเล็บเป็นจำนวนลบ: −{value}", value=aligned(value, 0))
        return -value, (note,)
    return (value.copy_negate() if match["sign"] == "-" and value else value), ()


def _plain_value(core: str, given: object) -> Decimal:
    if _PLAIN.fullmatch(core):
        return Decimal(core)
    if _GROUPED.fullmatch(core):
        return Decimal(core.replace(",", "").replace(" ", ""))
    raise RefusedError(
        refuse(
            "observed_separators",
            "จุด จุลภาค หรือช่องว่างใน “{given}” อ่านได้หลายแบบ – พิมพ์จุลภาคคั่นทุกสามหลัก และจุดหน้าทศนิยม เช่น 1,234.5",
            given=quoted(given),
        )
    )


def _check_unit(words: list[str], value: Decimal, given: object, unit: Unit) -> None:
    """Words beside the number have to be the item's unit."""
    if not words:
        return
    written = read_unit(words[0])
    if len(words) == 1 and (written == unit or (is_multiplier(words[0]) and written.factor == unit.factor)):
        return
    known = written.is_percent or is_multiplier(words[0]) or alike(written, unit)
    if len(words) > 1 or not (known or unit.words):
        raise _unreadable(given)
    if alike(written, unit):
        raise RefusedError(
            refuse(
                "observed_other_multiplier",
                "“{given}” เขียนหน่วยเป็น {written} แต่รายการนี้นับเป็น {unit} – หากตั้งใจเช่นนั้น ให้พิมพ์ {converted}",
                given=quoted(given),
                written=words[0],
                unit=unit.words or "–",
                converted=plain_number(settled(converted(value, written, unit))),
            )
        )
    raise RefusedError(
        refuse(
            "observed_other_unit",
            "“{given}” มีคำว่า “{written}” แต่รายการนี้นับเป็น “{unit}” – ให้เหลือเฉพาะตัวเลขในหน่วยนี้",
            given=quoted(given),
            written=quoted(words[0]),
            unit=unit.words or "–",
        )
    )


def _unreadable(given: object) -> RefusedError:
    return RefusedError(
        refuse(
            "observed_unreadable",
            "อ่าน “{given}” เป็นตัวเลขไม่ได้ – พิมพ์ตัวเลข เช่น 1,234.5 หรือหากไม่มี ให้พิมพ์ ไม่มีข้อมูล",
            given=quoted(given),
        )
    )
