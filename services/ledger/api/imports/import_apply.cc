#include "services/ledger/api/imports/import_apply.h"

#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/requests/request_log.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/api/payments/payment_checks.h"
#include "services/ledger/store/billing/bill_schedule_store.h"
#include "services/ledger/store/billing/bill_store.h"
#include "services/ledger/store/billing/resized_units.h"
#include "services/ledger/store/billing/scheduled_spans.h"
#include "services/ledger/store/billing/unscheduled_units.h"
#include "services/ledger/store/journal/journal_store.h"
#include "services/ledger/store/organisation/organisation_store.h"
#include "services/ledger/store/payments/payment_store.h"
#include "services/ledger/store/receipts/payment_follower.h"

namespace cuijiao::ledger {
namespace {

std::string CommunityOf(const OpeningBillRow& row, const ImportFacts& facts) {
  return facts.units.at(row.unit_id).community_id;
}

std::string CommunityOf(const OpeningReceiptRow& row, const ImportFacts& facts) {
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

}  // namespace

absl::StatusOr<ImportApply> ImportApply::Lock(db::Transaction& transaction, LedgerContext& context,
                                              const CallContext& call, ImportKind kind,
                                              const std::string& project_id) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<CommunityPlace> communities,
                           OrganisationStore(transaction).LoadCommunities(project_id));
  std::vector<std::string> ids;
  ids.reserve(communities.size());
  for (const CommunityPlace& place : communities) ids.push_back(place.community_id);
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<JournalStore> journals,
                           JournalStore::LockAll(transaction, context.ids, call.time, ids));
  ImportApply apply(transaction, context, call, kind);
  for (const JournalStore& journal : journals) {
    apply.today_[journal.partition_id()] = journal.days().Today();
  }
  return apply;
}

absl::StatusOr<std::optional<Date>> ImportApply::PutDateOf(const StagedRange& range) {
  CUIJIAO_ASSIGN_OR_RETURN(const auto communities, LoadTargetCommunities(*transaction_, range));
  std::optional<Date> put_date;
  for (const auto& [community_id, has_schedule] : communities) {
    const auto today = today_.find(community_id);
    const bool differs = today == today_.end() || (put_date && *put_date != today->second);
    if (differs) return std::optional<Date>();
    put_date = today->second;
  }
  for (const auto& [community_id, has_schedule] : communities) {
    if (has_schedule) unscheduled_.insert(community_id);
  }
  return put_date;
}

absl::StatusOr<std::optional<std::int64_t>> ImportApply::Copy(const StagedRange& range) {
  absl::StatusOr<std::int64_t> copied = 0;
  if (kind_ == ImportKind::kUnits) {
    CUIJIAO_ASSIGN_OR_RETURN(const std::optional<Date> put_date, PutDateOf(range));
    if (!put_date) return std::optional<std::int64_t>();
    copied = CopyUnits(*transaction_, range, *put_date, call_->time.recorded_time);
  } else if (kind_ == ImportKind::kOwners) {
    copied = CopyOwners(*transaction_, range, call_->time.recorded_time);
  } else {
    return std::optional<std::int64_t>();
  }
  if (ReasonOf(copied.status()) == kRequestRaced) {
    return Refusal(absl::StatusCode::kAborted, kImportChanged,
                   std::string(copied.status().message()));
  }
  CUIJIAO_RETURN_IF_ERROR(copied.status());
  return std::optional(*copied);
}

absl::Status ImportApply::Apply(std::span<const ReadRow> rows, const ImportFacts& facts) {
  if (rows.empty()) return absl::OkStatus();
  switch (kind_) {
    case ImportKind::kUnits:
      return ApplyUnits(rows, facts);
    case ImportKind::kOwners:
      return ApplyOwners(rows);
    case ImportKind::kOpeningBills:
      return ApplyOpeningBills(rows, facts);
    case ImportKind::kReceipts:
      return ApplyReceipts(rows, facts);
    case ImportKind::kOpeningReceipts:
      return ApplyOpeningReceipts(rows, facts);
    case ImportKind::kFinanceReceipts:
    case ImportKind::kOpeningTotals:
      break;
  }
  return absl::InternalError("no such kind of import");
}

absl::Status ImportApply::Finish() { return MarkUnscheduled(*transaction_, unscheduled_); }

OrganisationWriter ImportApply::Organisation() const {
  return {*transaction_,
          context_->cipher,
          context_->ids,
          {RecordedBy(*call_), call_->time.recorded_time}};
}

