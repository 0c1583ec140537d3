"""One entry of the main navigation. Which entries a person sees is decided above (config.navigation)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NavItem:
    """``icon`` is a name of the sprite, ``count`` what waits there (0 shows nothing)."""

    url: str
    label: str
    icon: str = "circle"
    count: int = 0
    active: bool = False


@dataclass(frozen=True)
class Person:
    """Who is signed in, for the head of the page: one line a role (``ผู้บันทึกข้อมูล · สำนักงาน…``)."""

    name: str
    roles: tuple[str, ...] = ()
    links: tuple[NavItem, ...] = ()  # the person's own pages, in the menu under the name
