#include "services/ledger/store/payments/payment_store.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/db/sql_lists.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/domain/payments/posting_payment.h"
#include "services/ledger/store/id_chunks.h"
#include "services/ledger/store/journal/posting_messages.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kSelectPayment =
    "SELECT p.payment_id, p.unit_id, p.community_id, p.amount_fen, p.method, p.received_date,"
    " p.posting_date, p.recorded_time, p.recorded_by, p.collector_id, p.external_reference,"
    " p.waiver_id, p.waiver_fen, p.claim_fen, p.settled_year, p.held_fen, p.prepayment_fen, "
    "p.refunded_fen,"
    " p.allocation_count, p.state, p.state_date, p.reversal_reason,"
    " EXISTS (SELECT 1 FROM community c JOIN campaign w ON w.project_id = c.project_id"
    "   WHERE c.community_id = p.community_id"
    "   AND p.received_date BETWEEN w.from_date AND w.to_date) AS in_campaign"
    " FROM payment p";

Payment PaymentOf(const db::Row& row) {
  Payment payment;
  payment.id = row.String("payment_id");
  payment.unit_id = row.String("unit_id");
  payment.community_id = row.String("community_id");
  payment.amount = row.Fen("amount_fen");
  payment.method = ParseMethod(row.String("method")).value();
  payment.received_date = row.Date("received_date");
  payment.posting_date = row.Date("posting_date");
  payment.recorded_time = row.Time("recorded_time");
  payment.recorded_by = row.String("recorded_by");
  payment.collector_id = row.OptionalString("collector_id").value_or("");
  payment.external_reference = row.OptionalString("external_reference").value_or("");
  payment.waiver_id = row.OptionalString("waiver_id").value_or("");
  payment.waiver = row.Fen("waiver_fen");
  payment.claim = row.Fen("claim_fen");
  payment.settled_year = row.OptionalInt32("settled_year");
  payment.held = row.Fen("held_fen");
  payment.prepayment = row.Fen("prepayment_fen");
  payment.refunded = row.Fen("refunded_fen");
  payment.allocation_count = row.Int32("allocation_count");
  payment.state = ParsePaymentState(row.String("state")).value();
  payment.state_date = row.Date("state_date");
  payment.reversal_reason = ParseReversalReason(row.OptionalString("reversal_reason").value_or(""));
  payment.in_campaign = row.Bool("in_campaign");
  return payment;
}

Allocation AllocationOf(const db::Row& row) {
  return {row.String("payment_id"),    row.Int32("allocation_number"),
          row.String("bill_id"),       ParseComponent(row.String("component")).value(),
          row.Fen("amount_fen"),       row.Date("posting_date"),
          row.Bool("from_prepayment"), row.Bool("historical")};
}

std::vector<UnitAllocation> AllocationsOf(std::span<const Payment> payments) {
  std::vector<UnitAllocation> allocations;
  for (const Payment& payment : payments) {
    for (const Allocation& allocation : payment.allocations) {
      allocations.push_back({payment.unit_id, allocation});
    }
  }
  return allocations;
}

absl::Status UnknownUnit(const std::string& unit_id) {
  return Refusal(absl::StatusCode::kNotFound, kUnknownUnit,
                 absl::StrCat("there is no unit_id ", unit_id), {{"unit_id", unit_id}});
}

// The accounts that the receipts go to, with every bill that they designate.
absl::StatusOr<std::map<std::string, UnitAccount>> OpenAccounts(
    PostingStore& store, std::span<const PlacedReceipt> receipts) {
  std::map<std::string, UnitToOpen> units;
  std::vector<std::string> designated;
  for (const auto& [community_id, receipt] : receipts) {
    const Date posting_date =
        store.JournalOf(community_id).days().ForReceipt(receipt.received_date);
    const auto [unit, is_first] =
        units.try_emplace(receipt.unit_id, UnitToOpen{receipt.unit_id, posting_date});
    if (!is_first) {
      unit->second.several = true;
      unit->second.posting_date = std::min(unit->second.posting_date, posting_date);
    }
    for (const Designation& designation : receipt.designations) {
      designated.push_back(designation.bill_id);
    }
  }
  std::vector<UnitToOpen> to_open;
  for (auto& [id, unit] : units) to_open.push_back(std::move(unit));
  return store.LoadAccounts(to_open, designated);
}

