"""What programs send to the scores room."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import AwareDatetime, Field

from samrit.ui.api.values import Text

Long = Annotated[str, Text(4000)]


class JudgementGiven(Schema):
    """Accept the reported result, or correct it with a reason; a milestone by its level and a reason for each criterion."""

    decision: Literal["accept", "correct"] = "accept"
    value: Annotated[str, Text(100)] | None = None
    missing: Literal["no_data", "not_applicable", "not_yet_published", "suppressed", "unreliable"] | None = (
        None
    )
    reason: Long = ""
    level: Annotated[str, Text(40)] = ""
    reasons: list[Long] = Field([], max_length=20)


class ComputingAsked(Schema):
    """Whether it waits for answers."""

    despite_questions: bool = Field(
        default=False, description="Although questions to the province are open; the version says so"
    )


class WhyReopened(Schema):
    """Why a confirmed score is taken up again."""

    reason: Annotated[str, Text(2000, least=1)]


class PublicationGiven(Schema):
    """When it becomes public (null: at once), and why there is another edition where there was one."""

    publish_at: AwareDatetime | None = None
    reason: Annotated[str, Text(2000)] = ""
