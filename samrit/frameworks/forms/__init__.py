"""What is typed about frameworks, as clean values."""

from samrit.frameworks.forms.grid import (
    TARGETS,
    ComponentForm,
    ComponentRows,
    DraftGrid,
    GroupRows,
    KpiForm,
    KpiRow,
    OwnersField,
    OwnersWidget,
    not_negative,
    typed_weight,
)
from samrit.frameworks.forms.levels import LEVELS, NO_TARGET, TargetsForm, check_level_cells
from samrit.frameworks.forms.lists import EditionFilter
from samrit.frameworks.forms.windows import NO_MOMENT, MomentField, WindowForm

__all__ = [
    "LEVELS",
    "NO_MOMENT",
    "NO_TARGET",
    "TARGETS",
    "ComponentForm",
    "ComponentRows",
    "DraftGrid",
    "EditionFilter",
    "GroupRows",
    "KpiForm",
    "KpiRow",
    "MomentField",
    "OwnersField",
    "OwnersWidget",
    "TargetsForm",
    "WindowForm",
    "check_level_cells",
    "not_negative",
    "typed_weight",
]
