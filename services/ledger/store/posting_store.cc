#include "services/ledger/store/posting_store.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/store/bill_rows.h"
#include "services/ledger/store/id_chunks.h"
#include "services/ledger/store/payment_store.h"
#include "services/ledger/store/posting_messages.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kSelectPrepayment =
    "SELECT unit_id, payment_id, received_date, prepayment_fen, allocation_count FROM payment";

}  // namespace

absl::StatusOr<UnitPosting> PostingStore::OpenUnit(
    const std::string& unit_id, Date posting_date, std::span<const std::string> wanted_bill_ids,
    std::span<const std::string> wanted_payment_ids) {
  CUIJIAO_ASSIGN_OR_RETURN(
      std::vector<UnitPosting> postings,
      OpenUnits({&unit_id, 1}, posting_date, wanted_bill_ids, wanted_payment_ids));
  if (postings.empty()) {
    return Refusal(absl::StatusCode::kNotFound, kUnknownUnit,
                   absl::StrCat("there is no unit_id ", unit_id), {{"unit_id", unit_id}});
  }
  return std::move(postings.front());
}

absl::StatusOr<std::vector<UnitPosting>> PostingStore::OpenUnits(
    std::span<const std::string> unit_ids, Date posting_date,
    std::span<const std::string> wanted_bill_ids, std::span<const std::string> wanted_payment_ids) {
  std::map<std::string, UnitAccount> accounts;
  for (const IdChunk& chunk : ChunkIds(unit_ids)) {
    db::Values values = chunk.values;
    values.emplace_back(journal_.partition_id());
    CUIJIAO_RETURN_IF_ERROR(journal_.transaction().QueryEach(
        Concat({"SELECT unit_id, debt_version, prepayment_fen, last_posting_date"
                " FROM unit_account WHERE unit_id IN ",
                chunk.placeholders, " AND community_id = ? ORDER BY unit_id FOR UPDATE"}),
        values, [&](const db::Row& row) {
          UnitAccount& account = accounts[row.String("unit_id")];
          account.unit_id = row.String("unit_id");
          account.community_id = journal_.partition_id();
          account.debt_version = row.Int64("debt_version");
          account.prepayment = row.Fen("prepayment_fen");
          account.last_posting_date = row.OptionalDate("last_posting_date");
          return absl::OkStatus();
        }));
  }
  CUIJIAO_RETURN_IF_ERROR(LoadBills(unit_ids, wanted_bill_ids, accounts));
  CUIJIAO_RETURN_IF_ERROR(LoadPrepayments(wanted_payment_ids, accounts));
  for (auto& [id, account] : accounts) {
    account.known_from = NeededFrom(account, journal_.days(), posting_date);
  }
  CUIJIAO_RETURN_IF_ERROR(LoadChanges(accounts));
  std::vector<UnitPosting> postings;
  for (auto& [id, account] : accounts) postings.emplace_back(std::move(account), journal_.days());
  return postings;
}

absl::Status PostingStore::LoadBills(std::span<const std::string> unit_ids,
                                     std::span<const std::string> wanted_bill_ids,
                                     std::map<std::string, UnitAccount>& accounts) {
  const auto add = [&](const db::Row& row) {
    Bill bill = BillOf(row);
    const auto account = accounts.find(bill.unit_id);
    if (account != accounts.end()) account->second.bills.emplace_back(std::move(bill));
    return absl::OkStatus();
  };
  for (const IdChunk& chunk : ChunkIds(unit_ids)) {
    CUIJIAO_RETURN_IF_ERROR(journal_.transaction().QueryEach(
        Concat({kSelectBill, " WHERE is_open = 1 AND unit_id IN ", chunk.placeholders}),
        chunk.values, add));
  }
  for (const IdChunk& chunk : ChunkIds(wanted_bill_ids)) {
    CUIJIAO_RETURN_IF_ERROR(journal_.transaction().QueryEach(
        Concat({kSelectBill, " WHERE is_open = 0 AND bill_id IN ", chunk.placeholders}),
        chunk.values, add));
  }
  return absl::OkStatus();
}

absl::Status PostingStore::LoadPrepayments(std::span<const std::string> wanted_payment_ids,
                                           std::map<std::string, UnitAccount>& accounts) {
  const auto add = [&](const db::Row& row) {
    const auto account = accounts.find(row.String("unit_id"));
    if (account == accounts.end()) return absl::OkStatus();
    account->second.prepayments.push_back({row.String("payment_id"), row.Date("received_date"),
                                           DatedAmount(row.Fen("prepayment_fen")),
                                           row.Int32("allocation_count"),
                                           row.Fen("prepayment_fen")});
    return absl::OkStatus();
  };
  std::vector<std::string> holders;
  for (const auto& [id, account] : accounts) {
    if (account.prepayment > Fen(0)) holders.push_back(id);
  }
  for (const IdChunk& chunk : ChunkIds(holders)) {
    CUIJIAO_RETURN_IF_ERROR(journal_.transaction().QueryEach(
        Concat(
            {kSelectPrepayment, " WHERE prepayment_fen > 0 AND unit_id IN ", chunk.placeholders}),
        chunk.values, add));
  }
  for (const IdChunk& chunk : ChunkIds(wanted_payment_ids)) {
    CUIJIAO_RETURN_IF_ERROR(journal_.transaction().QueryEach(
        Concat({kSelectPrepayment, " WHERE prepayment_fen = 0 AND payment_id IN ",
                chunk.placeholders}),
        chunk.values, add));
  }
  return absl::OkStatus();
}

