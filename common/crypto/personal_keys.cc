#include "common/crypto/personal_keys.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "absl/strings/escaping.h"
#include "common/crypto/digest.h"
#include "fmt/format.h"

namespace cuijiao {
namespace {

using nlohmann::json;

constexpr std::size_t kKeyBytes = 32;

absl::Status Unusable(const std::filesystem::path& file, std::string_view why) {
  return absl::FailedPreconditionError(fmt::format("key file {}: {}", file.string(), why));
}

// The 32 bytes of the base64 text in `value`; empty when it is something else.
std::string KeyOf(const json& value) {
  std::string key;
  if (!value.is_string() || !absl::Base64Unescape(value.get<std::string>(), &key)) return {};
  return key.size() == kKeyBytes ? key : std::string();
}

absl::StatusOr<PersonalKeys> Parse(const std::filesystem::path& file, const json& content) {
  if (!content.is_object() || !content.contains("active_key_id") ||
      !content["active_key_id"].is_number_unsigned() || !content.contains("encryption_keys") ||
      !content["encryption_keys"].is_array() || !content.contains("search_key")) {
    return Unusable(file, "wants active_key_id, encryption_keys and search_key");
  }
  PersonalKeys keys;
  keys.active_key_id = content["active_key_id"].get<std::uint32_t>();
  for (const json& entry : content["encryption_keys"]) {
    if (!entry.is_object() || !entry.contains("id") || !entry["id"].is_number_unsigned() ||
        !entry.contains("key")) {
      return Unusable(file, "each of encryption_keys wants an id and a key");
    }
    const auto id = entry["id"].get<std::uint32_t>();
    std::string key = KeyOf(entry["key"]);
    if (key.empty()) return Unusable(file, fmt::format("key {} is not base64 of 32 bytes", id));
    if (!keys.encryption_keys.emplace(id, std::move(key)).second) {
      return Unusable(file, fmt::format("key {} is listed twice", id));
    }
  }
  if (!keys.encryption_keys.contains(keys.active_key_id)) {
    return Unusable(file, fmt::format("active key {} is not listed", keys.active_key_id));
  }
  keys.search_key = KeyOf(content["search_key"]);
  if (keys.search_key.empty()) return Unusable(file, "search_key is not base64 of 32 bytes");
  return keys;
}

}  // namespace

absl::StatusOr<PersonalKeys> PersonalKeys::Load(const std::filesystem::path& file) {
  struct stat about = {};
  if (stat(file.c_str(), &about) != 0) {
    return absl::NotFoundError(fmt::format("key file {}: {}", file.string(), std::strerror(errno)));
  }
  if ((about.st_mode & (S_IROTH | S_IWOTH)) != 0) {
    return Unusable(file, "others may read or write it; run chmod 600 on it");
  }
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in.good()) return Unusable(file, "cannot be read");
  const json content = json::parse(text.str(), nullptr, /*allow_exceptions=*/false);
  if (content.is_discarded()) return Unusable(file, "is not JSON");
  return Parse(file, content);
}

PersonalKeys PersonalKeys::Generate() {
  PersonalKeys keys;
  keys.active_key_id = 1;
  keys.encryption_keys.emplace(1, SecureRandomBytes(kKeyBytes));
  keys.search_key = SecureRandomBytes(kKeyBytes);
  return keys;
}

absl::Status PersonalKeys::WriteNew(const std::filesystem::path& file) const {
  json content = {{"active_key_id", active_key_id},
                  {"encryption_keys", json::array()},
                  {"search_key", absl::Base64Escape(search_key)}};
  for (const auto& [id, key] : encryption_keys) {
    content["encryption_keys"].push_back({{"id", id}, {"key", absl::Base64Escape(key)}});
  }
  const std::string text = fmt::format("{}\n", content.dump(2));

  const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    const std::string message = fmt::format("key file {}: {}", file.string(), std::strerror(errno));
    return errno == EEXIST ? absl::AlreadyExistsError(message)
                           : absl::FailedPreconditionError(message);
  }
  const bool written =
      write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      fsync(descriptor) == 0;
  close(descriptor);
  return written ? absl::OkStatus() : Unusable(file, "cannot be written");
}

}  // namespace cuijiao
