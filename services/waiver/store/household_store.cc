#include "services/waiver/store/household_store.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"

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

absl::StatusOr<std::optional<std::string>> HouseholdStore::Take(const HouseholdYear& household,
                                                                std::string_view waiver_id) {
  std::vector<db::Values> rows;
  for (const auto& [kind, id] : LookedAtBy(household)) {
    rows.push_back({household.plan_year, kind, id, nullptr, 1});
  }
  CUIJIAO_RETURN_IF_ERROR(
      transaction_
          .InsertRows("household_year",
                      {"plan_year", "holder_kind", "holder_id", "waiver_id", "write_count"}, rows,
                      "ON DUPLICATE KEY UPDATE write_count = write_count + 1")
          .status());
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

absl::Status HouseholdStore::Release(std::string_view waiver_id) {
  return transaction_
      .Execute("UPDATE household_year SET waiver_id = NULL WHERE waiver_id = ?", {waiver_id})
      .status();
}

}  // namespace cuijiao::waiver
