// One import, from its first byte to its answer; ImportFile and StreamImport are the same but for
// how the bytes come (LED-13).
#ifndef CUIJIAO_SERVICES_LEDGER_API_IMPORTS_IMPORT_RUN_H_
#define CUIJIAO_SERVICES_LEDGER_API_IMPORTS_IMPORT_RUN_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "cuijiao/ledger/v1/import.pb.h"
#include "services/ledger/api/imports/import_apply.h"
#include "services/ledger/api/imports/import_intake.h"
#include "services/ledger/api/ledger_context.h"
#include "services/ledger/domain/imports/checked_ranges.h"
#include "services/ledger/domain/imports/import_check.h"
#include "services/ledger/store/imports/import_staging.h"
#include "services/ledger/store/imports/import_store.h"

namespace cuijiao::ledger {

// What is asked for.
struct ImportOrder {
  std::string request_id;
  std::string project_id;
  ImportKind kind = ImportKind::kUnits;
  bool skip_bad_rows = false;
  bool validate_only = false;
  std::int64_t max_rows = 0;
};

class ImportRun {
 public:
  using Tell = std::function<void(const v1::ImportProgress&)>;

  // `call` has the hash of the request, which with StreamImport is without the file's bytes: what
  // is remembered for the request_id covers them too. `tell` is called every few thousand rows.
  ImportRun(LedgerContext& context, const CallContext& call, ImportOrder order, Tell tell);
  // What is staged is kept for whoever sends the same file again, unless there was an answer or the
  // file cannot be read.
  ~ImportRun();
  ImportRun(const ImportRun&) = delete;
  ImportRun& operator=(const ImportRun&) = delete;

  // Call in this order; Feed any number of times. Errors end the run.
  absl::Status Open();
  absl::Status Feed(std::string_view bytes);
  absl::StatusOr<v1::ImportFileResponse> Finish();

  [[nodiscard]] std::int64_t read_bytes() const { return intake_.read_bytes(); }

 private:
  // What is found of the staged rows.
  struct Verdict {
    FileFaults faults;
    std::int64_t checked_count = 0;
    std::int64_t existing_count = 0;
    std::int64_t imported_count = 0;
    std::vector<CheckedRange> ranges = {};  // of all rows that were checked
  };

  // Staged rows with what they are checked by.
  struct Part {
    std::vector<StagedRow> staged;
    std::vector<ReadRow> rows;
    std::vector<RowMemory> memory;
    ImportFacts facts;

    [[nodiscard]] StagedPosition end() const {
      return {staged.back().group_key, staged.back().row.line};
    }
  };

  // Notes whether the staging is worth keeping.
  absl::Status Noted(absl::Status status);
  absl::StatusOr<v1::ImportFileResponse> Decide();
  // The rows behind `at`, of groups up to `through_group`; none when there are no more.
  absl::StatusOr<Part> LoadPart(db::Transaction& transaction, const StagedPosition& at,
                                std::string_view through_group) const;
  // Adds what is wrong with a row, or that it is in already; whether it may go in.
  static bool CheckRow(ImportCheck& check, const Part& part, std::size_t row, Verdict& verdict);
  // Checks all staged rows, in transactions of a part each; goes on where an earlier call stopped,
  // unless `anew`.
  absl::StatusOr<Verdict> CheckAll(bool anew);
  // ABORTED / STAGING_BROKEN when other rows are staged than the file has.
  absl::Status AllThere(const Verdict& verdict);
  absl::StatusOr<v1::ImportFileResponse> Apply(const std::vector<CheckedRange>& ranges,
                                               bool remember_file);
  // Applies all rows that may go in within one transaction. The ledger may have changed until the
  // project was locked: plain ranges are copied, and the tables' keys tell whether what they bring
  // is still new; of others each row is checked once more. ABORTED / IMPORT_CHANGED when something
  // is not new any more, or a row is wrong now and all were to go in.
  absl::StatusOr<Verdict> ApplyAll(db::Transaction& transaction,
                                   const std::vector<CheckedRange>& ranges, bool remember_file);
  // Checks and applies the rows behind `at` up to a group.
  absl::Status ApplyRows(db::Transaction& transaction, StagedPosition at,
                         std::string_view through_group, ImportApply& apply, ImportCheck& check,
                         Verdict& verdict);
  [[nodiscard]] absl::StatusOr<v1::ImportFileResponse> Remember(
      const std::function<absl::StatusOr<v1::ImportFileResponse>(db::Transaction&)>& body);
  [[nodiscard]] v1::ImportFileResponse Describe(const Verdict& verdict) const;
  [[nodiscard]] std::string CheckedAs() const;
  // Tells the progress when enough has happened since.
  void TellProgress(v1::ImportProgress::Phase phase, std::int64_t done, bool at_once = false);

  LedgerContext& context_;
  CallContext call_;
  const ImportOrder order_;
  ImportFrame frame_;
  const Tell tell_;
  ImportStaging staging_;
  ImportIntake intake_;
  std::string content_hash_;
  v1::ImportProgress progress_;
  std::int64_t told_at_ = 0;
  bool keep_staging_ = true;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_IMPORTS_IMPORT_RUN_H_
