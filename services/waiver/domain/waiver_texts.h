// The decision's sentences, in Chinese and English. Pure; for decide_waiver.cc.
#ifndef CUIJIAO_SERVICES_WAIVER_DOMAIN_WAIVER_TEXTS_H_
#define CUIJIAO_SERVICES_WAIVER_DOMAIN_WAIVER_TEXTS_H_

#include "services/waiver/domain/decide_waiver.h"

namespace cuijiao::waiver {

// What `rule` compares, with the numbers of this proposal.
Text DescribeFinding(Rule rule, const WaiverProposal& proposal, const Household& household,
                     const SignerMonth& month, const WaiverPolicy& policy);

// `amount` and `months` as Remedy has them.
Text DescribeRemedy(Remedy::Kind kind, Fen amount, int months);

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_DOMAIN_WAIVER_TEXTS_H_
