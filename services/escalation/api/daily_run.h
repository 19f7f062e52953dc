// The daily run of one community (ESC-9).
#ifndef CUIJIAO_SERVICES_ESCALATION_API_DAILY_RUN_H_
#define CUIJIAO_SERVICES_ESCALATION_API_DAILY_RUN_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/clock/company_clock.h"
#include "common/rpc/client.h"
#include "services/escalation/api/case_writer.h"
#include "services/escalation/api/escalation_context.h"
#include "services/escalation/store/progress_store.h"

namespace cuijiao::escalation {

// What a run, or a part of it, did.
struct DailyCounts {
  int opened = 0;
  int closed = 0;
  int moved = 0;
  int promises_kept = 0;
  int promises_broken = 0;
  int tasks = 0;
  int reminders = 0;
  int communities_done_before = 0;

  DailyCounts& operator+=(const DailyCounts& other);
};

// One community on one business date: payments are taken in, reminders written (N1), and then the
// units are gone through by id, a page of debts with the cases of the same range in a transaction
// ("escalation.daily"). The page's transaction also moves the progress, so that a run that was cut
// off goes on where it stopped, one that is repeated does nothing, and two replicas share the work.
class DailyRun {
 public:
  // `is_cancelled` is asked between pages.
  DailyRun(EscalationContext& context, const OutgoingCall& call, const CompanyTime& now,
           const PlanInForce& plan, std::string community_id, std::function<bool()> is_cancelled)
      : context_(context),
        call_(call),
        now_(now),
        plan_(plan),
        community_id_(std::move(community_id)),
        is_cancelled_(std::move(is_cancelled)) {}

  // Errors: NOT_FOUND / UNKNOWN_COMMUNITY; ABORTED / DAY_MOVED_ON; CANCELLED between pages; the
  // ledger's and the database's.
  absl::StatusOr<DailyCounts> Run();

 private:
  // daily_reminders.cc
  absl::StatusOr<DailyCounts> WriteReminders();
  absl::StatusOr<DailyCounts> WriteRemindersOf(const Step& step,
                                               const std::vector<ledger::v1::Bill>& bills);

  absl::StatusOr<DailyCounts> RunCases();
  // Units after those done and up to `through`; an empty `through` ends the day.
  absl::StatusOr<DailyCounts> RunPage(db::Transaction& transaction,
                                      const std::vector<UnitDebt>& debts,
                                      const std::string& through);
  absl::StatusOr<DailyCounts> RunUnits(db::Transaction& transaction,
                                       const std::vector<UnitDebt>& debts, std::string_view after,
                                       std::string_view through);
  absl::Status RunCase(db::Transaction& transaction, CaseWriter& writer, CaseRow row,
                       const OpenCase& open_case, const UnitDebt* debt, DailyCounts& counts);
  void OpenCaseFor(CaseWriter& writer, const UnitDebt& debt, DailyCounts& counts);

  EscalationContext& context_;
  const OutgoingCall& call_;
  const CompanyTime now_;
  const PlanInForce& plan_;
  const std::string community_id_;
  const std::function<bool()> is_cancelled_;
};

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_API_DAILY_RUN_H_
