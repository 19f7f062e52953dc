#include "common/config/secret_file.h"

#include <array>
#include <cstddef>
#include <fstream>
#include <system_error>

#include "common/status/macros.h"
#include "fmt/format.h"

namespace cuijiao {
namespace {

constexpr std::size_t kMaxSecretBytes = 4096;

absl::Status Unusable(const std::filesystem::path& file, const char* problem) {
  return absl::FailedPreconditionError(fmt::format("{}: {}", file.string(), problem));
}

absl::Status CheckRights(const std::filesystem::path& file) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  if (status.type() == fs::file_type::not_found) {
    return absl::NotFoundError(fmt::format("{}: there is no such file", file.string()));
  }
  if (error) return Unusable(file, error.message().c_str());
  if (status.type() != fs::file_type::regular) return Unusable(file, "is not a regular file");
  if ((status.permissions() & fs::perms::others_all) != fs::perms::none) {
    return Unusable(file, "holds a secret, but every user of the machine may open it; chmod o= it");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> ReadSecretFile(const std::filesystem::path& file) {
  CUIJIAO_RETURN_IF_ERROR(CheckRights(file));
  std::ifstream in(file, std::ios::binary);
  if (!in) return Unusable(file, "cannot be opened for reading");
  std::array<char, kMaxSecretBytes + 1> bytes{};
  in.read(bytes.data(), bytes.size());
  if (in.bad()) return Unusable(file, "cannot be read");
  std::string secret(bytes.data(), static_cast<std::size_t>(in.gcount()));
  if (secret.size() > kMaxSecretBytes) return Unusable(file, "is too long for a secret");
  while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
  if (secret.empty()) return Unusable(file, "is empty");
  if (secret.find('\n') != std::string::npos) return Unusable(file, "has more than one line");
  return secret;
}

}  // namespace cuijiao
