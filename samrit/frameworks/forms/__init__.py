"""What is typed about frameworks, as clean values."""

from samrit.frameworks.forms.committee import (
    COMMITTEE,
    ConcludeForm,
    DecideForm,
    DecideManyForm,
    MeetingForm,
    TermsForm,
)
from samrit.frameworks.forms.details import DetailsForm
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
from samrit.frameworks.forms.library import LibraryFilter, LibraryForm
from samrit.frameworks.forms.links import LinkForm, StrategicKpiForm
from samrit.frameworks.forms.lists import EditionFilter
from samrit.frameworks.forms.proposals import (
    CLONE,
    ItemForm,
    OwnNameForm,
    StartForm,
    Weights,
    item_forms,
)
from samrit.frameworks.forms.revisions import ConfirmationForm, RevisionFactsForm
from samrit.frameworks.forms.rounds import RoundStateForm, VoidForm, WindowsForm
from samrit.frameworks.forms.windows import NO_MOMENT, MomentField, WindowForm

__all__ = [
    "CLONE",
    "COMMITTEE",
    "LEVELS",
    "NO_MOMENT",
    "NO_TARGET",
    "TARGETS",
    "ComponentForm",
    "ComponentRows",
    "ConcludeForm",
    "ConfirmationForm",
    "DecideForm",
    "DecideManyForm",
    "DetailsForm",
    "DraftGrid",
    "EditionFilter",
    "GroupRows",
    "ItemForm",
    "KpiForm",
    "KpiRow",
    "LibraryFilter",
    "LibraryForm",
    "LinkForm",
    "MeetingForm",
    "MomentField",
    "OwnNameForm",
    "OwnersField",
    "OwnersWidget",
    "RevisionFactsForm",
    "RoundStateForm",
    "StartForm",
    "StrategicKpiForm",
    "TargetsForm",
    "TermsForm",
    "VoidForm",
    "Weights",
    "WindowForm",
    "WindowsForm",
    "check_level_cells",
    "item_forms",
    "not_negative",
    "typed_weight",
]
