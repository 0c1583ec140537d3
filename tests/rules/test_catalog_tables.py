"""What datastore_search and the lists are asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.rules.catalog.ckan import Invalid, ListAsked, Order, TableAsked, read_list, read_table

COLUMNS = ("_id", "ตำบล", "ปริมาณ", "a b")


def table(**asked: object) -> TableAsked:
    found = read_table({"resource_id": "r", **asked}, COLUMNS)
    assert isinstance(found, TableAsked), found
    return found


def test_defaults_and_bounds() -> None:
    found = table()
    assert (found.limit, found.offset, found.include_total, found.distinct, found.format) == (
        100,
        0,
        True,
        False,
        "objects",
    )
    assert [table(limit=limit).limit for limit in (0, "32000", 32_001)] == [0, 32_000, 32_000]
    assert table(id="x").resource == "r"


def test_filters_columns_and_order() -> None:
    found = table(
        filters='{"ตำบล": ["บางพูน", "บางเดื่อ"], "ปริมาณ": 5}',
        fields="ตำบล,ปริมาณ",
        sort='ปริมาณ desc, a b asc, "_id"',
    )
    assert found.filters == {"ตำบล": ("บางพูน", "บางเดื่อ"), "ปริมาณ": ("5",)}
    assert found.columns == ("ตำบล", "ปริมาณ")
    assert found.sort == (
        Order("ปริมาณ", descending=True),
        Order("a b", descending=False),
        Order("_id", descending=False),
    )
    assert table(sort="a b").sort == (Order("a b", descending=False),)
    assert table(filters={"ตำบล": True}).filters == {"ตำบล": ("True",)}


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("filters", '{"x": 1}', 'field "x" not in table'),
        ("filters", "[1]", "Must be an object"),
        ("filters", "{", "Cannot parse JSON"),
        ("filters", {"ตำบล": {"a": 1}}, "a value or a list"),
        ("fields", "x", 'field "x" not in table'),
        ("sort", "x desc", 'field "x" not in table'),
        ("sort", "ปริมาณ; drop table", "not in table"),
        ("limit", "-1", "natural number"),
        ("records_format", "xml", "must be one of"),
        ("resource_id", "", "Missing value"),
        ("sql", "select 1", "Unknown parameter"),
    ],
)
def test_what_cannot_be_followed(name: str, value: object, told: str) -> None:
    found = read_table({"resource_id": "r", name: value}, COLUMNS)
    assert isinstance(found, Invalid)
    assert list(found.errors) == [name]
    assert told in found.errors[name][0]


def test_lists() -> None:
    assert read_list({}) == ListAsked(None, 0, all_fields=False, query="")
    assert read_list({"limit": "5", "offset": 10, "all_fields": "true", "q": "ขยะ"}) == ListAsked(
        5, 10, all_fields=True, query="ขยะ"
    )
    assert read_list({"limit": 0}) == ListAsked(0, 0, all_fields=False, query="")
    for name, value in (("limit", "x"), ("offset", "-1"), ("colour", "red")):
        found = read_list({name: value})
        assert isinstance(found, Invalid)
        assert list(found.errors) == [name]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
NAMES = [
    "filters",
    "fields",
    "sort",
    "limit",
    "offset",
    "q",
    "distinct",
    "records_format",
    "query",
    "resource_id",
]


@given(st.dictionaries(st.sampled_from(NAMES), ANYTHING))
def test_whatever_is_asked_is_answered(asked: dict[str, object]) -> None:
    """And nothing that the table does not have is ever asked of it."""
    assert isinstance(read_list(asked), ListAsked | Invalid)
    found = read_table({"resource_id": "r", **asked}, COLUMNS)
    if isinstance(found, TableAsked):
        assert {*found.filters, *found.columns, *(order.field for order in found.sort)} <= {*COLUMNS}
