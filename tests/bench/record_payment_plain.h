// What RecordPayment costs without the suite: a client of Connector/C++ that reads and writes the
// same rows.
#ifndef CUIJIAO_TESTS_BENCH_RECORD_PAYMENT_PLAIN_H_
#define CUIJIAO_TESTS_BENCH_RECORD_PAYMENT_PLAIN_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "common/db/database_settings.h"

namespace sql {
class Connection;
class PreparedStatement;
}  // namespace sql

namespace cuijiao::bench {

// A payment of a unit; the id is new and 26 characters long.
struct PlainPayment {
  std::string unit_id;
  std::string id;
  std::int64_t fen = 0;
};

// One connection with its prepared statements; used by one thread. Errors are the connector's
// exceptions.
//
// It is as quick as we could make it by hand: every statement is prepared once, numbers go as
// numbers, what can be read with one join is, one payment is updated where it lies, and many are
// written with one statement a table. What it does not do is to decide: it takes the hash, the
// event and the answer for given, and assumes one open bill a unit, no campaign, no prepayment.
class PlainClient {
 public:
  explicit PlainClient(const db::DatabaseSettings& settings);
  ~PlainClient();
  PlainClient(const PlainClient&) = delete;
  PlainClient& operator=(const PlainClient&) = delete;

  // One transaction: the reads of RecordPayment (request, unit and place, collector, campaign;
  // partition and account with locks; open bills), and its rows (payment, allocation, entry, two
  // lines, event, bill, account, partition, request, audit).
  void RecordPayment(const PlainPayment& payment);

  // The same for payments of different units in one transaction, multi-row.
  void RecordPayments(std::span<const PlainPayment> payments);

 private:
  // A statement whose values are bound in order.
  class Bound;

  Bound Statement(const std::string& text);

  std::unique_ptr<sql::Connection> connection_;
  std::map<std::string, std::unique_ptr<sql::PreparedStatement>> statements_;
};

}  // namespace cuijiao::bench

#endif  // CUIJIAO_TESTS_BENCH_RECORD_PAYMENT_PLAIN_H_
