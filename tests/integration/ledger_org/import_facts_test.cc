// What rows of files say of a unit or an owner besides a fee or an ownership (LED-13): what came in
// last is in, whichever row said it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "cuijiao/ledger/v1/billing.grpc.pb.h"
#include "cuijiao/ledger/v1/import.grpc.pb.h"
#include "cuijiao/ledger/v1/organisation.grpc.pb.h"
#include "tests/support/ledger_fixture.h"

namespace cuijiao::ledger {
namespace {

using Organisation = v1::OrganisationService;

class ImportedFactsTest : public ::testing::Test {
 protected:
  ImportedFactsTest() { EXPECT_EQ(ledger_.PutStandardCompany(), absl::OkStatus()); }

  // "imported/existing/wrong" of a file with these rows.
  std::string ImportRows(v1::ImportKind kind, const std::string& rows,
                         const std::string& project_id = "P1") const {
    v1::ImportFileRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_project_id(project_id);
    request.set_kind(kind);
    const bool of_units = kind == v1::IMPORT_KIND_UNITS;
    request.set_content(
        (of_units ? "unit_id,community_id,unit_no,kind,area_m2,fee_kind,price,period_months,"
                    "due_days,from_date\n"
                  : "owner_id,name,phone,unit_id,from_date\n") +
        rows);
    const auto did = ledger_.Call<v1::ImportService>(&v1::ImportService::StubInterface::ImportFile,
                                                     ledger_.Finance(), request);
    EXPECT_EQ(did.status(), absl::OkStatus());
    if (!did.ok()) return "refused";
    return std::to_string(did->imported_count()) + "/" + std::to_string(did->existing_count()) +
           "/" + std::to_string(did->wrong_count());
  }
  std::string ImportUnits(const std::string& rows) const {
    return ImportRows(v1::IMPORT_KIND_UNITS, rows);
  }
  std::string ImportOwners(const std::string& rows, const std::string& project_id = "P1") const {
    return ImportRows(v1::IMPORT_KIND_OWNERS, rows, project_id);
  }

  std::int64_t AreaOf(const std::string& unit_id) const {
    v1::GetUnitRequest request;
    request.set_unit_id(unit_id);
    const auto unit = ledger_.Call<Organisation>(&Organisation::StubInterface::GetUnit,
                                                 ledger_.Finance(), request);
    EXPECT_EQ(unit.status(), absl::OkStatus());
    return unit.ok() ? unit->area_e2_m2() : 0;
  }
  // "from to" of the unit's property fee, one after another.
  std::string PropertyFeesOf(const std::string& unit_id) const {
    v1::ListFeeSchedulesRequest request;
    request.set_unit_id(unit_id);
    const auto listed = ledger_.Call<v1::BillingService>(
        &v1::BillingService::StubInterface::ListFeeSchedules, ledger_.Finance(), request);
    EXPECT_EQ(listed.status(), absl::OkStatus());
    std::string fees;
    if (!listed.ok()) return fees;
    for (const v1::FeeSchedule& fee : listed->fee_schedules()) {
      if (fee.fee_kind() != v1::FEE_KIND_PROPERTY) continue;
      fees += fee.from_date() + " " + fee.to_date() + ";";
    }
    return fees;
  }
  // The phones of the unit's owners on the business date, one after another.
  std::string PhonesOf(const std::string& unit_id) const {
    v1::ListOwnersRequest request;
    request.set_unit_id(unit_id);
    const auto owners = ledger_.Call<Organisation>(&Organisation::StubInterface::ListOwners,
                                                   ledger_.Finance(), request);
    EXPECT_EQ(owners.status(), absl::OkStatus());
    std::string phones;
    if (!owners.ok()) return phones;
    for (const v1::Owner& owner : owners->owners()) phones += owner.phone() + ";";
    return phones;
  }

