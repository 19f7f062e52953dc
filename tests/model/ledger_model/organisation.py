"""Who looks after what, and who owns what, day by day (LED-7, definition 9).

Readings, those of the ledger's README.
- A relation that is put ends the open one that it overlaps on the day before. One that has its own
  end, or that begins on the same day or later, is in the way. The same relation from the same day
  takes the new last day.
- Which communities an area has, and who collects it, stands still on closed days.
- Several owners may own a unit together, so each owner's days are a relation of their own.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from .dates import ONE_DAY, Date
from .fees import FOREVER
from .refused import Refused


@dataclass(frozen=True)
class Holding:
    """Who or what has a place, from a day to a day."""

    value: str
    first: Date
    last: Date

    def covers(self, day: Date) -> bool:
        return self.first <= day <= self.last


@dataclass
class Relation:
    """Holdings of each place; no two of one place on one day."""

    holdings: dict[str, list[Holding]] = field(default_factory=lambda: defaultdict(list))

    def on(self, place: str, day: Date) -> str:
        """Who has it on a day; empty for nobody."""
        return next((h.value for h in self.holdings[place] if h.covers(day)), "")

    def put(self, place: str, new: Holding) -> Date | None:
        """Puts a holding; gives the first day that changes by it. Raises Refused with OVERLAP."""
        others = self.holdings[place]
        same = next((h for h in others if (h.value, h.first) == (new.value, new.first)), None)
        others = [h for h in others if h is not same]
        kept = []
        for held in others:
            if held.last < new.first or held.first > new.last:
                kept.append(held)
            elif same is None and held.last == FOREVER and held.first < new.first:
                kept.append(Holding(held.value, held.first, new.first - ONE_DAY))
            else:
                raise Refused("OVERLAP")
        self.holdings[place] = kept + [new]
        if same is None:
            return new.first
        return None if same.last == new.last else min(same.last, new.last) + ONE_DAY

    def copy(self) -> "Relation":
        return Relation(defaultdict(list, {p: list(h) for p, h in self.holdings.items()}))


@dataclass(frozen=True)
class Put:
    """A relation that is put: an area's community or collector, or a unit's owner."""

    kind: str
    place: str
    value: str
    first: Date
    last: Date = FOREVER


@dataclass
class Organisation:
    """The relations: area of a community, collector of an area, and owner (by unit and owner)."""

    area_of: Relation = field(default_factory=Relation)
    collector_of: Relation = field(default_factory=Relation)
    owners: Relation = field(default_factory=Relation)

    def copy(self) -> "Organisation":
        return Organisation(self.area_of.copy(), self.collector_of.copy(), self.owners.copy())

    def put(self, put: Put) -> Date | None:
        """Gives the first day that changes, of those that may not change when closed."""
        holding = Holding(put.value, put.first, put.last)
        if put.kind == "owner":
            self.owners.put(f"{put.place}/{put.value}", holding)
            return None
        relation = self.area_of if put.kind == "area_community" else self.collector_of
        return relation.put(put.place, holding)

    def owners_on(self, unit_id: str, day: Date) -> tuple[str, ...]:
        """Who owns a unit on a day, by id."""
        return tuple(sorted(h.value for place, holdings in self.owners.holdings.items()
                            for h in holdings
                            if place.startswith(f"{unit_id}/") and h.covers(day)))


class OrganisationRules:
    """The part of the ledger that knows who looks after what."""

    def put_organisation(self, puts: tuple[Put, ...]) -> None:
        """LED-7: all or none."""
        changed = self.organisation.copy()
        reasons: set[str] = set()
        for put in puts:
            if put.last < put.first:
                reasons.add("RANGE_BACKWARDS")
            if (put.kind == "area_community"
                    and self.company.project_of[put.place] != self.company.areas[put.value]):
                reasons.add("PROJECT_DIFFERS")
            if reasons:
                continue
            try:
                first_changed = changed.put(put)
            except Refused as refused:
                reasons |= refused.reasons
                first_changed = put.first if put.kind != "owner" else None
            last_closed = self.calendar.last_closing_date
            if first_changed and last_closed and first_changed <= last_closed:
                reasons.add("MONTH_CLOSED")
        if reasons:
            raise Refused(*reasons)
        self._begin()
        self.organisation = changed

    def communities_of_area(self, area_id: str, day: Date) -> list[str]:
        """LED-7, definition 9."""
        return [c for c in self.company.project_of
                if self.organisation.area_of.on(c, day) == area_id]

    def collector_of_unit(self, unit_id: str, day: Date) -> str:
        """Who answers for a unit on a day; empty for nobody."""
        area = self.organisation.area_of.on(self.company.community_of[unit_id], day)
        return self.organisation.collector_of.on(area, day) if area else ""

    def responsibility(self, first: Date, last: Date, closing_date: Date
                       ) -> list[tuple[str, Date, Date, tuple[str, ...]]]:
        """Definition 9: runs of days on which a collector had the same areas; days behind the
        closing date count as that."""
        runs: list[tuple[str, Date, Date, tuple[str, ...]]] = []
        for staff_id in sorted(self.company.staff):
            day, run = first, None
            while day <= last:
                asked = min(day, closing_date)
                areas = tuple(a for a in sorted(self.company.areas)
                              if self.organisation.collector_of.on(a, asked) == staff_id)
                if run and run[3] == areas:
                    run = (staff_id, run[1], day, areas)
                else:
                    runs += [run] if run and run[3] else []
                    run = (staff_id, day, day, areas)
                day += ONE_DAY
            runs += [run] if run and run[3] else []
        return runs
