// Exact fractions for the one place where money is not whole fen: inside a formula.
#ifndef CUIJIAO_COMMON_MONEY_RATIONAL_H_
#define CUIJIAO_COMMON_MONEY_RATIONAL_H_

#include <gmpxx.h>

#include <compare>
#include <cstdint>
#include <string>
#include <utility>

#include "common/money/fen.h"

namespace cuijiao {

// An exact rational number of any size. A formula is computed in Rationals and leaves them
// once, at its end, through RoundHalfAwayFromZero (results) or RoundDown (amounts taken under
// a limit; section 6, definition 23).
class Rational {
 public:
  Rational() = default;
  explicit Rational(std::int64_t whole) : value_(static_cast<long>(whole)) {}
  explicit Rational(Fen amount) : Rational(amount.value()) {}
  // `denominator` is not zero.
  Rational(std::int64_t numerator, std::int64_t denominator);

  // `bp` basis points: 1 bp is 1/10000.
  static Rational BasisPoints(std::int64_t bp) { return Rational(bp, 10'000); }

  friend Rational operator+(const Rational& a, const Rational& b) {
    return Rational(mpq_class(a.value_ + b.value_));
  }
  friend Rational operator-(const Rational& a, const Rational& b) {
    return Rational(mpq_class(a.value_ - b.value_));
  }
  friend Rational operator*(const Rational& a, const Rational& b) {
    return Rational(mpq_class(a.value_ * b.value_));
  }
  // `b` is not zero.
  friend Rational operator/(const Rational& a, const Rational& b);
  Rational& operator+=(const Rational& b) { return *this = *this + b; }
  Rational& operator-=(const Rational& b) { return *this = *this - b; }

  friend bool operator==(const Rational& a, const Rational& b) { return a.value_ == b.value_; }
  friend std::strong_ordering operator<=>(const Rational& a, const Rational& b) {
    return cmp(a.value_, b.value_) <=> 0;
  }

  [[nodiscard]] bool IsZero() const { return value_ == 0; }

  // The nearest fen; a half goes away from zero. The value fits 64 bits, else the process ends.
  [[nodiscard]] Fen RoundHalfAwayFromZero() const;
  // The largest whole fen that is not above the value.
  [[nodiscard]] Fen RoundDown() const;

  // "4/5", "3": lowest terms.
  [[nodiscard]] std::string ToString() const { return value_.get_str(); }
  // Lowest terms, denominator above zero.
  [[nodiscard]] std::string Numerator() const { return value_.get_num().get_str(); }
  [[nodiscard]] std::string Denominator() const { return value_.get_den().get_str(); }

  // `decimals` digits after the point, for people only; a half goes away from zero.
  [[nodiscard]] std::string ToDecimal(int decimals) const;

  // Reads what ToString wrote. Ends the process on anything else: it reads only its own text.
  static Rational FromString(const std::string& text);

 private:
  explicit Rational(mpq_class value) : value_(std::move(value)) {}

  mpq_class value_;
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_MONEY_RATIONAL_H_