absl::StatusOr<CampaignWindows> CampaignsOf(PaymentStore& payments,
                                            std::span<const PlacedReceipt> receipts) {
  std::set<std::string> community_ids;
  Date from = receipts.front().receipt.received_date;
  Date to = from;
  for (const auto& [community_id, receipt] : receipts) {
    community_ids.insert(community_id);
    from = std::min(from, receipt.received_date);
    to = std::max(to, receipt.received_date);
  }
  return payments.LoadCampaigns(
      std::vector<std::string>(community_ids.begin(), community_ids.end()), from, to);
}

}  // namespace

void CampaignWindows::Add(const std::string& community_id, Date from, Date to) {
  windows_[community_id].push_back({from, to});
}

bool CampaignWindows::Contain(const std::string& community_id, Date date) const {
  const auto found = windows_.find(community_id);
  return found != windows_.end() &&
         std::ranges::any_of(found->second, [date](const std::pair<Date, Date>& window) {
           return window.first <= date && date <= window.second;
         });
}

absl::StatusOr<std::vector<Payment>> PaymentStore::LoadWhere(std::string_view where,
                                                             const db::Values& values) {
  std::vector<Payment> payments;
  CUIJIAO_RETURN_IF_ERROR(
      transaction_.QueryEach(Concat({kSelectPayment, where}), values, [&](const db::Row& row) {
        payments.push_back(PaymentOf(row));
        return absl::OkStatus();
      }));
  CUIJIAO_RETURN_IF_ERROR(AddParts(payments));
  return payments;
}

absl::StatusOr<std::optional<Payment>> PaymentStore::Load(std::string_view payment_id) {
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<Payment> payments,
                           LoadWhere(" WHERE p.payment_id = ?", {payment_id}));
  if (payments.empty()) return std::optional<Payment>();
  return std::optional(std::move(payments.front()));
}

absl::StatusOr<std::optional<Payment>> PaymentStore::LoadByWaiver(std::string_view waiver_id) {
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<Payment> payments,
                           LoadWhere(" WHERE p.waiver_id = ?", {waiver_id}));
  if (payments.empty()) return std::optional<Payment>();
  return std::optional(std::move(payments.front()));
}

absl::StatusOr<std::vector<Payment>> PaymentStore::List(const PaymentFilter& filter,
                                                        const PaymentPosition& after, int limit) {
  const bool of_unit = !filter.unit_id.empty();
  const db::Values values = {of_unit ? filter.unit_id : filter.community_id,
                             filter.from.value_or(Date(1900, 1, 1)),
                             filter.to.value_or(Date(2199, 12, 31)),
                             after.recorded_time,
                             after.recorded_time,
                             after.payment_id,
                             limit};
  return LoadWhere(Concat({of_unit ? " WHERE p.unit_id = ?" : " WHERE p.community_id = ?",
                           " AND p.posting_date BETWEEN ? AND ? AND (p.recorded_time > ?"
                           " OR (p.recorded_time = ? AND p.payment_id > ?))"
                           " ORDER BY p.recorded_time, p.payment_id LIMIT ?"}),
                   values);
}

absl::Status PaymentStore::AddParts(std::vector<Payment>& payments) {
  std::map<std::string, Payment*> by_id;
  std::vector<std::string> ids;
  for (Payment& payment : payments) {
    by_id[payment.id] = &payment;
    ids.push_back(payment.id);
  }
  for (const IdChunk& chunk : ChunkIds(ids)) {
    CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
        Concat({"SELECT payment_id, allocation_number, bill_id, component, amount_fen,"
                " posting_date, from_prepayment, historical FROM allocation WHERE payment_id IN ",
                chunk.placeholders, " ORDER BY payment_id, allocation_number"}),
        chunk.values, [&](const db::Row& row) {
          by_id.at(row.String("payment_id"))->allocations.push_back(AllocationOf(row));
          return absl::OkStatus();
        }));
    CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
        Concat({"SELECT payment_id, staff_id FROM payment_collaborator WHERE payment_id IN ",
                chunk.placeholders, " ORDER BY payment_id, position"}),
        chunk.values, [&](const db::Row& row) {
          by_id.at(row.String("payment_id"))->collaborator_ids.push_back(row.String("staff_id"));
          return absl::OkStatus();
        }));
    CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
        Concat({"SELECT payment_id, bill_id, amount_fen, designated_by FROM payment_designation"
                " WHERE payment_id IN ",
                chunk.placeholders, " ORDER BY payment_id, position"}),
        chunk.values, [&](const db::Row& row) {
          Payment& payment = *by_id.at(row.String("payment_id"));
          payment.designations.push_back({row.String("bill_id"), row.Fen("amount_fen")});
          payment.designated_by = ParseDesignator(row.String("designated_by"));
          return absl::OkStatus();
        }));
  }
  return absl::OkStatus();
}

