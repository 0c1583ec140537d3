"""Teaches the small net that reads Thai digits in scans (samrit/letters/reading/scan/digits.py).

``python -m make.teach_digits`` draws digits and other letters in the project's Sarabun and in the Thai fonts of the
machine (Debian: fonts-thai-tlwg), makes them look scanned, and writes ``digits.npz`` anew. Takes about two minutes.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from samrit.letters.reading.scan.digits import DIGITS, WEIGHTS, Weights, likely, squared
from samrit.letters.reading.scan.straight import threshold

ROOT = Path(__file__).resolve().parent.parent
FONTS = [
    *sorted((ROOT / "samrit" / "ui" / "fonts").glob("*.ttf")) * 4,  # official letters are written in Sarabun
    *sorted(Path("/usr/share/fonts/truetype/tlwg").glob("*.ttf")),
]
OTHERS = [
    *map(chr, range(0x0E01, 0x0E2F)), *"ะาเแโใไฯๆ", *"0123456789", *"./-,():;%", *"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    *(letter + mark for letter in "กขคงจชดตทนบปผพมยรลวสหอ" for mark in ("ิ", "ี", "ั", "่", "้", "ุ", "ู", "์", "ี่", "ั้")),
]  # fmt: skip
HIDDEN, ROUNDS, BATCH, RATE = 72, 24, 256, 0.0015
DRAWN = {True: 110, False: 3}  # pictures of each digit and of each other letter, for each font
DARK = 40  # of 255: ink of the faintest letter kept


def pictures(chance: np.random.Generator) -> Iterator[tuple[np.ndarray, int]]:
    for font in FONTS:
        for kind, letter in enumerate([*DIGITS, *OTHERS]):
            is_digit = kind < len(DIGITS)
            for _ in range(DRAWN[is_digit]):
                drawn = _drawn(letter, font, chance)
                if drawn is not None:
                    yield drawn, kind if is_digit else len(DIGITS)


def _drawn(letter: str, font: Path, chance: np.random.Generator) -> np.ndarray | None:
    """A letter as a scanner leaves it, cut to its ink."""
    size = int(chance.integers(44, 80))
    canvas = Image.new("L", (size * 3, size * 3), 255)
    ImageDraw.Draw(canvas).text((size, size // 2), letter, font=ImageFont.truetype(str(font), size), fill=0)
    canvas = canvas.rotate(float(chance.uniform(-1.5, 1.5)), Image.Resampling.BICUBIC, fillcolor=255)
    if chance.random() < 0.5:  # noqa: PLR2004 - half of them at half the dots
        half = canvas.resize((canvas.width // 2, canvas.height // 2), Image.Resampling.LANCZOS)
        canvas = half.filter(ImageFilter.GaussianBlur(float(chance.uniform(0, 0.6)))).resize(
            canvas.size, Image.Resampling.BICUBIC
        )
    canvas = canvas.filter(ImageFilter.GaussianBlur(float(chance.uniform(0, 1.4))))
    noise = chance.normal(0, chance.uniform(0, 18), (canvas.height, canvas.width))
    grey = (np.asarray(canvas, dtype=np.float32) + noise).clip(0, 255).astype(np.uint8)
    if grey.min() > 255 - DARK:
        return None
    ink = grey <= min(max(threshold(grey) + int(chance.integers(-30, 31)), 20), 235)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return None
    return squared(ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])


def taught(given: np.ndarray, wanted: np.ndarray, chance: np.random.Generator) -> Weights:
    """Two layers, by Adam."""
    inputs, kinds = given.shape[1], len(DIGITS) + 1
    parts = [
        chance.normal(0, (2 / inputs) ** 0.5, (inputs, HIDDEN)), np.zeros(HIDDEN),
        chance.normal(0, (2 / HIDDEN) ** 0.5, (HIDDEN, kinds)), np.zeros(kinds),
    ]  # fmt: skip
    parts = [part.astype(np.float32) for part in parts]
    means, squares, step = [np.zeros_like(p) for p in parts], [np.zeros_like(p) for p in parts], 0
    for turn in range(ROUNDS):
        order = chance.permutation(len(given))
        rate = RATE * (1 - turn / ROUNDS)
        for start in range(0, len(order), BATCH):
            step += 1
            rows = order[start : start + BATCH]
            for place, slope in enumerate(_slopes(parts, given[rows], wanted[rows])):
                means[place] = 0.9 * means[place] + 0.1 * slope
                squares[place] = 0.999 * squares[place] + 0.001 * slope**2
                ahead = (means[place] / (1 - 0.9**step)) / (
                    np.sqrt(squares[place] / (1 - 0.999**step)) + 1e-8
                )
                parts[place] -= rate * ahead
    return Weights(*parts)


def _slopes(parts: list[np.ndarray], given: np.ndarray, wanted: np.ndarray) -> list[np.ndarray]:
    first, first_bias, second, second_bias = parts
    hidden = np.maximum(given @ first + first_bias, 0)
    scores = hidden @ second + second_bias
    scores -= scores.max(axis=1, keepdims=True)
    shares = np.exp(scores)
    shares /= shares.sum(axis=1, keepdims=True)
    shares[np.arange(len(wanted)), wanted] -= 1
    shares /= len(wanted)
    back = (shares @ second.T) * (hidden > 0)
    return [given.T @ back, back.sum(axis=0), hidden.T @ shares, shares.sum(axis=0)]


def main() -> int:
    chance = np.random.default_rng(2567)
    drawn = list(pictures(chance))
    given = np.stack([picture.ravel() for picture, _ in drawn]).astype(np.float32)
    wanted = np.array([kind for _, kind in drawn])
    order = chance.permutation(len(drawn))
    kept, learnt = order[: len(order) // 20], order[len(order) // 20 :]
    weights = taught(given[learnt], wanted[learnt], chance)
    WEIGHTS.write_bytes(weights.packed())
    guessed = likely(Weights.read(), given[kept]).argmax(axis=1)
    right = (guessed == wanted[kept]).mean()
    digits = wanted[kept] < len(DIGITS)
    print(
        f"{len(drawn)} pictures; of those kept back {right:.4f} right, digits {(guessed == wanted[kept])[digits].mean():.4f}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
