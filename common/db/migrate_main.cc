// cuijiao-migrate: makes a service's schema and user, and brings them up to date.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/ascii.h"
#include "common/db/migrations.h"
#include "common/status/macros.h"
#include "fmt/format.h"

namespace cuijiao::db {
namespace {

struct Arguments {
  DatabaseSettings admin;
  std::string admin_password_file;
  std::string schema;
  std::string user;
  std::string password_file;
  std::string directory;
};

void Declare(CLI::App& app, Arguments& arguments) {
  CLI::Option* const socket =
      app.add_option("--socket", arguments.admin.socket_path, "Socket of a server on this machine");
  CLI::Option* const host = app.add_option("--host", arguments.admin.host, "Host of the server");
  socket->excludes(host);
  app.add_option("--port", arguments.admin.port, "Port of the server")->capture_default_str();
  app.add_option("--tls-ca", arguments.admin.tls_ca, "Certificate authority of the server (PEM)");
  app.add_option("--admin-user", arguments.admin.user, "User who may create schemas and users")
      ->default_val("root");
  app.add_option("--admin-password-file", arguments.admin_password_file,
                 "File with that user's password; none: no password");
  app.add_option("--schema", arguments.schema, "Schema of the service")->required();
  app.add_option("--user", arguments.user, "The service's own user")->required();
  app.add_option("--password-file", arguments.password_file, "File with the service's password")
      ->required();
  app.add_option("--directory", arguments.directory, "Migrations: NNNN_name.sql and grants.sql")
      ->required();
}

// The first line of a file.
absl::StatusOr<std::string> ReadPassword(const std::string& file) {
  std::ifstream in(file);
  std::string line;
  if (!std::getline(in, line)) {
    return absl::FailedPreconditionError(
        fmt::format("password file {}: cannot be read, or is empty", file));
  }
  return std::string(absl::StripTrailingAsciiWhitespace(line));
}

absl::Status Migrate(Arguments arguments) {
  if (arguments.admin.socket_path.empty() && arguments.admin.host.empty()) {
    return absl::InvalidArgumentError("say --socket or --host");
  }
  if (!arguments.admin_password_file.empty()) {
    CUIJIAO_ASSIGN_OR_RETURN(arguments.admin.password, ReadPassword(arguments.admin_password_file));
  }
  CUIJIAO_ASSIGN_OR_RETURN(const std::string password, ReadPassword(arguments.password_file));
  CUIJIAO_RETURN_IF_ERROR(
      CreateSchemaAndUser(arguments.admin, arguments.schema, arguments.user, password));
  arguments.admin.schema = arguments.schema;
  CUIJIAO_ASSIGN_OR_RETURN(const MigrationReport report,
                           ApplyMigrations(arguments.admin, arguments.directory));
  if (!report.continued.empty()) fmt::print("went on with {}\n", report.continued);
  for (const std::string& file : report.applied) {
    fmt::print("{}: applied {}\n", arguments.schema, file);
  }
  const std::filesystem::path grants = std::filesystem::path(arguments.directory) / "grants.sql";
  if (std::filesystem::exists(grants)) {
    CUIJIAO_RETURN_IF_ERROR(ApplyGrants(arguments.admin, grants, arguments.schema, arguments.user));
  }
  fmt::print("{}: up to date; {} migrations applied before, {} now; rights of {} {}\n",
             arguments.schema, report.already_applied, report.applied.size(), arguments.user,
             std::filesystem::exists(grants) ? "set" : "left alone (no grants.sql)");
  return absl::OkStatus();
}

}  // namespace
}  // namespace cuijiao::db

int main(int argc, char** argv) {
  CLI::App app("Brings the database schema of a Cuijiao service up to date.", "cuijiao-migrate");
  cuijiao::db::Arguments arguments;
  cuijiao::db::Declare(app, arguments);
  CLI11_PARSE(app, argc, argv);
  const absl::Status status = cuijiao::db::Migrate(arguments);
  if (status.ok()) return 0;
  fmt::print(stderr, "cuijiao-migrate: {}\n", std::string(status.message()));
  return 1;
}
