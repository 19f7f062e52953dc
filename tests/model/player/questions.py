"""Asks the service and the model the same questions. Each gives two answers of one form."""

from collections import defaultdict
from fractions import Fraction
from typing import Any, Iterable, Iterator

from ledger_model import ALL_BUCKETS, Component, Date, Kind, Month
from ledger_model.fees import round_half_away
from ledger_model.figures import Rate, RankingRow
from ledger_model.journal import Posting

from .client import messages
from .company import AREAS, COMMUNITIES, FIRST_DAY, PROJECTS
from .operations import FINANCE, Ask, Played

# What is asked, the model's answer, the service's answer.
Answers = tuple[str, Any, Any]

_COMPONENTS = {1: Component.COST, 2: Component.LATE_FEE, 3: Component.PRINCIPAL}


# -- units ---------------------------------------------------------------------------------------

def bills(played: Played, unit_id: str) -> Answers:
    """What is unpaid of each bill, and what was waived, credited and written off (LED-1, 18)."""
    model = played.model
    owed = model.journal.view(unit_id=unit_id).owed()
    waived: dict[str, int] = defaultdict(int)
    for payment in model.payments_of(unit_id):
        if not payment.reversed:
            for bill_id, fen in payment.waived.items():
                waived[bill_id] += fen
    expected = {b.id: (str(b.fee.period_start), str(b.fee.period_end), str(b.fee.due_date),
                       b.fee.fen, owed[b.id, Component.PRINCIPAL],
                       owed[b.id, Component.LATE_FEE], owed[b.id, Component.COST], waived[b.id],
                       model.credited(b.id), model.written_off(b.id), str(b.posting_date))
                for b in model.bills_of(unit_id)}
    answer = played.client.call(FINANCE, "Billing.ListBills", messages("billing").ListBillsRequest(
        unit_id=unit_id, page_size=1000))
    actual = {b.id: (b.period_start_date, b.period_end_date, b.due_date, b.principal_fen,
                     b.unpaid_principal_fen, b.unpaid_late_fee_fen, b.unpaid_cost_fen,
                     b.waived_fen, b.credited_fen, b.written_off_fen, b.posting_date)
              for b in answer.bills}
    return f"bills of {unit_id}", expected, actual


def payments(played: Played, unit_id: str) -> Answers:
    """Where each payment's money is (LED-2, LED-3)."""
    expected = {}
    for p in played.model.payments_of(unit_id):
        standing: dict[tuple, int] = defaultdict(int)
        for a in p.allocations:
            standing[a.bill_id, a.component.name, str(a.posting_date), a.from_prepayment] += a.fen
        expected[p.id] = (p.fen, str(p.posting_date), p.collector_id,
                          played.model.is_in_campaign(p), p.held_fen, p.refunded_fen, p.reversed,
                          dict(standing))
    answer = played.client.call(FINANCE, "Payment.ListPayments",
                                messages("payment").ListPaymentsRequest(unit_id=unit_id,
                                                                        page_size=1000))
    actual = {}
    for p in answer.payments:
        standing = defaultdict(int)
        for a in p.allocations:
            standing[a.bill_id, _COMPONENTS[a.component].name, a.posting_date,
                     a.from_prepayment] += a.amount_fen
        actual[played.say(p.id)] = (p.amount_fen, p.posting_date, p.collector_id, p.in_campaign,
                                    p.prepayment_fen, p.refunded_fen, p.state == 2, dict(standing))
    return f"payments of {unit_id}", expected, actual


def _lines_of(posting: Posting) -> Iterator[tuple[tuple, int, int]]:
    """A posting as the statement shows it: prepayment that is used, bill by bill."""
    if posting.kind != Kind.PREPAYMENT_USE:
        yield ((str(posting.date), posting.kind.name, posting.reference), posting.owed_change,
               posting.held_change)
        return
    for change in posting.bill_changes:
        yield (str(posting.date), posting.kind.name, change.bill_id), change.fen, change.fen


