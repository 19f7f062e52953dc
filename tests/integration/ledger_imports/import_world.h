// A standard company, and files for it.
#ifndef CUIJIAO_TESTS_INTEGRATION_LEDGER_IMPORTS_IMPORT_WORLD_H_
#define CUIJIAO_TESTS_INTEGRATION_LEDGER_IMPORTS_IMPORT_WORLD_H_

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/status/reason.h"
#include "cuijiao/ledger/v1/import.grpc.pb.h"
#include "cuijiao/ledger/v1/organisation.grpc.pb.h"
#include "tests/support/import_stream.h"
#include "tests/support/ledger_fixture.h"

namespace cuijiao::ledger {

using v1::ImportStart;

using support::Caller;
using support::ImportSending;
using support::ToldImport;

inline constexpr const char* kUnitHeader =
    "unit_id,community_id,unit_no,kind,area_m2,fee_kind,price,fixed_amount,period_months,"
    "due_days,from_date\n";

// Rows of units "N00001" and so on, each with a monthly fee; line 2 is the first.
inline std::string UnitRows(int first, int count) {
  std::string rows;
  for (int i = first; i < first + count; ++i) {
    rows += fmt::format("N{0:05},C{1},楼{0},home,80,property,2,,1,9,2017-01-01\n", i, 1 + i % 2);
  }
  return rows;
}

class ImportWorld : public ::testing::Test {
 protected:
  ImportWorld() { EXPECT_EQ(ledger_.PutStandardCompany(), absl::OkStatus()); }

  ImportStart Start(v1::ImportKind kind = v1::IMPORT_KIND_UNITS) const {
    ImportStart start;
    start.set_request_id(ledger_.NewRequestId());
    start.set_project_id("P1");
    start.set_kind(kind);
    return start;
  }

  ToldImport Stream(const ImportSending& sending) const {
    return support::SendImport(ledger_, ledger_.Finance(), ledger_.channel(), sending);
  }

  // One that goes through.
  v1::ImportFileResponse MustStream(const std::string& content) const {
    const ToldImport told = Stream({.start = Start(), .content = content});
    EXPECT_EQ(told.status, absl::OkStatus());
    return told.result;
  }

  v1::ImportFileResponse ImportFile(const ImportStart& start, const std::string& content) const {
    v1::ImportFileRequest request;
    request.set_request_id(start.request_id());
    request.set_project_id(start.project_id());
    request.set_kind(start.kind());
    request.set_content(content);
    request.set_skip_bad_rows(start.skip_bad_rows());
    request.set_validate_only(start.validate_only());
    const auto response = ledger_.Call<v1::ImportService>(
        &v1::ImportService::StubInterface::ImportFile, ledger_.Finance(), request);
    EXPECT_EQ(response.status(), absl::OkStatus());
    return response.value_or(v1::ImportFileResponse());
  }

  static std::vector<std::string> Reasons(const v1::ImportFileResponse& response) {
    std::vector<std::string> reasons;
    for (const v1::RowError& error : response.row_errors()) {
      reasons.push_back(fmt::format("{} {}", error.line(), error.reason()));
    }
    return reasons;
  }

  bool UnitExists(const std::string& unit_id) const {
    v1::GetUnitRequest request;
    request.set_unit_id(unit_id);
    return ledger_
        .Call<v1::OrganisationService>(&v1::OrganisationService::StubInterface::GetUnit,
                                       ledger_.Finance(), request)
        .ok();
  }

  std::int64_t Number(const std::string& sql) {
    const auto row = ledger_.admin_database().Read(
        "look", [&](db::Transaction& transaction) { return transaction.QueryOne(sql); });
    EXPECT_TRUE(row.ok() && row->has_value()) << row.status();
    return row.ok() && *row ? (*row)->Int64("n") : -1;
  }
  std::int64_t NewUnits() {
    return Number("SELECT COUNT(*) AS n FROM unit WHERE unit_id LIKE 'N%'");
  }
  std::int64_t StagedRows() { return Number("SELECT COUNT(*) AS n FROM staged_row"); }

  support::LedgerFixture ledger_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_TESTS_INTEGRATION_LEDGER_IMPORTS_IMPORT_WORLD_H_
