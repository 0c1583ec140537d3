"""What people do in the last hour, for locust: recorders who report their agency's KPIs, approvers who sign, screens on walls.

Every write whose answer came is written down in the ledger (LEDGER), with the value; one without an answer as "maybe".
``benchmarks.deadline_day.check`` compares the ledger with the database afterwards.
"""

import html
import json
import os
import random
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from gevent import GreenletExit  # type: ignore[import-untyped]  # as locust
from gevent.queue import Empty, Queue  # type: ignore[import-untyped]  # as locust
from locust import FastHttpUser, constant, events, task  # type: ignore[import-not-found]

CAST = json.loads(Path(os.environ["CAST"]).read_text(encoding="utf-8"))
LEDGER = Path(os.environ["LEDGER"]).open("a", encoding="utf-8")  # noqa: SIM115 - until locust ends
CHANCE = random.Random(int(os.environ.get("SEED", "1")))  # noqa: S311 - a load, nothing secret
# Seconds that a person looks, types, looks for the file; divided by HURRY.
THINK = {"look": 4.0, "type": 20.0, "check": 5.0}
HURRY = float(os.environ.get("HURRY", "1"))
FROM, UNTIL = (
    int(os.environ.get("FROM", "0")),
    int(os.environ.get("UNTIL", "1000000")),
)  # of the shuffled desks
COUNTS = json.loads(os.environ.get("COUNTS", "{}"))  # class → how many of them; else by locust's own measure
SIGN_IN_EVERY = 5  # every fifth recorder had been signed out
KILOBYTES = (30, 120, 400)  # of a proof
INPUT = re.compile(r"<input\b[^>]*>")
ATTRIBUTE = re.compile(r'(\w[\w-]*)="([^"]*)"')
APPROVED = re.compile(r"อนุมัติแล้ว (\d+) รายการ")
CHOSEN = re.compile(r'name="chosen" value="(\d+:\d+)"')
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SAVED, SENT, SIGNED = "save", "submit", "approve"

recorders: Queue[dict[str, Any]] = Queue()
approvers: Queue[dict[str, Any]] = Queue()


def _desks() -> list[dict[str, Any]]:
    """Every agency of every province, in the order of SEED; only those from FROM until UNTIL."""
    found = [
        {"round": province["round"], **agency}
        for province in CAST["provinces"]
        for agency in province["agencies"]
    ]
    CHANCE.shuffle(found)
    return found[FROM:UNTIL]


for desk in _desks():
    recorders.put(desk)


def note(kind: str, round_: int, item: int, **more: Any) -> None:
    line = {"at": time.time(), "kind": kind, "round": round_, "item": item, **more}
    LEDGER.write(json.dumps(line, ensure_ascii=False) + "\n")
    LEDGER.flush()


@contextmanager
def unanswered(kind: str, round_: int, items: list[int], **more: Any) -> Iterator[None]:
    """What is under way when the load ends may have been done or not."""
    try:
        yield
    except GreenletExit:
        for item in items:
            note("maybe", round_, item, wanted=kind, **more)
        raise


def hidden(page: str) -> dict[str, str]:
    """What the page's forms carry along: its token, versions, prints."""
    found: dict[str, str] = {}
    for element in INPUT.findall(page):
        said = dict(ATTRIBUTE.findall(element))
        if said.get("type") == "hidden" and "name" in said:
            found.setdefault(said["name"], html.unescape(said.get("value", "")))
    return found


def items_of(chosen: list[str]) -> list[int]:
    """``indicator:version`` of each box → indicators."""
    return [int(one.partition(":")[0]) for one in chosen]


def cookie_of(answer: Any, name: str) -> str:
    said = re.search(rf"{name}=([^;']+)", str((answer.headers or {}).get("set-cookie", "")))
    return said.group(1) if said else ""


def asked_to_prove(answer: Any) -> bool:
    """Led to a sign-in instead of being done."""
    return "/accounts/" in str((answer.headers or {}).get("location", ""))