absl::Status PaymentStore::Insert(std::span<const Payment> payments) {
  std::vector<db::Values> rows;
  std::vector<db::Values> collaborators;
  std::vector<db::Values> designations;
  for (const Payment& payment : payments) {
    rows.push_back({payment.id,
                    payment.unit_id,
                    payment.community_id,
                    payment.amount,
                    MethodName(payment.method),
                    payment.received_date,
                    payment.posting_date,
                    payment.recorded_time,
                    payment.recorded_by,
                    db::NullIfEmpty(payment.collector_id),
                    db::NullIfEmpty(payment.external_reference),
                    db::NullIfEmpty(payment.waiver_id),
                    payment.waiver,
                    payment.claim,
                    payment.settled_year,
                    payment.held,
                    payment.prepayment,
                    payment.refunded,
                    payment.allocation_count,
                    PaymentStateName(payment.state),
                    payment.state_date});
    std::int64_t position = 0;
    for (const std::string& staff_id : payment.collaborator_ids) {
      collaborators.push_back({payment.id, ++position, staff_id});
    }
    position = 0;
    for (const Designation& designation : payment.designations) {
      designations.push_back({payment.id, ++position, designation.bill_id, designation.amount,
                              DesignatorName(*payment.designated_by)});
    }
  }
  CUIJIAO_RETURN_IF_ERROR(
      transaction_
          .InsertRows("payment",
                      {"payment_id",     "unit_id",       "community_id",       "amount_fen",
                       "method",         "received_date", "posting_date",       "recorded_time",
                       "recorded_by",    "collector_id",  "external_reference", "waiver_id",
                       "waiver_fen",     "claim_fen",     "settled_year",       "held_fen",
                       "prepayment_fen", "refunded_fen",  "allocation_count",   "state",
                       "state_date"},
                      rows)
          .status());
  CUIJIAO_RETURN_IF_ERROR(
      transaction_
          .InsertRows("payment_collaborator", {"payment_id", "position", "staff_id"}, collaborators)
          .status());
  CUIJIAO_RETURN_IF_ERROR(
      transaction_
          .InsertRows("payment_designation",
                      {"payment_id", "position", "bill_id", "amount_fen", "designated_by"},
                      designations)
          .status());
  return InsertAllocations(transaction_, AllocationsOf(payments));
}

absl::Status PaymentStore::Update(const Payment& payment, Fen held_before) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t updated,
      transaction_.Execute(
          "UPDATE payment SET held_fen = ?, prepayment_fen = ?, refunded_fen = ?,"
          " allocation_count = ?, state = ?, state_date = ?, reversal_reason = ?"
          " WHERE payment_id = ? AND held_fen = ? AND state = 'RECORDED'",
          {payment.held, payment.prepayment, payment.refunded, payment.allocation_count,
           PaymentStateName(payment.state), payment.state_date,
           payment.reversal_reason ? db::Value(ReversalReasonName(*payment.reversal_reason))
                                   : db::Value(nullptr),
           payment.id, held_before}));
  if (updated != 1) {
    return absl::InternalError(absl::StrCat("payment ", payment.id, " is not as it was loaded"));
  }
  CUIJIAO_RETURN_IF_ERROR(
      transaction_.Execute("DELETE FROM allocation WHERE payment_id = ?", {payment.id}).status());
  return InsertAllocations(transaction_, AllocationsOf({&payment, 1}));
}

absl::StatusOr<CampaignWindows> PaymentStore::LoadCampaigns(
    std::span<const std::string> community_ids, Date from, Date to) {
  CampaignWindows windows;
  for (const IdChunk& chunk : ChunkIds(community_ids)) {
    db::Values values = chunk.values;
    values.insert(values.end(), {from, to});
    CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
        Concat({"SELECT c.community_id, w.from_date, w.to_date FROM community c"
                " JOIN campaign w ON w.project_id = c.project_id WHERE c.community_id IN ",
                chunk.placeholders, " AND w.to_date >= ? AND w.from_date <= ?"}),
        values, [&](const db::Row& row) {
          windows.Add(row.String("community_id"), row.Date("from_date"), row.Date("to_date"));
          return absl::OkStatus();
        }));
  }
  return windows;
}

absl::Status PaymentStore::InsertWaivedParts(std::string_view waiver_id,
                                             std::span<const WaivedPart> parts) {
  std::vector<db::Values> rows;
  for (const WaivedPart& part : parts) rows.push_back({waiver_id, part.bill_id, part.amount});
  return transaction_.InsertRows("waiver_part", {"waiver_id", "bill_id", "amount_fen"}, rows)
      .status();
}

