// The scheduled fees of units that came in with a file follow it, and say what they would have said
// at once (LED-1; section 6, definitions 7 and 8).
#include "services/ledger/store/billing/bill_store.h"
#include "services/ledger/store/figures/figures_year.h"
#include "tests/integration/ledger_imports/import_world.h"

namespace cuijiao::ledger {
namespace {

// More than one set of units.
constexpr int kUnits = 1200;

class UnscheduledUnits : public ImportWorld {
 protected:
  std::int64_t Waiting() {
    return Number("SELECT COUNT(*) AS n FROM unit_account WHERE unscheduled = 1");
  }
  std::int64_t Fees(const std::string& condition = "1 = 1") {
    return Number("SELECT COUNT(*) AS n FROM scheduled_fee WHERE unit_id LIKE 'N%' AND " +
                  condition);
  }
  // What every figure of the year does first.
  absl::Status Ensure(int year) {
    SystemIdSource ids;
    return EnsureFigureYear(ledger_.database(), ids, year, {absl::Now(), Date(2017, 3, 15)});
  }
};

TEST_F(UnscheduledUnits, LED1_TheirFeesFollowOnceWhetherTheYearWasKeptOrNot) {
  ASSERT_EQ(Ensure(2017), absl::OkStatus());  // 2017 is kept, 2018 is not
  ASSERT_EQ(MustStream(kUnitHeader + UnitRows(0, kUnits)).imported_count(), kUnits);
  EXPECT_EQ(Waiting(), kUnits);
  EXPECT_EQ(Fees(), 0);
  ASSERT_EQ(Ensure(2018), absl::OkStatus());
  EXPECT_EQ(Waiting(), 0);
  EXPECT_EQ(Fees("period_end BETWEEN '2017-01-01' AND '2017-12-31'"), 12 * kUnits);
  EXPECT_EQ(Fees("period_end BETWEEN '2018-01-01' AND '2018-12-31'"), 12 * kUnits);
  // From the day on which they were put.
  EXPECT_EQ(Fees("begun_date = '2017-03-15' AND ended_date IS NULL"), 24 * kUnits);
  EXPECT_EQ(Number("SELECT COUNT(DISTINCT f.begun_time) AS n FROM scheduled_fee f"
                   " JOIN fee_schedule s ON s.unit_id = f.unit_id"
                   " AND s.recorded_time = f.begun_time WHERE f.unit_id LIKE 'N%'"),
            1);
  ASSERT_EQ(Ensure(2017), absl::OkStatus());
  EXPECT_EQ(Fees(), 24 * kUnits);
}

// A billing run writes them first: set by set, as long as somebody waits for it.
TEST_F(UnscheduledUnits, LED1_ABillingRunTellsThatItWritesThemAndKeepsItsDeadline) {
  ASSERT_EQ(MustStream(kUnitHeader + UnitRows(0, kUnits)).imported_count(), kUnits);
  SystemIdSource ids;
  FixedCompanyClock clock({absl::Now(), Date(2017, 3, 15)});
  BillingRun run{"C2", Month(2017, 1), Month(2017, 1), absl::InfinitePast()};
  const auto never = [](std::int64_t, const BillingTotals&) { return true; };
  const absl::Status late = RunBilling(ledger_.database(), ids, run, clock, never).status();
  EXPECT_TRUE(absl::IsDeadlineExceeded(late)) << late;
  EXPECT_EQ(Waiting(), kUnits);
  run.deadline = absl::InfiniteFuture();
  const absl::Status cancelled =
      RunBilling(ledger_.database(), ids, run, clock, [](std::int64_t units, const BillingTotals&) {
        EXPECT_EQ(units, 0);
        return false;
      }).status();
  EXPECT_TRUE(absl::IsCancelled(cancelled)) << cancelled;
  EXPECT_EQ(Waiting(), kUnits - 500);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM bill"), 0);
}

// A bill from outside ends the fee on its day: not before, so that the days before count it.
TEST_F(UnscheduledUnits, LED19_AnOpeningBillOfAWaitingUnitEndsItsFeeOnThatDay) {
  ASSERT_EQ(Ensure(2017), absl::OkStatus());
  ASSERT_EQ(MustStream(kUnitHeader + UnitRows(0, 10)).imported_count(), 10);
  ledger_.set_date(Date(2017, 3, 20));
  const v1::ImportFileResponse bills =
      ImportFile(Start(v1::IMPORT_KIND_OPENING_BILLS),
                 "unit_id,fee_kind,period_start,period_end,due_date,principal,late_fee,costs\n"
                 "N00003,property,2017-01-01,2017-01-31,2017-01-10,160.00,,\n");
  EXPECT_EQ(bills.imported_count(), 1);
  EXPECT_EQ(Waiting(), 0);
  EXPECT_EQ(Fees("unit_id = 'N00003'"), 12);
  EXPECT_EQ(Fees("unit_id = 'N00003' AND period_start = '2017-01-01'"
                 " AND begun_date = '2017-03-15' AND ended_date = '2017-03-20'"),
            1);
  EXPECT_EQ(Fees("ended_date IS NOT NULL"), 1);
}

// Rows that change a waiting unit, or bring it another fee, in the same file or another.
TEST_F(UnscheduledUnits, LED1_AChangeOfAWaitingUnitCountsOnce) {
  ASSERT_EQ(Ensure(2017), absl::OkStatus());
  const std::string parking = "N00001,C2,楼1,home,80,parking,,10,1,9,2017-01-01\n";
  ASSERT_EQ(MustStream(kUnitHeader + UnitRows(1, 1) + parking).imported_count(), 2);
  ledger_.set_date(Date(2017, 3, 20));
  ASSERT_EQ(
      MustStream(std::string(kUnitHeader) + "N00001,C2,楼1,home,90,property,2,,1,9,2017-01-01\n")
          .imported_count(),
      1);
  EXPECT_EQ(Waiting(), 0);
  // Twelve of each fee from the first day; the property fees of 80 m² ended when it became 90.
  EXPECT_EQ(Fees("begun_date = '2017-03-15'"), 24);
  EXPECT_EQ(Fees("begun_date = '2017-03-15' AND ended_date = '2017-03-20'"), 12);
  EXPECT_EQ(Fees("begun_date = '2017-03-20' AND amount_fen = 18000 AND ended_date IS NULL"), 12);
  ASSERT_EQ(Ensure(2017), absl::OkStatus());
  EXPECT_EQ(Fees(), 36);
}

// LED-16: what was scheduled before is what the file's area gave, also where it was not written
// yet.
TEST_F(UnscheduledUnits, LED16_AWaitingUnitThatIsMeasuredAgainKeepsWhatWasKnownThen) {
  ASSERT_EQ(Ensure(2017), absl::OkStatus());
  ASSERT_EQ(MustStream(kUnitHeader + UnitRows(0, 10)).imported_count(), 10);
  ledger_.set_date(Date(2017, 3, 20));
  ASSERT_EQ(ledger_.PutText(R"(entries { unit { id: "N00003" community_id: "C2" unit_no: "楼3"
                                   kind: KIND_HOME area_e2_m2: 9000 } })"),
            absl::OkStatus());
  EXPECT_EQ(Waiting(), 9);  // the others go on waiting
  EXPECT_EQ(Fees("unit_id = 'N00003'"), 24);
  EXPECT_EQ(Fees("unit_id = 'N00003' AND amount_fen = 16000 AND begun_date = '2017-03-15'"
                 " AND ended_date = '2017-03-20'"),
            12);
  EXPECT_EQ(Fees("unit_id = 'N00003' AND amount_fen = 18000 AND begun_date = '2017-03-20'"
                 " AND ended_date IS NULL"),
            12);
  ASSERT_EQ(Ensure(2017), absl::OkStatus());
  EXPECT_EQ(Waiting(), 0);
  EXPECT_EQ(Fees("unit_id = 'N00003'"), 24);
}

