#include "tests/support/older_schema.h"

#include "common/db/migrations.h"
#include "tests/support/must.h"
#include "tests/support/test_database.h"

namespace cuijiao::support {

OlderSchema::OlderSchema(const std::string& service, const std::string& first_migration)
    : migrations_("services/" + service + "/schema"),
      settings_(TestDatabase::AdminOf(TestDatabase::EmptySchema(service))),
      admin_(settings_) {
  namespace fs = std::filesystem;
  const fs::path first_alone = fs::temp_directory_path() / ("cuijiao-older-" + settings_.schema);
  fs::create_directory(first_alone);
  fs::copy(migrations_ / first_migration, first_alone);
  Must(db::ApplyMigrations(settings_, first_alone));
  fs::remove_all(first_alone);
}

void OlderSchema::Execute(std::string_view statement) {
  Must(admin_.Transact(
      "test", [&](db::Transaction& transaction) { return transaction.Execute(statement); }));
}

void OlderSchema::BringUpToDate() { Must(db::ApplyMigrations(settings_, migrations_)); }

}  // namespace cuijiao::support
