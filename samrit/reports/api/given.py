"""What programs send to the reports room."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from samrit.reports.actions.returning import LONGEST_REASON
from samrit.reports.forms.answers import LONGEST_TEXT
from samrit.ui.api.values import Key, Text

Story = Annotated[str, Text(LONGEST_TEXT)]
Figure = Annotated[str, Text(100, least=1)]
MOST_AT_ONCE = 200


class ResultGiven(Schema):
    """The whole result as it shall stand: a number or the reason why there is none; what is left out is empty.

    Numbers are texts, in Arabic or Thai digits. ``numerator`` and ``denominator`` only where the unit is a share;
    the value is computed from them then.
    """

    value: Figure | None = None
    missing: Literal["no_data", "not_applicable", "not_yet_published", "suppressed", "unreliable"] | None = (
        None
    )
    numerator: Figure | None = None
    denominator: Figure | None = None
    figure_reason: Story = ""
    narrative: Story = ""
    supporting_factors: Story = ""
    obstacles: Story = ""
    draft: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = Field(
        None, description="Revision of the own kept words that are done with by this save"
    )


class PointGiven(Schema):
    """One thing to mend; ``file_id`` for one evidence file."""

    field: Literal["value", "narrative", "supporting_factors", "obstacles", "evidence"]
    reason: Annotated[str, Text(LONGEST_REASON, least=1)]
    file_id: Key | None = None


class ReturnGiven(Schema):
    """Why it is sent back: a reason for the whole, or for each thing to mend; at least one."""

    reason: Annotated[str, Text(LONGEST_REASON)] = ""
    points: list[PointGiven] = Field([], max_length=50)


class LookedAt(Schema):
    """A result as the approver saw it."""

    indicator_id: Key
    version: int = Field(ge=0, le=2**31 - 1)


class ManyGiven(Schema):
    results: list[LookedAt] = Field(min_length=1, max_length=MOST_AT_ONCE)


class ReasonGiven(Schema):
    """A reason where one is asked for."""

    reason: Annotated[str, Text(2000)] = ""


class CoSignGiven(Schema):
    """An agency that shares the responsibility signs, or objects with a reason."""

    agency_id: Key
    objection: Annotated[str, Text(2000)] = ""


class FileGiven(Schema):
    """A file that the own agency has already; ``code``: the line of the checklist that it answers."""

    file_id: Key
    code: Annotated[str, Text(40)] = ""


class UploadGiven(Schema):
    """What `POST /uploads` answered as ``key``; ``code``: the line of the checklist that the file answers."""

    key: Annotated[str, Text(64, least=1)]
    secrecy: Literal["ordinary", "confidential", "secret", "top_secret"] = "ordinary"
    code: Annotated[str, Text(40)] = ""


class LevelGiven(Schema):
    """A level of secrecy and why."""

    level: Literal["ordinary", "confidential", "secret", "top_secret"]
    reason: Annotated[str, Text(2000, least=1)]
