"""Templates of letters and their merge fields."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.rules.letters.merging import (
    FIELDS,
    TABLES,
    Template,
    fields_in,
    merged,
    read,
    refuse_values,
    templates,
    topic_label,
)
from samrit.rules.letters.paper import blocks_from_data

TOPICS = [
    "appeal_decision", "circulate_kpis", "circulate_revision", "forward_incoming", "invite_meeting", "notify_result", "remind_late",
]  # fmt: skip


def document(**changed: Any) -> dict[str, Any]:
    return {
        "code": "try",
        "name": "ลอง",
        "english": "try",
        "kind": "external",
        "subject": "ปี {year}",
        "body": [{"type": "paragraph", "text": "จังหวัด{province}"}],
        **changed,
    }


def everything() -> dict[str, Any]:
    """A value for each field."""
    rows = [["ก", "1", "ข"], ["ค", "2", "ง"]]
    return {name: rows if name in TABLES else f"<{name}>" for name in FIELDS}


# ── what ships ──────────────────────────────────────────────────────────────
def test_the_topics_that_ship() -> None:
    assert list(templates()) == TOPICS


@pytest.mark.parametrize("code", TOPICS)
def test_each_is_filled_whole_and_gives_blocks_of_a_paper(code: str) -> None:
    template = templates()[code]
    made = merged(template, everything())
    said = [
        made.subject,
        made.addressee,
        *made.references,
        *(part for pair in made.enclosures for part in pair),
    ]
    assert blocks_from_data(made.body)
    assert "{" not in "".join(said) + str([block.get("text") for block in made.body])
    for name in template.fields - TABLES:
        assert f"<{name}>" in "".join(said) + str(made.body)


@pytest.mark.parametrize("code", TOPICS)
def test_every_value_that_is_wanting_is_named(code: str) -> None:
    template = templates()[code]
    found = refuse_values(template, {})
    if not template.fields:
        assert found is None
        return
    assert found is not None
    assert all(FIELDS[name].thai() in str(found) for name in template.fields)
    assert refuse_values(template, everything()) is None


def test_a_topic_that_is_gone_shows_its_code() -> None:
    assert topic_label("old").thai() == "old"
    assert topic_label("remind_late").thai() == templates()["remind_late"].name


# ── reading ─────────────────────────────────────────────────────────────────
FAULTS = [
    ({"subject": "{unknown}"}, "unknown merge fields"),
    ({"subject": "{province.name}"}, "a name alone"),
    ({"subject": "{province!r}"}, "a name alone"),
    ({"subject": "{province:>9}"}, "a name alone"),
    ({"subject": "{}"}, "a name alone"),
    ({"subject": "{0}"}, "a name alone"),
    ({"subject": "{late}"}, "does not fit into a sentence"),
    ({"body": [{"type": "script", "text": "x"}]}, "no such block"),
    ({"body": [{"type": "table", "head": ["ก"], "rows_of": "province"}]}, "no such block"),
    ({"body": [{"type": "paragraph", "text": "x", "rows_of": "late"}]}, "no such block"),
    ({"kind": "poem"}, "poem"),
]


@pytest.mark.parametrize(("changed", "said"), FAULTS)
def test_a_faulty_template_is_refused(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read(document(**changed))


def test_the_fields_that_a_text_names() -> None:
    assert fields_in("ปี {year} {{ไม่ใช่}} {province}") == ["year", "province"]


# ── filling ─────────────────────────────────────────────────────────────────
def made_of(value: str) -> tuple[Template, Any]:
    template = read(document())
    return template, merged(template, {"year": value, "province": value})


@given(st.text())
def test_a_value_is_put_in_once_and_whatever_it_holds(value: str) -> None:
    """Braces, field names and line breaks in a value are words, nothing more."""
    _, found = made_of(value)
    assert found.subject == f"ปี {' '.join(found.subject.removeprefix('ปี ').split())}"
    if "{" in value:
        assert "{" in found.subject


def test_a_value_that_looks_like_a_field_stays_as_it_is() -> None:
    _, found = made_of("{province}")
    assert (found.subject, found.body[0]["text"]) == ("ปี {province}", "จังหวัด{province}")


def test_line_breaks_and_control_signs_do_not_get_into_a_sentence() -> None:
    _, found = made_of("ก\r\nข\x00ค\u2028ง")
    assert found.subject == "ปี ก ข ค ง"


def test_rows_are_copied_cell_by_cell() -> None:
    template = read(
        document(body=[{"type": "table", "head": ["ก", "ข"], "rows_of": "late", "widths": [2, 1]}])
    )
    found = merged(template, {"year": "2567", "late": [["ห\nน", "{x}"]]})
    assert found.body == [{"type": "table", "head": ["ก", "ข"], "rows": [["ห น", "{x}"]], "widths": [2, 1]}]


def test_points_are_numbered_by_the_paper() -> None:
    template = read(document(body=[{"type": "items", "items": ["ปี {year}", "สอง"]}]))
    found = merged(template, {"year": "2567"})
    assert [item["text"] for item in found.body[0]["items"]] == ["ปี 2567", "สอง"]
