// A private MariaDB for a test program, and fresh schemas in it.
#ifndef CUIJIAO_TESTS_SUPPORT_TEST_DATABASE_H_
#define CUIJIAO_TESTS_SUPPORT_TEST_DATABASE_H_

#include <filesystem>
#include <string>
#include <string_view>

#include "common/db/database_settings.h"

namespace cuijiao::support {

// One server a process, started at the first use and ended with the process, however that ends; its
// data is thrown away. It listens on a socket alone (a TcpProxy leads to it when a test wants TCP).
// All functions are thread-safe and end the test program with a message when the server cannot be
// had: without it no test of it means anything.
class TestDatabase {
 public:
  // For benchmarks, before anything else: the server's data lies in a directory of its own under
  // `directory`, on a disk, and a commit is on that disk before it is answered.
  static void MakeDurable(const std::filesystem::path& directory);

  // The administrator (root) without a schema.
  static db::DatabaseSettings Admin();

  // A new schema, "<prefix>_<n>", with the migrations of `migrations_directory` applied, and a user
  // of its own with the rights of its grants.sql (all rights when the directory has none).
  static db::DatabaseSettings FreshSchema(std::string_view prefix,
                                          const std::filesystem::path& migrations_directory);

  // A new empty schema, and a user with all rights on it.
  static db::DatabaseSettings EmptySchema(std::string_view prefix);

  // The administrator with `settings`' schema: to look past the grants, or to tamper.
  static db::DatabaseSettings AdminOf(const db::DatabaseSettings& settings);

  // Where the server listens: for a TcpProxy, or for programs that the test starts.
  static std::string SocketPath();
};

}  // namespace cuijiao::support

#endif  // CUIJIAO_TESTS_SUPPORT_TEST_DATABASE_H_
