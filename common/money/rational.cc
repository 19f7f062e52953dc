#include "common/money/rational.h"

#include <cstdlib>

namespace cuijiao {
namespace {

Fen FitIntoFen(const mpz_class& whole) {
  if (!whole.fits_slong_p()) std::abort();
  return Fen(whole.get_si());
}

// |value| rounded to the nearest whole, halves up, with the sign put back.
mpz_class NearestWhole(const mpq_class& value) {
  const mpz_class doubled = 2 * abs(value.get_num()) + value.get_den();
  mpz_class whole;
  const mpz_class twice_denominator = 2 * value.get_den();
  mpz_fdiv_q(whole.get_mpz_t(), doubled.get_mpz_t(), twice_denominator.get_mpz_t());
  return sgn(value) < 0 ? mpz_class(-whole) : whole;
}

}  // namespace

Rational::Rational(std::int64_t numerator, std::int64_t denominator)
    : value_(static_cast<long>(numerator), static_cast<long>(denominator)) {
  if (denominator == 0) std::abort();
  value_.canonicalize();
}

Rational operator/(const Rational& a, const Rational& b) {
  if (b.IsZero()) std::abort();
  return Rational(mpq_class(a.value_ / b.value_));
}

Fen Rational::RoundHalfAwayFromZero() const { return FitIntoFen(NearestWhole(value_)); }

Fen Rational::RoundDown() const {
  mpz_class whole;
  mpz_fdiv_q(whole.get_mpz_t(), value_.get_num_mpz_t(), value_.get_den_mpz_t());
  return FitIntoFen(whole);
}

std::string Rational::ToDecimal(int decimals) const {
  mpz_class scale;
  mpz_ui_pow_ui(scale.get_mpz_t(), 10, static_cast<unsigned long>(decimals));
  const mpz_class scaled = NearestWhole(mpq_class(value_ * scale));
  const mpz_class magnitude = abs(scaled);
  std::string digits = magnitude.get_str();
  const auto places = static_cast<std::size_t>(decimals);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  if (places > 0) digits.insert(digits.size() - places, 1, '.');
  return (sgn(scaled) < 0 ? "-" : "") + digits;
}

Rational Rational::FromString(const std::string& text) {
  mpq_class value;
  if (value.set_str(text, 10) != 0 || value.get_den() == 0) std::abort();
  value.canonicalize();
  return Rational(std::move(value));
}

}  // namespace cuijiao
