#include "services/waiver/store/manager_month_store.h"

#include <cstdint>
#include <optional>

#include "common/status/macros.h"

namespace cuijiao::waiver {

absl::StatusOr<ManagerMonthSums> ManagerMonthStore::Load(std::string_view manager_id, Month month) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne("SELECT signed_fen, given_back_fen FROM manager_month"
                            " WHERE manager_id = ? AND month = ?",
                            {manager_id, FirstDayOf(month)}));
  if (!row) return ManagerMonthSums{};
  return ManagerMonthSums{row->Fen("signed_fen"), row->Fen("given_back_fen")};
}

absl::StatusOr<ManagerMonthSums> ManagerMonthStore::Lock(std::string_view manager_id, Month month) {
  CUIJIAO_RETURN_IF_ERROR(
      transaction_
          .Execute("INSERT INTO manager_month (manager_id, month, signed_fen, given_back_fen)"
                   " VALUES (?, ?, 0, 0) ON DUPLICATE KEY UPDATE signed_fen = signed_fen",
                   {manager_id, FirstDayOf(month)})
          .status());
  return Load(manager_id, month);
}

absl::StatusOr<bool> ManagerMonthStore::AddWithin(std::string_view manager_id, Month month,
                                                  Fen amount, Fen limit) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t changed,
      transaction_.Execute("UPDATE manager_month SET signed_fen = signed_fen + ?"
                           " WHERE manager_id = ? AND month = ? AND signed_fen + ? <= ?",
                           {amount, manager_id, FirstDayOf(month), amount, limit}));
  return changed == 1;
}

absl::Status ManagerMonthStore::AddOpening(std::string_view manager_id, Month month, Fen amount) {
  return transaction_
      .Execute(
          "UPDATE manager_month SET signed_fen = signed_fen + ?"
          " WHERE manager_id = ? AND month = ?",
          {amount, manager_id, FirstDayOf(month)})
      .status();
}

absl::Status ManagerMonthStore::GiveBack(std::string_view manager_id, Month month, Fen amount) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t changed,
      transaction_.Execute("UPDATE manager_month SET signed_fen = signed_fen - ?,"
                           " given_back_fen = given_back_fen + ?"
                           " WHERE manager_id = ? AND month = ? AND signed_fen >= ?",
                           {amount, amount, manager_id, FirstDayOf(month), amount}));
  if (changed == 1) return absl::OkStatus();
  return absl::InternalError("a manager's month holds less than is given back");
}

}  // namespace cuijiao::waiver
