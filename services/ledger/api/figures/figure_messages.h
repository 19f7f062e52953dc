// Figures as messages, for every service that shows them.
#ifndef CUIJIAO_SERVICES_LEDGER_API_FIGURES_FIGURE_MESSAGES_H_
#define CUIJIAO_SERVICES_LEDGER_API_FIGURES_FIGURE_MESSAGES_H_

#include <string_view>

#include "cuijiao/ledger/v1/statement.pb.h"
#include "services/ledger/domain/figures/ageing.h"

namespace cuijiao::ledger {

inline constexpr std::string_view kAgeingDefinition = "LED-5 ageing";

// Without its place.
v1::AgeingRow MakeAgeingRow(const AgeingSums& sums);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_FIGURES_FIGURE_MESSAGES_H_
