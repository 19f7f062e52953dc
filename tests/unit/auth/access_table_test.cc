#include "common/auth/access_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/auth/authorize.h"
#include "cuijiao/ledger/v1/payment.pb.h"
#include "fmt/format.h"

namespace cuijiao {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> FaultsOf(const AccessRow& row) {
  return FindRowFaults(row, *ledger::v1::RecordPaymentRequest::descriptor());
}

TEST(AccessTable, IsSortedAndFindsEachOfItsRows) {
  const std::span<const AccessRow> table = AccessTable();
  ASSERT_FALSE(table.empty());
  for (std::size_t i = 0; i < table.size(); ++i) {
    EXPECT_EQ(FindAccessRow(table[i].method), &table[i]);
    if (i > 0) {
      EXPECT_LT(table[i - 1].method, table[i].method);
    }
  }
}

TEST(AccessTable, HasNoRowForWhatIsNotListed) {
  EXPECT_EQ(FindAccessRow(""), nullptr);
  EXPECT_EQ(FindAccessRow("cuijiao.ledger.v1.PaymentService/RecordPaymen"), nullptr);
  EXPECT_EQ(FindAccessRow("zzz"), nullptr);
}

TEST(FindRowFaults, AcceptsFieldsThroughMessagesAndLists) {
  EXPECT_THAT(
      FaultsOf({"M", Role::kCollector, {}, Where::At(Target{ResourceKind::kUnit, "unit_id"})}),
      IsEmpty());
  EXPECT_THAT(FaultsOf({"M",
                        Role::kCollector,
                        {},
                        Where::At(Target{ResourceKind::kBill, "designations.bill_id"},
                                  Target{ResourceKind::kStaff, "collaborator_ids"})}),
              IsEmpty());
}

TEST(FindRowFaults, NamesWhatIsWrong) {
  EXPECT_THAT(FaultsOf({"M", Role::kCollector, {}, Where::At(Target{ResourceKind::kUnit, "unit"})}),
              ElementsAre(HasSubstr("has no field unit")));
  EXPECT_THAT(
      FaultsOf({"M", Role::kCollector, {}, Where::At(Target{ResourceKind::kUnit, "amount_fen"})}),
      ElementsAre(HasSubstr("not a string")));
  EXPECT_THAT(
      FaultsOf({"M", Role::kCollector, {}, Where::At(Target{ResourceKind::kUnit, "unit_id.id"})}),
      ElementsAre(HasSubstr("not a message")));
  EXPECT_THAT(FaultsOf({"M", RoleSet(), {}, Where::Company()}),
              ElementsAre(HasSubstr("nobody may call it")));
  EXPECT_THAT(FaultsOf({"M", Role::kService, {}, Where::Anywhere()}),
              ElementsAre(HasSubstr("name the services")));
  EXPECT_THAT(FaultsOf({"M", Role::kManager | Role::kFinance, {}, Where::Company()}),
              ElementsAre(HasSubstr("never reach that far")));
  EXPECT_THAT(
      FaultsOf({"M", Role::kFinance, {}, Where::Company(), Effect::kRead, ActorRule::kChecked}),
      ElementsAre(HasSubstr("no service may call it")));
}

TEST(RoleNames, ReadBackAsTheSameRole) {
  for (const Role role : kAllRoles) EXPECT_EQ(ParseRole(RoleName(role)), role);
  EXPECT_FALSE(ParseRole("Manager").has_value());
  EXPECT_EQ((Role::kFinance | Role::kCollector).ToString(), "collector,finance");
}

}  // namespace
}  // namespace cuijiao
