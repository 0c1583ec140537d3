"""``samrit search_index``: forget the words of the public results and learn them again."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from samrit.scores.actions import rebuild_index
from samrit.scores.models import PublicWords
from samrit.ui.terminal import Command as TerminalCommand


class Command(TerminalCommand):
    help = "ทำดัชนีคำค้นของผลที่ประกาศแล้วใหม่ทั้งหมด (rebuild the index of the public search)"

    def run(self, options: dict[str, Any]) -> None:  # noqa: ARG002 - TerminalCommand's signature
        editions = rebuild_index(now=timezone.now())
        self.stdout.write(
            _("ทำดัชนีใหม่แล้ว: %(editions)s ฉบับ %(words)s รายการ")
            % {"editions": editions, "words": PublicWords.objects.count()}
        )
