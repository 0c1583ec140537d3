"""All that one program can read: every GET operation of the document with the things of one province."""

import re
from functools import cache
from typing import Any

from samrit.audit.queries import events_so_far
from samrit.config.api.document import openapi_document
from samrit.people.models import User
from samrit.scores.models import Comparison, TwoScorers
from tests.api.calling import Program, token_for
from tests.world import World

# What is drawn of the same queries and takes long, or is itself told in what is read next (who took the trail's file).
DRAWN = re.compile(r"\.(pdf|xlsx|docx|zip)$|/pdf$|/docx$|brief|/report$|/trail/file$|\{part\}|\{kind\}")
BEHIND = {"/results/search": "?q=1", "/results/compare": "?area=13&area=14"}


@cache
def paths() -> list[str]:
    """Every operation that reads."""
    found = (path for path, it in openapi_document()["paths"].items() if "get" in it)
    return [path.removeprefix("/api/v1") for path in sorted(found) if not DRAWN.search(path)]


def addresses(made: World) -> list[str]:
    """Each with the round, the KPI, the year, the province and the people of this world; keys of other things are 1."""
    found = []
    for path in paths():
        asked = path.format_map(_Known(known(made)))
        slots = ("first", "second", "third") if "{slot}" in path else ("",)
        found += [asked.replace("~slot~", slot) + BEHIND.get(path, "") for slot in slots]
    return found


class _Known(dict[str, Any]):
    def __missing__(self, name: str) -> object:
        return 1


def known(made: World) -> dict[str, Any]:
    assert made.round is not None
    assert made.edition is not None
    first = made.kpis["1-1"]
    two, comparison = TwoScorers.objects.first(), Comparison.objects.first()
    return {
        "round_id": made.round.pk, "indicator_id": first.indicator_id, "kpi_id": first.pk, "year": 2567, "months": 12,
        "code": made.area.code, "area": made.area.code, "edition_id": made.edition.pk, "edition": "12-1",
        "agency_id": made.development.pk, "slot": "~slot~", "cluster": "1",
        "two_id": two.pk if two else 1, "dispute_id": comparison.pk if comparison else 1,
    }  # fmt: skip


class Reader:
    """One person's program (None: without a token), which reads everything again and again."""

    def __init__(self, made: World, user: User | None) -> None:
        self.made, self.program = made, Program(token_for(user) if user else None)

    def everything(self) -> dict[str, str]:
        """Address → status and bytes. That anything happened at all is told by a count of events: it is left out."""
        return {address: self.told(address) for address in addresses(self.made)}

    def told(self, address: str) -> str:
        response = self.program.call("get", address)
        body = response.getvalue().decode(errors="replace")
        return f"{response.status_code} {re.sub(rf'(?<![0-9A-Za-z-]){events_so_far()}-', '', body)}"


def changed(before: dict[str, str], after: dict[str, str]) -> dict[str, str]:
    assert before.keys() == after.keys()
    return {address: after[address] for address in before if before[address] != after[address]}
