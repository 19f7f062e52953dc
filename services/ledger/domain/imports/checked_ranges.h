// How a checked file goes in (LED-13): range by range, each of whole groups of rows. Pure.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_IMPORTS_CHECKED_RANGES_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_IMPORTS_CHECKED_RANGES_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace cuijiao::ledger {

// The groups behind those of the range before, up to `through_group`. `is_plain`: each of its rows
// was found right and is about something that nobody knew (ImportCheck::IsPlain).
struct CheckedRange {
  std::string through_group;
  std::int64_t rows = 0;
  std::int64_t groups = 0;
  bool is_plain = false;

  friend bool operator==(const CheckedRange&, const CheckedRange&) = default;
};

// Gathers the ranges while a file is checked, in the order of its groups.
class CheckedRanges {
 public:
  // Ranges of about so many rows: a group is never cut. What is not plain is one range as far as it
  // goes.
  explicit CheckedRanges(std::int64_t rows_at_once) : rows_at_once_(rows_at_once) {}

  // Groups up to this one that were checked before, nobody knows how; they count as one.
  void Skip(const std::string& through_group, std::int64_t rows);
  // The next row.
  void Add(const std::string& group, bool is_plain);
  // Call once, last.
  std::vector<CheckedRange> Finish();

 private:
  // Puts the group that has ended into the range that it belongs to.
  void EndGroup();

  const std::int64_t rows_at_once_;
  std::vector<CheckedRange> ranges_;
  CheckedRange group_;  // in the making; no rows: none
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_IMPORTS_CHECKED_RANGES_H_
