"""เชื่อมโยง: which of a province's figures the ministry has, as signed receipts say."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Q

from samrit.indicators.models import Generation, Ministry, Package, PackageReceipt, Submission
from samrit.indicators.signing import own_key
from samrit.rules.exchange import Receipt, read_receipt


@dataclass(frozen=True)
class Links:
    """``submissions``: those whose figures the ministry has, or which brought the ministry's own here.

    ``left_out``: code of an item → period as text ("" any) → cells that the ministry did not take of what was sent.
    """

    submissions: frozenset[int]
    left_out: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def taken(self, item: str, there: Mapping[str, int]) -> int:
        """``there``: period → cells of these submissions. Never too many: what was left out is taken off."""
        not_taken = self.left_out.get(item, {})
        found = sum(max(cells - not_taken.get(period, 0), 0) for period, cells in there.items())
        return max(found - not_taken.get("", 0), 0)


def links_of(area_code: str) -> Links | None:
    """None where nobody said which system is the ministry's: then nothing is owed to it. At most five queries."""
    keys = frozenset(Ministry.objects.values_list("partner__key", flat=True))
    if not keys:
        return None
    came = _came_in(area_code, keys)
    sent = _newest_receipt(area_code, keys)
    if sent is None:
        return Links(came)
    went = Generation.objects.filter(area=area_code, number__lte=sent.generation)
    return Links(came | frozenset(went.values_list("submission", flat=True)), sent.left_out)


def _newest_receipt(area_code: str, keys: frozenset[str]) -> Receipt | None:
    """The ministry's for what was sent from here; a package states the whole province, so the newest says it all."""
    given = PackageReceipt.objects.filter(package__area=area_code, package__direction=Package.Direction.OUT)
    texts = given.order_by("-package__generation", "-pk").values_list("text", flat=True)
    receipts = (read_receipt(text) for text in texts.iterator())
    return next((receipt for receipt in receipts if receipt.signer in keys), None)


def _came_in(area_code: str, keys: frozenset[str]) -> frozenset[int]:
    """What packages brought: all of them where this is the ministry's system, else those that the ministry signed."""
    packages = Package.objects.filter(area=area_code, direction=Package.Direction.IN)
    if own_key() not in keys:
        packages = packages.filter(signer__in=keys)
    brought = Submission.objects.filter(Q(package__in=packages) | Q(reconciliations__package__in=packages))
    return frozenset(brought.values_list("pk", flat=True))
