"""A framework as JSON in, its score as JSON out; and everything that is no such document."""

import json
from decimal import Decimal
from typing import Any

import pytest

from samrit.rules.scoring import from_json, parse, score_framework, to_json
from samrit.rules.wording import Message, RefusedError


def kpi(**changes: Any) -> dict[str, Any]:
    plain = {
        "number": "1", "weight": "100", "direction": "up", "levels": ["50", "75", "100"], "interpolate": "linear",
        "result": "80", "missing": None, "parts": [],
    }  # fmt: skip
    return {**plain, **changes}


def component(*kpis: Any, **changes: Any) -> dict[str, Any]:
    return {"number": "1", "weight": "100", "assessed": True, "kpis": list(kpis), **changes}


def document(*components: Any, **changes: Any) -> dict[str, Any]:
    return {"rules": "2567", "reweight": "rebase_total", "components": list(components), **changes}


def answer(data: Any) -> dict[str, Any]:
    """Through text, as a file brings it."""
    request = from_json(parse(json.dumps(data)))
    return to_json(
        score_framework(request.rules, request.components, reweight=request.reweight), Message.thai
    )


def test_the_answer() -> None:
    given = answer(document(component(kpi())))
    assert list(given)[:5] == ["total", "rating", "components", "kpis", "steps"]
    assert (given["total"], given["total_published"]) == ("80", "80.000")
    assert (given["rating"], given["rating_code"]) == ("ระดับมาตรฐานขั้นสูง", "standard_advanced")
    assert given["components"] == [
        {
            "number": "1", "score": "80", "points": "80", "weight": "100", "weight_used": "100", "assessed": True,
            "label": None, "label_code": None,
        }
    ]  # fmt: skip
    steps = given["kpis"][0].pop("steps")
    assert steps[-1] == "คะแนนถ่วงน้ำหนัก = น้ำหนัก 100 × 80 ÷ 100 = 80"
    assert given["kpis"] == [
        {
            "component": "1", "number": "1", "score": "80", "points": "80", "weight": "100", "weight_used": "100",
            "flags": [], "provisional": False, "parts": [],
        }
    ]  # fmt: skip
    assert given["provisional"] is False
    assert (given["rules"], given["reweight"], len(given["rules_version"])) == ("2567", "rebase_total", 16)


@pytest.mark.parametrize(
    ("result", "score"),
    [
        (80, "80"),
        (80.0, "80"),
        (98.7, "98.7"),  # never 98.7000000000000028…
        ("๘๐", "80"),
        ("๘๐.๕", "80.5"),
        (" 80 ", "80"),
        ("8e1", "80"),
        ("+80", "80"),
        ("−80", "0"),  # a true minus sign
    ],
)
def test_numbers_as_people_write_them(result: Any, score: str) -> None:
    assert answer(document(component(kpi(result=result))))["kpis"][0]["score"] == score


def test_thousands_commas() -> None:
    one = kpi(levels=["1,150.40", "1,202.17", "1,256.27"], result="1,176.285")
    assert answer(document(component(one)))["total"] == "62.5"


def test_thai_digits_everywhere() -> None:
    one = kpi(number="๑", weight="๑๐๐", levels=["๕๐", "๗๕", "๑๐๐"], result="๘๐")
    given = answer(document(component(one, number="๑", weight="๑๐๐"), rules="๒๕๖๗"))
    assert given["total"] == "80"
    assert (given["kpis"][0]["component"], given["kpis"][0]["number"]) == (
        "๑",
        "๑",
    )  # an identity comes back as it went


def test_what_may_be_left_out() -> None:
    short = {"number": 1, "weight": 100, "direction": "up", "levels": [50, 75, 100], "result": 80}
    brief = {"rules": "2567", "components": [{"number": 1, "weight": 100, "kpis": [short]}]}
    assert answer(brief) == answer(document(component(kpi())))


def test_a_parent_needs_no_levels_and_an_unassessed_component_no_kpis() -> None:
    parts = [kpi(number="1.1", weight=60), kpi(number="1.2", weight=40, result=None, missing="no_data")]
    whole = {"number": "1", "weight": 100, "parts": parts}
    given = answer(document(component(whole), {"number": "2", "weight": None, "assessed": False}))
    assert given["total"] == "48"
    assert [part["score"] for part in given["kpis"][0]["parts"]] == ["80", "0"]
    assert given["components"][1]["label_code"] == "not_assessed"
    assert given["components"][1]["score"] is None


def test_a_kpi_of_an_unassessed_component_is_named_and_not_scored() -> None:
    unseen = component({"number": "1", "name": "ตัวชี้วัด"}, number="2", weight=0, assessed=False)
    given = answer(document(component(kpi()), unseen))
    assert (given["kpis"][1]["score"], given["kpis"][1]["flags"]) == (None, ["not_assessed"])


def test_numbers_as_printed() -> None:
    """1.10 is not 1.1, and a number that JSON wrote without quotes is text all the same."""
    text = json.dumps(document(component(kpi(number="1.1", weight=50), kpi(number="TEN", weight=50))))
    request = from_json(parse(text.replace('"TEN"', "1.10")))
    assert [one.number for one in request.components[0].kpis] == ["1.1", "1.10"]


