#include "services/ledger/api/figures/plan_api_messages.h"

#include "common/requests/request_dates.h"

namespace cuijiao::ledger {
namespace {

std::string NameOf(const std::map<std::string, std::string>& names, const std::string& id) {
  const auto it = names.find(id);
  return it == names.end() ? std::string() : it->second;
}

}  // namespace

RateBasis RateBasisOf(const policy::v1::Policy& policy) {
  return policy.ledger().rate_basis() == policy::v1::LedgerPolicy::RATE_BASIS_MONTH
             ? RateBasis::kMonth
             : RateBasis::kCumulative;
}

PlanContent ContentOf(const v1::PutAnnualPlanRequest& request) {
  PlanContent content;
  content.planned_rate_bp.assign(request.planned_rate_bp().begin(),
                                 request.planned_rate_bp().end());
  content.annual_rate_bp = request.annual_rate_bp();
  for (const v1::HistoricalTarget& target : request.historical_targets()) {
    content.historical_targets.push_back({target.community_id(), Fen(target.amount_fen())});
  }
  for (const v1::AreaTask& task : request.area_tasks()) {
    content.area_tasks.push_back({task.area_id(), Fen(task.amount_fen())});
  }
  content.remarks = request.remarks();
  return content;
}

v1::AnnualPlan ToMessage(const StoredPlan& plan) {
  v1::AnnualPlan message;
  message.set_project_id(plan.project_id);
  message.set_year(plan.year);
  for (const int rate_bp : plan.content.planned_rate_bp) message.add_planned_rate_bp(rate_bp);
  message.set_annual_rate_bp(plan.content.annual_rate_bp);
  for (const PlanAmount& target : plan.content.historical_targets) {
    v1::HistoricalTarget& added = *message.add_historical_targets();
    added.set_community_id(target.id);
    added.set_amount_fen(target.amount.value());
  }
  for (const PlanAmount& task : plan.content.area_tasks) {
    v1::AreaTask& added = *message.add_area_tasks();
    added.set_area_id(task.id);
    added.set_amount_fen(task.amount.value());
  }
  message.set_remarks(plan.content.remarks);
  message.set_state(plan.state == PlanState::kApproved ? v1::AnnualPlan::STATE_APPROVED
                                                       : v1::AnnualPlan::STATE_DRAFT);
  message.set_etag(plan.etag);
  message.set_receivable_fen(plan.receivable.value());
  message.set_aimed_receipts_fen(plan.aimed_receipts.value());
  return message;
}

v1::Campaign ToMessage(const Campaign& campaign) {
  v1::Campaign message;
  message.set_id(campaign.id);
  message.set_project_id(campaign.project_id);
  message.set_name(campaign.name);
  message.set_from_date(FormatDate(campaign.from));
  message.set_to_date(FormatDate(campaign.to));
  return message;
}

v1::CollectionRate MakeRate(const RateSums& sums, const std::optional<int>& planned_rate_bp,
                            const v1::FigureStamp& stamp) {
  v1::CollectionRate rate;
  rate.set_received_fen(sums.received.value());
  rate.set_receivable_fen(sums.receivable.value());
  if (const std::optional<std::int64_t> rate_bp = RoundedRateBp(sums)) rate.set_rate_bp(*rate_bp);
  if (planned_rate_bp) rate.set_planned_rate_bp(*planned_rate_bp);
  *rate.mutable_stamp() = stamp;
  return rate;
}

v1::RankingRow ToMessage(const RankedArea& area, const std::map<std::string, std::string>& names,
                         const v1::FigureStamp& stamp) {
  v1::RankingRow row;
  row.set_area_id(area.area_id);
  row.set_name(NameOf(names, area.area_id));
  row.set_collector_id(area.collector_id);
  *row.mutable_rate() = MakeRate(area.rate, area.planned_rate_bp, stamp);
  row.set_historical_outstanding_fen(area.historical_outstanding.value());
  row.set_historical_recovered_fen(area.historical_recovered.value());
  for (const RankedCommunity& community : area.communities) {
    v1::RankingRow& below = *row.add_communities();
    below.set_area_id(community.area_id);
    below.set_community_id(community.community_id);
    below.set_name(NameOf(names, community.community_id));
    below.set_collector_id(community.collector_id);
    *below.mutable_rate() = MakeRate(community.rate, community.planned_rate_bp, stamp);
    below.set_historical_outstanding_fen(community.historical_outstanding.value());
    below.set_historical_recovered_fen(community.historical_recovered.value());
  }
  return row;
}

}  // namespace cuijiao::ledger
