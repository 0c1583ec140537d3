"""Quality of the provincial database (คุณภาพข้อมูล): five measures, findings, what to mend first. docs/observations-quality.md"""

from samrit.rules.quality.counting import Counts, Share, share_of
from samrit.rules.quality.findings import Finding, Key, Past, Severity
from samrit.rules.quality.fixing import Fix, Suggestion, in_words, suggestions
from samrit.rules.quality.scoring import MeasureScore, Quality, score
from samrit.rules.quality.terms import Gather, Level, Measure, MeasureTerms, Terms, read_terms, terms_for
from samrit.rules.quality.trend import Point, Trend, trend

__all__ = [
    "Counts",
    "Finding",
    "Fix",
    "Gather",
    "Key",
    "Level",
    "Measure",
    "MeasureScore",
    "MeasureTerms",
    "Past",
    "Point",
    "Quality",
    "Severity",
    "Share",
    "Suggestion",
    "Terms",
    "Trend",
    "in_words",
    "read_terms",
    "score",
    "share_of",
    "suggestions",
    "terms_for",
    "trend",
]
