// Writes what decisions make of cases: moves, tasks and the history of it all (ESC-3).
#ifndef CUIJIAO_SERVICES_ESCALATION_API_CASE_WRITER_H_
#define CUIJIAO_SERVICES_ESCALATION_API_CASE_WRITER_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "common/clock/company_clock.h"
#include "common/db/transaction.h"
#include "services/escalation/api/escalation_context.h"
#include "services/escalation/store/case_store.h"
#include "services/escalation/store/task_store.h"

namespace cuijiao::escalation {

// Kinds of lines in a case's history.
inline constexpr std::string_view kHistoryOpened = "OPENED";
inline constexpr std::string_view kHistoryContact = "CONTACT";
inline constexpr std::string_view kHistoryPromised = "PROMISED";
inline constexpr std::string_view kHistoryPromiseJudged = "PROMISE_JUDGED";
inline constexpr std::string_view kHistoryMoved = "MOVED";
inline constexpr std::string_view kHistoryWorkplaceApproved = "WORKPLACE_VISIT_APPROVED";
inline constexpr std::string_view kHistoryClosed = "CLOSED";

// Who the history names where no person acted.
inline constexpr std::string_view kServiceItself = "service:escalation";

// Collects what is to be inserted and writes it with Flush, in as few statements as can be; what is
// updated is written at once. Lives in one transaction.
class CaseWriter {
 public:
  CaseWriter(EscalationContext& context, db::Transaction& transaction, const PlanInForce& plan,
             const CompanyTime& now, std::string actor_id)
      : context_(context),
        transaction_(transaction),
        plan_(plan),
        now_(now),
        actor_id_(std::move(actor_id)) {}

  // A line of history of something that happened at the case's step.
  void Note(const CaseRow& row, std::string_view kind, Date happened, std::string text);
  // Brings `row` to its next step and notes why.
  void MoveCase(CaseRow& row, const Move& move);
  // An open task for the step that `row` is at.
  void PlanTask(const CaseRow& row, Date planned);
  // A case that was opened now, at its first step.
  void Open(CaseRow row);
  // The promise's state became another.
  absl::Status JudgePromise(const CaseRow& row, const Promise& promise, PromiseState state);

  absl::Status Flush();

 private:
  EscalationContext& context_;
  db::Transaction& transaction_;
  const PlanInForce& plan_;
  const CompanyTime now_;
  const std::string actor_id_;
  std::vector<CaseRow> opened_;
  std::vector<HistoryRow> history_;
  std::vector<TaskRow> tasks_;
  bool plan_used_ = false;
};

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_API_CASE_WRITER_H_
