"""Units with their fee schedules, and owners with what they own, from files (LED-13, LED-19).

Readings, those of the contract.
- A row is about a unit and, where it names a fee, about that fee's schedule from a day on; or about an
  owner and the unit that they own from a day on. It is in already when the last row about the same
  said so too, and no file said other things of the unit or owner since; then it is left alone. What
  did not come from a file is put again.
- What came in last is in: a unit or an owner that was changed is changed back by the first file. A
  schedule is not: the unit has one from that day.
- The words do not say what is left alone of a row whose unit, or ownership, was changed since other
  than by a file; nor what periods a fee has whose months change (`is_clear_register`).
- Rows about one unit, or one owner, say the same of it as the first. All rows are held
  against the rows ahead of them, wrong ones too.
"""

from dataclasses import dataclass, replace

from .dates import Date
from .fees import FOREVER, AreaChange, FeeSchedule
from .imports import Imported
from .organisation import Put
from .refused import Refused


@dataclass(frozen=True)
class UnitFacts:
    """What is said of a unit itself."""

    community_id: str
    unit_no: str
    # 1 a home, 2 a shop, 3 a parking space.
    kind: int
    area_e2_m2: int


@dataclass(frozen=True)
class UnitRow:
    """A row: a unit, with one of its fees or none."""

    unit_id: str
    facts: UnitFacts
    schedule: FeeSchedule | None = None

    @property
    def key(self) -> tuple:
        if self.schedule is None:
            return (self.unit_id,)
        return self.unit_id, self.schedule.fee_kind, self.schedule.from_date


@dataclass(frozen=True)
class OwnerFacts:
    """What is said of an owner."""

    name: str
    phone: str = ""
    address: str = ""


@dataclass(frozen=True)
class OwnerRow:
    """A row: an owner, and what they own from a day on."""

    owner_id: str
    facts: OwnerFacts
    unit_id: str
    first: Date

    @property
    def key(self) -> tuple:
        return self.owner_id, self.unit_id, self.first


RegisterRow = UnitRow | OwnerRow
Facts = UnitFacts | OwnerFacts


