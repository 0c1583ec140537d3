"""A survey of development that takes answers for many years, with answers, a table brought along and a questionnaire in draft."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from samrit.assessments.actions.bringing import bring_table
from samrit.assessments.actions.building import start_draft
from samrit.assessments.actions.folding import release_figures
from samrit.assessments.actions.holding import Wish, open_survey
from samrit.assessments.actions.taking import Given, take_answers
from samrit.assessments.models import AnswerImport, InstrumentRelease, SurveyPoint, SurveyRun
from samrit.assessments.moments import kiosk_key
from tests.assessments.surveying import PLEASED, eservice
from tests.world import DAY, NOW, World

if TYPE_CHECKING:
    from tests.sweep.filled import Filled

Say = Callable[[str, str], str]
TABLE = "submitdate,finished,overall\n2024-10-09,yes,5\n"
PEOPLE = 12
QUESTION = {
    "kind": "text", "section": "words", "text": "อยากบอกอะไร", "text_en": "Anything else?", "seen": "1",
}  # fmt: skip


def surveyed(here: World, say: Say) -> None:
    """What stands on the public form is for everybody, so its texts are those of ``shown``."""
    wish = Wish(
        name=say("shown", "survey"), name_en="", contact=say("shown", "contact"), fiscal_year=2567,
        opens_on=date(2024, 1, 1), closes_on=date(2090, 1, 1),
    )  # fmt: skip
    run = open_survey(
        agency=here.development, release=eservice(), wish=wish, points=[(say("shown", "service"), "")],
        by=here.recorder, now=NOW,
    )  # fmt: skip
    point = run.points.select_related("run__release", "run__agency").get()
    said = PLEASED | {"wish": say("here", "comment")}
    take_answers(point=point, given=[Given(uuid4(), DAY, said) for _ in range(PEOPLE)], now=NOW)
    release_figures(run=run, now=NOW)
    bring_table(point=point, name="before.csv", content=TABLE.encode(), by=here.recorder, now=NOW)
    names = (say("here", "instrument"), "Our own questions")
    start_draft(source=eservice(), agency=here.development, names=names, by=here.recorder, now=NOW)


def own_draft() -> InstrumentRelease:
    return InstrumentRelease.objects.get(state=InstrumentRelease.State.DRAFT)


def survey_arguments() -> dict[str, list[Any]]:
    run, point, draft = SurveyRun.objects.get(), SurveyPoint.objects.get(), own_draft()
    of_run = ("one", "results", "raw", "bring")
    key = kiosk_key(point.code, point.kiosk_series)
    return {
        **{f"surveys:{name}": [run.pk] for name in of_run},
        "surveys:poster_pdf": [run.pk, point.pk],
        "surveys:brought": [run.pk, AnswerImport.objects.get().pk],
        **{f"instruments:{name}": [draft.pk] for name in ("one", "preview", "new_question")},
        "instruments:question": [draft.pk, "wish"],
        **{f"survey:{name}": [point.code] for name in ("answer", "thanks")},
        **{f"survey:{name}": [point.code, key] for name in ("kiosk", "kiosk_worker", "kiosk_answers")},
    }


def sent_about_surveys(here: World, name: str) -> dict[str, Any]:
    """Name → a form that would be taken from whoever may send it."""
    point = SurveyPoint.objects.get()
    forms: dict[str, dict[str, Any]] = {
        "surveys:new": {
            "release": eservice().pk, "agency": here.development.pk, "name": "ถามอีกครั้ง", "services": "ทะเบียน",
            "opens_on": "1 ต.ค. 2567", "closes_on": "30 ก.ย. 2568",
        },
        "surveys:one": {"verb": "renew", "point": point.pk},
        "surveys:bring": {"point": point.pk, "file": SimpleUploadedFile("a.csv", f"{TABLE}2024-10-09,no,4\n".encode())},
        "surveys:brought": {"verb": "take"},
        "instruments:new": {
            "source": eservice().pk, "agency": here.development.pk, "name": "แบบใหม่", "name_en": "New",
        },
        "instruments:one": {"verb": "publish"},
        "instruments:new_question": QUESTION,
        "instruments:question": QUESTION,
    }  # fmt: skip
    return forms.get(name, {})


# ── programs ────────────────────────────────────────────────────────────────
def keys_of_surveys() -> dict[str, Any]:
    return {"survey_id": SurveyRun.objects.get().pk, "point_id": SurveyPoint.objects.get().pk}


def bodies_of_surveys(_filled: "Filled") -> dict[str, dict[str, Any]]:
    """Operation → its body."""
    one = {"client": str(UUID(int=7)), "day": DAY.isoformat(), "answers": PLEASED}
    return {"hand_in_answers": {"answers": [one]}}