// A file that comes in between the first look and the snapshot: its fees are not missed.
TEST_F(UnscheduledUnits, Definition8_FiguresAreReadWithAllFeesOrNotAtAll) {
  SystemIdSource ids;
  const CompanyTime now{absl::Now(), Date(2017, 3, 15)};
  const auto require = [&](db::Transaction& transaction) -> absl::StatusOr<bool> {
    const absl::Status all = RequireFigureYear(transaction, "P1", "", 2017, now);
    if (!all.ok()) return all;
    return true;
  };
  int files = 0;
  int attempts = 0;
  const auto read = [&](int files_in_between) {
    attempts = 0;
    return WithFigureYear(ledger_.database(), ids, 2017, now, absl::InfiniteFuture(), [&] {
      if (attempts++ < files_in_between) {
        EXPECT_EQ(MustStream(kUnitHeader + UnitRows(10 * files++, 10)).imported_count(), 10);
      }
      return ledger_.database().Read("Require", require);
    });
  };
  EXPECT_EQ(read(0).status(), absl::OkStatus());
  EXPECT_EQ(attempts, 1);
  EXPECT_EQ(read(1).status(), absl::OkStatus());
  EXPECT_EQ(attempts, 2);
  EXPECT_EQ(Waiting(), 0);
  const auto busy = read(100);
  EXPECT_EQ(busy.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(busy.status()), kFeesBeingWritten);
  EXPECT_EQ(attempts, 4);
  // Another project's file is none of this one's.
  const auto other =
      ledger_.database().Read("Require", [&](db::Transaction& transaction) -> absl::StatusOr<bool> {
        const absl::Status all = RequireFigureYear(transaction, "P2", "", 2017, now);
        if (!all.ok()) return all;
        return true;
      });
  EXPECT_EQ(other.status(), absl::OkStatus());
}

TEST_F(UnscheduledUnits, TheFirstReaderMindsItsDeadline) {
  ASSERT_EQ(Ensure(2017), absl::OkStatus());
  ASSERT_EQ(MustStream(kUnitHeader + UnitRows(0, kUnits)).imported_count(), kUnits);
  SystemIdSource ids;
  const absl::Status late =
      EnsureFigureYear(ledger_.database(), ids, 2017, {absl::Now(), Date(2017, 3, 15)},
                       absl::Now() - absl::Seconds(1));
  EXPECT_EQ(late.code(), absl::StatusCode::kDeadlineExceeded) << late;
  EXPECT_EQ(Waiting(), kUnits);
  ASSERT_EQ(Ensure(2017), absl::OkStatus());
  EXPECT_EQ(Waiting(), 0);
}

}  // namespace
}  // namespace cuijiao::ledger
