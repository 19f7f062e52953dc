#include "services/payroll/store/payroll_words.h"

#include <optional>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace cuijiao::payroll {

absl::StatusOr<LineOrigin> ReadOrigin(const db::Row& row, std::string_view kind_column) {
  const std::optional<LineKind> kind = LineKindNamed(row.String(kind_column));
  const std::optional<SourceKind> source_kind = SourceKindNamed(row.String("source_kind"));
  if (!kind || !source_kind) return absl::DataLossError("a line of no kind that there is");
  return LineOrigin{*kind, *source_kind,
                    absl::StrSplit(row.String("source_ids"), '\n', absl::SkipEmpty())};
}

std::string JoinSourceIds(const std::vector<std::string>& source_ids) {
  return absl::StrJoin(source_ids, "\n");
}

}  // namespace cuijiao::payroll
