#include "services/ledger/api/close/close_api_messages.h"

#include <map>
#include <optional>
#include <string>

#include "common/rpc/message_times.h"
#include "services/ledger/api/figures/statement_api_stamp.h"

namespace cuijiao::ledger {

v1::AccountingMonth ToMessage(const AccountingMonth& month) {
  v1::AccountingMonth message;
  message.set_month(FormatMonth(month.month));
  message.set_closing_date(FormatDate(month.closing_date));
  message.set_closed_by(month.closed_by);
  *message.mutable_close_time() = TimestampOf(month.closed_time);
  return message;
}

v1::CommunityFigures ToMessage(const CommunityFigures& community) {
  const CollectionFigures& figures = community.figures;
  v1::CommunityFigures message;
  message.set_community_id(community.community_id);
  message.set_project_id(community.project_id);
  message.set_area_id(community.area_id);
  message.set_collector_id(community.collector_id);
  message.set_received_fen(figures.received.value());
  message.set_received_outside_campaigns_fen(figures.received_outside_campaigns.value());
  message.set_receivable_fen(figures.receivable.value());
  if (community.planned_rate_bp) message.set_planned_rate_bp(*community.planned_rate_bp);
  message.set_historical_outstanding_fen(figures.historical_outstanding.value());
  message.set_historical_recovered_fen(figures.historical_recovered.value());
  message.set_rate_received_fen(community.rate.received.value());
  message.set_rate_receivable_fen(community.rate.receivable.value());
  return message;
}

v1::ResponsibilityRun ToMessage(const CollectorRun& run) {
  v1::ResponsibilityRun message;
  message.set_collector_id(run.collector_id);
  message.set_from_date(FormatDate(run.from));
  message.set_to_date(FormatDate(run.to));
  for (const std::string& area_id : run.area_ids) message.add_area_ids(area_id);
  return message;
}

v1::HistoricalPayment ToMessage(const HistoricalPayment& payment) {
  v1::HistoricalPayment message;
  message.set_payment_id(payment.payment_id);
  message.set_unit_id(payment.unit_id);
  message.set_community_id(payment.community_id);
  message.set_area_id(payment.area_id);
  message.set_received_date(FormatDate(payment.received_date));
  message.set_posting_date(FormatDate(payment.posting_date));
  *message.mutable_record_time() = TimestampOf(payment.recorded_time);
  message.set_historical_fen(payment.historical.value());
  message.set_collector_id(payment.collector_id);
  for (const std::string& id : payment.collaborator_ids) message.add_collaborator_ids(id);
  for (const std::string& id : payment.team_member_ids) message.add_team_member_ids(id);
  message.set_in_campaign(payment.in_campaign);
  message.set_waiver_fen(payment.waiver.value());
  message.set_claim_fen(payment.claim.value());
  return message;
}

v1::Reversal ToMessage(const UndonePayment& payment) {
  v1::Reversal message;
  message.set_payment_id(payment.payment_id);
  message.set_unit_id(payment.unit_id);
  message.set_in_full(payment.in_full);
  message.set_condition_holds(payment.condition_holds);
  return message;
}

std::vector<v1::TaskFigures> TasksOf(const std::vector<CommunityFigures>& communities) {
  struct AreaTask {
    std::optional<Rational> task;
    Fen received;
  };
  std::map<std::string, AreaTask> areas;
  for (const CommunityFigures& community : communities) {
    if (community.area_id.empty()) continue;
    AreaTask& area = areas[community.area_id];
    area.received += community.figures.received;
    if (community.task_share) {
      area.task = area.task.value_or(Rational()) + *community.task_share;
    }
  }
  std::vector<v1::TaskFigures> tasks;
  for (const auto& [area_id, area] : areas) {
    if (!area.task) continue;
    v1::TaskFigures& task = tasks.emplace_back();
    task.set_area_id(area_id);
    task.set_task_fen(area.task->RoundHalfAwayFromZero().value());
    task.set_exact_task_fen(area.task->ToString());
    task.set_received_fen(area.received.value());
  }
  return tasks;
}

}  // namespace cuijiao::ledger
