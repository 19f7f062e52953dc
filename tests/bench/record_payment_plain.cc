#include "tests/bench/record_payment_plain.h"

#include <cppconn/connection.h>
#include <cppconn/driver.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/statement.h>

#include <cstdlib>
#include <iostream>
#include <vector>

namespace cuijiao::bench {
namespace {

// As large as what the ledger keeps of such a payment.
const std::string kEventBody(340, 'e');
const std::string kResponse(260, 'r');
const std::string kHash(32, 'h');
const std::string kHexHash(64, 'a');
const std::string kDate = "2017-03-15";
const std::string kTime = "2017-03-15 12:00:00.000000";

using Rows = std::unique_ptr<sql::ResultSet>;

// Binds texts in order and asks.
Rows Ask(sql::PreparedStatement& statement, const std::vector<std::string>& values) {
  for (unsigned i = 0; i < values.size(); ++i) statement.setString(i + 1, values[i]);
  return Rows(statement.executeQuery());
}

void Write(sql::PreparedStatement& statement, const std::vector<std::string>& values) {
  for (unsigned i = 0; i < values.size(); ++i) statement.setString(i + 1, values[i]);
  statement.executeUpdate();
}

}  // namespace

PlainClient::PlainClient(const db::DatabaseSettings& settings) {
  sql::ConnectOptionsMap options;
  options["hostName"] = "unix://" + settings.socket_path;
  options["userName"] = settings.user;
  options["password"] = settings.password;
  options["schema"] = settings.schema;
  connection_.reset(get_driver_instance()->connect(options));
  connection_->setTransactionIsolation(sql::TRANSACTION_READ_COMMITTED);
  connection_->setAutoCommit(false);
}

PlainClient::~PlainClient() { statements_.clear(); }  // before their connection

sql::PreparedStatement& PlainClient::Statement(const std::string& text) {
  auto& statement = statements_[text];
  if (statement == nullptr) statement.reset(connection_->prepareStatement(text));
  return *statement;
}

void PlainClient::RecordPayment(const std::string& unit_id, const std::string& id,
                                std::int64_t fen) {
  const std::string method = "cuijiao.ledger.v1.PaymentService/RecordPayment";
  const std::string amount = std::to_string(fen);
  const std::string minus = std::to_string(-fen);
  (void)Ask(Statement("SELECT content_hash, response FROM request_log WHERE method = ?"
                      " AND caller = ? AND request_id = ?"),
            {method, "staff:F1", id});
  Rows unit = Ask(Statement("SELECT u.community_id, c.project_id, p.branch_id, u.area_e2_m2"
                            " FROM unit u JOIN community c ON c.community_id = u.community_id"
                            " JOIN project p ON p.project_id = c.project_id WHERE u.unit_id = ?"),
                  {unit_id});
  unit->next();
  const std::string community = unit->getString(1);
  (void)Ask(Statement("SELECT r.staff_id FROM area_community c JOIN area_collector r"
                      " ON r.area_id = c.area_id WHERE c.community_id = ? AND c.from_date <= ?"
                      " AND (c.to_date IS NULL OR c.to_date >= ?) AND r.from_date <= ?"
                      " AND (r.to_date IS NULL OR r.to_date >= ?)"),
            {community, kDate, kDate, kDate, kDate});
  Rows head =
      Ask(Statement("SELECT entry_sequence, entry_hash, event_sequence, closed_through,"
                    " swept_through FROM journal_partition WHERE partition_id = ? FOR UPDATE"),
          {community});
  head->next();
  const std::string entry = std::to_string(head->getInt64(1) + 1);
  const std::string event = std::to_string(head->getInt64(3) + 1);
  Rows account = Ask(Statement("SELECT debt_version, prepayment_fen, last_posting_date"
                               " FROM unit_account WHERE unit_id = ? FOR UPDATE"),
                     {unit_id});
  account->next();
  Rows bill = Ask(Statement("SELECT bill_id, due_date, principal_fen, unpaid_principal_fen,"
                            " unpaid_late_fee_fen, unpaid_cost_fen, waived_fen FROM bill"
                            " WHERE unit_id = ? AND is_open = 1"),
                  {unit_id});
  bill->next();
  const std::string bill_id = bill->getString(1);
  (void)Ask(Statement("SELECT 1 FROM community c JOIN campaign w ON w.project_id = c.project_id"
                      " WHERE c.community_id = ? AND ? BETWEEN w.from_date AND w.to_date LIMIT 1"),
            {community, kDate});

  Write(Statement("UPDATE bill SET unpaid_principal_fen = unpaid_principal_fen - ?"
                  " WHERE bill_id = ?"),
        {amount, bill_id});
  Write(Statement("UPDATE unit_account SET debt_version = debt_version + 1, last_posting_date = ?"
                  " WHERE unit_id = ?"),
        {kDate, unit_id});
  Write(Statement("INSERT INTO payment (payment_id, unit_id, community_id, amount_fen, method,"
                  " received_date, posting_date, recorded_time, recorded_by, collector_id,"
                  " held_fen, prepayment_fen, allocation_count, state, state_date)"
                  " VALUES (?, ?, ?, ?, 'POS', ?, ?, ?, 'F1', 'S1', ?, 0, 1, 'RECORDED', ?)"),
        {id, unit_id, community, amount, kDate, kDate, kTime, amount, kDate});
  Write(Statement("INSERT INTO allocation (payment_id, allocation_number, unit_id, bill_id,"
                  " component, amount_fen, posting_date, from_prepayment, historical)"
                  " VALUES (?, 1, ?, ?, 'PRINCIPAL', ?, ?, 0, 1)"),
        {id, unit_id, bill_id, amount, kDate});
  Write(Statement("INSERT INTO journal_entry (partition_id, sequence, entry_id, kind, unit_id,"
                  " reference_id, posting_date, recorded_time, hash)"
                  " VALUES (?, ?, ?, 'PAYMENT', ?, ?, ?, ?, ?)"),
        {community, entry, id, unit_id, id, kDate, kTime, kHash});
  Write(Statement("INSERT INTO journal_line (partition_id, sequence, line_number, account,"
                  " amount_fen, unit_id, bill_id, component, payment_id, kind, posting_date,"
                  " recorded_time, historical) VALUES"
                  " (?, ?, 1, 'CASH_POS', ?, ?, NULL, NULL, ?, 'PAYMENT', ?, ?, 0),"
                  " (?, ?, 2, 'RECEIVABLE', ?, ?, ?, 'PRINCIPAL', ?, 'PAYMENT', ?, ?, 1)"),
        {community, entry, amount, unit_id, id, kDate, kTime, community, entry, minus, unit_id,
         bill_id, id, kDate, kTime});
  Write(Statement("INSERT INTO event (partition_id, sequence, body) VALUES (?, ?, ?)"),
        {community, event, kEventBody});
  Write(Statement("UPDATE journal_partition SET entry_sequence = ?, entry_hash = ?,"
                  " event_sequence = ?, swept_through = ? WHERE partition_id = ?"),
        {entry, kHash, event, kDate, community});
  Write(Statement("INSERT INTO request_log (method, caller, request_id, content_hash, response,"
                  " recorded_time) VALUES (?, 'staff:F1', ?, ?, ?, ?)"),
        {method, id, kHexHash, kResponse, kTime});
  Write(
      Statement("INSERT INTO audit_record (audit_id, attempted_time, call_id, method, staff_id,"
                " service_name, actor_staff_id, roles, key_id, target_kind, target_id,"
                " request_hash, outcome, reason)"
                " VALUES (?, ?, ?, ?, 'F1', '', '', 'finance', 'staff-1', 'unit', ?, ?, 'OK', '')"),
      {id, kTime, id, method, unit_id, kHexHash});
  connection_->commit();
}

}  // namespace cuijiao::bench
