"""Tables of KPIs in many layouts, as text of a PDF and scanned: how many values are read right, wrong in silence, wrong
and doubted, right and doubted all the same.

``python -m benchmarks.letters.tables [text] [300 dpi] [150 dpi, skew, noise]``: the ways to read them; all without any.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from time import perf_counter

from benchmarks.letters.run import SIDE_BY_SIDE, WAYS, Found, Paper, _pressed, _told, found_in, understood
from benchmarks.letters.scanned import pdf_of, scanned, tiff_of
from samrit.letters.reading import Reading
from samrit.rules.thai import thai_digits

HEAD = ("องค์ประกอบการประเมิน", "ตัวชี้วัด", "น้ำหนัก (ร้อยละ)", "หน่วยงานรับผิดชอบ")
HEAD_IN_TWO = ("องค์ประกอบ<br>การประเมิน", "ตัวชี้วัด", "น้ำหนัก<br>(ร้อยละ)", "หน่วยงาน<br>รับผิดชอบ")
WIDTHS = {True: (24, 40, 13, 23), False: (55, 15, 30)}
COMPONENTS = (
    (
        "การประเมินประสิทธิผลการดำเนินงาน (Performance Base)",
        (
            ("ความสำเร็จในการขับเคลื่อนการแก้ไขปัญหาความยากจนของครัวเรือนเป้าหมายในจังหวัด", "10", "สำนักงานพัฒนาชุมชนจังหวัด"),
            ("ร้อยละของครัวเรือนที่ผ่านเกณฑ์ความจำเป็นพื้นฐาน", "10", "สำนักงานพัฒนาชุมชนจังหวัด"),
            ("รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชนและท้องถิ่น (OTOP)", "15", "สำนักงานพัฒนาชุมชนจังหวัด"),
            ("ร้อยละของหมู่บ้านและชุมชนที่ปลอดยาเสพติดตามเกณฑ์", "15", "ที่ทำการปกครองจังหวัด"),
            ("คุณภาพน้ำในแม่น้ำสายหลัก", "20", "สำนักงานทรัพยากรธรรมชาติและสิ่งแวดล้อมจังหวัด"),
        ),
    ),
    (
        "การประเมินศักยภาพการดำเนินงาน (Potential Base)",
        (
            ("ระดับความสำเร็จของการพัฒนาระบบบริการอิเล็กทรอนิกส์ (e-Service)", "15", "สำนักงานจังหวัด"),
            ("ระดับความสำเร็จในการประเมินสถานะของหน่วยงานในการเป็นระบบราชการ 4.0", "15", "สำนักงานจังหวัด"),
        ),
    ),
)  # fmt: skip
Kpi = tuple[str, str, str]  # name, weight, owner


@dataclass(frozen=True)
class Layout:
    """``beside``: the components have a column of their own; ``merged``: one cell for all their rows."""

    ruled: bool = False
    beside: bool = True
    merged: bool = False
    head_in_two: bool = True
    digits_thai: bool = True
    weight: str = "right"
    at: str = "top"  # or middle: where words stand in their cell
    size: float = 13.5
    pages: int = 1
    head_again: bool = True  # on the second page
    rows_cut: bool = False  # the page's end may fall within a row
    numbered: bool = True

    def style(self) -> str:
        line = "1px solid #000" if self.ruled else "0"
        return f"""
