// Money: integer fen (1/100 yuan), exact. No floating point comes near it.
#ifndef CUIJIAO_COMMON_MONEY_FEN_H_
#define CUIJIAO_COMMON_MONEY_FEN_H_

#include <compare>
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"

namespace cuijiao {

// The largest single amount that a request may carry: 10 billion yuan.
inline constexpr std::int64_t kMaxAmountFen = 1'000'000'000'000;

// An amount of money in fen. Sums never wrap: an overflow ends the process rather than book
// a wrong amount (requests are bounded by kMaxAmountFen, so that no honest input comes near).
class Fen {
 public:
  constexpr Fen() = default;
  explicit constexpr Fen(std::int64_t value) : value_(value) {}

  [[nodiscard]] constexpr std::int64_t value() const { return value_; }

  Fen& operator+=(Fen other);
  Fen& operator-=(Fen other);
  friend Fen operator+(Fen a, Fen b) { return a += b; }
  friend Fen operator-(Fen a, Fen b) { return a -= b; }
  friend Fen operator-(Fen a) { return Fen(0) -= a; }
  friend constexpr auto operator<=>(Fen, Fen) = default;

  template <typename H>
  friend H AbslHashValue(H h, Fen a) {
    return H::combine(std::move(h), a.value_);
  }

 private:
  std::int64_t value_ = 0;
};

// "1234.50", "-0.01": yuan with two decimals.
std::string FormatYuan(Fen amount);

// Yuan as people write them: "1234.5", "1,234.50", "￥1234.50", "-3". At most two decimals.
// INVALID_ARGUMENT naming the text when it is not an amount or does not fit.
absl::StatusOr<Fen> ParseYuan(std::string_view text);

std::ostream& operator<<(std::ostream& out, Fen amount);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_MONEY_FEN_H_
