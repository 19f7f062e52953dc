#include "services/ledger/store/figures/kept_figures_store.h"

#include <utility>

#include "common/status/macros.h"
#include "services/ledger/store/id_chunks.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kSelectCommunityFigures =
    "SELECT f.community_id, f.version, f.as_of_date, f.is_complete, f.plan_year, f.year_start,"
    " f.campaign_count, f.entry_sequence, f.change_sequence, f.built_through, f.received_fen,"
    " f.received_outside_campaigns_fen, f.receivable_fen, f.historical_outstanding_fen,"
    " f.historical_recovered_fen, f.prepayment_fen, f.owing_units, f.overdue_units,"
    " f.paid_up_units FROM figure_community f";

constexpr std::string_view kSelectUnitFigures =
    "SELECT u.unit_id, u.community_id, u.received_fen, u.received_outside_campaigns_fen,"
    " u.receivable_fen, u.historical_outstanding_fen, u.historical_recovered_fen,"
    " u.prepayment_fen, u.outstanding_fen, u.overdue_fen, u.oldest_due_date, u.next_due_date"
    " FROM figure_unit u";

KeptFigures CommunityOf(const db::Row& row) {
  KeptFigures figures{.community_id = row.String("community_id"),
                      .version = row.Int64("version"),
                      .as_of_date = row.Date("as_of_date"),
                      .is_complete = row.Bool("is_complete"),
                      .plan_year = row.Int32("plan_year"),
                      .year_start = row.Date("year_start"),
                      .campaign_count = row.Int64("campaign_count"),
                      .entry_sequence = row.Int64("entry_sequence"),
                      .change_sequence = row.Int64("change_sequence"),
                      .built_through = row.OptionalString("built_through")};
  for (const auto& amount : kPlaceAmounts) figures.sums.*amount.member = row.Fen(amount.name);
  for (const auto& count : kPlaceCounts) figures.sums.*count.member = row.Int64(count.name);
  return figures;
}

UnitFigures UnitOf(const db::Row& row) {
  UnitFigures unit;
  for (const auto& amount : kUnitAmounts) unit.*amount.member = row.Fen(amount.name);
  for (const auto& date : kUnitDates) unit.*date.member = row.OptionalDate(date.name);
  return unit;
}

// The columns of a community's row behind its key and version, and their values in that order.
std::vector<std::string_view> CommunityColumns() {
  std::vector<std::string_view> columns = {"as_of_date",      "is_complete",    "plan_year",
                                           "year_start",      "campaign_count", "entry_sequence",
                                           "change_sequence", "built_through"};
  for (const auto& amount : kPlaceAmounts) columns.push_back(amount.name);
  for (const auto& count : kPlaceCounts) columns.push_back(count.name);
  return columns;
}

db::Values CommunityValues(const KeptFigures& figures) {
  db::Values values = {figures.as_of_date,      figures.is_complete,    figures.plan_year,
                       figures.year_start,      figures.campaign_count, figures.entry_sequence,
                       figures.change_sequence, figures.built_through};
  for (const auto& amount : kPlaceAmounts) values.emplace_back(figures.sums.*amount.member);
  for (const auto& count : kPlaceCounts) values.emplace_back(figures.sums.*count.member);
  return values;
}

}  // namespace

PlaceFilter FilterOf(const AskedPlace& place) {
  if (!place.community_id.empty()) return {" AND c.community_id = ?", {place.community_id}};
  if (!place.project_id.empty()) return {" AND c.project_id = ?", {place.project_id}};
  if (!place.branch_id.empty()) {
    return {" AND c.project_id IN (SELECT j.project_id FROM project j WHERE j.branch_id = ?)",
            {place.branch_id}};
  }
  return {};
}

absl::StatusOr<std::optional<KeptFigures>> KeptFiguresStore::Load(std::string_view community_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne(Concat({kSelectCommunityFigures, " WHERE f.community_id = ?"}),
                            {community_id}));
  return row ? std::optional(CommunityOf(*row)) : std::nullopt;
}

absl::StatusOr<std::vector<KeptFigures>> KeptFiguresStore::LoadAll(const AskedPlace& place) {
  const PlaceFilter filter = FilterOf(place);
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(Concat({kSelectCommunityFigures,
                                 " JOIN community c ON c.community_id = f.community_id"
                                 " WHERE f.version > 0",
                                 filter.sql, " ORDER BY f.community_id"}),
                         filter.values));
  std::vector<KeptFigures> all;
  all.reserve(rows.size());
  for (const db::Row& row : rows) all.push_back(CommunityOf(row));
  return all;
}

absl::StatusOr<std::map<std::string, UnitFigures>> KeptFiguresStore::LoadUnits(
    std::span<const std::string> unit_ids) {
  std::map<std::string, UnitFigures> units;
  for (const IdChunk& chunk : ChunkIds(unit_ids)) {
    CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
        Concat({kSelectUnitFigures, " WHERE u.unit_id IN ", chunk.placeholders}), chunk.values,
        [&](const db::Row& row) {
          units[row.String("unit_id")] = UnitOf(row);
          return absl::OkStatus();
        }));
  }
  return units;
}

