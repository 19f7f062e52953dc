// The provider that writes messages to a file, one JSON object a line.
#ifndef CUIJIAO_SERVICES_ESCALATION_API_FILE_PROVIDER_H_
#define CUIJIAO_SERVICES_ESCALATION_API_FILE_PROVIDER_H_

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "services/escalation/api/message_provider.h"

namespace cuijiao::escalation {

// Appends to <directory>/messages.jsonl:
//   {"id":…,"community_id":…,"unit_id":…,"bill_id":…,"owner_id":…,"template":…,"phone":…,
//    "text":…,"plan_date":…}
// A message stands in the file once, whoever writes it: before appending, whoever writes locks the
// file and reads what stands in it since the last time. What is handed over is on the disk when
// HandOver returns. Mode 0600: the file holds personal data.
class FileProvider : public MessageProvider {
 public:
  // FAILED_PRECONDITION naming the file when it cannot be opened.
  static absl::StatusOr<std::unique_ptr<FileProvider>> Open(const std::filesystem::path& directory);
  ~FileProvider() override;
  FileProvider(const FileProvider&) = delete;
  FileProvider& operator=(const FileProvider&) = delete;

  absl::Status HandOver(std::span<const MessageRow> messages) override;

 private:
  FileProvider(int file, std::filesystem::path path) : file_(file), path_(std::move(path)) {}

  absl::Status TakeInNewLines() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Append(const std::string& lines) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  [[nodiscard]] absl::Status Error(std::string_view doing) const;

  const int file_;
  const std::filesystem::path path_;
  absl::Mutex mutex_;
  absl::flat_hash_set<std::string> ids_ ABSL_GUARDED_BY(mutex_);
  off_t read_to_ ABSL_GUARDED_BY(mutex_) = 0;  // end of the last whole line that was read
};

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_API_FILE_PROVIDER_H_
