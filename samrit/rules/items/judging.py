"""What does not fit together in a book whose rows are each right in themselves."""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from samrit.rules.amounts import decimals_of, quoted
from samrit.rules.areas import AreaLevel
from samrit.rules.formula import (
    FUNCTIONS,
    OPERATORS,
    Comparison,
    Node,
    is_word_of_figure,
    make_comparison,
    read_side,
)
from samrit.rules.items.comparing import formula_units
from samrit.rules.items.kinds import (
    Book,
    CodeList,
    Fault,
    Item,
    Owes,
    Rule,
    RuleKind,
    Total,
    Unit,
)
from samrit.rules.items.rows import is_code, unknown
from samrit.rules.periods import PeriodType
from samrit.rules.units import Unit as FormulaUnit
from samrit.rules.wording import Message, RefusedError, say

BASES = ("letter", "public", "derived", "assumed")
_LONGEST_DAYS = {
    PeriodType.DAY: 1,
    PeriodType.MONTH: 31,
    PeriodType.QUARTER: 92,
    PeriodType.FISCAL_QUARTER: 92,
    PeriodType.YEAR: 366,
    PeriodType.FISCAL_YEAR: 366,
}
_AREA = re.compile(r"\d{2}|\d{4}|\d{6}|\d{8}")
_LIST_CODE = re.compile(r"[A-Za-z0-9_-]{1,48}")
_PERSONAL = re.compile(r"\d{11}|\d{13}")
_SLUG = re.compile(r"[a-z0-9_-]{1,70}")
_OF_PERSONS_AND_HOUSES = ("1" * 13, "1" * 11)  # as long as the numbers of a person and of a house

Found = Iterator[tuple[str, Message]]


def faults_of(book: Book, places: Mapping[str, str]) -> tuple[Fault, ...]:
    """Every fault of a whole book; empty when it holds together. ``places``: where each row stands."""
    return tuple(
        Fault(f"{places[f'{section}/{key}']} · {part}" if part else places[f"{section}/{key}"], message)
        for section, key, part, message in _all(book)
    )


def _all(book: Book) -> Iterator[tuple[str, object, str, Message]]:
    """Rules are looked at once every item they might name knows its unit and lists."""
    names_are_known = not any(True for item in book.items.values() for _ in _unknown_names(item, book))
    units = formula_units(book) if names_are_known else {}
    looks: tuple[tuple[str, Mapping[str, Any], Callable[[Any], Found]], ...] = (
        ("units", book.units, _of_unit),
        ("lists", book.lists, _of_list),
        ("items", book.items, lambda item: _of_item(item, book)),
        ("rules", book.rules if names_are_known else {}, lambda rule: _of_rule(rule, book, units)),
    )
    for section, rows, look in looks:
        for key, row in rows.items():
            yield from ((section, key, part, message) for part, message in look(row))
    yield from (("items", code, "name", message) for code, message in _same_names(book))


def _same_names(book: Book) -> Found:
    """Two items of one name would be taken for each other in a column's heading."""
    seen: dict[str, str] = {}
    for item in book.items.values():
        for name in {item.name.casefold(), item.name_en.casefold()}:
            if name in seen:
                yield item.code, say("items_same_name", "ชื่อซ้ำกับรายการ “{named}”", named=seen[name])
            seen[name] = item.code


# ── units and lists ─────────────────────────────────────────────────────────
def _of_unit(unit: Unit) -> Found:
    for part in unit.dimension:
        if not is_code(part):
            yield "dimension", say("items_bad_dimension", "มิติของหน่วย “{part}” ไม่ใช่รหัส", part=quoted(part))


def _of_list(each: CodeList) -> Found:
    for code in each.codes:
        if code.code in {"total", "_T"}:
            yield "codes", say("items_total_code", "“{named}” สงวนไว้สำหรับยอดรวม", named=quoted(code.code))
        elif not _LIST_CODE.fullmatch(code.code) or _PERSONAL.fullmatch(code.code):
            yield (
                "codes",
                say(
                    "items_bad_code",
                    "“{named}” ใช้เป็นรหัสไม่ได้ – ใช้ A–Z a–z 0–9 _ - ไม่เกิน 48 ตัว และไม่ใช่เลข 11 หรือ 13 หลัก",
                    named=quoted(code.code),
                ),
            )
    if each.place:
        yield from _of_places(each)
    elif not each.codes:
        yield "codes", say("items_no_codes", "ไม่มีรหัสในรายการ")
    elif each.pattern:
        yield "pattern", say("items_pattern_closed", "ใช้รูปแบบรหัสได้เฉพาะรายการสถานที่ (place = true)")


