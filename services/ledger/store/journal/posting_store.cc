#include "services/ledger/store/journal/posting_store.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/store/billing/bill_rows.h"
#include "services/ledger/store/id_chunks.h"
#include "services/ledger/store/journal/posting_messages.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kSelectPrepayment =
    "SELECT unit_id, payment_id, received_date, prepayment_fen, allocation_count FROM payment";

// Null when the journal is not there.
JournalStore* FindJournal(std::span<JournalStore> journals, std::string_view community_id) {
  const auto found =
      std::ranges::lower_bound(journals, community_id, {}, &JournalStore::partition_id);
  return found != journals.end() && found->partition_id() == community_id ? &*found : nullptr;
}

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
  std::vector<UnitToOpen> units;
  for (const std::string& unit_id : unit_ids) units.push_back({unit_id, posting_date});
  CUIJIAO_ASSIGN_OR_RETURN(auto accounts, LoadAccounts(units, wanted_bill_ids, wanted_payment_ids));
  std::vector<UnitPosting> postings;
  for (auto& [id, account] : accounts) {
    const PostingDays& days = JournalOf(account.community_id).days();
    postings.emplace_back(std::move(account), days);
  }
  return postings;
}

absl::StatusOr<std::map<std::string, UnitAccount>> PostingStore::LoadAccounts(
    std::span<const UnitToOpen> units, std::span<const std::string> wanted_bill_ids,
    std::span<const std::string> wanted_payment_ids) {
  std::vector<std::string> unit_ids;
  for (const UnitToOpen& unit : units) unit_ids.push_back(unit.unit_id);
  std::ranges::sort(unit_ids);
  std::map<std::string, UnitAccount> accounts;
  for (const IdChunk& chunk : ChunkIds(unit_ids)) {
    CUIJIAO_RETURN_IF_ERROR(transaction().QueryEach(
        Concat({"SELECT unit_id, community_id, debt_version, prepayment_fen, last_posting_date"
                " FROM unit_account FORCE INDEX (PRIMARY) WHERE unit_id IN ",
                chunk.placeholders, " ORDER BY unit_id FOR UPDATE"}),
        chunk.values, [&](const db::Row& row) {
          const std::string& community_id = row.String("community_id");
          if (FindJournal(journals_, community_id) == nullptr) return absl::OkStatus();
          UnitAccount& account = accounts[row.String("unit_id")];
          account.unit_id = row.String("unit_id");
          account.community_id = community_id;
          account.debt_version = row.Int64("debt_version");
          account.prepayment = row.Fen("prepayment_fen");
          account.last_posting_date = row.OptionalDate("last_posting_date");
          return absl::OkStatus();
        }));
  }
  CUIJIAO_RETURN_IF_ERROR(LoadBills(unit_ids, wanted_bill_ids, accounts));
  CUIJIAO_RETURN_IF_ERROR(LoadPrepayments(wanted_payment_ids, accounts));
  for (const UnitToOpen& unit : units) {
    const auto found = accounts.find(unit.unit_id);
    if (found == accounts.end()) continue;
    UnitAccount& account = found->second;
    account.known_from = NeededFrom(account, JournalOf(account.community_id).days(),
                                    unit.posting_date, unit.several);
  }
  CUIJIAO_RETURN_IF_ERROR(LoadChanges(accounts));
  return accounts;
}

