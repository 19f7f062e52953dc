"""Asks the service and the model the same questions. Each gives two answers of one form."""

from collections import defaultdict
from typing import Any, Iterator

from ledger_model import ALL_BUCKETS, Component, Date, Kind, Month
from ledger_model.figures import Rate, RankingRow
from ledger_model.journal import Posting

from .client import messages
from .company import COMMUNITIES, PROJECTS, UNITS, FIRST_DAY
from .operations import FINANCE, Ask, Played

# What is asked, the model's answer, the service's answer.
Answers = tuple[str, Any, Any]

_COMPONENTS = {1: Component.COST, 2: Component.LATE_FEE, 3: Component.PRINCIPAL}


# -- units ---------------------------------------------------------------------------------------

def bills(played: Played, unit_id: str) -> Answers:
    """What is unpaid of each bill, and what was waived (LED-1)."""
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
                       str(b.posting_date))
                for b in model.bills_of(unit_id)}
    answer = played.client.call(FINANCE, "Billing.ListBills", messages("billing").ListBillsRequest(
        unit_id=unit_id, page_size=1000))
    actual = {b.id: (b.period_start_date, b.period_end_date, b.due_date, b.principal_fen,
                     b.unpaid_principal_fen, b.unpaid_late_fee_fen, b.unpaid_cost_fen,
                     b.waived_fen, b.posting_date) for b in answer.bills}
    return f"bills of {unit_id}", expected, actual