def _of_places(each: CodeList) -> Found:
    """An open list names places. One that could hold a number of a person is refused: only counts are kept."""
    try:
        pattern = re.compile(each.pattern)
    except (re.error, RecursionError):
        yield "pattern", say("items_bad_pattern", "อ่านรูปแบบรหัสไม่ได้")
        return
    if not each.pattern or any(map(pattern.fullmatch, _OF_PERSONS_AND_HOUSES)):
        yield (
            "pattern",
            say(
                "items_personal",
                "รายการสถานที่ต้องมีรูปแบบรหัสที่รับเลข 11 หรือ 13 หลักไม่ได้ – ฐานข้อมูลนี้เก็บจำนวนรวม ไม่เก็บรายบุคคลหรือรายครัวเรือน",
            ),
        )
    if each.adds:
        yield "adds", say("items_places_add", "ค่าของสถานที่ตรวจวัดบวกกันเป็นยอดรวมไม่ได้ – ใส่ adds = false")
    for code in each.codes:
        if not pattern.fullmatch(code.code):
            yield (
                "codes",
                say("items_code_pattern", "รหัส “{named}” ไม่ตรงรูปแบบของรายการ", named=quoted(code.code)),
            )


# ── items ───────────────────────────────────────────────────────────────────
def _of_item(item: Item, book: Book) -> Found:
    missing = list(_unknown_names(item, book))
    yield from missing
    if not missing:
        yield from _of_range(item, book.units[item.unit])
        yield from _of_expectation(item, book)
        yield from _of_frequency(item, book)
    if (
        item.unit in book.units
        and _counts_people(book.units[item.unit])
        and item.level is AreaLevel.VILLAGE
        and not item.least_shown
    ):
        yield (
            "least_shown",
            say("items_small_counts", "จำนวนคนหรือครัวเรือนรายหมู่บ้านต้องกำหนดจำนวนน้อยที่สุดที่เผยแพร่ได้ (least_shown)"),
        )
    if item.code in FUNCTIONS or is_word_of_figure(item.code):
        yield (
            "code",
            say("items_function", "“{named}” เป็นคำของสูตรคำนวณ ใช้เป็นรหัสรายการไม่ได้", named=item.code),
        )
    if item.group in item.also_in:
        yield "also_in", say("items_group_twice", "อยู่ในกลุ่มหลักแล้ว")
    if item.basis in {"letter", "public"} and not item.reference:
        yield "reference", say("items_no_reference", "นิยามที่มีแหล่งอ้างอิงต้องระบุแหล่ง")
    if item.dataset and not _SLUG.fullmatch(item.dataset):
        yield "dataset", say("items_bad_dataset", "ชื่อชุดข้อมูลใช้ a–z ตัวเลข - และ _ ไม่เกิน 70 ตัว")


def _counts_people(unit: Unit) -> bool:
    return dict(unit.dimension) in ({"person": 1}, {"household": 1})


def _unknown_names(item: Item, book: Book) -> Found:
    asked: tuple[tuple[str, object, Mapping[str, object]], ...] = (
        ("group", item.group, book.groups),
        *(("also_in", group, book.groups) for group in item.also_in),
        ("unit", item.unit, book.units),
        ("owner", item.owner, book.owners),
        ("expects · by", item.expects.by, book.owners),
        ("frequency", item.frequency, book.frequencies),
        ("basis", item.basis, dict.fromkeys(BASES)),
        *(("by", each, book.lists) for each in item.by),
    )
    for key, name, known in asked:
        if name not in known:
            yield key, unknown(str(name), known)
    if item.multiplier not in book.multipliers:
        yield (
            "multiplier",
            unknown(str(item.multiplier), {str(times): name for times, name in book.multipliers.items()}),
        )


