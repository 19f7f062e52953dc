#include "services/escalation/api/file_provider.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "nlohmann/json.hpp"

namespace cuijiao::escalation {
namespace {

constexpr const char* kFileName = "messages.jsonl";
constexpr mode_t kOwnerOnly = 0600;

std::string LineOf(const MessageRow& message) {
  const nlohmann::ordered_json line = {{"id", message.message_id},
                                       {"community_id", message.community_id},
                                       {"unit_id", message.unit_id},
                                       {"bill_id", message.bill_id},
                                       {"owner_id", message.owner_id},
                                       {"template", message.template_name},
                                       {"phone", message.phone},
                                       {"text", message.text},
                                       {"plan_date", FormatDate(message.planned_date)}};
  return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

absl::StatusOr<std::unique_ptr<FileProvider>> FileProvider::Open(
    const std::filesystem::path& directory) {
  std::filesystem::path path = directory / kFileName;
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, kOwnerOnly);
  if (file < 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("the outbox ", path.string(),
                     " cannot be opened: ", std::generic_category().message(errno)));
  }
  return std::unique_ptr<FileProvider>(new FileProvider(file, std::move(path)));
}

FileProvider::~FileProvider() { ::close(file_); }

absl::Status FileProvider::Error(std::string_view doing) const {
  return absl::UnavailableError(absl::StrCat("the outbox ", path_.string(), ": ",
                                             std::string(doing), ": ",
                                             std::generic_category().message(errno)));
}

absl::Status FileProvider::HandOver(std::span<const MessageRow> messages) {
  const absl::MutexLock lock(&mutex_);
  if (::flock(file_, LOCK_EX) != 0) return Error("lock");
  const absl::Cleanup unlock = [this] { ::flock(file_, LOCK_UN); };
  CUIJIAO_RETURN_IF_ERROR(TakeInNewLines());
  std::string lines;
  for (const MessageRow& message : messages) {
    if (!ids_.contains(message.message_id)) lines += LineOf(message);
  }
  CUIJIAO_RETURN_IF_ERROR(Append(lines));
  // Also what an earlier writer appended and did not live to sync.
  if (::fsync(file_) != 0) return Error("sync");
  for (const MessageRow& message : messages) ids_.insert(message.message_id);
  return absl::OkStatus();
}

absl::Status FileProvider::TakeInNewLines() {
  std::string text;
  std::array<char, 65536> buffer;
  for (off_t at = read_to_;;) {
    const ssize_t read = ::pread(file_, buffer.data(), buffer.size(), at);
    if (read < 0) return Error("read");
    if (read == 0) break;
    text.append(buffer.data(), static_cast<std::size_t>(read));
    at += read;
  }
  const std::size_t last_break = text.rfind('\n');
  const std::size_t whole = last_break == std::string::npos ? 0 : last_break + 1;
  for (std::size_t begin = 0; begin < whole;) {
    const std::size_t end = text.find('\n', begin);
    const auto line = nlohmann::json::parse(text.begin() + static_cast<std::ptrdiff_t>(begin),
                                            text.begin() + static_cast<std::ptrdiff_t>(end),
                                            /*cb=*/nullptr, /*allow_exceptions=*/false);
    if (line.is_object() && line.contains("id") && line["id"].is_string()) {
      ids_.insert(line["id"].get<std::string>());
    }
    begin = end + 1;
  }
  read_to_ += static_cast<off_t>(whole);
  // A line without its end was being written when its writer died; it is written anew.
  if (whole < text.size() && ::ftruncate(file_, read_to_) != 0) return Error("cut a torn line");
  return absl::OkStatus();
}

absl::Status FileProvider::Append(const std::string& lines) {
  for (std::size_t written = 0; written < lines.size();) {
    const ssize_t count = ::write(file_, lines.data() + written, lines.size() - written);
    if (count < 0) return Error("write");
    written += static_cast<std::size_t>(count);
  }
  read_to_ += static_cast<off_t>(lines.size());
  return absl::OkStatus();
}

}  // namespace cuijiao::escalation