def payments(played: Played, unit_id: str) -> Answers:
    """Where each payment's money is (LED-2, LED-3)."""
    expected = {}
    for p in played.model.payments_of(unit_id):
        standing: dict[tuple, int] = defaultdict(int)
        for a in p.allocations:
            standing[a.bill_id, a.component.name, str(a.posting_date), a.from_prepayment] += a.fen
        expected[p.id] = (p.fen, str(p.posting_date), p.held_fen, p.refunded_fen, p.reversed,
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
        actual[played.say(p.id)] = (p.amount_fen, p.posting_date, p.prepayment_fen, p.refunded_fen,
                                    p.state == 2, dict(standing))
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

def ageing(played: Played, project_id: str, as_of: Date, time: Any = None,
           number: int | None = None) -> Answers:
    """LED-5, definition 6, of each community of a project."""
    model = played.model
    expected = {c: model.ageing(model.units_of(c), as_of, number)
                for c, p in COMMUNITIES.items() if p == project_id}
    answer = played.client.call(FINANCE, "Statement.GetAgeing",
                                messages("statement").GetAgeingRequest(
                                    project_id=project_id, as_of_date=str(as_of),
                                    recorded_by_time=time))
    actual = {c: {name: 0 for name in ALL_BUCKETS} for c in expected}
    for row in answer.rows:
        actual[row.community_id] = {name: getattr(row, f"{name}_fen") for name in ALL_BUCKETS}
        if row.outstanding_fen != sum(actual[row.community_id].values()):
            actual[row.community_id]["outstanding"] = row.outstanding_fen
    return f"ageing of {project_id} as of {as_of}{_as_known(number)}", expected, actual


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


def _rate_of_service(rate: Any) -> tuple[int, int, int | None]:
    return (rate.received_fen, rate.receivable_fen,
            rate.rate_bp if rate.HasField("rate_bp") else None)


def _rate_of_model(rate: Rate) -> tuple[int, int, int | None]:
    return rate.received_fen, rate.receivable_fen, rate.bp


def rate(played: Played, place: dict[str, str], as_of: Date, time: Any = None,
         number: int | None = None) -> Answers:
    """LED-8 of a community, an area or a project, as {"community_id": id}."""
    model = played.model
    (kind, place_id), = place.items()
    belongs = {"community_id": {c: c for c in COMMUNITIES}, "area_id": model.company.area_of,
               "project_id": COMMUNITIES}[kind]
    expected = model.rate([c for c, p in belongs.items() if p == place_id], as_of, number)
    answer = played.client.call(FINANCE, "Plan.GetCollectionRate",
                                messages("plan").GetCollectionRateRequest(
                                    as_of_date=str(as_of), recorded_by_time=time, **place))
    return (f"rate of {place_id} as of {as_of}{_as_known(number)}", _rate_of_model(expected),
            _rate_of_service(answer))


def ranking(played: Played, project_id: str, month: Month) -> Answers:
    """LED-9, definition 11, of a closed month."""
    def of_model(row: RankingRow) -> tuple:
        return (row.id, _rate_of_model(row.rate), row.historical.outstanding_fen,
                row.historical.recovered_fen, tuple(of_model(r) for r in row.communities))

    def of_service(row: Any) -> tuple:
        return (row.community_id or row.area_id, _rate_of_service(row.rate),
                row.historical_outstanding_fen, row.historical_recovered_fen,
                tuple(of_service(r) for r in row.communities))

    answer = played.client.call(FINANCE, "Plan.GetRanking", messages("plan").GetRankingRequest(
        project_id=project_id, month=str(month)))
    return (f"ranking of {project_id} in {month}",
            [of_model(row) for row in played.model.ranking(project_id, month)],
            [of_service(row) for row in answer.rows])


def month_figures(played: Played, month: Month) -> Answers:
    """LED-10: the frozen figures of a closed month, by community."""
    frozen = played.model.frozen[month]
    expected = {c: (r.received_fen, r.receivable_fen, frozen.historical[c].outstanding_fen,
                    frozen.historical[c].recovered_fen) for c, r in frozen.rates.items()}
    answer = played.client.call(FINANCE, "Close.GetMonthFigures",
                                messages("close").GetMonthFiguresRequest(month=str(month)))
    actual = {c.community_id: (c.received_fen, c.receivable_fen, c.historical_outstanding_fen,
                               c.historical_recovered_fen) for c in answer.communities}
    return f"frozen figures of {month}", expected, actual


def integrity(played: Played) -> Answers:
    """LED-4: the service finds nothing wrong in its own books."""
    answer = played.client.call(FINANCE, "Statement.VerifyIntegrity",
                                messages("statement").VerifyIntegrityRequest())
    return "integrity", (True, []), (answer.intact, [str(fault) for fault in answer.faults])


# -- all of them ---------------------------------------------------------------------------------

def after_each_step(played: Played) -> Iterator[Answers]:
    """All that is to agree at every moment."""
    model = played.model
    first = Date.fromisoformat(FIRST_DAY)
    for unit_id in UNITS:
        yield bills(played, unit_id)
        yield payments(played, unit_id)
        yield statement(played, unit_id, first, model.now)
    for project_id in PROJECTS:
        yield ageing(played, project_id, model.business_date)
    for community_id in COMMUNITIES:
        yield rate(played, {"community_id": community_id}, model.business_date)
    yield trial_balance(played, "", model.now)


def after_some_steps(played: Played) -> Iterator[Answers]:
    """What is dear to ask."""
    yield integrity(played)
    for project_id in PROJECTS:
        yield trial_balance(played, project_id, played.model.business_date)
        yield rate(played, {"project_id": project_id}, played.model.business_date)
    for month in list(played.model.frozen)[-2:]:
        yield month_figures(played, month)
        for project_id in PROJECTS:
            yield ranking(played, project_id, month)


def as_asked(played: Played, ask: Ask) -> Iterator[Answers]:
    """A question as of a date, and as it was known (LED-16)."""
    time, number = (played.marks[ask.known_behind] if ask.known_behind is not None
                    else (None, None))
    yield statement(played, ask.unit_id, ask.first, ask.as_of, time, number)
    yield ageing(played, COMMUNITIES[ask.community_id], ask.as_of, time, number)
    yield rate(played, {"community_id": ask.community_id}, ask.as_of, time, number)
    yield rate(played, {"area_id": played.model.company.area_of[ask.community_id]}, ask.as_of,
               time, number)
    if number is None:
        yield trial_balance(played, COMMUNITIES[ask.community_id], ask.as_of)
