// Secrets come from files, never from the command line or the environment.
#ifndef CUIJIAO_COMMON_CONFIG_SECRET_FILE_H_
#define CUIJIAO_COMMON_CONFIG_SECRET_FILE_H_

#include <filesystem>
#include <string>

#include "absl/status/statusor.h"

namespace cuijiao {

// The secret in `file`: its only line, without the line end, at most 4096 bytes.
// NOT_FOUND; FAILED_PRECONDITION naming the file when users besides its owner and group may read
// or write it, it cannot be read, is empty or has several lines. Messages never hold the secret.
absl::StatusOr<std::string> ReadSecretFile(const std::filesystem::path& file);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_CONFIG_SECRET_FILE_H_