def test_other_keys_are_let_by() -> None:
    named = kpi(name="รายได้จากการท่องเที่ยว", unit="ล้านบาท", owners=["หน่วยงาน"])
    assert answer(document(component(named, name="Performance Base"), note="ร่าง"))["total"] == "80"


def test_component_labels() -> None:
    given = answer({"rules": "2562", "components": [component(kpi(weight=None), weight=None)]})
    assert (given["total"], given["total_published"], given["rating"]) == (None, None, "ระดับคุณภาพ")
    assert given["components"][0]["label"] == "สูงกว่าเป้าหมาย"


def test_the_same_inputs_give_the_same_digits() -> None:
    thirds = [kpi(number=str(n), weight=10, levels=[0, 3, 7], result=1) for n in range(10)]
    assert answer(document(component(*thirds))) == answer(document(component(*thirds)))


def test_stored_inputs_give_what_the_file_gave() -> None:
    """A document kept in a database comes back with int for whole numbers."""
    data = document(component(kpi(weight=100, result=80, levels=[50, 75, 100]), number=1, weight=100))
    request = from_json(data)
    assert str(score_framework(request.rules, request.components).total) == answer(data)["total"]


DEEP: dict[str, Any] = kpi(number="1.1")
for _ in range(6):
    DEEP = {"number": "1", "weight": 100, "parts": [DEEP]}

BAD_DOCUMENTS: list[tuple[str, str, Any]] = [
    # code, where and what, document
    ("not_an_object", "เอกสาร: ต้องเป็นรายการแบบ {…} แต่พบ […]", []),
    ("not_an_object", "แต่พบ null", None),
    ("not_an_object", "แต่พบ 2567", 2567),
    ("not_an_object", "องค์ประกอบลำดับที่ 2: ต้องเป็นรายการแบบ {…} แต่พบ หนึ่ง", document(component(kpi()), "หนึ่ง")),
    ("not_an_object", "องค์ประกอบ 1 ตัวชี้วัด #1: ", document(component("หนึ่ง"))),
    ("key_missing", "เอกสาร: ยังไม่ระบุ rules", {"components": []}),
    ("key_missing", "เอกสาร: ยังไม่ระบุ components", {"rules": "2567"}),
    ("no_components", "ยังไม่มีองค์ประกอบ", document()),
    ("key_missing", "องค์ประกอบลำดับที่ 1: ยังไม่ระบุ number", document(component(kpi(), number=None))),
    ("key_missing", "องค์ประกอบ 1 ตัวชี้วัด #2: ยังไม่ระบุ number", document(component(kpi(), kpi(number=" ")))),
    ("unknown_rules", "“2561” – มีชุดเกณฑ์: 2562, 2567", document(component(kpi()), rules="2561")),
    ("unknown_rules", "“../2567”", document(component(kpi()), rules="../2567")),
    ("not_a_name", "rules ต้องเป็นข้อความสั้น", document(component(kpi()), rules=["2567"])),
    ("not_a_name", "number ต้องเป็นข้อความสั้น", document(component(kpi(number=True)))),
    ("not_a_name", "number ต้องเป็นข้อความสั้น", document(component(kpi(number="1\n2")))),
    ("not_a_name", "แต่พบ 1�", document(component(kpi(number="1\ud800")))),
    ("not_a_name", "number ต้องเป็นข้อความสั้น", document(component(kpi(number="1" * 41)))),
    ("unknown_reweight", "เอกสาร: ไม่รู้จัก reweight “drop” – ใช้ได้: rebase_total, spread_component",
     document(component(kpi()), reweight="drop")),
    ("unknown_direction", "องค์ประกอบ 1 ตัวชี้วัด 1: ไม่รู้จัก direction “more” – ใช้ได้: up, down",
     document(component(kpi(direction="more")))),
    ("unknown_direction", "“true”", document(component(kpi(direction=True)))),
    ("unknown_interpolate", "“curve”", document(component(kpi(interpolate="curve")))),
    ("unknown_below_basic", "“half”", document(component(kpi(below_basic="half")))),
    ("unknown_missing", "“lost” – ใช้ได้: no_data, not_applicable, not_yet_published, suppressed, unreliable, not_reported",
     document(component(kpi(missing="lost", result=None)))),
    ("direction_missing", "องค์ประกอบ 1 ตัวชี้วัด 1: ยังไม่ระบุทิศทาง", document(component(kpi(direction=None)))),
    ("result_missing", "องค์ประกอบ 1 ตัวชี้วัด 1: ยังไม่มีผลการดำเนินงาน (result)", document(component(kpi(result=None)))),
    ("result_and_missing", "เลือกอย่างใดอย่างหนึ่ง", document(component(kpi(missing="no_data")))),
    ("levels_count", "แต่พบ 0 ค่า", document(component(kpi(levels=None)))),
    ("levels_count", "แต่พบ 4 ค่า", document(component(kpi(levels=[1, 2, 3, 4])))),
    ("not_a_list", "levels ต้องเป็นรายการแบบ […] แต่พบ 1,2,3", document(component(kpi(levels="1,2,3")))),
    ("not_a_list", "kpis ต้องเป็นรายการ", document(component(kpis={}))),
    ("not_a_list", "components ต้องเป็นรายการแบบ […] แต่พบ {…}", document(components={})),
    ("not_a_number", "องค์ประกอบ 1 ตัวชี้วัด 1: levels: “null”", document(component(kpi(levels=[50, None, 100])))),
    ("not_a_number", "องค์ประกอบ 1 ตัวชี้วัด 1: result: “true”", document(component(kpi(result=True)))),
    ("not_a_number", "result: “[…]”", document(component(kpi(result=[80])))),
    ("not_a_number", "result: “{…}”", document(component(kpi(result={})))),
    ("not_a_number", "result: “nan”", document(component(kpi(result="nan")))),
    ("not_a_number", "result: “Infinity”", document(component(kpi(result="Infinity")))),
    ("not_a_number", "result: “”", document(component(kpi(result="")))),
    ("not_a_number", "result: “1,23”", document(component(kpi(result="1,23")))),
    ("not_a_number", "result: “แปดสิบ”", document(component(kpi(result="แปดสิบ")))),
    ("not_a_number", "องค์ประกอบ 1: weight: “false”", document(component(kpi(), weight=False))),
    ("number_too_long", "องค์ประกอบ 1 ตัวชี้วัด 1: result: “1E+400”", document(component(kpi(result="1e400")))),
    ("number_too_long", "มีหลักมากเกินไป", document(component(kpi(result="9" * 5000)))),
    ("number_too_long", "มีหลักมากเกินไป", document(component(kpi(levels=["1e-400", 75, 100])))),
    ("weight_missing", "องค์ประกอบ 1 ตัวชี้วัด 1 ตัวชี้วัดย่อย 1.1: ยังไม่ระบุน้ำหนัก",
     document(component(kpi(result=None, parts=[kpi(number="1.1", weight=None)])))),
    ("not_true_or_false", "assessed ต้องเป็น true หรือ false แต่พบ yes", document(component(kpi(), assessed="yes"))),
    ("not_true_or_false", "แต่พบ 1", document(component(kpi(), assessed=1))),
    ("unknown_key", "องค์ประกอบ 1 ตัวชี้วัด #1: ไม่รู้จัก “intepolate” – หมายถึง “interpolate” หรือไม่",
     document(component(kpi(intepolate="step")))),
    ("unknown_key", "หมายถึง “weight”", document(component(kpi(), weights=100))),
    ("unknown_key", "หมายถึง “reweight”", document(component(kpi()), reweigh="spread_component")),
    ("too_deep", "ซ้อนกันลึกเกิน 5 ชั้น", document(component(DEEP))),
]  # fmt: skip