absl::StatusOr<std::vector<WaivedPart>> PaymentStore::LoadWaivedParts(std::string_view waiver_id) {
  std::vector<WaivedPart> parts;
  if (waiver_id.empty()) return parts;
  CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
      "SELECT w.bill_id, w.amount_fen FROM waiver_part w JOIN bill b ON b.bill_id = w.bill_id"
      " WHERE w.waiver_id = ? ORDER BY b.due_date, w.bill_id",
      {waiver_id}, [&](const db::Row& row) {
        parts.push_back({row.String("bill_id"), row.Fen("amount_fen")});
        return absl::OkStatus();
      }));
  return parts;
}

Payment NewPayment(JournalStore& journal, const Receipt& receipt) {
  Payment payment;
  payment.id = journal.NewId();
  payment.unit_id = receipt.unit_id;
  payment.community_id = journal.partition_id();
  payment.amount = receipt.amount;
  payment.method = receipt.method;
  payment.received_date = receipt.received_date;
  payment.recorded_time = journal.recorded_time();
  payment.recorded_by = receipt.recorded_by;
  payment.collector_id = receipt.collector_id;
  payment.collaborator_ids = receipt.collaborator_ids;
  payment.designations = receipt.designations;
  if (!receipt.designations.empty()) payment.designated_by = receipt.designated_by;
  payment.external_reference = receipt.external_reference;
  return payment;
}

absl::StatusOr<Payment> RecordReceipt(JournalStore& journal, const Receipt& receipt) {
  const PlacedReceipt placed{journal.partition_id(), receipt};
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<absl::StatusOr<Payment>> payments,
                           RecordReceipts({&journal, 1}, {&placed, 1}));
  return std::move(payments.front());
}

absl::StatusOr<std::vector<absl::StatusOr<Payment>>> RecordReceipts(
    std::span<JournalStore> journals, std::span<const PlacedReceipt> receipts) {
  std::vector<absl::StatusOr<Payment>> outcomes;
  if (receipts.empty()) return outcomes;
  PostingStore store(journals);
  PaymentStore payments(journals.front().transaction());
  CUIJIAO_ASSIGN_OR_RETURN(auto accounts, OpenAccounts(store, receipts));
  CUIJIAO_ASSIGN_OR_RETURN(const CampaignWindows campaigns, CampaignsOf(payments, receipts));
  std::vector<Payment> recorded;
  for (const PlacedReceipt& placed : receipts) {
    const auto account = accounts.find(placed.receipt.unit_id);
    if (account == accounts.end()) {
      outcomes.emplace_back(UnknownUnit(placed.receipt.unit_id));
      continue;
    }
    JournalStore& journal = store.JournalOf(placed.community_id);
    account->second.known_from = NeededFrom(
        account->second, journal.days(), journal.days().ForReceipt(placed.receipt.received_date));
    UnitPosting posting(account->second, journal.days());
    Payment payment = NewPayment(journal, placed.receipt);
    payment.in_campaign = campaigns.Contain(payment.community_id, placed.receipt.received_date);
    absl::StatusOr<Payment> decided = DecidePayment(posting, std::move(payment));
    if (decided.ok()) {
      CUIJIAO_RETURN_IF_ERROR(store.Take(posting, decided->id));
      v1::Event event;
      event.set_posting_date(FormatDate(decided->posting_date));
      event.set_unit_id(decided->unit_id);
      event.set_debt_version(PostingStore::NextVersion(posting));
      *event.mutable_payment_recorded() = ToMessage(*decided);
      journal.Tell(std::move(event));
      account->second = posting.AccountAfter();
      recorded.push_back(*decided);
    }
    outcomes.push_back(std::move(decided));
  }
  // Payments first: what a later one used of an earlier one's prepayment is an update of its row.
  CUIJIAO_RETURN_IF_ERROR(payments.Insert(recorded));
  CUIJIAO_RETURN_IF_ERROR(store.Write());
  return outcomes;
}

absl::StatusOr<UnitPosting> OpenUnitOf(PostingStore& store, const Payment& payment,
                                       std::span<const WaivedPart> waived_parts) {
  std::vector<std::string> wanted;
  for (const Allocation& allocation : payment.allocations) wanted.push_back(allocation.bill_id);
  for (const WaivedPart& part : waived_parts) wanted.push_back(part.bill_id);
  return store.OpenUnit(payment.unit_id, store.days().Today(), wanted);
}

}  // namespace cuijiao::ledger
