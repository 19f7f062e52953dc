// A decision made on the ledger's figures: the one way from a quote to an answer, for every door.
#ifndef CUIJIAO_SERVICES_WAIVER_API_ASSESSMENT_H_
#define CUIJIAO_SERVICES_WAIVER_API_ASSESSMENT_H_

#include <optional>
#include <string>

#include "cuijiao/waiver/v1/waiver.pb.h"
#include "services/waiver/api/policy_in_force.h"
#include "services/waiver/domain/decide_waiver.h"
#include "services/waiver/domain/waiver.h"

namespace cuijiao::waiver {

struct Assessment {
  WaiverDecision decision;
  v1::WaiverEvaluation evaluation;  // the same, as the API tells it
};

// `other_waiver_id`: the household's other waiver of the plan year; `month`: of the manager who
// would sign.
Assessment Assess(Fen waiver, const SettlementQuote& quote,
                  const std::optional<std::string>& other_waiver_id, const SignerMonth& month,
                  const PolicyInForce& policy);

// The same for a settlement's own figures: without WVR-3 and WVR-5, which are not tested again
// (section 6, definition 14).
Assessment AssessSettling(Fen waiver, const SettlementQuote& quote, const PolicyInForce& policy);

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_API_ASSESSMENT_H_
