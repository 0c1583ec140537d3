"""Somebody with the page of one KPI open, who saves other values again and again; and the wire that everybody sends by."""

import html
import json
import re
import time
from collections.abc import Callable
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

NARRATIVE = "ดำเนินการตามแผนครบทุกอำเภอ " * 8
INPUT = re.compile(r"<input\b[^>]*>")
ATTRIBUTE = re.compile(r'(\w[\w-]*)="([^"]*)"')
FOUND = 302
PAUSE = 2  # seconds
FORM = "application/x-www-form-urlencoded"
Send = Callable[[int], None]


class Line(HTTPConnection):
    """Kept open between two saves, opened anew after a pause: a server may have hung up by then."""

    used = 0.0

    def ask(
        self, path: str, body: str, headers: dict[str, str], *, expected: int, method: str = "POST"
    ) -> bytes:
        if time.monotonic() - self.used > PAUSE:
            self.close()
        self.request(method, path, body.encode(), headers)
        answer = self.getresponse()
        said, self.used = answer.read(), time.monotonic()
        if answer.status != expected:
            raise SystemExit(f"{path} answered {answer.status}: {said[:300].decode(errors='replace')}")
        return said

    def told(self, path: str, said: Any, token: str, *, method: str = "POST") -> Any:
        """JSON to and fro, for who holds ``token``."""
        headers = {
            "Content-Type": "application/json",
            **({"Authorization": f"Bearer {token}"} if token else {}),
        }
        answer = self.ask(path, json.dumps(said), headers, expected=200, method=method)
        return json.loads(answer)["data"]

    def form(self, path: str, typed: dict[str, str], cookie: str = "") -> None:
        headers = {"Content-Type": FORM, "Cookie": cookie}
        self.ask(path, urlencode(typed), headers, expected=FOUND)


def line(port: int) -> Line:
    return Line("127.0.0.1", port, timeout=60)


class Desk:
    """Of a Django page with a form: its token, its hidden fields."""

    def __init__(self, port: int, cookie: str, path: str, **typed: str) -> None:
        self.connection, self.path, self.cookie = line(port), path, cookie
        self.connection.request("GET", path, headers={"Cookie": cookie})
        answer = self.connection.getresponse()
        token = re.search(r"csrftoken=([^;]+)", answer.getheader("Set-Cookie") or "")
        self.cookie += f"; csrftoken={token.group(1)}" if token else ""
        self.form: dict[str, str] = {}
        for element in INPUT.findall(answer.read().decode()):
            said = dict(ATTRIBUTE.findall(element))
            if said.get("type") == "hidden" and "name" in said:
                self.form.setdefault(said["name"], html.unescape(said.get("value", "")))
        self.form |= {"narrative": NARRATIVE, **typed}

    def save(self, number: int) -> None:
        self.form["value"] = f"{number}.5"
        self.connection.form(self.path, self.form, self.cookie)


class Recorder(Desk):
    """Of ours."""

    def __init__(self, port: int, session: str, path: str) -> None:
        words = {"action": "save", "answer": "number", "supporting_factors": "", "obstacles": ""}
        super().__init__(port, f"sessionid={session}", path, **words)
        self.version = int(self.form.get("version", 0))

    def save(self, number: int) -> None:
        # What a page that was loaded again would bring along: its version, and no print of what stood there.
        self.form["version"] = str(self.version)
        self.form.pop("opened", None)
        super().save(number)
        self.version += 1


def open_desks(port: int, cast: list[dict[str, Any]], people: int) -> list[Desk]:
    """Of agencies whose first result can still be typed; each of another province where there are several."""
    found: list[Desk] = []
    for place in range(len(cast) * len(cast[0]["agencies"])):
        province = cast[place % len(cast)]
        agency = province["agencies"][place // len(cast)]
        path = f"/reports/{province['round']}/{agency['items'][0]}/"
        desk = Recorder(port, agency["recorder"]["session"], path)
        found += [desk] if "version" in desk.form else []
        if len(found) == people:
            return found
    raise SystemExit("nothing is left to save")
