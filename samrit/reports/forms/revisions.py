"""What becomes of results when a revision is published, as it was chosen on the page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from samrit.rules.amendment import Fate

WHOLE, ONE_BY_ONE = "kept", "new"
FATES = {fate.value: fate for fate in Fate}


@dataclass(frozen=True)
class ChosenFates:
    """``rounds``: round → the round kept as a whole, or KPI by KPI; ``rest``: round → the fate of all others in it.

    What was not chosen is not there: nothing has a default.
    """

    rounds: Mapping[int, str]
    rest: Mapping[int, Fate]
    fates: Mapping[tuple[int, int], Fate]

    def of(self, round_: int, indicator: int) -> Fate | None:
        return self.fates.get((round_, indicator)) or self.rest.get(round_)

    def for_action(self, items: Iterable[tuple[int, int]]) -> dict[tuple[int, int | None], Fate]:
        """As ``actions.publish_revision`` wants it; ``items`` are the pairs that are asked about."""
        chosen: dict[tuple[int, int | None], Fate] = {
            (round_, None): Fate.KEPT if word == WHOLE else Fate.RESCORED
            for round_, word in self.rounds.items()
        }
        for round_, indicator in items:
            if fate := self.of(round_, indicator):
                chosen[round_, indicator] = fate
        return chosen


def read_fates(
    data: Mapping[str, str], pairs: Sequence[tuple[int, int]], rounds: Iterable[int]
) -> ChosenFates:
    """From the fields ``round-7``, ``rest-7`` and ``fate-7-12``; a word that is none counts as not chosen."""
    words = {key: data.get(f"round-{key}", "") for key in rounds}
    return ChosenFates(
        {key: word for key, word in words.items() if word in {WHOLE, ONE_BY_ONE}},
        {key: FATES[word] for key in words if (word := data.get(f"rest-{key}", "")) in FATES},
        {pair: FATES[word] for pair in pairs if (word := data.get(f"fate-{pair[0]}-{pair[1]}", "")) in FATES},
    )
