"""What somebody has written, as the form of the entry: fresh, typed, kept as a draft, merged with another's."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from samrit.reports.forms import ResultForm, differences, initial_of
from samrit.reports.models import EntryDraft
from samrit.reports.queries import Item
from samrit.reports.words import PARTS, changed_parts, prints_of, typed_words, words_of
from samrit.rules import rulesets
from samrit.rules.merging import merged
from samrit.rules.rulesets import RuleSet


def rules_of(item: Item) -> RuleSet:
    return rulesets.load(item.round.fiscal_year.rule_set)


def fresh_form(item: Item) -> ResultForm:
    """What is saved, ready to be changed."""
    return ResultForm(initial=initial_of(item.result), rules=rules_of(item), unit=item.kpi.unit)


def typed_form(request: HttpRequest, item: Item) -> ResultForm:
    return ResultForm(request.POST, request.FILES, rules=rules_of(item), unit=item.kpi.unit)


def form_from(item: Item, data: Mapping[str, Any]) -> ResultForm:
    return ResultForm(data, rules=rules_of(item), unit=item.kpi.unit)


@dataclass(frozen=True)
class Rejoined:
    """Typed words brought together with what stands there now.

    ``form`` holds mine and, where only the other person changed something, theirs; ``taken`` parts came from them;
    ``theirs`` part → what they saved where both changed it: a person decides.
    """

    form: ResultForm
    taken: tuple[str, ...]
    theirs: Mapping[str, str]


def rejoined(item: Item, typed: Mapping[str, Any], opened: Mapping[str, str], draft: int) -> Rejoined:
    """The typed words on top of what is saved now; saving this form is done knowing all of it."""
    saved = words_of(item.result)
    merge = merged(PARTS, opened=opened, mine=typed_words(typed), theirs=saved)
    data = QueryDict(mutable=True)
    data.update(merge.values)
    data["version"] = str(item.result.version if item.result else 0)
    data["opened"] = json.dumps(prints_of(saved))
    data["draft"] = str(draft)
    different = differences(data, item.result)
    theirs = {part: different[part] for part in merge.contested if part in different}
    return Rejoined(form_from(item, data), merge.taken, theirs)


def is_unsaved(item: Item, draft: EntryDraft | None) -> bool:
    """Whether the draft says anything that is not saved already."""
    return draft is not None and bool(changed_parts(typed_words(draft.typed), words_of(item.result)))


def named(parts: tuple[str, ...]) -> str:
    """``คำชี้แจง, ปัญหาอุปสรรค``."""
    labels = {
        "value": _("ตัวเลขผลการดำเนินงาน"),
        "narrative": _("คำชี้แจง"),
        "supporting_factors": _("ปัจจัยสนับสนุน"),
        "obstacles": _("ปัญหาอุปสรรค"),
    }
    return ", ".join(labels[part] for part in parts)
