"""Looking for provinces in the public results."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.dashboards.queries.standings import NOT_PUBLISHED


class ProvinceSearch(forms.Form):
    """A province's name, Thai or English, or a part of it."""

    name = forms.CharField(label=gettext_lazy("ชื่อจังหวัด"), required=False, strip=True)


class StandingsFilter(ProvinceSearch):
    """A year's provinces by name and rating; ``ratings`` are those that occur."""

    rating = forms.ChoiceField(label=gettext_lazy("ระดับผลการประเมิน"), required=False)

    def __init__(self, *args: Any, ratings: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        field = cast("forms.ChoiceField", self.fields["rating"])
        field.choices = [
            ("", _("ทุกระดับ")),
            *((rating, _(rating)) for rating in ratings),
            (NOT_PUBLISHED, _("ยังไม่ประกาศผล")),
        ]

    def chosen(self) -> dict[str, str]:
        """What to show, as keyword arguments of ``queries.standings.matching``; an unknown rating chooses nothing."""
        self.is_valid()
        return {key: self.cleaned_data.get(key, "") for key in ("name", "rating")}