@pytest.mark.parametrize(("code", "says", "data"), BAD_DOCUMENTS)
def test_bad_documents(code: str, says: str, data: Any) -> None:
    with pytest.raises(RefusedError) as refused:
        answer(data)
    assert refused.value.refusal.code == code
    assert says in str(refused.value)


BAD_TEXTS = [
    ("file_empty", "ว่างเปล่า", ""),
    ("file_empty", "ว่างเปล่า", " \n\t"),
    ("not_json", "บรรทัด 2 ตัวอักษรที่ 1", '{"rules":\n}'),
    ("not_json", "บรรทัด 1", "องค์ประกอบ"),
    ("not_json", "บรรทัด 1 ตัวอักษรที่ 4", "{} {}"),
    ("not_a_number", "“NaN”", '{"rules": NaN}'),
    ("not_a_number", "“-Infinity”", '{"rules": -Infinity}'),
    ("key_twice", "“rules”", '{"rules": "2567", "rules": "2562"}'),
    ("too_deep", "ลึกเกินไป", "[" * 100_000),
    ("too_deep", "ลึกเกินไป", '{"a":' * 100_000),
]


@pytest.mark.parametrize(("code", "says", "text"), BAD_TEXTS, ids=range(len(BAD_TEXTS)))
def test_bad_texts(code: str, says: str, text: str) -> None:
    with pytest.raises(RefusedError) as refused:
        parse(text)
    assert refused.value.refusal.code == code
    assert says in str(refused.value)


def test_an_exponent_beyond_everything() -> None:
    text = json.dumps(document(component(kpi(result="HUGE")))).replace('"HUGE"', "1e99999999999999999999")
    with pytest.raises(RefusedError) as refused:
        from_json(parse(text))
    assert refused.value.refusal.code == "not_a_number"


def test_a_binary_float_is_refused() -> None:
    """Only a program could bring one; it would not be the number that a person wrote."""
    with pytest.raises(RefusedError) as refused:
        from_json(document(component(kpi(result=98.7))))
    assert refused.value.refusal.code == "not_a_number"


def test_json_numbers_are_exact() -> None:
    assert parse("[0.1, 1e2, 7]") == [Decimal("0.1"), Decimal(100), Decimal(7)]
