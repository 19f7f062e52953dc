#include "services/ledger/domain/imports/checked_ranges.h"

namespace cuijiao::ledger {

void CheckedRanges::Skip(const std::string& through_group, std::int64_t rows) {
  if (rows > 0) ranges_.push_back({through_group, rows, 1, false});
}

void CheckedRanges::Add(const std::string& group, bool is_plain) {
  if (group_.rows > 0 && group_.through_group != group) EndGroup();
  if (group_.rows == 0) group_ = {group, 0, 1, true};
  ++group_.rows;
  group_.is_plain = group_.is_plain && is_plain;
}

std::vector<CheckedRange> CheckedRanges::Finish() {
  if (group_.rows > 0) EndGroup();
  return std::move(ranges_);
}

void CheckedRanges::EndGroup() {
  const bool joins = !ranges_.empty() && ranges_.back().is_plain == group_.is_plain &&
                     (!group_.is_plain || ranges_.back().rows < rows_at_once_);
  if (joins) {
    ranges_.back().through_group = group_.through_group;
    ranges_.back().rows += group_.rows;
    ranges_.back().groups += group_.groups;
  } else {
    ranges_.push_back(group_);
  }
  group_ = {};
}

}  // namespace cuijiao::ledger
