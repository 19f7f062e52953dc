#include "services/ledger/store/close/close_books.h"

#include <utility>
#include <vector>

#include "common/status/macros.h"
#include "services/ledger/store/billing/unscheduled_units.h"
#include "services/ledger/store/figures/figures_by_scope.h"
#include "services/ledger/store/figures/figures_store.h"
#include "services/ledger/store/journal/books.h"
#include "services/ledger/store/journal/journal_store.h"
#include "services/ledger/store/organisation/organisation_store.h"
#include "services/ledger/store/payments/due_prepayments.h"
#include "services/ledger/store/receipts/reconciliation_store.h"

namespace cuijiao::ledger {
namespace {

// Uses what fell due in all communities, whose partitions are locked. An import of units may have
// come in after the caller prepared the year: their fees are written too.
absl::Status UseWhatFellDue(db::Transaction& transaction, IdSource& ids, const CompanyTime& now,
                            const std::vector<CommunityPlace>& places) {
  for (const CommunityPlace& place : places) {
    CUIJIAO_ASSIGN_OR_RETURN(JournalStore journal,
                             JournalStore::Lock(transaction, ids, now, place.community_id));
    CUIJIAO_RETURN_IF_ERROR(ScheduleWaitingUnits(journal));
    CUIJIAO_RETURN_IF_ERROR(SweepDuePrepayments(journal).status());
    CUIJIAO_RETURN_IF_ERROR(journal.Flush());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<AccountingMonth> CloseBooks(db::Transaction& transaction, CompanyClock& clock,
                                           IdSource& ids, const CloseRequest& request) {
  CloseStore store(transaction);
  CUIJIAO_RETURN_IF_ERROR(LockBooks(transaction).status());
  CUIJIAO_RETURN_IF_ERROR(store.LockPartitions());
  CUIJIAO_ASSIGN_OR_RETURN(const CompanyTime now, clock.Now());
  CUIJIAO_ASSIGN_OR_RETURN(const AccountingCalendar before, LoadAccountingCalendar(transaction));
  CUIJIAO_ASSIGN_OR_RETURN(
      const CloseDecision decision,
      DecideClose(before.closed_months(), request.month, request.closing_date, now.business_date));
  if (decision == CloseDecision::kClosedAlready) {
    CUIJIAO_ASSIGN_OR_RETURN(std::optional<AccountingMonth> month, store.LoadMonth(request.month));
    return *std::move(month);
  }

  std::vector<ClosedMonth> closed = before.closed_months();
  closed.push_back({request.month, request.closing_date});
  const AccountingCalendar calendar(closed);
  // Before the work of sweeping: most closes that are refused are refused by this.
  CUIJIAO_RETURN_IF_ERROR(CloseReconciliations(transaction, calendar, request.month));

  OrganisationStore organisation(transaction);
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<CommunityPlace> places,
                           organisation.LoadCommunities());
  CUIJIAO_RETURN_IF_ERROR(UseWhatFellDue(transaction, ids, now, places));

  std::vector<std::string> settled;
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::vector<CommunityFigures> figures,
      LoadFiguresByScope(
          transaction, {}, calendar, request.month, {.date = request.closing_date}, request.basis,
          [&](const CommunityKey& community,
              const std::vector<UnitStanding>& standings) -> absl::Status {
            CUIJIAO_ASSIGN_OR_RETURN(
                const std::vector<std::string> of_community,
                store.FindSettledUnits(community.community_id, calendar, request.month, standings));
            settled.insert(settled.end(), of_community.begin(), of_community.end());
            return absl::OkStatus();
          }));

  const AccountingMonth month{.month = request.month,
                              .closing_date = request.closing_date,
                              .closed_by = request.closed_by,
                              .closed_time = now.recorded_time,
                              .definition = std::string(DefinitionName(request.basis))};
  CUIJIAO_RETURN_IF_ERROR(store.InsertMonth(month));
  CUIJIAO_RETURN_IF_ERROR(store.InsertHeads(request.month));
  CUIJIAO_RETURN_IF_ERROR(store.InsertCommunities(request.month, figures));
  CUIJIAO_RETURN_IF_ERROR(store.InsertSettledUnits(request.month, settled));
  CUIJIAO_RETURN_IF_ERROR(store.CloseThrough(closed.back()));
  // The close of a day that has not ended begins the next posting day: what is due on it falls due.
  if (request.closing_date == now.business_date) {
    CUIJIAO_RETURN_IF_ERROR(UseWhatFellDue(transaction, ids, now, places));
  }
  return month;
}

}  // namespace cuijiao::ledger