absl::Status PostingStore::LoadChanges(std::map<std::string, UnitAccount>& accounts) {
  std::vector<std::string> changed;
  std::optional<Date> since;
  for (const auto& [id, account] : accounts) {
    // Most postings are the unit's latest: nothing is dated after them.
    if (!account.last_posting_date || *account.last_posting_date <= account.known_from) continue;
    changed.push_back(id);
    since = since ? std::min(*since, account.known_from) : account.known_from;
  }
  for (const IdChunk& chunk : ChunkIds(changed)) {
    db::Values values = chunk.values;
    values.emplace_back(*since);
    CUIJIAO_RETURN_IF_ERROR(journal_.transaction().QueryEach(
        Concat({"SELECT unit_id, account, amount_fen, bill_id, component, payment_id, posting_date"
                " FROM journal_line WHERE unit_id IN ",
                chunk.placeholders,
                " AND posting_date > ? AND account IN ('RECEIVABLE', 'PREPAYMENT')"}),
        values, [&](const db::Row& row) {
          JournalLine line;
          line.account = *ParseAccount(row.String("account"));
          line.amount = row.Fen("amount_fen");
          line.bill_id = row.OptionalString("bill_id").value_or("");
          line.component = ParseComponent(row.OptionalString("component").value_or(""));
          line.payment_id = row.OptionalString("payment_id").value_or("");
          accounts.at(row.String("unit_id")).Recall(line, row.Date("posting_date"));
          return absl::OkStatus();
        }));
  }
  return absl::OkStatus();
}

absl::Status PostingStore::Keep(const UnitPosting& posting, std::string_view own_payment_id) {
  if (!posting.changed()) return absl::OkStatus();
  for (const JournalEntry& entry : posting.entries()) {
    CUIJIAO_RETURN_IF_ERROR(journal_.Append(entry));
  }
  CUIJIAO_RETURN_IF_ERROR(KeepBills(posting));
  CUIJIAO_RETURN_IF_ERROR(KeepPrepayments(posting, own_payment_id));
  CUIJIAO_RETURN_IF_ERROR(KeepAccount(posting));
  TellUses(posting, own_payment_id);
  return absl::OkStatus();
}

absl::Status PostingStore::KeepBills(const UnitPosting& posting) {
  std::vector<db::Values> rows;
  std::int64_t expected = 0;
  for (const BillInWork& work : posting.account().bills) {
    if (!work.Changed()) continue;
    Bill after = work.AsItStands();
    if (work.is_new) {
      after.recorded_time = journal_.recorded_time();
      v1::Event event;
      event.set_posting_date(FormatDate(after.posting_date));
      event.set_unit_id(after.unit_id);
      event.set_debt_version(NextVersion(posting));
      *event.mutable_bill_made() = ToMessage(after);
      journal_.Tell(std::move(event));
    }
    rows.push_back(BillRow(after));
    expected += work.is_new ? 1 : 2;  // as the server counts inserted and updated rows
  }
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t counted,
      journal_.transaction().InsertRows("bill", BillColumns(), rows, kUpdateBillAmounts));
  if (counted != expected) {
    return absl::InternalError(absl::StrCat("bills of unit ", posting.account().unit_id, ": ",
                                            counted, " rows written, not ", expected));
  }
  return absl::OkStatus();
}

absl::Status PostingStore::KeepPrepayments(const UnitPosting& posting,
                                           std::string_view own_payment_id) {
  for (const PrepaymentInWork& money : posting.account().prepayments) {
    if (money.payment_id == own_payment_id || money.amount.now() == money.loaded) continue;
    CUIJIAO_ASSIGN_OR_RETURN(
        const std::int64_t updated,
        journal_.transaction().Execute(
            "UPDATE payment SET prepayment_fen = ?, allocation_count = ?"
            " WHERE payment_id = ? AND prepayment_fen = ?",
            {money.amount.now(), money.allocation_count, money.payment_id, money.loaded}));
    if (updated != 1) {
      return absl::InternalError(
          absl::StrCat("the prepayment of payment ", money.payment_id, " is not as it was loaded"));
    }
  }
  std::vector<Allocation> others;
  for (const Allocation& allocation : posting.allocations()) {
    if (allocation.payment_id != own_payment_id) others.push_back(allocation);
  }
  return InsertAllocations(journal_.transaction(), posting.account().unit_id, others);
}

absl::Status PostingStore::KeepAccount(const UnitPosting& posting) {
  const UnitAccount& account = posting.account();
  std::optional<Date> last = account.last_posting_date;
  for (const JournalEntry& entry : posting.entries()) {
    last = last ? std::max(*last, entry.posting_date) : entry.posting_date;
  }
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t updated,
      journal_.transaction().Execute(
          "UPDATE unit_account SET debt_version = ?, prepayment_fen = ?, last_posting_date = ?"
          " WHERE unit_id = ? AND debt_version = ?",
          {NextVersion(posting), posting.PrepaymentNow(), last, account.unit_id,
           account.debt_version}));
  if (updated != 1) {
    return absl::InternalError(
        absl::StrCat("the account of unit ", account.unit_id, " is not as it was loaded"));
  }
  return absl::OkStatus();
}

// One event a day: uses of the payment that the posting is about are told with it.
void PostingStore::TellUses(const UnitPosting& posting, std::string_view own_payment_id) {
  std::map<Date, v1::Event> events;
  for (const Allocation& allocation : posting.allocations()) {
    if (allocation.payment_id == own_payment_id) continue;
    *events[allocation.posting_date].mutable_prepayment_used()->add_allocations() =
        ToMessage(allocation);
  }
  for (auto& [date, event] : events) {
    event.set_posting_date(FormatDate(date));
    event.set_unit_id(posting.account().unit_id);
    event.set_debt_version(NextVersion(posting));
    journal_.Tell(std::move(event));
  }
}

}  // namespace cuijiao::ledger