template <typename Body>
absl::Status ImportApply::PostIn(const std::string& community_id, Body body) {
  CUIJIAO_ASSIGN_OR_RETURN(JournalStore journal, JournalStore::Lock(*transaction_, context_->ids,
                                                                    call_->time, community_id));
  CUIJIAO_RETURN_IF_ERROR(body(journal));
  return journal.Flush();
}

// New units are inserted in bulk, and their scheduled fees follow; what changes a unit takes the
// path of every such change.
absl::Status ImportApply::ApplyUnits(std::span<const ReadRow> rows, const ImportFacts& facts) {
  std::vector<const UnitRow*> of_new;
  std::map<std::string, std::vector<const ReadRow*>> changes;
  for (const ReadRow& row : rows) {
    const auto& value = std::get<UnitRow>(row.value);
    if (facts.units.contains(value.unit.id)) {
      changes[value.unit.community_id].push_back(&row);
    } else {
      of_new.push_back(&value);
    }
  }
  CUIJIAO_RETURN_IF_ERROR(InsertNewUnits(of_new));
  for (const auto& [community_id, of_community] : changes) {
    CUIJIAO_RETURN_IF_ERROR(ChangeUnits(community_id, of_community, facts));
  }
  return absl::OkStatus();
}

absl::Status ImportApply::InsertNewUnits(std::span<const UnitRow* const> rows) {
  std::map<std::string, const Unit*> units;  // a unit with several fees has several rows
  std::vector<FeeSchedule> schedules;
  std::set<std::string> with_schedule;
  for (const UnitRow* row : rows) {
    units.try_emplace(row->unit.id, &row->unit);
    if (!row->schedule) continue;
    const auto today = today_.find(row->unit.community_id);
    if (today == today_.end()) {
      return Refusal(absl::StatusCode::kAborted, kImportChanged,
                     absl::StrCat("community_id ", row->unit.community_id,
                                  " is new since the import began; repeat the call"));
    }
    FeeSchedule& schedule = schedules.emplace_back(*row->schedule);
    schedule.put_date = row->counts_from.value_or(today->second);
    schedule.put_time = call_->time.recorded_time;
    with_schedule.insert(row->unit.id);
    unscheduled_.insert(row->unit.community_id);
  }
  std::vector<Unit> distinct;
  distinct.reserve(units.size());
  for (const auto& [id, unit] : units) distinct.push_back(*unit);
  CUIJIAO_RETURN_IF_ERROR(Organisation().InsertUnits(distinct, with_schedule));
  return InsertSchedules(*transaction_, context_->ids, schedules);
}

absl::Status ImportApply::ChangeUnits(const std::string& community_id,
                                      std::span<const ReadRow* const> rows,
                                      const ImportFacts& facts) {
  std::map<std::string, Unit> units;
  std::vector<FeeSchedule> schedules;
  for (const ReadRow* read : rows) {
    const auto& row = std::get<UnitRow>(read->value);
    units.try_emplace(row.unit.id, row.unit);
    if (!row.schedule || read->facts_alone) continue;
    const auto standing = facts.schedules.find(row.unit.id);
    const bool stands =
        standing != facts.schedules.end() && Stands(*row.schedule, standing->second);
    if (!stands) schedules.push_back(*row.schedule);
  }
  std::vector<Unit> distinct;
  for (const auto& [id, unit] : units) distinct.push_back(unit);
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<ResizedUnit> resized,
                           Organisation().PutUnits(distinct));
  return PostIn(community_id, [&](JournalStore& journal) -> absl::Status {
    CUIJIAO_RETURN_IF_ERROR(KeepReplacedAreas(journal, resized));
    CUIJIAO_RETURN_IF_ERROR(PutFeeSchedules(journal, schedules));
    std::vector<std::string> unit_ids;
    for (const ResizedUnit& unit : resized) unit_ids.push_back(unit.unit_id);
    return RefreshScheduledFees(journal, unit_ids);
  });
}

absl::Status ImportApply::ApplyOwners(std::span<const ReadRow> rows) {
  OrganisationWriter writer = Organisation();
  std::map<std::string, const Owner*> owners;  // an owner of several units has several rows
  std::vector<Ownership> ownerships;
  ownerships.reserve(rows.size());
  for (const ReadRow& row : rows) {
    const auto& value = std::get<OwnerRow>(row.value);
    owners.try_emplace(value.owner.id, &value.owner);
    if (!row.facts_alone) ownerships.push_back(value.ownership);
  }
  std::vector<Owner> distinct;
  distinct.reserve(owners.size());
  for (const auto& [id, owner] : owners) distinct.push_back(*owner);
  CUIJIAO_RETURN_IF_ERROR(writer.PutContactsOf(distinct));
  return writer.PutOwnerships(ownerships);
}

