#include "services/ledger/store/billing/bill_store.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/store/billing/bill_rows.h"
#include "services/ledger/store/billing/bill_schedule_store.h"
#include "services/ledger/store/billing/unscheduled_units.h"
#include "services/ledger/store/journal/posting_store.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

constexpr int kUnitsBilledAtOnce = 100;

// The planned bills of one set of units.
struct SetPlan {
  std::vector<std::string> unit_ids;  // of the whole set
  std::vector<PlannedBill> to_make;
  BillingTotals totals;
};

bool BeginsIn(const BillingRun& run, const PlannedBill& bill) {
  const Month month(bill.period_start);
  return run.from <= month && month <= run.to;
}

// The plan of the set of units after `after_unit_id`.
absl::StatusOr<SetPlan> PlanSet(db::Transaction& transaction, const BillingRun& run,
                                std::string_view after_unit_id) {
  SetPlan set;
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<UnitPlace> units,
                           OrganisationStore(transaction)
                               .LoadUnitsOf(run.community_id, after_unit_id, kUnitsBilledAtOnce));
  for (const UnitPlace& unit : units) set.unit_ids.push_back(unit.unit_id);
  CUIJIAO_ASSIGN_OR_RETURN(const SchedulesAndBills known,
                           LoadSchedulesAndBills(transaction, set.unit_ids));
  for (const UnitPlace& unit : units) {
    for (int year = static_cast<int>(run.from.year()); year <= run.to.year(); ++year) {
      CUIJIAO_ASSIGN_OR_RETURN(YearPlan plan, known.PlanYear(unit, year));
      set.totals.existing_count += std::ranges::count_if(
          plan.existing, [&run](const PlannedBill& bill) { return BeginsIn(run, bill); });
      for (PlannedBill& bill : plan.to_make) {
        if (!BeginsIn(run, bill)) continue;
        ++set.totals.made_count;
        set.totals.made += bill.amount;
        set.to_make.push_back(std::move(bill));
      }
    }
  }
  return set;
}

Bill ToBill(const PlannedBill& planned, std::string_view community_id, Date posting_date) {
  Bill bill;
  bill.id = planned.bill_id;
  bill.unit_id = planned.unit_id;
  bill.community_id = std::string(community_id);
  bill.fee_kind = planned.fee_kind;
  bill.period_start = planned.period_start;
  bill.period_end = planned.period_end;
  bill.due_date = planned.due_date;
  bill.principal = planned.amount;
  bill.unpaid.principal = planned.amount;
  bill.posting_date = posting_date;
  return bill;
}

// Posts new bills, by unit, in the journal's community.
absl::Status PostBills(JournalStore& journal, std::map<std::string, std::vector<Bill>> bills,
                       EntryKind kind) {
  if (bills.empty()) return absl::OkStatus();
  std::vector<std::string> unit_ids;
  for (const auto& [unit_id, of_unit] : bills) unit_ids.push_back(unit_id);
  // Until now the fees of these bills were scheduled: whose fees are not written yet gets them
  // first.
  CUIJIAO_RETURN_IF_ERROR(ScheduleWaitingOf(journal, unit_ids));
  PostingStore store(journal);
  Date first_day = journal.days().Today();
  for (const auto& [unit_id, of_unit] : bills) {
    for (const Bill& bill : of_unit) first_day = std::min(first_day, bill.posting_date);
  }
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<UnitPosting> postings, store.OpenUnits(unit_ids, first_day));
  if (postings.size() != unit_ids.size()) {
    const auto known = [&](const std::string& unit_id) {
      return std::ranges::any_of(postings, [&](const UnitPosting& posting) {
        return posting.account().unit_id == unit_id;
      });
    };
    const std::string& unknown = *std::ranges::find_if_not(unit_ids, known);
    return Refusal(absl::StatusCode::kNotFound, kUnknownUnit,
                   absl::StrCat("there is no unit_id ", unknown, " in the community"),
                   {{"unit_id", unknown}});
  }
  for (UnitPosting& posting : postings) {
    posting.BringUpToDate();
    for (Bill& bill : bills.at(posting.account().unit_id)) posting.MakeBill(std::move(bill), kind);
    posting.UseDuePrepayments(first_day);
    CUIJIAO_RETURN_IF_ERROR(store.Take(posting));
  }
  CUIJIAO_RETURN_IF_ERROR(store.Write());
  return EndBilledFees(journal, unit_ids);
}

// Where a run through a community's sets of units is.
struct RunState {
  BillingTotals totals;
  std::int64_t done_units = 0;
  std::string after;
};

// Adds a set that is done; CANCELLED when `progress` ends the run.
absl::Status Add(const SetPlan& set, const BillingProgress& progress, RunState& state) {
  state.totals += set.totals;
  state.done_units += static_cast<std::int64_t>(set.unit_ids.size());
  state.after = set.unit_ids.back();
  if (progress(state.done_units, state.totals)) return absl::OkStatus();
  return absl::CancelledError("the billing run was cancelled");
}

}  // namespace

absl::Status PostPlannedBills(JournalStore& journal, std::span<const PlannedBill> planned) {
  std::map<std::string, std::vector<Bill>> bills;
  for (const PlannedBill& bill : planned) {
    bills[bill.unit_id].push_back(ToBill(bill, journal.partition_id(), journal.days().Today()));
  }
  return PostBills(journal, std::move(bills), EntryKind::kBill);
}

