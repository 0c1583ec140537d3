"""What a document of an instrument may not say: every fault, with its place."""

import tomllib
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samrit.rules.instruments import Instrument, available, differences, documents, load, read
from samrit.rules.instruments.reading import MOST_BYTES
from tests.rules.instruments import SMALL, changed, small


def faults(*changes: tuple[str, str]) -> list[tuple[str, str]]:
    found = read({"small.toml": changed(*changes)})
    assert isinstance(found, tuple), "nothing is wrong with it"
    return [(fault.where, fault.message.code) for fault in found]


@pytest.mark.parametrize("name", available())
def test_what_ships_holds_together_in_both_languages(name: str):
    made = load(name)
    assert made.code == name.rsplit("_", 1)[0]
    texts = [each.words for each in [*made.sections.values(), *made.questions.values()]]
    texts += [
        option.words for question in made.questions.values() for option in (*question.options, *question.rows)
    ]
    assert all(words.thai.strip() and words.english.strip() for words in texts)
    assert not any("ก" <= letter <= "๛" for words in texts for letter in words.english)
    assert not made.confirmed


def test_a_new_instrument_is_a_data_file_only():
    """ITA: three tools of three audiences, weighed 30 : 30 : 40."""
    assert list(documents("ita_2567")) == ["ita.toml"]
    made = load("ita_2567")
    assert [(each.audience, each.weight) for each in made.parts("")] == [
        ("staff", 30),
        ("public", 30),
        ("office", 40),
    ]


def test_the_digest_changes_with_every_letter_and_not_with_the_order_of_documents():
    one = small()
    assert small(("แบบเล็ก", "แบบเล็กๆ")).digest != one.digest
    texts = documents("pmqa_2567")
    turned = read(dict(reversed(texts.items())))
    assert isinstance(turned, Instrument)
    assert turned.digest == load("pmqa_2567").digest
    assert list(turned.questions) == list(load("pmqa_2567").questions)


@pytest.mark.parametrize(
    ("old", "new", "where", "code"),
    [
        ("[instrument]", "[instrument", "small.toml", "items_no_toml"),
        ("full = 100", "full = 1.0e99999999999999999999", "small.toml", "items_no_toml"),
        ("full = 100", "full = " + "9" * 5000, "small.toml", "items_no_toml"),
        ('unanswered = "zero"', 'unanswered = "half"', "small.toml · instrument · unanswered", "items_unknown"),
        ('basis = "assumed"', 'basis = "public"', "small.toml · instrument · reference", "items_no_reference"),
        ("full = 100", 'full = "100"', "small.toml · instrument · full", "items_wrong_kind"),
        ("full = 100", "full = 100\nfulll = 1", "small.toml · instrument · fulll", "items_unknown_near"),
        ('ladder = "levels"', 'ladder = "level"', "small.toml · instrument · ladder", "items_unknown_near"),
        ("confidence = 95", "confidence = 101", "small.toml · survey · confidence", "items_out_of_bounds"),
        ("confidence = 95", "confidence = 96", "survey · confidence", "items_unknown"),
        ("least_group = 5", "least_group = 1", "small.toml · survey · least_group", "items_out_of_bounds"),
        ("{ at = 50, gives = 80 }", "{ at = 0, gives = 80 }", "small.toml · maps 1 (percent) · points", "instrument_map_points"),
        ('kind = "ticks"', 'kind = "tick"', "small.toml · methods 2 (ticks) · kind", "items_unknown_near"),
        ('kind = "ticks"', 'kind = "gates"', "small.toml · methods 2 (ticks) · gates", "instrument_gates"),
        ('kind = "ticks"', 'kind = "sum"', "small.toml · methods 2 (ticks) · most", "instrument_sum_most"),
        ('kind = "ticks"', 'kind = "ticks"\nmost = 200', "small.toml · methods 2 (ticks) · most", "instrument_most"),
        ("at_least = 0 }", "at_least = 10 }", "small.toml · ladders 1 (levels) · rungs", "instrument_rungs"),
        ("every = 50", 'light = "blue", every = 50', "small.toml · ladders 1 (levels) · rungs", "items_unknown"),
        ("every = 50", "every = 0", "small.toml · ladders 1 (levels) · rungs", "instrument_rungs"),
        ('method = "ticks"', 'method = "tocks"', "small.toml · sections 3 (three) · method", "items_unknown_near"),
        ('number = "3"', 'number = "3"\nwithin = "three"', "small.toml · sections 3 (three) · within", "instrument_section_ring"),
        ('number = "3"', 'number = "3"\nwithin = "nine"', "small.toml · sections 3 (three) · within", "instrument_section_ring"),
        ('section = "one", kind = "one"', 'section = "ten", kind = "one"', "small.toml · questions 1 (has_system) · section", "items_unknown"),
        ('kind = "tick", text = "มีแผน"', 'kind = "ticks", text = "มีแผน"', "small.toml · questions 8 (plan) · kind", "items_unknown_near"),
        ('evidence = ["paper"]', 'evidence = ["papers"]', "small.toml · questions 8 (plan) · evidence", "items_unknown_near"),
        ('text = "ทำแล้ว", text_en = "Done"', 'text = "ทำแล้ว"', "small.toml · questions 9 (done) · text_en", "items_key_missing"),
        ('scale = "five" },', 'scale = "six" },', "small.toml · questions 4 (good) · scale", "items_unknown"),
        ('code = "done"', 'code = "plan"', "small.toml · questions 9 (plan)", "items_twice"),
        ('code = "done"', 'code = "one"', "small.toml · questions 9 (one) · code", "instrument_same_code"),
        ("most_chosen = 2, least_chosen = 1", "most_chosen = 2, least_chosen = 3", "small.toml · questions 3 (uses) · least_chosen", "instrument_too_many_chosen"),
        ("least = 0, most = 100", "least = 101, most = 100", "small.toml · questions 2 (users) · least", "items_empty_range"),
        ('code = "tax", name', 'code = "TAX", name', "small.toml · questions 3 (uses) · options", "instrument_option_code"),
        ('code = "fast"', 'code = "value"', "small.toml · questions 5 (parts) · rows", "instrument_row_code"),
        ('name_en = "paper"', 'name_en = "paper"\n[other]', "small.toml · other", "items_unknown"),
        ("[[evidence]]", "[evidence]", "small.toml · evidence", "items_not_rows"),
    ],
)  # fmt: skip
def test_a_fault_names_its_place(old: str, new: str, where: str, code: str):
    assert (where, code) in faults((old, new))


