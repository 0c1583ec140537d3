"""Two people on one result: whose words stand, part by part."""

import pytest

from samrit.rules.merging import fingerprint, merged, plain

PARTS = {"value": ("answer", "value"), "narrative": ("narrative",)}
OPENED = {"answer": "number", "value": "1,200", "narrative": "เดิม"}


def prints(values: dict[str, str]) -> dict[str, str]:
    return {part: fingerprint(fields, values) for part, fields in PARTS.items()}


# mine, theirs → what stands, taken from them, contested
CASES = [
    ({}, {}, {}, (), ()),
    ({"value": "1,300"}, {}, {"value": "1,300"}, (), ()),
    ({}, {"value": "1,300"}, {"value": "1,300"}, ("value",), ()),
    ({"narrative": "ใหม่"}, {"value": "1,300"}, {"narrative": "ใหม่", "value": "1,300"}, ("value",), ()),
    ({"value": "1,300"}, {"value": "1300.0"}, {"value": "1,300"}, (), ()),
    ({"value": "1,300"}, {"value": "1,400"}, {"value": "1,300"}, (), ("value",)),
    ({"value": ""}, {"answer": "no_data", "value": ""}, {"value": ""}, (), ("value",)),
    (
        {"value": "1,300", "narrative": "ฉัน"},
        {"narrative": "เขา"},
        {"value": "1,300", "narrative": "ฉัน"},
        (),
        ("narrative",),
    ),
    ({"narrative": " เดิม\r\n"}, {"narrative": "เขา"}, {"narrative": "เขา"}, ("narrative",), ()),
]


@pytest.mark.parametrize(("mine", "theirs", "stands", "taken", "contested"), CASES)
def test_whose_words_stand(
    mine: dict[str, str],
    theirs: dict[str, str],
    stands: dict[str, str],
    taken: tuple[str, ...],
    contested: tuple[str, ...],
):
    found = merged(PARTS, opened=prints(OPENED), mine=OPENED | mine, theirs=OPENED | theirs)
    assert {name: found.values[name] for name in stands} == stands
    assert (found.taken, found.contested) == (taken, contested)


def test_without_knowing_what_was_opened_a_person_decides():
    found = merged(PARTS, opened={}, mine=OPENED, theirs=OPENED | {"narrative": "เขา"})
    assert (found.taken, found.contested, found.values["narrative"]) == ((), ("narrative",), "เดิม")


@pytest.mark.parametrize(
    ("text", "same"),
    [("1,176.50", "1176.5"), ("๑๒", "12"), ("ก\r\nข ", "ก\nข"), (None, ""), ("1,17", "1,17")],
)
def test_what_counts_as_the_same(text: str | None, same: str):
    assert plain(text) == same