@font-face {{ font-family: Paper; src: url(Sarabun-Regular.ttf); }}
@page {{ size: A4; margin: 2.5cm 2cm 2cm 3cm; }}
body {{ font: {self.size}pt/1.5 Paper; margin: 0; }} p {{ margin: 0 0 4pt; text-align: center; }}
table {{ border-collapse: collapse; width: 100%; }} tr {{ break-inside: {"auto" if self.rows_cut else "avoid"}; }}
td, th {{ border: {line}; padding: 3pt 6pt; vertical-align: {self.at}; text-align: left; font-weight: normal; }}
th, .total {{ text-align: center; }} .weight {{ text-align: {self.weight}; }}
thead {{ display: {"table-header-group" if self.head_again else "table-row-group"}; }}"""

    def kpis(self) -> Iterator[tuple[str, Sequence[Kpi]]]:
        for name, kpis in COMPONENTS:
            if self.pages == 1 or len(kpis) < len(COMPONENTS[0][1]):
                yield name, kpis
            else:
                years = [(f"{kpi} ระยะที่ {n}", "4", owner) for n in (1, 2, 3) for kpi, _, owner in kpis]
                yield name, [*years[:-1], (years[-1][0], "14", years[-1][2])]

    def page(self) -> str:
        head = (HEAD_IN_TWO if self.head_in_two else HEAD)[0 if self.beside else 1 :]
        cells = "".join(
            f'<th style="width: {width}%">{name}</th>'
            for name, width in zip(head, WIDTHS[self.beside], strict=True)
        )
        rows = "".join(row for number in (1, 2) for row in self._rows(number))
        empty = "<td></td>" if self.beside else ""
        total = f'<tr>{empty}<td class="total">รวม</td><td class="weight">{self._written("100")}</td><td></td></tr>'
        title = self._written("ประจำปีงบประมาณ พ.ศ. 2567")
        return (
            f'<html lang="th"><style>{self.style()}</style><body><p>ตัวชี้วัดการประเมินผลการปฏิบัติราชการของจังหวัดปทุมธานี</p>'
            f"<p>{title}</p><table><thead><tr>{cells}</tr></thead><tbody>{rows}{total}</tbody></table></body></html>"
        )

    def _rows(self, number: int) -> Iterator[str]:
        name, kpis = list(self.kpis())[number - 1]
        heading = self._written(f"องค์ประกอบที่ {number} {name}")
        if not self.beside:
            yield (
                f'<tr><td colspan="3">{heading}</td></tr>'
                if self.merged
                else f"<tr><td>{heading}</td><td></td><td></td></tr>"
            )
        for place, (kpi, weight, owner) in enumerate(kpis, 1):
            first = heading if place == 1 else ""
            cell = f"<td>{first}</td>" if self.beside else ""
            if self.beside and self.merged:
                cell = f'<td rowspan="{len(kpis)}">{first}</td>' if first else ""
            counted = f"{place}. {kpi}" if self.numbered else kpi
            yield f'<tr>{cell}<td>{self._written(counted)}</td><td class="weight">{self._written(weight)}</td><td>{owner}</td></tr>'

    def _written(self, text: str) -> str:
        return thai_digits(text) if self.digits_thai else text

    def facts(self) -> dict[str, list[str]]:
        kpis = [(str(n), *kpi) for _, own in self.kpis() for n, kpi in enumerate(own, 1)]
        counted = [(n if self.numbered else "None", name, weight, owner) for n, name, weight, owner in kpis]
        return {
            "fiscal year": ["2567"],
            "component": [name for name, _ in self.kpis()],
            "KPI number": [n if self.numbered else "" for n, *_ in kpis],
            "KPI name": [name for _, name, _, _ in kpis],
            "KPI weight": [f"{n}: {weight}" for n, _, weight, _ in counted],
            "KPI owner": [f"{n}: {owner}" for n, _, _, owner in counted],
        }


LAYOUTS: dict[str, Layout] = {
    f"{'ruled' if ruled else 'open'}, {'components beside' if beside else 'components above'}, "
    f"head of {2 if two else 1}{', merged' if merged else ''}": Layout(
        ruled=ruled, beside=beside, head_in_two=two, merged=merged
    )
    for ruled in (True, False)
    for beside in (True, False)
    for two in (False, True)
    for merged in (False, True)
} | {
    "open, Arabic digits, weights left": Layout(digits_thai=False, weight="left"),
    "open, weights in the centre": Layout(weight="center"),
    "open, in the middle": Layout(weight="center", at="middle"),
    "open, in the middle, merged": Layout(weight="center", at="middle", merged=True),
    "open, in the middle, components above": Layout(weight="center", at="middle", beside=False),
    "open, small": Layout(size=11),
    "open, large": Layout(size=16),
    "open, without numbers": Layout(numbered=False),
    "ruled, two pages": Layout(ruled=True, pages=2, weight="center"),
    "open, two pages": Layout(pages=2),
    "open, two pages, merged": Layout(pages=2, merged=True, weight="center"),
    "open, two pages, one head": Layout(pages=2, head_again=False),
    "open, two pages, components above": Layout(pages=2, beside=False, weight="center"),
    "open, two pages, in the middle": Layout(pages=2, beside=False, weight="center", at="middle"),
    "open, two pages, a row cut": Layout(pages=2, rows_cut=True),
}


def values(reading: Reading | None) -> Found:
    """As in the benchmark of letters, with the components' names."""
    found = found_in(reading)
    if reading is None:
        return found
    told = _told(reading)
    found["component"] = [
        (component.name or "", told(f"frameworks.{place}.components.{position}", component.line))
        for place, framework in enumerate(reading.frameworks)
        for position, component in enumerate(framework.components)
    ]
    return found


def count(facts: dict[str, list[str]], found: Found) -> Counter[str]:
    counted: Counter[str] = Counter()
    for name, values in facts.items():
        expected, given = Counter(map(_pressed, values)), Counter(_pressed(one) for one, _ in found[name])
        strange = [doubt for one, doubt in found[name] if _pressed(one) not in expected]
        counted += Counter(all=expected.total(), right=(expected & given).total())
        counted += Counter(silent=strange.count(False), doubted=strange.count(True))
        doubted = Counter(_pressed(one) for one, doubt in found[name] if doubt)
        counted += Counter(needless=(expected & doubted).total())
    return counted


def read_as(way: str, paper: Paper) -> Reading | None:
    if way == "text":
        return understood(paper.pdf, "table.pdf")
    how = WAYS[way]
    return understood(tiff_of(scanned(paper.pdf, seed=7, **how), how["dots"]), "table.tif")


def main() -> int:
    papers = [Paper(name, pdf_of(one.page()), one.facts()) for name, one in LAYOUTS.items()]
    ways = sys.argv[1:] or ["text", *WAYS]
    tables: dict[str, list[Counter[str]]] = {}
    for way in ways:
        began = perf_counter()
        with ThreadPoolExecutor(SIDE_BY_SIDE) as workers:
            readings = list(workers.map(partial(read_as, way), papers))
        tables[way] = [count(one.facts, values(read)) for one, read in zip(papers, readings, strict=True)]
        print(f"{way}: {perf_counter() - began:.0f} s", flush=True)
    print("\n| layout | values | " + " | ".join(ways) + " |\n" + "|---" * (len(ways) + 2) + "|")
    for place, paper in enumerate(papers):
        _print(paper.name, [tables[way][place] for way in ways])
    _print("all", [sum(tables[way], Counter()) for way in ways])
    return 0


def _print(name: str, counted: Sequence[Counter[str]]) -> None:
    """Right, wrong in silence, wrong and doubted, right and doubted."""
    shown = " | ".join(
        f"{one['right']}, {one['silent']}, {one['doubted']}, {one['needless']}" for one in counted
    )
    print(f"| {name} | {counted[0]['all']} | {shown} |", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
