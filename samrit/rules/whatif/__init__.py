"""What if: gaps to the next target, points gained, the cheapest path to the next rating. Nothing is kept."""

from samrit.rules.whatif.costs import costs
from samrit.rules.whatif.gaps import Gap, Reach, gaps_of
from samrit.rules.whatif.paths import Efforts, Lift, Path, paths
from samrit.rules.whatif.trial import (
    Leaf,
    Place,
    Trial,
    leaves_of,
    trial_of,
    with_results,
    without_unusable,
)

__all__ = [
    "Efforts",
    "Gap",
    "Leaf",
    "Lift",
    "Path",
    "Place",
    "Reach",
    "Trial",
    "costs",
    "gaps_of",
    "leaves_of",
    "paths",
    "trial_of",
    "with_results",
    "without_unusable",
]
