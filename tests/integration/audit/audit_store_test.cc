#include "common/rpc/audit_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "common/db/database.h"
#include "tests/support/test_database.h"

namespace cuijiao {
namespace {

using ::testing::HasSubstr;

// The statement of common/rpc/audit_record.sql, without its comment.
std::string TableDefinition() {
  std::ifstream file("common/rpc/audit_record.sql");
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  const std::size_t begin = text.find("CREATE TABLE");
  return text.substr(begin, text.find(';') - begin);
}

AuditRecord RecordOf(const std::string& call_id) {
  AuditRecord record;
  record.attempted_time = absl::FromUnixMicros(1'488'326'400'123'456);
  record.call_id = call_id;
  record.method = "cuijiao.ledger.v1.PaymentService/RecordPayment";
  record.service_name = "waiver";
  record.actor_staff_id = "S7";
  record.roles = Role::kManager | Role::kFinance;
  record.key_id = "waiver-1";
  record.target_kind = "unit";
  record.target_id = "U1";
  record.request_hash = std::string(64, 'a');
  record.outcome = absl::StatusCode::kPermissionDenied;
  record.reason = "OUT_OF_SCOPE";
  return record;
}

class AuditStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(database_
                    .Transact("CreateTable",
                              [](db::Transaction& transaction) {
                                return transaction.ExecuteDefinition(TableDefinition());
                              })
                    .ok());
  }

  db::Rows Kept() {
    return database_
        .Read("Kept",
              [](db::Transaction& transaction) {
                return transaction.Query("SELECT * FROM audit_record ORDER BY audit_id");
              })
        .value();
  }
  void DropTable() {
    ASSERT_TRUE(database_
                    .Transact("DropTable",
                              [](db::Transaction& transaction) {
                                return transaction.ExecuteDefinition("DROP TABLE audit_record");
                              })
                    .ok());
  }

  db::Database database_{support::TestDatabase::EmptySchema("audit")};
  SystemIdSource ids_;
  std::unique_ptr<Metrics> metrics_ = Metrics::Start().value();
};

TEST_F(AuditStoreTest, KeepsEveryColumn) {
  {
    AuditStore store(database_, ids_, *metrics_);
    store.Record(RecordOf("call-1"));
  }
  const db::Rows rows = Kept();
  ASSERT_EQ(rows.size(), 1U);
  const db::Row& row = rows[0];
  EXPECT_TRUE(IsId(row.String("audit_id")));
  EXPECT_EQ(row.Time("attempted_time"), absl::FromUnixMicros(1'488'326'400'123'456));
  EXPECT_EQ(row.String("call_id"), "call-1");
  EXPECT_EQ(row.String("method"), "cuijiao.ledger.v1.PaymentService/RecordPayment");
  EXPECT_EQ(row.String("staff_id"), "");
  EXPECT_EQ(row.String("service_name"), "waiver");
  EXPECT_EQ(row.String("actor_staff_id"), "S7");
  EXPECT_EQ(row.String("roles"), "manager,finance");
  EXPECT_EQ(row.String("key_id"), "waiver-1");
  EXPECT_EQ(row.String("target_kind"), "unit");
  EXPECT_EQ(row.String("target_id"), "U1");
  EXPECT_EQ(row.String("request_hash"), std::string(64, 'a'));
  EXPECT_EQ(row.String("outcome"), "PERMISSION_DENIED");
  EXPECT_EQ(row.String("reason"), "OUT_OF_SCOPE");
}

TEST_F(AuditStoreTest, ADurableRecordIsThereWhenItsCallIsTold) {
  AuditStore store(database_, ids_, *metrics_);
  absl::Notification told;
  absl::Status kept;
  std::size_t rows_when_told = 0;
  store.RecordDurably(RecordOf("call-1"), [&](absl::Status status) {
    kept = std::move(status);
    rows_when_told = Kept().size();
    told.Notify();
  });
  ASSERT_TRUE(told.WaitForNotificationWithTimeout(absl::Seconds(20)));
  EXPECT_TRUE(kept.ok()) << kept;
  EXPECT_EQ(rows_when_told, 1U);
}

TEST_F(AuditStoreTest, LosesNoneOfManyThatComeTogether) {
  constexpr int kRecords = 2000;
  {
    AuditStore store(database_, ids_, *metrics_);
    absl::BlockingCounter told(kRecords);
    for (int i = 0; i < kRecords; ++i) {
      store.RecordDurably(RecordOf("call-" + std::to_string(i)), [&](const absl::Status& status) {
        EXPECT_TRUE(status.ok());
        told.DecrementCount();
      });
    }
    told.Wait();
  }
  std::set<std::string> calls;
  for (const db::Row& row : Kept()) calls.insert(row.String("call_id"));
  EXPECT_EQ(calls.size(), static_cast<std::size_t>(kRecords));
}

TEST_F(AuditStoreTest, TakesWhatDoesNotFitItsColumnsWithoutLosingItsNeighbours) {
  {
    AuditStore store(database_, ids_, *metrics_);
    AuditRecord hostile = RecordOf("call-1");
    hostile.target_id = std::string(300, 'x') + "\xff";
    hostile.reason = "业主\x01";
    store.Record(hostile);
    store.Record(RecordOf("call-2"));
  }
  const db::Rows rows = Kept();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].String("target_id"), std::string(96, 'x'));
  EXPECT_EQ(rows[0].String("reason"), "???????");
}

TEST_F(AuditStoreTest, TellsADurableRecordsCallWhenItCannotBeKept) {
  DropTable();
  AuditStore store(database_, ids_, *metrics_);
  absl::Notification told;
  store.RecordDurably(RecordOf("call-1"), [&](const absl::Status& status) {
    EXPECT_FALSE(status.ok());
    told.Notify();
  });
  EXPECT_TRUE(told.WaitForNotificationWithTimeout(absl::Seconds(20)));
}

TEST_F(AuditStoreTest, CountsWhatItDrops) {
  DropTable();
  {
    AuditStore store(database_, ids_, *metrics_);
    store.Record(RecordOf("call-1"));
    store.Record(RecordOf("call-2"));
  }
  EXPECT_THAT(metrics_->Text(), HasSubstr("cuijiao_audit_dropped_total 2"));
}

TEST(AuditTables, AreTheSameInEveryService) {
  for (const char* migration :
       {"services/ledger/schema/0001_organisation.sql", "services/waiver/schema/0001_waiver.sql",
        "services/escalation/schema/0001_escalation.sql",
        "services/payroll/schema/0001_payroll.sql"}) {
    std::ifstream file(migration);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    EXPECT_THAT(text, HasSubstr(TableDefinition())) << migration;
  }
}

}  // namespace
}  // namespace cuijiao
