"""The rows of a file of official figures, judged: whose figure each is, and what taking it over would change."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from samrit.people.models import Area
from samrit.reports.models import Missing
from samrit.rules.amounts import Limits, number_from
from samrit.rules.kpi_names import bare
from samrit.rules.official import Comparison, Given, Verdict, compared
from samrit.rules.thai import BUDDHIST_ERA, arabic_digits
from samrit.rules.wording import Message, RefusedError, say
from samrit.scores.models import OfficialFile
from samrit.scores.queries.official import SENT, Measured, measured_in, province_codes
from samrit.scores.reading.figures import RowRead, read_figures

LIMITS = Limits(before=20, after=20)
BEFORE_NAMES = ("จังหวัด", "จ.")
FIRST_BUDDHIST, SHORT_YEAR = 2400, 100
STATUSES = {
    "": False, "สิ้นสุด": False, "ข้อมูลสิ้นสุด": False, "final": False,
    "เบื้องต้น": True, "ข้อมูลเบื้องต้น": True, "provisional": True,
}  # fmt: skip
STATES = ("wrong", "changed", "new", "unchanged", "skipped")
NO_FIGURE = {"-", "–", "—", "n/a", "na"}  # nobody knows which reason is meant: asked, never guessed


@dataclass(frozen=True)
class RowJudged:
    """``state``: ``new``, ``changed``, ``unchanged``, ``skipped`` (of no use here) or ``wrong``; ``why`` says why of the last two."""

    read: RowRead
    state: str
    why: Message | None = None
    measured: Measured | None = None
    given: Given | None = None
    provisional: bool = False
    comparison: Comparison | None = None

    @property
    def changes(self) -> bool:
        return self.state in {"new", "changed"}


def as_read(row: RowJudged) -> tuple[int, int]:
    """What a reader of a file wants to see first; for sorting."""
    return (STATES.index(row.state), row.read.row)


def is_shown(row: RowJudged, only: str) -> bool:
    """Whether a row is among those in this state, or ``outside`` its tolerance; all of them by any other word."""
    if only == "outside":
        return row.comparison is not None and row.comparison.verdict == Verdict.OUTSIDE
    return row.state == only if only in STATES else True


class _WrongError(Exception):
    """Why a row cannot be believed."""

    def __init__(self, why: Message, measured: Measured | None = None) -> None:
        super().__init__(why.thai())
        self.why = why
        self.measured = measured


class _SkippedError(_WrongError):
    """Nothing is wrong with it, and nothing is done with it."""


def judged_rows(file: OfficialFile) -> list[RowJudged]:
    """Every row of the file as things stand now, in its order; six queries, however many rows."""
    is_workbook = bytes(file.contents[:2]) == b"PK"
    read = read_figures(bytes(file.contents), is_workbook=is_workbook)
    judge = _Judge(file)
    return list(_without_doubles([judge.row(one) for one in read]))


class _Judge:
    """What is known of the year, looked up once for all rows."""

    def __init__(self, file: OfficialFile) -> None:
        self.year = file.fiscal_year_id
        self.measured = measured_in(self.year, file.months, file.owner)
        self.codes = province_codes()
        self.areas = {area.code: area for area in Area.objects.all()}
        self.supplied = {name for of_area in self.measured.values() for one in of_area for name in _ways(one)}

    def row(self, read: RowRead) -> RowJudged:
        try:
            return self._judged(read)
        except _SkippedError as skipped:
            return RowJudged(read, "skipped", skipped.why, skipped.measured)
        except _WrongError as wrong:
            return RowJudged(read, "wrong", wrong.why, wrong.measured)

    def _judged(self, read: RowRead) -> RowJudged:
        self._check_year(read.year)
        measured = self._measured(read, self._area(read))
        _check_unit(read.unit, measured)
        given, provisional = _given(read, measured), _status(read.status, measured)
        result = measured.result
        reported = Given(result.value, result.missing) if result and result.status in SENT else None
        comparison = compared(reported, given, measured.supply.tolerance)
        return RowJudged(
            read,
            _state(measured, given, provisional=provisional),
            None,
            measured,
            given,
            provisional,
            comparison,
        )

    def _check_year(self, typed: str) -> None:
        """พ.ศ. or ค.ศ., full or the last two digits of พ.ศ.; an empty cell is of the page's year."""
        if not typed:
            return
        digits = arabic_digits(typed).removesuffix(".0").strip()
        year = int(digits) if digits.isdecimal() and len(digits) in {2, 4} else 0
        if year < SHORT_YEAR:
            year += FIRST_BUDDHIST + SHORT_YEAR if year else 0
        elif year < FIRST_BUDDHIST:
            year += BUDDHIST_ERA
        if year != self.year:
            raise _WrongError(
                say("row_of_another_year", "ปี “{typed}” ไม่ใช่ปีงบประมาณ {year}", typed=typed, year=self.year)
            )

    def _area(self, read: RowRead) -> Area:
        codes = {self._code(typed) for typed in (read.code, read.province) if typed}
        if not codes:
            raise _WrongError(say("row_without_province", "ไม่ได้ระบุจังหวัด"))
        if len(codes) > 1:
            raise _WrongError(
                say(
                    "row_of_two_provinces",
                    "รหัส “{typed}” กับชื่อ “{name}” เป็นคนละจังหวัด",
                    typed=read.code,
                    name=read.province,
                )
            )
        return self.areas[codes.pop()]

    def _code(self, typed: str) -> str:
        name = typed
        for before in BEFORE_NAMES:
            name = name.removeprefix(before).strip()
        found = self.codes.get(bare(name))
        if found is None:
            raise _WrongError(say("row_of_no_province", "ไม่รู้จักจังหวัด “{typed}”", typed=typed))
        return found

    def _measured(self, read: RowRead, area: Area) -> Measured:
        asked = bare(read.kpi_code) or bare(read.kpi)
        here = self.measured.get(area.code, [])
        if asked:
            found = [one for one in here if asked in one.names] or [
                one for one in here if asked in _ways(one)
            ]
            if len(found) > 1 and read.kpi_code and read.kpi:  # the code of the whole, the name of the part
                found = [one for one in found if bare(read.kpi) in one.names]
        else:
            found = here
        if len(found) == 1:
            return found[0]
        typed = read.kpi or read.kpi_code
        if len(found) > 1:
            raise _WrongError(
                say(
                    "row_of_many_kpis",
                    "“{typed}” มีหลายตัวชี้วัดในจังหวัดนี้ – ระบุชื่อตัวชี้วัดย่อยให้ตรง",
                    typed=typed or "–",
                )
            )
        if asked and asked not in self.supplied:
            raise _WrongError(say("row_of_no_kpi", "ไม่รู้จักตัวชี้วัด “{typed}” ของเจ้าของข้อมูลนี้", typed=typed))
        raise _SkippedError(
            say("kpi_not_here", "จังหวัด{area}ไม่มีตัวชี้วัดนี้ในกรอบปี {year}", area=area.name, year=self.year)
        )


