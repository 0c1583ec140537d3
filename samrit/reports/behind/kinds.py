"""What a figure is made of, in the shape that pages and programs show."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Leaf:
    """A dataset that fails, a tick, an option. ``holds`` None: it is neither met nor missed; ``url`` "": nothing to open."""

    text: str
    said: str = ""
    url: str = ""
    holds: bool | None = None


@dataclass(frozen=True)
class Branch:
    """One of the four counts, a section, a question. ``closed``: so many more, which this person may not see."""

    name: str
    value: str = ""
    url: str = ""
    leaves: tuple[Leaf, ...] = ()
    closed: int = 0


@dataclass(frozen=True)
class Strand:
    """What was kept of one agency or one survey: the row ``key``. ``opens`` False: this person sees the figure alone."""

    key: int
    name: str
    said: str
    value: Decimal | None
    url: str = ""
    opens: bool = True
    branches: tuple[Branch, ...] = ()


@dataclass(frozen=True)
class Behind:
    """A figure of a formula, with everything that it was made of."""

    code: str
    kind: str
    name: str
    unit: str
    strands: tuple[Strand, ...]
