// A schema as an older version of its service left it, to be brought up to date.
#ifndef CUIJIAO_TESTS_SUPPORT_OLDER_SCHEMA_H_
#define CUIJIAO_TESTS_SUPPORT_OLDER_SCHEMA_H_

#include <filesystem>
#include <string>
#include <string_view>

#include "common/db/database.h"

namespace cuijiao::support {

// What fails ends the test program.
class OlderSchema {
 public:
  // A new schema with the first migration of services/`service`/schema alone.
  OlderSchema(const std::string& service, const std::string& first_migration);

  // Past all grants.
  db::Database& admin() { return admin_; }
  void Execute(std::string_view statement);
  // Applies the migrations that are there today.
  void BringUpToDate();

 private:
  const std::filesystem::path migrations_;
  const db::DatabaseSettings settings_;
  db::Database admin_;
};

}  // namespace cuijiao::support

#endif  // CUIJIAO_TESTS_SUPPORT_OLDER_SCHEMA_H_
