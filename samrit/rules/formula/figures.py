"""Words of a formula that stand for a figure of the province itself: nobody sends it, other rules compute it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Figure:
    """One figure for the province and the round; ``unit`` as of an item.

    ``of``: of which questionnaire and which of its outcomes; ``source``, ``note``: as of a built-in formula.
    """

    code: str
    name: str
    name_en: str
    unit: str
    of: tuple[str, str] = ("", "")
    source: str = ""
    note: str = ""
    note_en: str = ""


QUALITY = "data_quality"
CATALOG = "catalog_percent"
ASSESSMENT, OFFICIAL, SURVEY = "assessment_", "official_", "survey_"  # and the questionnaire with its outcome
FIGURES: Mapping[str, Figure] = MappingProxyType(  # those that every province has
    {
        QUALITY: Figure(QUALITY, "ร้อยละคุณภาพข้อมูลของจังหวัด", "Quality of the province's data", "ร้อยละ"),
        CATALOG: Figure(
            CATALOG, "ร้อยละความสำเร็จของบัญชีข้อมูลภาครัฐ", "Success of the government data catalog", "ร้อยละ"
        ),
    }
)


def is_word_of_figure(code: str) -> bool:
    """Whether a formula would take it for a figure, so that no item may have such a code."""
    return code in FIGURES or code.startswith((ASSESSMENT, OFFICIAL, SURVEY))


def word_of(kind: str, questionnaire: str, outcome: str) -> str:
    """``assessment_pmqa_score``."""
    return f"{kind}{questionnaire}_{outcome}"
