"""What a dataset is found by: the text that is searched, and the words that lists are narrowed by."""

from collections.abc import Iterator, Sequence

from samrit.catalog.models.datasets import LONGEST_WORD
from samrit.rules.catalog import Kind, Record, Schema
from samrit.rules.catalog.kinds import first, texts
from samrit.rules.searching import searchable

TAGS, FORMATS = "tags", "res_format"
_UNSEARCHED = frozenset({"maintainer_email", "name", "url"})


def searched_text(record: Record, resources: Sequence[Record], organization: str) -> str:
    """``Dataset.words``: everything that is said in words, a line each, as ``rules.searching`` compares it."""
    said = [organization, first(record.get("title")), *texts(record.get("tag_string"))]
    said += [text for code in record for text in texts(record[code]) if code not in _UNSEARCHED]
    said += [first(one.get(code)) for one in resources for code in ("name", "description", "format")]
    known = dict.fromkeys(searchable(text).text for text in said)
    return "\n".join(line for line in known if line)


def index_words(
    schema: Schema, record: Record, resources: Sequence[Record]
) -> Iterator[tuple[str, str, str]]:
    """``DatasetWord`` rows as (field, value as compared, as written), each once: choices, tags, formats of resources.

    What is longer than a row can hold is cut there.
    """
    seen: set[tuple[str, str]] = set()
    for field, written in _words(schema, record, resources):
        value = written.casefold()[:LONGEST_WORD]
        if value and (field, value) not in seen:
            seen.add((field, value))
            yield field, value, written[:LONGEST_WORD]


def _words(schema: Schema, record: Record, resources: Sequence[Record]) -> Iterator[tuple[str, str]]:
    for code, asked in schema.fields.items():
        if asked.kind in {Kind.CHOICE, Kind.CHOICES}:
            yield from ((code, text) for text in texts(record.get(code)))
    yield from ((TAGS, tag) for tag in texts(record.get("tag_string")))
    yield from ((FORMATS, first(one.get("format"))) for one in resources)
