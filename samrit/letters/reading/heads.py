"""Reads the head of a letter: number, issuer, urgency, date, subject, recipients, references, enclosures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from samrit.letters.reading.characters import join_wrapped, may_go_on
from samrit.letters.reading.lines import Line
from samrit.letters.reading.numbers import LetterNumber, find_mentions, own_number
from samrit.letters.reading.offices import is_agency
from samrit.rules.thai import DateRead, arabic_digits, find_dates

_URGENCY = re.compile(r"(ด่วนที่สุด|ด่วนมาก|ด่วน)(?![ก-ฮ])")
_LABEL = re.compile(
    r"(?:(?P<subject>เรื่?อง)(?=[\s:]|$)|(?P<to>(?:กราบ)?เรียน(?=[\s:]|$|ผู้|หัวหน้า|นาย|ปลัด|ท่าน)|ถึง(?=\s))|(?P<reference>อ้างถึง)"
    r"|(?P<enclosure>สิ่งที่ ?ส่งมา ?(?:ด้วย)?|เอกสารแนบ(?=\s))|(?P<unit>ส่วนราชการ)(?=[\s:])|(?P<copy>สำเนาส่ง))\s{0,10}:?\s{0,10}"
)
_ITEM = re.compile(r"\(?[0-9๐-๙]{1,2}[.)](?![0-9๐-๙])\s{0,5}|[-•]\s{1,5}")
_COPIES = re.compile(r"\s{0,5}(?:จำนวน)\s{0,3}[0-9๐-๙]{1,4}\s{0,3}(?:ฉบับ|ชุด|แผ่น|เล่ม|รายการ|หน้า|ไฟล์|แผ่นพับ)")
_BODY = re.compile(
    r"(?:ด้วย|ตาม(?!บัญชี)|เนื่อง|อนุสนธิ|ในการนี้|พร้อม|เพื่อ|สืบเนื่อง|โดย|ขอ|เมื่อ|จังหวัด.{0,30}(?:ขอ|ได้|แจ้ง)|สำนักงาน.{0,30}(?:ขอ|ได้|แจ้ง)|กระทรวง.{0,30}(?:ขอ|ได้|แจ้ง)|จึง)"
)
_ISSUER = re.compile(
    r"(?:สำนัก|กระทรวง|กรม|ศาลากลาง|ที่ว่าการ|ที่ทำการ|องค์การ|องค์กร|เทศบาล|มหาวิทยาลัย|คณะกรรมการ|ทำเนียบ|จังหวัด|การไฟฟ้า|การประปา|สถาบัน|ศูนย์|โรงพยาบาล|วิทยาลัย|กองบัญชาการ|ตำรวจภูธร|สภา|ธนาคาร|ศาล)"
)
_ISSUER_ENDS = re.compile(
    r"\s*(?:โทร(?:ศัพท์|สาร)?[\s.\d๐-๙/]|ถนน|ถ\.\s?|อาคาร|ตำบล|ต\.|อำเภอเมือง|เลขที่|ไปรษณีย์|e-?mail|[0-9๐-๙]{5}$|วันที่)",
    re.IGNORECASE,
)
_STREET = re.compile(r"(?:ถนน|ถ\.|ตำบล|ต\.|อำเภอ|อ\.|เลขที่|โทร|ซอย|แขวง|เขต)")
_DATE_LABEL = re.compile(r"(?:ลง)?วันที่\s{0,5}[.…:]{0,40}\s{0,5}|ณ วันที่ ")
_MONTH_ONLY = re.compile(
    r"(?:วันที่)?[\s.…_]*(?:มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม)\s+(?:พ\.ศ\. ?)?[0-9๐-๙]{4}$"
)


@dataclass(frozen=True)
class Part:
    """Words of the head and the line they begin on; ``place``: subject, to, reference, enclosure."""

    place: str
    text: str
    line: int
    last: str = ""  # the last of its lines


@dataclass(frozen=True)
class Head:
    """All that stands before the body. Each field None or empty where the letter has none."""

    kind: str
    line: int
    number: LetterNumber | None = None
    number_text: str | None = None
    number_line: int | None = None
    issuer: str | None = None
    issuer_line: int | None = None
    urgency: str | None = None
    date: DateRead | None = None
    date_line: int | None = None
    month_only: bool = False
    parts: tuple[Part, ...] = field(default=())
    labels: tuple[tuple[str, int], ...] = ()  # the labels that stand there, filled in or not
    unlabelled_enclosures: bool = False

    def part(self, place: str) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.place == place)

    @property
    def subject(self) -> Part | None:
        return next(iter(self.part("subject")), None)


Placed = tuple[int, Line]


def read_head(own: Sequence[Placed], kind: str, title: str | None) -> tuple[Head, int]:
    """The head, and the position where the body begins. ``title``: who issues an order or announcement."""
    first = next((order for order, (_, line) in enumerate(own) if _is_subject(line)), None)
    if first is None:
        first = next((order for order, (_, line) in enumerate(own) if _LABEL.match(line.text)), len(own))
    above, rest = own[:first], own[first:]
    head = _above_subject(Head(kind, own[0][1].number), above, title)
    parts, labels, body, unlabelled = _blocks(rest)
    end = own[-1][0] + 1 if own else 0
    head = replace(head, parts=tuple(parts), labels=tuple(labels), unlabelled_enclosures=unlabelled)
    if head.date is None and kind in {"order", "announcement"}:
        head = _dated_at_end(head, rest)
    elif head.date is None and not head.subject and "to" in dict(labels):
        head = _sealed_at_end(head, rest)
    return head, body if body is not None else end


def _is_subject(line: Line) -> bool:
    label = _LABEL.match(line.text)
    return label is not None and label["subject"] is not None


# ── above the subject ───────────────────────────────────────────────────────
def _above_subject(head: Head, above: Sequence[Placed], title: str | None) -> Head:
    if title:
        head = replace(head, issuer=title, issuer_line=head.line)
    for _, line in above:
        head = _with_line(head, line)
    return head


def _with_line(head: Head, line: Line) -> Head:
    text = line.text
    own = own_number(text)
    if head.urgency is None and (urgency := _URGENCY.match(text)):
        head = replace(head, urgency=urgency[1])
    if own and head.number is None:
        head = replace(head, number=own.number, number_line=line.number)
        text = own.rest
    elif head.number_text is None and (order := re.fullmatch(r"ที่ ?(\d{1,5} ?/ ?\d{4})", arabic_digits(text))):
        return replace(head, number_text=order[1].replace(" ", ""), number_line=line.number)
    head = _with_date(head, text, line)
    return _with_issuer(head, text, line)


def _with_date(head: Head, text: str, line: Line) -> Head:
    if head.date is not None:
        return head
    label = _DATE_LABEL.search(text)
    for read in find_dates(text):
        alone = len(text) - (read.end - read.start) <= 3  # noqa: PLR2004 - a point, a blank
        labelled = label is not None and label.start() <= read.start <= label.end() + 2
        at_end = read.end >= len(text) - 1 and bool(line.cells or _ISSUER.match(text))
        if alone or labelled or at_end:
            return replace(head, date=read, date_line=line.number, month_only=False)
    if _MONTH_ONLY.match(text):
        return replace(head, month_only=True, date_line=line.number)
    return head


def _with_issuer(head: Head, text: str, line: Line) -> Head:
    label = _LABEL.match(text)
    if label and label["unit"]:
        return replace(head, issuer=_issuer_name(text[label.end() :]), issuer_line=line.number)
    if head.issuer is not None or _STREET.match(text):
        return head
    start = _ISSUER.search(text)
    if start is None or (start.start() > 0 and not re.fullmatch(r"[\d๐-๙\s.]*|.*\s", text[: start.start()])):
        return head
    return replace(head, issuer=_issuer_name(text[start.start() :]), issuer_line=line.number)


def _issuer_name(text: str) -> str | None:
    end = _ISSUER_ENDS.search(text)
    name = text[: end.start()] if end else text
    dates = find_dates(name)
    name = (name[: dates[0].start] if dates else name).strip(" …")
    return re.sub(r"^[.\s]+|\s*\.{2,}$", "", name) or None


# ── the labelled blocks ─────────────────────────────────────────────────────
def _blocks(rest: Sequence[Placed]) -> tuple[list[Part], list[tuple[str, int]], int | None, bool]:
    """Parts by label, the labels seen, where the body begins, and whether enclosures stand without a label."""
    parts: list[Part] = []
    labels: list[tuple[str, int]] = []
    current, unlabelled, previous = "", False, -2
    for position, line in rest:
        label = _LABEL.match(line.text)
        adjacent = position == previous + 1
        if label:
            current = next(name for name, value in label.groupdict().items() if value)
            labels.append((current, line.number))
            text = line.text[label.end() :].strip()
            if text:
                parts.append(Part(current, text, line.number, line.text))
        elif _COPIES.fullmatch(line.text) or _is_lone_date(line):
            pass  # a displaced จำนวน ๑ ฉบับ; a date below the subject
        elif _reads_on(current, line, parts, adjacent=adjacent):
            place = current
            if (
                _ITEM.match(line.text)
                and current in {"reference", "to", "subject"}
                and not _fits(current, line)
            ):
                place, unlabelled = "enclosure", True
            _append(parts, place, line)
        else:
            return _cleaned(parts), labels, position, unlabelled
        previous = position
    return _cleaned(parts), labels, None, unlabelled


def _is_lone_date(line: Line) -> bool:
    read = next(iter(find_dates(line.text)), None)
    return read is not None and read.start == 0 and read.end >= len(line.text) - 2


def _reads_on(current: str, line: Line, parts: Sequence[Part], *, adjacent: bool) -> bool:
    """Whether the line still belongs to the block under the label ``current``."""
    if not current:
        return False
    if _ITEM.match(line.text):
        return current != "to" or is_agency(_ITEM.sub("", line.text)) or _looks_like_enclosure(line)
    own = [part for part in parts if part.place in {current, "enclosure"}]
    if not adjacent or line.cells or (own and not may_go_on(own[-1].last, line.text)):
        return False
    return _goes_on(current, line, own)


def _goes_on(current: str, line: Line, own: Sequence[Part]) -> bool:
    """Whether words without a number, directly below and of fitting length, end the part above."""
    opens_body = _BODY.match(line.text) is not None
    if current == "to":
        return line.text.startswith("(") or (is_agency(line.text) and not opens_body)
    if current == "subject":
        finished = bool(own) and _is_finished(own[-1], line)
        return not finished and (not opens_body or _is_unfinished(own, line))
    return not opens_body or re.match(r"ลง ?วันที่", line.text) is not None


def _is_finished(subject: Part, line: Line) -> bool:
    """``… ปีงบประมาณ พ.ศ. ๒๕๖๘`` is mostly the end; a bracket, และ or รอบ may follow."""
    ended = re.search(r"(?:[0-9๐-๙]{4}|เดือน)\)?$", subject.text) is not None
    return ended and not re.match(r"\(|และ|รอบ|ครั้ง|ระหว่าง|เพื่อ|ตาม|ของ|พร้อม|โดย|ผ่าน", line.text)


def _is_unfinished(own: Sequence[Part], line: Line) -> bool:
    """``… ตามตัวชี้วัด`` / ``ตามมาตรการ …``: a subject that runs on with a word that may also open a body."""
    return bool(own) and line.text.startswith(
        ("ตามมาตรการ", "ตามตัวชี้วัด", "ตามนโยบาย", "ตามแผน", "เพื่อ", "พร้อม", "โดย")
    )


def _looks_like_enclosure(line: Line) -> bool:
    return _COPIES.search(line.text) is not None or bool(
        re.match(r".{0,6}(?:รายละเอียด|สำเนา|แบบ|ข้อมูล|กำหนดการ|คู่มือ|บัญชี)", line.text)
    )


def _fits(current: str, line: Line) -> bool:
    if current == "reference":
        return bool(find_mentions(line.text)) or bool(
            re.match(r".{0,6}(?:หนังสือ|คำสั่ง|ประกาศ|บันทึก|มติ|โทรสาร|วิทยุ|ระเบียบ)", line.text)
        )
    if current == "to":
        return is_agency(_ITEM.sub("", line.text))
    return False


def _append(parts: list[Part], place: str, line: Line) -> None:
    """An item begins a part, other words go on with the last."""
    last = parts[-1] if parts and parts[-1].place == place else None
    if last is None or _ITEM.match(line.text):
        parts.append(Part(place, line.text, line.number, line.text))
    else:
        parts[-1] = replace(last, text=join_wrapped([last.text, line.text]), last=line.text)


def _cleaned(parts: Sequence[Part]) -> list[Part]:
    cleaned = []
    for part in parts:
        text = part.text
        if part.place == "enclosure":
            text = _COPIES.sub("", text)
        if part.place != "subject":
            text = _ITEM.sub("", text, count=1) if _ITEM.match(text) else text
        if text.strip(" .…"):
            cleaned.append(replace(part, text=text.strip()))
    return cleaned


def _dated_at_end(head: Head, rest: Sequence[Placed]) -> Head:
    for _, line in rest:
        if re.match(r"(?:สั่ง|ประกาศ) ?ณ", line.text) and (dates := find_dates(line.text)):
            return replace(head, date=dates[0], date_line=line.number)
    return head


def _sealed_at_end(head: Head, rest: Sequence[Placed]) -> Head:
    """A stamped letter (หนังสือประทับตรา) has no subject; who sends it and its day stand at the end, around the seal."""
    for order, (_, line) in enumerate(rest):
        if not _is_lone_date(line):
            continue
        above = [one for _, one in rest[:order] if not one.text.startswith("(")]
        head = replace(head, date=find_dates(line.text)[0], date_line=line.number)
        return _with_issuer(head, above[-1].text, above[-1]) if above else head
    return head
