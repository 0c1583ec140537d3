"""One text of one field: what may stand there, and what to say when something else does."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from difflib import get_close_matches
from urllib.parse import urlsplit

from samrit.rules.amounts import quoted
from samrit.rules.catalog.days import FIRST_YEAR, LAST_YEAR, day_of
from samrit.rules.catalog.kinds import Field, Kind, Schema
from samrit.rules.thai import parse_number
from samrit.rules.wording import Message, say

Trouble = tuple[Message, Message]
"""What is wrong, and how it is mended."""

LONGEST: Mapping[Kind, int] = {
    Kind.LONG: 20_000,
    Kind.TAGS: 100,
    Kind.SLUG: 70,
}  # slug and tag [repo], others [assumed]
LONGEST_TEXT = 1_000
SHORTEST_NAME = 2  # of a slug and of a tag [repo: CKAN]
_SAYS_SOMETHING = re.compile(r"[^\W_]")  # a letter or a digit
_SLUG = re.compile(r"[a-z0-9_-]+")
_TAG = re.compile(r"[ก-๙\w \-.]+")  # [repo]
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?=.{1,253}$)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}")  # fmt: skip
_STRAY = re.compile("[\u0000-\u0008\u000b-\u001f\u007f\u2028\u2029\ufeff]")
_WHOLE = re.compile(r"[1-9][0-9]{0,3}")
_YEAR = re.compile(r"[0-9]{4}")


def trouble_with(schema: Schema, asked: Field, text: str) -> Trouble | None:
    """What is wrong with one text of a field, or None. A field that holds several is asked text by text."""
    longest = LONGEST.get(asked.kind, LONGEST_TEXT)
    if len(text) > longest:
        return (
            say("catalog_long", "{field} ยาวเกิน {most} ตัวอักษร", field=asked.label, most=longest),
            say("catalog_long_mend", "ย่อให้สั้นลง หรือย้ายส่วนที่ยาวไปไว้ในรายละเอียด"),
        )
    if _STRAY.search(text) or text != text.strip():
        return (
            say("catalog_stray", "{field} มีอักขระที่มองไม่เห็นหรือมีช่องว่างหัวท้าย", field=asked.label),
            say("catalog_stray_mend", "พิมพ์ใหม่โดยไม่คัดลอกจากเอกสาร"),
        )
    return _TROUBLES[asked.kind](schema, asked, text)


def not_in_list(schema: Schema, asked: Field, text: str) -> Trouble:
    """That a word is none of the vocabulary's; the nearest ones are offered, or the whole list when it is short."""
    return (
        say("catalog_not_listed", "“{given}” ไม่มีในรายการของ{field}", given=quoted(text), field=asked.label),
        _offered(schema, asked, text),
    )


def _offered(schema: Schema, asked: Field, text: str) -> Message:
    names = {one.name: one for one in schema.choices(asked)}
    near = get_close_matches(text, names, n=2)
    if near:
        return say("catalog_nearest", "ใกล้ที่สุดคือ {near}", near=_side_by_side(near))
    if any(one.other for one in names.values()):
        text_of_list = "เลือกจาก {known} – ถ้าไม่มีข้อใดตรง เลือก “อื่นๆ” แล้วระบุ (ในไฟล์พิมพ์ “อื่นๆ: …”)"
        return say("catalog_choose_or_other", text_of_list, known=_side_by_side(list(names)))
    return say("catalog_choose", "เลือกจาก {known}", known=_side_by_side(list(names)))


def _side_by_side(names: list[str]) -> str:
    return " · ".join(f"“{name}”" for name in names)


def _text(_: Schema, asked: Field, text: str) -> Trouble | None:
    if _SAYS_SOMETHING.search(text):
        return None
    return (
        say("catalog_says_nothing", "{field} “{given}” ไม่ได้บอกอะไร", field=asked.label, given=quoted(text)),
        say("catalog_says_nothing_mend", "เขียนเป็นข้อความ หรือเว้นว่างไว้"),
    )


def _choice(schema: Schema, asked: Field, text: str) -> Trouble | None:
    return None if schema.choice(asked, text) else not_in_list(schema, asked, text)


