#include "services/ledger/api/import_apply.h"

#include <map>
#include <utility>
#include <vector>

#include "common/status/macros.h"
#include "services/ledger/api/payment_checks.h"
#include "services/ledger/store/bill_schedule_store.h"
#include "services/ledger/store/bill_store.h"
#include "services/ledger/store/journal_store.h"
#include "services/ledger/store/organisation_writer.h"
#include "services/ledger/store/payment_follower.h"
#include "services/ledger/store/payment_store.h"

namespace cuijiao::ledger {
namespace {

std::string CommunityOf(const UnitRow& row, const ImportFacts&) { return row.unit.community_id; }

std::string CommunityOf(const OpeningBillRow& row, const ImportFacts& facts) {
  return facts.units.at(row.unit_id).community_id;
}

std::string CommunityOf(const ReceiptRow& row, const ImportFacts& facts) {
  return facts.units.at(ImportCheck::UnitOf(row, facts).value()).community_id;
}

// Rows of one kind by their community, each list in the order of the file.
template <typename Row>
std::map<std::string, std::vector<const Row*>> ByCommunity(std::span<const ReadRow> rows,
                                                           const ImportFacts& facts) {
  std::map<std::string, std::vector<const Row*>> by_community;
  for (const ReadRow& row : rows) {
    const Row& value = std::get<Row>(row.value);
    by_community[CommunityOf(value, facts)].push_back(&value);
  }
  return by_community;
}

// Locks the community's partition, lets `body` (absl::Status(JournalStore&)) post, and flushes.
template <typename Body>
absl::Status PostIn(db::Transaction& transaction, LedgerContext& context, const CallContext& call,
                    const std::string& community_id, Body body) {
  CUIJIAO_ASSIGN_OR_RETURN(JournalStore journal,
                           JournalStore::Lock(transaction, context.ids, call.time, community_id));
  CUIJIAO_RETURN_IF_ERROR(body(journal));
  return journal.Flush();
}

absl::Status ApplyUnits(db::Transaction& transaction, LedgerContext& context,
                        const CallContext& call, std::span<const ReadRow> rows,
                        const ImportFacts& facts) {
  OrganisationWriter writer(transaction, context.cipher);
  for (const auto& [community_id, of_community] : ByCommunity<UnitRow>(rows, facts)) {
    std::map<std::string, Unit> units;  // a unit with several fees has several rows
    std::vector<FeeSchedule> schedules;
    for (const UnitRow* row : of_community) {
      units.try_emplace(row->unit.id, row->unit);
      const auto standing = facts.schedules.find(row->unit.id);
      const bool stands = row->schedule && standing != facts.schedules.end() &&
                          Stands(*row->schedule, standing->second);
      if (row->schedule && !stands) schedules.push_back(*row->schedule);
    }
    std::vector<Unit> distinct;
    for (const auto& [id, unit] : units) distinct.push_back(unit);
    CUIJIAO_ASSIGN_OR_RETURN(const std::vector<std::string> resized, writer.PutUnits(distinct));
    const auto schedule = [&](JournalStore& journal) -> absl::Status {
      CUIJIAO_RETURN_IF_ERROR(PutFeeSchedules(journal, schedules));
      return RefreshScheduledFees(journal, resized);
    };
    CUIJIAO_RETURN_IF_ERROR(PostIn(transaction, context, call, community_id, schedule));
  }
  return absl::OkStatus();
}

absl::Status ApplyOwners(db::Transaction& transaction, LedgerContext& context,
                         std::span<const ReadRow> rows) {
  OrganisationWriter writer(transaction, context.cipher);
  std::map<std::string, Owner> owners;  // an owner of several units has several rows
  for (const ReadRow& row : rows) {
    const Owner& owner = std::get<OwnerRow>(row.value).owner;
    owners.try_emplace(owner.id, owner);
  }
  std::vector<Owner> distinct;
  for (const auto& [id, owner] : owners) distinct.push_back(owner);
  CUIJIAO_RETURN_IF_ERROR(writer.PutContactsOf(distinct));
  for (const ReadRow& row : rows) {
    CUIJIAO_RETURN_IF_ERROR(writer.PutOwnership(std::get<OwnerRow>(row.value).ownership));
  }
  return absl::OkStatus();
}

absl::Status ApplyOpeningBills(db::Transaction& transaction, LedgerContext& context,
                               const CallContext& call, std::span<const ReadRow> rows,
                               const ImportFacts& facts) {
  for (const auto& [community_id, of_community] : ByCommunity<OpeningBillRow>(rows, facts)) {
    std::vector<OpeningBill> bills;
    for (const OpeningBillRow* row : of_community) {
      bills.push_back({row->unit_id, row->fee_kind, row->period_start, row->period_end,
                       row->due_date, row->unpaid});
    }
    CUIJIAO_RETURN_IF_ERROR(
        PostIn(transaction, context, call, community_id,
               [&](JournalStore& journal) { return PostOpeningBills(journal, bills); }));
  }
  return absl::OkStatus();
}

absl::Status ApplyReceipts(db::Transaction& transaction, LedgerContext& context,
                           const CallContext& call, std::span<const ReadRow> rows,
                           const ImportFacts& facts) {
  for (const auto& [community_id, of_community] : ByCommunity<ReceiptRow>(rows, facts)) {
    std::string project_id;
    std::vector<std::string> cash;
    const auto post = [&](JournalStore& journal) -> absl::Status {
      for (const ReceiptRow* row : of_community) {
        CUIJIAO_ASSIGN_OR_RETURN(
            const UnitPlace unit,
            LoadKnownUnit(transaction, ImportCheck::UnitOf(*row, facts).value()));
        Receipt receipt;
        receipt.unit_id = unit.unit_id;
        receipt.amount = row->amount;
        receipt.method = row->method;
        receipt.received_date = row->received_date;
        receipt.collaborator_ids = row->collaborator_ids;
        receipt.external_reference = row->external_reference;
        receipt.recorded_by = RecordedBy(call);
        CUIJIAO_ASSIGN_OR_RETURN(receipt.collector_id,
                                 DecideCollector(transaction, unit, row->received_date,
                                                 row->collector_id, row->collaborator_ids));
        CUIJIAO_ASSIGN_OR_RETURN(const Payment payment, RecordReceipt(journal, receipt));
        if (receipt.method != PaymentMethod::kCash) continue;
        project_id = unit.project_id;
        cash.push_back(payment.id);
      }
      return absl::OkStatus();
    };
    CUIJIAO_RETURN_IF_ERROR(PostIn(transaction, context, call, community_id, post));
    CUIJIAO_RETURN_IF_ERROR(KeepCashHandedOver(transaction, project_id, RecordedBy(call), cash));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ApplyRows(db::Transaction& transaction, LedgerContext& context,
                       const CallContext& call, ImportKind kind, std::span<const ReadRow> rows,
                       const ImportFacts& facts) {
  if (rows.empty()) return absl::OkStatus();
  switch (kind) {
    case ImportKind::kUnits:
      return ApplyUnits(transaction, context, call, rows, facts);
    case ImportKind::kOwners:
      return ApplyOwners(transaction, context, rows);
    case ImportKind::kOpeningBills:
      return ApplyOpeningBills(transaction, context, call, rows, facts);
    case ImportKind::kReceipts:
      return ApplyReceipts(transaction, context, call, rows, facts);
    case ImportKind::kFinanceReceipts:
      break;
  }
  return absl::InternalError("no such kind of import");
}

}  // namespace cuijiao::ledger
