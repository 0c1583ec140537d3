"""A browser tab that keeps a record of what a page did, and judges it.

``visit`` asks for a page and ``examine`` judges what stands there (also after clicks): answered, no complaint of the
browser (a breach of the content security policy is one), no other host asked, accessible by axe, no
sideways scrolling; ``visit`` weighs the first view too.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import ConsoleMessage, Page, Request, Response

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = (
    "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']}).then(found => found.violations)"
)
IDLE = "new Promise(done => requestIdleCallback(() => requestAnimationFrame(done)))"
STEP, LONGEST_WAIT = 20, 1_500  # ms, steps
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
GUIDE = ROOT / "docs" / "guide" / "images"
FEW_COLOURS = 128
HEAVIEST_FIRST_VIEW = 100_000  # bytes over the wire, fonts apart
PARTS_OF_A_PAGE = {"stylesheet", "script", "image", "font", "manifest"}


@dataclass
class Tab:
    """``page`` is Playwright's; ``site`` the address that the paths belong to."""

    page: Page
    site: str
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    waiting: set[Request] = field(default_factory=set)
    weights: dict[str, int] = field(default_factory=dict)  # bytes over the wire by address, fonts apart

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)
        self.page.on("requestfinished", self._came)
        self.page.on("requestfailed", self._came)
        wire = self.page.context.new_cdp_session(self.page)
        asked: dict[str, str] = {}
        wire.on("Network.responseReceived", lambda event: asked.update(_address_unless_font(event)))
        wire.on("Network.loadingFinished", lambda event: self._weighed(asked, event))
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})  # every visit is a first view

    def visit(self, path: str, *, status: int = 200, heaviest: int = HEAVIEST_FIRST_VIEW) -> None:
        """Ask for ``path`` and judge what comes."""
        self.weights.clear()
        response = self.page.goto(self.site + path)
        assert response is not None
        assert response.status == status, f"{path} answered {response.status}"
        self.settle()
        weight = sum(self.weights.values())
        assert weight <= heaviest, f"{path} weighs {weight:,} bytes: {self.weights}"
        self.examine()

    def settle(self) -> None:
        """Wait until what the page asked for has come and been used; "networkidle" would wait half a second more."""
        self.page.evaluate(IDLE)
        for _ in range(LONGEST_WAIT):
            if not self.waiting:
                return
            self.page.wait_for_timeout(STEP)
            self.page.evaluate(IDLE)
        raise AssertionError(f"still on the way: {[request.url for request in self.waiting]}")

    def examine(self) -> None:
        """Judge the page as it stands now, with all of its styles."""
        self.page.wait_for_load_state()
        here = urlsplit(self.page.url).path
        assert not self.foreign, f"{here} asks other hosts: {self.foreign}"
        assert not self.complaints, f"{here}: " + "\n".join(self.complaints)
        sideways = self.page.evaluate(SIDEWAYS)
        assert sideways <= 0, f"{here} scrolls sideways by {sideways} px"
        faults = self.axe()
        assert not faults, f"{here}: " + "\n".join(faults)

    def axe(self) -> list[str]:
        """What axe finds wrong: rule, what it asks, and where."""
        with self._unheard():
            if not self.page.evaluate("() => 'axe' in window"):
                self.page.evaluate(AXE)
            faults = self.page.evaluate(RUN_AXE, AXE_TAGS)
        return [
            f"{fault['id']}: {fault['help']} – "
            + "; ".join(str(node["target"][0]) for node in fault["nodes"][:5])
            for fault in faults
        ]

    def screenshot(self, name: str, *, full_page: bool = True) -> Path:
        """Into var/screenshots."""
        path = ROOT / "var" / "screenshots" / f"{name}.png"
        with self._unheard():
            self.page.screenshot(path=path, full_page=full_page, animations="disabled")
        return path

    def picture(self, name: str) -> None:
        """The first screen; with SAMRIT_GUIDE=1 for the guide, in few colours so that it stays small."""
        path = self.screenshot(name, full_page=False)
        if os.environ.get("SAMRIT_GUIDE") == "1":
            with Image.open(path) as taken:
                few = taken.convert("RGB").quantize(FEW_COLOURS, dither=Image.Dither.NONE)
            few.save(GUIDE / path.name, optimize=True)

    @contextmanager
    def _unheard(self) -> Iterator[None]:
        """The camera and axe bring inline styles of their own; that breach of the policy is not the page's."""
        heard = list(self.complaints)
        yield
        self.page.evaluate("new Promise(done => setTimeout(done, 50))")  # let the browser finish complaining
        self.complaints[:] = heard

    # ── the record ──────────────────────────────────────────────────────────
    def _heard(self, message: ConsoleMessage) -> None:
        # A refused form answers with a status above 400 on purpose; parts that fail are seen in _answered.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)

    def _asked(self, request: Request) -> None:
        self.waiting.add(request)
        if urlsplit(request.url).scheme in {"http", "https", "ws", "wss"} and not request.url.startswith(
            self.site
        ):
            self.foreign.append(request.url)

    def _came(self, request: Request) -> None:
        self.waiting.discard(request)

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type in PARTS_OF_A_PAGE:
            self.complaints.append(f"{response.url} answered {response.status}")

    def _weighed(self, asked: dict[str, str], event: dict[str, Any]) -> None:
        if event["requestId"] in asked:
            self.weights[asked[event["requestId"]]] = int(event["encodedDataLength"])


def _address_unless_font(event: dict[str, Any]) -> dict[str, str]:
    return {} if event["type"] == "Font" else {event["requestId"]: event["response"]["url"]}
