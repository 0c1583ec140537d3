"""What if: gaps to the next target, points gained, the cheapest path to the next rating. Nothing is kept."""

from samrit.rules.whatif.costs import costs
from samrit.rules.whatif.gaps import Gap, Reach, gaps_of
from samrit.rules.whatif.paths import Efforts, Lift, Path, paths
from samrit.rules.whatif.sliders import Slider, slider_of
from samrit.rules.whatif.trial import (
    Answer,
    Leaf,
    Place,
    Trial,
    leaves_of,
    trial_of,
    with_answers,
    with_results,
    without_unusable,
)

__all__ = [
    "Answer",
    "Efforts",
    "Gap",
    "Leaf",
    "Lift",
    "Path",
    "Place",
    "Reach",
    "Slider",
    "Trial",
    "costs",
    "gaps_of",
    "leaves_of",
    "paths",
    "slider_of",
    "trial_of",
    "with_answers",
    "with_results",
    "without_unusable",
]
