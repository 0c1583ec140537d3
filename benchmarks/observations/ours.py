"""The pipeline of the product: reading room, rules, store."""

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.observations.data import LEAST, MOST, YEARS, item_codes, village_codes
from samrit.indicators.reading import Column, Mapping, Means, open_table
from samrit.indicators.store import make_store
from samrit.indicators.store.port import Checked, Expected, Given
from samrit.indicators.store.terms import ItemTerms, Terms
from samrit.rules.areas import Area, AreaLevel
from samrit.rules.periods import PeriodType
from samrit.rules.units import read_unit

MAPPING = Mapping(
    (
        Column(0, "agency", Means.IGNORED),
        Column(1, "item", Means.ITEM),
        Column(2, "area", Means.AREA),
        Column(3, "period", Means.PERIOD),
        Column(4, "value", Means.VALUE),
        Column(5, "received", Means.IGNORED),
        Column(6, "reference", Means.IGNORED),
    )
)


def terms(areas: int) -> Terms:
    """45 items of villages, and that many villages."""
    codes = map(str, village_codes(areas).tolist())
    known = {code: Area(code, f"บ้าน {code}", "", AreaLevel.VILLAGE, code[:6]) for code in codes}
    unit = read_unit("ครัวเรือน")
    items = {
        number: ItemTerms(
            number,
            code,
            unit,
            PeriodType.FISCAL_YEAR,
            levels=(AreaLevel.VILLAGE,),
            least=LEAST,
            most=MOST,
            decimals=2,
        )
        for number, code in enumerate(item_codes(), 1)
    }
    return Terms(items, known.get)


def expected(areas: int) -> list[Expected]:
    codes = tuple(village_codes(areas).tolist())
    periods = tuple(year - 543 for year in YEARS)
    return [Expected(item, codes, periods) for item in range(1, len(item_codes()) + 1)]


def run(path: Path, areas: int, into: Path, *, memory: int) -> tuple[Checked, tuple[Given, ...]]:
    """Read, check, reject with reasons, sort, write, and count what of the expected cells is there."""
    with TemporaryDirectory(dir=into) as landing:
        store = make_store("embedded", memory, into / "scratch")
        raw = open_table(path, name=path.name, header=1, landing=Path(landing))
        found = store.check(raw, MAPPING, terms(areas), into, submission=1)
        return found, store.completeness([file.path for file in found.good], expected(areas))
