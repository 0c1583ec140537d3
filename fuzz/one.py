"""One parser with one tool in this process: ``python -m fuzz.one NAME hypothesis|atheris|mutation INPUTS SEED REPORT``.

The answer is this process's status; REPORT gets how many inputs there were. A crash is told on stderr.
"""

import contextlib
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fuzz.target import Target

NAME, TOOL, INPUTS, SEED = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
REPORT = Path(sys.argv[5])
SECONDS = 10  # of the processor, for one input
MEGABYTES = 2048  # for the process
WANDERING = 200  # changed samples that are changed further


class HangsError(BaseException):
    """An input took longer than SECONDS. No parser catches it by chance."""


def main() -> None:
    with TemporaryDirectory(prefix="samrit-fuzz-data-") as folder:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samrit.config.settings")
        os.environ["SAMRIT_DATA"] = folder
        os.environ["PATH"] = (
            folder  # neither Tesseract nor LibreOffice: their readers are others' and take seconds
        )
        {"atheris": by_atheris, "hypothesis": by_hypothesis, "mutation": by_mutation}[TOOL]()


def stop_hanging(*_: object) -> None:
    raise HangsError(f"more than {SECONDS} seconds of the processor")


@contextlib.contextmanager
def in_time() -> Iterator[None]:
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def by_hypothesis() -> None:
    from hypothesis import HealthCheck, Phase, given, seed, settings  # noqa: PLC0415 - only for this tool
    from hypothesis import strategies as st  # noqa: PLC0415

    from fuzz.mutating import mutated  # noqa: PLC0415
    from fuzz.parsers import target_of  # noqa: PLC0415

    target = target_of(NAME)
    words = tuple(word.encode() for word in target.words)
    seen = {"inputs": 0}
    worst = 0.0
    changed = st.builds(
        lambda sample, number: mutated(sample, Random(number), words),  # noqa: S311 - no secret
        st.sampled_from(target.samples),
        st.integers(0, 2**64),
    )
    from_words = st.lists(st.sampled_from(words or (b"",)) | st.binary(max_size=2), max_size=20).map(b"".join)
    made = st.one_of(changed, changed, changed, from_words, st.text(max_size=60).map(_encoded))
    signal.signal(signal.SIGPROF, stop_hanging)

    @seed(SEED)
    @settings(
        max_examples=INPUTS, deadline=None, database=None, phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck), print_blob=False,
    )  # fmt: skip
    @given(made)
    def every(data: bytes) -> None:
        nonlocal worst
        seen["inputs"] += 1
        begun = time.process_time()
        with in_time(), contextlib.suppress(*target.refusals):
            target.read(data)
        worst = max(worst, time.process_time() - begun)

    try:
        every()
    finally:
        told(seen["inputs"], worst)


def told(inputs: int, worst: float) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    REPORT.write_text(json.dumps({"inputs": inputs, "worst": worst, "megabytes": peak}), encoding="utf-8")
    if peak > MEGABYTES:
        sys.exit(f"Error: {NAME} took {peak:.0f} MB")


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def by_mutation() -> None:
    """Samples changed and changed again, as many as there is time for: neither guided nor made smaller, but quick."""
    from fuzz.mutating import mutated  # noqa: PLC0415 - once the surroundings are set
    from fuzz.parsers import target_of  # noqa: PLC0415

    target, dice = target_of(NAME), Random(SEED)  # noqa: S311 - no secret
    words = tuple(word.encode() for word in target.words)
    pool, made, worst = list(target.samples), 0, 0.0
    signal.signal(signal.SIGPROF, stop_hanging)
    data = b""
    try:
        for made in range(1, INPUTS + 1):  # noqa: B007 - told when it ends
            data = mutated(dice.choice(pool), dice, words)
            begun = time.process_time()
            with in_time(), contextlib.suppress(*target.refusals):
                target.read(data)
                keep(data, pool, target, dice)  # it was no refusal: a new sample
            worst = max(worst, time.process_time() - begun)
    except BaseException:
        REPORT.with_suffix(".crash-0").write_bytes(data)
        raise
    finally:
        told(made, worst)


def keep(data: bytes, pool: list[bytes], target: "Target", dice: Random) -> None:
    """What was read is changed further, so that inputs wander away from the samples."""
    if len(data) > 2 * max(map(len, target.samples)) + target.longest:
        return
    if len(pool) < len(target.samples) + WANDERING:
        pool.append(data)
    else:
        pool[len(target.samples) + dice.randrange(WANDERING)] = data


def by_atheris() -> None:
    """Guided by what of Samrit's own code an input reaches. libFuzzer ends the process by itself."""
    import atheris  # noqa: PLC0415 - in requirements/fuzz.lock only

    with atheris.instrument_imports(include=["samrit.rules", "samrit.letters.reading", "samrit.indicators"]):
        from fuzz.parsers import target_of  # noqa: PLC0415
    from fuzz.mutating import mutated  # noqa: PLC0415

    target = target_of(NAME)
    words = tuple(word.encode() for word in target.words)
    corpus, found = REPORT.with_suffix(".corpus"), REPORT.with_suffix(".crash-")
    corpus.mkdir()
    for number, sample in enumerate(target.samples):
        (corpus / str(number)).write_bytes(sample)
    longest = max(target.longest, *(2 * len(sample) for sample in target.samples))

    def once(data: bytes) -> None:
        with contextlib.suppress(*target.refusals):
            target.read(data)

    def change(data: bytes, most: int, number: int) -> bytes:
        dice = Random(number)  # noqa: S311 - no secret
        if dice.random() < 0.5:
            return bytes(atheris.Mutate(data, most))
        return mutated(bytes(data), dice, words)[:most]

    options = [
        f"-runs={INPUTS}", f"-seed={SEED % 2**31}", f"-max_len={longest}", f"-timeout={SECONDS}", f"-rss_limit_mb={MEGABYTES}",
        f"-artifact_prefix={found}", "-print_final_stats=1", "-verbosity=1", "-len_control=0",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(corpus)], once, custom_mutator=change)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