def _ways(one: Measured) -> frozenset[str]:
    """How a file may write it: its own names, or those of what is supplied."""
    whole = one.kpi.parent.indicator.library_kpi if one.kpi.parent and one.supply.parts else None
    names = one.names | one.supply.names | {bare(one.supply.kpi)}
    return names | {bare(whole.name)} if whole else names


def _check_unit(typed: str, measured: Measured) -> None:
    if typed and measured.kpi.unit and bare(typed) != bare(measured.kpi.unit):
        raise _WrongError(
            say(
                "row_of_another_unit",
                "หน่วย “{typed}” ไม่ตรงกับหน่วยของตัวชี้วัด “{unit}”",
                typed=typed,
                unit=measured.kpi.unit,
            ),
            measured,
        )


def _given(read: RowRead, measured: Measured) -> Given:
    """A number, or why there is none by one of the five reasons. Nothing at all is not zero: the row is left out."""
    if read.doubt:
        raise _WrongError(DOUBTS[read.doubt], measured)
    if not read.value:
        raise _SkippedError(say("row_without_figure", "ยังไม่มีตัวเลขในแถวนี้ จึงไม่เปลี่ยนอะไร"), measured)
    reasons: Mapping[str, str] = {bare(label): code for code, label in Missing.choices}
    if code := reasons.get(bare(read.value)):
        return Given(None, code)
    if read.value.casefold() in NO_FIGURE:
        raise _WrongError(
            say(
                "row_with_dash",
                "“{typed}” ไม่บอกว่าทำไมไม่มีตัวเลข – เขียนเหตุผล เช่น ไม่มีข้อมูล หรือเว้นว่าง",
                typed=read.value,
            ),
            measured,
        )
    try:
        return Given(number_from(read.value, LIMITS))
    except RefusedError as refused:
        raise _WrongError(refused.refusal.message, measured) from None


