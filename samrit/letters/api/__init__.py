"""Operations of the letters room."""

from samrit.letters.api import (  # noqa: F401 - add their operations to the routers
    drafting,
    holding,
    lists,
    signing,
    taking,
)
from samrit.letters.api.arrivals import router as arrivals
from samrit.letters.api.decisions import router as decisions
from samrit.letters.api.links import router as links
from samrit.letters.api.meetings import router as meetings
from samrit.letters.api.received import router as received
from samrit.letters.api.registers import router as registers
from samrit.letters.api.routes import router
from samrit.letters.api.sent import router as sent
from samrit.letters.api.written import router as written

__all__ = ["routers"]
routers = [router, arrivals, written, registers, received, sent, meetings, links, decisions]
