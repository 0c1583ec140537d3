"""After a fault: has the worker done all there is to do, and is everything there once?"""

import json
import subprocess
import sys
import time
from collections import Counter

from benchmarks.faults.place import Place, asked

PATIENCE = 90  # seconds
IDLE = """
import json
from collections import Counter
from datetime import timedelta
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from samrit.config.working import alive
from samrit.notices.models import Delivery, Worker
now = timezone.now()
print(json.dumps({
    "tasks": Counter(DBTaskResult.objects.values_list("status", flat=True)),
    "deliveries": Counter(Delivery.objects.values_list("state", flat=True)),
    "ticks": DBTaskResult.objects.successful().filter(task_path__endswith="tick", finished_at__gt=now - timedelta(seconds=70)).count(),
}))
"""


def until_idle(here: Place) -> None:
    """Waits until nothing runs or waits in the queue and no message is on its way; prints what stands there."""
    state: dict[str, dict[str, int]] = {}
    for _ in range(PATIENCE // 3):
        state = json.loads(asked(here, IDLE))
        under_way = sum(state["deliveries"].get(one, 0) for one in ("pending", "claimed", "handed"))
        if state["ticks"] and not under_way and not state["tasks"].get("RUNNING"):
            break
        time.sleep(3)
    print(
        f"   queue: {state['tasks']}; messages: {state['deliveries']}; ticks in the last 70 s: {state['ticks']}"
    )


def lost(here: Place) -> int:
    """Ledger and database, the trail, and mail that somebody got twice."""
    words = [sys.executable, "-m", "benchmarks.deadline_day.check", str(here.folder / "ledger.jsonl")]
    done = subprocess.run(words, env=here.environment, capture_output=True, text=True, check=False)
    print(f"   ledger and database: {done.stdout.strip() or done.stderr[-800:]}", flush=True)
    twice = [one for one, count in Counter(here.mailbox.ids).items() if count > 1]
    print(f"   mails: {len(here.mailbox.ids)}, twice: {len(twice)}", flush=True)
    return (done.returncode != 0) + len(twice)
