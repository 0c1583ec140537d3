"""แบบประเมินและแบบสำรวจ: one engine for every questionnaire. An instrument is data, a new one needs no code.

The instruments that ship are folders of TOML under ``shipped/``; an office's own is read by the same ``read``. docs/instruments.md
"""

from samrit.rules.instruments.answers import (
    Answer,
    Progress,
    Sheet,
    Wrong,
    progress,
    read_sheet,
    refuse_unknown_audience,
    refuse_whole,
)
from samrit.rules.instruments.comments import Segmenter, WordCount, frequencies
from samrit.rules.instruments.comparing import (
    Differences,
    Differing,
    Row,
    column,
    differences,
    differing_ticks,
    refuse_stage,
    side_by_side,
)
from samrit.rules.instruments.conditions import Condition, read_condition
from samrit.rules.instruments.gaps import Gap, Suggestion, gaps, of_target, suggestions, way_to, with_ticks
from samrit.rules.instruments.groups import hidden_cells, hidden_groups, may_release
from samrit.rules.instruments.kinds import (
    Instrument,
    MethodKind,
    Outcome,
    Question,
    QuestionKind,
    Rung,
    Section,
    Stage,
    Words,
)
from samrit.rules.instruments.outcomes import Result, kpi_input, of_summary, results
from samrit.rules.instruments.reading import read
from samrit.rules.instruments.scores import GateCount, InstrumentScore, SectionScore, to_json
from samrit.rules.instruments.scoring import score
from samrit.rules.instruments.shipped import available, documents, load
from samrit.rules.instruments.surveys import Share, Summary, Tally, sample_needed, summary, tally
from samrit.rules.instruments.trends import Point, Step, Turn, trend

__all__ = [
    "Answer",
    "Condition",
    "Differences",
    "Differing",
    "Gap",
    "GateCount",
    "Instrument",
    "InstrumentScore",
    "MethodKind",
    "Outcome",
    "Point",
    "Progress",
    "Question",
    "QuestionKind",
    "Result",
    "Row",
    "Rung",
    "Section",
    "SectionScore",
    "Segmenter",
    "Share",
    "Sheet",
    "Stage",
    "Step",
    "Suggestion",
    "Summary",
    "Tally",
    "Turn",
    "WordCount",
    "Words",
    "Wrong",
    "available",
    "column",
    "differences",
    "differing_ticks",
    "documents",
    "frequencies",
    "gaps",
    "hidden_cells",
    "hidden_groups",
    "kpi_input",
    "load",
    "may_release",
    "of_summary",
    "of_target",
    "progress",
    "read",
    "read_condition",
    "read_sheet",
    "refuse_stage",
    "refuse_unknown_audience",
    "refuse_whole",
    "results",
    "sample_needed",
    "score",
    "side_by_side",
    "suggestions",
    "summary",
    "tally",
    "to_json",
    "trend",
    "way_to",
    "with_ticks",
]
