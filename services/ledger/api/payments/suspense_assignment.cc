#include "services/ledger/api/payments/suspense_assignment.h"

#include <array>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/api/payments/payment_checks.h"
#include "services/ledger/domain/journal/journal.h"
#include "services/ledger/store/journal/journal_store.h"
#include "services/ledger/store/organisation/organisation_store.h"
#include "services/ledger/store/payments/suspense_store.h"
#include "services/ledger/store/statements/bank_statement_store.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kUnknownSuspense = "UNKNOWN_SUSPENSE";

absl::StatusOr<Suspense> LoadKnownSuspense(SuspenseStore& store, const std::string& id) {
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<Suspense> suspense, store.Load(id));
  if (suspense) return *std::move(suspense);
  return Refusal(absl::StatusCode::kNotFound, kUnknownSuspense,
                 absl::StrCat("there is no suspense_id ", id), {{"suspense_id", id}});
}

// The journals of the project's suspense and of the unit's community, locked in the order of
// their ids.
absl::StatusOr<std::array<JournalStore, 2>> LockBoth(db::Transaction& transaction, IdSource& ids,
                                                     const CompanyTime& now,
                                                     const std::string& suspense_partition,
                                                     const std::string& community_id) {
  const bool suspense_first = suspense_partition < community_id;
  CUIJIAO_ASSIGN_OR_RETURN(JournalStore first,
                           JournalStore::Lock(transaction, ids, now,
                                              suspense_first ? suspense_partition : community_id));
  CUIJIAO_ASSIGN_OR_RETURN(JournalStore second,
                           JournalStore::Lock(transaction, ids, now,
                                              suspense_first ? community_id : suspense_partition));
  if (!suspense_first) std::swap(first, second);
  return std::array<JournalStore, 2>{std::move(first), std::move(second)};
}

}  // namespace

absl::StatusOr<Payment> AssignWithin(db::Transaction& transaction, const LedgerContext& context,
                                     const CallContext& call, const std::string& suspense_id,
                                     Receipt receipt) {
  SuspenseStore store(transaction, context.cipher);
  CUIJIAO_ASSIGN_OR_RETURN(const Suspense suspense, LoadKnownSuspense(store, suspense_id));
  CUIJIAO_ASSIGN_OR_RETURN(const UnitPlace unit, LoadKnownUnit(transaction, receipt.unit_id));
  if (unit.project_id != suspense.project_id) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kOtherProject,
                   absl::StrCat("unit_id ", unit.unit_id, " is not of project ",
                                suspense.project_id, ", which holds the money"),
                   {{"unit_id", unit.unit_id}, {"project_id", suspense.project_id}});
  }
  receipt.amount = suspense.amount;
  receipt.method = suspense.method;
  receipt.received_date = suspense.received_date;
  receipt.recorded_by = RecordedBy(call);
  BankStatementStore statements(transaction, context.cipher);
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<BankLine> line, statements.LoadBySuspense(suspense_id));
  if (line) receipt.external_reference = line->said.external_reference;
  CUIJIAO_ASSIGN_OR_RETURN(receipt.collector_id,
                           DecideCollector(transaction, unit, receipt.received_date,
                                           receipt.collector_id, receipt.collaborator_ids));
  CUIJIAO_ASSIGN_OR_RETURN(auto journals,
                           LockBoth(transaction, context.ids, call.time,
                                    SuspensePartition(suspense.project_id), unit.community_id));
  CUIJIAO_ASSIGN_OR_RETURN(const Payment payment, RecordReceipt(journals[1], receipt));
  CUIJIAO_RETURN_IF_ERROR(store.Release(journals[0], suspense, payment.id, payment.posting_date));
  if (line) {
    line->state = BankLineState::kMatched;
    line->payment_id = payment.id;
    line->decided_by = RecordedBy(call);
    CUIJIAO_RETURN_IF_ERROR(
        statements.KeepDecision(*line, BankLineState::kHeld, call.time.recorded_time));
  }
  CUIJIAO_RETURN_IF_ERROR(journals[0].Flush());
  CUIJIAO_RETURN_IF_ERROR(journals[1].Flush());
  return payment;
}

}  // namespace cuijiao::ledger
