// What is made beside a month that is being closed knows that it is closed (LED-10).
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <thread>

#include "absl/time/clock.h"
#include "common/fault/failpoint.h"
#include "cuijiao/ledger/v1/close.grpc.pb.h"
#include "tests/support/ledger_fixture.h"

namespace cuijiao::support {
namespace {

namespace v1 = ledger::v1;

constexpr absl::Duration kPatience = absl::Seconds(20);

class Books : public ::testing::Test {
 protected:
  Books() : ledger_(Date(2017, 1, 31)) {}
  ~Books() override { std::filesystem::remove(pause_); }

  absl::Status Close() {
    v1::CloseMonthRequest request;
    request.set_month("2017-01");
    return ledger_
        .Call<v1::CloseService>(&v1::CloseService::StubInterface::CloseMonth, ledger_.Finance(),
                                request)
        .status();
  }

  std::int64_t Number(std::string_view sql) {
    const auto row = ledger_.admin_database().Read(
        "look", [&](db::Transaction& transaction) { return transaction.QueryOne(sql); });
    return row.ok() && row->has_value() ? (*row)->Int64("n") : -1;
  }

  static bool WaitFor(const std::function<bool()>& holds) {
    for (const absl::Time end = absl::Now() + kPatience; absl::Now() < end;) {
      if (holds()) return true;
      absl::SleepFor(absl::Milliseconds(2));
    }
    return false;
  }

  // Runs `make`, holds it at `point` with the books read, closes January meanwhile, and lets it go
  // on once the close has ended or waits.
  void CloseBeside(const char* point, const std::function<absl::Status()>& make) {
    std::ofstream(pause_) << "held";
    const fault::ScopedFailpoint held(point, "pause-file:" + pause_.string());
    ASSERT_EQ(held.armed(), absl::OkStatus());
    std::thread maker([&] { EXPECT_EQ(make(), absl::OkStatus()); });
    EXPECT_TRUE(WaitFor([&] { return held.hits() > 0; }));
    std::atomic<bool> closed = false;
    std::thread closer([&] {
      EXPECT_EQ(Close(), absl::OkStatus());
      closed = true;
    });
    EXPECT_TRUE(WaitFor([&] {
      return closed || Number(
                           "SELECT CAST(variable_value AS SIGNED) AS n"
                           " FROM information_schema.global_status"
                           " WHERE variable_name = 'INNODB_ROW_LOCK_CURRENT_WAITS'") > 0;
    }));
    std::filesystem::remove(pause_);
    maker.join();
    closer.join();
  }

  const std::filesystem::path pause_ =
      std::filesystem::temp_directory_path() / ("books_test_" + std::to_string(getpid()));
  LedgerFixture ledger_;
};

// The company's first project: there is no partition yet that a close could lock.
TEST_F(Books, LED10_APartitionMadeBesideACloseIsClosedToo) {
  CloseBeside("ledger.open_partitions.books_read", [&] {
    return ledger_.PutText(R"(entries { branch { id: "B1" name: "华东" } }
                              entries { project { id: "P1" branch_id: "B1" name: "滨江" } }
                              entries { community { id: "C1" project_id: "P1" name: "翠苑" } })");
  });
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM journal_partition"), 2);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM journal_partition"
                   " WHERE closed_through = '2017-01-31'"),
            2);
}

TEST_F(Books, LED10_APartitionMadeAfterACloseIsClosed) {
  ASSERT_EQ(ledger_.PutStandardCompany(), absl::OkStatus());
  ASSERT_EQ(Close(), absl::OkStatus());
  ASSERT_EQ(ledger_.PutText(R"(entries { community { id: "C3" project_id: "P1" name: "新苑" } })"),
            absl::OkStatus());
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM journal_partition"
                   " WHERE closed_through IS NULL OR closed_through <> '2017-01-31'"),
            0);
}

}  // namespace
}  // namespace cuijiao::support
