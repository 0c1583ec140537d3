"""Results and their rounds in the shape of ``facts``."""

from collections import Counter
from datetime import datetime
from typing import Any

from samrit.frameworks.models import Kpi, Round
from samrit.frameworks.queries import why_stopped, window_of
from samrit.people.queries import Duties
from samrit.reports.arrival import counted_now
from samrit.reports.checklist import checklist_of
from samrit.reports.models import Filing
from samrit.reports.permissions import may
from samrit.reports.preview import Preview, preview_of
from samrit.reports.proof import Proof, SeenFile
from samrit.reports.queries import Item, Standing
from samrit.rules import rulesets
from samrit.rules.workflow import Verb
from samrit.ui.api.problems import refused
from samrit.ui.wording import in_words

ASKED = (Verb.SAVE, Verb.SUBMIT, Verb.RECALL, Verb.APPROVE, Verb.RETURN)


def item_facts(item: Item) -> dict[str, Any]:
    kpi = item.judged_by
    return {
        "round_id": item.round.pk,
        "indicator_id": item.kpi.indicator_id,
        "kpi_id": item.kpi.pk,
        "number": item.kpi.full_number,
        "name": kpi.name,
        "unit": kpi.unit,
        "direction": kpi.direction,
        "interpolate": kpi.interpolate,
        "weight": item.kpi.weight,
        "levels": levels_facts(kpi),
        "owners": item.owners,
        "state": item.state,
        "version": item.result.version if item.result else 0,
        "result": item.result,
    }


def levels_facts(kpi: Kpi) -> dict[str, Any] | None:
    names = ("basic", "standard", "advanced")
    return None if kpi.levels is None else dict(zip(names, kpi.levels, strict=True))


def whole_item(item: Item, duties: Duties, *, now: datetime) -> dict[str, Any]:
    return {
        **item_facts(item),
        "may": _may(item, duties, now),
        "preview": _preview(item),
        "checklist": checklist_facts(item),
    }


def checklist_facts(item: Item) -> list[dict[str, Any]]:
    return [
        {
            "code": line.asked.code,
            "title": line.asked.title,
            "required": line.asked.required,
            "links": [link.pk for link in line.links],
        }
        for line in checklist_of(item)
    ]


def _may(item: Item, duties: Duties, now: datetime) -> dict[str, Any]:
    """As the page's buttons ask: a save that began in time counts as of then."""
    begun = counted_now(item, duties=duties, now=now)
    moments = {verb: begun if verb == Verb.SAVE else now for verb in ASKED}
    return {
        verb.value: refused(may(verb, item, duties=duties, now=moment)) for verb, moment in moments.items()
    }


def _preview(item: Item) -> dict[str, Any]:
    result = item.result
    found = preview_of(
        item.judged_by,
        rulesets.load(item.round.fiscal_year.rule_set),
        value=result.value if result else None,
        missing=result.missing if result else None,
        weight=item.kpi.weight,
    )
    return preview_facts(found)


def preview_facts(found: Preview) -> dict[str, Any]:
    return {
        "score": found.score,
        "points": found.points,
        "steps": [in_words(step) for step in found.steps],
        "note": in_words(found.note) if found.note else None,
    }


def round_facts(round_: Round, *, now: datetime) -> dict[str, Any]:
    window = window_of(round_)
    return {
        "id": round_.pk,
        "area": round_.area_id,
        "year": round_.fiscal_year_id,
        "months": round_.months,
        "window": {
            "opens_at": round_.opens_at,
            "closes_at": round_.closes_at,
            "state": window.state(now).value,
            "stopped": refused(why_stopped(round_)),
        },
        "settled_at": round_.settled_at,
        "published_at": round_.published_at,
    }


def counts(standings: list[Standing]) -> list[dict[str, Any]]:
    found = Counter(standing.state for standing in standings)
    return [{"state": state, "count": found[state]} for state in sorted(found)]


def evidence_facts(proof: Proof) -> dict[str, Any]:
    return {
        "link_id": proof.link,
        "file": file_facts(proof.seen),
        "attached_by": proof.who,
        "attached_at": proof.when,
        "codes": list(proof.codes),
    }


def file_facts(seen: SeenFile) -> dict[str, Any]:
    file = seen.file
    return {
        "id": file.pk,
        "name": seen.name,
        "media_type": None if seen.hidden else file.media_type,
        "size": None if seen.hidden else file.size,
        "sha256": None if seen.hidden else file.sha256,
        "secrecy": file.secrecy,
        "scan": file.scan,
        "closed": refused(seen.closed),
        "uploaded_by": file.uploaded_by.name,
        "uploaded_at": file.uploaded_at,
        "agencies": list(file.agencies.all()),
        "redacted_copy": seen.copy.pk if seen.copy else None,
    }


def filing_facts(filing: Filing, *, later: object) -> dict[str, Any]:
    names = ("round_id", "number", "filed_by", "filed_at", "results", "left_out", "reason", "code", "sha256")
    return {"id": filing.pk, "in_force": not later, **{name: getattr(filing, name) for name in names}}
