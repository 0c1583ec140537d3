"""Masks passwords, accounts and other secrets before anything else sees the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from samrit.letters.reading.tables import BREAK, Row, find_rows

MASK = "•••"

# Marks above and below may be missing: scanning loses them.
_ACCOUNT = (
    r"ชื?่?อ ?ผู?้? ?ใช้?(?: ?งาน)?(?:ระบบ)?|ชื่อ ?บัญชี(?:ผู้ใช้(?:งาน)?)?|บัญชี ?ผู้ใช้(?:งาน)?|รหัส ?ผู้ใช้(?:งาน)?"
    r"|ยูสเซอร์(?:เนม)?|user[ _-]?name|user[ _-]?id|log[ _-]?in[ _-]?(?:name|id)"
)
_LOOSE = (
    r"ผู้ใช้(?:งาน)?|ไอดี|user|account|log[ _-]?in"  # everyday words: a label only where a line or cell begins
)
_HIDDEN = (
    r"รหั?ส ?ผ่?าน|พาส ?เวิร์?ด|รหัส ?ลับ|รหัส ?เข้า(?:ใช้|ระบบ|ประชุม|ร่วมประชุม)(?:งาน|ระบบ)?|รหัส ?pin"
    r"|pass[ _-]?word|pass[ _-]?wd|pass[ _-]?code|pass[ _-]?phrase|pwd|p/w|pass|pw|pin|otp"
    r"|api[ _-]?key|access[ _-]?key|secret(?:[ _-]?key)?|(?:access[ _-]?)?token"
)
_ONE = rf"(?:(?P<@password>{_HIDDEN})|(?P<@account>{_ACCOUNT})|(?P<@loose>{_LOOSE}))"
_DECORATION = r"[*_`\"' \\]{0,6}"
_LABEL = re.compile(
    r"(?<![A-Za-z/_.\-])"
    + _ONE.replace("@", "")
    + rf"(?:{_DECORATION}(?:/|,|&|และ|กับ){_DECORATION}{_ONE.replace('@', 'second_')})?"
    + r"(?![A-Za-z_/]|-\S|\d+(?!\d| ?[:=]))\d{0,2}"
    + r"(?:[ ]{0,3}\([^()\n]{0,40}\))?",  # รหัสผ่าน (Password)
    re.IGNORECASE,
)
_TAGS = r"(?:</?[a-zA-Z][^<>\n]{0,100}>)"
_SEPARATOR = re.compile(
    rf"(?:{_DECORATION}{_TAGS}?){{0,3}}(?P<sign>[:=]+>?|[-–—](?= )|คือ|ได้แก่|->|→|\bis\b)(?:{_DECORATION}{_TAGS}?){{0,3}}",
    re.IGNORECASE,
)
_FILLER = re.compile(r"[ก-๙ (]{0,40}(?:e-SAR)?[ก-๙ )]{0,20}")  # รหัสผ่านสำหรับเข้าระบบ e-SAR :
_NO_VALUE = re.compile(r"[\s.…_\-–—•*()\"'\\]*")
_VALUE_LIKE = re.compile(r"[A-Za-z0-9๐-๙]")
_TELLING = re.compile(r"[0-9๐-๙@#$%^&*!_+=?]")
_THAI_START = re.compile(r"[ก-ฮเ-ไ]")
_PROSE = re.compile(r"(?:ตาม|ดัง|จะ|ที่|แจ้ง|ส่ง|ของ|ให้|ใหม่|เดิม|และ|หรือ|ไม่|เพื่อ|ใน|โดย|เป็น|ทุก|กรุณา|โปรด)")
_LIST_NUMBER = re.compile(r"\s*[0-9๐-๙]{1,2}[.)]\s")
_ADDRESS = re.compile(r"\s*<?https?://", re.IGNORECASE)
_BEGINNING = re.compile(
    rf"(?:.*(?:\t|\||{BREAK}|>|  |[;,/]\s?))?[\s\-*•#\"'_`]*(?:[0-9๐-๙]{{1,2}}[.)])?\s*", re.DOTALL
)
_CELL_EDGE = re.compile(rf"\t|{BREAK}|<br ?/?>|</?(?:td|th|tr|table|p|div|li)\b", re.IGNORECASE)

_IN_ADDRESS = re.compile(
    r"(?<=://)(?P<user>[^\s/@<>\"':]{0,200})(?::(?P<password>[^\s/@<>\"']{0,200}))?(?=@)"
)
_IN_QUERY = re.compile(
    r"(?<=[?&;])(?:password|passwd|pwd|pass|(?:access_|id_)?token|api_?key|secret|signature|sig)"
    r"=(?P<password>[^&\s<>\"')]{1,500})",
    re.IGNORECASE,
)
_BEARER = re.compile(r"\b(?:Bearer|Basic) {1,3}(?P<password>[A-Za-z0-9._~+/=-]{16,2000})")
_JWT = re.compile(r"\b(?P<password>eyJ[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{5,2000}\.[A-Za-z0-9_-]{5,2000})")
_KEY_BLOCK = re.compile(r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?P<password>[A-Za-z0-9+/=\s]{1,20000})")
_LONG_ENOUGH_TO_REPEAT = 6
_LOOK_AHEAD = 4  # lines between a label and its value


@dataclass(frozen=True)
class Secret:
    start: int
    end: int
    kind: str  # "password" | "account"


@dataclass(frozen=True)
class Masked:
    """``lines`` of the masked places, counted from 1."""

    text: str
    secrets: tuple[tuple[int, str], ...]

    @property
    def count(self) -> int:
        return len(self.secrets)


def mask(text: str) -> Masked:
    """The text with every secret replaced, line for line, and where they stood."""
    secrets = [*_labelled(text), *_columns(text), *_patterned(text)]
    secrets = _without_overlap([*secrets, *_repeated(text, secrets)])
    pieces, at, places = [], 0, []
    line, counted = 1, 0
    for secret in secrets:
        line += text.count("\n", counted, secret.start)
        counted = secret.start
        hidden = text[secret.start : secret.end]
        pieces += [text[at : secret.start], MASK + "\n" * hidden.count("\n")]
        at = secret.end
        places.append((line, secret.kind))
    return Masked("".join(pieces) + text[at:], tuple(places))


def _without_overlap(secrets: list[Secret]) -> list[Secret]:
    kept: list[Secret] = []
    for secret in sorted(secrets, key=lambda secret: (secret.start, -secret.end)):
        if not kept or secret.start >= kept[-1].end:
            kept.append(secret)
        elif secret.end > kept[-1].end:
            kept[-1] = Secret(kept[-1].start, secret.end, kept[-1].kind)
    return kept


def _kinds(label: re.Match[str]) -> list[str]:
    kinds = ["password" if label["password"] else "account"]
    if label["second_password"] or label["second_account"] or label["second_loose"]:
        kinds.append("password" if label["second_password"] else "account")
    return kinds


def _labels(line: str) -> list[re.Match[str]]:
    return [
        label
        for label in _LABEL.finditer(line)
        if not label["loose"]
        or label["second_password"]
        or _BEGINNING.fullmatch(line[max(0, label.start() - 60) : label.start()])
    ]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t\\*`\"'|":
        start += 1
    while end > start and text[end - 1] in " \t*`\"'|":
        end -= 1
    return start, end


def _labelled(text: str) -> Iterator[Secret]:
    """``label : value`` on a line, or the label alone and its value on the next line."""
    waiting: list[str] = []
    asked_at, offset, signed = 0, 0, False
    for number, line in enumerate(text.split("\n")):
        labels = _labels(line)
        found = list(_on_line(text, line, offset, labels)) if labels else []
        yield from found
        if labels and not found and _only_labels(line, labels):
            waiting += [kind for label in labels for kind in _kinds(label)]
            asked_at, signed = number, line.rstrip(" *_`").endswith((":", "="))
        elif labels or number - asked_at > _LOOK_AHEAD:
            waiting = []
        elif waiting and line.strip():
            start, end = _trimmed(text, offset, offset + len(line))
            if _is_token(text[start:end]) or (signed and _is_phrase(text[start:end])):
                yield Secret(start, end, waiting.pop(0))
                asked_at = number
            else:
                waiting = []
        offset += len(line) + 1


def _only_labels(line: str, labels: list[re.Match[str]]) -> bool:
    if len(labels) > 4 or re.search(r"[\t|]|</?t[rdh]\b", line):  # noqa: PLR2004 - no form, or a table's row
        return False
    return _NO_VALUE.fullmatch(re.sub(r"[:=/#>\s-]", "", re.sub(_TAGS, "", _LABEL.sub("", line)))) is not None


def _is_token(value: str) -> bool:
    return not re.search(r"[\s<>|]", value) and bool(_VALUE_LIKE.search(value)) and not _LABEL.search(value)


def _is_phrase(value: str) -> bool:
    """Several words that are no Thai: after ``Password:`` on the line above, the whole line is the value."""
    short = len(value) <= 60 and not _ADDRESS.match(value)  # noqa: PLR2004 - no sentence
    return short and value.isascii() and bool(_TELLING.search(value)) and not _LABEL.search(value)


def _on_line(text: str, line: str, offset: int, labels: list[re.Match[str]]) -> Iterator[Secret]:
    for position, label in enumerate(labels):
        following = labels[position + 1].start() if position + 1 < len(labels) else len(line)
        span = _value(line, label, following)
        if span is not None:
            last = span[1]
            while last == following < len(line) and last > span[0] and line[last - 1] in " ,;/":
                last = following = last - 1
            start, end = _trimmed(text, offset + span[0], offset + last)
            if start < end:
                yield from _split(text, start, end, _kinds(label))


def _split(text: str, start: int, end: int, kinds: list[str]) -> Iterator[Secret]:
    """``user/password: a / b`` holds two secrets."""
    cut = re.search(r" ?[/,] ?| {1,3}", text[start:end]) if len(kinds) > 1 else None
    if cut and cut.end() < end - start and cut.start() > 0:
        yield Secret(start, start + cut.start(), kinds[0])
        yield Secret(start + cut.end(), end, kinds[1])
    else:
        yield Secret(start, end, kinds[-1])


def _value(line: str, label: re.Match[str], following: int) -> tuple[int, int] | None:
    """Where the value of the label stands on its line; None when there is none."""
    separator = _SEPARATOR.match(line, label.end(), following)
    guessed = False
    if separator is None:
        filler = _FILLER.match(line, label.end(), following)
        separator = _SEPARATOR.match(line, filler.end() if filler else label.end(), following)
        guessed = True
    start = separator.end() if separator else label.end()
    edge = _CELL_EDGE.search(line, start, following)
    end = edge.start() if edge else following
    value = line[start:end]
    if _NO_VALUE.fullmatch(value) or (_ADDRESS.match(value) and not label["password"]):
        return None
    if separator is None:
        return _bare_value(line, label, start, end)
    stripped = value.strip()
    guessed = guessed or bool(label["loose"]) or separator["sign"] in "-–—"
    if _THAI_START.match(stripped) and not _TELLING.search(stripped.split()[0]):
        return None if guessed or _PROSE.match(stripped) else (start, end)
    if guessed and _LIST_NUMBER.match(value):
        return None
    if guessed and not _VALUE_LIKE.search(stripped.split()[0]):
        return None
    return start, _end_of_value(line, start, end)


def _end_of_value(line: str, start: int, end: int) -> int:
    """A value that is no Thai word ends where Thai words begin."""
    first = re.match(r"\s*\S+", line[start:end])
    thai = re.search(r"\s[ก-ฮเ-ไ(]", line[start + first.end() - 1 : end]) if first else None
    return start + first.end() - 1 + thai.start() if first and thai else end


def _bare_value(line: str, label: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """``รหัสผ่าน abc123``: no colon, so the next word must look like a secret or be all there is."""
    if start < len(line) and not line[start].isspace():
        return None
    word = re.match(r"\s{1,20}(\S{1,200})", line[start:end])
    if word is None or not _VALUE_LIKE.search(word[1]) or _THAI_START.match(word[1]):
        return None
    alone = not line[: label.start()].strip(" -*•#>") and not line[start + word.end() : end].strip()
    telling = _TELLING.search(word[1]) and (label["password"] or re.search(r"[A-Za-z]", word[1]))
    if (alone and label["password"]) or telling:
        return start + word.start(1), start + word.end(1)
    return None


def _columns(text: str) -> Iterator[Secret]:
    """Columns headed by a label, and rows of label | value."""
    columns: dict[int, str] = {}
    table: int | None = None
    for row in find_rows(text):
        if row.table != table:
            table, columns = row.table, {}
        labels = {
            n: kind for n, kind in enumerate(_cell_label(text, row, n) for n in range(len(row.cells))) if kind
        }
        if labels and _heads(text, row, labels):
            columns = labels
            continue
        yield from _cells(text, row, columns)
        yield from _cells(text, row, {n + 1: kind for n, kind in labels.items() if n + 1 not in labels})


def _cell_text(text: str, row: Row, column: int) -> str:
    cell = row.cells[column] if column < len(row.cells) else None
    return re.sub(_TAGS, "", text[cell.start : cell.end]).strip(" *_`\t\n:#") if cell else ""


def _cell_label(text: str, row: Row, column: int) -> str | None:
    label = _LABEL.fullmatch(_cell_text(text, row, column)[:120])
    return _kinds(label)[0] if label else None


def _heads(text: str, row: Row, labels: dict[int, str]) -> bool:
    """Whether the labels head columns rather than stand before their value."""
    if len(row.cells) == 2 and 0 in labels and 1 not in labels:  # noqa: PLR2004 - label | value
        return False
    return all(n + 1 in labels or not _VALUE_LIKE.search(_cell_text(text, row, n + 1)) for n in labels)


def _cells(text: str, row: Row, columns: dict[int, str]) -> Iterator[Secret]:
    for column, kind in columns.items():
        cell = row.cells[column] if column < len(row.cells) else None
        if cell is None or _NO_VALUE.fullmatch(re.sub(_TAGS, "", text[cell.start : cell.end])):
            continue
        start, end = _trimmed(text, cell.start, cell.end)
        inner = re.match(rf"(?:\s|{_TAGS})*", text[start:end])
        closing = re.search(rf"(?:{_TAGS}\s*)+$", text[start:end])
        yield Secret(start + (inner.end() if inner else 0), start + closing.start() if closing else end, kind)


def _patterned(text: str) -> Iterator[Secret]:
    for pattern in (_IN_ADDRESS, _IN_QUERY, _BEARER, _JWT, _KEY_BLOCK):
        for match in pattern.finditer(text):
            for kind, group in (("account", "user"), ("password", "password")):
                if match.groupdict().get(group):
                    yield Secret(match.start(group), match.end(group), kind)


def _repeated(text: str, secrets: list[Secret]) -> Iterator[Secret]:
    """A password that stands a second time without its label."""
    values = {text[secret.start : secret.end] for secret in secrets if secret.kind == "password"}
    for value in values:
        if len(value) < _LONG_ENOUGH_TO_REPEAT or "\n" in value or not _TELLING.search(value):
            continue
        at = text.find(value)
        while at >= 0:
            yield Secret(at, at + len(value), "password")
            at = text.find(value, at + len(value))