def _of_range(item: Item, unit: Unit) -> Found:
    if item.least is not None and item.most is not None and item.least > item.most:
        yield (
            "least",
            say("items_empty_range", "ค่าต่ำสุด {least} มากกว่าค่าสูงสุด {most}", least=item.least, most=item.most),
        )
    for key, bound in (("least", item.least), ("most", item.most)):
        if bound is not None and decimals_of(bound) > item.decimals:
            yield (
                key,
                say(
                    "items_bound_decimals",
                    "ขอบเขตมีทศนิยมเกิน {decimals} ตำแหน่งของรายการ",
                    decimals=item.decimals,
                ),
            )
    if unit.whole and item.multiplier == 1 and item.decimals:
        yield "decimals", say("items_whole", "นับเป็น{unit} จึงไม่มีทศนิยม", unit=unit.name)
    if unit.whole and (item.least is None or item.least < 0):
        yield "least", say("items_count_least", "จำนวนนับต้องมีค่าต่ำสุดตั้งแต่ 0")
    if unit.of is not None:
        yield from _of_share(item, unit.of)
    if item.least_shown is not None and not unit.whole:
        yield "least_shown", say("items_suppress_count", "ปกปิดจำนวนน้อยได้เฉพาะจำนวนนับ")


def _of_share(item: Item, of: Decimal) -> Found:
    """A share has no multiplier, cannot exceed the whole, and shares are not added."""
    if item.multiplier != 1:
        yield "multiplier", say("items_share_multiplied", "หน่วยนี้ไม่ใช้ตัวคูณ")
    if item.least is None or item.most is None or item.least < 0 or item.most > of:
        yield "most", say("items_share_range", "ช่วงที่ยอมรับต้องอยู่ระหว่าง 0 ถึง {of}", of=of)
    if Total.SUM in {item.over_areas, item.over_periods}:
        yield "over_areas", say("items_share_added", "ร้อยละและคะแนนบวกกันข้ามพื้นที่หรือข้ามช่วงเวลาไม่ได้")


def _of_expectation(item: Item, book: Book) -> Found:
    expects = item.expects
    if expects.level.depth > item.level.depth:
        yield "expects · level", say("items_too_fine", "ขอข้อมูลละเอียดกว่าระดับพื้นที่ที่รายการนี้เก็บ")
    if (expects.times_a_year or 0) > item.period.in_a_year:
        yield (
            "expects · times_a_year",
            say("items_too_often", "ปีหนึ่งมีเพียง {most} ช่วง", most=item.period.in_a_year),
        )
    if expects.final_days is not None and expects.final_days <= expects.due_days:
        yield "expects · final_days", say("items_final_first", "ค่าขั้นสุดท้ายต้องครบกำหนดหลังค่าเบื้องต้น")
    for code in expects.without:
        if not _AREA.fullmatch(code):
            yield (
                "expects · without",
                say("items_bad_area", "“{named}” ไม่ใช่รหัสพื้นที่ 2, 4, 6 หรือ 8 หลัก", named=quoted(code)),
            )
    if expects.cells is not Owes.TOTAL and not item.by:
        yield "expects · cells", say("items_no_lists", "รายการนี้ไม่มีการจำแนก จึงส่งได้เฉพาะยอดรวม")
    if any(book.lists[each].place for each in item.by) and expects.cells is not Owes.EACH:
        yield (
            "expects · cells",
            say("items_place_total", 'รายการที่วัดเป็นรายสถานที่ต้องส่งรายสถานที่ (cells = "each")'),
        )


def _of_frequency(item: Item, book: Book) -> Found:
    days = book.frequencies[item.frequency].days
    if days < _LONGEST_DAYS[item.period] - 3:
        yield "frequency", say("items_frequency", "ปรับปรุงถี่กว่าช่วงเวลาของค่า – ค่าของช่วงเดียวกันจะทับกัน")
    if item.checks.least_values > item.checks.years * (item.expects.times_a_year or item.period.in_a_year):
        yield "checks · least_values", say("items_never_judged", "ย้อนหลังเพียงเท่านี้ไม่มีทางมีค่าพอให้เทียบ")
    if item.checks.capture_percent is not None and item.over_periods is not Total.MEAN:
        yield "checks · capture_percent", say("items_capture", "สัดส่วนข้อมูลขั้นต่ำใช้กับค่าเฉลี่ยเท่านั้น")


