"""Columns beside each other: which of two that say the same is taken, and which belong together."""

from collections.abc import Sequence
from dataclasses import replace

from samrit.indicators.reading.columns import Guess, Seen
from samrit.indicators.reading.levels import level_of_title
from samrit.indicators.reading.mapping import Means
from samrit.indicators.reading.titles import means_of
from samrit.rules.wording import Message, say

_CODES = ("รหัส", "code", "id")


def _left_out(guess: Guess, reason: Message) -> Guess:
    return Guess(replace(guess.column, means=Means.IGNORED, item="", area="", period="", parts=()), reason)


def _of(guesses: Sequence[Guess], means: Means) -> list[Guess]:
    return [guess for guess in guesses if guess.column.means == means]


# ── areas ───────────────────────────────────────────────────────────────────
def settled_areas(guesses: Sequence[Guess], seen: Sequence[Seen]) -> list[Guess]:
    """One column of whole codes is enough; of a code and a name of one level the code; else each level its column."""
    areas = _of(guesses, Means.AREA)
    if len(areas) < 2:  # noqa: PLR2004 - nothing to choose
        return list(guesses)
    deepest = max(areas, key=lambda guess: (_depth(guess, seen), _is_whole(guess, seen)))
    if _is_whole(deepest, seen):
        kept = {deepest.column.place}
    else:
        by_depth: dict[int, Guess] = {}
        for guess in sorted(areas, key=lambda guess: (not _says_code(guess), -seen[guess.column.place].area)):
            by_depth.setdefault(_depth(guess, seen), guess)
        kept = {guess.column.place for guess in by_depth.values()}
    reason = say("mapping_area_elsewhere", "พื้นที่เดียวกับคอลัมน์ที่ใช้แล้ว จึงไม่อ่านซ้ำ")
    return [
        _left_out(guess, reason) if guess in areas and guess.column.place not in kept else guess
        for guess in guesses
    ]


def _depth(guess: Guess, seen: Sequence[Seen]) -> int:
    level = level_of_title(guess.column.title)
    return level.depth if level else seen[guess.column.place].depth


def _is_whole(guess: Guess, seen: Sequence[Seen]) -> bool:
    """Whole codes: each stands for itself, without the columns beside it."""
    shown, shortest = seen[guess.column.place], 4
    return not shown.names and bool(shown.texts) and all(len(text) >= shortest for text in shown.texts)


def _says_code(guess: Guess) -> bool:
    return any(word in guess.column.title.casefold() for word in _CODES)


# ── periods ─────────────────────────────────────────────────────────────────
def settled_periods(guesses: Sequence[Guess], seen: Sequence[Seen]) -> list[Guess]:
    """Of two columns of years (พ.ศ. and ค.ศ.) one, and whole dates without the month beside them."""
    periods = _of(guesses, Means.PERIOD)
    years = [guess for guess in periods if seen[guess.column.place].years]
    whole = [guess for guess in periods if guess not in years and seen[guess.column.place].period == 1]
    if whole:
        kept = [whole[0]]
    elif years:
        taken = min(
            years,
            key=lambda guess: (
                "ค.ศ" in guess.column.title,
                seen[guess.column.place].area == 1,
                guess.column.place,
            ),
        )
        kept = [guess for guess in periods if guess is taken or guess not in years]
    else:
        kept = periods
    codes = [guess for guess in years if guess not in kept and seen[guess.column.place].area == 1]
    if codes and not _of(guesses, Means.AREA) and means_of(codes[0].column.title) is None:
        taken = Guess(replace(codes[0].column, means=Means.AREA), codes[0].reason)
        guesses = [taken if guess is codes[0] else guess for guess in guesses]
    reason = say("mapping_period_elsewhere", "ช่วงเวลาเดียวกับคอลัมน์ที่ใช้แล้ว จึงไม่อ่านซ้ำ")
    return [
        _left_out(guess, reason) if guess in periods and guess not in kept else guess for guess in guesses
    ]


# ── figures ─────────────────────────────────────────────────────────────────
def settled_values(guesses: Sequence[Guess], seen: Sequence[Seen]) -> list[Guess]:
    """Each column of figures is of something else; a sum over periods or areas is left out, for it is computed."""
    values = _of(guesses, Means.VALUE)
    if not values:
        return _only_figures(guesses, seen)
    over = {name for name in ("period", "area") if any(getattr(guess.column, name) for guess in values)}
    found: list[Guess] = []
    taken: set[tuple[object, ...]] = set()
    for guess in guesses:
        column = guess.column
        if column.means != Means.VALUE:
            found.append(guess)
            continue
        key = (column.item, column.area, column.period, column.parts)
        if guess.total and any(not getattr(column, name) for name in over):
            found.append(_left_out(guess, say("mapping_sum", "เป็นผลรวมของคอลัมน์อื่น ระบบรวมเองได้ จึงไม่นำเข้า")))
        elif key in taken:
            found.append(
                _left_out(
                    guess,
                    say("mapping_same_figures", "ยังแยกจากคอลัมน์ตัวเลขก่อนหน้าไม่ได้ จึงไม่นำเข้า – เลือกความหมายได้"),
                )
            )
        else:
            found.append(guess)
            taken.add(key)
    return found


def _only_figures(guesses: Sequence[Guess], seen: Sequence[Seen]) -> list[Guess]:
    """The one column of figures there is."""
    weak = [guess for guess in guesses if guess.weak and seen[guess.column.place].texts]
    if len(weak) != 1:
        return list(guesses)
    reason = say("mapping_only_figures", "เป็นคอลัมน์ตัวเลขคอลัมน์เดียวของตาราง")
    taken = Guess(replace(weak[0].column, means=Means.VALUE), reason)
    return [taken if guess is weak[0] else guess for guess in guesses]
