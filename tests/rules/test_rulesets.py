"""The rule sets that ship, and what a changed file may not say."""

from importlib import resources

import pytest

from samrit.rules.rulesets import available, for_year, load, read
from samrit.rules.wording import RefusedError

TEXT = (resources.files("samrit.rules") / "years" / "2567.toml").read_text(encoding="utf-8")
LABELS = (resources.files("samrit.rules") / "years" / "2562.toml").read_text(encoding="utf-8")


def test_what_there_is() -> None:
    assert available() == ("2562", "2567")


@pytest.mark.parametrize("name", ["2561", "", "../years/2567", "2567.toml"])
def test_an_unknown_rule_set_is_refused_with_the_list(name: str) -> None:
    with pytest.raises(RefusedError) as refused:
        load(name)
    assert refused.value.refusal.code == "unknown_rules"
    assert str(refused.value) == f"ไม่มีชุดเกณฑ์ “{name}” – มีชุดเกณฑ์: 2562, 2567"


@pytest.mark.parametrize(("year", "name"), [(2562, "2562"), (2563, "2562"), (2567, "2567"), (2569, "2567")])
def test_the_rule_set_of_a_year_is_the_newest_not_after_it(year: int, name: str) -> None:
    assert for_year(year) == name


def test_no_rule_set_before_the_first() -> None:
    with pytest.raises(RefusedError) as refused:
        for_year(2561)
    assert refused.value.refusal.code == "no_rules_for_year"


def test_2567_as_published() -> None:
    rules = load("2567")
    assert [(level.name, int(level.score)) for level in rules.levels] == [
        ("ขั้นต้น", 50),
        ("มาตรฐาน", 75),
        ("ขั้นสูง", 100),
    ]
    assert [(band.name, int(band.minimum)) for band in rules.bands] == [
        ("ระดับคุณภาพ", 90),
        ("ระดับมาตรฐานขั้นสูง", 75),
        ("ระดับมาตรฐานขั้นต้น", 60),
        ("ระดับต้องปรับปรุง", 0),
    ]
    assert {reason.code: reason.treatment for reason in rules.missing} == {
        "no_data": "zero",
        "not_applicable": "leave",
        "not_yet_published": "pending",
        "suppressed": "leave",
        "unreliable": "pending",
        "not_reported": "pending",
    }
    assert (rules.published_decimals, rules.band_decimals, rules.weights_required) == (3, 2, True)


def test_2562_states_no_weights_and_no_bands() -> None:
    rules = load("2562")
    assert (rules.model, rules.weights_required, rules.bands) == ("component_labels", False, ())
    assert rules.cut_points_confirmed is False


def test_the_version_tells_two_texts_apart() -> None:
    rules = load("2567")
    assert read("2567", TEXT) == rules
    assert read("2567", TEXT + "\n# a remark").version != rules.version
    assert len(rules.version) == 16


def test_a_cut_point_is_changed_in_the_file_alone() -> None:
    changed = read("2567", TEXT.replace("minimum = 90", "minimum = 92.5"))
    assert str(changed.bands[0].minimum) == "92.5"


@pytest.mark.parametrize(
    ("text", "before", "after", "says"),
    [
        (TEXT, "score = 75", "score = 100", "must rise"),
        (TEXT, "score = 50", "score = 0", "must rise"),
        (TEXT, "score = 100", "score = 101", "must rise"),
        (TEXT, "minimum = 90", "minimum = 70", "must fall"),
        (TEXT, "minimum = 0", "minimum = 1", "end at 0"),
        (LABELS, 'any = ["below"]', 'any = ["under"]', "under"),
        (LABELS, 'english = "Below target"', 'english = "Below target"\nat_least = 1', "last label"),
        (LABELS, 'english = "Standard"', 'english = "Standard"\nany = ["on"]', "last pattern"),
        (TEXT, 'rounding = "half_up"', 'rounding = "up"', "up"),
        (TEXT, 'model = "weighted"', 'model = "weigted"', "weigted"),
        (TEXT, 'treatment = "zero"', 'treatment = "nil"', "nil"),
        (TEXT, 'interpolate = "linear"', 'interpolate = "liner"', "liner"),
        (TEXT, 'reweight = "rebase_total"', 'reweight = "rebase"', "rebase"),
    ],
)
def test_a_file_that_contradicts_itself_is_found_when_loaded(
    text: str, before: str, after: str, says: str
) -> None:
    changed = text.replace(before, after, 1)
    assert changed != text
    with pytest.raises(ValueError, match=says):
        read("changed", changed)
