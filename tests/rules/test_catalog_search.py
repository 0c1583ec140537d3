"""What CKAN clients ask."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.rules.catalog.ckan import (
    All,
    Everything,
    Invalid,
    Not,
    Order,
    Range,
    Search,
    Some,
    Term,
    matches,
    read_search,
    written_moment,
)

NOW = datetime(2026, 11, 21, 10, 30, tzinfo=UTC)
BANGKOK = timezone(timedelta(hours=7))


def search(**given_: object) -> Search:
    found = read_search({name.replace("__", "."): value for name, value in given_.items()}, now=NOW)
    assert isinstance(found, Search), found
    return found


def errors(**given_: object) -> dict[str, tuple[str, ...]]:
    found = read_search({name.replace("__", "."): value for name, value in given_.items()}, now=NOW)
    assert isinstance(found, Invalid), found
    return dict(found.errors)


def word(field: str, text: str) -> Term:
    return Term(field, text)


# ── what the harvester sends ────────────────────────────────────────────────
def test_the_first_page() -> None:
    found = search(rows="100", start="0", sort="id asc")
    assert (found.q, found.fq, found.rows, found.start) == (Everything(), Everything(), 100, 0)
    assert (found.sort, found.sort_text) == ((Order("id", descending=False),), "id asc")


def test_organizations_and_changed_since() -> None:
    """Terms are joined by spaces: (a or b), and changed since."""
    found = search(fq="organization:a OR organization:b metadata_modified:[2026-01-01T00:00:00.000000Z TO *]")
    assert found.fq == All(
        (
            Some((word("organization", "a"), word("organization", "b"))),
            Range("metadata_modified", "2026-01-01T00:00:00.000000", None),
        )
    )


def test_organizations_and_groups() -> None:
    found = search(fq="organization:a OR organization:b groups:x OR groups:y")
    assert found.fq == All(
        (
            Some((word("organization", "a"), word("organization", "b"))),
            Some((word("groups", "x"), word("groups", "y"))),
        )
    )


def test_organizations_that_are_left_out() -> None:
    found = search(fq="-organization:x -organization:y-z")
    assert found.fq == All((Not(word("organization", "x")), Not(word("organization", "y-z"))))


# ── the language ────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("fq", "expected"),
    [
        ("", Everything()),
        ("*:*", Everything()),
        ("*", Everything()),
        ('tags:"ขยะ มูลฝอย"', Term("tags", "ขยะ มูลฝอย", phrase=True)),
        ('tags:"a \\"b\\""', Term("tags", 'a "b"', phrase=True)),
        ("tags:ขยะ", word("tags", "ขยะ")),
        ("title:waste", Term("title", "waste", inside=True)),
        ("title:was*", Term("title", "was", prefix=True, inside=True)),
        ("tags:*", Term("tags", "", prefix=True)),
        ("name:a\\:b", word("name", "a:b")),
        ("organization:(a OR b)", Some((word("organization", "a"), word("organization", "b")))),
        ("+capacity:public +state:active", All((word("capacity", "public"), word("state", "active")))),
        ("NOT tags:a", Not(word("tags", "a"))),
        ("!tags:a", Not(word("tags", "a"))),
        ("-(tags:a OR tags:b)", Not(Some((word("tags", "a"), word("tags", "b"))))),
        # AND binds closer than OR, side by side bind loosest
        ("tags:a OR tags:b AND tags:c", Some((word("tags", "a"), All((word("tags", "b"), word("tags", "c")))))),
        ("tags:a && tags:b || tags:c", Some((All((word("tags", "a"), word("tags", "b"))), word("tags", "c")))),
        ("tags:ANDAMAN", word("tags", "ANDAMAN")),
        ("tags:a-b_c.d", word("tags", "a-b_c.d")),
        ("private:True", word("private", "true")),
        ("title_string:x", Term("title", "x", inside=True)),
        ("dataset_type:dataset", word("type", "dataset")),
        ("data_classification:เปิดเผย", word("data_classification", "เปิดเผย")),
        ('data_type:"ข้อมูลสถิติ"', Term("data_type", "ข้อมูลสถิติ", phrase=True)),
        ("notes:CC BY 4.0", All((Term("notes", "CC", inside=True), Term("", "BY", inside=True), Term("", "4.0", inside=True)))),
        ("metadata_modified:{2026-01-01 TO 2026-02-01T12:00:00+07:00]", Range("metadata_modified", "2026-01-01T00:00:00.000000", "2026-02-01T05:00:00.000000", with_low=False)),
        ("metadata_created:[NOW-7DAYS TO NOW]", Range("metadata_created", "2026-11-14T10:30:00.000000", "2026-11-21T10:30:00.000000")),
        ("metadata_created:[NOW/DAY-1MONTH TO *]", Range("metadata_created", "2026-10-22T00:00:00.000000", None)),
        ('name:["a b" TO c}', Range("name", "a b", "c", with_high=False)),
    ],
)  # fmt: skip
def test_what_a_query_means(fq: str, expected: object) -> None:
    assert search(fq=fq).fq == expected


@pytest.mark.parametrize(
    ("fq", "told"),
    [
        ("colour:red", "unknown field 'colour'"),
        ("score:1", "unknown field 'score'"),
        ("tags:(a OR b", "not closed"),
        ("tags:a)", "unexpected ')' at character 7"),
        ("tags:a OR", "ends where a term is expected"),
        ("OR tags:a", "unexpected 'OR'"),
        ("tags:", "cannot read"),
        ('tags:"a', "cannot read"),
        ("tags:a~2", "~ and ^ are not understood"),
        ("tags:a^3", "~ and ^ are not understood"),
        ("tags:*a", "may only end a word"),
        ("tags:a?", "not understood"),
        ("tags:[a b]", "cannot read"),
        ("[a TO b]", "says no field"),
        ("*:a", "* may only be asked for *"),
        ("metadata_modified:[yesterday TO *]", "is no moment"),
        ("metadata_modified:[2026-13-01 TO *]", "is no moment"),
        ("metadata_modified:[NOW-9999YEARS TO *]", "before all days"),
        ("private:maybe", "true or false"),
        ("{!func}popularity", "cannot read"),
        ("_query_:x", "unknown field"),
        ("(" * 25 + "tags:a" + ")" * 25, "nested deeper"),
        ("-" * 60 + "tags:a", "deeper"),
        ("tags:a " * 1001, "more than 1000 terms"),
        ("x" * 20_001, "longer than 20000"),
    ],
)
def test_what_cannot_be_read_is_told_and_never_guessed(fq: str, told: str) -> None:
    found = errors(fq=fq)
    assert list(found) == ["fq"]
    assert told in found["fq"][0]


# ── what people type ────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("", Everything()),
        ("*:*", Everything()),
        ("ขยะ", Term("", "ขยะ", inside=True)),
        ("ขยะ น้ำ", All((Term("", "ขยะ", inside=True), Term("", "น้ำ", inside=True)))),
        (
            '"น้ำ เสีย" -ขยะ',
            All((Term("", "น้ำ เสีย", phrase=True, inside=True), Not(Term("", "ขยะ", inside=True)))),
        ),
        ("pm2*", Term("", "pm2", prefix=True, inside=True)),
        ("https://a.go.th/x", Term("", "https://a.go.th/x", inside=True)),
        ("ขยะ (ตัน", All((Term("", "ขยะ", inside=True), Term("", "ตัน", inside=True)))),
        ("title:ขยะ", Term("title", "ขยะ", inside=True)),
        ("a OR title:b", Some((Term("", "a", inside=True), Term("title", "b", inside=True)))),
    ],
)
def test_free_words(q: str, expected: object) -> None:
    assert search(q=q).q == expected


# ── the other parameters ────────────────────────────────────────────────────
def test_defaults_and_bounds() -> None:
    found = search()
    assert (found.rows, found.start, found.facets, found.facet_limit) == (10, 0, (), 50)
    assert found.sort == (Order("score", descending=True), Order("metadata_modified", descending=True))
    assert found.sort_text == "score desc, metadata_modified desc"
    assert [search(rows=rows).rows for rows in (0, "1000", 1001, "999999999")] == [0, 1000, 1000, 1000]


def test_sorting_facets_and_fields() -> None:
    found = search(sort="title_string asc, metadata_modified DESC", facet__field='["tags", "organization"]', facet__limit="-1", fl="id,name")  # fmt: skip
    assert found.sort == (Order("title", descending=False), Order("metadata_modified", descending=True))
    assert (found.facets, found.facet_limit, found.fields) == (("tags", "organization"), -1, ("id", "name"))
    assert search(facet="false", facet__field=["tags"]).facets == ()
    assert search(include_private="true").include_private


def test_several_filters_are_all_wanted() -> None:
    found = search(fq="tags:a", fq_list='["tags:b", "tags:c"]')
    assert found.fq == All((word("tags", "a"), word("tags", "b"), word("tags", "c")))


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("rows", "-1", "natural number"),
        ("rows", "ten", "natural number"),
        ("rows", True, "natural number"),
        ("start", "1e3", "natural number"),
        ("start", "1234567890", "natural number"),
        ("sort", "id down", "asc or desc"),
        ("sort", "notes asc", "Cannot sort by 'notes'"),
        ("sort", "id asc,", "Cannot sort by"),
        ("facet.field", '["title"]', "Cannot make a facet"),
        ("facet.field", "[1]", "list of texts"),
        ("facet.field", "[", "Cannot parse as JSON"),
        ("facet", "perhaps", "true or false"),
        ("fq", ["a", "b"], "single text"),
        ("fq_list", {"a": 1}, "list of texts"),
        ("include_private", "2", "true or false"),
        ("limit", "5", "Unknown parameter"),
    ],
)
def test_parameters_that_cannot_be_followed(name: str, value: object, told: str) -> None:
    found = errors(**{name.replace(".", "__"): value})
    assert list(found) == [name]
    assert told in found[name][0]


def test_every_wrong_parameter_is_told_at_once() -> None:
    assert set(errors(rows="x", sort="y", fq="z:1")) == {"rows", "sort", "fq"}


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=60),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=4,
)
NAMES = [
    "q",
    "fq",
    "sort",
    "rows",
    "start",
    "fq_list",
    "facet",
    "facet.field",
    "facet.limit",
    "fl",
    "include_private",
]


@given(st.dictionaries(st.sampled_from(NAMES), ANYTHING))
def test_whatever_is_asked_is_answered(given_: dict[str, object]) -> None:
    found = read_search(given_, now=NOW)
    assert isinstance(found, Search | Invalid)
    if isinstance(found, Search):
        assert 0 <= found.rows <= 1000
        matches(found.q, {"": ("x",)})


@pytest.mark.parametrize("listed", ["[" + "9" * 5000 + "]", "[" * 5000])
def test_a_list_that_python_does_not_read_is_told(listed: str) -> None:
    found = read_search({"fl": listed}, now=NOW)
    assert isinstance(found, Invalid)
    assert "fl" in found.errors


PIECES = [*'ab:()"[]{}*-+!&|\\ ', " TO ", " AND ", " OR ", "tags:", "NOT ", "[a TO b]", "organization:a"]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_every_query_is_read_or_refused(fq: str) -> None:
    found = read_search({"fq": fq}, now=NOW)
    if isinstance(found, Invalid):
        assert list(found.errors) == ["fq"]
    else:
        assert matches(Not(found.fq), DOCUMENT) is not matches(found.fq, DOCUMENT)


# ── a query said of a document ──────────────────────────────────────────────
DOCUMENT = {
    "organization": ("a",),
    "tags": ("ขยะ", "Water"),
    "title": ("ปริมาณขยะรายตำบล",),
    "metadata_modified": ("2026-01-01T00:00:00.000000",),
    "": ("ปริมาณขยะรายตำบล", "รายละเอียด CSV"),
}


@pytest.mark.parametrize(
    ("fq", "wanted"),
    [
        ("organization:a OR organization:b metadata_modified:[2026-01-01T00:00:00Z TO *]", True),
        ("organization:a OR organization:b metadata_modified:[2026-01-01T00:00:00.000001Z TO *]", False),
        ("metadata_modified:{2026-01-01T00:00:00Z TO *]", False),
        ("metadata_modified:[* TO 2026-01-01T00:00:00Z}", False),
        ("-organization:a", False),
        ("-organization:b -organization:c", True),
        ("tags:water", True),
        ("tags:wat", False),
        ("tags:wat*", True),
        ("title:ขยะ", True),
        ("groups:*", False),
        ("tags:*", True),
        ("csv", True),
        ("csv -ขยะ", False),
    ],
)
def test_which_documents_are_wanted(fq: str, wanted: bool) -> None:  # noqa: FBT001 - a column of the table
    assert matches(search(fq=fq).fq, DOCUMENT) is wanted


# ── moments ─────────────────────────────────────────────────────────────────
def test_moments_are_utc_without_a_zone_and_compare_as_texts() -> None:
    assert written_moment(datetime(2026, 1, 1, 7, 0, tzinfo=BANGKOK)) == "2026-01-01T00:00:00.000000"
    with pytest.raises(ValueError, match="zone"):
        written_moment(datetime(2026, 1, 1))  # noqa: DTZ001 - that is what is refused


@given(
    st.datetimes(timezones=st.just(UTC)),
    st.datetimes(timezones=st.just(BANGKOK), min_value=datetime.fromisoformat("1950-01-01")),
)
def test_texts_of_moments_have_their_order(first: datetime, second: datetime) -> None:
    assert (written_moment(first) < written_moment(second)) == (first < second)


# ── the harvester's walk ────────────────────────────────────────────────────
def answer(parameters: dict[str, object], documents: dict[str, str]) -> list[str]:
    """Ids on the page that is asked for; ``documents``: id → when it was last changed."""
    found = read_search(parameters, now=NOW)
    assert isinstance(found, Search)
    wanted = [
        one
        for one in sorted(documents)
        if matches(found.fq, {"metadata_modified": (documents[one],), "organization": ("a",)})
    ]
    return wanted[found.start : found.start + found.rows]


def walk(fq: str, documents: dict[str, str]) -> list[str]:
    """Pages of 100 until one brings no new id, as the harvester does."""
    seen: list[str] = []
    for start in range(0, 100_000, 100):
        page = answer({"rows": "100", "start": str(start), "sort": "id asc", "fq": fq}, documents)
        new = [one for one in page if one not in seen]
        if not new:
            break
        seen += new
    return seen


def test_a_walk_ends_and_brings_each_dataset_once() -> None:
    old, new = "2026-01-01T00:00:00.000000", "2026-06-01T00:00:00.000001"
    documents = {f"{number:04}": new if number % 10 == 0 else old for number in range(350)}
    assert walk("", documents) == sorted(documents)
    assert walk("organization:a OR organization:b", documents) == sorted(documents)
    changed = walk(
        "organization:a OR organization:b metadata_modified:[2026-06-01T00:00:00Z TO *]", documents
    )
    assert changed == [f"{number:04}" for number in range(0, 350, 10)]
    assert walk("metadata_modified:[2026-06-01T00:00:00.000002Z TO *]", documents) == []
    assert walk("-organization:a", documents) == []
