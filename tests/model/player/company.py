"""The company that is played: two projects, three communities, three areas, six units."""

import datetime
from typing import Any

from ledger_model import Company

PROJECTS = {"P1": "B1", "P2": "B1"}
COMMUNITIES = {"C1": "P1", "C2": "P1", "C3": "P1", "C9": "P2"}
AREAS = {"A1": "P1", "A2": "P1", "A9": "P2"}
AREA_OF = {"C1": "A1", "C2": "A2", "C3": "A2", "C9": "A9"}
COLLECTOR_OF = {"A1": "S1", "A2": "S2", "A9": "S9"}
STAFF = ("S1", "S2", "S9", "L1")
UNITS = {"U1": ("C1", 8950), "U2": ("C1", 12000), "U3": ("C2", 6033), "U4": ("C3", 7777),
         "U9": ("C9", 10001)}
FIRST_DAY = "2010-01-01"

# The first business date; all sequences begin here.
START = datetime.date(2016, 10, 10)


def of_the_model() -> Company:
    return Company({u: c for u, (c, _) in UNITS.items()}, dict(COMMUNITIES), dict(AREA_OF),
                   {u: area for u, (_, area) in UNITS.items()}, frozenset(STAFF))


def entries() -> list[dict[str, dict[str, Any]]]:
    """The same as entries of BatchPutOrganisation."""
    made: list[dict[str, dict[str, Any]]] = [{"branch": {"id": "B1", "name": "分公司"}}]
    made += [{"project": {"id": p, "branch_id": b, "name": p}} for p, b in PROJECTS.items()]
    made += [{"community": {"id": c, "project_id": p, "name": c}} for c, p in COMMUNITIES.items()]
    made += [{"staff": {"id": s, "name": s}} for s in STAFF]
    made += [{"team": {"id": f"T{p}", "project_id": p, "name": p}} for p in PROJECTS]
    for area, project in AREAS.items():
        made.append({"area": {"id": area, "project_id": project, "team_id": f"T{project}",
                              "name": area}})
        made.append({"area_collector": {"area_id": area, "staff_id": COLLECTOR_OF[area],
                                        "from_date": FIRST_DAY}})
    made += [{"area_community": {"area_id": a, "community_id": c, "from_date": FIRST_DAY}}
             for c, a in AREA_OF.items()]
    for unit, (community, area_e2_m2) in UNITS.items():
        made.append({"unit": {"id": unit, "community_id": community, "unit_no": unit, "kind": 1,
                              "area_e2_m2": area_e2_m2}})
        made.append({"owner": {"id": f"O{unit}", "name": f"业主{unit}"}})
        made.append({"ownership": {"unit_id": unit, "owner_id": f"O{unit}",
                                   "from_date": FIRST_DAY}})
    return made
