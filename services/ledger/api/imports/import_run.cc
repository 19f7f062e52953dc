#include "services/ledger/api/imports/import_run.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "absl/time/clock.h"
#include "common/crypto/digest.h"
#include "common/requests/answer_once.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "common/telemetry/logging.h"
#include "fmt/format.h"
#include "services/ledger/api/payments/payment_checks.h"
#include "services/ledger/store/billing/bill_schedule_store.h"
#include "services/ledger/store/organisation/organisation_store.h"

namespace cuijiao::ledger {
namespace {

// Rows between two messages to the client, and between two notes of how far the check is.
constexpr std::int64_t kRowsBetweenMessages = 10'000;
constexpr std::int64_t kRowsBetweenNotes = 4'096;

// Rows that are copied with one statement a table.
constexpr std::int64_t kRowsCopied = 4'096;

// How often a file is checked anew because the ledger changed between its check and its going in.
constexpr int kMostChecks = 3;

ImportFrame FrameOf(const LedgerContext& context, const CallContext& call,
                    const ImportOrder& order) {
  return {order.kind, order.project_id, call.time.business_date,
          context.policy.ledger().late_recording_days(),
          call.identity.acting_roles().Contains(Role::kFinance)};
}

absl::Status GoneOr(const CallContext& call) {
  return call.is_cancelled() ? absl::CancelledError("the client has gone") : absl::OkStatus();
}

// Behind all rows of a group.
StagedPosition EndOf(const std::string& group_key) {
  return {group_key, std::numeric_limits<std::int32_t>::max()};
}

}  // namespace

ImportRun::ImportRun(LedgerContext& context, const CallContext& call, ImportOrder order, Tell tell)
    : context_(context),
      call_(call),
      order_(std::move(order)),
      frame_(FrameOf(context, call, order_)),
      tell_(std::move(tell)),
      staging_(context.database, context.cipher, context.ids,
               {order_.project_id, order_.kind, call.identity.caller(), order_.request_id}),
      intake_(staging_, order_.kind, order_.max_rows) {}

ImportRun::~ImportRun() {
  if (!staging_.is_open()) return;
  const absl::Status ended =
      keep_staging_ ? staging_.Release(absl::Now()) : staging_.Drop(absl::Now());
  if (ended.ok()) return;
  // The sweep finds it when its hold has run out.
  LogEvent(spdlog::level::warn, "import_staging_left",
           {{"project", order_.project_id}, {"message", std::string(ended.message())}});
}

absl::Status ImportRun::Noted(absl::Status status) {
  if (absl::IsInvalidArgument(status) || ReasonOf(status) == kTooManyRows) keep_staging_ = false;
  return status;
}

absl::Status ImportRun::Open() { return intake_.Open(); }

absl::Status ImportRun::Feed(std::string_view bytes) {
  CUIJIAO_RETURN_IF_ERROR(GoneOr(call_));
  CUIJIAO_RETURN_IF_ERROR(Noted(intake_.Feed(bytes)));
  TellProgress(v1::ImportProgress::PHASE_STAGING, intake_.row_count());
  return absl::OkStatus();
}

absl::StatusOr<v1::ImportFileResponse> ImportRun::Finish() {
  CUIJIAO_RETURN_IF_ERROR(GoneOr(call_));
  CUIJIAO_RETURN_IF_ERROR(Noted(intake_.Finish()));
  content_hash_ = intake_.content_hash();
  call_.request_hash = HexEncode(Sha256(call_.request_hash + content_hash_));
  TellProgress(v1::ImportProgress::PHASE_STAGING, intake_.row_count(), /*at_once=*/true);
  absl::StatusOr<v1::ImportFileResponse> response = Decide();
  if (response.ok()) keep_staging_ = false;
  return response;
}

absl::StatusOr<v1::ImportFileResponse> ImportRun::Decide() {
  // A file whose rows can never change is known as a whole; of others each row is asked about, for
  // another file may have come in since.
  CUIJIAO_ASSIGN_OR_RETURN(
      const bool is_in,
      context_.database.Read("FindImportedFile", [&](db::Transaction& transaction) {
        return ImportStore(transaction, context_.cipher, frame_).FileIsIn(content_hash_);
      }));
  if (is_in && !MayChange(order_.kind)) {
    Verdict all_in;
    all_in.existing_count = intake_.row_count();
    if (order_.validate_only) return Describe(all_in);
    return Remember([&](db::Transaction&) { return Describe(all_in); });
  }
  for (int checks = 1;; ++checks) {
    // What is only asked about is told as it is now.
    CUIJIAO_ASSIGN_OR_RETURN(const Verdict verdict,
                             CheckAll(/*anew=*/checks > 1 || order_.validate_only));
    const std::int64_t wrong = verdict.faults.wrong_count() + intake_.faults().wrong_count();
    if (order_.validate_only) return Describe(verdict);
    if (wrong > 0 && !order_.skip_bad_rows) {
      return Remember([&](db::Transaction&) { return Describe(verdict); });
    }
    absl::StatusOr<v1::ImportFileResponse> applied =
        Apply(verdict.ranges, /*remember_file=*/wrong == 0 && !is_in);
    if (ReasonOf(applied.status()) != kImportChanged || checks == kMostChecks) return applied;
    frame_ = FrameOf(context_, call_, order_);
  }
}

absl::StatusOr<v1::ImportFileResponse> ImportRun::Remember(
    const std::function<absl::StatusOr<v1::ImportFileResponse>(db::Transaction&)>& body) {
  return AnswerOnce<v1::ImportFileResponse>(context_.database, call_, order_.request_id, body);
}

std::string ImportRun::CheckedAs() const {
  return fmt::format("{}/{}/{}", FormatDate(frame_.business_date), frame_.late_recording_days,
                     frame_.is_finance ? "finance" : "");
}

absl::StatusOr<ImportRun::Part> ImportRun::LoadPart(db::Transaction& transaction,
                                                    const StagedPosition& at,
                                                    std::string_view through_group) const {
  Part part;
  CUIJIAO_ASSIGN_OR_RETURN(part.staged, staging_.LoadAfter(transaction, at, through_group));
  if (part.staged.empty()) return part;
  part.rows.reserve(part.staged.size());
  for (StagedRow& staged : part.staged) {
    // The line stays with what is staged; the cells are the row's.
    ImportRow row{staged.row.line, std::move(staged.row.cells)};
    part.rows.push_back(ReadImportRow(order_.kind, std::move(row)));
  }
  ImportStore store(transaction, context_.cipher, frame_);
  CUIJIAO_ASSIGN_OR_RETURN(part.facts, store.LoadFacts(part.rows));
  CUIJIAO_ASSIGN_OR_RETURN(part.memory, store.LoadMemory(part.staged, part.rows, part.facts));
  return part;
}

bool ImportRun::CheckRow(ImportCheck& check, const Part& part, std::size_t row, Verdict& verdict) {
  ++verdict.checked_count;
  std::vector<RowFault> faults = check.Check(part.rows[row], part.memory[row].past, part.facts);
  if (!faults.empty()) {
    verdict.faults.Add(std::move(faults), 1);
    return false;
  }
  if (part.memory[row].past == RowPast::kIn) {
    ++verdict.existing_count;
    return false;
  }
  return true;
}

absl::StatusOr<ImportRun::Verdict> ImportRun::CheckAll(bool anew) {
  Verdict verdict;
  CheckedRanges ranges(kRowsCopied);
  StagedPosition at;
  CheckedPart noted{CheckedAs(), "", 0, 0};
  CUIJIAO_ASSIGN_OR_RETURN(const CheckedPart before, staging_.LoadChecked());
  if (!anew && before.checked_as == CheckedAs()) {
    noted = before;
    at = EndOf(before.group_key);
    ranges.Skip(before.group_key, before.checked_count);
    verdict.checked_count = before.checked_count;
    verdict.existing_count = before.existing_count;
  }
  // Only whole groups are noted, and only as long as nothing is wrong: a group is checked from its
  // first row on, and what was wrong may be right the next time.
  const auto note = [&](const CheckedPart& whole, std::int64_t rows) -> absl::Status {
    const bool worth = whole.checked_count - noted.checked_count >= rows;
    if (!worth || verdict.faults.wrong_count() > 0) return absl::OkStatus();
    noted = whole;
    return staging_.SaveChecked(noted, absl::Now());
  };
  ImportCheck check(frame_);
  CheckedPart whole = noted;
  std::string group = noted.group_key;
  while (true) {
    CUIJIAO_RETURN_IF_ERROR(GoneOr(call_));
    CUIJIAO_ASSIGN_OR_RETURN(
        const Part part, context_.database.Read("CheckImport", [&](db::Transaction& transaction) {
          return LoadPart(transaction, at, kLastGroup);
        }));
    for (std::size_t row = 0; row < part.rows.size(); ++row) {
      if (part.staged[row].group_key != group) {
        whole = {noted.checked_as, group, verdict.checked_count, verdict.existing_count};
        group = part.staged[row].group_key;
      }
      const bool goes_in = CheckRow(check, part, row, verdict);
      ranges.Add(part.staged[row].group_key, goes_in && check.IsPlain());
    }
    if (part.rows.empty()) break;
    at = part.end();
    CUIJIAO_RETURN_IF_ERROR(note(whole, kRowsBetweenNotes));
    TellProgress(v1::ImportProgress::PHASE_CHECKING, verdict.checked_count);
  }
  if (!group.empty()) {
    whole = {noted.checked_as, group, verdict.checked_count, verdict.existing_count};
    CUIJIAO_RETURN_IF_ERROR(note(whole, 1));
  }
  TellProgress(v1::ImportProgress::PHASE_CHECKING, verdict.checked_count, /*at_once=*/true);
  CUIJIAO_RETURN_IF_ERROR(AllThere(verdict));
  verdict.ranges = ranges.Finish();
  return verdict;
}

absl::Status ImportRun::AllThere(const Verdict& verdict) {
  if (verdict.checked_count == intake_.staged_count()) return absl::OkStatus();
  keep_staging_ = false;
  return Refusal(absl::StatusCode::kAborted, kStagingBroken,
                 fmt::format("{} rows were staged and {} are there; send the file again",
                             intake_.staged_count(), verdict.checked_count));
}

absl::StatusOr<v1::ImportFileResponse> ImportRun::Apply(const std::vector<CheckedRange>& ranges,
                                                        bool remember_file) {
  if (order_.kind == ImportKind::kOpeningBills) {
    // Bills of units that wait for their scheduled fees would write them all in their transaction.
    CUIJIAO_ASSIGN_OR_RETURN(
        const std::vector<CommunityPlace> communities,
        context_.database.Read("FindCommunities", [&](db::Transaction& transaction) {
          return OrganisationStore(transaction).LoadCommunities(order_.project_id);
        }));
    for (const CommunityPlace& place : communities) {
      CUIJIAO_RETURN_IF_ERROR(EnsureScheduledYear(
          context_.database, context_.ids, place.community_id,
          static_cast<int>(call_.time.business_date.year()), call_.time, call_.deadline));
    }
  }
  return Remember([&](db::Transaction& transaction) -> absl::StatusOr<v1::ImportFileResponse> {
    CUIJIAO_ASSIGN_OR_RETURN(const Verdict verdict, ApplyAll(transaction, ranges, remember_file));
    return Describe(verdict);
  });
}

absl::StatusOr<ImportRun::Verdict> ImportRun::ApplyAll(db::Transaction& transaction,
                                                       const std::vector<CheckedRange>& ranges,
                                                       bool remember_file) {
  CUIJIAO_RETURN_IF_ERROR(staging_.EndIn(transaction, absl::Now()));
  // Minutes may have gone by since the call came: what is posted now is of now (LED-16).
  CUIJIAO_ASSIGN_OR_RETURN(call_.time, context_.clock.Now());
  if (call_.time.business_date != frame_.business_date) {
    return Refusal(absl::StatusCode::kAborted, kImportChanged,
                   "the business date changed while the file was checked; repeat the call");
  }
  CUIJIAO_ASSIGN_OR_RETURN(ImportApply apply, ImportApply::Lock(transaction, context_, call_,
                                                                order_.kind, order_.project_id));
  ImportCheck check(frame_);
  Verdict verdict;
  StagedPosition at;
  for (const CheckedRange& range : ranges) {
    CUIJIAO_RETURN_IF_ERROR(GoneOr(call_));
    std::optional<std::int64_t> copied;
    if (range.is_plain) {
      CUIJIAO_ASSIGN_OR_RETURN(copied,
                               apply.Copy({staging_.import_id(), order_.project_id, at.group_key,
                                           range.through_group, range.rows == range.groups}));
    }
    if (copied) {
      verdict.checked_count += *copied;
      verdict.imported_count += *copied;
    } else {
      CUIJIAO_RETURN_IF_ERROR(
          ApplyRows(transaction, at, range.through_group, apply, check, verdict));
    }
    at = EndOf(range.through_group);
    TellProgress(v1::ImportProgress::PHASE_APPLYING, verdict.checked_count);
  }
  CUIJIAO_RETURN_IF_ERROR(AllThere(verdict));
  CUIJIAO_RETURN_IF_ERROR(apply.Finish());
  TellProgress(v1::ImportProgress::PHASE_APPLYING, verdict.checked_count, /*at_once=*/true);
  // Another call may have brought the same file in since this one looked.
  ImportStore store(transaction, context_.cipher, frame_);
  CUIJIAO_ASSIGN_OR_RETURN(const bool is_in, store.FileIsIn(content_hash_));
  if (remember_file && !is_in && verdict.faults.wrong_count() == 0) {
    CUIJIAO_RETURN_IF_ERROR(store.RememberFile(content_hash_, intake_.row_count(),
                                               RecordedBy(call_), call_.time.recorded_time));
  }
  return verdict;
}

absl::Status ImportRun::ApplyRows(db::Transaction& transaction, StagedPosition at,
                                  std::string_view through_group, ImportApply& apply,
                                  ImportCheck& check, Verdict& verdict) {
  ImportStore store(transaction, context_.cipher, frame_);
  while (true) {
    CUIJIAO_RETURN_IF_ERROR(GoneOr(call_));
    CUIJIAO_ASSIGN_OR_RETURN(Part part, LoadPart(transaction, at, through_group));
    if (part.rows.empty()) return absl::OkStatus();
    at = part.end();
    std::vector<ReadRow> rows;
    std::vector<const StagedRow*> staged;
    std::vector<RowMemory> memory;
    for (std::size_t row = 0; row < part.rows.size(); ++row) {
      if (!CheckRow(check, part, row, verdict)) continue;
      staged.push_back(&part.staged[row]);
      memory.push_back(part.memory[row]);
      rows.push_back(std::move(part.rows[row]));
      rows.back().facts_alone = memory.back().past == RowPast::kOtherFacts;
    }
    if (verdict.faults.wrong_count() > 0 && !order_.skip_bad_rows) {
      return Refusal(absl::StatusCode::kAborted, kImportChanged,
                     "the project changed while the file was checked; repeat the call");
    }
    CUIJIAO_RETURN_IF_ERROR(apply.Apply(rows, part.facts));
    CUIJIAO_RETURN_IF_ERROR(store.RememberRows(staged, memory, call_.time.recorded_time));
    verdict.imported_count += static_cast<std::int64_t>(rows.size());
    TellProgress(v1::ImportProgress::PHASE_APPLYING, verdict.checked_count);
  }
}

v1::ImportFileResponse ImportRun::Describe(const Verdict& verdict) const {
  v1::ImportFileResponse response;
  response.set_encoding(std::string(intake_.encoding()));
  response.set_row_count(static_cast<std::int32_t>(intake_.row_count()));
  response.set_imported_count(static_cast<std::int32_t>(verdict.imported_count));
  response.set_existing_count(static_cast<std::int32_t>(verdict.existing_count));
  response.set_wrong_count(
      static_cast<std::int32_t>(verdict.faults.wrong_count() + intake_.faults().wrong_count()));
  std::vector<RowFault> faults = intake_.faults().faults();
  const std::vector<RowFault>& checked = verdict.faults.faults();
  faults.insert(faults.end(), checked.begin(), checked.end());
  TellRowFaults(std::move(faults), *response.mutable_row_errors());
  return response;
}

void ImportRun::TellProgress(v1::ImportProgress::Phase phase, std::int64_t done, bool at_once) {
  if (phase == progress_.phase() && !at_once && done < told_at_ + kRowsBetweenMessages) return;
  told_at_ = done;
  progress_.set_phase(phase);
  progress_.set_read_bytes(intake_.read_bytes());
  progress_.set_read_count(static_cast<std::int32_t>(intake_.row_count()));
  progress_.set_staged_count(static_cast<std::int32_t>(intake_.staged_count()));
  if (phase == v1::ImportProgress::PHASE_CHECKING) {
    progress_.set_checked_count(static_cast<std::int32_t>(done));
  } else if (phase == v1::ImportProgress::PHASE_APPLYING) {
    progress_.set_applied_count(static_cast<std::int32_t>(done));
  }
  tell_(progress_);
}

}  // namespace cuijiao::ledger
