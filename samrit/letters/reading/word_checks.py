"""Names and words that are close to known ones: "did you mean?"."""

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process

from samrit.letters.reading.agencies import Union
from samrit.letters.reading.characters import for_comparison
from samrit.letters.reading.findings import finding
from samrit.letters.reading.lines import Line
from samrit.letters.reading.offices import office_key
from samrit.letters.reading.shapes import Finding, Framework, Kpi
from samrit.letters.reading.terms import Slip, slips

_NEAR_NAME = 75  # of 100; KPIs of one framework stay below 50 to each other
_NEAR_AGENCY = 85


def check_words(lines: Sequence[Line]) -> Iterator[Finding]:
    """Slips of scanning, each once a line."""
    for line in lines:
        for slip in slips():
            if _has_slip(line.text, slip):
                yield finding(
                    "near_known_word", line.number, (slip.read, slip.meant), read=slip.read, known=slip.meant
                )


def _has_slip(text: str, slip: Slip) -> bool:
    at = text.find(slip.read)
    while at >= 0:
        if not slip.unless_before or not text[:at].endswith(slip.unless_before):
            return True
        at = text.find(slip.read, at + 1)
    return False


def check_kpi_names(frameworks: Sequence[Framework], known: Sequence[str]) -> Iterator[Finding]:
    """A KPI that is nearly, but not quite, one that the system has already."""
    names = {for_comparison(name): name for name in known}
    kpis: list[Kpi] = [kpi for framework in frameworks for kpi in framework.kpis]
    taken = {for_comparison(kpi.name) for kpi in kpis}
    free = [key for key in names if key not in taken]
    for kpi in kpis:
        key = for_comparison(kpi.name)
        best = (
            process.extractOne(key, free, scorer=fuzz.ratio, score_cutoff=_NEAR_NAME)
            if key not in names
            else None
        )
        if best is not None:
            near = names[best[0]]
            yield finding("near_known_name", kpi.line, (kpi.name, near), read=kpi.name, known=near)


def check_agency_names(union: Union, known: Sequence[str]) -> Iterator[Finding]:
    """An agency whose name is nearly a known one; another name of the same office is no slip."""
    keys = {office_key(name): name for name in known}
    for agency in union.agencies:
        key = office_key(agency.name)
        best = (
            process.extractOne(key, list(keys), scorer=fuzz.ratio, score_cutoff=_NEAR_AGENCY)
            if key not in keys
            else None
        )
        if best is not None:
            near = keys[best[0]]
            yield finding("near_known_name", agency.line, (agency.name, near), read=agency.name, known=near)


def check_lists(union: Union) -> Iterator[Finding]:
    """Lists that differ, and one agency under two names."""
    for same in union.renamed:
        if not any(_has_slip(name, slip) for name in (same.first.name, same.other.name) for slip in slips()):
            yield finding(
                "agency_two_names",
                same.other.line,
                (same.first.name, same.other.name),
                first=same.first.name,
                second=same.other.name,
            )
    for same in union.repeated:
        yield finding("duplicate_agency", same.other.line, (same.other.name,), name=same.other.name)
    for each, added, missing in union.differing:
        yield finding(
            "agency_lists_differ",
            each.line,
            (*added, *missing),
            added=", ".join(added) or "–",
            missing=", ".join(missing) or "–",
        )
