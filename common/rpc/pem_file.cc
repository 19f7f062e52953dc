#include "common/rpc/pem_file.h"

#include <fstream>
#include <iterator>

#include "fmt/format.h"

namespace cuijiao {

absl::StatusOr<std::string> ReadPemFile(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    return absl::FailedPreconditionError(fmt::format("TLS file {} cannot be read", file));
  }
  std::string text((std::istreambuf_iterator<char>(stream)), {});
  if (text.find("-----BEGIN ") == std::string::npos) {
    return absl::FailedPreconditionError(fmt::format("TLS file {} is not PEM", file));
  }
  return text;
}

}  // namespace cuijiao
