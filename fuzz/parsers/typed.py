"""What people and programs type: formulas, conditions, dates, figures, periods, areas, addresses, searches, headers."""

from typing import Any

from django.core.exceptions import ValidationError

from fuzz.target import Target, of_text, texts
from samrit.assessments.forms.official_table import read_lines
from samrit.evidence import tus
from samrit.indicators.forms.exploring import read_moment
from samrit.letters.reading.weights import read_weight, take_weight
from samrit.reports.forms.answers import PrintsField
from samrit.rules.amounts import number_from
from samrit.rules.areas import find_area, read_code
from samrit.rules.areas.codes import read_parts
from samrit.rules.catalog.days import read_day as read_catalog_day
from samrit.rules.catalog.days import read_year
from samrit.rules.exploring import read_end
from samrit.rules.formula import make_formula
from samrit.rules.formula.comparing import read_side
from samrit.rules.instruments.conditions import read_condition
from samrit.rules.letters.links import code_typed, is_code, target_of
from samrit.rules.observed import LIMITS, read_value
from samrit.rules.periods import PeriodType, read_period
from samrit.rules.periods.period import from_text
from samrit.rules.searching import excerpt, marked, searchable, terms
from samrit.rules.thai import find_date_ranges, find_dates, find_times, parse_number, plain_number
from samrit.rules.units import read_unit
from samrit.rules.webhooks import refuse_address
from samrit.ui.fields import read_day

UNITS = {
    code: read_unit(unit) for code, unit in {"A": "คน", "B": "คน", "MONEY": "ล้านบาท", "RATE": "ร้อยละ"}.items()
}


def formulas() -> Target:
    def read(text: str) -> None:
        str(make_formula(text, units=UNITS, gives=UNITS["RATE"]))

    words = (
        "sum(",
        "share(",
        "count(",
        "change(",
        "A",
        "B",
        "MONEY",
        "(",
        ")",
        ",",
        "+",
        "-",
        "*",
        "/",
        "100",
        "==",
    )
    return Target(of_text(read), texts("share(sum(A), sum(B))", "change(A)", "(A + B) / 2 * 100"), words)


def comparisons() -> Target:
    return Target(
        of_text(lambda text: read_side(text, units=UNITS)), texts("A + B", "A * 2 - B"), ("A", "B", "+", "(")
    )


def conditions() -> Target:
    words = ("users", "==", ">=", "and", "or", "not", '"yes"', "(", ")", "50", "in")
    samples = texts('has_system == "yes"', "good <= 2 and recommend < 7", "not (users >= 50 or good == 1)")
    return Target(of_text(read_condition), samples, words)


def dates() -> Target:
    def read(text: str) -> None:
        find_dates(text), find_date_ranges(text), find_times(text), read_day(text), read_moment(text)
        read_catalog_day(text), read_year(text)

    samples = texts(
        "ตั้งแต่วันที่ ๒๕ มีนาคม - ๑๑ เมษายน ๒๕๖๗", "วันศุกร์ที่ ๕ เมษายน พ.ศ. ๒๕๖๗ เวลา ๐๙.๓๐ – ๑๖.๓๐ น.", "3/4/2567", "2024-04-03",
        "2024-04-03T10:00:00+07:00", "1 ต.ค. 66 ถึง 30 ก.ย. 67",
    )  # fmt: skip
    words = (
        "วันที่",
        "มีนาคม",
        "ก.พ.",
        "๒๕๖๗",
        "31",
        "พ.ศ.",
        "-",
        "ถึง",
        "/",
        "T",
        "+07:00",
        "น.",
        "99",
        "วันจันทร์ที่",
    )
    return Target(of_text(read), samples, words)


def figures() -> Target:
    def read(text: str) -> None:
        found = parse_number(text)
        if found is not None and len(text) < 100:
            plain_number(found)
        read_value(text), read_value(text, unit=UNITS["MONEY"]), read_unit(text), number_from(text, LIMITS)

    samples = texts(
        "1,234.50", "๑,๒๓๔.๕๐", "(1 234) ล้านบาท", "12.5% (p)", "บาท/คน/วัน", "ร้อยละของครัวเรือน", "-"
    )
    words = ("ล้าน", "บาท", "%", "(p)", "r", "ประมาณการ", ",", ".", "e", "-", "(", ")", "ต่อ", "/", "n.a.")
    return Target(of_text(read), samples, words)


