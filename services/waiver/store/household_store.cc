#include "services/waiver/store/household_store.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/db/sql_lists.h"
#include "common/status/macros.h"
#include "services/waiver/domain/waiver_state.h"

namespace cuijiao::waiver {
namespace {

// Sorted: every transaction writes the rows in one order.
using Holders = std::set<std::pair<std::string, std::string>>;

// What the waiver holds itself.
Holders HeldBy(const HouseholdYear& household) {
  Holders holders = {{"UNIT", household.unit_id}};
  for (const std::string& owner_id : household.owner_ids) holders.emplace("OWNER", owner_id);
  return holders;
}

// What must be free of other waivers.
Holders LookedAtBy(const HouseholdYear& household) {
  Holders holders = HeldBy(household);
  for (const std::string& unit_id : household.unit_ids) holders.emplace("UNIT", unit_id);
  return holders;
}

// "plan_year = ? AND (holder_kind, holder_id) IN ((?,?),(?,?))" and its values.
std::string WhereHolders(int plan_year, const Holders& holders, db::Values& values) {
  values.emplace_back(plan_year);
  std::string pairs;
  for (const auto& [kind, id] : holders) {
    pairs += pairs.empty() ? "(?,?)" : ",(?,?)";
    values.emplace_back(kind);
    values.emplace_back(id);
  }
  return absl::StrCat("plan_year = ? AND (holder_kind, holder_id) IN (", pairs, ")");
}

}  // namespace

absl::StatusOr<std::optional<std::string>> HouseholdStore::FindHolder(
    const HouseholdYear& household) {
  db::Values values;
  const std::string where = WhereHolders(household.plan_year, LookedAtBy(household), values);
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(absl::StrCat("SELECT waiver_id FROM household_year WHERE ", where,
                                      " AND waiver_id IS NOT NULL ORDER BY waiver_id LIMIT 1"),
                         values));
  if (rows.empty()) return std::optional<std::string>();
  return rows.front().OptionalString("waiver_id");
}

absl::Status HouseholdStore::WriteLookedAt(const HouseholdYear& household) {
  std::vector<db::Values> rows;
  for (const auto& [kind, id] : LookedAtBy(household)) {
    rows.push_back({household.plan_year, kind, id, nullptr, 1});
  }
  return transaction_
      .InsertRows("household_year",
                  {"plan_year", "holder_kind", "holder_id", "waiver_id", "write_count"}, rows,
                  "ON DUPLICATE KEY UPDATE write_count = write_count + 1")
      .status();
}

absl::StatusOr<std::optional<std::string>> HouseholdStore::Take(const HouseholdYear& household,
                                                                std::string_view waiver_id) {
  CUIJIAO_RETURN_IF_ERROR(WriteLookedAt(household));
  // The rows are written and so locked: what is read now stays so.
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<std::string> holder, FindHolder(household));
  if (holder) return holder;

  db::Values values = {waiver_id};
  const Holders held = HeldBy(household);
  const std::string where = WhereHolders(household.plan_year, held, values);
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t taken,
      transaction_.Execute(absl::StrCat("UPDATE household_year SET waiver_id = ? WHERE ", where,
                                        " AND waiver_id IS NULL"),
                           values));
  if (taken != static_cast<std::int64_t>(held.size())) {
    return absl::AbortedError("the household's rows changed while they were locked");
  }
  return std::optional<std::string>();
}

absl::StatusOr<bool> HouseholdStore::TakeOver(const HouseholdYear& household,
                                              std::string_view waiver_id) {
  CUIJIAO_RETURN_IF_ERROR(WriteLookedAt(household));
  db::Values looked_at;
  const std::string where_looked_at =
      WhereHolders(household.plan_year, LookedAtBy(household), looked_at);
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows holders,
      transaction_.Query(
          absl::StrCat("SELECT DISTINCT w.waiver_id, w.state FROM waiver w JOIN (SELECT waiver_id"
                       " FROM household_year WHERE ",
                       where_looked_at, ") h ON h.waiver_id = w.waiver_id ORDER BY w.waiver_id"),
          looked_at));
  bool meets_signed = false;
  std::vector<std::string> open;
  for (const db::Row& row : holders) {
    const std::optional<WaiverState> state = ParseWaiverState(row.String("state"));
    if (!state) return absl::DataLossError("waiver.state holds " + row.String("state"));
    if (*state != WaiverState::kSubmitted) meets_signed = true;
    if (*state == WaiverState::kSubmitted || *state == WaiverState::kApproved) {
      open.push_back(row.String("waiver_id"));
    }
  }
  db::Values values = {waiver_id};
  std::string sql = absl::StrCat("UPDATE household_year SET waiver_id = ? WHERE ",
                                 WhereHolders(household.plan_year, HeldBy(household), values),
                                 " AND (waiver_id IS NULL");
  if (!open.empty()) absl::StrAppend(&sql, " OR waiver_id IN ", db::Placeholders(open.size()));
  values.insert(values.end(), open.begin(), open.end());
  CUIJIAO_RETURN_IF_ERROR(transaction_.Execute(absl::StrCat(sql, ")"), values).status());
  return meets_signed;
}

absl::Status HouseholdStore::Release(std::string_view waiver_id) {
  return transaction_
      .Execute("UPDATE household_year SET waiver_id = NULL WHERE waiver_id = ?", {waiver_id})
      .status();
}

}  // namespace cuijiao::waiver
