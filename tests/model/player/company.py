"""The company that is played: two projects, four communities, three areas, five units; and its
policy, which is the shipped one with a late fee and vacancy discounts."""

import datetime
import pathlib
import re
from typing import Any

from ledger_model import Company
from ledger_model.fees import VacancyDiscount
from ledger_model.late_fee import LateFeeTerms
from ledger_model.organisation import Put
from ledger_model.register import OwnerFacts

Date = datetime.date

PROJECTS = {"P1": "B1", "P2": "B1"}
COMMUNITIES = {"C1": "P1", "C2": "P1", "C3": "P1", "C9": "P2"}
AREAS = {"A1": "P1", "A2": "P1", "A9": "P2"}
AREA_OF = {"C1": "A1", "C2": "A2", "C3": "A2", "C9": "A9"}
COLLECTOR_OF = {"A1": "S1", "A2": "S2", "A9": "S9"}
STAFF = ("S1", "S2", "S9", "L1", "G1")
GENERAL_MANAGER = "G1"
# Who sits at finance's counter.
CASHIER = "F1"
UNITS = {"U1": ("C1", 8950), "U2": ("C1", 12000), "U3": ("C2", 6033), "U4": ("C3", 7777),
         "U9": ("C9", 10001)}
# Who buys units; each unit has an owner of its own at first.
BUYERS = ("OA", "OB")
FIRST_DAY = "2010-01-01"

# The first business date; all sequences begin here.
START = Date(2016, 10, 10)

# A rate that changes, a cap that changes and one that is reached; P2 has no terms of its own.
LATE_FEE = (LateFeeTerms(Date(2015, 3, 1), "", 200, 0, 0),
            LateFeeTerms(Date(2015, 1, 1), "P1", 500, 10, 1_500),
            LateFeeTerms(Date(2016, 12, 20), "P1", 333, 3, 2_500),
            LateFeeTerms(Date(2017, 3, 1), "P1", 0, 0, 1_000),
            LateFeeTerms(Date(2017, 5, 1), "P1", 700, 20, 0))
VACANCY = (VacancyDiscount(Date(2015, 1, 1), "",
                           {"property": 1_000, "parking": 0, "utilities": 2_500}),
           VacancyDiscount(Date(2016, 6, 1), "P1",
                           {"property": 3_000, "parking": 5_000, "utilities": 3_333}),
           VacancyDiscount(Date(2017, 1, 1), "P1",
                           {"property": 1_111, "parking": 0, "utilities": 9_000}))


def of_the_model() -> Company:
    return Company({u: c for u, (c, _) in UNITS.items()}, dict(COMMUNITIES), dict(AREAS),
                   {u: area for u, (_, area) in UNITS.items()}, frozenset((*STAFF, CASHIER)),
                   LATE_FEE, VACANCY)


def owners() -> dict[str, OwnerFacts]:
    return {f"O{u}": OwnerFacts(f"业主{u}") for u in UNITS} | {
        o: OwnerFacts(f"买家{o}") for o in BUYERS}


def doors() -> dict[str, tuple[str, int]]:
    """Number on the door and kind of each unit."""
    return {u: (u, 1) for u in UNITS}


def relations() -> tuple[Put, ...]:
    """Who looks after what, and who owns what, from the first day on."""
    first = Date.fromisoformat(FIRST_DAY)
    return (*(Put("area_community", c, a, first) for c, a in AREA_OF.items()),
            *(Put("area_collector", a, s, first) for a, s in COLLECTOR_OF.items()),
            *(Put("owner", u, f"O{u}", first) for u in UNITS))


def entry_of(put: Put) -> dict[str, dict[str, Any]]:
    """A relation as an entry of BatchPutOrganisation."""
    days = {"from_date": str(put.first), "to_date": "" if put.last.year == 9999 else str(put.last)}
    return {"area_community": lambda: {"area_community": {
                "community_id": put.place, "area_id": put.value, **days}},
            "area_collector": lambda: {"area_collector": {
                "area_id": put.place, "staff_id": put.value, **days}},
            "owner": lambda: {"ownership": {
                "unit_id": put.place, "owner_id": put.value, **days}}}[put.kind]()


def unit_entry(unit_id: str, area_e2_m2: int) -> dict[str, dict[str, Any]]:
    return {"unit": {"id": unit_id, "community_id": UNITS[unit_id][0], "unit_no": unit_id,
                     "kind": 1, "area_e2_m2": area_e2_m2}}


def entries() -> list[dict[str, dict[str, Any]]]:
    """The company as entries of BatchPutOrganisation."""
    made: list[dict[str, dict[str, Any]]] = [{"branch": {"id": "B1", "name": "分公司"}}]
    made += [{"project": {"id": p, "branch_id": b, "name": p}} for p, b in PROJECTS.items()]
    made += [{"community": {"id": c, "project_id": p, "name": c}} for c, p in COMMUNITIES.items()]
    made += [{"staff": {"id": s, "name": s}} for s in (*STAFF, CASHIER)]
    made.append({"post": {"staff_id": GENERAL_MANAGER, "branch_id": "B1", "from_date": FIRST_DAY}})
    made += [{"team": {"id": f"T{p}", "project_id": p, "name": p}} for p in PROJECTS]
    made += [{"area": {"id": a, "project_id": p, "team_id": f"T{p}", "name": a}}
             for a, p in AREAS.items()]
    for unit, (_, area_e2_m2) in UNITS.items():
        made.append(unit_entry(unit, area_e2_m2))
    made += [{"owner": {"id": o, "name": facts.name}} for o, facts in owners().items()]
    return made + [entry_of(put) for put in relations()]


def write_policy(shipped: pathlib.Path, path: pathlib.Path) -> None:
    """The shipped policy with the terms of this company."""
    blocks = [f'late_fee {{ effective_from: "{t.effective_from}" project_id: "{t.project_id}"'
              f" daily_rate_e6: {t.daily_rate_e6} grace_days: {t.grace_days} cap_bp: {t.cap_bp} }}"
              for t in LATE_FEE]
    blocks += [f'vacancy_discount {{ effective_from: "{d.effective_from}"'
               f' project_id: "{d.project_id}" property_bp: {d.bp["property"]}'
               f' parking_bp: {d.bp["parking"]} shared_utilities_bp: {d.bp["utilities"]} }}'
               for d in VACANCY]
    text, count = re.subn(r"(?m)^  (late_fee|vacancy_discount) \{[^}]*\}\n", "",
                          shipped.read_text())
    if count != 2:
        raise RuntimeError(f"{shipped} has {count} blocks of late fee and vacancy discount, not 2")
    path.write_text(text.replace("ledger {\n", "ledger {\n  " + "\n  ".join(blocks) + "\n", 1))
