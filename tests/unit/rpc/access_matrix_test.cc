#include "tests/support/access_matrix.h"

#include <gmock/gmock.h>

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

}  // namespace
}  // namespace cuijiao
