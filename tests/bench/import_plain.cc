#include "tests/bench/import_plain.h"

#include <cppconn/connection.h>
#include <cppconn/driver.h>
#include <cppconn/prepared_statement.h>

#include <algorithm>
#include <bit>

#include "fmt/format.h"

namespace cuijiao::bench {
namespace {

constexpr std::int64_t kRowsOfAStatement = 512;
constexpr std::int64_t kRowsOfATransaction = 8192;

const std::string kFromDate = "2017-01-01";
const std::string kPutDate = "2017-03-15";
const std::string kRecordedTime = "2017-03-15 12:00:00.000000";

// Calls `write(from, rows)` for parts of a statement's size, and `commit` between transactions.
template <typename Write, typename Commit>
void InParts(std::int64_t count, Write write, Commit commit) {
  for (std::int64_t from = 0; from < count;) {
    const auto left = static_cast<std::uint64_t>(std::min(count - from, kRowsOfAStatement));
    const auto rows = static_cast<std::int64_t>(std::bit_floor(left));
    write(from, rows);
    from += rows;
    if (from % kRowsOfATransaction == 0 || from == count) commit();
  }
}

}  // namespace

PlainUnit::PlainUnit(std::int64_t i)
    : unit_id(fmt::format("K{:04}-{:07}", i / kUnitsOfACommunity, i)),
      community_id(fmt::format("K{:04}", i / kUnitsOfACommunity)),
      unit_no(fmt::format("{}栋{}单元{:07}", i % 40, i % 4, i)),
      owner_id(fmt::format("O{:07}", i)),
      owner_name(fmt::format("张{:07}", i)),
      phone(fmt::format("138{:08}", i)),
      address(fmt::format("滨江路{}号", i)) {}

class PlainImport::Bound {
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
  void Write() { statement_.executeUpdate(); }

 private:
  sql::PreparedStatement& statement_;
  unsigned bound_ = 0;
};

PlainImport::PlainImport(const db::DatabaseSettings& settings, const PersonalCipher& cipher)
    : cipher_(cipher) {
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

PlainImport::~PlainImport() { statements_.clear(); }  // before their connection

PlainImport::Bound PlainImport::Statement(const std::string& text) {
  auto& statement = statements_[text];
  if (statement == nullptr) statement.reset(connection_->prepareStatement(text));
  return Bound(*statement);
}

PlainImport::Bound PlainImport::Insert(const std::string& head, const std::string& row,
                                       std::int64_t rows) {
  std::string text = head;
  for (std::int64_t i = 0; i < rows; ++i) text += (i == 0 ? "" : ",") + row;
  return Statement(text);
}

void PlainImport::Remember(const std::string& kind, std::int64_t from, std::int64_t rows) {
  Bound memory = Insert(
      "INSERT INTO imported_row (project_id, kind, key_hash, version, row_hash, recorded_time)"
      " VALUES ",
      "('P1',?,?,1,?,?)", rows);
  for (std::int64_t i = from; i < from + rows; ++i) {
    const PlainUnit unit(i);
    const std::string key = fmt::format("{}|{}", unit.unit_id, kFromDate);
    const std::string row =
        fmt::format("{}|{}|{}|{}", key, unit.owner_name, unit.phone, unit.address);
    memory << kind << cipher_.SearchHash(key, "imported_row.key")
           << cipher_.SearchHash(row, "imported_row.row") << kRecordedTime;
  }
  memory.Write();
}

void PlainImport::WriteUnitRows(std::int64_t from, std::int64_t rows) {
  Bound units = Insert(
      "INSERT INTO unit (unit_id, community_id, unit_no_cipher, unit_no_hash, kind, area_e2_m2)"
      " VALUES ",
      "(?,?,?,?,'HOME',?)", rows);
  Bound accounts = Insert(
      "INSERT INTO unit_account (unit_id, community_id, debt_version, prepayment_fen, unscheduled)"
      " VALUES ",
      "(?,?,1,0,1)", rows);
  Bound schedules = Insert(
      "INSERT INTO fee_schedule (schedule_id, unit_id, fee_kind, period_months, price_e4_yuan,"
      " fixed_fen_per_month, due_after_days, from_date, put_date, recorded_time) VALUES ",
      "(?,?,'PROPERTY',1,23500,0,9,?,?,?)", rows);
  for (std::int64_t i = from; i < from + rows; ++i) {
    const PlainUnit unit(i);
    units << unit.unit_id << unit.community_id << cipher_.Encrypt(unit.unit_no, "unit.unit_no")
          << cipher_.SearchHash(unit.unit_no, "unit.unit_no") << std::int64_t{8950};
    accounts << unit.unit_id << unit.community_id;
    schedules << ids_.NewId() << unit.unit_id << kFromDate << kPutDate << kRecordedTime;
  }
  units.Write();
  accounts.Write();
  schedules.Write();
  Remember("UNITS", from, rows);
}

void PlainImport::WriteOwnerRows(std::int64_t from, std::int64_t rows) {
  Bound owners = Insert(
      "INSERT INTO owner (owner_id, name_cipher, name_hash, phone_cipher, phone_hash,"
      " address_cipher, language) VALUES ",
      "(?,?,?,?,?,?,'zh-CN')", rows);
  Bound ownerships =
      Insert("INSERT INTO ownership (unit_id, owner_id, from_date) VALUES ", "(?,?,?)", rows);
  std::string places = "(?";
  for (std::int64_t i = 1; i < rows; ++i) places += ",?";
  Bound versions = Statement(
      "UPDATE unit SET relation_version = relation_version + 1 WHERE unit_id IN " + places + ")");
  for (std::int64_t i = from; i < from + rows; ++i) {
    const PlainUnit unit(i);
    owners << unit.owner_id << cipher_.Encrypt(unit.owner_name, "owner.name")
           << cipher_.SearchHash(unit.owner_name, "owner.name")
           << cipher_.Encrypt(unit.phone, "owner.phone")
           << cipher_.SearchHash(unit.phone, "owner.phone")
           << cipher_.Encrypt(unit.address, "owner.address");
    ownerships << unit.unit_id << unit.owner_id << kFromDate;
    versions << unit.unit_id;
  }
  owners.Write();
  versions.Write();
  ownerships.Write();
  Remember("OWNERS", from, rows);
}

void PlainImport::WriteUnits(std::int64_t count) {
  InParts(
      count, [this](std::int64_t from, std::int64_t rows) { WriteUnitRows(from, rows); },
      [this] { connection_->commit(); });
}

void PlainImport::WriteOwners(std::int64_t count) {
  InParts(
      count, [this](std::int64_t from, std::int64_t rows) { WriteOwnerRows(from, rows); },
      [this] { connection_->commit(); });
}

}  // namespace cuijiao::bench
