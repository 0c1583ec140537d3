"""The last hour's people (``benchmarks.deadline_day.load``), who press again what failed; every answer is written down (ANSWERS).

A person whose page failed reads it, waits two seconds and presses the same again, with everything that was typed.
"""

import html
import json
import os
import re
import time
from http import HTTPStatus
from pathlib import Path
from typing import Any

from gevent import GreenletExit  # type: ignore[import-untyped]  # as locust
from locust import events  # type: ignore[import-not-found]

from benchmarks.deadline_day import load as day

ANSWERS = Path(os.environ["ANSWERS"]).open("a", encoding="utf-8")  # noqa: SIM115 - until locust ends
PAUSE, PATIENCE = 2, 40  # seconds until pressed again; times
HEADING, WORDS = (
    re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL),
    re.compile(r"</h1>\s*<p[^>]*>(.*?)</p>", re.DOTALL),
)
TAG = re.compile(r"<[^>]+>")
NOT_SENT = re.compile("((?:บันทึกร่างแล้ว แต่ยังไม่ได้ส่ง|เก็บไฟล์ “)[^<]*)")
BROKEN = 500


def failed(answer: Any) -> bool:
    return int(answer.status_code or 0) == 0 or answer.status_code >= BROKEN


class Recorder(day.Recorder):
    def read(self, path: str, name: str) -> str:
        for _ in range(PATIENCE):
            page = str(super().read(path, name))
            if self.arrived:
                return page
            time.sleep(PAUSE)
        return ""

    def saved(self, *words: Any) -> None:
        self.pressed(day.SAVED, super().saved, *words)

    def sent(self, *words: Any) -> None:
        self.pressed(day.SENT, super().sent, *words)

    def pressed(self, kind: str, act: Any, *words: Any) -> None:
        _path, form, _token, round_, item = words
        for _ in range(PATIENCE):
            self.broke = False
            try:
                act(*words)
            except GreenletExit:  # the load ends before the answer
                day.note("maybe", round_, item, wanted=kind, value=form["value"])
                raise
            if not self.broke:
                return
            time.sleep(PAUSE)

    def told(self, answer: Any, kind: str, round_: int, item: int, **more: Any) -> None:
        self.broke = failed(answer)
        if (
            kind == day.SENT
            and answer.status_code == HTTPStatus.FOUND
            and self.not_sent(answer, round_, item)
        ):
            self.broke = True
            return
        if kind == day.SENT and not self.broke and answer.status_code != HTTPStatus.FOUND:
            day.note("refused", round_, item)  # its file may have been attached all the same
        super().told(answer, kind, round_, item, **more)

    def not_sent(self, answer: Any, round_: int, item: int) -> bool:
        """Led back to the page, which says that the text is kept and the file is not."""
        own, said = self.cookie, day.cookie_of(answer, "messages")
        self.cookie = f"{own}; messages={said}" if said else own
        page = self.read(f"/reports/{round_}/{item}/", "entry")
        self.cookie = own
        words = html.unescape(" · ".join(part.strip() for part in NOT_SENT.findall(page)))
        if not words and "version" not in day.hidden(page):  # nothing can be typed any more: it was sent
            return False
        day.note("refused", round_, item)
        put(
            {
                "at": time.time(),
                "ms": 0,
                "name": "not sent",
                "status": 302,
                "failed": True,
                "says": words,
                "again": "",
            }
        )
        return True


class Approver(day.Approver):
    pass


class Wall(day.Wall):
    pass


class Coordinator(day.Coordinator):
    pass


@events.request.add_listener  # type: ignore[untyped-decorator]
def write_down(
    name: str,
    response_time: float,
    start_time: float,
    response: Any = None,
    exception: Any = None,
    **_more: Any,
) -> None:
    status = int(getattr(response, "status_code", 0) or 0)
    line = {
        "at": start_time,
        "ms": response_time or 0,
        "name": name,
        "status": status,
        "failed": bool(exception),
    }
    if exception:
        line["says"] = says(str(getattr(response, "text", "") or "")) or type(exception).__name__
        line["again"] = str((getattr(response, "headers", None) or {}).get("retry-after", ""))
    put(line)


def put(line: dict[str, Any]) -> None:
    ANSWERS.write(json.dumps(line, ensure_ascii=False) + "\n")
    ANSWERS.flush()


def says(page: str) -> str:
    """The words a person reads: the heading and what follows it; of an answer to a script, its words."""
    if page.startswith("{"):
        told = json.loads(page)
        return str(told.get("words") or told.get("detail") or told.get("state") or "")
    parts = [found[1] for found in (HEADING.search(page), WORDS.search(page)) if found]
    return html.unescape(" – ".join(" ".join(TAG.sub("", part).split()) for part in parts))
