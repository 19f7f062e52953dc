// The keys under which personal data (names, phones, addresses) is stored.
#ifndef CUIJIAO_COMMON_CRYPTO_PERSONAL_KEYS_H_
#define CUIJIAO_COMMON_CRYPTO_PERSONAL_KEYS_H_

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace cuijiao {

// A key file is JSON:
//   {"active_key_id": 2,
//    "encryption_keys": [{"id": 1, "key": "<base64 of 32 bytes>"}, {"id": 2, "key": "…"}],
//    "search_key": "<base64 of 32 bytes>"}
// New text is encrypted under the active key; the others only decrypt (rotation: add a key, make
// it active, encrypt the old rows anew, remove the old key). The search key cannot rotate without
// computing all search hashes anew.
struct PersonalKeys {
  std::uint32_t active_key_id = 0;
  std::map<std::uint32_t, std::string> encryption_keys;  // id to 32 raw bytes
  std::string search_key;                                // 32 raw bytes

  // Reads `file`. NOT_FOUND when there is none; FAILED_PRECONDITION naming the file and what is
  // wrong: readable or writable by others than owner and group, not such JSON, a key of another
  // length, an active key that is not listed.
  static absl::StatusOr<PersonalKeys> Load(const std::filesystem::path& file);

  // New random keys, one of each.
  static PersonalKeys Generate();

  // Writes the keys to a new file, mode 0600. ALREADY_EXISTS when there is one: keys that are
  // overwritten are data that is lost.
  [[nodiscard]] absl::Status WriteNew(const std::filesystem::path& file) const;
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_CRYPTO_PERSONAL_KEYS_H_