JournalStore& PostingStore::JournalOf(std::string_view community_id) {
  return *FindJournal(journals_, community_id);
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
    CUIJIAO_RETURN_IF_ERROR(transaction().QueryEach(
        Concat({kSelectBill, " WHERE is_open = 1 AND unit_id IN ", chunk.placeholders}),
        chunk.values, add));
  }
  for (const IdChunk& chunk : ChunkIds(wanted_bill_ids)) {
    CUIJIAO_RETURN_IF_ERROR(transaction().QueryEach(
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
    CUIJIAO_RETURN_IF_ERROR(transaction().QueryEach(
        Concat(
            {kSelectPrepayment, " WHERE prepayment_fen > 0 AND unit_id IN ", chunk.placeholders}),
        chunk.values, add));
  }
  for (const IdChunk& chunk : ChunkIds(wanted_payment_ids)) {
    CUIJIAO_RETURN_IF_ERROR(transaction().QueryEach(
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
    CUIJIAO_RETURN_IF_ERROR(transaction().QueryEach(
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
  CUIJIAO_RETURN_IF_ERROR(Take(posting, own_payment_id));
  return Write();
}

absl::Status PostingStore::Take(const UnitPosting& posting, std::string_view own_payment_id) {
  if (!posting.changed()) return absl::OkStatus();
  const UnitAccount& account = posting.account();
  JournalStore& journal = JournalOf(account.community_id);
  for (const JournalEntry& entry : posting.entries()) {
    CUIJIAO_RETURN_IF_ERROR(journal.Append(entry));
  }
  TakeBills(journal, posting);
  TakePrepayments(posting, own_payment_id);
  accounts_[account.unit_id] = {account.community_id, NextVersion(posting), posting.PrepaymentNow(),
                                posting.LastPostingDate()};
  TellUses(journal, posting, own_payment_id);
  return absl::OkStatus();
}

void PostingStore::TakeBills(JournalStore& journal, const UnitPosting& posting) {
  for (const BillInWork& work : posting.account().bills) {
    if (!work.Changed()) continue;
    Bill after = work.AsItStands();
    if (work.is_new) {
      after.recorded_time = journal.recorded_time();
      v1::Event event;
      event.set_posting_date(FormatDate(after.posting_date));
      event.set_unit_id(after.unit_id);
      event.set_debt_version(NextVersion(posting));
      *event.mutable_bill_made() = ToMessage(after);
      journal.Tell(std::move(event));
    }
    BillToWrite& to_write = bills_[after.id];
    to_write.is_new |= work.is_new;
    to_write.bill = std::move(after);
  }
}

void PostingStore::TakePrepayments(const UnitPosting& posting, std::string_view own_payment_id) {
  for (const PrepaymentInWork& money : posting.account().prepayments) {
    if (money.payment_id == own_payment_id || money.amount.now() == money.loaded) continue;
    PrepaymentToWrite& to_write =
        prepayments_.try_emplace(money.payment_id, PrepaymentToWrite{money.loaded, Fen(0), 0})
            .first->second;
    to_write.now = money.amount.now();
    to_write.allocation_count = money.allocation_count;
  }
  for (const Allocation& allocation : posting.allocations()) {
    if (allocation.payment_id == own_payment_id) continue;
    allocations_.push_back({posting.account().unit_id, allocation});
  }
}

// One event a day: uses of the payment that the posting is about are told with it.
void PostingStore::TellUses(JournalStore& journal, const UnitPosting& posting,
                            std::string_view own_payment_id) {
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
    journal.Tell(std::move(event));
  }
}

absl::Status PostingStore::Write() {
  CUIJIAO_RETURN_IF_ERROR(WriteBills());
  CUIJIAO_RETURN_IF_ERROR(WritePrepayments());
  CUIJIAO_RETURN_IF_ERROR(InsertAllocations(transaction(), allocations_));
  CUIJIAO_RETURN_IF_ERROR(WriteAccounts());
  bills_.clear();
  prepayments_.clear();
  allocations_.clear();
  accounts_.clear();
  return absl::OkStatus();
}

absl::Status PostingStore::WriteBills() {
  std::vector<db::Values> rows;
  std::int64_t expected = 0;
  for (const auto& [id, to_write] : bills_) {
    rows.push_back(BillRow(to_write.bill));
    expected += to_write.is_new ? 1 : 2;  // as the server counts inserted and updated rows
  }
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t counted,
      transaction().InsertRows("bill", BillColumns(), rows, kUpdateBillAmounts));
  if (counted == expected) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("bills of unit ", bills_.begin()->second.bill.unit_id,
                                          " and others: ", counted, " rows written, not ",
                                          expected));
}

absl::Status PostingStore::WritePrepayments() {
  for (const auto& [payment_id, money] : prepayments_) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const std::int64_t updated,
        transaction().Execute("UPDATE payment SET prepayment_fen = ?, allocation_count = ?"
                              " WHERE payment_id = ? AND prepayment_fen = ?",
                              {money.now, money.allocation_count, payment_id, money.loaded}));
    if (updated != 1) {
      return absl::InternalError(
          absl::StrCat("the prepayment of payment ", payment_id, " is not as it was loaded"));
    }
  }
  return absl::OkStatus();
}

absl::Status InsertAllocations(db::Transaction& transaction,
                               std::span<const UnitAllocation> allocations) {
  std::vector<db::Values> rows;
  for (const auto& [unit_id, allocation] : allocations) {
    rows.push_back({allocation.payment_id, allocation.number, unit_id, allocation.bill_id,
                    ComponentName(allocation.component), allocation.amount, allocation.posting_date,
                    allocation.from_prepayment, allocation.historical});
  }
  return transaction
      .InsertRows("allocation",
                  {"payment_id", "allocation_number", "unit_id", "bill_id", "component",
                   "amount_fen", "posting_date", "from_prepayment", "historical"},
                  rows)
      .status();
}

// The rows exist: their locks were taken when they were loaded, and whoever posts on another node
// of a cluster writes the same rows, so that one of the two commits fails. A version that was
// loaded cannot have changed meanwhile, and each version is written once: the server counts 2 for
// each row that it changed.
absl::Status PostingStore::WriteAccounts() {
  std::vector<db::Values> rows;
  for (const auto& [unit_id, account] : accounts_) {
    rows.push_back({unit_id, account.community_id, account.debt_version, account.prepayment,
                    account.last_posting_date});
  }
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t counted,
      transaction().InsertRows(
          "unit_account",
          {"unit_id", "community_id", "debt_version", "prepayment_fen", "last_posting_date"}, rows,
          "ON DUPLICATE KEY UPDATE debt_version = VALUES(debt_version),"
          " prepayment_fen = VALUES(prepayment_fen),"
          " last_posting_date = VALUES(last_posting_date)"));
  if (counted == 2 * static_cast<std::int64_t>(rows.size())) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("accounts of unit ", accounts_.begin()->first,
                                          " and others are not as they were loaded"));
}

}  // namespace cuijiao::ledger
