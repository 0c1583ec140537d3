"""รายการข้อมูลของฐานข้อมูลจังหวัด: what each item counts, who owes which cells of it by when, and how it is checked.

The items that ship are data (``*.toml`` beside this file); an office's own list is read by the same ``read``. An item is a
count or a measure of an area, never a record of a person or a household.
"""

from samrit.rules.items.comparing import comparison_of, formula_units
from samrit.rules.items.expecting import combinations, due_on, owed_by, owes
from samrit.rules.items.kinds import (
    Book,
    Checks,
    CodeList,
    Expectation,
    Fault,
    Frequency,
    Group,
    Item,
    Owes,
    Owner,
    Rule,
    RuleKind,
    Total,
    Unit,
)
from samrit.rules.items.reading import read
from samrit.rules.items.shipped import book, documents

__all__ = [
    "Book",
    "Checks",
    "CodeList",
    "Expectation",
    "Fault",
    "Frequency",
    "Group",
    "Item",
    "Owes",
    "Owner",
    "Rule",
    "RuleKind",
    "Total",
    "Unit",
    "book",
    "combinations",
    "comparison_of",
    "documents",
    "due_on",
    "formula_units",
    "owed_by",
    "owes",
    "read",
]
