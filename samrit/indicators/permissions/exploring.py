"""Who is shown small counts, and who looks at all provinces side by side."""

from samrit.indicators.queries.exploring import Scope
from samrit.indicators.queries.owing import owing
from samrit.people.queries import Duties
from samrit.rules.wording import Refusal, refuse


def whole_items(duties: Duties, scope: Scope) -> frozenset[int]:
    """Keys of the items whose small counts this person is shown.

    All of them for the province's data steward and the evaluators, who read what is sent as it is sent; for others those
    that their own agency owns or sends. Three queries where there is something to find out.
    """
    hiding = {entry.key for entry in scope.book.entries.values() if entry.item.least_shown is not None}
    if duties.evaluates or (scope.area and scope.area.pk in duties.coordinated_areas()):
        return frozenset(hiding)
    mine = duties.agencies()
    if scope.area is None or not hiding:
        return frozenset()
    listed = owing(scope.area)
    return frozenset(
        entry.key
        for entry in scope.book.entries.values()
        if entry.key in hiding
        and any(
            (agency := listed.agency_of(owner)) is not None and agency.pk in mine
            for owner in (entry.item.owner, entry.item.expects.by)
        )
    )


def refuse_country(duties: Duties) -> Refusal | None:
    """Why this person may not look at the provinces' figures side by side."""
    if duties.evaluates:
        return None
    return refuse("explore_country", "ดูตัวเลขของทุกจังหวัดเทียบกันได้เฉพาะส่วนกลาง – ดูของจังหวัดตนได้ในหน้าของจังหวัด")