GATED = (
    ('kind = "ticks"', 'kind = "gates"\ngates = [{ code = "low", name = "ต้น", name_en = "Low", points = 60 }, { code = "top", name = "สูง", name_en = "Top", points = 40 }]'),
    ('weight = 2, evidence = ["paper"]', 'level = "low", evidence = ["paper"]'),
    ('code = "done", section', 'code = "done", level = "top", section'),
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (('level = "top"', 'level = "low"'), "instrument_gate_empty"),
        (('level = "top"', 'level = "tip"'), "items_unknown_near"),
        (("points = 40", "points = 41"), "instrument_gate_points"),
        (('level = "top"', 'level = "top", when = "plan"'), "instrument_gate_condition"),
        (("[[ladders]]", '[[methods]]\ncode = "more"\nname = "ก"\nname_en = "a"\nkind = "gates"\ngates = [{ code = "g", name = "ก", name_en = "a", points = 1 }]\n[[ladders]]'), "instrument_two_gates"),
    ],
)  # fmt: skip
def test_a_checklist_of_levels_that_does_not_hold_together(change: tuple[str, str], code: str):
    small(*GATED)
    assert code in [found for _, found in faults(*GATED, change)]


# ── conditions ──────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("old", "new", "where", "code"),
    [
        ('when = "users >= 50"', 'when = "user >= 50"', "small.toml · questions 3 (uses) · when", "items_unknown_near"),
        ('when = "users >= 50"', 'when = "users >="', "small.toml · questions 3 (uses) · when", "condition_broken"),
        ('when = "users >= 50"', 'when = "users.real >= 50"', "small.toml · questions 3 (uses) · when", "condition_unknown"),
        ('when = "users >= 50"', 'when = "uses >= 50"', "small.toml · questions 3 (uses) · when", "route_ring"),
        ('when = "users >= 50"', 'when = "good >= 5"', "small.toml · questions 3 (uses) · when", "route_ahead"),
        ('when = "users >= 50"', 'when = "has_system >= 5"', "small.toml · questions 3 (uses) · when", "route_misfit"),
        ('when = "users >= 50"', 'when = "users"', "small.toml · questions 3 (uses) · when", "route_misfit"),
        ('when = "users >= 50"', "when = 'has_system == \"maybe\"'", "small.toml · questions 3 (uses) · when", "items_unknown"),
        ('when = "users >= 50"', 'when = "users > 100"', "small.toml · questions 3 (uses) · when", "route_never"),
        ('when = "users >= 50"', 'when = "users > 1 and users < 1.1"', "small.toml · questions 3 (uses) · when", "route_never"),
        ('when = "users >= 50"', "when = 'users >= 50 and has_system == \"no\"'", "small.toml · questions 3 (uses) · when", "route_never"),
        ('number = "2"', 'number = "2"\nwhen = \'"tax" in uses and "none" in uses\'', "small.toml · questions 4 (good) · when", "route_never"),
        ('number = "1"', 'number = "1"\nwhen = "users > 5"', "small.toml · sections 1 (one) · when", "route_ring"),
    ],
)  # fmt: skip
def test_a_condition_that_cannot_be_asked_is_refused(old: str, new: str, where: str, code: str):
    assert (where, code) in faults((old, new))


