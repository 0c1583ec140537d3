"""Choosing what has a name in two languages, or a name in two parts."""

from typing import TYPE_CHECKING, Any

from django import forms

from samrit.assessments.queries.surveys import district_name
from samrit.ui.formats import in_english

if TYPE_CHECKING:
    from samrit.assessments.models import InstrumentRelease, SurveyPoint


class ReleaseField(forms.ModelChoiceField):  # type: ignore[type-arg]  # cannot be subscripted when it runs
    """A questionnaire by its name in the reader's language and its version."""

    def label_from_instance(self, obj: Any) -> str:
        release: InstrumentRelease = obj
        name = release.name_en if in_english() and release.name_en else release.name
        return f"{name} ({release.version})"


class PointField(forms.ModelChoiceField):  # type: ignore[type-arg]  # cannot be subscripted when it runs
    """A service and the district where it is."""

    def label_from_instance(self, obj: Any) -> str:
        point: SurveyPoint = obj
        district = district_name(point.district, english=in_english())
        return " · ".join(filter(None, (point.service, district)))
