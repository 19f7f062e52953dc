#include "common/config/policy_file.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/support/scratch_directory.h"

namespace cuijiao {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// A policy that has everything, as small as it can be.
constexpr char kComplete[] = R"(scheme: "小例" time_zone: "Asia/Shanghai"
ledger { late_recording_days: 45 rate_basis: RATE_BASIS_CUMULATIVE
  late_fee { effective_from: "2016-07-01" project_id: "" daily_rate_e6: 500 grace_days: 10
             cap_bp: 3000 }
  voucher_accounts { account: "RECEIVABLE" code: "1122" name: "应收账款" }
  statement_match { order_names_unit: 90 remark_names_unit: 60 payer_owns_unit: 25
                    remark_names_community: 10 amount_is_all_due: 25 amount_is_some_bills: 15
                    certain_points: 85 lead_points: 20 max_candidates: 5 }
}
waiver {
  effective_from: "2017-01-01"
  manager_below_fen: 20000 manager_share_bp: 500 manager_min_prepaid_months: 6
  manager_month_limit_fen: 100000 gm_may_exceed_manager_conditions: true gm_max_amount_fen: 0
  gm_min_prepaid_months: 6 approval_valid_days: 7
}
incentive {
  effective_from: "2017-01-01"
  performance_share_bp: 1000 comparison_base: COMPARISON_BASE_PLANNED_RATE
  year_end_reward_bp: 300 historical_bonus_bp: 500 distributable_share_bp: 6000
  litigation_cost {
    bands { up_to_fen: 1000000 rate_bp: 0 offset_fen: 5000 }
    bands { up_to_fen: 10000000 rate_bp: 250 offset_fen: -20000 }
    bands { up_to_fen: 0 rate_bp: 200 offset_fen: 30000 }
    summary_procedure_share_bp: 5000 lawyer_fee_fen: 0
  }
  unfinished_blocks: UNFINISHED_BLOCKS_YEAR_END_REWARD
  annual_penalty_base_bp: 1000 compensation_share_bp: 2000
  minimum_wages { city: "北京" effective_from: "2016-09-01" monthly_fen: 189000 }
}
escalation {
  effective_from: "2017-01-01"
  tiers { name: "1-3" from_months: 1 channel: CHANNEL_PHONE }
  tiers { name: "4-" from_months: 4 channel: CHANNEL_VISIT }
  tracks {
    id: "N" name: "正常" first_case_step: "N2"
    steps { id: "N2" name: "确认" task: "电话" promise_max_days: 5 task_days: 3
            channel: CHANNEL_UNSPECIFIED min_visits: 0 template: "" }
  }
  templates { name: "n1" language: "zh-CN" text: "您好" }
  notify_days_before_due: 10 promise_min_days: 1
  reasons { code: "FORGOT" name: "忘记" easy: true in_our_duty: false }
}
)";

