"""After the load: whether the database holds what the ledger says, nothing lost and nothing twice. Prints the counts as JSON."""

import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samrit.config.settings")
django.setup()

from samrit.audit.models import Event  # noqa: E402 - once Django is there
from samrit.audit.verifying import verify_chain  # noqa: E402
from samrit.reports.models import Result, ResultEvidence  # noqa: E402

KINDS = ("save", "submit", "approve")
Place = tuple[int, int]


def main() -> None:
    lines = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    faults = list(compared(lines))
    told = Counter(line["kind"] for line in lines)
    print(json.dumps({**told, "faults": faults[:20], "lost or doubled": len(faults)}, ensure_ascii=False))
    raise SystemExit(1 if faults else 0)


def compared(lines: list[dict[str, Any]]) -> Iterable[str]:
    """One sentence for each result that is not as the ledger says."""
    counted, maybe, last = counts(lines)
    results = {(one.round_id, one.indicator_id): one for one in Result.objects.all()}
    events = trail()
    proofs = Counter(ResultEvidence.objects.values_list("result", flat=True))
    for place in {*counted, *maybe, *results}:
        result = results.get(place)
        if result is None:
            if counted[place]:
                yield f"{place}: saved, and not there"
            continue
        yield from of_events(place, events[result.pk], counted[place], maybe[place])
        allowed: set[Decimal | None] = {*last[place]} or {None}
        if result.value not in allowed:
            yield f"{place}: {result.value} stands there, {last[place]} was saved last"
        if (
            not counted[place]["submit"]
            <= proofs[result.pk]
            <= counted[place]["submit"] + maybe[place]["submit"] + maybe[place]["refused"]
        ):
            yield f"{place}: {proofs[result.pk]} proofs"
    if broken := verify_chain({}).broken:
        yield f"the trail: {broken}"


def counts(
    lines: list[dict[str, Any]],
) -> tuple[dict[Place, Counter[str]], dict[Place, Counter[str]], dict[Place, set[Decimal]]]:
    """(answered, unanswered, the values that may stand there: the last answered one and those unanswered after it)."""
    counted: dict[Place, Counter[str]] = defaultdict(Counter)
    maybe: dict[Place, Counter[str]] = defaultdict(Counter)
    last: dict[Place, set[Decimal]] = defaultdict(set)
    for line in lines:
        place = (line["round"], line["item"])
        if line["kind"] in {"maybe", "refused"}:  # not sent, though the file was good
            maybe[place][line.get("wanted", "refused")] += 1
            last[place] |= {Decimal(line["value"])} if "value" in line else set()
            continue
        counted[place][line["kind"]] += 1
        if "value" in line:
            last[place] = {Decimal(line["value"])}
    return counted, maybe, last


def trail() -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = defaultdict(Counter)
    of_results = Event.objects.filter(subject__startswith="reports.result:", verb__in=KINDS)
    for subject, verb in of_results.values_list("subject", "verb"):
        found[int(subject.partition(":")[2])][verb] += 1
    return found


def of_events(
    place: Place, events: Counter[str], counted: Counter[str], maybe: Counter[str]
) -> Iterable[str]:
    for kind in KINDS:
        most = counted[kind] + maybe[kind]
        if kind == "save" and not counted[kind]:
            most += counted["submit"] + maybe["submit"]  # sending keeps what is typed first
        if not counted[kind] <= events[kind] <= most:
            yield f"{place}: {counted[kind]} × {kind} answered, {events[kind]} in the trail"


if __name__ == "__main__":
    main()
