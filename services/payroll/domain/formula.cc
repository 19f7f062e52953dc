#include "services/payroll/domain/formula.h"

#include "absl/strings/str_cat.h"

namespace cuijiao::payroll {
namespace {

constexpr int kDecimals = 6;

// `text` without the zeros at its end, but with at least `decimals` digits after the point.
std::string WithoutTrailingZeros(std::string text, std::size_t decimals) {
  const std::size_t point = text.find('.');
  while (text.size() > point + 1 + decimals && text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace

std::string ExactYuan(const Rational& fen) {
  const Rational yuan = fen / Rational(100);
  const Rational scaled = yuan * Rational(1'000'000);
  const std::string text = WithoutTrailingZeros(yuan.ToDecimal(kDecimals), 2);
  return scaled.Denominator() == "1" ? text : absl::StrCat("≈", text);
}

std::string Percent(std::int64_t bp) {
  return absl::StrCat(WithoutTrailingZeros(Rational(bp, 100).ToDecimal(2), 0), "%");
}

}  // namespace cuijiao::payroll
