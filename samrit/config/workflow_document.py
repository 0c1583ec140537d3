"""``docs/workflow.md``, written from the transition tables of a result, of an appeal and of a data file."""

from samrit.rules import appeals, submitting
from samrit.rules.workflow import ROLE_LABELS, STATUS_LABELS, TRANSITIONS, Status, Transition


def workflow_document() -> str:
    """The way of a result, of an appeal and of a data file: a diagram of each, and one row for each thing that may be done."""
    result = [_HEAD, *_states(), "", "## Who may do what, and when", "", *_table(), "", *_diagram(), ""]
    return "\n".join([*result, *_appeals(), *_submissions()])


_HEAD = """# The way of a result

Written from `samrit/rules/workflow.py` by `samrit documents`; `make check` compares. Do not edit.

## States
"""


def _states() -> list[str]:
    return [
        "| state | Thai |",
        "|---|---|",
        *(f"| `{status}` | {STATUS_LABELS[status]} |" for status in Status),
    ]


def _table() -> list[str]:
    head = ["| verb | Thai | from | to | who | only while the window is open | not by one who recorded |"]
    return [*head, "|---|---|---|---|---|---|---|", *(_row(transition) for transition in TRANSITIONS)]


def _row(transition: Transition) -> str:
    sources = ", ".join(f"`{status}`" for status in transition.sources)
    roles = ", ".join(f"{role} ({ROLE_LABELS[role]})" for role in transition.roles)
    flags = " | ".join("yes" if flag else "–" for flag in (transition.in_window, transition.not_by_recorder))
    return (
        f"| {transition.verb} | {transition.label} | {sources} | `{transition.target}` | {roles} | {flags} |"
    )


def _diagram() -> list[str]:
    arrows = [
        f"    {source} --> {transition.target}: {transition.verb}"
        for transition in TRANSITIONS
        for source in transition.sources
    ]
    return ["```mermaid", "stateDiagram-v2", *arrows, "```"]


# ── appeals ─────────────────────────────────────────────────────────────────
_APPEALS = """# The way of an appeal

Written from `samrit/rules/appeals.py`; the days, the size of the panel and the grounds are data in `samrit/rules/appeals.toml`.

| state | Thai |
|---|---|"""


def _appeals() -> list[str]:
    states = [f"| `{state}` | {label} |" for state, label in appeals.STATE_LABELS.items()]
    head = ["| verb | Thai | from | to | who | only within the time for appeals | not by one who scored |"]
    rows = [_appeal_row(one) for one in appeals.TRANSITIONS]
    arrows = [
        f"    {source} --> {one.target}: {one.verb}" for one in appeals.TRANSITIONS for source in one.sources
    ]
    diagram = ["```mermaid", "stateDiagram-v2", *arrows, "```"]
    return [_APPEALS, *states, "", *head, "|---|---|---|---|---|---|---|", *rows, "", *diagram, ""]


def _appeal_row(one: appeals.Transition) -> str:
    sources = ", ".join(f"`{state}`" for state in one.sources)
    who = ", ".join(f"{who} ({appeals.WHO_LABELS[who]})" for who in one.who)
    flags = " | ".join("yes" if flag else "–" for flag in (one.in_window, one.without_scorers))
    return f"| {one.verb} | {one.label} | {sources} | `{one.target}` | {who} | {flags} |"


# ── data files ──────────────────────────────────────────────────────────────
_SUBMISSIONS = """# The way of a data file into the provincial database

Written from `samrit/rules/submitting.py`; what is kept of it: [observations-submissions.md](observations-submissions.md).

| state | Thai |
|---|---|"""


def _submissions() -> list[str]:
    states = [f"| `{state}` | {label} |" for state, label in submitting.STATE_LABELS.items()]
    head = ["| verb | Thai | from | to | who | not by who brought it |", "|---|---|---|---|---|---|"]
    rows = [_submission_row(one) for one in submitting.TRANSITIONS]
    arrows = [
        f"    {source} --> {one.target}: {one.verb}"
        for one in submitting.TRANSITIONS
        for source in one.sources
        if source != one.target
    ]
    diagram = ["```mermaid", "stateDiagram-v2", *arrows, "```"]
    return [_SUBMISSIONS, *states, "", *head, *rows, "", *diagram, ""]


def _submission_row(one: submitting.Transition) -> str:
    sources = ", ".join(f"`{state}`" for state in one.sources)
    who = ", ".join(f"{role} ({submitting.WHO_LABELS[role]})" for role in one.roles)
    return (
        f"| {one.verb} | {one.label} | {sources} | `{one.target}` | {who} | {'yes' if one.not_own else '–'} |"
    )
