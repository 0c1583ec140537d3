"""Which agency of the province a letter means by an owner's name, and what a new one would be called."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from samrit.letters.reading.characters import for_comparison
from samrit.letters.reading.offices import office_key
from samrit.letters.reading.terms import offices
from samrit.people.models import Agency, Area

NEAR = 85  # of 100: names this much alike are proposed, for a person to check
_PROVINCE = re.compile(r"\s*(?:จังหวัด|จ\.)\s*[ก-ฮ]{2}\.?(?=\s|$|\()")
_NOTE = re.compile(r"\s*\([^()]{0,40}\)$")
_PROVINCIAL_OFFICE = "สำนักงานจังหวัด"


@dataclass(frozen=True)
class Proposal:
    """``agency`` None: none fits, ``name`` is what a new one would be called. ``sure``: the names say the same."""

    wording: str
    agency: Agency | None
    sure: bool
    name: str


def propose(wordings: Iterable[str], agencies: Sequence[Agency], area: Area) -> list[Proposal]:
    """A proposal for each wording, each once."""
    return [_propose(wording, agencies, area) for wording in dict.fromkeys(wordings)]


def _propose(wording: str, agencies: Sequence[Agency], area: Area) -> Proposal:
    name = full_name(wording, area)
    for same in (_written_so, _same_office):
        if found := next((agency for agency in agencies if same(agency, wording, name)), None):
            return Proposal(wording, found, sure=True, name=name)
    key = office_key(wording)
    scored = [(fuzz.ratio(key, office_key(agency.name)), agency) for agency in agencies]
    score, nearest = max(scored, key=lambda pair: pair[0], default=(0, None))
    return Proposal(wording, nearest if score >= NEAR else None, sure=False, name=name)


def _written_so(agency: Agency, wording: str, name: str) -> bool:
    known = {for_comparison(one) for one in (agency.name, agency.short_name, *agency.aliases) if one}
    return for_comparison(wording) in known or for_comparison(name) in known


def _same_office(agency: Agency, wording: str, _name: str) -> bool:
    return office_key(agency.name) == office_key(wording)


def full_name(wording: str, area: Area) -> str:
    """``สนง.ทสจ.ปท.`` → สำนักงานทรัพยากรธรรมชาติและสิ่งแวดล้อมจังหวัดปทุมธานี; what is no short form stays."""
    key = office_key(wording)
    if key == _PROVINCIAL_OFFICE:
        return f"{_PROVINCIAL_OFFICE}{area.name}"
    if key in offices().values() and key.startswith("ที่ทำการ"):
        return f"{key}จังหวัด{area.name}"
    if key in offices().values() or re.match(r"สนง|สำนักงาน", wording):
        return f"สำนักงาน{key}จังหวัด{area.name}"
    return _PROVINCE.sub(f"จังหวัด{area.name}", _NOTE.sub("", wording)).strip()
