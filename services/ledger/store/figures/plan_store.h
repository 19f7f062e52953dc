// Annual plans, tasks and campaign windows (LED-6, LED-12).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_PLAN_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_PLAN_STORE_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/db/transaction.h"
#include "services/ledger/domain/figures/plan.h"

namespace cuijiao::ledger {

struct StoredPlan {
  std::string project_id;
  int year = 0;
  PlanContent content;  // an approved plan's area_tasks are those of all its areas
  PlanState state = PlanState::kDraft;
  std::string etag;
  std::string put_by;
  Fen receivable;      // when it was approved; 0 before
  Fen aimed_receipts;  // likewise
};

struct Campaign {
  std::string id;
  std::string project_id;
  std::string name;
  Date from;
  Date to;
};

// Lives in one transaction; errors are the database's.
class PlanStore {
 public:
  explicit PlanStore(db::Transaction& transaction) : transaction_(transaction) {}

  // `for_update` locks it for a change.
  absl::StatusOr<std::optional<StoredPlan>> LoadPlan(std::string_view project_id, int year,
                                                     bool for_update = false);
  // Writes a new draft, or replaces the draft that LoadPlan locked. ALREADY_EXISTS when another
  // caller has just written a first draft.
  absl::Status PutDraft(const StoredPlan& plan, bool is_new);
  // Fixes the plan: its state, its sums and the tasks of its areas.
  absl::Status Approve(const StoredPlan& plan, std::string_view approved_by,
                       const std::vector<AnnualTask>& tasks);

  // The planned rate of a month, in bp, by project; approved plans alone.
  absl::StatusOr<std::map<std::string, int>> LoadPlannedRates(Month month);
  // The exact share of an area's annual task, by community; approved plans alone.
  absl::StatusOr<std::map<std::string, Rational>> LoadTaskShares(int year);

  // By first day and id.
  absl::StatusOr<std::vector<Campaign>> LoadCampaigns(std::string_view project_id);
  absl::Status InsertCampaign(const Campaign& campaign);

 private:
  absl::Status InsertContent(const StoredPlan& plan);

  db::Transaction& transaction_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_PLAN_STORE_H_
