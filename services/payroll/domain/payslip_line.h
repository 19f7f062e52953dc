// One line of a payslip; it explains itself (INC-13).
#ifndef CUIJIAO_SERVICES_PAYROLL_DOMAIN_PAYSLIP_LINE_H_
#define CUIJIAO_SERVICES_PAYROLL_DOMAIN_PAYSLIP_LINE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/money/fen.h"

namespace cuijiao::payroll {

// What a line is, in the order of a payslip (section 6, definition 22); a correction stands behind
// what it corrects.
enum class LineKind : std::uint8_t {
  kDeduction,         // INC-1, takes
  kReturned,          // INC-3, gives
  kYearEndReward,     // INC-3, gives
  kHistoricalBonus,   // INC-4, gives
  kShortfall,         // INC-7, takes
  kCorrection,        // INC-11, of a line above
  kClawback,          // INC-9 within INC-8, takes
  kCompensation,      // INC-8, takes
  kChargeCorrection,  // INC-11, of a clawback or compensation
};

struct LineKindWords {
  LineKind kind;
  std::string_view name;   // as tables and snapshots write it
  std::string_view rule;   // as the payslip names it
  std::string_view title;  // what stands on the payslip, Chinese with the English beside it
};

inline constexpr std::array kLineKinds = {
    LineKindWords{LineKind::kDeduction, "DEDUCTION", "INC-1",
                  "绩效工资扣减 performance pay deducted"},
    LineKindWords{LineKind::kReturned, "RETURNED", "INC-3", "年终退还绩效扣减 deductions returned"},
    LineKindWords{LineKind::kYearEndReward, "YEAR_END_REWARD", "INC-3",
                  "超额完成年度任务奖励 annual task reward"},
    LineKindWords{LineKind::kHistoricalBonus, "HISTORICAL_BONUS", "INC-4",
                  "历史欠款催收提成 old arrears bonus"},
    LineKindWords{LineKind::kShortfall, "SHORTFALL", "INC-7",
                  "年度任务未完成处罚 annual shortfall"},
    LineKindWords{LineKind::kCorrection, "CORRECTION", "INC-11", "异议核实更正 correction"},
    LineKindWords{LineKind::kClawback, "CLAWBACK", "INC-9", "提成追回 bonus taken back"},
    LineKindWords{LineKind::kCompensation, "COMPENSATION", "INC-8", "违规减免补偿 compensation"},
    LineKindWords{LineKind::kChargeCorrection, "CHARGE_CORRECTION", "INC-11",
                  "补偿异议核实更正 compensation corrected"},
};

constexpr const LineKindWords& WordsOf(LineKind kind) {
  return kLineKinds[static_cast<std::size_t>(kind)];
}
// "INC-1".
constexpr std::string_view RuleOf(LineKind kind) { return WordsOf(kind).rule; }
constexpr std::string_view TitleOf(LineKind kind) { return WordsOf(kind).title; }
// "DEDUCTION".
constexpr std::string_view NameOf(LineKind kind) { return WordsOf(kind).name; }
constexpr std::optional<LineKind> LineKindNamed(std::string_view name) {
  for (const LineKindWords& words : kLineKinds) {
    if (words.name == name) return words.kind;
  }
  return std::nullopt;
}

// Whether the line is a correction of another.
constexpr bool IsCorrection(LineKind kind) {
  return kind == LineKind::kCorrection || kind == LineKind::kChargeCorrection;
}
// Whether the line takes what is charged (INC-8).
constexpr bool IsCharge(LineKind kind) {
  return kind == LineKind::kClawback || kind == LineKind::kCompensation;
}

enum class SourceKind : std::uint8_t { kArea, kPayment, kViolation, kMonth, kDispute };

inline constexpr std::array<std::pair<SourceKind, std::string_view>, 5> kSourceKinds = {{
    {SourceKind::kArea, "AREA"},
    {SourceKind::kPayment, "PAYMENT"},
    {SourceKind::kViolation, "VIOLATION"},
    {SourceKind::kMonth, "MONTH"},
    {SourceKind::kDispute, "DISPUTE"},
}};

// "AREA".
constexpr std::string_view NameOf(SourceKind kind) {
  return kSourceKinds[static_cast<std::size_t>(kind)].second;
}
constexpr std::optional<SourceKind> SourceKindNamed(std::string_view name) {
  for (const auto& [kind, kind_name] : kSourceKinds) {
    if (kind_name == name) return kind;
  }
  return std::nullopt;
}

// What a line comes from. Within a payslip no two lines share it, and calculated again a line keeps
// it as long as its rule and sources are the same.
struct LineOrigin {
  LineKind kind = LineKind::kDeduction;
  SourceKind source_kind = SourceKind::kMonth;
  std::vector<std::string> source_ids = {};

  friend bool operator==(const LineOrigin&, const LineOrigin&) = default;
};

struct PayslipLine {
  LineKind kind = LineKind::kDeduction;
  Fen amount = {};           // negative takes
  std::string formula = {};  // with its numbers put in
  SourceKind source_kind = SourceKind::kMonth;
  std::vector<std::string> source_ids = {};
  std::string reason = {};  // for a line of 0.00: the rule by which nothing is earned

  [[nodiscard]] LineOrigin origin() const { return {kind, source_kind, source_ids}; }

  friend bool operator==(const PayslipLine&, const PayslipLine&) = default;
};

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_DOMAIN_PAYSLIP_LINE_H_
