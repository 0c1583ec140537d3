"""Where a line of Thai may end, and where it must not.

Words are found by a Segmenter, which is handed in (``samrit.ui.words``); what an office never tears apart, whatever
the words, stands here: a number and its unit, พ.ศ. and its year, the number of a letter, a time, ๆ and its word.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from samrit.rules.thai.dates import MONTHS, MONTHS_SHORT

Segmenter = Callable[[str], Sequence[str]]
NO_BREAK = "\N{NO-BREAK SPACE}"

_DIGIT = "[0-9๐-๙]"
_NUMBER = rf"{_DIGIT}(?:[0-9๐-๙.,/:-]*{_DIGIT})?"
_GAP = "[ \N{NO-BREAK SPACE}]"
_MONTH = "(?:" + "|".join(re.escape(name) for name in (*MONTHS, *MONTHS_SHORT)) + ")"
_ENDS = "(?![ก-ฮะ-ฺ็-์])"  # the word is over: ปี, not ปีงบประมาณ
_WHOLE = re.compile(
    "|".join(
        (
            rf"[ก-ฮ]{{2,4}}{_GAP}{_NUMBER}/ว?{_GAP}?{_NUMBER}",  # ปท ๐๐๑๗.๒/ว ๖๕๖๙
            rf"[ก-ฮ]{{2,4}}{_GAP}{_NUMBER}/ว?(?!{_DIGIT})",  # the same before its number is drawn
            rf"(?:พ\.ศ\.|ค\.ศ\.){_GAP}{_NUMBER}",
            rf"(?:ที่{_GAP})?{_DIGIT}{{1,2}}{_GAP}{_MONTH}(?:{_GAP}{_DIGIT}{{4}})?",
            rf"(?:เวลา{_GAP})?{_NUMBER}(?:{_GAP}[-–]{_GAP}{_NUMBER})?{_GAP}น\.",
            rf"(?:โทร(?:ศัพท์|สาร)?\.?{_GAP})?{_DIGIT}{{1,3}}(?:{_GAP}{_DIGIT}{{3,4}})+(?:{_GAP}ต่อ{_GAP}{_NUMBER})?",
            rf"(?:ข้อ|มาตรา|หน้า|วาระที่|ครั้งที่|ร้อยละ|จำนวน|องค์ประกอบที่|รอบ|ที่){_GAP}{_NUMBER}(?:{_GAP}(?:เดือน|ฉบับ|ชุด|แผ่น|หน้า|คน|ราย|แห่ง|เรื่อง){_ENDS})?",
            rf"{_NUMBER}{_GAP}(?:บาท|ล้านบาท|ล้าน|คน|ราย|แห่ง|เดือน|ปี|วัน|ฉบับ|ชุด|แผ่น|หน้า|ตัวชี้วัด|หน่วยงาน|ครัวเรือน|ไมครอน|%|ตัน|กม\.|ตร\.กม\.){_ENDS}",
            rf"(?<=[ก-๎]){_GAP}(?:ๆ|ฯ)",
        )
    )
)
_MARKS = "ะ-ฺๅๆ็-๎ฯ"  # never at a line's beginning
_CLOSING = ")\\]}”’»,.;:!?%/"
_OPENING = "(\\[{“‘«"
_LEADING = "เ-ไ"
_NOT_LAST = re.compile(rf"[{_LEADING}{_OPENING}]")
_NOT_FIRST = re.compile(rf"[{_MARKS}{_CLOSING}\s]")


def unbroken(text: str) -> str:
    """The text with spaces that do not break within what stays on one line."""
    return _WHOLE.sub(lambda found: found[0].replace(" ", NO_BREAK), text)


def breaks(text: str, segment: Segmenter) -> list[int]:
    """Where a line may end: the places in the text behind which the next line may begin, its end left out."""
    within = {place for start, end in _wholes(text) for place in range(start + 1, end)}
    return [
        place
        for place in _ends(segment(text))
        if 0 < place < len(text) and place not in within and not _torn(text[place - 1], text[place])
    ]


def _wholes(text: str) -> Iterable[tuple[int, int]]:
    return (match.span() for match in _WHOLE.finditer(text))


def _ends(words: Sequence[str]) -> list[int]:
    ends, at = [], 0
    for word in words:
        at += len(word)
        ends.append(at)
    return ends


def _torn(before: str, after: str) -> bool:
    """Whether a line between these two letters is torn; one may end between letters and a space, and after it."""
    if NO_BREAK in {before, after}:
        return True
    return bool(_NOT_LAST.match(before) or _NOT_FIRST.match(after))
