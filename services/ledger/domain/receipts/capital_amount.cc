#include "services/ledger/domain/receipts/capital_amount.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace cuijiao::ledger {
namespace {

constexpr std::array<std::string_view, 10> kFigures = {"零", "壹", "贰", "叁", "肆",
                                                       "伍", "陆", "柒", "捌", "玖"};

struct Place {
  std::uint64_t value;
  std::string_view name;
};
constexpr std::array kPlaces = {Place{100'000'000, "亿"}, Place{10'000, "万"}, Place{1'000, "仟"},
                                Place{100, "佰"}, Place{10, "拾"}};

// A number above zero. What stands ahead of a place is itself such a number.
std::string Words(std::uint64_t number) {
  for (const Place& place : kPlaces) {
    if (number < place.value) continue;
    const std::uint64_t rest = number % place.value;
    std::string words = Words(number / place.value) + std::string(place.name);
    if (rest == 0) return words;
    if (rest < place.value / 10) words += kFigures[0];
    return words + Words(rest);
  }
  return std::string(kFigures[number]);
}

}  // namespace

std::string CapitalAmount(Fen amount) {
  const std::int64_t value = amount.value();
  // Two's complement, so that the smallest number has a magnitude too.
  const std::uint64_t magnitude =
      value < 0 ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value);
  const std::uint64_t yuan = magnitude / 100;
  const std::uint64_t jiao = magnitude / 10 % 10;
  const std::uint64_t fen = magnitude % 10;
  if (magnitude == 0) return "零元整";
  std::string words = value < 0 ? "负" : "";
  if (yuan > 0) words += Words(yuan) + "元";
  if (jiao > 0) {
    words += std::string(kFigures[jiao]) + "角";
  } else if (yuan > 0 && fen > 0) {
    words += kFigures[0];
  }
  return words + (fen > 0 ? std::string(kFigures[fen]) + "分" : "整");
}

}  // namespace cuijiao::ledger
