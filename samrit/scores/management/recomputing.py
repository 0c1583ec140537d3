"""``samrit score --recompute-all``: nothing that stands in the database is believed."""

from django.utils.translation import gettext

from samrit.audit.queries import first_broken_link
from samrit.scores.actions import Reproduction, altered_opinions, recompute_all
from samrit.ui.terminal import Command
from samrit.ui.wording import in_words


def recompute(command: Command) -> None:
    """Compute all versions of all scores again and say how many; exit code 2 when anything differs."""
    versions = figures = different = 0
    for one in recompute_all():
        versions, figures = versions + 1, figures + one.figures
        if one.problems:
            different += 1
            _tell(command, one)
    if broken := first_broken_link():
        command.stderr.write(gettext("ประวัติขาดตั้งแต่เหตุการณ์ที่ {number}").format(number=broken.pk))
    altered = list(altered_opinions())
    for opinion in altered:
        command.stderr.write(
            gettext("{place}: ความเห็นที่ {number} ไม่ตรงกับลายพิมพ์ในประวัติ").format(
                place=opinion.assignment.round, number=opinion.pk
            )
        )
    if different or broken or altered:
        command.refuse(
            gettext("คะแนน {different} จาก {versions} เวอร์ชันไม่ตรง – อย่าแก้อะไรในฐานข้อมูล แจ้งผู้ตรวจสอบ").format(
                different=different, versions=versions
            )
        )
    command.stdout.write(
        gettext("คิดคะแนนใหม่ทั้ง {versions} เวอร์ชัน ({figures} ตัวเลข) ตรงกับที่เก็บไว้ทุกหลัก").format(
            versions=versions, figures=figures
        )
    )


def _tell(command: Command, one: Reproduction) -> None:
    for problem in one.problems:
        where = gettext("{score} เวอร์ชันที่ {version}").format(score=one.score, version=one.score.version)
        command.stderr.write(f"{where}: {in_words(problem)}")
