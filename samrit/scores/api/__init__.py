"""Operations of the scores room."""

from ninja import Router

from samrit.scores.api.answer_files import router as answer_files
from samrit.scores.api.appeal_desk import router as appeal_desk
from samrit.scores.api.appeals import router as appeals
from samrit.scores.api.assigning import router as assigning
from samrit.scores.api.cancelling import router as cancelling
from samrit.scores.api.judging import router as judging
from samrit.scores.api.official import router as official
from samrit.scores.api.questions import router as questions
from samrit.scores.api.routes import router
from samrit.scores.api.simulating import router as simulating
from samrit.scores.api.trials import router as trials

routers: tuple[Router, ...] = (
    router, trials, questions, answer_files, appeals, appeal_desk, assigning, judging, official, cancelling, simulating,
)  # fmt: skip
