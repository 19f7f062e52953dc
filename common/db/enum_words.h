// Enumerations as tables write them: a list of values and words, read both ways.
#ifndef CUIJIAO_COMMON_DB_ENUM_WORDS_H_
#define CUIJIAO_COMMON_DB_ENUM_WORDS_H_

#include <array>
#include <cstddef>
#include <cstdlib>
#include <string_view>

namespace cuijiao::db {

template <typename Enum>
struct Word {
  Enum value;
  std::string_view word;
};

// The word of `value`; a value without one ends the process.
template <typename Enum, std::size_t N>
constexpr std::string_view WordOf(const std::array<Word<Enum>, N>& words, Enum value) {
  for (const Word<Enum>& listed : words) {
    if (listed.value == value) return listed.word;
  }
  std::abort();
}

// The value of a word that the service wrote; any other ends the process.
template <typename Enum, std::size_t N>
constexpr Enum ValueOf(const std::array<Word<Enum>, N>& words, std::string_view text) {
  for (const Word<Enum>& listed : words) {
    if (listed.word == text) return listed.value;
  }
  std::abort();
}

}  // namespace cuijiao::db

#endif  // CUIJIAO_COMMON_DB_ENUM_WORDS_H_
