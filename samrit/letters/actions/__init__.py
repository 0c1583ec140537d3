"""Every write about letters."""

from samrit.letters.actions.intakes import (
    Confirmed,
    confirm_framework,
    set_aside,
    settle_finding,
    settle_notices,
    take_in,
    take_up,
)
from samrit.letters.actions.issuing import IssuerFacts, keep_issuer
from samrit.letters.actions.linking import link_letter, unlink_letter
from samrit.letters.actions.sealing import seal_letter
from samrit.letters.actions.topics import begin_from_topic, draft_from_topic
from samrit.letters.actions.writing import (
    approve_letter,
    draft_letter,
    edit_letter,
    propose_letter,
    return_letter,
    sign_letter,
    take_back_letter,
    void_letter,
)

__all__ = [
    "Confirmed",
    "IssuerFacts",
    "approve_letter",
    "begin_from_topic",
    "confirm_framework",
    "draft_from_topic",
    "draft_letter",
    "edit_letter",
    "keep_issuer",
    "link_letter",
    "propose_letter",
    "return_letter",
    "seal_letter",
    "set_aside",
    "settle_finding",
    "settle_notices",
    "sign_letter",
    "take_back_letter",
    "take_in",
    "take_up",
    "unlink_letter",
    "void_letter",
]
