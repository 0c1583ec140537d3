"""The letter as a PDF."""

from samrit.scores.appeal_letter.facts import LetterFacts
from samrit.ui.paper import draw as draw_paper

TEMPLATE = "scores/paper/appeal.html"
STYLE = "scores/paper/appeal.css"
KEPT_FOR = 24 * 3600  # seconds; a paper takes half a second of a processor


def draw(facts: LetterFacts, *, key: int, address: str) -> bytes:
    """``address``: where the appeal can be read. PaperUnavailableError without Pango."""
    context = {"it": facts, "address": address}
    identifier = f"appeal-{key}".encode()
    return draw_paper(
        TEMPLATE, context, styles={"appeal.css": STYLE}, identifier=identifier, keep_for=KEPT_FOR
    )
