"""Numbers of lists: ก ข ค, and 1. · 1.1 · (1) · (ก) by depth."""

from collections.abc import Sequence

# Without ฃ and ฅ, which nobody uses, and ฆ, which lists leave out: ก ข ค ง, as laws and word processors count.
LETTERS = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"


def list_letter(place: int) -> str:
    """1 → ก, 4 → ง, 41 → ฮ, then กก, ขข … as word processors go on. ValueError below 1."""
    if place < 1:
        raise ValueError("lists count from 1")
    times, index = divmod(place - 1, len(LETTERS))
    return LETTERS[index] * (times + 1)


def list_number(path: Sequence[int]) -> str:
    """The number of a point by its place at each depth, in Arabic digits.

    (2,) → ``2.``, (2, 1) → ``2.1``, (2, 1, 3) → ``(3)``, (2, 1, 3, 2) → ``(ข)``, deeper → ``–``.
    """
    match list(path):
        case []:
            raise ValueError("a point has a place")
        case [first]:
            return f"{first}."
        case [first, second]:
            return f"{first}.{second}"
        case [_, _, third]:
            return f"({third})"
        case [_, _, _, fourth]:
            return f"({list_letter(fourth)})"
        case _:
            return "–"