def _tag(_: Schema, asked: Field, text: str) -> Trouble | None:
    if len(text) < SHORTEST_NAME:
        return (
            say("catalog_tag_short", "{field} “{given}” สั้นเกินไป", field=asked.label, given=text),
            say("catalog_tag_short_mend", "ใช้คำที่ยาวอย่างน้อย {least} ตัวอักษร", least=SHORTEST_NAME),
        )
    strange = sorted(set(_TAG.sub("", text)))
    if not strange:
        return None
    return (
        say("catalog_tag_letters", "{field} “{given}” มีเครื่องหมายที่ใช้ไม่ได้: {found}", field=asked.label, given=quoted(text), found=" ".join(strange)),
        say("catalog_tag_letters_mend", "ใช้ตัวอักษร ตัวเลข เว้นวรรค ขีดกลาง ขีดล่าง และจุดเท่านั้น"),
    )  # fmt: skip


def _email(_: Schema, asked: Field, text: str) -> Trouble | None:
    if _EMAIL.fullmatch(text) and ".." not in text:
        return None
    return (
        say("catalog_email", "“{given}” ไม่ใช่อีเมล", given=quoted(text)),
        say("catalog_email_mend", "ใส่ที่อยู่เดียวใน{field} เช่น data@agency.example.go.th", field=asked.label),
    )


def is_web_address(text: str) -> bool:
    """Whether it is an http or https address of some host."""
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", text)
    except ValueError:
        return False


def _url(_: Schema, asked: Field, text: str) -> Trouble | None:
    if is_web_address(text):
        return None
    return (
        say("catalog_url", "“{given}” ไม่ใช่ที่อยู่เว็บ", given=quoted(text)),
        say("catalog_url_mend", "ใส่ใน{field}ให้ขึ้นต้นด้วย https:// หรือ http://", field=asked.label),
    )


def _slug(_: Schema, asked: Field, text: str) -> Trouble | None:
    if _SLUG.fullmatch(text) and len(text) >= SHORTEST_NAME:
        return None
    return (
        say("catalog_slug", "“{given}” ใช้เป็น{field} ไม่ได้", given=quoted(text), field=asked.label),
        say("catalog_slug_mend", "ใช้อักษร a–z ตัวเลข ขีดกลางหรือขีดล่าง {least}–{most} ตัว", least=SHORTEST_NAME, most=LONGEST[Kind.SLUG]),
    )  # fmt: skip


def _date(_: Schema, asked: Field, text: str) -> Trouble | None:
    if day_of(text):
        return None
    return (
        say("catalog_date", "อ่าน{field} “{given}” เป็นวันไม่ได้", field=asked.label, given=quoted(text)),
        say("catalog_date_mend", "พิมพ์แบบ 2567-01-31 (ปี พ.ศ.-เดือน-วัน) หรือ 31 ม.ค. 2567"),
    )


def _year(_: Schema, asked: Field, text: str) -> Trouble | None:
    if _YEAR.fullmatch(text) and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return None
    return (
        say("catalog_year", "{field} “{given}” ไม่ใช่ปี พ.ศ.", field=asked.label, given=quoted(text)),
        say("catalog_year_mend", "พิมพ์ปี พ.ศ. สี่หลัก เช่น 2567"),
    )


def _whole(_: Schema, asked: Field, text: str) -> Trouble | None:
    if _WHOLE.fullmatch(text):
        return None
    return (
        say("catalog_whole", "{field} “{given}” ไม่ใช่จำนวนเต็มตั้งแต่ 1", field=asked.label, given=quoted(text)),
        say("catalog_whole_mend", "พิมพ์เฉพาะตัวเลข เช่น 1"),
    )


def _degrees(most: int) -> "Check":
    def check(_: Schema, asked: Field, text: str) -> Trouble | None:
        number = parse_number(text)
        if number is not None and abs(number) <= Decimal(most):
            return None
        return (
            say("catalog_degrees", "{field} “{given}” ไม่ใช่องศาระหว่าง -{most} ถึง {most}", field=asked.label, given=quoted(text), most=most),
            say("catalog_degrees_mend", "พิมพ์เป็นองศาทศนิยม เช่น 100.5231"),
        )  # fmt: skip

    return check


Check = Callable[[Schema, Field, str], Trouble | None]
_TROUBLES: Mapping[Kind, Check] = {
    Kind.TEXT: _text,
    Kind.LONG: _text,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choice,
    Kind.TAGS: _tag,
    Kind.EMAIL: _email,
    Kind.URL: _url,
    Kind.SLUG: _slug,
    Kind.DATE: _date,
    Kind.YEAR: _year,
    Kind.WHOLE: _whole,
    Kind.LONGITUDE: _degrees(180),
    Kind.LATITUDE: _degrees(90),
}
