#include "tests/bench/record_payment_plain.h"

#include <cppconn/connection.h>
#include <cppconn/driver.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/statement.h>

#include <set>

#include "fmt/format.h"

namespace cuijiao::bench {
namespace {

// As large as what the ledger keeps of such a payment.
const std::string kEventBody(372, 'e');
const std::string kResponse(241, 'r');
const std::string kHash(32, 'h');
const std::string kHexHash(64, 'a');
const std::string kDate = "2017-03-15";
const std::string kTime = "2017-03-15 12:00:00.000000";
const std::string kMethod = "cuijiao.ledger.v1.PaymentService/RecordPayment";
const std::string kCaller = "staff:F1";

using Rows = std::unique_ptr<sql::ResultSet>;

// "(?,?),(?,?)" for two rows of two columns, each row as `row` has it.
std::string Repeat(const std::string& row, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += (i == 0 ? "" : ",") + row;
  return text;
}

std::string Places(std::size_t count) { return "(" + Repeat("?", count) + ")"; }

// The one payment's reads and writes, and the heads of the many's.
constexpr const char* kPlace =
    "SELECT u.unit_id, u.community_id, c.project_id, p.branch_id, u.area_e2_m2, r.staff_id,"
    " w.from_date FROM unit u JOIN community c ON c.community_id = u.community_id"
    " JOIN project p ON p.project_id = c.project_id"
    " LEFT JOIN area_community m ON m.community_id = c.community_id AND m.from_date <= ?"
    "  AND (m.to_date IS NULL OR m.to_date >= ?)"
    " LEFT JOIN area_collector r ON r.area_id = m.area_id AND r.from_date <= ?"
    "  AND (r.to_date IS NULL OR r.to_date >= ?)"
    " LEFT JOIN campaign w ON w.project_id = c.project_id AND w.from_date <= ? AND w.to_date >= ?"
    " WHERE u.unit_id ";
constexpr const char* kHeads =
    "SELECT partition_id, project_id, entry_sequence, entry_hash, event_sequence, closed_through,"
    " closed_month, swept_through FROM journal_partition WHERE partition_id ";
constexpr const char* kAccounts =
    "SELECT unit_id, debt_version, prepayment_fen, last_posting_date FROM unit_account"
    " WHERE unit_id ";
constexpr const char* kBills =
    "SELECT bill_id, unit_id, community_id, fee_kind, period_start, period_end, due_date,"
    " principal_fen, unpaid_principal_fen, unpaid_late_fee_fen, unpaid_cost_fen, waived_fen,"
    " posting_date, recorded_time FROM bill WHERE is_open = 1 AND unit_id ";
constexpr const char* kPaymentHead =
    "INSERT INTO payment (payment_id, unit_id, community_id, amount_fen, method, received_date,"
    " posting_date, recorded_time, recorded_by, collector_id, held_fen, prepayment_fen,"
    " allocation_count, state, state_date) VALUES ";
constexpr const char* kPaymentRow = "(?,?,?,?,'POS',?,?,?,'F1',?,?,0,1,'RECORDED',?)";
constexpr const char* kAllocationHead =
    "INSERT INTO allocation (payment_id, allocation_number, unit_id, bill_id, component,"
    " amount_fen, posting_date, from_prepayment, historical) VALUES ";
constexpr const char* kAllocationRow = "(?,1,?,?,'PRINCIPAL',?,?,0,1)";
constexpr const char* kEntryHead =
    "INSERT INTO journal_entry (partition_id, sequence, entry_id, kind, unit_id, reference_id,"
    " posting_date, recorded_time, hash) VALUES ";
constexpr const char* kEntryRow = "(?,?,?,'PAYMENT',?,?,?,?,?)";
constexpr const char* kLineHead =
    "INSERT INTO journal_line (partition_id, sequence, line_number, account, amount_fen, unit_id,"
    " bill_id, component, payment_id, kind, posting_date, recorded_time, historical) VALUES ";
constexpr const char* kLineRows =
    "(?,?,1,'CASH_POS',?,?,NULL,NULL,?,'PAYMENT',?,?,0),"
    "(?,?,2,'RECEIVABLE',?,?,?,'PRINCIPAL',?,'PAYMENT',?,?,1)";
constexpr const char* kEventHead = "INSERT INTO event (partition_id, sequence, body) VALUES ";
constexpr const char* kEventRow = "(?,?,?)";
constexpr const char* kRequestHead =
    "INSERT INTO request_log (method, caller, request_id, content_hash, response, recorded_time)"
    " VALUES ";
constexpr const char* kRequestRow = "(?,?,?,?,?,?)";
constexpr const char* kAuditHead =
    "INSERT INTO audit_record (audit_id, attempted_time, call_id, method, staff_id, service_name,"
    " actor_staff_id, roles, key_id, target_kind, target_id, request_hash, outcome, reason)"
    " VALUES ";
constexpr const char* kAuditRow = "(?,?,?,?,'F1','','','finance','staff-1','unit',?,?,'OK','')";

// What one payment's rows are made of.
struct Decided {
  const PlainPayment* payment;
  std::string community_id;
  std::string collector_id;
  std::string bill_id;
  std::int64_t entry = 0;
  std::int64_t event = 0;
};

struct Head {
  std::string project_id;
  std::int64_t entry = 0;
  std::int64_t event = 0;
};

// A bill's whole row, for the multi-row upsert.
struct BillRow {
  std::vector<std::string> texts;  // bill_id to due_date
  std::int64_t principal = 0;
  std::int64_t unpaid = 0;
  std::string posting_date;
  std::string recorded_time;
};

}  // namespace

class PlainClient::Bound {
 public:
  explicit Bound(sql::PreparedStatement& statement) : statement_(statement) {}

