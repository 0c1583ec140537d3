"""Statements as text, one thing after another: head, things, foot. Nothing is held but the thing that is written."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from samrit.catalog.documents.linked.statements import PREFIXES, Node, Text, address, plain, whole


@dataclass(frozen=True)
class Form:
    """``between`` stands between two things."""

    type: str
    head: str
    write: Callable[[Node], str]
    foot: str
    between: str = ""


def written(form: Form, things: Iterable[Node]) -> Iterator[str]:
    """The document, piece by piece."""
    yield form.head
    between = ""
    for thing in things:
        yield between + form.write(thing)
        between = form.between
    yield form.foot


# ── Turtle ──────────────────────────────────────────────────────────────────
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile(r'[\\"\n\r\t]')


def as_turtle(node: Node) -> str:
    """The thing, then each named thing that it speaks of, as statements of their own."""
    named: list[Node] = []
    text = f"{_turtle_name(node)} {_turtle_rows(node, named)} .\n"
    return text + "".join(as_turtle(one) for one in named)


def _turtle_name(node: Node) -> str:
    return f"<{address(node.address)}>" if node.address else "[]"


def _turtle_rows(node: Node, named: list[Node]) -> str:
    said = [f"a {', '.join(node.kinds)}"] if node.kinds else []
    said += [f"{predicate} {_turtle_value(value, named)}" for predicate, value in node.rows]
    return " ;\n  ".join(said)


def _turtle_value(value: Text | Node, named: list[Node]) -> str:
    if isinstance(value, Text):
        return _turtle_text(value)
    if not value.address:
        return f"[ {_turtle_rows(value, named)} ]"
    if value.kinds or value.rows:
        named.append(value)
    return _turtle_name(value)


def _turtle_text(text: Text) -> str:
    quoted = f'"{_ESCAPED.sub(lambda found: _ESCAPES[found[0]], plain(text.value))}"'
    if text.language:
        return f"{quoted}@{text.language}"
    return f"{quoted}^^{text.kind}" if text.kind else quoted


# ── RDF/XML ─────────────────────────────────────────────────────────────────
def as_xml(node: Node) -> str:
    kind, *more = node.kinds or ("rdf:Description",)
    about = f" rdf:about={quoteattr(address(node.address))}" if node.address else ""
    types = "".join(f"<rdf:type rdf:resource={quoteattr(whole(one))}/>" for one in more)
    rows = "".join(_xml_row(predicate, value) for predicate, value in node.rows)
    return f"<{kind}{about}>{types}{rows}</{kind}>\n"


def _xml_row(predicate: str, value: Text | Node) -> str:
    if isinstance(value, Text):
        kind = f" rdf:datatype={quoteattr(whole(value.kind))}" if value.kind else ""
        language = f' xml:lang="{value.language}"' if value.language else ""
        return f"<{predicate}{language}{kind}>{escape(plain(value.value), _LINES)}</{predicate}>"
    if value.address and not value.kinds and not value.rows:
        return f"<{predicate} rdf:resource={quoteattr(address(value.address))}/>"
    return f"<{predicate}>{as_xml(value)}</{predicate}>"


_LINES = {"\r": "&#13;"}  # else a reader of XML makes a plain new line of it


# ── JSON-LD ─────────────────────────────────────────────────────────────────
def as_json(node: Node) -> str:
    return json.dumps(_json_node(node), ensure_ascii=False)


def _json_node(node: Node) -> dict[str, Any]:
    told: dict[str, Any] = {"@id": address(node.address)} if node.address else {}
    if node.kinds:
        told["@type"] = list(node.kinds)
    for predicate, value in node.rows:
        told.setdefault(predicate, []).append(_json_value(value))
    return told


def _json_value(value: Text | Node) -> Mapping[str, Any]:
    if isinstance(value, Node):
        return _json_node(value)
    told = {"@value": plain(value.value)}
    if value.language:
        return {**told, "@language": value.language}
    return {**told, "@type": value.kind} if value.kind else told


_TURTLE_HEAD = "".join(f"@prefix {prefix}: <{base}> .\n" for prefix, base in PREFIXES.items()) + "\n"
_XML_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF '
    + " ".join(f"xmlns:{prefix}={quoteattr(base)}" for prefix, base in PREFIXES.items())
    + ">\n"
)
_JSON_HEAD = f'{{"@context": {json.dumps(dict(PREFIXES))}, "@graph": [\n'
TURTLE = Form("text/turtle", _TURTLE_HEAD, as_turtle, "", "\n")
FORMS: Mapping[str, Form] = {
    "ttl": TURTLE,
    "n3": Form("text/n3", _TURTLE_HEAD, as_turtle, "", "\n"),
    "xml": Form("application/rdf+xml", _XML_HEAD, as_xml, "</rdf:RDF>\n"),
    "rdf": Form("application/rdf+xml", _XML_HEAD, as_xml, "</rdf:RDF>\n"),
    "jsonld": Form("application/ld+json", _JSON_HEAD, as_json, "\n]}\n", ",\n"),
}
