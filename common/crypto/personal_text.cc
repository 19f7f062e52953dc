#include "common/crypto/personal_text.h"
#include "fmt/format.h"

#include <cstddef>
#include <vector>

#include "absl/strings/ascii.h"

namespace cuijiao {
namespace {

constexpr std::string_view kWideSpace = "\u3000";

// Bytes of the UTF-8 character that begins with `lead`; 1 for a byte that begins none.
std::size_t CharacterBytes(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  if (byte >= 0xf0) return 4;
  if (byte >= 0xe0) return 3;
  if (byte >= 0xc0) return 2;
  return 1;
}

std::vector<std::string_view> Characters(std::string_view text) {
  std::vector<std::string_view> characters;
  while (!text.empty()) {
    characters.push_back(text.substr(0, CharacterBytes(text.front())));
    text.remove_prefix(characters.back().size());
  }
  return characters;
}

std::string Stars(std::size_t count) { return std::string(count, '*'); }

}  // namespace

std::string NormalizePhone(std::string_view phone) {
  const bool international = phone.find('+') != std::string_view::npos;
  std::string digits;
  for (const char c : phone) {
    if (absl::ascii_isdigit(static_cast<unsigned char>(c))) digits.push_back(c);
  }
  std::string_view number = digits;
  // A mobile number has 11 digits and begins with 1, so 86 before it is the country's code.
  if (number.starts_with("0086")) {
    number.remove_prefix(4);
  } else if (number.starts_with("86") && (international || number.size() == 13)) {
    number.remove_prefix(2);
  }
  return std::string(number);
}

std::string NormalizeName(std::string_view name) {
  std::string normal;
  for (const std::string_view character : Characters(name)) {
    if (character == kWideSpace) continue;
    if (character.size() > 1) {
      normal += character;
    } else if (!absl::ascii_isspace(static_cast<unsigned char>(character.front()))) {
      normal += absl::ascii_tolower(static_cast<unsigned char>(character.front()));
    }
  }
  return normal;
}

std::string MaskName(std::string_view name) {
  const std::vector<std::string_view> characters = Characters(name);
  if (characters.size() < 2) return Stars(characters.size());
  return fmt::format("{}{}", characters.front(), Stars(characters.size() - 1));
}

std::string MaskPhone(std::string_view phone) {
  constexpr std::size_t kShownFirst = 3;
  constexpr std::size_t kShownLast = 4;
  constexpr std::size_t kShownOfShort = 2;
  if (phone.size() <= kShownFirst + kShownLast) {
    if (phone.size() <= kShownOfShort) return Stars(phone.size());
    const std::size_t hidden = phone.size() - kShownOfShort;
    return fmt::format("{}{}", Stars(hidden), phone.substr(hidden));
  }
  return fmt::format("{}{}{}", phone.substr(0, kShownFirst),
                     Stars(phone.size() - kShownFirst - kShownLast),
                     phone.substr(phone.size() - kShownLast));
}

std::string MaskAddress(std::string_view address) {
  constexpr std::size_t kShown = 6;
  constexpr std::size_t kShownOfShort = 2;
  const std::vector<std::string_view> characters = Characters(address);
  std::string masked;
  const std::size_t shown = characters.size() > kShown ? kShown : kShownOfShort;
  for (std::size_t i = 0; i < characters.size() && i < shown; ++i) masked += characters[i];
  return masked.empty() ? masked : masked + "****";
}

}  // namespace cuijiao
