"""The language of formulas (สูตรคำนวณ) over data items: read, checked for units, computed exactly, explained.

``share(sum(WASTE_RECYCLED), sum(WASTE_GENERATED))``, ``mean_with_capture(PM25, 0.75)``, ``growth(sum(OTOP_SALES), 1)``.
Numbers, item codes, the words of ``FIGURES``, ``+ - * /``, comparisons, brackets, ``FUNCTIONS``: nothing else exists, so
nothing else can be run.
"""

from samrit.rules.formula.checking import Formula, make_formula
from samrit.rules.formula.comparing import (
    OPERATORS,
    Compared,
    Comparison,
    compare,
    holds,
    make_comparison,
    read_side,
    written_out,
)
from samrit.rules.formula.computing import Cell, Cells, Computed, Place, compute
from samrit.rules.formula.figures import (
    ASSESSMENT,
    CATALOG,
    FIGURES,
    OFFICIAL,
    QUALITY,
    SURVEY,
    Figure,
    is_word_of_figure,
    word_of,
)
from samrit.rules.formula.reading import LONGEST_CODE, is_code
from samrit.rules.formula.tree import FUNCTIONS, Need, Node

__all__ = [
    "ASSESSMENT",
    "CATALOG",
    "FIGURES",
    "FUNCTIONS",
    "LONGEST_CODE",
    "OFFICIAL",
    "OPERATORS",
    "QUALITY",
    "SURVEY",
    "Cell",
    "Cells",
    "Compared",
    "Comparison",
    "Computed",
    "Figure",
    "Formula",
    "Need",
    "Node",
    "Place",
    "compare",
    "compute",
    "holds",
    "is_code",
    "is_word_of_figure",
    "make_comparison",
    "make_formula",
    "read_side",
    "word_of",
    "written_out",
]
