"""A sample with something wrong: bytes, words and figures changed; inside an archive, its parts; in JSON, its values."""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Sequence
from random import Random
from typing import Any

ODD = [
    b"", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n", b"\t", b",", b";", b'"', b"'", b"<", b">", b"&#0;", b"]]>", b"\\",
    b"(" * 40, b"[" * 3000, b'{"a":' * 3000, b"<a>" * 2000, b"-", b"--1", b"0", b"-1", b"1e400", b"1e99999999999999999999", b"1e-400", b"NaN", b"Infinity",
    b"9" * 30, b"9" * 5000, b"2147483648", b"1048577", b"XFD1048576", b"\\ud800", b"\\u0000", "๙๙๙๙".encode(), "๒๕๖๗".encode(),
    "31 กุมภาพันธ์ 2567".encode(), "ํา่".encode(), "\u200b".encode(), "½²".encode(), "\U0001f600".encode(), b"%", b"{}", b"{0}", b"null",
    b"true", b"=1+1", b"../../x", b"://", b"http://[", b"xn--", b"@", b"#", b"\x1a", b"\x85", "\u2028".encode(), b"1.2.3", b"1,23,4",
]  # fmt: skip
ODD_VALUES: list[Any] = [
    None, True, False, 0, -1, 10**30, 1.5, float("1e300"), float("nan"), "", "ก", "9" * 400, "\x00", "\ud800", "2567-13-45", [], {},
    [[]], [None], {"": None}, [1, "ก", None], {"a": {"b": []}}, "a" * 5000, ["ก"] * 300,
]  # fmt: skip
_FIGURE = re.compile(rb"[0-9]+")
_ARCHIVE = b"PK\x03\x04"
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError)


def mutated(data: bytes, dice: Random, words: Sequence[bytes] = ()) -> bytes:
    if data.startswith(_ARCHIVE) and dice.random() < 0.8:
        return _archive(data, dice, words)
    if data[:1] in {b"{", b"["} and dice.random() < 0.6:
        return _json(data, dice, words)
    return _bytes(data, dice, words)


def _bytes(data: bytes, dice: Random, words: Sequence[bytes]) -> bytes:
    for _ in range(dice.choice((1, 1, 1, 2, 3, 6, 12))):
        data = _once(data, dice, words)
    return data


def _once(data: bytes, dice: Random, words: Sequence[bytes]) -> bytes:
    start = dice.randrange(len(data) + 1)
    end = min(len(data), start + dice.choice((0, 1, 1, 2, 8, 40, 400)))
    piece = data[start:end]
    kind = dice.randrange(8)
    if kind == 0:
        return data[:start]
    if kind == 1:
        piece = b""
    elif kind == 2:
        piece *= dice.choice((2, 3, 50))
    elif kind == 3:
        piece = bytes([dice.randrange(256)]) + piece[1:]
    elif kind == 4 and words:
        piece = dice.choice(words)
    elif kind == 5 and (figures := list(_FIGURE.finditer(data))):
        start, end = dice.choice(figures).span()
        piece = dice.choice(ODD)
    elif kind == 6:
        other = dice.randrange(len(data) + 1)
        piece = data[other : other + dice.choice((1, 4, 30, 300))]
    else:
        piece = dice.choice(ODD)
    return data[:start] + piece + data[end:]


# ── archives ────────────────────────────────────────────────────────────────
def _archive(data: bytes, dice: Random, words: Sequence[bytes]) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as whole:
            parts = [(one.filename, whole.read(one)) for one in whole.infolist()]
    except _BROKEN:
        return _bytes(data, dice, words)
    if not parts:
        return _bytes(data, dice, words)
    place = dice.randrange(len(parts))
    name, content = parts[place]
    kind = dice.randrange(12)
    if kind == 0:
        del parts[place]
    elif kind == 1:
        parts[place] = (dice.choice(("../x", "xl/workbook.xml", "a" * 300, name.upper())), content)
    elif kind == 2:
        parts[place] = (name, dice.choice(parts)[1])
    else:
        parts[place] = (name, _bytes(content, dice, words))
    return packed(parts)


def packed(parts: Sequence[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in dict(parts).items():
            archive.writestr(name, content)
    return out.getvalue()


# ── JSON ────────────────────────────────────────────────────────────────────
def _json(data: bytes, dice: Random, words: Sequence[bytes]) -> bytes:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return _bytes(data, dice, words)
    for _ in range(dice.choice((1, 1, 2, 4))):
        value = _replaced(value, dice)
    return json.dumps(value, ensure_ascii=dice.random() < 0.5).encode("utf-8", "surrogatepass")


def _replaced(value: Any, dice: Random) -> Any:
    """One value somewhere inside is another one, or gone, or there twice."""
    if isinstance(value, dict) and value and dice.random() < 0.9:
        key = dice.choice(list(value))
        if dice.random() < 0.1:
            return {name: one for name, one in value.items() if name != key}
        return {**value, key: _replaced(value[key], dice)}
    if isinstance(value, list) and value and dice.random() < 0.9:
        place = dice.randrange(len(value))
        return [*value[:place], _replaced(value[place], dice), *value[place + dice.choice((0, 1, 1)) :]]
    return dice.choice(ODD_VALUES)
