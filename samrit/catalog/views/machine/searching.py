"""package_search: found, counted, and paged truthfully while datasets come and go."""

import hashlib
import json
from typing import Any

from django.db.models import QuerySet

from samrit.catalog.actions.walking import begin_walk, move_page
from samrit.catalog.documents.shown import shown
from samrit.catalog.models import Dataset
from samrit.catalog.queries.facets import facets
from samrit.catalog.queries.finding import in_order, wanted
from samrit.catalog.queries.public import in_this_order, public, with_contents
from samrit.catalog.queries.walks import walk_of, whole_page
from samrit.catalog.views.machine.calling import Call
from samrit.rules.catalog.ckan import Answer, Invalid, Search, not_valid, read_search, search_result, success
from samrit.rules.catalog.ckan.asking import fields

WALKED_BY = frozenset({"id", "name"})  # who sorts by these means to read all of it,
MANY = 50  # and so does who takes so many rows at a time


def package_search(call: Call) -> Answer:
    """Search for datasets: q, fq, fq_list, sort, rows, start, facet.field, facet.limit, fl."""
    asked = read_search(call.given, now=call.moment)
    if isinstance(asked, Invalid):
        return not_valid(call.help, asked.errors)
    found = public().filter(wanted(asked.q)).filter(wanted(asked.fq))
    count, rows = _walked(call, asked, found) if _walks(asked) else _looked_up(asked, found)
    known_as = {name: fields()[name].of for name in asked.facets}
    packages = [_chosen(shown(row).package(), asked.fields) for row in rows]
    counted = facets(found, asked.facets, asked.facet_limit, known_as)
    return success(
        call.help, search_result(count=count, packages=packages, sort=asked.sort_text, facets=counted)
    )


def _walks(asked: Search) -> bool:
    """Whether the pages belong together: somebody reads everything, page after page."""
    if not asked.rows:
        return False
    return asked.rows >= MANY or bool(asked.sort and asked.sort[0].field in WALKED_BY)


def _looked_up(asked: Search, found: QuerySet[Dataset]) -> tuple[int, list[Dataset]]:
    rows = in_order(found, asked.sort, asked.q)[asked.start : asked.start + asked.rows]
    return found.count(), list(with_contents(rows)) if asked.rows else []


def _walked(call: Call, asked: Search, found: QuerySet[Dataset]) -> tuple[int, list[Dataset]]:
    """The first page makes the list, every later one is cut from it.

    A list that fits on its first page needs none. Who begins in the middle begins a list there.
    """
    question = _question(call)
    walk = walk_of(call.caller, question, call.moment) if asked.start else None
    if walk is None:
        keys = list(in_order(found, asked.sort, asked.q).values_list("pk", flat=True))
        if not asked.start and len(keys) <= asked.rows:
            rows = in_this_order(keys)
            return len(rows), rows
        walk = begin_walk(caller=call.caller, asked=question, keys=keys, now=call.moment)
    rows, stop = whole_page(walk.snapshot, walk.place_of(asked.start), asked.rows)
    if stop > (following := asked.start + asked.rows):
        move_page(walk=walk, start=following, place=stop)
    return walk.snapshot.total, rows


def _question(call: Call) -> str:
    """What stays the same from page to page, as it was sent: moments counted back from now move, the walk does not."""
    same = {name: call.given[name] for name in ("q", "fq", "fq_list", "sort") if name in call.given}
    return hashlib.sha256(json.dumps(same, sort_keys=True, default=str).encode()).hexdigest()


def _chosen(package: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Only what ``fl`` names, where it names something."""
    return {name: package[name] for name in names if name in package} if names else package
