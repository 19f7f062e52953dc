#include "services/waiver/domain/waiver_texts.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "common/money/rational.h"

namespace cuijiao::waiver {
namespace {

// A decimal without the zeros that say nothing: "136.363", "300.00".
std::string TrimToFen(std::string decimal) {
  const std::size_t point = decimal.find('.');
  while (decimal.size() > point + 3 && decimal.back() == '0') decimal.pop_back();
  return decimal;
}

// The exact limit in yuan: fen × bp ÷ 1,000,000 has at most six decimals.
std::string ShareOf(Fen cash, std::int64_t share_bp) {
  return TrimToFen((Rational(cash) * Rational(share_bp, 1'000'000)).ToDecimal(6));
}

// "10", "12.5".
std::string Percent(std::int64_t bp) {
  std::string text = absl::StrCat(bp / 100);
  if (bp % 100 == 0) return text;
  absl::StrAppend(&text, ".", bp % 100 / 10);
  if (bp % 10 != 0) absl::StrAppend(&text, bp % 10);
  return text;
}

Text DescribeGmPower(const WaiverProposal& proposal, const WaiverPolicy& policy) {
  Text text;
  if (policy.gm_max_amount == Fen(0)) {
    text = {"总经理减免金额不设上限", "no upper limit for the general manager"};
  } else {
    const std::string waiver = FormatYuan(proposal.waiver);
    const std::string limit = FormatYuan(policy.gm_max_amount);
    text = {absl::Substitute("减免 $0 元，总经理上限 $1 元", waiver, limit),
            absl::Substitute("waiver $0, the general manager signs at most $1", waiver, limit)};
  }
  if (!policy.gm_may_exceed_manager_conditions) {
    absl::StrAppend(&text.zh, "；总经理签字同样须符合 WVR-1b 和 WVR-1c");
    absl::StrAppend(&text.en, "; WVR-1b and WVR-1c bind the general manager too");
  }
  return text;
}

Text DescribeOtherWaiver(const Household& household) {
  if (!household.other_waiver_id) {
    return {"本计划年度该户无其他减免", "the household has no other waiver in the plan year"};
  }
  if (household.other_waiver_id->empty()) {
    return {"本计划年度该户已有减免", "the household has a waiver in the plan year already"};
  }
  return {absl::StrCat("本计划年度该户已有减免 ", *household.other_waiver_id),
          absl::StrCat("the household has waiver ", *household.other_waiver_id,
                       " in the plan year already")};
}

}  // namespace

Text DescribeFinding(Rule rule, const WaiverProposal& proposal, const Household& household,
                     const SignerMonth& month, const WaiverPolicy& policy) {
  const std::string waiver = FormatYuan(proposal.waiver);
  switch (rule) {
    case Rule::kBelowManagersAmount: {
      const std::string below = FormatYuan(policy.manager_below);
      return {absl::Substitute("减免 $0 元，经理签字须低于 $1 元", waiver, below),
              absl::Substitute("waiver $0, a manager signs below $1", waiver, below)};
    }
    case Rule::kWithinShareOfCash: {
      const std::string cash = FormatYuan(proposal.cash);
      const std::string percent = Percent(policy.manager_share_bp);
      const std::string limit = ShareOf(proposal.cash, policy.manager_share_bp);
      return {absl::Substitute("减免 $0 元，不得超过实缴 $1 元的 $2%，即 $3 元", waiver, cash,
                               percent, limit),
              absl::Substitute("waiver $0, at most $2 % of the cash paid $1, which is $3", waiver,
                               cash, percent, limit)};
    }
    case Rule::kManagersPrepayment:
      return {absl::Substitute("预交当年 $0 个月，经理签字须至少 $1 个月", proposal.months_covered,
                               policy.manager_min_prepaid_months),
              absl::Substitute("$0 plan-year months prepaid, a manager needs at least $1",
                               proposal.months_covered, policy.manager_min_prepaid_months)};
    case Rule::kGeneralManagersPower:
      return DescribeGmPower(proposal, policy);
    case Rule::kManagersMonth: {
      const std::string already = FormatYuan(month.signed_fen);
      const std::string sum = FormatYuan(month.signed_fen + proposal.waiver);
      const std::string limit = FormatYuan(policy.manager_month_limit);
      return {absl::Substitute("经理本月已签 $0 元，加本次 $1 元共 $2 元，每月上限 $3 元", already,
                               waiver, sum, limit),
              absl::Substitute("signed this month $0, with this waiver of $1 it is $2, limit $3",
                               already, waiver, sum, limit)};
    }
    case Rule::kPaysAllArrears: {
      const std::string left = FormatYuan(proposal.arrears_left);
      return {
          absl::Substitute("历史欠款须一次性缴清，尚余 $0 元", left),
          absl::Substitute("all historical arrears are paid at once, $0 would stay unpaid", left)};
    }
    case Rule::kPrepays:
      return {absl::Substitute("预交当年 $0 个月，任何减免须至少 $1 个月", proposal.months_covered,
                               policy.gm_min_prepaid_months),
              absl::Substitute("$0 plan-year months prepaid, every waiver needs at least $1",
                               proposal.months_covered, policy.gm_min_prepaid_months)};
    case Rule::kReducesArrearsAlone: {
      const std::string arrears = FormatYuan(household.arrears);
      return {
          absl::Substitute("减免 $0 元，只能减免历史欠款本金，现为 $1 元", waiver, arrears),
          absl::Substitute("waiver $0, at most the historical principal of $1", waiver, arrears)};
    }
    case Rule::kNoOtherWaiver:
      return DescribeOtherWaiver(household);
  }
  return {};
}

Text DescribeRemedy(Remedy::Kind kind, Fen amount, int months) {
  const std::string yuan = FormatYuan(amount);
  switch (kind) {
    case Remedy::Kind::kPayArrears:
      return {absl::Substitute("再缴历史欠款 $0 元", yuan),
              absl::Substitute("pay $0 more of the historical arrears", yuan)};
    case Remedy::Kind::kPrepayForAnybody:
      return {
          absl::Substitute("再预交 $0 个月，总经理方可签字", months),
          absl::Substitute("prepay $0 more months, so that the general manager may sign", months)};
    case Remedy::Kind::kReduceToArrears:
      return {absl::Substitute("减免不超过历史欠款本金 $0 元", yuan),
              absl::Substitute("waive at most the historical principal of $0", yuan)};
    case Remedy::Kind::kReduceToGmMax:
      return {absl::Substitute("减免不超过总经理上限 $0 元", yuan),
              absl::Substitute("waive at most the general manager's limit of $0", yuan)};
    case Remedy::Kind::kNoWaiverPossible:
      return {"该户无历史欠款，不能减免", "without historical arrears there is no waiver"};
    case Remedy::Kind::kWaitForNextYear:
      return {"同一户每个计划年度只减免一次，下一计划年度方可再申请",
              "one waiver a household and plan year; ask again in the next plan year"};
    case Remedy::Kind::kPrepayForManager:
      return {absl::Substitute("再预交 $0 个月，经理即可签字", months),
              absl::Substitute("prepay $0 more months, so that a manager may sign", months)};
    case Remedy::Kind::kReduceForManager:
      return {absl::Substitute("减免不超过 $0 元，经理即可签字", yuan),
              absl::Substitute("waive at most $0, so that a manager may sign", yuan)};
    case Remedy::Kind::kAskGeneralManager:
      return {"可由分公司总经理签字", "the branch general manager may sign it as it is"};
  }
  return {};
}

}  // namespace cuijiao::waiver
