#include "services/ledger/domain/imports/import_check.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "common/status/reason.h"
#include "common/text/csv_table.h"
#include "fmt/format.h"
#include "services/ledger/domain/close/close.h"

namespace cuijiao::ledger {
namespace {

// The value of a key, or an empty one that outlives every caller.
template <typename Map, typename Key>
const typename Map::mapped_type& FindOrEmpty(const Map& map, const Key& key) {
  static const typename Map::mapped_type kNone;
  const auto found = map.find(key);
  return found == map.end() ? kNone : found->second;
}

void FaultOf(const absl::Status& status, ImportCells& faults) {
  if (!status.ok()) faults.Fault("", ReasonOf(status), std::string(status.message()));
}

template <typename T>
std::vector<T> Joined(const std::vector<T>& first, const std::vector<T>& second) {
  std::vector<T> all = first;
  all.insert(all.end(), second.begin(), second.end());
  return all;
}

// The last billed day of a fee.
std::optional<Date> BilledThrough(const std::vector<BilledFact>& billed, FeeKind fee_kind) {
  std::optional<Date> last;
  for (const BilledFact& period : billed) {
    if (period.fee_kind == fee_kind) last = std::max(last.value_or(period.end), period.end);
  }
  return last;
}

}  // namespace

bool MayChange(ImportKind kind) {
  return kind == ImportKind::kUnits || kind == ImportKind::kOwners;
}

bool IsAboutKnown(const ImportedValue& value, const ImportFacts& facts) {
  if (const auto* unit = std::get_if<UnitRow>(&value)) return facts.units.contains(unit->unit.id);
  const auto* owner = std::get_if<OwnerRow>(&value);
  return owner != nullptr && facts.owners.contains(owner->owner.id);
}

std::int64_t MostImportRows(ImportKind kind) {
  switch (kind) {
    case ImportKind::kUnits:
    case ImportKind::kOwners:
      return 1'000'000;
    case ImportKind::kOpeningBills:
      return 200'000;
    case ImportKind::kReceipts:
    case ImportKind::kFinanceReceipts:
    case ImportKind::kOpeningReceipts:
    case ImportKind::kOpeningTotals:
      return 50'000;
  }
  std::abort();
}

std::int64_t MostRowsOfOne(ImportKind kind) {
  switch (kind) {
    case ImportKind::kUnits:
    case ImportKind::kOpeningBills:
    case ImportKind::kOpeningReceipts:
      return 2'000;
    case ImportKind::kOwners:
      return 100'000;
    case ImportKind::kReceipts:
    case ImportKind::kFinanceReceipts:
    case ImportKind::kOpeningTotals:
      return MostImportRows(kind);
  }
  std::abort();
}

void ImportCheck::ForgetGroup() {
  rows_of_group_ = 0;
  lines_by_key_.clear();
  units_.clear();
  owners_.clear();
  schedules_.clear();
  billed_.clear();
  ownerships_.clear();
  last_received_.reset();
}

std::optional<std::string> ImportCheck::UnitOf(const ReceiptRow& row, const ImportFacts& facts) {
  if (!row.unit_id.empty()) return row.unit_id;
  const std::vector<std::string>& units = FindOrEmpty(facts.units_by_number, row.unit_no);
  return units.size() == 1 ? std::optional(units.front()) : std::nullopt;
}

std::vector<RowFault> ImportCheck::Check(const ReadRow& row, RowPast past,
                                         const ImportFacts& facts) {
  ImportCells faults(frame_.kind, row.row);
  is_plain_ = false;
  if (std::string group = GroupKey(row.value); group != group_) {
    ForgetGroup();
    group_ = std::move(group);
  }
  if (++rows_of_group_ > MostRowsOfOne(frame_.kind)) {
    faults.Fault("", kTooManyOfOne,
                 fmt::format("a file has at most {} rows about one unit or owner",
                             MostRowsOfOne(frame_.kind)));
    return faults.faults();
  }
  const auto [seen, is_first] = lines_by_key_.try_emplace(RowKey(row.value), row.row.line);
  if (!is_first) {
    faults.Fault("", kRowRepeated,
                 fmt::format("line {} of the file is about the same", seen->second));
    return faults.faults();
  }
  // A row that is in already counts too: what is in agrees with all that this file says.
  std::visit([&](const auto& value) { CheckAgreement(value, faults); }, row.value);
  if (past == RowPast::kIn) return faults.faults();
  if (past == RowPast::kChanged && !MayChange(frame_.kind)) {
    faults.Fault("", kRowChanged, "a row about the same was imported that says something else");
    return faults.faults();
  }
  if (past == RowPast::kOtherFacts) {
    std::visit([&](const auto& value) { CheckFacts(value, facts, faults); }, row.value);
    return faults.faults();
  }
  std::visit([&](const auto& value) { CheckValue(value, facts, faults); }, row.value);
  is_plain_ = past == RowPast::kNew && faults.faults().empty() &&
              std::visit([&](const auto& value) { return IsNew(value, facts); }, row.value);
  return faults.faults();
}

// What counts from a day before is written as of that day, if it is still open then (LED-19).
bool ImportCheck::IsNew(const UnitRow& row, const ImportFacts& facts) {
  return !facts.units.contains(row.unit.id) && !row.counts_from;
}

// A second ownership of one unit ends the first.
bool ImportCheck::IsNew(const OwnerRow& row, const ImportFacts& facts) const {
  return !facts.owners.contains(row.owner.id) &&
         ownerships_.at({row.ownership.unit_id, row.ownership.owner_id}).size() == 1;
}

void ImportCheck::CheckAgreement(const UnitRow& row, ImportCells& faults) {
  const auto [said, is_first] = units_.try_emplace(row.unit.id, row.unit);
  if (is_first || said->second == row.unit) return;
  faults.Fault("unit_id", kRowsDisagree,
               "an earlier line says something else about this unit itself");
}

void ImportCheck::CheckAgreement(const OwnerRow& row, ImportCells& faults) {
  const auto [said, is_first] = owners_.try_emplace(row.owner.id, row.owner);
  if (is_first || said->second == row.owner) return;
  faults.Fault("owner_id", kRowsDisagree, "an earlier line says something else about this owner");
}

// Each is allocated on what those before it left (definition 4): in another order other bills would
// be paid than were paid.
void ImportCheck::CheckAgreement(const OpeningReceiptRow& row, ImportCells& faults) {
  if (last_received_ && row.received_date < *last_received_) {
    faults.Fault(
        "received_date", kReceiptsOutOfOrder,
        fmt::format("an earlier line of the unit was received on {}: a unit's lines come by"
                    " received date",
                    FormatDate(*last_received_)));
  }
  last_received_ = std::max(last_received_.value_or(row.received_date), row.received_date);
}

void ImportCheck::CheckPostingDay(Date day, std::string_view column,
                                  const std::string& community_id, const ImportFacts& facts,
                                  ImportCells& faults) const {
  if (day > frame_.business_date) {
    faults.Fault(column, kPostingDateInFuture,
                 fmt::format("{} is after the business date {}", FormatDate(day),
                             FormatDate(frame_.business_date)));
  }
  const auto closed = facts.closed_through.find(community_id);
  if (closed != facts.closed_through.end() && day <= closed->second) {
    faults.Fault(column, kMonthClosed,
                 fmt::format("{} lies in a closed month: {} is the last closed day",
                             FormatDate(day), FormatDate(closed->second)));
  }
}

void ImportCheck::CheckUnit(const std::string& unit_id, const ImportFacts& facts,
                            ImportCells& faults) const {
  const auto unit = facts.units.find(unit_id);
  if (unit == facts.units.end()) {
    faults.Fault("unit_id", kUnknownUnit, fmt::format("there is no unit {}", unit_id));
  } else if (unit->second.project_id != frame_.project_id) {
    faults.Fault("unit_id", kOtherProject, fmt::format("unit {} is of another project", unit_id));
  }
}

void ImportCheck::CheckFacts(const UnitRow& row, const ImportFacts& facts, ImportCells& faults) {
  UnitRow unit_alone = row;
  unit_alone.schedule.reset();
  CheckValue(unit_alone, facts, faults);
}

void ImportCheck::CheckFacts(const OwnerRow& row, const ImportFacts& facts, ImportCells& faults) {
  CheckUnit(row.ownership.unit_id, facts, faults);
}

void ImportCheck::CheckValue(const UnitRow& row, const ImportFacts& facts, ImportCells& faults) {
  const auto community = facts.projects_of_communities.find(row.unit.community_id);
  if (community == facts.projects_of_communities.end()) {
    faults.Fault("community_id", kUnknownCommunity,
                 fmt::format("there is no community {}", row.unit.community_id));
  } else if (community->second != frame_.project_id) {
    faults.Fault("community_id", kOtherProject,
                 fmt::format("community {} is of another project", row.unit.community_id));
  }
  const auto unit = facts.units.find(row.unit.id);
  if (unit != facts.units.end() && unit->second.community_id != row.unit.community_id) {
    faults.Fault("community_id", kPlaceFixed,
                 fmt::format("unit {} belongs to another community and stays there", row.unit.id));
  }
  const std::string& id = row.unit.id;
  const std::vector<FeeSchedule> standing = FindOrEmpty(facts.schedules, id);
  for (const FeeSchedule& schedule : standing) {
    FaultOf(CheckCharge(schedule, row.unit.area_e2_m2), faults);
  }
  if (!row.schedule || Stands(*row.schedule, standing)) return;
  if (row.counts_from) {
    CheckPostingDay(*row.counts_from, "counts_from", row.unit.community_id, facts, faults);
    if (unit != facts.units.end()) {
      faults.Fault("counts_from", kUnitExists,
                   fmt::format("unit {} is in already: its new fee counts from today on", id));
    }
  }
  FaultOf(CheckCharge(*row.schedule, row.unit.area_e2_m2), faults);
  FaultOf(CheckFeeSchedule(*row.schedule, Joined(standing, schedules_[id]),
                           BilledThrough(FindOrEmpty(facts.billed, id), row.schedule->fee_kind)),
          faults);
  schedules_[id].push_back(*row.schedule);
}

void ImportCheck::CheckValue(const OwnerRow& row, const ImportFacts& facts, ImportCells& faults) {
  CheckUnit(row.ownership.unit_id, facts, faults);
  const std::pair key(row.ownership.unit_id, row.ownership.owner_id);
  FaultOf(DecideDatedPut(Joined(FindOrEmpty(facts.ownerships, key), ownerships_[key]),
                         row.ownership.days)
              .status(),
          faults);
  ownerships_[key].push_back({row.ownership.days, true});
}

void ImportCheck::CheckValue(const OpeningBillRow& row, const ImportFacts& facts,
                             ImportCells& faults) {
  CheckUnit(row.unit_id, facts, faults);
  std::vector<BilledFact>& of_file = billed_[row.unit_id];
  for (const BilledFact& period : Joined(FindOrEmpty(facts.billed, row.unit_id), of_file)) {
    const bool overlaps = period.fee_kind == row.fee_kind && period.start <= row.period_end &&
                          row.period_start <= period.end;
    if (!overlaps) continue;
    faults.Fault("period_start", kPeriodBilled,
                 fmt::format("{} to {} is billed already", FormatDate(period.start),
                             FormatDate(period.end)));
    break;
  }
  if (const auto unit = facts.units.find(row.unit_id);
      row.posting_date && unit != facts.units.end()) {
    CheckPostingDay(*row.posting_date, "posting_date", unit->second.community_id, facts, faults);
  }
  of_file.push_back({row.fee_kind, row.period_start, row.period_end});
}

void ImportCheck::CheckValue(const OpeningReceiptRow& row, const ImportFacts& facts,
                             ImportCells& faults) {
  CheckUnit(row.unit_id, facts, faults);
  if (const absl::Status received = CheckReceivedDate(
          row.received_date, frame_.business_date, frame_.late_recording_days, frame_.is_finance);
      !received.ok()) {
    faults.Fault("received_date", ReasonOf(received), std::string(received.message()));
  }
  // The money of what was received later is allocated: see CheckAgreement, which has told of lines
  // that are out of order in their file.
  const bool in_file_order = last_received_ == row.received_date;
  if (const auto last = facts.last_received.find(row.unit_id);
      in_file_order && last != facts.last_received.end() && row.received_date < last->second) {
    faults.Fault(
        "received_date", kReceiptsOutOfOrder,
        fmt::format("received on {}, and money of unit {} received on {} is recorded already: what"
                    " was received later is reversed first, and comes in again behind this row"
                    " with references of its own",
                    FormatDate(row.received_date), row.unit_id, FormatDate(last->second)));
  }
  const auto unit = facts.units.find(row.unit_id);
  if (unit == facts.units.end()) return;
  if (const auto closed = facts.closed_with_figures.find(unit->second.community_id);
      closed != facts.closed_with_figures.end()) {
    faults.Fault("", kOpeningTooLate,
                 fmt::format("{} was closed with figures of community {}: what was received before "
                             "can no longer come in",
                             FormatMonth(closed->second), unit->second.community_id));
  }
  const auto is_named = [&row](const BilledFact& bill) {
    return MakeBillId(row.unit_id, bill.fee_kind, bill.start, bill.end) == row.bill_id;
  };
  if (!row.bill_id.empty() &&
      std::ranges::none_of(FindOrEmpty(facts.billed, row.unit_id), is_named)) {
    faults.Fault("period_start", kUnknownBill, fmt::format("there is no bill {}", row.bill_id));
  }
}

void ImportCheck::CheckValue(const ReceiptRow& row, const ImportFacts& facts, ImportCells& faults) {
  if (const std::optional<std::string> unit_id = UnitOf(row, facts)) {
    CheckUnit(*unit_id, facts, faults);
  } else if (FindOrEmpty(facts.units_by_number, row.unit_no).empty()) {
    faults.Fault("unit_no", kUnknownUnit, "no unit of the project has this number");
  } else {
    faults.Fault("unit_no", kUnitAmbiguous, "several units of the project have this number");
  }
  if (const absl::Status received = CheckReceivedDate(
          row.received_date, frame_.business_date, frame_.late_recording_days, frame_.is_finance);
      !received.ok()) {
    faults.Fault("received_date", ReasonOf(received), std::string(received.message()));
  }
  if (!row.collector_id.empty() && !facts.staff.contains(row.collector_id)) {
    faults.Fault("collector_id", kUnknownCollector,
                 fmt::format("{} is no staff member", row.collector_id));
  }
  std::set<std::string> named = {row.collector_id};
  for (const std::string& id : row.collaborator_ids) {
    if (!facts.staff.contains(id)) {
      faults.Fault("collaborator_ids", kUnknownCollector, fmt::format("{} is no staff member", id));
    } else if (!named.insert(id).second) {
      faults.Fault("collaborator_ids", kRowRepeated, fmt::format("{} is named twice", id));
    }
  }
}

}  // namespace cuijiao::ledger
