"""What is typed on the pages of a round, as clean values."""

from samrit.reports.forms.answers import (
    LONGEST_TEXT,
    AnswerField,
    LongText,
    PrintsField,
    ResultForm,
    differences,
    initial_of,
    read_number,
)
from samrit.reports.forms.decisions import FilingForm, ReturnForm
from samrit.reports.forms.lists import StandingFilter
from samrit.reports.words import NUMBER

__all__ = [
    "LONGEST_TEXT",
    "NUMBER",
    "AnswerField",
    "FilingForm",
    "LongText",
    "PrintsField",
    "ResultForm",
    "ReturnForm",
    "StandingFilter",
    "differences",
    "initial_of",
    "read_number",
]
