"""What is stated of a thing, before it is written in any form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

PREFIXES: Mapping[str, str] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_UNFIT = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f]")
# What XML cannot hold, and no reader of the others needs.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Text:
    """``language`` (th) or ``kind`` (xsd:date), or neither."""

    value: str
    language: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Node:
    """``address`` "" for a thing without one. ``kinds`` and predicates with their prefixes; () ``rows``: named only."""

    address: str
    kinds: tuple[str, ...] = ()
    rows: tuple[tuple[str, "Text | Node"], ...] = ()


def address(text: str) -> str:
    """An address as every form can hold it: what may not stand there is percent-encoded."""
    return _UNFIT.sub(lambda found: quote(found[0], safe=""), text)


def plain(text: str) -> str:
    """A text without the signs that nobody sees and XML refuses."""
    return _UNWRITABLE.sub("", text)


def whole(name: str) -> str:
    """``dct:title`` → its address."""
    prefix, _colon, local = name.partition(":")
    return PREFIXES[prefix] + local
