// The tables of figures that are kept beside the journal (0016_kept_figures.sql), and what of them
// answers for today. They are written by figure_follower.h alone.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_KEPT_FIGURES_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_KEPT_FIGURES_STORE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/db/transaction.h"
#include "services/ledger/domain/figures/ageing.h"
#include "services/ledger/domain/figures/kept_figures.h"
#include "services/ledger/store/organisation/asked_place.h"

namespace cuijiao::ledger {

// A community's row of figure_community.
struct KeptFigures {
  std::string community_id = {};
  std::int64_t version = 0;
  Date as_of_date = {};
  bool is_complete = false;
  int plan_year = 0;
  Date year_start = {};
  std::int64_t campaign_count = 0;
  std::int64_t entry_sequence = 0;
  std::int64_t change_sequence = 0;
  std::optional<std::string> built_through = {};  // none when all units are in
  PlaceFigures sums = {};

  // Whether the unit's row counts.
  [[nodiscard]] bool Holds(const std::string& unit_id) const {
    return !built_through || unit_id <= *built_through;
  }
};

// What a step of following changes.
struct FigureChanges {
  KeptFigures figures;                       // `version` is the one that was read
  std::map<std::string, UnitFigures> units;  // new rows
  std::vector<DueAmount> dues;               // to be added
};

// Lives in one transaction; errors are the database's.
class KeptFiguresStore {
 public:
  explicit KeptFiguresStore(db::Transaction& transaction) : transaction_(transaction) {}

  absl::StatusOr<std::optional<KeptFigures>> Load(std::string_view community_id);
  // By community; those that have none yet are left out.
  absl::StatusOr<std::vector<KeptFigures>> LoadAll(const AskedPlace& place);
  // Rows of these units, by unit.
  absl::StatusOr<std::map<std::string, UnitFigures>> LoadUnits(
      std::span<const std::string> unit_ids);
  absl::StatusOr<std::map<std::string, UnitFigures>> LoadUnitsOf(std::string_view community_id);
  // What is outstanding in a community, by due date; without what is zero.
  absl::StatusOr<std::vector<DueAmount>> LoadDues(std::string_view community_id);
  // What is outstanding by age at `date`, by community.
  absl::StatusOr<std::map<std::string, AgeingSums>> LoadAgeing(const AskedPlace& place, Date date);

  // A community's first row, with everything left to do. False when there is one already.
  absl::StatusOr<bool> Begin(const KeptFigures& figures);
  // Writes a step. False, and nothing is written, when another step was written since
  // `changes.figures` was read.
  absl::StatusOr<bool> Write(const FigureChanges& changes);

 private:
  db::Transaction& transaction_;
};

// What is appended to a statement over `community c` for a place, with its values.
struct PlaceFilter {
  std::string sql;
  db::Values values;
};
PlaceFilter FilterOf(const AskedPlace& place);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_KEPT_FIGURES_STORE_H_
