"""The instruments that ship: a folder of ``*.toml`` for each under ``shipped/``."""

from functools import cache
from importlib import resources

from samrit.rules.instruments.kinds import Instrument
from samrit.rules.instruments.reading import read


@cache
def available() -> tuple[str, ...]:
    """Names of the instruments there are, in order."""
    return tuple(
        sorted(
            folder.name for folder in _root().iterdir() if folder.is_dir() and not folder.name.startswith("_")
        )
    )


def _root() -> resources.abc.Traversable:
    return resources.files("samrit.rules.instruments") / "shipped"


def documents(name: str) -> dict[str, str]:
    """Name → text of each document of an instrument, as it was written. KeyError for an unknown one."""
    if name not in available():
        raise KeyError(name)
    files = (_root() / name).iterdir()
    return {
        file.name: file.read_text(encoding="utf-8")
        for file in sorted(files, key=lambda f: f.name)
        if file.name.endswith(".toml")
    }


@cache
def load(name: str) -> Instrument:
    """The instrument of this name. ValueError when a changed file does not hold together, naming every fault."""
    found = read(documents(name))
    if isinstance(found, Instrument):
        return found
    raise ValueError("\n".join(map(str, found)))