  support::LedgerFixture ledger_;
};

constexpr const char* kProperty = ",property,2.00,1,9,2017-04-01\n";
constexpr const char* kParking = ",parking,3.00,1,9,2017-04-01\n";

TEST_F(ImportedFactsTest, LED13_AUnitIsChangedBackByARowAboutAnotherFee) {
  const std::string small = "N1,C1,1-101,home,50.00";
  const std::string large = "N1,C1,1-101,home,60.00";
  ASSERT_EQ(ImportUnits(small + kProperty + small + kParking), "2/0/0");
  EXPECT_EQ(ImportUnits(large + kProperty), "1/0/0");
  EXPECT_EQ(AreaOf("N1"), 6000);
  EXPECT_EQ(ImportUnits(small + kParking), "1/0/0");
  EXPECT_EQ(AreaOf("N1"), 5000);
  // The same once more is in, and the row of before is not.
  EXPECT_EQ(ImportUnits(small + kParking), "0/1/0");
  EXPECT_EQ(ImportUnits(large + kProperty), "1/0/0");
  EXPECT_EQ(AreaOf("N1"), 6000);
  // Both at once: the unit is put once.
  EXPECT_EQ(ImportUnits(small + kProperty + small + kParking), "2/0/0");
  EXPECT_EQ(AreaOf("N1"), 5000);
  EXPECT_EQ(ImportUnits(small + kProperty + small + kParking), "0/2/0");
}

TEST_F(ImportedFactsTest, LED13_ARowWhoseUnitAloneGoesInLeavesItsFeeAlone) {
  const std::string small = "N1,C1,1-101,home,50.00";
  const std::string large = "N1,C1,1-101,home,60.00";
  ASSERT_EQ(ImportUnits(small + kProperty), "1/0/0");
  // The fee goes on with another price, said by a row about a larger unit.
  ASSERT_EQ(ImportUnits(large + ",property,2.50,1,9,2017-06-01\n"), "1/0/0");
  const std::string fees = PropertyFeesOf("N1");
  EXPECT_EQ(fees, "2017-04-01 2017-05-31;2017-06-01 ;");
  EXPECT_EQ(ImportUnits(small + kProperty), "1/0/0");
  EXPECT_EQ(AreaOf("N1"), 5000);
  EXPECT_EQ(PropertyFeesOf("N1"), fees);
}

TEST_F(ImportedFactsTest, LED13_WhatNoFileSaidOtherwiseIsLeftAlone) {
  const std::string row = std::string("N1,C1,1-101,home,50.00") + kProperty;
  ASSERT_EQ(ImportUnits(row), "1/0/0");
  ASSERT_EQ(ledger_.PutText("entries { unit { id: 'N1' community_id: 'C1' unit_no: '1-101'"
                            " kind: KIND_HOME area_e2_m2: 7000 } }"),
            absl::OkStatus());
  EXPECT_EQ(ImportUnits(row), "0/1/0");
  EXPECT_EQ(AreaOf("N1"), 7000);
}

// Who owned U2 before.
const std::string kPhoneOfO2 = "13800138002;";

TEST_F(ImportedFactsTest, LED13_AnOwnerIsChangedBackByARowAboutAnotherUnitOfAnyProject) {
  const std::string first = "O201,钱多多,13900139000,U2,2017-03-01\n";
  ASSERT_EQ(ImportOwners(first), "1/0/0");
  EXPECT_EQ(PhonesOf("U2"), kPhoneOfO2 + "13900139000;");
  ASSERT_EQ(ImportOwners("O201,钱多多,13900139111,U9,2017-03-01\n", "P2"), "1/0/0");
  EXPECT_EQ(PhonesOf("U2"), kPhoneOfO2 + "13900139111;");
  EXPECT_EQ(ImportOwners(first), "1/0/0");
  EXPECT_EQ(PhonesOf("U2"), kPhoneOfO2 + "13900139000;");
  EXPECT_EQ(ImportOwners(first), "0/1/0");
}

TEST_F(ImportedFactsTest, LED13_ARowWhoseOwnerAloneGoesInDoesNotReopenAnOwnership) {
  const std::string first = "O201,钱多多,13900139000,U2,2017-03-01\n";
  ASSERT_EQ(ImportOwners(first), "1/0/0");
  ASSERT_EQ(ledger_.PutText("entries { ownership { unit_id: 'U2' owner_id: 'O201'"
                            " from_date: '2017-03-01' to_date: '2017-03-10' } }"),
            absl::OkStatus());
  ASSERT_EQ(ImportOwners("O201,钱多多,13900139111,U1,2017-03-01\n"), "1/0/0");
  EXPECT_EQ(ImportOwners(first), "1/0/0");
  EXPECT_EQ(PhonesOf("U2"), kPhoneOfO2);  // on 2017-03-15
  EXPECT_THAT(PhonesOf("U1"), ::testing::HasSubstr("13900139000;"));
}

}  // namespace
}  // namespace cuijiao::ledger
