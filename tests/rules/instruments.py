"""A small questionnaire for the tests, and answers to those that ship."""

from collections.abc import Mapping

from samrit.rules.instruments import Instrument, Sheet, load, read, read_sheet

SMALL = """
questions = [
  { code = "has_system", section = "one", kind = "one", text = "มีระบบหรือไม่", text_en = "Is there a system?", weight = 0, options = [
    { code = "yes", name = "มี", name_en = "Yes" },
    { code = "no", name = "ไม่มี", name_en = "No" },
  ] },
  { code = "users", section = "one", kind = "number", text = "ผู้ใช้", text_en = "Users", when = 'has_system == "yes"', least = 0, most = 100, map = "percent", decimals = 1 },
  { code = "uses", section = "one", kind = "several", text = "ใช้ทำอะไร", text_en = "What for?", when = "users >= 50", most_chosen = 2, least_chosen = 1, options = [
    { code = "tax", name = "ภาษี", name_en = "Tax", value = 1 },
    { code = "permit", name = "ใบอนุญาต", name_en = "Permits", value = 3 },
    { code = "none", name = "ไม่ใช้", name_en = "Nothing", value = 0, alone = true },
  ] },
  { code = "good", section = "two", kind = "likert", text = "ดีเพียงใด", text_en = "How good?", scale = "five" },
  { code = "parts", section = "two", kind = "matrix", text = "แต่ละเรื่อง", text_en = "Each", scale = "five", required = false, rows = [
    { code = "fast", name = "เร็ว", name_en = "Fast" },
    { code = "clear", name = "ชัด", name_en = "Clear" },
  ] },
  { code = "recommend", section = "two", kind = "nps", weight = 0, required = false, text = "แนะนำ", text_en = "Recommend" },
  { code = "why", section = "two", kind = "text", required = false, longest = 20, when = "good <= 2 and recommend < 7", text = "เพราะ", text_en = "Why" },
  { code = "plan", section = "three", kind = "tick", text = "มีแผน", text_en = "A plan", weight = 2, evidence = ["paper"] },
  { code = "done", section = "three", kind = "tick", text = "ทำแล้ว", text_en = "Done" },
]

[instrument]
code = "small"
version = "1"
name = "แบบเล็ก"
name_en = "Small"
purpose = "ทดสอบ"
purpose_en = "For tests"
year = 2567
basis = "assumed"
confirmed = true
full = 100
method = "mean"
ladder = "levels"
unanswered = "zero"

[survey]
least_group = 5
confidence = 95
satisfied_from = 4
least_word = 2

[[evidence]]
code = "paper"
name = "เอกสาร"
name_en = "paper"

[[scales]]
code = "five"
name = "ห้าระดับ"
name_en = "five steps"
options = [
  { code = "5", name = "ดีมาก", name_en = "Very good", value = 5 },
  { code = "4", name = "ดี", name_en = "Good", value = 4 },
  { code = "3", name = "กลาง", name_en = "Fair", value = 3 },
  { code = "2", name = "น้อย", name_en = "Poor", value = 2 },
  { code = "1", name = "น้อยมาก", name_en = "Very poor", value = 1 },
  { code = "none", name = "ไม่ทราบ", name_en = "Do not know" },
]

[[maps]]
code = "percent"
name = "ร้อยละ"
name_en = "percent"
points = [{ at = 0, gives = 0 }, { at = 50, gives = 80 }, { at = 100, gives = 100 }]

[[methods]]
code = "mean"
name = "เฉลี่ย"
name_en = "mean"
kind = "mean"

[[methods]]
code = "ticks"
name = "นับข้อ"
name_en = "ticks"
kind = "ticks"

[[ladders]]
code = "levels"
rungs = [
  { code = "low", name = "ต่ำ", name_en = "Low", at_least = 0 },
  { code = "high", name = "สูง", name_en = "High", at_least = 60 },
  { code = "top", name = "สูงทุกด้าน", name_en = "High throughout", at_least = 60, every = 50 },
]

[[sections]]
code = "one"
number = "1"
name = "ระบบ"
name_en = "System"
method = "mean"

[[sections]]
code = "two"
number = "2"
name = "ความเห็น"
name_en = "Opinion"
method = "mean"
weight = 2

[[sections]]
code = "three"
number = "3"
name = "รายการ"
name_en = "Checks"
method = "ticks"
"""


def small(*changes: tuple[str, str]) -> Instrument:
    """The small one, with texts put in the place of others; it has to hold together."""
    found = read({"small.toml": changed(*changes)})
    assert isinstance(found, Instrument), "\n".join(map(str, found))
    return found


def changed(*changes: tuple[str, str]) -> str:
    text = SMALL
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def sheet(instrument: Instrument, raw: Mapping[str, object], audience: str = "") -> Sheet:
    """Answers that are right."""
    found = read_sheet(instrument, raw, audience=audience)
    assert found.wrong == ()
    return found


def ticks(item: str, **done: int) -> dict[str, object]:
    """The first so many ticks of each level of a PMQA item: yes; the others: no."""
    instrument = load("pmqa_2567")
    raw: dict[str, object] = {}
    for question in instrument.asked(item):
        place = int(question.code.rsplit("_", 1)[1])
        raw[question.code] = place <= done.get(question.level, 0)
    return raw


def achieved(item: str, result: str, target: str, direction: str = "up") -> dict[str, object]:
    """A result of PMQA's category 7."""
    return {
        f"{item}_measure": "ตัวชี้วัด",
        f"{item}_unit": "ร้อยละ",
        f"{item}_result": result,
        f"{item}_target": target,
        f"{item}_direction": direction,
    }