absl::Status ImportApply::ApplyOpeningBills(std::span<const ReadRow> rows,
                                            const ImportFacts& facts) {
  for (const auto& [community_id, of_community] : ByCommunity<OpeningBillRow>(rows, facts)) {
    std::vector<OpeningBill> bills;
    for (const OpeningBillRow* row : of_community) {
      bills.push_back({row->unit_id, row->fee_kind, row->period_start, row->period_end,
                       row->due_date, row->unpaid, row->posting_date});
    }
    CUIJIAO_RETURN_IF_ERROR(PostIn(
        community_id, [&](JournalStore& journal) { return PostOpeningBills(journal, bills); }));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Payment>> ImportApply::Record(const std::string& community_id,
                                                         std::vector<PlacedReceipt> receipts) {
  std::vector<CollectorQuestion> questions;
  questions.reserve(receipts.size());
  for (const auto& [id, receipt] : receipts) {
    questions.push_back(
        {id, receipt.received_date, receipt.collector_id, receipt.collaborator_ids});
  }
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<absl::StatusOr<std::string>> collectors,
                           DecideCollectors(*transaction_, questions));
  for (std::size_t i = 0; i < receipts.size(); ++i) {
    CUIJIAO_ASSIGN_OR_RETURN(receipts[i].receipt.collector_id, collectors[i]);
    receipts[i].receipt.recorded_by = RecordedBy(*call_);
  }
  // All at once: what one of a unit paid must be known to the next one, and entries are written
  // with the flush.
  std::vector<Payment> payments;
  CUIJIAO_RETURN_IF_ERROR(PostIn(community_id, [&](JournalStore& journal) -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const std::vector<absl::StatusOr<Payment>> outcomes,
                             RecordReceipts({&journal, 1}, receipts));
    for (const absl::StatusOr<Payment>& outcome : outcomes) {
      CUIJIAO_ASSIGN_OR_RETURN(Payment payment, outcome);
      payments.push_back(std::move(payment));
    }
    return absl::OkStatus();
  }));
  return payments;
}

absl::Status ImportApply::ApplyReceipts(std::span<const ReadRow> rows, const ImportFacts& facts) {
  for (const auto& [community_id, of_community] : ByCommunity<ReceiptRow>(rows, facts)) {
    std::string project_id;
    std::vector<PlacedReceipt> receipts;
    for (const ReceiptRow* row : of_community) {
      Receipt receipt;
      receipt.unit_id = ImportCheck::UnitOf(*row, facts).value();
      project_id = facts.units.at(receipt.unit_id).project_id;
      receipt.amount = row->amount;
      receipt.method = row->method;
      receipt.received_date = row->received_date;
      receipt.collector_id = row->collector_id;
      receipt.collaborator_ids = row->collaborator_ids;
      receipt.external_reference = row->external_reference;
      receipts.push_back({community_id, std::move(receipt)});
    }
    CUIJIAO_ASSIGN_OR_RETURN(const std::vector<Payment> payments,
                             Record(community_id, std::move(receipts)));
    std::vector<std::string> cash;
    for (const Payment& payment : payments) {
      if (payment.method == PaymentMethod::kCash) cash.push_back(payment.id);
    }
    CUIJIAO_RETURN_IF_ERROR(
        KeepCashHandedOver(*transaction_, project_id, RecordedBy(*call_), cash));
  }
  return absl::OkStatus();
}

absl::Status ImportApply::ApplyOpeningReceipts(std::span<const ReadRow> rows,
                                               const ImportFacts& facts) {
  for (const auto& [community_id, of_community] : ByCommunity<OpeningReceiptRow>(rows, facts)) {
    std::vector<PlacedReceipt> receipts;
    for (const OpeningReceiptRow* row : of_community) {
      Receipt receipt;
      receipt.unit_id = row->unit_id;
      receipt.amount = row->amount;
      receipt.method = PaymentMethod::kOpening;
      receipt.received_date = row->received_date;
      // As much as the bill still owes; the rest goes as money that names no bill does.
      if (!row->bill_id.empty()) receipt.designations.push_back({row->bill_id, Fen(0)});
      receipt.external_reference = row->reference;
      receipts.push_back({community_id, std::move(receipt)});
    }
    CUIJIAO_RETURN_IF_ERROR(Record(community_id, std::move(receipts)).status());
  }
  return absl::OkStatus();
}

}  // namespace cuijiao::ledger
