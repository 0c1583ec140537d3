"""``docs/workflow.md``, written from the transition table."""

from samrit.rules.workflow import ROLE_LABELS, STATUS_LABELS, TRANSITIONS, Status, Transition


def workflow_document() -> str:
    """The way of a result: a diagram, and one row for each thing that may be done."""
    return "\n".join(
        [_HEAD, *_states(), "", "## Who may do what, and when", "", *_table(), "", *_diagram(), ""]
    )


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
