// What RecordPayment costs without the suite: a client of Connector/C++ that reads and writes the
// same rows.
#ifndef CUIJIAO_TESTS_BENCH_RECORD_PAYMENT_PLAIN_H_
#define CUIJIAO_TESTS_BENCH_RECORD_PAYMENT_PLAIN_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "common/db/database_settings.h"

namespace sql {
class Connection;
class PreparedStatement;
}  // namespace sql

namespace cuijiao::bench {

// One connection with its prepared statements; used by one thread. Errors end the program.
class PlainClient {
 public:
  explicit PlainClient(const db::DatabaseSettings& settings);
  ~PlainClient();
  PlainClient(const PlainClient&) = delete;
  PlainClient& operator=(const PlainClient&) = delete;

  // One transaction: the reads of RecordPayment (request, unit, collector, partition and account
  // with locks, open bills, campaign), and its rows (payment, allocation, entry, two lines, event,
  // bill, account, partition, request, audit). `id` is new and 26 characters long.
  void RecordPayment(const std::string& unit_id, const std::string& id, std::int64_t fen);

 private:
  sql::PreparedStatement& Statement(const std::string& text);

  std::unique_ptr<sql::Connection> connection_;
  std::map<std::string, std::unique_ptr<sql::PreparedStatement>> statements_;
};

}  // namespace cuijiao::bench

#endif  // CUIJIAO_TESTS_BENCH_RECORD_PAYMENT_PLAIN_H_
