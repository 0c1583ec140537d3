"""What a file of the register proves in assessments: answers, official results, follow-ups of plans."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from samrit.assessments.models import AnswerEvidence, Assessment, FollowUp, OfficialResult
from samrit.assessments.queries.assessments import visible_to
from samrit.assessments.queries.instruments import instrument_of
from samrit.assessments.queries.official import officials_visible_to
from samrit.people.queries import Duties
from samrit.rules.instruments import Question


@dataclass(frozen=True)
class Proved:
    """``questions``: the answers of an assessment that a file proves; without any, its plan."""

    assessment: Assessment
    questions: Sequence[Question] = ()


def proved_by(duties: Duties, files: Collection[int]) -> dict[int, list[Proved | OfficialResult]]:
    """File → what it proves, as far as this person may see it; a query for each kind, and two more."""
    told: dict[int, list[Proved | OfficialResult]] = {key: [] for key in files}
    seen = visible_to(duties).order_by().values("pk")
    answers = AnswerEvidence.objects.filter(file__in=files, sheet__assessment__in=seen).order_by("pk")
    plans = FollowUp.objects.filter(file__in=files, task__assessment__in=seen).order_by("pk")
    of_answers = list(answers.values_list("file", "sheet__assessment", "question"))
    of_plans = list(plans.values_list("file", "task__assessment").distinct())
    found = _assessments({key for _file, key, _question in of_answers} | {key for _file, key in of_plans})
    grouped: dict[tuple[int, int], list[str]] = {}
    for file, key, question in of_answers:
        grouped.setdefault((file, key), []).append(question)
    for (file, key), codes in grouped.items():
        questions = instrument_of(found[key].release).questions
        told[file].append(Proved(found[key], [questions[code] for code in codes if code in questions]))
    for file, key in of_plans:
        told[file].append(Proved(found[key]))
    for official in officials_visible_to(duties).filter(file__in=files):
        told[official.file_id or 0].append(official)
    return told


def _assessments(keys: Iterable[int]) -> dict[int, Assessment]:
    return Assessment.objects.select_related("release", "agency").in_bulk(list(keys))
