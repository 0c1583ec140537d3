"""Makes text from any keyboard, file or font read alike: one character for one letter, marks in order."""

import re
import unicodedata

# Glyph variants that old Thai fonts put into the private use area (U+F700…), by libthai's table.
_PRIVATE_USE = dict(zip(range(0xF700, 0xF71B), "ฐิีึื่้๊๋์่้๊๋์ญัํ็่้๊๋์ฺุู", strict=True))
_INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), 0x2060, 0xFEFF, 0x00AD, *range(0x202A, 0x202F)])
_SPACES = dict.fromkeys(
    [0x00A0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0x0B, 0x0C, 0x85, 0x2028, 0x2029], " "
)
_CONTROLS = dict.fromkeys([*range(9), *range(0x0E, 0x20), 0x7F, *range(0x80, 0x85), *range(0x86, 0xA0)])
_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0xFB01: "fi", 0xFB02: "fl"}
_TABLE = _CONTROLS | _PRIVATE_USE | _INVISIBLE | _SPACES | _WIDE

_UPPER = "ัิ-ื็ํ"  # vowels and signs above
_TONES = "่-๋"
_REPAIRS = (
    (re.compile(f"ํ([{_TONES}]?)า"), r"\1ำ"),  # decomposed สระอำ, also with the tone between
    (re.compile(f"([{_TONES}])ํา"), r"\1ำ"),
    (re.compile(f"ำ([{_TONES}])"), r"\1ำ"),  # tone typed after สระอำ
    (re.compile(f"([{_TONES}์])([{_UPPER}ุ-ฺ])"), r"\2\1"),  # tone typed before the vowel
    (re.compile(f"([{_UPPER}ุ-ฺ{_TONES}์])\\1+"), r"\1"),  # the same mark twice
    (re.compile("เเ"), "แ"),
)
_LONG_BLANK = re.compile(r"([ .…_])\1{80,}")  # dotted leaders and blanks of any length say no more than 80


def normalise(text: str) -> str:
    """The same text, line for line, in ordinary characters; every line ends in one newline."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)
    text = unicodedata.normalize("NFC", text)
    for pattern, replacement in _REPAIRS:
        text = pattern.sub(replacement, text)
    return _LONG_BLANK.sub(lambda match: match.group(1) * 80, text)


_QUOTES = str.maketrans("“”„‟‘’‚‛«»", '""""\'\'\'\'""')
_NOT_COMPARED = re.compile(r"[\s\"'ฯ.\-–—:()*_]+")


def for_comparison(text: str) -> str:
    """What is left of a name when spaces, quotes and points do not count. Only for matching, never for keeping."""
    return _NOT_COMPARED.sub("", text.translate(_QUOTES)).lower()


_THAI = re.compile(r"[ก-๛]")


def thai_letters(text: str) -> int:
    return len(_THAI.findall(text))


_SPACE_BEFORE = re.compile(r"(?:ประจำปี|พ\.ศ\.|รอบ |ลงวันที่|ตั้งแต่วันที่|ด่วน|จำนวน |จ\.|[\"“‘(\[<A-Za-z0-9๐-๙])")
_HYPHEN = re.compile(r"[A-Za-z]-$")  # e-Service
_SPACE_AFTER = re.compile(r"[A-Za-z0-9๐-๙.,;:)\]>”’\"ฯ]$")


_FULL_LINE = 40  # letters: shorter lines end before the margin, nothing of them goes on below


def may_go_on(above: str, below: str) -> bool:
    """Whether ``below`` may be the rest of ``above``: a line that the margin broke is long, the rest no longer."""
    return len(above) >= _FULL_LINE and len(below) <= 1.5 * len(above) + 20


def join_wrapped(lines: list[str]) -> str:
    """Lines that were broken only because the paper ended, as one. Thai words join without a space."""
    joined = ""
    for line in (line.strip() for line in lines):
        if not joined or not line or (_HYPHEN.search(joined) and line[0].isascii()):
            joined += line
        elif _SPACE_AFTER.search(joined) or _SPACE_BEFORE.match(line):
            joined += " " + line
        else:
            joined += line
    return joined