def weights() -> Target:
    def read(text: str) -> None:
        read_weight(text), take_weight(text), take_weight(text, trailing=True)

    return Target(
        of_text(read), texts("๕ (๒.๕)", "ร้อยละ 2.5", "น้ำหนัก ๑๐"), ("(", ")", "ร้อยละ", "๒.๕", "น้ำหนัก", "1e9")
    )


def periods() -> Target:
    def read(text: str) -> None:
        for kind in (None, *PeriodType):
            read_period(text, expects=kind)
        read_end(text, PeriodType.MONTH)
        from_text(text)

    samples = texts(
        "ปีงบ 2567", "ม.ค. 2567", "1 ต.ค. 2566", "FY2567-Q1", "2567-12-31", "ไตรมาส 4/2567", "2566/67"
    )
    words = ("ปีงบ", "FY", "Q1", "ไตรมาส", "2567", "67", "ม.ค.", "/", "-", "พ.ศ.", "ค.ศ.", "ครึ่งปี", "13", "00")
    return Target(of_text(read), samples, words)


def areas() -> Target:
    def read(text: str) -> None:
        find_area(text), find_area(text, within="13"), read_code(text), read_parts(text.split("|"))

    samples = texts("ต.บางปรอก อ.เมือง จ.ปทุมธานี", "TH-20", "200105.0", "20 | 1 | 5", "กทม.", "อำเภอเมืองปทุมธานี")
    words = ("จังหวัด", "อ.", "ต.", "เมือง", "ปทุมธานี", "แขวง", "20", "-", "|", "TH-", ".0", "๑๓", "หมู่ที่")
    return Target(of_text(read), samples, words)


def addresses() -> Target:
    """Of webhooks, of short links, and short codes as people type them."""

    def read(text: str) -> None:
        refuse_address(text, loopback=False, networks=())
        refuse_address(text, loopback=True, networks=())
        target_of(text, own_hosts=frozenset({"samrit.example.go.th"}))
        is_code(code_typed(text))

    samples = texts(
        "https://hooks.example.go.th/a?b=1", "http://127.0.0.1:8000/x", "https://[::1]/", "/reports/?a=ก#b", "ab3d-ef7h",
        "https://samrit.example.go.th/l/ก",
    )  # fmt: skip
    words = (
        "https://",
        "http://",
        "[",
        "]",
        "@",
        ":",
        "//",
        "xn--",
        "::ffff:",
        "0x7f.1",
        "%2f",
        "..",
        "๑๒๗",
        "\\",
    )
    return Target(of_text(read), samples, words)


def searches() -> Target:
    def read(text: str) -> None:
        searchable(text), marked("ขยะมูลฝอยที่นำกลับมาใช้ใหม่", terms(text)), excerpt(text, terms(text[:20]))

    return Target(
        of_text(read), texts("ขยะ มูลฝอย", "น้ำํา ๒๕๖๗ kpi", "“สองคำ” -ไม่เอา"), ("ขยะ", "ํา", "่", '"', " ", "-")
    )


def upload_headers() -> Target:
    def read(text: str) -> None:
        tus.file_name(text), tus.is_data(text), tus.checksum(text)

    samples = texts("filename 4LiB4LiyLnBkZg==,purpose ZGF0YQ==", "sha1 qUqP5cyxm6YcTAhz05Hph5gvu9M=")
    return Target(
        of_text(read), samples, ("filename", "name", "purpose", "sha1", "sha256", " ", ",", "=", "//8=")
    )


def form_fields() -> Target:
    """Hidden JSON of the entry's form, and lines ``1 = 62.50`` of an official result."""

    def read(text: str) -> None:
        read_lines(text, {"1": "one", "2": "two"})
        PrintsField(required=False).clean(text)

    samples = texts('{"value": "a", "story": "b"}', "1 = 62.50\n2 = 70\n")
    return Target(of_text(read), samples, ("=", "1", "62.50", '"value"'), (ValidationError,))


TARGETS: tuple[Any, ...] = (
    formulas, comparisons, conditions, dates, figures, weights, periods, areas, addresses, searches, upload_headers, form_fields,
)  # fmt: skip