  Bound& operator<<(const std::string& text) {
    statement_.setString(++bound_, text);
    return *this;
  }
  Bound& operator<<(std::int64_t number) {
    statement_.setInt64(++bound_, number);
    return *this;
  }
  Rows Ask() { return Rows(statement_.executeQuery()); }
  void Write() { statement_.executeUpdate(); }

  void Payment(const Decided& row) {
    *this << row.payment->id << row.payment->unit_id << row.community_id << row.payment->fen
          << kDate << kDate << kTime << row.collector_id << row.payment->fen << kDate;
  }
  void Allocation(const Decided& row) {
    *this << row.payment->id << row.payment->unit_id << row.bill_id << row.payment->fen << kDate;
  }
  void Entry(const Decided& row) {
    *this << row.community_id << row.entry << row.payment->id << row.payment->unit_id
          << row.payment->id << kDate << kTime << kHash;
  }
  void Lines(const Decided& row) {
    *this << row.community_id << row.entry << row.payment->fen << row.payment->unit_id
          << row.payment->id << kDate << kTime;
    *this << row.community_id << row.entry << -row.payment->fen << row.payment->unit_id
          << row.bill_id << row.payment->id << kDate << kTime;
  }
  void Event(const Decided& row) { *this << row.community_id << row.event << kEventBody; }
  void Request(const Decided& row) {
    *this << kMethod << kCaller << row.payment->id << kHexHash << kResponse << kTime;
  }
  void Audit(const Decided& row) {
    *this << row.payment->id << kTime << row.payment->id << kMethod << row.payment->unit_id
          << kHexHash;
  }