DOUBTS = {
    "hollow": say("row_hollow", "ช่องนี้เป็นสูตรที่ยังไม่มีค่า – เปิดไฟล์ในโปรแกรมตารางแล้วบันทึกใหม่ หรือพิมพ์ตัวเลขแทนสูตร"),
    "percent": say(
        "row_percent", "ช่องนี้จัดรูปแบบเป็นเปอร์เซ็นต์ ซึ่งเก็บ 78.5% เป็น 0.785 – เปลี่ยนเป็นรูปแบบตัวเลข แล้วพิมพ์ตามหน่วยที่แสดง"
    ),
    "error": say("row_error", "ช่องนี้คำนวณไม่ได้ (#N/A หรือคล้ายกัน) – แก้ในไฟล์ต้นทางแล้วส่งใหม่"),
}


def _status(typed: str, measured: Measured) -> bool:
    """Whether the figure is provisional."""
    plain = bare(typed)
    if plain not in STATUSES:
        raise _WrongError(
            say("row_of_no_status", "สถานะข้อมูล “{typed}” ไม่รู้จัก – ใช้ เบื้องต้น หรือ สิ้นสุด", typed=typed), measured
        )
    return STATUSES[plain]


def _state(measured: Measured, given: Given, *, provisional: bool) -> str:
    figure = measured.figure
    if figure is None:
        return "new"
    same = (figure.value, figure.missing, figure.provisional) == (given.value, given.missing, provisional)
    return "unchanged" if same else "changed"


def _without_doubles(rows: Sequence[RowJudged]) -> Iterator[RowJudged]:
    """One KPI of one province twice in a file: neither is believed, unless both say the same."""
    said: dict[int, set[tuple[object, ...]]] = {}
    counted = Counter(row.measured.kpi.pk for row in rows if row.measured and row.given)
    for row in rows:
        if row.measured and row.given:
            values = said.setdefault(row.measured.kpi.pk, set())
            values.add((row.given.value, row.given.missing, row.provisional))
    taken: set[int] = set()
    for row in rows:
        if row.measured is None or row.given is None or counted[row.measured.kpi.pk] == 1:
            yield row
        elif len(said[row.measured.kpi.pk]) > 1:
            why = say("row_contradicted", "มีแถวอื่นของจังหวัดและตัวชี้วัดนี้ที่ให้ตัวเลขต่างกัน – เหลือไว้แถวเดียว")
            yield replace(row, state="wrong", why=why, comparison=None)
        elif row.measured.kpi.pk in taken:
            yield replace(row, state="skipped", why=say("row_repeated", "ซ้ำกับแถวก่อนหน้า ตัวเลขเดียวกัน"))
        else:
            taken.add(row.measured.kpi.pk)
            yield row