def statement(played: Played, unit_id: str, first: Date, as_of: Date, time: Any = None,
              number: int | None = None) -> Answers:
    """LED-5; lines of one date, kind and reference are one."""
    made = played.model.statement(unit_id, first, as_of, number)
    lines: dict[tuple, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for posting in made.lines:
        for key, owed, held in _lines_of(posting):
            lines[key] = (lines[key][0] + owed, lines[key][1] + held)
    expected = (made.opening_owed_fen, made.opening_held_fen, made.closing_owed_fen,
                made.closing_held_fen, made.closing_due_fen, dict(lines))
    answer = played.client.call(FINANCE, "Statement.GetStatement",
                                messages("statement").GetStatementRequest(
                                    unit_id=unit_id, from_date=str(first), as_of_date=str(as_of),
                                    recorded_by_time=time))
    kinds = messages("statement").StatementLine.Kind
    told: dict[tuple, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for line in answer.lines:
        key = (line.posting_date, kinds.Name(line.kind).removeprefix("KIND_"),
               played.say(line.reference_id))
        told[key] = (told[key][0] + line.owed_change_fen, told[key][1] + line.prepayment_change_fen)
    actual = (answer.opening_owed_fen, answer.opening_prepayment_fen, answer.closing_owed_fen,
              answer.closing_prepayment_fen, answer.closing_due_fen, dict(told))
    return f"statement of {unit_id} from {first} as of {as_of}{_as_known(number)}", expected, actual


def _as_known(number: int | None) -> str:
    return "" if number is None else f" as recorded by operation {number}"


# -- places --------------------------------------------------------------------------------------

def ageing(played: Played, place: dict[str, str], as_of: Date, time: Any = None,
           number: int | None = None) -> Answers:
    """LED-5, definition 6, of a project's communities, one community or one unit, and the sum."""
    model = played.model
    (kind, place_id), = place.items()
    if kind == "unit_id":
        expected = {model.company.community_of[place_id]: model.ageing([place_id], as_of, number)}
    else:
        expected = {c: model.ageing(model.units_of(c), as_of, number)
                    for c in model.communities_at(place, as_of)}
    answer = played.client.call(FINANCE, "Statement.GetAgeing",
                                messages("statement").GetAgeingRequest(
                                    as_of_date=str(as_of), recorded_by_time=time, **place))
    actual = {c: {name: 0 for name in ALL_BUCKETS} for c in expected}
    for row in answer.rows:
        actual[row.community_id] = _buckets(row)
    expected["sum"] = {name: sum(of[name] for of in expected.values()) for name in ALL_BUCKETS}
    actual["sum"] = _buckets(answer.total)
    return f"ageing of {place_id} as of {as_of}{_as_known(number)}", expected, actual


def _buckets(row: Any) -> dict[str, int]:
    """A row's buckets; what is outstanding beside them only when it is not their sum."""
    buckets = {name: getattr(row, f"{name}_fen") for name in ALL_BUCKETS}
    if row.outstanding_fen != sum(buckets.values()):
        buckets["outstanding"] = row.outstanding_fen
    return buckets


def trial_balance(played: Played, project_id: str, as_of: Date) -> Answers:
    """LED-4."""
    expected = played.model.trial_balance(as_of, project_id or None)
    answer = played.client.call(FINANCE, "Statement.GetTrialBalance",
                                messages("statement").GetTrialBalanceRequest(
                                    project_id=project_id, as_of_date=str(as_of)))
    actual = {row.account: row.balance_fen for row in answer.rows if row.balance_fen}
    if answer.sum_fen != 0:
        actual["sum"] = answer.sum_fen
    return f"trial balance of {project_id or 'the company'} as of {as_of}", expected, actual


# -- rates ---------------------------------------------------------------------------------------

def _rate_of_service(rate: Any) -> tuple[int, int, int | None, int | None]:
    return (rate.received_fen, rate.receivable_fen,
            rate.rate_bp if rate.HasField("rate_bp") else None,
            rate.planned_rate_bp if rate.HasField("planned_rate_bp") else None)


def _rate_of_model(rate: Rate, planned_bp: int | None) -> tuple[int, int, int | None, int | None]:
    return rate.received_fen, rate.receivable_fen, rate.bp, planned_bp


def rate(played: Played, place: dict[str, str], as_of: Date, time: Any = None,
         number: int | None = None) -> Answers:
    """LED-8 of a community, an area or a project, as {"community_id": id}."""
    model = played.model
    (place_id,) = place.values()
    expected = model.rate(model.communities_at(place, as_of), as_of, number)
    planned = model.planned_bp(model.project_of_place(place), as_of)
    answer = played.client.call(FINANCE, "Plan.GetCollectionRate",
                                messages("plan").GetCollectionRateRequest(
                                    as_of_date=str(as_of), recorded_by_time=time, **place))
    return (f"rate of {place_id} as of {as_of}{_as_known(number)}",
            _rate_of_model(expected, planned), _rate_of_service(answer))


def curve(played: Played, place: dict[str, str], year: int) -> Answers:
    """LED-8, LED-17: the months of a plan year beside the plan."""
    (place_id,) = place.values()
    expected = {str(p.month): (*_rate_of_model(p.rate, p.planned_bp), p.is_closed)
                for p in played.model.curve(place, year)}
    answer = played.client.call(FINANCE, "Plan.GetRateCurve", messages("plan").GetRateCurveRequest(
        year=year, **place))
    actual = {p.month: (*_rate_of_service(p.rate), p.closed) for p in answer.points}
    return f"curve of {place_id} in {year}", expected, actual


def ranking(played: Played, project_id: str, month: Month) -> Answers:
    """LED-9, definition 11."""
    def of_model(row: RankingRow) -> tuple:
        return (row.id, row.collector_id, _rate_of_model(row.rate, row.planned_bp),
                row.historical.outstanding_fen, row.historical.recovered_fen,
                tuple(of_model(r) for r in row.communities))

    def of_service(row: Any) -> tuple:
        return (row.community_id or row.area_id, row.collector_id, _rate_of_service(row.rate),
                row.historical_outstanding_fen, row.historical_recovered_fen,
                tuple(of_service(r) for r in row.communities))

    answer = played.client.call(FINANCE, "Plan.GetRanking", messages("plan").GetRankingRequest(
        project_id=project_id, month=str(month)))
    return (f"ranking of {project_id} in {month}",
            (month in played.model.frozen,
             [of_model(row) for row in played.model.ranking(project_id, month)]),
            (answer.closed, [of_service(row) for row in answer.rows]))


def month_figures(played: Played, month: Month) -> Answers:
    """LED-10: the frozen figures of a closed month."""
    model, frozen = played.model, played.model.frozen[month]
    communities = {c: (f.area_id, f.collector_id, f.rate.received_fen, f.rate.receivable_fen,
                       f.outside_campaigns_fen,
                       frozen.planned_bp[model.company.project_of[c]], f.historical.outstanding_fen,
                       f.historical.recovered_fen)
                   for c, f in frozen.communities.items() if f.area_id}
    tasks = {a: (round_half_away(t.task), t.task, t.received_fen)
             for a, t in frozen.tasks.items()}
    runs = {(collector, str(first), str(last), areas) for collector, first, last, areas in
            model.responsibility(month.first_day, month.last_day, frozen.closing_date)}
    answer = played.client.call(FINANCE, "Close.GetMonthFigures",
                                messages("close").GetMonthFiguresRequest(month=str(month)))
    told = {c.community_id: (c.area_id, c.collector_id, c.received_fen, c.receivable_fen,
                             c.received_outside_campaigns_fen,
                             c.planned_rate_bp if c.HasField("planned_rate_bp") else None,
                             c.historical_outstanding_fen, c.historical_recovered_fen)
            for c in answer.communities}
    told_tasks = {t.area_id: (t.task_fen, Fraction(t.exact_task_fen), t.received_fen)
                  for t in answer.tasks}
    told_runs = {(r.collector_id, r.from_date, r.to_date, tuple(r.area_ids))
                 for r in answer.responsibility_runs}
    return (f"frozen figures of {month}",
            {"communities": communities, "tasks": tasks, "runs": sorted(runs)},
            {"communities": told, "tasks": told_tasks, "runs": sorted(told_runs)})


# -- people --------------------------------------------------------------------------------------

def debtors(played: Played, unit_id: str) -> Answers:
    """LED-7: who owes what of a unit."""
    model = played.model

    def told(parts: Iterable[tuple]) -> list[tuple]:
        """Parts as (bill, first, last, cost, late fee, principal)."""
        return sorted(part for part in parts if any(part[3:]))

    expected = {owners: told((p.bill_id, str(p.first), str(p.last), *p.fen) for p in parts)
                for owners, parts in model.debtors(unit_id).items()}
    answer = played.client.call(FINANCE, "Statement.ListDebtors",
                                messages("statement").ListDebtorsRequest(unit_id=unit_id))
    actual = {tuple(d.owner_ids): told((p.bill_id, p.from_date, p.to_date, p.cost_fen,
                                        p.late_fee_fen, p.principal_fen) for p in d.parts)
              for d in answer.debtors}
    return (f"debtors of {unit_id}", {o: parts for o, parts in expected.items() if parts},
            {o: parts for o, parts in actual.items() if parts})


def receipts(played: Played, project_id: str, year: int) -> Answers:
    """LED-20: numbers without gaps, which stay. Where several were recorded at once, the service
    says which was first, and keeps to it."""
    answer = played.client.call(FINANCE, "Receipt.ListReceipts",
                                messages("receipt").ListReceiptsRequest(
                                    project_id=project_id, year=year, page_size=1000))
    actual = {r.sequence: (r.number, played.say(r.payment_id), r.amount_fen, r.state == 2)
              for r in answer.receipts}
    told = {name: sequence for sequence, (_, name, _, _) in actual.items()}
    expected = {}
    for p in sorted(played.model.receipts(project_id, year),
                    key=lambda p: (p.number, told.get(p.id, 0))):
        sequence = len(expected) + 1
        if played.receipt_numbers.setdefault(p.id, sequence) != sequence:
            sequence = played.receipt_numbers[p.id]
        expected[sequence] = (f"{project_id}-{year}-{sequence:06d}", p.id, p.fen, p.reversed)
    return (f"receipts of {project_id} in {year}", (len(expected), expected),
            (answer.last_sequence, actual))


def integrity(played: Played) -> Answers:
    """LED-4: the service finds nothing wrong in its own books."""
    answer = played.client.call(FINANCE, "Statement.VerifyIntegrity",
                                messages("statement").VerifyIntegrityRequest())
    return "integrity", (True, []), (answer.intact, [str(fault) for fault in answer.faults])


# -- all of them ---------------------------------------------------------------------------------

def of_unit(played: Played, unit_id: str) -> Iterator[Answers]:
    model = played.model
    yield bills(played, unit_id)
    yield payments(played, unit_id)
    yield statement(played, unit_id, Date.fromisoformat(FIRST_DAY), model.now)
    yield ageing(played, {"unit_id": unit_id}, model.business_date)


def of_units(played: Played, unit_ids: set[str]) -> Iterator[Answers]:
    """What is to agree at every moment, of units that have changed."""
    for unit_id in sorted(unit_ids):
        yield from of_unit(played, unit_id)
    for community_id in sorted({played.model.company.community_of[u] for u in unit_ids}):
        yield rate(played, {"community_id": community_id}, played.model.business_date)
    yield trial_balance(played, "", played.model.now)


def after_each_step(played: Played) -> Iterator[Answers]:
    """All that is to agree at every moment."""
    model = played.model
    for unit_id in model.company.community_of:
        yield from of_unit(played, unit_id)
    for project_id in PROJECTS:
        yield ageing(played, {"project_id": project_id}, model.business_date)
    for community_id in COMMUNITIES:
        yield rate(played, {"community_id": community_id}, model.business_date)
    yield trial_balance(played, "", model.now)


def after_some_steps(played: Played) -> Iterator[Answers]:
    """What is dear to ask."""
    model = played.model
    yield integrity(played)
    this_month = model.calendar.month_of(model.business_date)
    for project_id in PROJECTS:
        yield trial_balance(played, project_id, model.business_date)
        yield rate(played, {"project_id": project_id}, model.business_date)
        yield ranking(played, project_id, this_month)
        yield curve(played, {"project_id": project_id}, this_month.year)
        for year in (model.now.year - 1, model.now.year):
            yield receipts(played, project_id, year)
    for community_id in COMMUNITIES:
        yield ageing(played, {"community_id": community_id}, model.business_date)
    for area_id in AREAS:
        yield rate(played, {"area_id": area_id}, model.business_date)
        yield curve(played, {"area_id": area_id}, this_month.year)
    yield curve(played, {"community_id": "C2"}, this_month.year)
    for unit_id in model.company.community_of:
        yield debtors(played, unit_id)
    for month in list(model.frozen)[-2:]:
        yield month_figures(played, month)
        for project_id in PROJECTS:
            yield ranking(played, project_id, month)


def as_asked(played: Played, ask: Ask) -> Iterator[Answers]:
    """A question as of a date, and as it was known (LED-16)."""
    time, number = (played.marks[ask.known_behind] if ask.known_behind is not None
                    else (None, None))
    yield statement(played, ask.unit_id, ask.first, ask.as_of, time, number)
    yield ageing(played, {"project_id": COMMUNITIES[ask.community_id]}, ask.as_of, time, number)
    yield rate(played, {"community_id": ask.community_id}, ask.as_of, time, number)
    for area_id in AREAS:
        yield rate(played, {"area_id": area_id}, ask.as_of, time, number)
    if number is None:
        yield trial_balance(played, COMMUNITIES[ask.community_id], ask.as_of)
