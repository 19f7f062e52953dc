// Files that hold keys, as JSON.
#ifndef CUIJIAO_COMMON_AUTH_KEY_FILE_H_
#define CUIJIAO_COMMON_AUTH_KEY_FILE_H_

#include <filesystem>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"

namespace cuijiao {

// NOT_FOUND when there is no such file; FAILED_PRECONDITION when it is not JSON. Both name it.
absl::StatusOr<nlohmann::json> ReadJsonFile(const std::filesystem::path& file);

// FAILED_PRECONDITION naming the file when its group may write it or others may do anything to it.
absl::Status CheckKeptPrivate(const std::filesystem::path& file);

// A new file of mode 0600 for private keys, 0644 for public ones. ALREADY_EXISTS when there is one.
absl::Status WriteNewFile(const std::filesystem::path& file, std::string_view text,
                          bool is_private);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_AUTH_KEY_FILE_H_
