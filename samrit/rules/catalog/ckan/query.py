"""The query that a CKAN client sends (``q``, ``fq``), read into a tree. A small safe part of Lucene's language.

``field:word``, ``field:"some words"``, ``field:(a OR b)``, ``field:[a TO b]``, ``word*``, ``-``, ``+``, ``NOT``, ``AND``,
``OR``, brackets, ``*:*``. AND binds closer than OR; terms side by side are all wanted, and bind loosest: the harvester
joins ``organization:a OR organization:b`` and ``metadata_modified:[… TO *]`` with a space and means (a or b) and changed
since. Everything else is refused with a sentence, never guessed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

LONGEST = 20_000
MOST_TERMS = 1_000
DEEPEST = 20


@dataclass(frozen=True)
class Everything:
    """``*:*``."""


@dataclass(frozen=True)
class Term:
    """One value of ``field`` is ``text``; ``field`` "" for anywhere.

    ``inside``: it stands somewhere in the value; ``prefix``: the value begins with it (``*``), and with "" says anything at
    all; ``phrase``: it was quoted.
    """

    field: str
    text: str
    phrase: bool = False
    prefix: bool = False
    inside: bool = False


@dataclass(frozen=True)
class Range:
    """From ``low`` to ``high``, None for open; whether each end belongs to it."""

    field: str
    low: str | None
    high: str | None
    with_low: bool = True
    with_high: bool = True


@dataclass(frozen=True)
class Not:
    of: "Query"


@dataclass(frozen=True)
class All:
    of: tuple["Query", ...]


@dataclass(frozen=True)
class Some:
    """At least one of them."""

    of: tuple["Query", ...]


Query = Everything | Term | Range | Not | All | Some


class QueryError(Exception):
    """A query that cannot be read: what is wrong, in English, for who wrote the client."""


_TOKEN = re.compile(
    r"""\s*(?:
      (?P<quoted>"(?:\\.|[^"\\])*")
    | (?P<range>[\[{]\s*(?P<low>"[^"]*"|[^\s\]}]+)\s+TO\s+(?P<high>"[^"]*"|[^\s\]}]+)\s*[\]}])
    | (?P<and>AND(?=[\s()]|$)|&&)
    | (?P<or>OR(?=[\s()]|$)|\|\|)
    | (?P<not>NOT(?=[\s()]|$)|[-!](?=[^\s]))
    | (?P<must>\+(?=[^\s]))
    | (?P<open>\()
    | (?P<close>\))
    | (?P<field>[A-Za-z_][\w.-]*|\*):(?=\S)
    | (?P<word>(?:\\.|[^\s()\[\]{}":\\])+)
    )""",
    re.VERBOSE,
)
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    at: int
    low: str = ""
    high: str = ""


def parsed(text: str, fields: Mapping[str, object]) -> Query:
    """The tree of a query whose fields are all among ``fields``; an empty one is Everything. QueryError otherwise."""
    tokens = _tokens(text)
    if not tokens:
        return Everything()
    reader = _Reader(tokens, fields)
    tree = reader.side_by_side("", 0)
    if reader.kind is not None:
        raise QueryError(f"unexpected {reader.token.text!r} at character {reader.token.at + 1}")
    return tree


def words(text: str) -> Query:
    """What a person typed into a search box: every word or quoted phrase is wanted, one with ``-`` before it is not."""
    if len(text) > LONGEST:
        raise QueryError(f"the query is longer than {LONGEST} characters")
    found: list[Query] = []
    for match in re.finditer(r'(-?)"([^"]*)"|(-?)(\S+)', text):
        phrase, word = match[2], (match[4] or "").strip('"()[]{}')
        if not (phrase or word) or word == "*:*":
            continue
        prefix = phrase is None and word.endswith("*")
        term = Term("", phrase or word.rstrip("*"), phrase=phrase is not None, prefix=prefix, inside=True)
        if term.text:
            found.append(Not(term) if match[1] or match[3] else term)
    if len(found) > MOST_TERMS:
        raise QueryError(f"the query has more than {MOST_TERMS} terms")
    return _all(found) if found else Everything()


def _tokens(text: str) -> list[_Token]:
    if len(text) > LONGEST:
        raise QueryError(f"the query is longer than {LONGEST} characters")
    found, at = [], 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise QueryError(f"cannot read {text[at : at + 20].strip()!r} at character {at + 1}")
        kind = next(name for name in _KINDS if match[name] is not None)
        found.append(_Token(kind, match[kind], match.start(kind), match["low"] or "", match["high"] or ""))
        if len(found) > MOST_TERMS * 4:
            raise QueryError(f"the query has more than {MOST_TERMS} terms")
        at = match.end()
    return found


_KINDS = ("quoted", "range", "and", "or", "not", "must", "open", "close", "field", "word")


class _Reader:
    """Walks through the tokens; each method reads one level of the language and gives its tree."""

    def __init__(self, tokens: list[_Token], fields: Mapping[str, object]) -> None:
        self.tokens = tokens
        self.fields = fields
        self.place = 0
        self.terms = 0

    @property
    def kind(self) -> str | None:
        return self.token.kind if self.place < len(self.tokens) else None

    @property
    def token(self) -> _Token:
        return self.tokens[self.place]

    def took(self, kind: str) -> bool:
        found = self.kind == kind
        self.place += found
        return found

    def side_by_side(self, field: str, depth: int) -> Query:
        if depth > DEEPEST:
            raise QueryError(f"brackets are nested deeper than {DEEPEST}")
        found = [self.alternatives(field, depth)]
        while self.kind not in {None, "close"}:
            found.append(self.alternatives(field, depth))
        return _all(found)

    def alternatives(self, field: str, depth: int) -> Query:
        found = [self.together(field, depth)]
        while self.took("or"):
            found.append(self.together(field, depth))
        return found[0] if len(found) == 1 else Some(tuple(found))

    def together(self, field: str, depth: int) -> Query:
        found = [self.one(field, depth)]
        while self.took("and"):
            found.append(self.one(field, depth))
        return _all(found)

    def one(self, field: str, depth: int) -> Query:
        if self.took("must"):
            return self.one(field, depth)
        if self.took("not"):
            return Not(self.one(field, depth + 1)) if depth < DEEPEST else self.too_deep()
        if self.kind == "field":
            return self.of_field(depth)
        return self.value(field, depth)

    def too_deep(self) -> Query:
        raise QueryError(f"the query is nested deeper than {DEEPEST}")

    def of_field(self, depth: int) -> Query:
        token = self.token
        self.place += 1
        if token.text == "*":
            if self.kind == "word" and self.token.text == "*":
                self.place += 1
                return Everything()
            raise QueryError("* may only be asked for * (*:*)")
        if token.text not in self.fields:
            raise QueryError(f"unknown field {token.text!r}")
        return self.value(token.text, depth)

    def value(self, field: str, depth: int) -> Query:
        if self.kind is None:
            raise QueryError("the query ends where a term is expected")
        token = self.token
        self.place += 1
        self.terms += 1
        if self.terms > MOST_TERMS:
            raise QueryError(f"the query has more than {MOST_TERMS} terms")
        if token.kind == "open":
            return self.bracket(field, depth, token)
        if token.kind == "quoted":
            return Term(field, _bare(token.text), phrase=True, inside=not field)
        if token.kind == "range":
            return _range(field, token)
        if token.kind == "word":
            return _word(field, token)
        raise QueryError(f"unexpected {token.text!r} at character {token.at + 1}")

    def bracket(self, field: str, depth: int, opened: _Token) -> Query:
        inside = self.side_by_side(field, depth + 1)
        if not self.took("close"):
            raise QueryError(f"the bracket at character {opened.at + 1} is not closed")
        return inside


def _all(found: list[Query]) -> Query:
    return found[0] if len(found) == 1 else All(tuple(found))


def _word(field: str, token: _Token) -> Query:
    text = token.text
    if text == "*":
        return Term(field, "", prefix=True) if field else Everything()
    prefix = text.endswith("*") and not text.endswith("\\*")
    bare = text[:-1] if prefix else text
    if re.search(r"(?<!\\)[*?~^]", bare):
        raise QueryError(f"* may only end a word, and ?, ~ and ^ are not understood: {text!r}")
    return Term(field, _ESCAPED.sub(r"\1", bare), prefix=prefix, inside=not field)


def _range(field: str, token: _Token) -> Query:
    if not field:
        raise QueryError(f"the range {token.text!r} says no field")
    low, high = (None if end == "*" else _bare(end) for end in (token.low, token.high))
    return Range(field, low, high, token.text.startswith("["), token.text.endswith("]"))


def _bare(text: str) -> str:
    quoted = len(text) > 1 and text[0] == text[-1] == '"'
    return _ESCAPED.sub(r"\1", text[1:-1] if quoted else text)


# ── what a query wants, said of one document ────────────────────────────────
def matches(query: Query, document: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a document (field → its values; "" → all that is looked through) is wanted. Capitals do not matter."""
    match query:
        case Everything():
            return True
        case Not(of=inner):
            return not matches(inner, document)
        case All(of=parts):
            return all(matches(part, document) for part in parts)
        case Some(of=parts):
            return any(matches(part, document) for part in parts)
        case Range(field=field):
            return any(_within(query, value) for value in document.get(field, ()))
        case Term():
            return any(_is(query, value.casefold()) for value in document.get(query.field, ()))


def _within(asked: Range, value: str) -> bool:
    low = asked.low is None or asked.low < value or (asked.with_low and asked.low == value)
    return low and (asked.high is None or value < asked.high or (asked.with_high and asked.high == value))


def _is(asked: Term, value: str) -> bool:
    wanted = asked.text.casefold()
    if asked.inside:
        return wanted in value
    return value.startswith(wanted) if asked.prefix else value == wanted
