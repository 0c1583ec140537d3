"""The addresses of the library, of proposals and of the committee: the draft of ``here``, what ``far`` submitted."""

from typing import Any

from samrit.frameworks.models import LibraryKpi, Meeting, Proposal, ProposalComponent, ProposalItem
from tests.frameworks.proposing import YEAR
from tests.sweep.filled import Filled

FREE = 0  # the KPIs outside the library


def _draft(filled: Filled) -> Proposal:
    return Proposal.objects.get(area=filled.here.world.area)


def _submitted(filled: Filled) -> Proposal:
    return Proposal.objects.get(area=filled.far.world.area)


def _item(proposal: Proposal) -> ProposalItem:
    return ProposalItem.objects.filter(proposal=proposal, parent=None)[0]


def proposal_arguments(filled: Filled, name: str) -> list[Any]:
    draft, sent = _draft(filled), _submitted(filled)
    entry = LibraryKpi.objects.get()
    return {
        "frameworks:library_entry": [entry.pk], "frameworks:library_edit": [entry.pk],
        "proposals:detail": [draft.pk], "proposals:weights": [draft.pk], "proposals:move": [draft.pk],
        "proposals:add": [draft.pk], "proposals:item": [draft.pk, _item(draft).pk],
        "proposals:remove": [draft.pk, _item(draft).pk], "proposals:conclude": [sent.pk],
        "proposals:kpi": [YEAR, FREE], "proposals:decide": [_item(sent).pk],
    }.get(name, [])  # fmt: skip


def sent_about_proposals(filled: Filled) -> dict[str, dict[str, Any]]:
    draft, sent = _draft(filled), _submitted(filled)
    item, decided = _item(draft), _item(sent)
    group, meeting = item.group_id, Meeting.objects.get().pk
    entry = {"code": "J-09", "name": "ชื่อใหม่", "category": "joint", "direction": "up", "interpolate": "linear"}
    return {
        "frameworks:library_new": entry,
        "frameworks:library_edit": {**entry, "seen": "1", "active": "on"},
        "proposals:start": {"area": filled.here.world.area.pk, "year": str(YEAR + 1), "how": "empty"},
        "proposals:weights": weights(draft),
        "proposals:move": {"verb": "submit_proposal"},
        "proposals:conclude": {"meeting": meeting},
        "proposals:add": {"name": "ตัวชี้วัดของจังหวัด", "group": group},
        "proposals:item": {
            f"item-{item.pk}-name": "ชื่อใหม่", f"item-{item.pk}-direction": "up",
            f"item-{item.pk}-interpolate": "linear", "seen": item.version,
        },
        "proposals:add_meeting": {"number": "2/2567", "held_on": "9/10/2567", "title": "คณะกรรมการ"},
        "proposals:kpi": {"item": f"{decided.pk}:{decided.version}", "meeting": meeting, "outcome": "accepted"},
        "proposals:decide": {"meeting": meeting, "outcome": "accepted", "seen": decided.version},
    }  # fmt: skip


def weights(proposal: Proposal) -> dict[str, Any]:
    """Every cell of the page, one of them changed."""
    components = ProposalComponent.objects.filter(proposal=proposal)
    cells = {f"component-{one.pk}-weight": str(one.weight) for one in components}
    cells |= {
        f"kpi-{one.pk}-weight": str(one.weight) for one in ProposalItem.objects.filter(proposal=proposal)
    }
    return {**cells, f"kpi-{_item(proposal).pk}-weight": "41", "seen": proposal.version}