# ── rules ───────────────────────────────────────────────────────────────────
def _of_rule(rule: Rule, book: Book, units: Mapping[str, FormulaUnit]) -> Found:
    if rule.kind is RuleKind.COMPARE:
        yield from _of_comparison(rule, book, units)
    else:
        yield from _of_parts(rule, book)


def _of_comparison(rule: Rule, book: Book, units: Mapping[str, FormulaUnit]) -> Found:
    if rule.operator not in OPERATORS:
        yield "operator", unknown(rule.operator, dict.fromkeys(OPERATORS))
    if rule.item:
        yield "item", say("rule_item_unused", "กฎแบบเทียบสองข้างใช้ left และ right เท่านั้น")
    sides: list[Node] = []
    for key, text in (("left", rule.left), ("right", rule.right)):
        try:
            sides.append(read_side(text, units=units))
        except RefusedError as refused:
            yield key, refused.refusal.message
    if len(sides) == 2 and rule.operator in OPERATORS:  # noqa: PLR2004 - two sides
        yield from _of_sides(sides[0], rule.operator, sides[1], book)


def _of_sides(left: Node, operator: str, right: Node, book: Book) -> Found:
    try:
        yield from _of_compared(make_comparison(left, operator, right), book)
    except RefusedError as refused:
        yield "right", refused.refusal.message


def _of_compared(comparison: Comparison, book: Book) -> Found:
    items = [book.items[code] for code in comparison.items]
    if len({item.period for item in items}) > 1:
        yield "left", say("rule_other_periods", "รายการในกฎมีช่วงเวลาต่างกัน จึงเทียบกันไม่ได้")
    coarsest = min(item.level.depth for item in items)
    for item in items:
        if item.level.depth > coarsest and item.over_areas is not Total.SUM:
            yield (
                "left",
                say("rule_other_levels", "“{named}” ละเอียดกว่าและรวมข้ามพื้นที่ไม่ได้ จึงเทียบกันไม่ได้", named=item.code),
            )
        if not has_total(item, book):
            yield "left", say("rule_without_total", "“{named}” ไม่มียอดรวมให้ใช้ในกฎ", named=item.code)


def has_total(item: Item, book: Book) -> bool:
    """Whether its cells come to one figure of an area and period: it is owed, or the codes add up to it."""
    return item.expects.cells is not Owes.EACH or all(book.lists[each].adds for each in item.by)


def _of_parts(rule: Rule, book: Book) -> Found:
    if rule.left or rule.right or rule.operator != "=":
        yield "left", say("rule_sides_unused", "กฎผลรวมใช้ item เท่านั้น")
    item = book.items.get(rule.item)
    if item is None:
        yield "item", say("rule_unknown_item", "อ้างรายการ “{named}” ซึ่งไม่มีในฐานข้อมูลนี้", named=quoted(rule.item))
    elif rule.kind is RuleKind.AREAS:
        yield from _of_areas(item)
    else:
        yield from _of_codes(item, book)


def _of_areas(item: Item) -> Found:
    if item.over_areas is not Total.SUM or item.level.depth == 0:
        yield "item", say("rule_areas_do_not_add", "“{named}” รวมจากพื้นที่ย่อยไม่ได้", named=item.code)


def _of_codes(item: Item, book: Book) -> Found:
    if not item.by:
        yield "item", say("rule_not_broken_down", "“{named}” ไม่ได้จำแนกตามรายการใด", named=item.code)
    elif not all(book.lists[each].adds for each in item.by):
        yield (
            "item",
            say("rule_codes_do_not_add", "รหัสจำแนกของ “{named}” บวกกันเป็นยอดรวมไม่ได้", named=item.code),
        )
    elif item.expects.cells is not Owes.BOTH:
        yield (
            "item",
            say(
                "rule_nothing_to_compare",
                "“{named}” ไม่ได้ส่งทั้งยอดรวมและรายรหัส จึงไม่มีอะไรให้เทียบ",
                named=item.code,
            ),
        )
