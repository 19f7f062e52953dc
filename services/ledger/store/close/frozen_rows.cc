#include "services/ledger/store/close/frozen_rows.h"

#include <array>
#include <span>
#include <string_view>
#include <utility>

#include "common/crypto/digest.h"
#include "common/status/macros.h"
#include "fmt/format.h"
#include "services/ledger/domain/journal/hash_fields.h"
#include "services/ledger/domain/journal/journal.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

constexpr std::size_t kHashBytes = 32;

// Rows that a close wrote. `owner` is the column of the community or project that they are of,
// `fields` those that are hashed, in this order.
struct FrozenTable {
  std::string_view name;
  std::string_view from;
  std::string_view month;
  std::string_view owner;
  std::span<const std::string_view> fields;
  std::string_view order;
};

constexpr std::array<std::string_view, 16> kCommunityFields = {
    "m.closing_date",
    "m.definition",
    "m.closed_by",
    "m.closed_time",
    "c.project_id",
    "c.area_id",
    "c.collector_id",
    "c.received_fen",
    "c.received_outside_campaigns_fen",
    "c.receivable_fen",
    "c.planned_rate_bp",
    "c.historical_outstanding_fen",
    "c.historical_recovered_fen",
    "c.rate_received_fen",
    "c.rate_receivable_fen",
    "c.task_share",
};
constexpr std::array<std::string_view, 1> kSettledFields = {"s.unit_id"};
constexpr std::array<std::string_view, 2> kMemberFields = {"t.payment_id", "t.staff_id"};
constexpr std::array<std::string_view, 5> kListFields = {
    "r.list_id", "r.matched_count", "r.matched_fen", "r.ledger_count", "r.ledger_fen"};
constexpr std::array<std::string_view, 11> kDifferenceFields = {
    "d.position",          "d.difference_id", "d.kind",        "d.line",       "d.payment_id",
    "d.unit_id",           "d.received_date", "d.finance_fen", "d.ledger_fen", "d.receipt_number",
    "d.external_reference"};

constexpr std::array kOfCommunities = {
    FrozenTable{"closed_community",
                "accounting_month m JOIN closed_community c ON c.month = m.month", "c.month",
                "c.community_id", kCommunityFields, "c.community_id"},
    FrozenTable{"closed_settled_unit", "closed_settled_unit s JOIN unit u ON u.unit_id = s.unit_id",
                "s.month", "u.community_id", kSettledFields, "s.unit_id"},
    FrozenTable{"closed_team_member",
                "closed_team_member t JOIN payment p ON p.payment_id = t.payment_id", "t.month",
                "p.community_id", kMemberFields, "t.payment_id, t.staff_id"},
};
constexpr std::array kOfProjects = {
    FrozenTable{"closed_reconciliation",
                "accounting_month m JOIN closed_reconciliation r ON r.month = m.month", "r.month",
                "r.project_id", kListFields, "r.project_id"},
    FrozenTable{"closed_difference",
                "accounting_month m JOIN closed_difference d ON d.month = m.month", "d.month",
                "d.project_id", kDifferenceFields, "d.position"},
};

std::string_view LabelOf(std::string_view field) { return field.substr(field.find('.') + 1); }

// All of a row in one form, whatever the columns' types.
std::string BytesOf(const FrozenTable& table, const db::Row& row) {
  std::string bytes;
  AppendField(bytes, table.name);
  AppendField(bytes, FormatDate(row.Date("frozen_month")));
  for (const std::string_view field : table.fields) {
    const std::optional<std::string> text = row.OptionalString(LabelOf(field));
    if (text) {
      AppendField(bytes, *text);
    } else {
      AppendNothing(bytes);
    }
  }
  return bytes;
}

// Those rows of which `column` has the value.
absl::Status AddRows(db::Transaction& transaction, const FrozenTable& table,
                     std::string_view column, const db::Value& value, bool is_project,
                     FrozenHashes& hashes) {
  std::string sql =
      Concat({"SELECT ", table.month, " AS frozen_month, ", table.owner, " AS frozen_owner"});
  for (const std::string_view field : table.fields) {
    sql += Concat({", CAST(", field, " AS CHAR) AS ", LabelOf(field)});
  }
  sql += Concat({" FROM ", table.from, " WHERE ", column, " = ? ORDER BY ", table.order});
  return transaction.QueryEach(sql, {value}, [&](const db::Row& row) {
    const std::string& owner = row.String("frozen_owner");
    hashes.Add(is_project ? SuspensePartition(owner) : owner, Month(row.Date("frozen_month")),
               BytesOf(table, row));
    return absl::OkStatus();
  });
}

}  // namespace

std::string FrozenHashes::Of(const std::string& partition_id, Month month) const {
  const auto found = hashes_.find({partition_id, month});
  return found == hashes_.end() ? std::string(kHashBytes, '\0') : found->second;
}

void FrozenHashes::Add(const std::string& partition_id, Month month, const std::string& row) {
  hashes_[{partition_id, month}] = Sha256(Of(partition_id, month) + row);
}

absl::StatusOr<FrozenHashes> FrozenHashes::OfMonth(db::Transaction& transaction, Month month) {
  FrozenHashes hashes;
  for (const FrozenTable& table : kOfCommunities) {
    CUIJIAO_RETURN_IF_ERROR(AddRows(transaction, table, table.month, FirstDayOf(month),
                                    /*is_project=*/false, hashes));
  }
  for (const FrozenTable& table : kOfProjects) {
    CUIJIAO_RETURN_IF_ERROR(AddRows(transaction, table, table.month, FirstDayOf(month),
                                    /*is_project=*/true, hashes));
  }
  return hashes;
}

absl::StatusOr<FrozenHashes> FrozenHashes::OfPartition(db::Transaction& transaction,
                                                       const std::string& partition_id) {
  FrozenHashes hashes;
  const std::optional<std::string> project_id = ProjectOfSuspense(partition_id);
  const std::span<const FrozenTable> tables =
      project_id ? std::span<const FrozenTable>(kOfProjects) : kOfCommunities;
  for (const FrozenTable& table : tables) {
    CUIJIAO_RETURN_IF_ERROR(AddRows(transaction, table, table.owner,
                                    project_id.value_or(partition_id), project_id.has_value(),
                                    hashes));
  }
  return hashes;
}

absl::StatusOr<std::optional<KeptFault>> CheckFrozenRows(db::Transaction& transaction,
                                                         const std::string& partition_id,
                                                         const ToldFrozen& told) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows kept,
      transaction.Query("SELECT h.month, h.frozen_hash FROM accounting_month m"
                        " JOIN closed_head h ON h.month = m.month AND h.partition_id = ?"
                        " WHERE h.frozen_hash IS NOT NULL ORDER BY h.month",
                        {partition_id}));
  if (kept.empty() && told.empty()) return std::optional<KeptFault>();
  CUIJIAO_ASSIGN_OR_RETURN(const FrozenHashes found,
                           FrozenHashes::OfPartition(transaction, partition_id));
  for (const db::Row& row : kept) {
    const Month month(row.Date("month"));
    if (found.Of(partition_id, month) == row.String("frozen_hash")) continue;
    return std::optional(KeptFault{
        FormatMonth(month), "what was frozen at the close is not as it was: its hash differs"});
  }
  for (const auto& [month, hash] : told) {
    const absl::StatusOr<Month> parsed = ParseMonth(month);
    if (parsed.ok() && found.Of(partition_id, *parsed) == hash) continue;
    return std::optional(
        KeptFault{month, "what is frozen of the close is not what was told outside the database"});
  }
  return std::optional<KeptFault>();
}

}  // namespace cuijiao::ledger
