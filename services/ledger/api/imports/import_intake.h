// The way of a file into staging: its bytes are read as they come, and their rows staged in parts,
// unless the same bytes were staged before.
#ifndef CUIJIAO_SERVICES_LEDGER_API_IMPORTS_IMPORT_INTAKE_H_
#define CUIJIAO_SERVICES_LEDGER_API_IMPORTS_IMPORT_INTAKE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/crypto/digest.h"
#include "services/ledger/api/imports/import_file.h"
#include "services/ledger/api/imports/row_errors.h"
#include "services/ledger/store/imports/import_staging.h"

namespace cuijiao::ledger {

// A staging that an earlier call left is known by its parts: each says what its rows' bytes hash
// to, from the file's first byte on. As long as they agree with what comes, its rows are passed
// over; from the first part that differs on they are dropped, and staged anew. So a file that was
// cut off goes on where it stopped, one that was mended in the middle from there, and another one
// not at all.
//
// Memory: one part of rows, however large the file is.
class ImportIntake {
 public:
  ImportIntake(ImportStaging& staging, ImportKind kind, std::int64_t max_rows)
      : staging_(staging), reader_(kind, max_rows) {}

  // Finds what was left. Call first.
  absl::Status Open();
  // The next bytes, any number. Errors: ImportFileReader's and ImportStaging's.
  absl::Status Feed(std::string_view bytes);
  // The file has ended; all of it is staged.
  absl::Status Finish();

  [[nodiscard]] std::int64_t read_bytes() const { return read_bytes_; }
  [[nodiscard]] std::int64_t staged_count() const { return staged_.row_count; }
  [[nodiscard]] std::int64_t row_count() const { return reader_.row_count(); }
  [[nodiscard]] std::string_view encoding() const { return reader_.encoding(); }
  // Of the rows that are wrong by themselves, which are not staged.
  [[nodiscard]] const FileFaults& faults() const { return faults_; }
  // SHA-256 of the bytes so far.
  [[nodiscard]] std::string content_hash() const { return hash_.Digest(); }

 private:
  // A staging that may be of the same file, by its parts.
  struct Leftover {
    std::string import_id;
    std::vector<StagedPart> parts;
  };

  [[nodiscard]] std::int64_t NextPartEnd() const;
  absl::Status ReadSlice(std::string_view slice);
  void Gather(ImportedRows& rows);
  // At a place where a part of what was left ends.
  absl::Status CompareHere(bool file_ended);
  absl::Status ChooseLeftover(bool file_ended);
  absl::Status FollowLeftover(bool file_ended);
  void Pass(const StagedPart& part);
  absl::Status StageGathered(bool file_ended);

  ImportStaging& staging_;
  ImportFileReader reader_;
  RunningSha256 hash_;
  std::int64_t read_bytes_ = 0;
  FileFaults faults_;
  std::vector<ReadRow> gathered_;  // since the last part
  std::size_t gathered_bytes_ = 0;
  ImportedRows rows_;  // of one slice
  StagedPart staged_;  // the last part

  std::vector<Leftover> candidates_;  // while none is chosen
  std::vector<StagedPart> ahead_;     // of the chosen one; the next part first
  std::size_t next_ahead_ = 0;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_IMPORTS_IMPORT_INTAKE_H_