absl::StatusOr<std::map<std::string, UnitFigures>> KeptFiguresStore::LoadUnitsOf(
    std::string_view community_id) {
  std::map<std::string, UnitFigures> units;
  CUIJIAO_RETURN_IF_ERROR(
      transaction_.QueryEach(Concat({kSelectUnitFigures, " WHERE u.community_id = ?"}),
                             {community_id}, [&](const db::Row& row) {
                               units[row.String("unit_id")] = UnitOf(row);
                               return absl::OkStatus();
                             }));
  return units;
}

absl::StatusOr<std::vector<DueAmount>> KeptFiguresStore::LoadDues(std::string_view community_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT due_date, outstanding_fen FROM figure_due WHERE community_id = ?"
                         " AND outstanding_fen <> 0 ORDER BY due_date",
                         {community_id}));
  std::vector<DueAmount> dues;
  dues.reserve(rows.size());
  for (const db::Row& row : rows)
    dues.push_back({row.Date("due_date"), row.Fen("outstanding_fen")});
  return dues;
}

absl::StatusOr<std::map<std::string, AgeingSums>> KeptFiguresStore::LoadAgeing(
    const AskedPlace& place, Date date) {
  const PlaceFilter filter = FilterOf(place);
  std::map<std::string, AgeingSums> sums;
  CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
      Concat({"SELECT d.community_id, d.due_date, d.outstanding_fen FROM community c"
              " JOIN figure_due d ON d.community_id = c.community_id"
              " WHERE d.outstanding_fen <> 0",
              filter.sql}),
      filter.values, [&](const db::Row& row) {
        sums[row.String("community_id")].Add(row.Date("due_date"), date,
                                             row.Fen("outstanding_fen"));
        return absl::OkStatus();
      }));
  return sums;
}

absl::StatusOr<bool> KeptFiguresStore::Begin(const KeptFigures& figures) {
  std::vector<std::string_view> columns = {"community_id", "version"};
  db::Values row = {figures.community_id, 1};
  for (const std::string_view column : CommunityColumns()) columns.push_back(column);
  for (db::Value& value : CommunityValues(figures)) row.push_back(std::move(value));
  const absl::Status inserted =
      transaction_.InsertRows("figure_community", columns, {&row, 1}).status();
  if (inserted.code() == absl::StatusCode::kAlreadyExists) return false;
  CUIJIAO_RETURN_IF_ERROR(inserted);
  // Of figures that somebody took away to have them made anew.
  CUIJIAO_RETURN_IF_ERROR(
      transaction_.Execute("DELETE FROM figure_due WHERE community_id = ?", {figures.community_id})
          .status());
  return true;
}

absl::StatusOr<bool> KeptFiguresStore::Write(const FigureChanges& changes) {
  const KeptFigures& figures = changes.figures;
  std::string sql = "UPDATE figure_community SET version = version + 1";
  for (const std::string_view column : CommunityColumns()) sql += Concat({", ", column, " = ?"});
  sql += " WHERE community_id = ? AND version = ?";
  db::Values values = CommunityValues(figures);
  values.insert(values.end(), {figures.community_id, figures.version});
  CUIJIAO_ASSIGN_OR_RETURN(const std::int64_t found, transaction_.Execute(sql, values));
  if (found == 0) return false;

  std::vector<std::string_view> columns = {"unit_id", "community_id"};
  for (const auto& amount : kUnitAmounts) columns.push_back(amount.name);
  for (const auto& date : kUnitDates) columns.push_back(date.name);
  std::string on_duplicate = "ON DUPLICATE KEY UPDATE community_id = VALUES(community_id)";
  for (std::size_t i = 2; i < columns.size(); ++i) {
    on_duplicate += Concat({", ", columns[i], " = VALUES(", columns[i], ")"});
  }
  std::vector<db::Values> rows;
  rows.reserve(changes.units.size());
  for (const auto& [unit_id, unit] : changes.units) {
    db::Values& row = rows.emplace_back(db::Values{unit_id, figures.community_id});
    for (const auto& amount : kUnitAmounts) row.emplace_back(unit.*amount.member);
    for (const auto& date : kUnitDates) row.emplace_back(unit.*date.member);
  }
  CUIJIAO_RETURN_IF_ERROR(
      transaction_.InsertRows("figure_unit", columns, rows, on_duplicate).status());

  std::vector<db::Values> dues;
  for (const DueAmount& due : changes.dues) {
    dues.push_back({figures.community_id, due.due_date, due.amount});
  }
  CUIJIAO_RETURN_IF_ERROR(transaction_
                              .InsertRows("figure_due",
                                          {"community_id", "due_date", "outstanding_fen"}, dues,
                                          "ON DUPLICATE KEY UPDATE outstanding_fen ="
                                          " outstanding_fen + VALUES(outstanding_fen)")
                              .status());
  return true;
}

}  // namespace cuijiao::ledger
