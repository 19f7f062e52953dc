// The messages of plans, campaigns, rates and rankings.
#ifndef CUIJIAO_SERVICES_LEDGER_API_FIGURES_PLAN_API_MESSAGES_H_
#define CUIJIAO_SERVICES_LEDGER_API_FIGURES_PLAN_API_MESSAGES_H_

#include <map>
#include <optional>
#include <string>

#include "cuijiao/ledger/v1/plan.pb.h"
#include "cuijiao/policy/v1/policy.pb.h"
#include "services/ledger/domain/figures/plan.h"
#include "services/ledger/domain/figures/ranking.h"
#include "services/ledger/domain/figures/rate.h"
#include "services/ledger/store/figures/plan_store.h"

namespace cuijiao::ledger {

// The policy's rate_basis, which the policy's own checks have made sure of.
RateBasis RateBasisOf(const policy::v1::Policy& policy);

PlanContent ContentOf(const v1::PutAnnualPlanRequest& request);
v1::AnnualPlan ToMessage(const StoredPlan& plan);
v1::Campaign ToMessage(const Campaign& campaign);

v1::CollectionRate MakeRate(const RateSums& sums, const std::optional<int>& planned_rate_bp,
                            const v1::FigureStamp& stamp);
// `names`: of areas and communities, by id.
v1::RankingRow ToMessage(const RankedArea& area, const std::map<std::string, std::string>& names,
                         const v1::FigureStamp& stamp);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_FIGURES_PLAN_API_MESSAGES_H_
