#include "services/ledger/api/imports/import_intake.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include "absl/time/clock.h"
#include "common/status/macros.h"

namespace cuijiao::ledger {
namespace {

// What is read at a time; a part ends at the end of a slice.
constexpr std::size_t kSliceBytes = std::size_t{32} << 10;
// A part ends sooner when its rows are large.
constexpr std::size_t kPartBytes = std::size_t{4} << 20;

std::size_t BytesOf(const ReadRow& row) {
  std::size_t bytes = 0;
  for (const std::string& cell : row.row.cells) bytes += cell.size();
  return bytes;
}

}  // namespace

absl::Status ImportIntake::Open() {
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<std::string> found,
                           staging_.FindLeftovers(absl::Now()));
  for (const std::string& import_id : found) {
    CUIJIAO_ASSIGN_OR_RETURN(std::vector<StagedPart> parts, staging_.LoadParts(import_id));
    if (!parts.empty()) candidates_.push_back({import_id, std::move(parts)});
  }
  return candidates_.empty() ? staging_.Begin(absl::Now()) : absl::OkStatus();
}

// Where the bytes must be cut next, to compare there.
std::int64_t ImportIntake::NextPartEnd() const {
  std::int64_t end = std::numeric_limits<std::int64_t>::max();
  for (const Leftover& candidate : candidates_) {
    end = std::min(end, candidate.parts.front().end_bytes);
  }
  if (next_ahead_ < ahead_.size()) end = std::min(end, ahead_[next_ahead_].end_bytes);
  return end;
}

absl::Status ImportIntake::Feed(std::string_view bytes) {
  while (!bytes.empty()) {
    // A file that goes on behind what was left as its end is another.
    while (NextPartEnd() <= read_bytes_) {
      CUIJIAO_RETURN_IF_ERROR(CompareHere(/*file_ended=*/false));
    }
    const auto until_part = static_cast<std::uint64_t>(NextPartEnd() - read_bytes_);
    const std::size_t size =
        std::min({kSliceBytes, bytes.size(), static_cast<std::size_t>(until_part)});
    CUIJIAO_RETURN_IF_ERROR(ReadSlice(bytes.substr(0, size)));
    bytes.remove_prefix(size);
  }
  return absl::OkStatus();
}

absl::Status ImportIntake::ReadSlice(std::string_view slice) {
  rows_.Clear();
  CUIJIAO_RETURN_IF_ERROR(reader_.Feed(slice, rows_));
  hash_.Add(slice);
  read_bytes_ += static_cast<std::int64_t>(slice.size());
  Gather(rows_);
  const bool ends_here = NextPartEnd() == read_bytes_;
  // The last part of a file ends with the file, not where its bytes do.
  const bool compare = ends_here &&
                       std::ranges::none_of(candidates_,
                                            [&](const Leftover& one) {
                                              return one.parts.front().is_end &&
                                                     one.parts.front().end_bytes == read_bytes_;
                                            }) &&
                       (next_ahead_ >= ahead_.size() || !ahead_[next_ahead_].is_end);
  if (compare) CUIJIAO_RETURN_IF_ERROR(CompareHere(/*file_ended=*/false));
  const bool follows = !candidates_.empty() || next_ahead_ < ahead_.size();
  if (follows || (gathered_.size() < kImportPart && gathered_bytes_ < kPartBytes)) {
    return absl::OkStatus();
  }
  return StageGathered(/*file_ended=*/false);
}

void ImportIntake::Gather(ImportedRows& rows) {
  for (const ReadRow& row : rows.good) gathered_bytes_ += BytesOf(row);
  std::ranges::move(rows.good, std::back_inserter(gathered_));
  faults_.Add(std::move(rows.faults), rows.wrong_count);
}

absl::Status ImportIntake::CompareHere(bool file_ended) {
  return candidates_.empty() ? FollowLeftover(file_ended) : ChooseLeftover(file_ended);
}

// Takes the first candidate whose first part is what has come; leaves those whose is not.
absl::Status ImportIntake::ChooseLeftover(bool file_ended) {
  const std::string hash = hash_.Digest();
  while (!candidates_.empty()) {
    const auto here = std::ranges::find_if(candidates_, [&](const Leftover& one) {
      return file_ended || one.parts.front().end_bytes <= read_bytes_;
    });
    if (here == candidates_.end()) return absl::OkStatus();
    const Leftover candidate = std::move(*here);
    candidates_.erase(here);
    const StagedPart& first = candidate.parts.front();
    if (first.end_bytes != read_bytes_ || first.is_end != file_ended || first.prefix_hash != hash) {
      continue;
    }
    CUIJIAO_ASSIGN_OR_RETURN(const bool taken, staging_.TakeOver(candidate.import_id, absl::Now()));
    if (!taken) continue;
    // What the call before did until it lost its hold counts too.
    CUIJIAO_ASSIGN_OR_RETURN(ahead_, staging_.LoadParts(candidate.import_id));
    candidates_.clear();
    next_ahead_ = 0;
    return FollowLeftover(file_ended);
  }
  return staging_.Begin(absl::Now());
}

absl::Status ImportIntake::FollowLeftover(bool file_ended) {
  if (next_ahead_ >= ahead_.size()) return absl::OkStatus();
  const StagedPart& part = ahead_[next_ahead_];
  if (part.end_bytes == read_bytes_ && part.is_end == file_ended &&
      part.prefix_hash == hash_.Digest()) {
    Pass(part);
    ++next_ahead_;
    if (next_ahead_ < ahead_.size()) return absl::OkStatus();
    return staging_.DropRowsAfter(staged_, absl::Now());
  }
  ahead_.clear();
  return staging_.DropAfter(staged_, absl::Now());
}

void ImportIntake::Pass(const StagedPart& part) {
  staged_ = part;
  gathered_.clear();
  gathered_bytes_ = 0;
}

absl::Status ImportIntake::StageGathered(bool file_ended) {
  StagedPart part = {read_bytes_, file_ended, hash_.Digest(), staged_.through_line,
                     staged_.row_count + static_cast<std::int64_t>(gathered_.size())};
  if (!gathered_.empty()) part.through_line = gathered_.back().row.line;
  CUIJIAO_RETURN_IF_ERROR(staging_.StagePart(gathered_, part, absl::Now()));
  Pass(part);
  return absl::OkStatus();
}

absl::Status ImportIntake::Finish() {
  rows_.Clear();
  CUIJIAO_RETURN_IF_ERROR(reader_.Finish(rows_));
  Gather(rows_);
  if (!candidates_.empty() || next_ahead_ < ahead_.size()) {
    CUIJIAO_RETURN_IF_ERROR(CompareHere(/*file_ended=*/true));
  }
  if (staged_.is_end) return absl::OkStatus();
  return StageGathered(/*file_ended=*/true);
}

}  // namespace cuijiao::ledger
