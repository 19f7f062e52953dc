#include <optional>
#include <string>
#include <vector>

#include "common/requests/answer_once.h"
#include "common/rpc/cut_to_page.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/escalation/api/case_writer.h"
#include "services/escalation/api/daily_run.h"
#include "services/escalation/api/escalation_messages.h"
#include "services/escalation/api/escalation_methods.h"
#include "services/escalation/api/refusals.h"

namespace cuijiao::escalation {
namespace {

v1::RunDailyResponse ResponseOf(const DailyCounts& counts, Date today) {
  v1::RunDailyResponse response;
  response.set_business_date(FormatDate(today));
  response.set_opened_count(counts.opened);
  response.set_closed_count(counts.closed);
  response.set_moved_count(counts.moved);
  response.set_promises_kept_count(counts.promises_kept);
  response.set_promises_broken_count(counts.promises_broken);
  response.set_task_count(counts.tasks);
  response.set_reminder_count(counts.reminders);
  response.set_communities_done_before_count(counts.communities_done_before);
  return response;
}

// At most one of the ids is set.
absl::Status CheckFilter(const CaseFilter& filter) {
  const NamedField fields[] = {{"unit_id", filter.unit_id},
                               {"area_id", filter.area_id},
                               {"community_id", filter.community_id},
                               {"collector_id", filter.collector_id}};
  return CheckAtMostOneSet(fields);
}

}  // namespace

absl::StatusOr<v1::RunDailyResponse> RunDaily(EscalationContext& context, const CallContext& call,
                                              const v1::RunDailyRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(const PlanInForce* plan, context.plans.On(call.time.business_date));
  // The run acts for nobody: reminders need names and phones that whoever starts it may not see.
  OutgoingCall outgoing = OutgoingCall::For(call);
  outgoing.actor = std::nullopt;
  std::vector<std::string> communities = {request.community_id()};
  if (request.community_id().empty()) {
    CUIJIAO_ASSIGN_OR_RETURN(communities, context.ledger.CommunityIds(outgoing));
  }
  DailyCounts counts;
  for (const std::string& community_id : communities) {
    DailyRun run(context, outgoing, call.time, *plan, community_id, call.is_cancelled);
    CUIJIAO_ASSIGN_OR_RETURN(const DailyCounts of_community, run.Run());
    counts += of_community;
  }
  return ResponseOf(counts, call.time.business_date);
}

absl::StatusOr<v1::Case> GetCase(EscalationContext& context, const CallContext& call,
                                 const v1::GetCaseRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(const PlanInForce* plan, context.plans.On(call.time.business_date));
  return context.database.Read("escalation.get_case", [&](db::Transaction& transaction) {
    return LoadCaseMessage(context, transaction, *plan, request.case_id(), call.time.business_date);
  });
}

absl::StatusOr<v1::ListCasesResponse> ListCases(EscalationContext& context, const CallContext& call,
                                                const v1::ListCasesRequest& request) {
  const CaseFilter filter{.unit_id = request.unit_id(),
                          .area_id = request.area_id(),
                          .community_id = request.community_id(),
                          .collector_id = request.collector_id(),
                          .include_closed = request.include_closed()};
  CUIJIAO_RETURN_IF_ERROR(CheckFilter(filter));
  CUIJIAO_ASSIGN_OR_RETURN(const std::string after, context.page_tokens.PositionOf(request));
  CUIJIAO_ASSIGN_OR_RETURN(const PlanInForce* plan, context.plans.On(call.time.business_date));
  const int page_size = EffectivePageSize(request.page_size());
  CUIJIAO_ASSIGN_OR_RETURN(
      std::vector<CaseRow> rows,
      context.database.Read("escalation.list_cases", [&](db::Transaction& transaction) {
        return CaseStore(transaction, context.cipher).List(filter, after, page_size + 1);
      }));
  const bool more = CutToPage(rows, page_size);
  v1::ListCasesResponse response;
  for (const CaseRow& row : rows) *response.add_cases() = CaseMessage(*plan, row);
  if (more) {
    response.set_next_page_token(context.page_tokens.Make(request, rows.back().case_id));
  }
  return response;
}

absl::StatusOr<v1::Case> ApproveWorkplaceVisit(EscalationContext& context, const CallContext& call,
                                               const v1::ApproveWorkplaceVisitRequest& request) {
  const Date today = call.time.business_date;
  CUIJIAO_ASSIGN_OR_RETURN(const PlanInForce* plan, context.plans.On(today));
  return AnswerOnce<v1::Case>(
      context.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::Case> {
        CaseStore cases(transaction, context.cipher);
        CUIJIAO_ASSIGN_OR_RETURN(const std::optional<CaseRow> found, cases.Load(request.case_id()));
        if (!found) return RefuseUnknown(kUnknownCase, "case", request.case_id());
        CUIJIAO_ASSIGN_OR_RETURN(std::optional<CaseRow> row, cases.LockOpenCase(found->unit_id));
        if (!row || row->case_id != found->case_id) return RefuseClosedCase(found->case_id);
        if (!row->workplace_visit_approved) {
          const std::vector<CaseRow> rows = {*row};
          CUIJIAO_ASSIGN_OR_RETURN(const auto loaded, cases.LoadForDecision(rows));
          if (!HasFailedHomeVisit(loaded.at(row->case_id).at_step.contacts)) {
            return RefuseWithoutFailedHomeVisit(row->case_id);
          }
          row->workplace_visit_approved = true;
          CUIJIAO_RETURN_IF_ERROR(cases.Update(*row));
          CaseWriter writer(context, transaction, *plan, call.time,
                            call.identity.acting_staff_id());
          writer.Note(*row, kHistoryWorkplaceApproved, today,
                      "批准到业主单位走访 (a visit at work is approved)");
          CUIJIAO_RETURN_IF_ERROR(writer.Flush());
        }
        return LoadCaseMessage(context, transaction, *plan, row->case_id, today);
      },
      &context.cipher);
}

absl::StatusOr<v1::ListMessagesResponse> ListMessages(EscalationContext& context,
                                                      const CallContext& /*call*/,
                                                      const v1::ListMessagesRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::string after, context.page_tokens.PositionOf(request));
  const int page_size = EffectivePageSize(request.page_size());
  CUIJIAO_ASSIGN_OR_RETURN(
      std::vector<MessageRow> rows,
      context.database.Read("escalation.list_messages", [&](db::Transaction& transaction) {
        return MessageStore(transaction, context.cipher)
            .List(request.community_id(), after, page_size + 1);
      }));
  const bool more = CutToPage(rows, page_size);
  v1::ListMessagesResponse response;
  for (const MessageRow& row : rows) *response.add_messages() = MessageMessage(row);
  if (more) {
    response.set_next_page_token(context.page_tokens.Make(request, rows.back().message_id));
  }
  return response;
}

}  // namespace cuijiao::escalation
