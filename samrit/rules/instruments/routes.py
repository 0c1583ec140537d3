"""Which ways there are through a questionnaire: conditions look back only, fit what they look at, and can come true.

Whether a question can be reached is tried out: every combination of answers that could make a difference to it.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from itertools import combinations, product
from math import prod

from samrit.rules.amounts import quoted
from samrit.rules.instruments.conditions import Condition, Known, Node
from samrit.rules.instruments.kinds import Instrument, Question, QuestionKind
from samrit.rules.items.rows import unknown
from samrit.rules.wording import Message, say

MOST_WAYS = 20_000  # that are tried for one question
MOST_OPTIONS = 14  # of one question with several answers that conditions may look at together
_ORDERED = {"<", "<=", ">", ">="}
Places = Iterator[tuple[str, Message]]


def route_faults(made: Instrument) -> Places:
    """(``questions/code``, what is wrong) for every condition that looks ahead, does not fit, or can never hold."""
    found = [*_look_ahead(made), *_misfits(made)]
    yield from found or _never_asked(made)


def _conditions(made: Instrument) -> Iterator[tuple[str, Condition, tuple[str, ...]]]:
    """Place, condition, and the questions that it decides about."""
    for section in made.sections.values():
        if section.condition:
            yield f"sections/{section.code}", section.condition, _within(made, section.code)
    for question in made.questions.values():
        if question.condition:
            yield f"questions/{question.code}", question.condition, (question.code,)


def _within(made: Instrument, section: str) -> tuple[str, ...]:
    inside = (
        question.code
        for question in made.questions.values()
        if any(each.code == section for each in made.around(question.section))
    )
    return tuple(inside)


def ring_of(made: Instrument) -> tuple[str, ...]:
    """Questions that wait for each other, () when there are none."""
    waits: dict[str, set[str]] = {}
    for _, condition, decided in _conditions(made):
        for code in decided:
            waits.setdefault(code, set()).update(condition.names)
    try:
        TopologicalSorter(waits).prepare()
    except CycleError as ring:
        return tuple(ring.args[1])
    return ()


def _look_ahead(made: Instrument) -> Places:
    order = {code: place for place, code in enumerate(made.questions)}
    ring = ring_of(made)
    for where, condition, decided in _conditions(made):
        for name in condition.names:
            if name not in order:
                yield where, unknown(name, made.questions)
            elif set(decided) & set(ring) and name in ring:
                yield where, say("route_ring", "คำถามรอกันเป็นวง: {ring}", ring=" → ".join(reversed(ring)))
            elif any(order[name] >= order[code] for code in decided):
                yield where, say("route_ahead", "เงื่อนไขอ้าง “{name}” ซึ่งถามทีหลังหรือเป็นข้อเดียวกัน", name=name)
            elif _strange(made, name, decided):
                yield where, say("route_other_audience", "เงื่อนไขอ้าง “{name}” ซึ่งคนละกลุ่มผู้ตอบ", name=name)


def _strange(made: Instrument, name: str, decided: tuple[str, ...]) -> bool:
    asked = made.audience_of(made.questions[name].section)
    return bool(asked) and any(made.audience_of(made.questions[code].section) != asked for code in decided)


# ── whether a condition fits the question that it looks at ──────────────────
def _misfits(made: Instrument) -> Places:
    caps = (("caps", cap.condition) for cap in made.caps)
    for where, condition in (*((w, c) for w, c, _ in _conditions(made)), *caps):
        for node in condition.tree.walk():
            if not node.code:
                continue
            if node.code not in made.questions:
                if where == "caps":
                    yield where, unknown(node.code, made.questions)
            elif message := _misfit(node, made.questions[node.code]):
                yield where, message


def _misfit(node: Node, question: Question) -> Message | None:
    kind = question.kind
    fits = {
        "answered": True,
        "ticked": kind is QuestionKind.TICK,
        "in": kind is QuestionKind.SEVERAL,
    }.get(node.name, _comparable(node, question))
    if not fits:
        return say(
            "route_misfit",
            "“{question}” เป็นคำถามแบบ {kind} จึงใช้กับเงื่อนไข “{sign}” ไม่ได้",
            question=question.code,
            kind=kind.words,
            sign=node.name,
        )
    if isinstance(node.value, str) and node.value and question.option(node.value) is None:
        return unknown(node.value, {option.code: None for option in question.options})
    return None


def _comparable(node: Node, question: Question) -> bool:
    """An option by its code with == and !=; a figure, 0–10 and options with values by a number."""
    if isinstance(node.value, str):
        return question.kind in {QuestionKind.ONE, QuestionKind.LIKERT} and node.name not in _ORDERED
    if question.kind in {QuestionKind.ONE, QuestionKind.LIKERT}:
        return (
            all(option.value is not None for option in question.options)
            or question.kind is QuestionKind.LIKERT
        )
    return question.kind in {QuestionKind.NUMBER, QuestionKind.NPS}


# ── whether a question can ever be asked ────────────────────────────────────
def _never_asked(made: Instrument) -> Places:
    for question in made.questions.values():
        if made.conditions(question) and (message := _unreachable(made, question)):
            yield f"questions/{question.code}", message


def _unreachable(made: Instrument, question: Question) -> Message | None:
    names = [code for code in made.questions if code in _behind(made, question)]
    nodes = [
        node
        for name in (*names, question.code)
        for c in made.conditions(made.questions[name])
        for node in c.tree.walk()
    ]
    choices = [_answers(made.questions[name], nodes) for name in names]
    if prod(map(len, choices)) > MOST_WAYS:
        return say("route_too_many", "เงื่อนไขขึ้นกับคำตอบมากเกินกว่าจะตรวจได้ – แยกเป็นเงื่อนไขที่สั้นลง")
    if any(_asked(made, question, dict(zip(names, way, strict=True))) for way in product(*choices)):
        return None
    return say("route_never", "ไม่มีคำตอบชุดใดที่ทำให้ถึงคำถามนี้ – แก้หรือลบเงื่อนไข")


def _behind(made: Instrument, question: Question) -> set[str]:
    """All questions that decide about it, directly or through each other."""
    found: set[str] = set()
    waiting = [question]
    while waiting:
        for condition in made.conditions(waiting.pop()):
            for name in set(condition.names) - found:
                found.add(name)
                waiting.append(made.questions[name])
    return found


def _asked(made: Instrument, question: Question, answers: dict[str, Known]) -> bool:
    """``answers`` in the order of asking; one to a question that is not asked does not count."""
    known: dict[str, Known] = {}
    for name, answer in answers.items():
        known[name] = answer if reached(made, made.questions[name], known) else None
    return reached(made, question, known)


def reached(made: Instrument, question: Question, known: Mapping[str, Known]) -> bool:
    """Whether all that must hold before a question is asked does hold."""
    return all(condition.holds(known) is True for condition in made.conditions(question))


def _answers(question: Question, nodes: list[Node]) -> list[Known]:
    """Answers that could make a difference, None (not answered) among them."""
    about = [node for node in nodes if node.code == question.code]
    match question.kind:
        case QuestionKind.TICK:
            return [None, True, False]
        case QuestionKind.ONE | QuestionKind.LIKERT:
            return [None, *((option.code, option.value) for option in question.options)]
        case QuestionKind.SEVERAL:
            return [None, *_chosen(question, about)]
        case QuestionKind.NUMBER | QuestionKind.NPS:
            return [None, *_figures(question, about)]
    return [None, quoted(question.code)]


def _chosen(question: Question, about: list[Node]) -> list[Known]:
    """Every choice among the options that conditions name, as far as they may be chosen together."""
    named = sorted({node.value for node in about if isinstance(node.value, str) and node.value})
    if len(named) > MOST_OPTIONS:
        return [None] * (MOST_WAYS + 1)
    alone = {option.code for option in question.options if option.alone}
    most = len(named) if question.most_chosen is None else min(question.most_chosen, len(named))
    return [
        frozenset(chosen)
        for count in range(most + 1)
        for chosen in combinations(named, count)
        if count < 2 or not alone & set(chosen)  # noqa: PLR2004 - alone among others
    ]


def _figures(question: Question, about: list[Node]) -> list[Known]:
    """The figures that conditions name and one on each side of them, as far as the question allows them."""
    step = Decimal(1).scaleb(-question.decimals)
    named = {node.value for node in about if isinstance(node.value, Decimal)} or {Decimal(0)}
    least, most = (
        (Decimal(0), Decimal(10)) if question.kind is QuestionKind.NPS else (question.least, question.most)
    )
    near = {value + side for value in named for side in (-step, Decimal(0), step)}
    ends = {end for end in (least, most) if end is not None}
    return [
        value
        for value in sorted(near | ends)
        if (least is None or value >= least) and (most is None or value <= most)
    ]