 private:
  sql::PreparedStatement& statement_;
  unsigned bound_ = 0;
};

PlainClient::PlainClient(const db::DatabaseSettings& settings) {
  sql::ConnectOptionsMap options;
  options["hostName"] = "unix://" + settings.socket_path;
  options["userName"] = settings.user;
  options["password"] = settings.password;
  options["schema"] = settings.schema;
  options["OPT_CHARSET_NAME"] = sql::SQLString("utf8mb4");
  connection_.reset(get_driver_instance()->connect(options));
  connection_->setTransactionIsolation(sql::TRANSACTION_READ_COMMITTED);
  connection_->setAutoCommit(false);
}

PlainClient::~PlainClient() { statements_.clear(); }  // before their connection

PlainClient::Bound PlainClient::Statement(const std::string& text) {
  auto& statement = statements_[text];
  if (statement == nullptr) statement.reset(connection_->prepareStatement(text));
  return Bound(*statement);
}

void PlainClient::RecordPayment(const PlainPayment& payment) {
  (void)(Statement("SELECT content_hash, response FROM request_log WHERE method = ?"
                   " AND caller = ? AND request_id = ?")
         << kMethod << kCaller << payment.id)
      .Ask();
  Rows place = (Statement(std::string(kPlace) + "= ?")
                << kDate << kDate << kDate << kDate << kDate << kDate << payment.unit_id)
                   .Ask();
  place->next();
  Decided row{&payment, place->getString(2), place->getString(6), "", 0, 0};
  Rows head = (Statement(std::string(kHeads) + "= ? FOR UPDATE") << row.community_id).Ask();
  head->next();
  row.entry = head->getInt64(3) + 1;
  row.event = head->getInt64(5) + 1;
  (void)(Statement(std::string(kAccounts) + "= ? FOR UPDATE") << payment.unit_id).Ask();
  Rows bill = (Statement(std::string(kBills) + "= ?") << payment.unit_id).Ask();
  bill->next();
  row.bill_id = bill->getString(1);

  (Statement("UPDATE bill SET unpaid_principal_fen = unpaid_principal_fen - ? WHERE bill_id = ?")
   << payment.fen << row.bill_id)
      .Write();
  (Statement("UPDATE unit_account SET debt_version = debt_version + 1, last_posting_date = ?"
             " WHERE unit_id = ?")
   << kDate << payment.unit_id)
      .Write();
  const auto insert = [&](const char* statement_head, const char* row_text,
                          void (Bound::*bind)(const Decided&)) {
    Bound statement = Statement(std::string(statement_head) + row_text);
    (statement.*bind)(row);
    statement.Write();
  };
  insert(kPaymentHead, kPaymentRow, &Bound::Payment);
  insert(kAllocationHead, kAllocationRow, &Bound::Allocation);
  insert(kEntryHead, kEntryRow, &Bound::Entry);
  insert(kLineHead, kLineRows, &Bound::Lines);
  insert(kEventHead, kEventRow, &Bound::Event);
  (Statement("UPDATE journal_partition SET entry_sequence = ?, entry_hash = ?, event_sequence = ?"
             " WHERE partition_id = ?")
   << row.entry << kHash << row.event << row.community_id)
      .Write();
  insert(kRequestHead, kRequestRow, &Bound::Request);
  insert(kAuditHead, kAuditRow, &Bound::Audit);
  connection_->commit();
}

void PlainClient::RecordPayments(std::span<const PlainPayment> payments) {
  const std::size_t count = payments.size();
  Bound requests = Statement(
      "SELECT request_id, content_hash, response FROM request_log"
      " WHERE method = ? AND caller = ? AND request_id IN " +
      Places(count));
  requests << kMethod << kCaller;
  for (const PlainPayment& payment : payments) requests << payment.id;
  (void)requests.Ask();

  Bound place = Statement(std::string(kPlace) + "IN " + Places(count));
  for (int i = 0; i < 6; ++i) place << kDate;
  for (const PlainPayment& payment : payments) place << payment.unit_id;
  std::map<std::string, std::pair<std::string, std::string>> places;  // community, collector
  std::set<std::string> communities;
  for (Rows rows = place.Ask(); rows->next();) {
    const std::string community = rows->getString(2);
    places[rows->getString(1)] = {community, rows->getString(6)};
    communities.insert(community);
  }

  Bound lock = Statement(std::string(kHeads) + "IN " + Places(communities.size()) +
                         " ORDER BY partition_id FOR UPDATE");
  for (const std::string& community : communities) lock << community;
  std::map<std::string, Head> heads;
  for (Rows rows = lock.Ask(); rows->next();) {
    heads[rows->getString(1)] = {rows->getString(2), rows->getInt64(3), rows->getInt64(5)};
  }

  Bound account =
      Statement(std::string(kAccounts) + "IN " + Places(count) + " ORDER BY unit_id FOR UPDATE");
  for (const PlainPayment& payment : payments) account << payment.unit_id;
  std::map<std::string, std::int64_t> versions;
  for (Rows rows = account.Ask(); rows->next();) versions[rows->getString(1)] = rows->getInt64(2);

  Bound open = Statement(std::string(kBills) + "IN " + Places(count));
  for (const PlainPayment& payment : payments) open << payment.unit_id;
  std::map<std::string, BillRow> bills;
  for (Rows rows = open.Ask(); rows->next();) {
    BillRow& bill = bills[rows->getString(2)];
    for (unsigned i = 1; i <= 7; ++i) bill.texts.push_back(rows->getString(i));
    bill.principal = rows->getInt64(8);
    bill.unpaid = rows->getInt64(9);
    bill.posting_date = rows->getString(13);
    bill.recorded_time = rows->getString(14);
  }

  std::vector<Decided> decided;
  decided.reserve(count);
  for (const PlainPayment& payment : payments) {
    const auto& [community, collector] = places.at(payment.unit_id);
    Head& head = heads.at(community);
    decided.push_back({&payment, community, collector, bills.at(payment.unit_id).texts.front(),
                       ++head.entry, ++head.event});
    bills.at(payment.unit_id).unpaid -= payment.fen;
  }

  Bound bill = Statement(
      "INSERT INTO bill (bill_id, unit_id, community_id, fee_kind, period_start, period_end,"
      " due_date, principal_fen, unpaid_principal_fen, is_open, posting_date, recorded_time) "
      "VALUES " +
      Repeat("(?,?,?,?,?,?,?,?,?,1,?,?)", count) +
      " ON DUPLICATE KEY UPDATE unpaid_principal_fen = VALUES(unpaid_principal_fen)");
  for (const auto& [unit_id, row] : bills) {
    for (const std::string& text : row.texts) bill << text;
    bill << row.principal << row.unpaid << row.posting_date << row.recorded_time;
  }
  bill.Write();
  Bound version = Statement(
      "INSERT INTO unit_account (unit_id, community_id, debt_version, last_posting_date) VALUES " +
      Repeat("(?,?,?,?)", count) +
      " ON DUPLICATE KEY UPDATE debt_version = VALUES(debt_version),"
      " last_posting_date = VALUES(last_posting_date)");
  for (const auto& [unit_id, number] : versions) {
    version << unit_id << places.at(unit_id).first << number + 1 << kDate;
  }
  version.Write();
  const auto insert = [&](const char* statement_head, const char* row_text,
                          void (Bound::*bind)(const Decided&)) {
    Bound statement = Statement(statement_head + Repeat(row_text, count));
    for (const Decided& row : decided) (statement.*bind)(row);
    statement.Write();
  };
  insert(kPaymentHead, kPaymentRow, &Bound::Payment);
  insert(kAllocationHead, kAllocationRow, &Bound::Allocation);
  insert(kEntryHead, kEntryRow, &Bound::Entry);
  insert(kLineHead, kLineRows, &Bound::Lines);
  insert(kEventHead, kEventRow, &Bound::Event);
  Bound head = Statement(
      "INSERT INTO journal_partition (partition_id, project_id, entry_sequence, entry_hash,"
      " event_sequence) VALUES " +
      Repeat("(?,?,?,?,?)", heads.size()) +
      " ON DUPLICATE KEY UPDATE entry_sequence = VALUES(entry_sequence),"
      " entry_hash = VALUES(entry_hash), event_sequence = VALUES(event_sequence)");
  for (const auto& [community, row] : heads) {
    head << community << row.project_id << row.entry << kHash << row.event;
  }
  head.Write();
  insert(kRequestHead, kRequestRow, &Bound::Request);
  insert(kAuditHead, kAuditRow, &Bound::Audit);
  connection_->commit();
}

}  // namespace cuijiao::bench
