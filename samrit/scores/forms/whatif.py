"""What a person tries, from the page's address: results by KPI, and the effort that moving each takes."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _

from samrit.rules.thai import plain_number
from samrit.rules.whatif import costs
from samrit.ui.fields import NumberField

FIXED = "x"  # the effort of a KPI that cannot be moved any more


class WhatIfForm(forms.Form):
    """Fields ``r<indicator>`` (a result; empty: as it stands) and ``e<indicator>`` (an effort; empty: the usual one)."""

    use_required_attribute = False

    def __init__(self, data: Mapping[str, str], *, indicators: Sequence[int]) -> None:
        super().__init__(data)
        self.indicators = indicators
        for key in indicators:
            self.fields[f"r{key}"] = NumberField(required=False)
            self.fields[f"e{key}"] = forms.ChoiceField(required=False, choices=effort_choices())

    def results(self) -> dict[int, Decimal]:
        """Indicator → the result to try; what could not be read is not in it."""
        found = ((key, self.cleaned_data.get(f"r{key}")) for key in self.indicators)
        return {key: value for key, value in found if value is not None}

    def efforts(self) -> dict[int, int | None]:
        """Indicator → the effort, None where it cannot be moved; only what differs from the usual."""
        found = ((key, self.cleaned_data.get(f"e{key}") or "") for key in self.indicators)
        return {key: None if word == FIXED else int(word) for key, word in found if word}

    def address(self) -> str:
        """The same as a query string, without what says nothing: what a person passes on."""
        return address_of(self.results(), self.efforts())


def address_of(results: Mapping[int, Decimal], efforts: Mapping[int, int | None]) -> str:
    """``r12=98.5&e12=2``, in the order of the keys."""
    keys = sorted({*results, *efforts})
    pairs = []
    for key in keys:
        if key in results:
            pairs.append((f"r{key}", plain_number(results[key])))
        if key in efforts and efforts[key] != costs().usual:
            pairs.append((f"e{key}", FIXED if efforts[key] is None else str(efforts[key])))
    return urlencode(pairs)


def effort_choices() -> list[tuple[str, str]]:
    """Empty is the usual one."""
    words = {
        costs().least: _("ง่าย"), costs().usual: _("ปกติ"), costs().most: _("ยากมาก"),
    }  # fmt: skip
    efforts = range(costs().least, costs().most + 1)
    return [
        *(
            (
                "" if effort == costs().usual else str(effort),
                " ".join(filter(None, (str(effort), words.get(effort)))),
            )
            for effort in efforts
        ),
        (FIXED, _("ขยับไม่ได้แล้ว")),
    ]
