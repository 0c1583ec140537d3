"""What is chosen and typed about new files, in whatever room they prove something."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

from samrit.evidence.contents import ALLOWED
from samrit.rules.secrecy import LEVEL_LABELS, Level
from samrit.ui.wording import in_words

ENDINGS = ",".join(ending for endings in ALLOWED.values() for ending in endings)  # for ``accept``


def level_choices() -> list[tuple[str, str]]:
    return [(level.value, in_words(label)) for level, label in LEVEL_LABELS.items()]


def typed_level(typed: str) -> Level:
    """The chosen level; the lowest for anything that no page of ours sends."""
    return Level(typed) if typed in {level.value for level in Level} else Level.ORDINARY


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, handed on as they came: what each really is, is judged when it is kept."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:  # noqa: ARG002 - Django's signature
        return list(data or ())


def file_limits(most: int) -> dict[str, int]:
    """What ``evidence/add.html`` says of sizes; ``most`` files go with one form."""
    megabyte = 1024 * 1024
    return {
        "files": most,
        "megabytes": settings.EVIDENCE_MAX_BYTES // megabyte,
        "upload_megabytes": settings.EVIDENCE_UPLOAD_MAX_BYTES // megabyte,
    }


class NewFilesForm(forms.Form):
    """For ``evidence/add.html``, where nothing else is typed beside the files."""

    evidence = FilesField(
        label=gettext_lazy("แนบไฟล์หลักฐาน"), required=False, widget=FilesInput(attrs={"accept": ENDINGS})
    )
