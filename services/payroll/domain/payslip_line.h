// One line of a payslip; it explains itself (INC-13).
#ifndef CUIJIAO_SERVICES_PAYROLL_DOMAIN_PAYSLIP_LINE_H_
#define CUIJIAO_SERVICES_PAYROLL_DOMAIN_PAYSLIP_LINE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/money/fen.h"

namespace cuijiao::payroll {

// What a line is, in the order of a payslip (section 6, definition 22).
enum class LineKind : std::uint8_t {
  kDeduction,        // INC-1, takes
  kReturned,         // INC-3, gives
  kYearEndReward,    // INC-3, gives
  kHistoricalBonus,  // INC-4, gives
  kShortfall,        // INC-7, takes
  kClawback,         // INC-9 within INC-8, takes
  kCompensation,     // INC-8, takes
};

// "INC-1".
constexpr std::string_view RuleOf(LineKind kind) {
  switch (kind) {
    case LineKind::kDeduction:
      return "INC-1";
    case LineKind::kReturned:
      return "INC-3";
    case LineKind::kYearEndReward:
      return "INC-3";
    case LineKind::kHistoricalBonus:
      return "INC-4";
    case LineKind::kShortfall:
      return "INC-7";
    case LineKind::kClawback:
      return "INC-9";
    case LineKind::kCompensation:
      return "INC-8";
  }
  return "";
}

// What stands on the payslip.
constexpr std::string_view TitleOf(LineKind kind) {
  switch (kind) {
    case LineKind::kDeduction:
      return "绩效工资扣减";
    case LineKind::kReturned:
      return "年终退还绩效扣减";
    case LineKind::kYearEndReward:
      return "超额完成年度任务奖励";
    case LineKind::kHistoricalBonus:
      return "历史欠款催收提成";
    case LineKind::kShortfall:
      return "年度任务未完成处罚";
    case LineKind::kClawback:
      return "提成追回";
    case LineKind::kCompensation:
      return "违规减免补偿";
  }
  return "";
}

enum class SourceKind : std::uint8_t { kArea, kPayment, kViolation, kMonth };

struct PayslipLine {
  LineKind kind = LineKind::kDeduction;
  Fen amount = {};           // negative takes
  std::string formula = {};  // with its numbers put in
  SourceKind source_kind = SourceKind::kMonth;
  std::vector<std::string> source_ids = {};
  std::string reason = {};  // for a line of 0.00: the rule by which nothing is earned

  friend bool operator==(const PayslipLine&, const PayslipLine&) = default;
};

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_DOMAIN_PAYSLIP_LINE_H_