// `kComplete` with the first `from` made `to`.
std::string Changed(const std::string& from, const std::string& to) {
  std::string text = kComplete;
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string ErrorFor(const std::string& text) {
  const auto loaded = ParsePolicy(text, "2017.textproto");
  EXPECT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(loaded.status().message());
}

TEST(ParsePolicy, ReadsACompleteFile) {
  const auto loaded = ParsePolicy(kComplete, "2017.textproto");
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(loaded->policy.waiver(0).manager_below_fen(), 20000);
  EXPECT_EQ(loaded->version, VersionOf(loaded->policy));
  EXPECT_EQ(loaded->version.size(), 64U);
}

TEST(ParsePolicy, NamesLineAndColumnOfAnUnknownField) {
  EXPECT_THAT(ErrorFor(Changed("late_recording_days: 45", "late_recording_day: 45")),
              AllOf(HasSubstr("the policy file 2017.textproto cannot be used"),
                    HasSubstr("line 2, column "), HasSubstr("late_recording_day")));
}

TEST(ParsePolicy, NamesLineAndColumnOfWhatIsNoText) {
  EXPECT_THAT(ErrorFor(Changed("rate_basis: RATE_BASIS_CUMULATIVE", "rate_basis: ")),
              HasSubstr("line 3, column "));
  EXPECT_THAT(ErrorFor(Changed("RATE_BASIS_CUMULATIVE", "RATE_BASIS_WEEK")),
              HasSubstr("RATE_BASIS_WEEK"));
  EXPECT_THAT(ErrorFor(Changed("manager_below_fen: 20000", "manager_below_fen: 200.00")),
              HasSubstr("line 12, column "));
}

TEST(ParsePolicy, RefusesAParameterGivenTwice) {
  EXPECT_THAT(
      ErrorFor(Changed("gm_max_amount_fen: 0", "gm_max_amount_fen: 0 gm_max_amount_fen: 1")),
      HasSubstr("gm_max_amount_fen"));
}

TEST(ParsePolicy, NamesEveryMissingParameterWithItsPath) {
  std::string text = Changed("gm_max_amount_fen: 0", "");
  text.replace(text.find("offset_fen: -20000"), 18, "");
  text.replace(text.find("easy: true"), 10, "");
  EXPECT_THAT(ErrorFor(text),
              AllOf(HasSubstr("waiver[0].gm_max_amount_fen is missing"),
                    HasSubstr("incentive[0].litigation_cost.bands[1].offset_fen is missing"),
                    HasSubstr("escalation[0].reasons[0].easy is missing")));
}

TEST(ParsePolicy, RefusesAnEmptyFileByNamingAllItsParts) {
  EXPECT_THAT(ErrorFor(""), AllOf(HasSubstr("scheme is missing"), HasSubstr("ledger is missing")));
}

TEST(ParsePolicy, NamesARateOutOfItsRange) {
  EXPECT_THAT(ErrorFor(Changed("manager_share_bp: 500", "manager_share_bp: 10001")),
              AllOf(HasSubstr("waiver[0].manager_share_bp"), HasSubstr("10001")));
  EXPECT_TRUE(ParsePolicy(Changed("manager_share_bp: 500", "manager_share_bp: 10000"), "").ok());
  EXPECT_THAT(ErrorFor(Changed("manager_share_bp: 500", "manager_share_bp: -1")),
              HasSubstr("waiver[0].manager_share_bp"));
}

TEST(ParsePolicy, NamesADateThatDoesNotExist) {
  EXPECT_THAT(ErrorFor(Changed("\"2017-01-01\"", "\"2017-02-30\"")),
              AllOf(HasSubstr("waiver[0].effective_from"), HasSubstr("2017-02-30")));
}

TEST(ParsePolicy, NamesAListThatIsEmpty) {
  std::string text = kComplete;
  const std::size_t from = text.find("  minimum_wages");
  text.erase(from, text.find('\n', from) - from);
  EXPECT_THAT(ErrorFor(text), HasSubstr("incentive[0].minimum_wages"));
}

TEST(ParsePolicy, RefusesBlocksOutOfOrder) {
  const std::string block = std::string(kComplete).substr(
      std::string(kComplete).find("waiver {"),
      std::string(kComplete).find("incentive {") - std::string(kComplete).find("waiver {"));
  EXPECT_THAT(ErrorFor(kComplete + block),
              HasSubstr("waiver[1].effective_from: 2017-01-01 does not come after 2017-01-01"));
  std::string later = block;
  later.replace(later.find("2017"), 4, "2018");
  EXPECT_TRUE(ParsePolicy(kComplete + later, "").ok());
}

TEST(ParsePolicy, RefusesBandsAndTiersThatDoNotAscend) {
  EXPECT_THAT(ErrorFor(Changed("up_to_fen: 10000000", "up_to_fen: 1000000")),
              HasSubstr("incentive[0].litigation_cost.bands[1].up_to_fen: 1000000 is not above"));
  EXPECT_THAT(ErrorFor(Changed("up_to_fen: 0 ", "up_to_fen: 20000000 ")),
              HasSubstr("bands[2].up_to_fen: the last band has no upper end"));
  EXPECT_THAT(ErrorFor(Changed("from_months: 4", "from_months: 1")),
              HasSubstr("escalation[0].tiers[1].from_months: 1 does not come after 1"));
}

TEST(ParsePolicy, RefusesTermsAndAccountsThatAreThereTwice) {
  const std::string terms = Changed("  voucher_accounts {",
                                    "  late_fee { effective_from: \"2016-07-01\" project_id: \"\""
                                    " daily_rate_e6: 1 grace_days: 0 cap_bp: 0 }\n"
                                    "  voucher_accounts {");
  EXPECT_THAT(ErrorFor(terms), HasSubstr("ledger.late_fee[1].effective_from: 2016-07-01"));
  const std::string block =
      "  vacancy_discount { effective_from: \"2016-07-01\" project_id: \"P1\""
      " property_bp: 1 parking_bp: 0 shared_utilities_bp: 0 }\n";
  EXPECT_THAT(ErrorFor(Changed("  voucher_accounts {", block + block + "  voucher_accounts {")),
              HasSubstr("ledger.vacancy_discount[1].effective_from: 2016-07-01"));
  const std::string accounts =
      Changed("  statement_match {",
              "  voucher_accounts { account: \"RECEIVABLE\" code: \"1\" name: \"x\" }\n"
              "  statement_match {");
  EXPECT_THAT(ErrorFor(accounts), HasSubstr("ledger.voucher_accounts[1].account: RECEIVABLE"));
}

TEST(ParsePolicy, RefusesATimeZoneThatDoesNotExist) {
  EXPECT_THAT(ErrorFor(Changed("Asia/Shanghai", "Asia/Atlantis")), HasSubstr("Asia/Atlantis"));
}

TEST(PolicyVersion, IsOfTheMeaningNotTheSpelling) {
  const auto plain = ParsePolicy(kComplete, "");
  const auto respelt =
      ParsePolicy(Changed("manager_below_fen: 20000 manager_share_bp: 500",
                          "# comment\n  manager_share_bp: 0x1F4, manager_below_fen: 20000;"),
                  "");
  const auto changed = ParsePolicy(Changed("manager_share_bp: 500", "manager_share_bp: 501"), "");
  ASSERT_TRUE(plain.ok() && respelt.ok() && changed.ok()) << respelt.status();
  EXPECT_EQ(plain->version, respelt->version);
  EXPECT_NE(plain->version, changed->version);
  EXPECT_NE(VersionOf(plain->policy.waiver(0)), VersionOf(changed->policy.waiver(0)));
  EXPECT_EQ(VersionOf(plain->policy.incentive(0)), VersionOf(changed->policy.incentive(0)));
}

TEST(InForce, TakesTheLastBlockThatHasBegun) {
  policy::v1::Policy policy;
  policy.add_waiver()->set_effective_from("2017-01-01");
  policy.add_waiver()->set_effective_from("2017-07-01");
  EXPECT_EQ(InForce(policy.waiver(), Date(2017, 1, 1))->effective_from(), "2017-01-01");
  EXPECT_EQ(InForce(policy.waiver(), Date(2017, 6, 30))->effective_from(), "2017-01-01");
  EXPECT_EQ(InForce(policy.waiver(), Date(2017, 7, 1))->effective_from(), "2017-07-01");
  EXPECT_THAT(std::string(InForce(policy.waiver(), Date(2016, 12, 31)).status().message()),
              HasSubstr("2016-12-31"));
}

TEST(LoadPolicy, NamesAFileThatIsNotThere) {
  const auto loaded = LoadPolicy("/absent/2017.textproto");
  EXPECT_EQ(loaded.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(loaded.status().message()), HasSubstr("/absent/2017.textproto"));
}

TEST(LoadPolicy, ReadsAFile) {
  const support::ScratchDirectory scratch;
  EXPECT_TRUE(LoadPolicy(scratch.Write("p.textproto", kComplete)).ok());
}

TEST(LoadPolicy, TakesTheShippedScheme) {
  const auto loaded = LoadPolicy("services/policy/2017.textproto");
  EXPECT_TRUE(loaded.ok()) << loaded.status();
}

// A parameter without presence could be left out and nobody would see it.
void ExpectPresence(const google::protobuf::Descriptor& message,
                    std::set<const google::protobuf::Descriptor*>& seen) {
  if (!seen.insert(&message).second) return;
  for (int i = 0; i < message.field_count(); ++i) {
    const google::protobuf::FieldDescriptor& field = *message.field(i);
    EXPECT_TRUE(field.is_repeated() || field.has_presence()) << field.full_name();
    if (field.message_type() != nullptr) ExpectPresence(*field.message_type(), seen);
  }
}

TEST(Policy, HasNoParameterThatCouldBeForgotten) {
  std::set<const google::protobuf::Descriptor*> seen;
  ExpectPresence(*policy::v1::Policy::descriptor(), seen);
  EXPECT_GT(seen.size(), 10U);
}

}  // namespace
}  // namespace cuijiao
