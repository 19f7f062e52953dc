// What an import of units with owners costs without the suite: a client of Connector/C++ that reads
// no file and writes the same rows.
#ifndef CUIJIAO_TESTS_BENCH_IMPORT_PLAIN_H_
#define CUIJIAO_TESTS_BENCH_IMPORT_PLAIN_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "common/crypto/personal_cipher.h"
#include "common/db/database_settings.h"
#include "common/ids/id_source.h"

namespace sql {
class Connection;
class PreparedStatement;
}  // namespace sql

namespace cuijiao::bench {

// The texts of unit `i`, as the bench's files have them.
struct PlainUnit {
  explicit PlainUnit(std::int64_t i);

  std::string unit_id;
  std::string community_id;
  std::string unit_no;
  std::string owner_id;
  std::string owner_name;
  std::string phone;
  std::string address;
};

inline constexpr std::int64_t kUnitsOfACommunity = 1000;

// One connection with its prepared statements. Errors are the connector's exceptions.
//
// For each unit: unit, account, schedule; owner, ownership, the unit's version; and for both what
// imports remember of their rows. Personal data is encrypted and hashed with the suite's cipher.
// Statements of 512 rows, prepared once; transactions of 8,192 units; every table in the order of
// its key, as far as the ids give it.
class PlainImport {
 public:
  PlainImport(const db::DatabaseSettings& settings, const PersonalCipher& cipher);
  ~PlainImport();
  PlainImport(const PlainImport&) = delete;
  PlainImport& operator=(const PlainImport&) = delete;

  void WriteUnits(std::int64_t count);
  void WriteOwners(std::int64_t count);

 private:
  class Bound;

  // `head` and so many times `row`.
  Bound Insert(const std::string& head, const std::string& row, std::int64_t rows);
  Bound Statement(const std::string& text);
  void WriteUnitRows(std::int64_t from, std::int64_t rows);
  void WriteOwnerRows(std::int64_t from, std::int64_t rows);
  void Remember(const std::string& kind, std::int64_t from, std::int64_t rows);

  const PersonalCipher& cipher_;
  SystemIdSource ids_;
  std::unique_ptr<sql::Connection> connection_;
  std::map<std::string, std::unique_ptr<sql::PreparedStatement>> statements_;
};

}  // namespace cuijiao::bench

#endif  // CUIJIAO_TESTS_BENCH_IMPORT_PLAIN_H_