class Person(FastHttpUser):  # type: ignore[misc]  # locust stands in an environment of its own
    """One browser after another, each with the session of its person."""

    abstract = True
    wait_time = constant(0)

    def become(self, person: dict[str, str]) -> None:
        self.client.cookiejar.clear()
        self.cookie = f"{CAST['cookie']}={person['session']}"

    def think(self, what: str) -> None:
        time.sleep(CHANCE.uniform(0.5, 1.5) * THINK[what] / HURRY)  # gevent's

    def headers(self, token: str = "") -> dict[str, str]:
        cookies = f"{self.cookie}; csrftoken={token}" if token else self.cookie
        return {"Cookie": cookies, "Referer": f"{self.host}/", "Origin": str(self.host)}

    def read(self, path: str, name: str) -> str:
        with self.client.get(path, headers=self.headers(), name=name, catch_response=True) as answer:
            self.token = cookie_of(answer, "csrftoken")
            self.arrived = answer.status_code == HTTPStatus.OK and str(answer.url).endswith(path)
            if not self.arrived:
                answer.failure(f"{answer.status_code} at {answer.url}")
            return str(answer.text or "")

    @contextmanager
    def write(
        self, path: str, name: str, data: Any, *, token: str, expected: int = 302, **more: Any
    ) -> Iterator[Any]:
        with self.client.post(
            path, data=data, headers={**self.headers(token), **more.pop("headers", {})}, name=name,
            allow_redirects=False, catch_response=True, **more,
        ) as answer:  # fmt: skip
            if answer.status_code != expected or asked_to_prove(answer):
                answer.failure(f"{answer.status_code}: {str(answer.text)[:120]}")
            yield answer


class Recorder(Person):
    """Opens the work of the day, types each result, saves, proves, sends."""

    fixed_count = COUNTS.get("Recorder", 0)

    @task  # type: ignore[untyped-decorator]
    def report(self) -> None:
        try:
            desk = recorders.get_nowait()
        except Empty:
            time.sleep(1)  # the day's work is done; the others go on
            return
        self.become(desk["recorder"])
        if CHANCE.randrange(SIGN_IN_EVERY) == 0:
            self.sign_in(desk["recorder"])
        self.read("/", "first page")
        self.think("look")
        for item in desk["items"]:
            self.report_one(desk["round"], item)
        approvers.put(desk)

    def sign_in(self, person: dict[str, str]) -> None:
        self.cookie = ""
        form = hidden(self.read("/accounts/login/", "sign-in page"))
        form |= {"login": person["email"], "password": CAST["password"]}
        with self.write("/accounts/login/", "sign in", form, token=self.token) as answer:
            session = cookie_of(answer, CAST["cookie"])
            if not session:
                answer.failure("no session")
            self.cookie = f"{CAST['cookie']}={session or person['session']}"

    def report_one(self, round_: int, item: int) -> None:
        path = f"/reports/{round_}/{item}/"
        form = hidden(self.read(path, "entry"))
        token = self.token
        value = f"{CHANCE.randrange(1, 100)}.{CHANCE.randrange(10**6):06d}"
        form |= {"answer": "number", "value": value, "narrative": "ดำเนินการตามแผนครบทุกอำเภอ " * 8}
        form |= {"supporting_factors": "ได้รับความร่วมมือจากทุกอำเภอ", "obstacles": ""}
        self.think("type")
        self.kept(path, form, token)
        self.saved(path, form, token, round_, item)
        self.think("check")
        form |= hidden(self.read(path, "entry"))
        self.sent(path, form, self.token, round_, item)

    def kept(self, path: str, form: dict[str, str], token: str) -> None:
        """As the page's script does while somebody types."""
        with self.write(
            path, "keep what is typed", {**form, "action": "autosave"}, token=token, expected=200
        ) as answer:
            if answer.status_code == HTTPStatus.OK:
                form["draft"] = str(json.loads(answer.text)["draft"])

    def saved(self, path: str, form: dict[str, str], token: str, round_: int, item: int) -> None:
        typed = {**form, "action": "save"}
        with (
            unanswered(SAVED, round_, [item], value=form["value"]),
            self.write(path, "save", typed, token=token) as answer,
        ):
            self.told(answer, SAVED, round_, item, value=form["value"])

    def sent(self, path: str, form: dict[str, str], token: str, round_: int, item: int) -> None:
        """With the proof: one press keeps, attaches and submits."""
        content = b"%PDF-1.4\n" + CHANCE.randbytes(CHANCE.choice(KILOBYTES) * 1024) + b"\n%%EOF"
        edge = f"edge{CHANCE.getrandbits(64):x}"
        body = multipart({**form, "action": "submit"}, f"หลักฐาน-{item}.pdf", content, edge)
        more: dict[str, Any] = {"headers": {"Content-Type": f"multipart/form-data; boundary={edge}"}}
        with (
            unanswered(SENT, round_, [item], value=form["value"]),
            self.write(path, "prove and submit", body, token=token, **more) as answer,
        ):
            self.told(answer, SENT, round_, item, value=form["value"])

    def told(self, answer: Any, kind: str, round_: int, item: int, **more: Any) -> None:
        if answer.status_code == HTTPStatus.FOUND and not asked_to_prove(answer):
            note(kind, round_, item, **more)
        elif answer.status_code == 0 or answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            note("maybe", round_, item, wanted=kind, **more)


