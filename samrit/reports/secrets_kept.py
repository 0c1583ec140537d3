"""States of results and events as one person may read them: what they may not open is not named, nor its digest told.

A state kept long ago may name a file that was made secret since; so the file's level of today decides.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from typing import Any

from django.db.models import Q

from samrit.audit.models import Event
from samrit.evidence.models import EvidenceFile
from samrit.evidence.queries import with_people
from samrit.people.queries import Duties
from samrit.reports.models import Return
from samrit.reports.proof import SeenFile, seen_file
from samrit.rules.comparing import Difference, differences

State = Mapping[str, Any]
Teller = Callable[[State], dict[str, Any]]


def teller(duties: Duties, states: Iterable[State]) -> Teller:
    """A function that tells any of these states to this person; at most four queries, however many states.

    Its files have ``name``, ``digest`` (empty where it is not told), ``size`` (None likewise), and ``sha256`` for
    comparing only.
    """
    seen = _seen(duties, [one for state in states for one in state.get("evidence") or ()])

    def told(state: State) -> dict[str, Any]:
        return {**state, "evidence": [_file(one, seen) for one in state.get("evidence") or ()]}

    return told


def told_differences(
    duties: Duties, pairs: Mapping[int, tuple[State, State]]
) -> dict[int, tuple[Difference, ...]]:
    """What differs in each pair of states, in this person's words."""
    told = teller(duties, [state for pair in pairs.values() for state in pair])
    return {key: differences(told(before), told(after)) for key, (before, after) in pairs.items()}


def told_events(duties: Duties, events: Iterable[Event]) -> list[Event]:
    """The events of a result with its files named for this person; for showing, not for saving."""
    events = [copy(event) for event in events]
    told = teller(duties, [state_of(facts) for event in events for facts in (event.before, event.after)])
    for event in events:
        event.before, event.after = _named(told, event.before), _named(told, event.after)
    return events


def told_names(duties: Duties, returns: Sequence[Return]) -> Sequence[Return]:
    """The returns (with their points), each point with its ``told_name`` for this person."""
    points = [point for returned in returns for point in returned.points.all() if point.file_id]
    if points:
        files = with_people(EvidenceFile.objects.filter(pk__in={point.file_id for point in points}))
        names = {file.pk: seen_file(duties, file).name for file in files}
        for point in points:
            point.told_name = names[point.file_id or 0]
    return returns


def names_a_secret(duties: Duties, states: Iterable[State]) -> bool:
    """Whether any of these states names, in plain words, a file that this person may not open."""
    plain = [one for state in states for one in state.get("evidence") or () if "sha256" in one]
    return any(one.hidden for found in _seen(duties, plain).values() for one in found)


def state_of(facts: Mapping[str, Any]) -> dict[str, Any]:
    """An event names one file; a state has a list of them."""
    name, digest = facts.get("evidence"), facts.get("sha256")
    files = [{"name": name, "sha256": digest or name}] if isinstance(name, str) and name else []
    return {**facts, "evidence": files}


def _named(told: Teller, facts: Mapping[str, Any]) -> dict[str, Any]:
    files = told(state_of(facts))["evidence"]
    return {**facts, "evidence": files[0]["name"]} if files else dict(facts)


Seen = Mapping[int | str, list[SeenFile]]


def _seen(duties: Duties, files: Iterable[Mapping[str, Any]]) -> Seen:
    """Key of a file, and digest, → the file; several agencies may have the same bytes."""
    files = list(files)
    keys = {one["file"] for one in files if "file" in one}
    digests = {one["sha256"] for one in files if "file" not in one}
    found: dict[int | str, list[SeenFile]] = {}
    if keys or digests:
        for file in with_people(EvidenceFile.objects.filter(Q(pk__in=keys) | Q(sha256__in=digests))):
            seen = seen_file(duties, file)
            found.setdefault(file.pk, []).append(seen)
            found.setdefault(file.sha256, []).append(seen)
    return found


def _file(one: Mapping[str, Any], seen: Seen) -> dict[str, Any]:
    found = seen.get(one["file"] if "file" in one else one["sha256"], [])
    if not found:
        return {
            **one,
            "sha256": one.get("sha256", ""),
            "digest": one.get("sha256", ""),
            "size": one.get("size"),
        }
    file, hidden = found[0].file, next((other for other in found if other.hidden), None)
    if hidden:
        return {"name": hidden.name, "sha256": file.sha256, "digest": "", "size": None}
    names = [other.file.name for other in found]
    name = one["name"] if one["name"] in names else names[0]  # it was secret when this was kept
    return {"name": name, "sha256": file.sha256, "digest": file.sha256, "size": file.size}
