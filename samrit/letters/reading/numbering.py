"""Automatic numbering of Word paragraphs: the numbers stand in no text, they are counted."""

from typing import Any

from samrit.rules.thai import list_letter, thai_digits

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9


class Numbering:
    """Gives each numbered paragraph its label (``1.``, ``๑.๑``, ``-``), counting as Word does."""

    def __init__(self, part: Any) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}  # numId → level → format, text, start
        self.counts: dict[str, list[int]] = {}
        if part is not None:
            self._read(part)

    def _read(self, part: Any) -> None:
        abstract = {
            each.get(f"{_W}abstractNumId"): {
                int(level.get(f"{_W}ilvl") or 0): _level(level) for level in each.findall(f"{_W}lvl")
            }
            for each in part.findall(f"{_W}abstractNum")
        }
        for number in part.findall(f"{_W}num"):
            target = number.find(f"{_W}abstractNumId")
            if target is not None:
                self.levels[number.get(f"{_W}numId")] = abstract.get(target.get(f"{_W}val"), {})

    def label(self, paragraph: Any) -> str:
        """The label, without what follows it; empty for a paragraph that is not numbered."""
        properties = paragraph.find(f"{_W}pPr/{_W}numPr")
        if properties is None:
            return ""
        list_id, depth = (_value(properties, name) for name in ("numId", "ilvl"))
        level = int(depth or 0) if (depth or "0").isdecimal() else 0
        formats = self.levels.get(list_id or "", {})
        if level not in formats or level >= _LEVELS:
            return ""
        counts = self.counts.setdefault(list_id or "", [0] * _LEVELS)
        counts[level] += 1 if counts[level] else formats[level][2]
        counts[level + 1 :] = [0] * (_LEVELS - level - 1)
        return _filled(formats, counts, level)


def _value(element: Any, name: str) -> str | None:
    child = element.find(f"{_W}{name}")
    value = child.get(f"{_W}val") if child is not None else None
    return str(value) if value is not None else None


def _level(level: Any) -> tuple[str, str, int]:
    start = _value(level, "start") or "1"
    return (
        _value(level, "numFmt") or "decimal",
        _value(level, "lvlText") or "",
        int(start) if start.isdecimal() else 1,
    )


def _filled(formats: dict[int, tuple[str, str, int]], counts: list[int], level: int) -> str:
    kind, text, _ = formats[level]
    if kind == "none":
        return ""
    if kind == "bullet":
        return "-"
    for upper in range(level + 1):
        form = formats.get(upper, ("decimal", "", 1))[0]
        text = text.replace(f"%{upper + 1}", _numeral(counts[upper] or 1, form))
    return text


def _numeral(count: int, form: str) -> str:
    if form in {"thaiNumbers", "thaiCounting"}:
        return thai_digits(str(count))
    if form == "thaiLetters":
        return list_letter(count)
    if form in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (count - 1) % 26)
        return letter if form == "lowerLetter" else letter.upper()
    return str(count)