def multipart(form: dict[str, str], name: str, content: bytes, edge: str) -> bytes:
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in form.items()
    ]
    head = f'--{edge}\r\nContent-Disposition: form-data; name="evidence"; filename="{name}"\r\nContent-Type: application/pdf\r\n\r\n'
    return b"".join([*parts, head.encode(), content, f"\r\n--{edge}--\r\n".encode()])


class Approver(Person):
    """Signs what an agency sent, all at once."""

    fixed_count = COUNTS.get("Approver", 0)

    @task  # type: ignore[untyped-decorator]
    def approve(self) -> None:
        try:
            desk = approvers.get(timeout=5)
        except Empty:
            return
        self.become(desk["approver"])
        path = f"/reports/{desk['round']}/approval/"
        page = self.read(path, "what waits")
        token, chosen = self.token, CHOSEN.findall(page)
        self.think("check")
        if not chosen:
            return
        form = [
            ("csrfmiddlewaretoken", hidden(page).get("csrfmiddlewaretoken", "")),
            *(("chosen", one) for one in chosen),
        ]
        items = items_of(chosen)
        with (
            unanswered(SIGNED, desk["round"], items),
            self.write(path, "approve", urlencode(form), token=token, headers=FORM) as answer,
        ):
            self.signed(answer, path, desk["round"], items)

    def signed(self, answer: Any, path: str, round_: int, items: list[int]) -> None:
        """Led back to the page, which says how many it signed; the others it refused, each with a reason."""
        if answer.status_code == HTTPStatus.FOUND and not asked_to_prove(answer):
            number = self.number_signed(answer, path)
        elif answer.status_code == 0 or answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            number = None
        else:
            number = 0
        for item in items if number != 0 else ():
            if number == len(items):
                note(SIGNED, round_, item)
            else:
                note("maybe", round_, item, wanted=SIGNED)

    def number_signed(self, answer: Any, path: str) -> int | None:
        """What the page that follows says; None when it does not come."""
        own, said = self.cookie, cookie_of(answer, "messages")
        self.cookie = f"{own}; messages={said}" if said else own
        page = self.read(path, "what waits")
        self.cookie = own
        found = APPROVED.search(page)
        return int(found.group(1)) if found else (0 if self.arrived else None)


class Wall(Person):
    """A screen in a governor's office: the matrix, fresh every minute."""

    fixed_count = COUNTS.get("Wall", 0)

    @task  # type: ignore[untyped-decorator]
    def look(self) -> None:
        province = CHANCE.choice(CAST["provinces"])
        self.become(province["coordinator"])
        self.read(f"/reports/{province['round']}/wall/", "wall")
        time.sleep(60 / HURRY)


class Coordinator(Person):
    """Goes through the province's list for who is late."""

    fixed_count = COUNTS.get("Coordinator", 0)

    @task  # type: ignore[untyped-decorator]
    def look(self) -> None:
        province = CHANCE.choice(CAST["provinces"])
        self.become(province["coordinator"])
        self.read(f"/reports/{province['round']}/", "round")
        self.think("type")


@events.quitting.add_listener  # type: ignore[untyped-decorator]
def close(**_kwargs: Any) -> None:
    LEDGER.close()
