"""What a revised edition (ฉบับปรับปรุง) changes, and what may become of the results that stand already."""

from samrit.rules.amendment.changes import (
    LABELS,
    TEXTS,
    TOUCHES_RESULTS,
    Change,
    Kind,
    apply,
    changes_of,
    counted,
    diff,
    in_words,
    number_in_words,
)
from samrit.rules.amendment.facts import RevisionFacts, missing_facts, refusals_of_facts
from samrit.rules.amendment.fates import (
    FATE_LABELS,
    LEFT_LABEL,
    Fate,
    owners_to_confirm,
    refuse_fate,
    touched,
)
from samrit.rules.amendment.states import ComponentState, EditionState, KpiState, Owner

__all__ = [
    "FATE_LABELS",
    "LABELS",
    "LEFT_LABEL",
    "TEXTS",
    "TOUCHES_RESULTS",
    "Change",
    "ComponentState",
    "EditionState",
    "Fate",
    "Kind",
    "KpiState",
    "Owner",
    "RevisionFacts",
    "apply",
    "changes_of",
    "counted",
    "diff",
    "in_words",
    "missing_facts",
    "number_in_words",
    "owners_to_confirm",
    "refusals_of_facts",
    "refuse_fate",
    "touched",
]