class RegisterRules:
    """The part of the ledger that takes units and owners in from files."""

    def import_register(self, project_id: str, rows: tuple[RegisterRow, ...], skip_bad_rows: bool,
                        validate_only: bool) -> Imported:
        """LED-13: all rows or none, or the good ones."""
        good: dict[int, RegisterRow] = {}
        wrong: dict[int, frozenset[str]] = {}
        existing = 0
        ahead: list[RegisterRow] = []
        for line, row in enumerate(rows, start=2):
            reasons = _refusals_among(row, ahead)
            if not reasons and self._is_in(row):
                existing += 1
            elif reasons := reasons | self._refusals_of_register(project_id, row, ahead):
                wrong[line] = frozenset(reasons)
            else:
                good[line] = row
            ahead.append(row)
        if wrong and not skip_bad_rows:
            good = {}
        if not validate_only:
            self._begin()
            for row in good.values():
                self._put_row(row)
        return Imported(good, existing, wrong)

    def unit_facts(self, unit_id: str) -> UnitFacts:
        unit_no, kind = self.doors[unit_id]
        return UnitFacts(self.company.community_of[unit_id], unit_no, kind,
                         self.schedules.known(unit_id).area_e2_m2)

    def _is_in(self, row: RegisterRow) -> bool:
        return (self.registered.get(row.key) == row
                and self.facts_registered[row.key[0]] == row.facts)

    def _was_put(self, schedule: FeeSchedule) -> bool:
        return any(change == schedule for _, _, change in self.schedules.put)

    def _holdings(self, row: OwnerRow) -> list:
        return self.organisation.owners.holdings.get(f"{row.unit_id}/{row.owner_id}", [])

    def is_clear_register(self, rows: tuple[RegisterRow, ...]) -> bool:
        """Whether the words decide about each row."""
        for row in rows:
            if isinstance(row, OwnerRow):
                if any(h.first == row.first and h.last != FOREVER for h in self._holdings(row)):
                    return False
                continue
            if self._is_in(row) and self.unit_facts(row.unit_id) != row.facts:
                return False
            if row.schedule is not None and not self._keeps_its_periods(row, rows):
                return False
        return True

    def _keeps_its_periods(self, row: UnitRow, rows: tuple[RegisterRow, ...]) -> bool:
        of_fee = [other.schedule for other in rows
                  if isinstance(other, UnitRow) and other.unit_id == row.unit_id and other.schedule]
        if row.unit_id in self.company.community_of:
            of_fee += self.schedules.in_force(row.unit_id)
        return all((s.period_months, s.due_after_days)
                   == (row.schedule.period_months, row.schedule.due_after_days)
                   for s in of_fee if s.fee_kind == row.schedule.fee_kind)

    def _refusals_of_register(self, project_id: str, row: RegisterRow,
                              ahead: list[RegisterRow]) -> set[str]:
        if isinstance(row, OwnerRow):
            return self._refusals_of_owner(project_id, row, ahead)
        reasons = set()
        community_id = row.facts.community_id
        if community_id not in self.company.project_of:
            reasons.add("UNKNOWN_COMMUNITY")
        elif self.company.project_of[community_id] != project_id:
            reasons.add("OTHER_PROJECT")
        if self.company.community_of.get(row.unit_id, community_id) != community_id:
            reasons.add("PLACE_FIXED")
        if row.schedule is not None and not self._was_put(row.schedule):
            reasons |= self._refusals_of_schedule_of_row(row, ahead)
        return reasons

    def _refusals_of_schedule_of_row(self, row: UnitRow, ahead: list[RegisterRow]) -> set[str]:
        reasons = set()
        if row.unit_id in self.company.community_of:
            reasons = self._refusals_of_schedule(row.schedule)
        if any(other.unit_id == row.unit_id and other.schedule is not None
               and other.schedule.fee_kind == row.schedule.fee_kind
               and other.schedule.from_date >= row.schedule.from_date for other in ahead):
            reasons.add("SCHEDULE_OVERLAP")
        if row.schedule.period_months not in (1, 3, 6, 12):
            reasons.add("PERIOD_MONTHS_INVALID")
        if bool(row.schedule.price_e4_yuan_per_m2_month) == bool(row.schedule.fixed_fen_per_month):
            reasons.add("PRICE_INVALID")
        return reasons

    def _refusals_of_owner(self, project_id: str, row: OwnerRow,
                           ahead: list[RegisterRow]) -> set[str]:
        reasons = set()
        if row.unit_id not in self.company.community_of:
            return {"UNKNOWN_UNIT"}
        if self.project_of_unit(row.unit_id) != project_id:
            reasons.add("OTHER_PROJECT")
        changed = self.organisation.copy()
        for other in ahead:
            if (other.owner_id, other.unit_id) == (row.owner_id, row.unit_id):
                try:
                    changed.put(_ownership(other))
                except Refused:
                    continue
        try:
            changed.put(_ownership(row))
        except Refused as refused:
            reasons |= refused.reasons
        return reasons

    def _put_row(self, row: RegisterRow) -> None:
        self.registered[row.key] = row
        self.facts_registered[row.key[0]] = row.facts
        if isinstance(row, OwnerRow):
            self.owners[row.owner_id] = row.facts
            changed = self.organisation.copy()
            changed.put(_ownership(row))
            self.organisation = changed
            return
        if row.unit_id not in self.company.community_of:
            self.company.community_of[row.unit_id] = row.facts.community_id
            self.company.areas_e2_m2[row.unit_id] = row.facts.area_e2_m2
        elif self.schedules.known(row.unit_id).area_e2_m2 != row.facts.area_e2_m2:
            self.schedules.put.append((self.number, self.now,
                                       AreaChange(row.unit_id, row.facts.area_e2_m2)))
        self.doors[row.unit_id] = row.facts.unit_no, row.facts.kind
        if row.schedule is not None and not self._was_put(row.schedule):
            self.schedules.put.append((self.number, self.now, replace(row.schedule)))


def _refusals_among(row: RegisterRow, ahead: list[RegisterRow]) -> set[str]:
    """What rows of the same file have against it."""
    reasons = set()
    about_it = [other for other in ahead if other.key[0] == row.key[0]]
    if any(other.key == row.key for other in about_it):
        reasons.add("ROW_REPEATED")
    if about_it and about_it[0].facts != row.facts:
        reasons.add("ROWS_DISAGREE")
    return reasons


def _ownership(row: OwnerRow) -> Put:
    return Put("owner", row.unit_id, row.owner_id, row.first)
