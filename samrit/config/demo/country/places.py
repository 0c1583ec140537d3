"""The country's agencies and fictitious people: those that the demo's provinces do not have yet."""

from dataclasses import dataclass, field
from datetime import date

from samrit.config.demo.offices import DOMAIN, SIGNS
from samrit.config.demo.story import told
from samrit.people.models import Agency, Area, Membership, Role, User

SINCE = date(2010, 10, 1)
UNTIL = date(2080, 9, 30)  # an end keeps them off the sign-in page, which names the coordinators


@dataclass
class Province:
    """A province with its agencies by short key, and who acts for all of them."""

    area: Area
    agencies: dict[str, Agency] = field(default_factory=dict)
    people: dict[Role, User] = field(default_factory=dict)
    coordinating: Membership | None = None

    @property
    def coordinator(self) -> Membership:
        if self.coordinating is None:
            raise ValueError(f"a province of the demo has a coordinator: {self.area}")
        return self.coordinating


def settle_provinces(most: int | None = None) -> dict[str, Province]:
    """Province code → its agencies and people, those made now and those there were; all, or the first so many."""
    areas = Area.objects.filter(reports=True).order_by("code")[:most]
    provinces = {area.code: Province(area) for area in areas}
    _find_agencies(provinces)
    _find_people(provinces)
    return provinces


def _find_agencies(provinces: dict[str, Province]) -> None:
    wanted = {
        (code, key): (name.format(province=one.area.name), short)
        for code, one in provinces.items()
        for key, (name, short) in _kinds().items()
    }
    known = {(agency.area_id, agency.name): agency for agency in Agency.objects.filter(area__in=provinces)}
    missing = [
        Agency(area_id=code, kind=_kind(key), name=name, short_name=short)
        for (code, key), (name, short) in wanted.items()
        if (code, name) not in known
    ]
    for agency in Agency.objects.bulk_create(missing):
        known[agency.area_id, agency.name] = agency
    for (code, key), (name, _short) in wanted.items():
        provinces[code].agencies[key] = known[code, name]


def _kinds() -> dict[str, tuple[str, str]]:
    """Key → name (with a place for the province's) and short name of each agency that owns KPIs."""
    listed = [*told("provinces")["agencies_2567"], *told("provinces")["agencies_2562"]]
    owners = {one["key"]: (one["name"], one.get("short", "")) for one in reversed(listed) if "key" in one}
    return {"office": ("สำนักงานจังหวัด{province}", "สำนักงานจังหวัด"), **owners}


def _kind(key: str) -> Agency.Kind:
    return Agency.Kind.PROVINCIAL_OFFICE if key == "office" else Agency.Kind.PROVINCIAL


def _find_people(provinces: dict[str, Province]) -> None:
    coordinators = Membership.objects.filter(role=Role.COORDINATOR, ends_on=None).select_related(
        "user", "agency__area"
    )
    for held in coordinators:
        if held.agency.area_id in provinces:
            provinces[held.agency.area_id].coordinating = held
    roles = [(one, role) for one in provinces.values() for role in SIGNS if not _has(one, role)]
    users = User.objects.bulk_create(_user(one, role) for one, role in roles)
    for (one, role), user in zip(roles, users, strict=True):
        one.people[role] = user
    Membership.objects.bulk_create(held for one, role in roles for held in _memberships(one, role))
    for held in coordinators.all():
        if held.agency.area_id in provinces:
            provinces[held.agency.area_id].coordinating = held


def _has(province: Province, role: Role) -> bool:
    return role == Role.COORDINATOR and province.coordinating is not None


def _user(province: Province, role: Role) -> User:
    user = User(
        email=f"{role.value}.{province.area.code}@{DOMAIN}",
        name=f"{SIGNS[role]} · จังหวัด{province.area.name}",
        is_demo=True,
    )
    user.set_unusable_password()
    return user


def _memberships(province: Province, role: Role) -> list[Membership]:
    """The coordinator belongs to the provincial office, the two others to every agency that reports."""
    user = province.people[role]
    if role == Role.COORDINATOR:
        return [Membership(user=user, agency=province.agencies["office"], role=role, starts_on=SINCE)]
    return [
        Membership(user=user, agency=agency, role=role, starts_on=SINCE, ends_on=UNTIL)
        for agency in province.agencies.values()
    ]
