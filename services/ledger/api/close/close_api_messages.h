// The messages of closed months.
#ifndef CUIJIAO_SERVICES_LEDGER_API_CLOSE_CLOSE_API_MESSAGES_H_
#define CUIJIAO_SERVICES_LEDGER_API_CLOSE_CLOSE_API_MESSAGES_H_

#include <vector>

#include "cuijiao/ledger/v1/close.pb.h"
#include "services/ledger/domain/organisation/organisation.h"
#include "services/ledger/store/close/close_store.h"

namespace cuijiao::ledger {

v1::AccountingMonth ToMessage(const AccountingMonth& month);
v1::CommunityFigures ToMessage(const CommunityFigures& community);
v1::ResponsibilityRun ToMessage(const CollectorRun& run);
v1::HistoricalPayment ToMessage(const HistoricalPayment& payment);
v1::Reversal ToMessage(const UndonePayment& payment);

// The areas' tasks: the sums of the exact shares of their communities, and what these received; by
// area, areas without a task left out.
std::vector<v1::TaskFigures> TasksOf(const std::vector<CommunityFigures>& communities);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_CLOSE_CLOSE_API_MESSAGES_H_
