#include "tests/support/access_matrix.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "tests/unit/rpc/rpc_fixture.h"

namespace cuijiao {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class AccessMatrixTest : public RpcTest {
 protected:
  support::AccessMatrix Matrix() {
    support::AccessMatrix matrix;
    matrix.channel = channel_;
    matrix.services = {ledger::v1::PaymentService::service_full_name()};
    matrix.staff = {{Role::kCollector, "S1"}};
    matrix.out_of_scope = {{ResourceKind::kUnit, "U2"}, {ResourceKind::kPayment, "PAY2"}};
    return matrix;
  }
};

TEST_F(AccessMatrixTest, FindsNothingWhereTheTableIsKept) {
  Start();
  EXPECT_THAT(support::FindAccessFaults(Matrix(), keys_), IsEmpty());
}

TEST_F(AccessMatrixTest, FindsWhoIsKeptOutThoughListed) {
  Start();
  support::AccessMatrix matrix = Matrix();
  // U2 is not in the collector's area.
  matrix.in_scope = {{ResourceKind::kUnit, "U2"}};
  EXPECT_THAT(support::FindAccessFaults(matrix, keys_),
              Contains(HasSubstr("RecordPayment as collector by unit_id in scope")));
}

TEST_F(AccessMatrixTest, FindsWhoIsLetInThoughOutOfScope) {
  Start();
  support::AccessMatrix matrix = Matrix();
  matrix.out_of_scope = {{ResourceKind::kUnit, "U1"}};
  EXPECT_THAT(support::FindAccessFaults(matrix, keys_),
              Contains(HasSubstr("RecordPayment as collector by unit_id out of scope")));
}

TEST_F(AccessMatrixTest, FindsAMethodThatIsHandedOverAsAnother) {
  Start();
  support::AccessMatrix matrix = Matrix();
  matrix.services = {ledger::v1::FeedService::service_full_name()};
  EXPECT_THAT(support::FindAccessFaults(matrix, keys_),
              Contains(HasSubstr("FeedService/ListEvents")));
}

// What no server of this program hosts is not linked into it, and would not be called.
TEST(ServicesOfPackage, NamesAFileThatIsNotLinkedIn) {
  const auto services = support::ServicesOfPackage("cuijiao.waiver.v1");
  EXPECT_EQ(services.status(),
            absl::FailedPreconditionError(
                "cuijiao/waiver/v1/waiver.proto is not linked into this program"));
}

std::string TextOf(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A package with services is called as everybody by an access_test.cc of its own.
TEST(AccessTests, EveryPackageWithServicesHasOne) {
  namespace fs = std::filesystem;
  std::string access_tests;
  for (const auto& entry : fs::recursive_directory_iterator("tests/integration")) {
    if (entry.path().filename() == "access_test.cc") access_tests += TextOf(entry.path());
  }
  std::vector<std::string> untested;
  int packages = 0;
  for (const auto& entry : fs::recursive_directory_iterator("protos/cuijiao")) {
    if (entry.path().extension() != ".proto") continue;
    if (TextOf(entry.path()).find("\nservice ") == std::string::npos) continue;
    ++packages;
    const std::string package = absl::StrReplaceAll(
        fs::relative(entry.path().parent_path(), "protos").string(), {{"/", "."}});
    const std::string wanted = "ServicesOfPackage(\"" + package + "\")";
    if (access_tests.find(wanted) == std::string::npos) untested.push_back(package);
  }
  EXPECT_GT(packages, 0);
  EXPECT_THAT(untested, IsEmpty());
}

}  // namespace
}  // namespace cuijiao
