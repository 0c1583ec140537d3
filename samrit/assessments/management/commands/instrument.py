"""``samrit instrument FOLDER``: publish the questionnaire whose TOML documents are in a folder."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from samrit.assessments.actions.taking_in import FaultyDocumentsError, take_documents
from samrit.rules.wording import RefusedError
from samrit.ui.wording import in_words


class Command(BaseCommand):
    help = (
        "Publish a questionnaire of the central office from a folder of TOML documents (docs/instruments.md)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        files = sorted(folder.glob("*.toml")) if folder.is_dir() else []
        if not files:
            raise CommandError(_("ไม่มีไฟล์ .toml ในโฟลเดอร์ {folder}").format(folder=folder))
        stated = {file.name: file.read_text(encoding="utf-8") for file in files}
        try:
            made = take_documents(stated=stated, now=timezone.now())
        except FaultyDocumentsError as faulty:
            lines = [in_words(faulty.refusal.message), *map(str, faulty.faults)]
            raise CommandError("\n".join(lines)) from None
        except RefusedError as refused:
            raise CommandError(in_words(refused.refusal.message)) from None
        if made is None:
            self.stdout.write(_("มีแบบนี้อยู่แล้ว ไม่มีอะไรเปลี่ยน"))
        else:
            text = _("เผยแพร่แล้ว: {name} รุ่น {version}")
            self.stdout.write(text.format(name=made.name, version=made.version))
