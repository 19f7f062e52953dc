#include "common/auth/key_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

#include "fmt/format.h"

namespace cuijiao {
namespace fs = std::filesystem;

absl::StatusOr<nlohmann::json> ReadJsonFile(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return absl::NotFoundError(fmt::format("cannot read key file {}", file.string()));
  const std::string text((std::istreambuf_iterator<char>(stream)), {});
  nlohmann::json parsed = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (parsed.is_discarded()) {
    return absl::FailedPreconditionError(fmt::format("key file {} is not JSON", file.string()));
  }
  return parsed;
}

absl::Status CheckKeptPrivate(const fs::path& file) {
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  if (error) {
    return absl::NotFoundError(fmt::format("cannot read key file {}", file.string()));
  }
  if ((status.permissions() & (fs::perms::group_write | fs::perms::others_all)) !=
      fs::perms::none) {
    return absl::FailedPreconditionError(
        fmt::format("key file {} is open to others than its owner: chmod 600 it", file.string()));
  }
  return absl::OkStatus();
}

absl::Status WriteNewFile(const fs::path& file, std::string_view text, bool is_private) {
  const int descriptor =
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, is_private ? 0600 : 0644);
  if (descriptor < 0) {
    const int error = errno;
    const std::string message =
        fmt::format("cannot write {}: {}", file.string(), std::strerror(error));
    return error == EEXIST ? absl::AlreadyExistsError(message)
                           : absl::FailedPreconditionError(message);
  }
  bool written = true;
  while (written && !text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    written = count > 0;
    if (written) text.remove_prefix(static_cast<std::size_t>(count));
  }
  if (::close(descriptor) != 0 || !written) {
    return absl::UnavailableError(fmt::format("cannot write {}: disk full?", file.string()));
  }
  return absl::OkStatus();
}

}  // namespace cuijiao