absl::StatusOr<BillingTotals> RunBilling(db::Database& database, IdSource& ids,
                                         const BillingRun& run, CompanyClock& clock,
                                         const BillingProgress& progress) {
  CUIJIAO_ASSIGN_OR_RETURN(const CompanyTime begun, clock.Now());
  for (int year = static_cast<int>(run.from.year()); year <= run.to.year(); ++year) {
    CUIJIAO_RETURN_IF_ERROR(EnsureScheduledYear(database, ids, run.community_id, year, begun,
                                                run.deadline, [&] { return progress(0, {}); }));
  }
  RunState state;
  while (true) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const SetPlan set,
        database.Transact(
            "RunBilling",
            [&](db::Transaction& transaction) -> absl::StatusOr<SetPlan> {
              CUIJIAO_ASSIGN_OR_RETURN(const CompanyTime now, clock.Now());
              CUIJIAO_ASSIGN_OR_RETURN(JournalStore journal,
                                       JournalStore::Lock(transaction, ids, now, run.community_id));
              CUIJIAO_ASSIGN_OR_RETURN(SetPlan plan, PlanSet(transaction, run, state.after));
              CUIJIAO_RETURN_IF_ERROR(PostPlannedBills(journal, plan.to_make));
              CUIJIAO_RETURN_IF_ERROR(journal.Flush());
              return plan;
            },
            {.deadline = run.deadline}));
    if (set.unit_ids.empty()) return state.totals;
    CUIJIAO_RETURN_IF_ERROR(Add(set, progress, state));
  }
}

absl::StatusOr<BillingTotals> PreviewBilling(db::Database& database, const BillingRun& run,
                                             const BillingProgress& progress) {
  return database.Read(
      "PreviewBilling", [&](db::Transaction& transaction) -> absl::StatusOr<BillingTotals> {
        RunState state;
        while (true) {
          CUIJIAO_ASSIGN_OR_RETURN(const SetPlan set, PlanSet(transaction, run, state.after));
          if (set.unit_ids.empty()) return state.totals;
          CUIJIAO_RETURN_IF_ERROR(Add(set, progress, state));
        }
      });
}

absl::Status PostOpeningBills(JournalStore& journal, std::span<const OpeningBill> opening) {
  // A bill of the running year ends its fee on its posting day, and not before: the year's fees are
  // scheduled first.
  const int year = journal.days().PlanYearOf(journal.days().Today());
  CUIJIAO_RETURN_IF_ERROR(EnsureScheduledYear(journal, year));
  std::map<std::string, std::vector<Bill>> bills;
  for (const OpeningBill& given : opening) {
    PlannedBill planned{
        MakeBillId(given.unit_id, given.fee_kind, given.period_start, given.period_end),
        given.unit_id,
        given.fee_kind,
        given.period_start,
        given.period_end,
        given.due_date,
        given.unpaid.principal};
    Bill bill = ToBill(planned, journal.partition_id(),
                       given.posting_date.value_or(journal.days().Today()));
    bill.unpaid = given.unpaid;
    bills[given.unit_id].push_back(std::move(bill));
  }
  std::vector<std::string> unit_ids;
  for (const auto& [unit_id, of_unit] : bills) unit_ids.push_back(unit_id);
  CUIJIAO_ASSIGN_OR_RETURN(SchedulesAndBills known,
                           LoadSchedulesAndBills(journal.transaction(), unit_ids));
  for (const auto& [unit_id, of_unit] : bills) {
    std::vector<BilledPeriod>& periods = known.billed.at(unit_id);
    for (const Bill& bill : of_unit) {
      const bool exists = std::ranges::any_of(periods, [&bill](const BilledPeriod& period) {
        return period.fee_kind == bill.fee_kind && period.start <= bill.period_end &&
               bill.period_start <= period.end;
      });
      if (exists) {
        return Refusal(absl::StatusCode::kAlreadyExists, kBillExists,
                       absl::StrCat("the period of bill ", bill.id, " is billed already"),
                       {{"bill_id", bill.id}, {"unit_id", bill.unit_id}});
      }
      periods.push_back({bill.fee_kind, bill.period_start, bill.period_end});
    }
  }
  return PostBills(journal, std::move(bills), EntryKind::kOpening);
}

absl::StatusOr<std::vector<Bill>> ListBills(db::Transaction& transaction, std::string_view unit_id,
                                            bool unpaid_only, const BillPosition& after,
                                            int limit) {
  std::vector<Bill> bills;
  CUIJIAO_RETURN_IF_ERROR(transaction.QueryEach(
      Concat({kSelectBill, " WHERE unit_id = ?", unpaid_only ? " AND is_open = 1" : "",
              " AND (due_date > ? OR (due_date = ? AND bill_id > ?))"
              " ORDER BY due_date, bill_id LIMIT ?"}),
      {unit_id, after.due_date, after.due_date, after.bill_id, limit}, [&](const db::Row& row) {
        bills.push_back(BillOf(row));
        return absl::OkStatus();
      }));
  return bills;
}

}  // namespace cuijiao::ledger
