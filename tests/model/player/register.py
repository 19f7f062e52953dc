"""Files of units with their fees, and of owners (LED-13, LED-19), and the questions about them."""

from dataclasses import dataclass
from typing import Any, Iterator

from ledger_model.imports import Imported
from ledger_model.register import OwnerRow, RegisterRow, UnitRow

from .client import messages
from .imports import FEE_KINDS, encoding_told, yuan
from .operations import FINANCE, OneOf, Operation, Played
from .questions import Answers

_HEADERS = {
    "units": {"en": "unit_id,community_id,unit_no,kind,area_m2,fee_kind,price,fixed_amount,"
                    "period_months,due_days,from_date",
              "zh": "房屋编号,小区编号,房号,房屋类型,计费面积,费用种类,单价,每月固定金额,计费月数,缴费天数,起始日期"},
    "owners": {"en": "owner_id,name,phone,address,unit_id,from_date",
               "zh": "业主编号,业主姓名,联系电话,通讯地址,房屋编号,起始日期"}}
_KINDS = {1: "住宅", 2: "商铺", 3: "车位"}


def _cells(row: RegisterRow) -> str:
    if isinstance(row, OwnerRow):
        return ",".join((row.owner_id, row.facts.name, row.facts.phone, row.facts.address,
                         row.unit_id, str(row.first)))
    facts, schedule = row.facts, row.schedule
    fee = [""] * 6
    if schedule is not None:
        price = schedule.price_e4_yuan_per_m2_month
        fee = [FEE_KINDS[schedule.fee_kind], f"{price // 10_000}.{price % 10_000:04d}" if price else "",
               yuan(schedule.fixed_fen_per_month) if schedule.fixed_fen_per_month else "",
               str(schedule.period_months), str(schedule.due_after_days), str(schedule.from_date)]
    return ",".join((row.unit_id, facts.community_id, facts.unit_no, _KINDS[facts.kind],
                     yuan(facts.area_e2_m2), *fee))


@dataclass(frozen=True)
class ImportRegister(Operation):
    project_id: str
    # "units" or "owners".
    kind: str
    rows: tuple[RegisterRow, ...]
    encoding: str = "utf-8"
    language: str = "zh"
    skip_bad_rows: bool = False
    validate_only: bool = False

    def is_playable(self, played: Played) -> bool:
        return played.model.is_clear_register(self.rows)

    def content(self) -> bytes:
        return self._text().encode(self.encoding)

    def _text(self) -> str:
        return "\n".join([_HEADERS[self.kind][self.language], *map(_cells, self.rows)])

    def on_model(self, played: Played) -> Any:
        did: Imported = played.model.import_register(self.project_id, self.rows,
                                                     self.skip_bad_rows, self.validate_only)
        return (len(self.rows), 0 if self.validate_only else len(did.made), did.existing_count,
                [(line, OneOf(reasons)) for line, reasons in sorted(did.wrong.items())],
                len(did.wrong), encoding_told(self.encoding, self._text()))

    def on_service(self, played: Played) -> Any:
        answer = played.client.call_twice(
            FINANCE, "Import.ImportFile", messages("import").ImportFileRequest(
                request_id=self.request_id, project_id=self.project_id,
                kind={"units": 1, "owners": 2}[self.kind], content=self.content(),
                skip_bad_rows=self.skip_bad_rows, validate_only=self.validate_only))
        return (answer.row_count, answer.imported_count, answer.existing_count,
                [(line, frozenset(e.reason for e in answer.row_errors if e.line == line))
                 for line in sorted({e.line for e in answer.row_errors})],
                answer.wrong_count, answer.encoding)


# -- questions -----------------------------------------------------------------------------------

def units(played: Played, community_id: str) -> Answers:
    """With their owners of the business date."""
    model = played.model
    expected = {u: (model.unit_facts(u), {o: model.owners[o] for o in
                                          model.organisation.owners_on(u, model.business_date)})
                for u in model.units_of(community_id)}
    answer = played.client.call(FINANCE, "Organisation.ListUnits",
                                messages("organisation").ListUnitsRequest(
                                    community_id=community_id, page_size=1000))
    actual = {u.id: (type(expected[u.id][0])(u.community_id, u.unit_no, u.kind, u.area_e2_m2)
                     if u.id in expected else u.id,
                     {o.id: _owner(played, o) for o in u.owners}) for u in answer.units}
    return f"units of {community_id}", expected, actual


def _owner(played: Played, owner: Any) -> Any:
    facts = played.model.owners.get(owner.id)
    return type(facts)(owner.name, owner.phone, owner.address) if facts else owner.name


def schedules(played: Played, unit_id: str) -> Answers:
    """LED-1: a schedule ends the day before the next."""
    expected = sorted((FEE_KINDS[s.fee_kind], str(s.from_date),
                       "" if s.to_date.year == 9999 else str(s.to_date), s.period_months,
                       s.price_e4_yuan_per_m2_month, s.fixed_fen_per_month, s.due_after_days)
                      for s in played.model.schedules.in_force(unit_id))
    answer = played.client.call(FINANCE, "Billing.ListFeeSchedules",
                                messages("billing").ListFeeSchedulesRequest(unit_id=unit_id))
    kinds = dict(enumerate(FEE_KINDS.values(), start=1))
    actual = sorted((kinds[s.fee_kind], s.from_date, s.to_date, s.period_months,
                     s.price_e4_yuan_per_m2_month, s.fixed_fen_per_month, s.due_after_days)
                    for s in answer.fee_schedules)
    return f"schedules of {unit_id}", expected, actual


def questions(played: Played) -> Iterator[Answers]:
    model = played.model
    for community_id in model.company.project_of:
        yield units(played, community_id)
    for unit_id in model.company.community_of:
        yield schedules(played, unit_id)