def test_questions_that_wait_for_each_other_are_named_as_a_ring():
    found = read(
        {
            "small.toml": changed(
                ("when = 'has_system == \"yes\"'", "when = 'answered(uses)'"),
                ('when = "users >= 50"', 'when = "users >= 50"'),
            )
        }
    )
    assert isinstance(found, tuple)
    rings = [str(fault.message) for fault in found if fault.message.code == "route_ring"]
    assert rings
    assert all("users" in ring and "uses" in ring for ring in rings)


@pytest.mark.parametrize(
    "condition",
    [
        "users >= 99.9",
        "users > 1 and users < 1.2",
        "'none' in uses",
        "not answered(users)",
        "users == 0 or users == 100",
    ],
)
def test_a_condition_that_can_come_true_passes(condition: str):
    text = condition.replace("'", '"')
    made = small(('number = "2"', f"number = \"2\"\nwhen = '{text}'"))
    assert made.sections["two"].condition is not None


def test_a_builder_may_give_data_instead_of_toml():
    """The digest of data does not depend on the order of its keys, only on what they say."""
    data = tomllib.loads(SMALL, parse_float=Decimal)
    made = read({"small": data})
    assert isinstance(made, Instrument)
    assert (made.questions, made.sections) == (small().questions, small().sections)
    turned = read({"small": dict(reversed(data.items()))})
    assert isinstance(turned, Instrument)
    assert turned.digest == made.digest
    other = read({"small": data | {"instrument": data["instrument"] | {"version": "2"}}})
    assert isinstance(other, Instrument)
    assert other.digest != made.digest
    floating = read({"small": data | {"instrument": data["instrument"] | {"full": 99.5}}})
    assert isinstance(floating, tuple)
    assert [str(fault) for fault in floating] == ["small · instrument · full: “99.5” ไม่ใช่ตัวเลข"]


def test_two_versions_are_told_apart_question_by_question():
    old = small()
    new = small(('text_en = "Done"', 'text_en = "Finished"'), ('code = "why"', 'code = "because"'))
    found = differences(old, new)
    assert (found.added, found.removed, found.changed) == (("because",), ("why",), ("done",))
    same = differences(old, small(('version = "1"', 'version = "2"')))
    assert (same.added, same.removed, same.changed) == ((), (), ())


def test_too_much_is_refused():
    assert [fault.message.code for fault in read({"a.toml": "#" * (MOST_BYTES + 1)})] == [
        "instrument_too_large"
    ]  # type: ignore[union-attr]
    assert [str(fault) for fault in read({"a.toml": ""})] == [
        "instrument: ต้องมี instrument หนึ่งครั้งในเอกสารทั้งหมด พบ 0"
    ]  # type: ignore[union-attr]


@settings(deadline=None, max_examples=40)
@given(st.integers(0, len(SMALL) - 1), st.sampled_from(["", '"', "]", "x", "0", "\n", "=", "ก"]))
def test_no_slip_of_the_pen_breaks_the_reading(place: int, slip: str):
    found = read({"small.toml": SMALL[:place] + slip + SMALL[place + 1 :]})
    assert isinstance(found, Instrument) or all(str(fault) for fault in found)


def test_half_a_letter_in_json_is_a_fault() -> None:
    document = tomllib.loads(SMALL)
    document["instrument"]["name"] = "\ud800"
    (fault,) = read({"small": document})
    assert fault.message.code == "instrument_half_letter"
