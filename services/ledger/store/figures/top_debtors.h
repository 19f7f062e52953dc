// The units that owe the most, among those of many communities.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_TOP_DEBTORS_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_TOP_DEBTORS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/db/transaction.h"
#include "common/money/fen.h"
#include "services/ledger/domain/figures/kept_figures.h"

namespace cuijiao::ledger {

enum class DebtorOrder : std::uint8_t { kByOverdue, kByOutstanding };

// A unit in the order of debtors: amounts from the largest down, then ids from the largest down.
struct DebtorPosition {
  Fen amount;
  std::string unit_id;
};

struct TopDebtor {
  std::string unit_id;
  std::string community_id;
  UnitFigures figures;

  [[nodiscard]] Fen Amount(DebtorOrder order) const {
    return order == DebtorOrder::kByOverdue ? figures.overdue : figures.outstanding;
  }
};

// The first `limit` units of the communities behind `after`; units that owe nothing are none. Costs
// a short statement a community, and the rows of the answer, however many units there are: each
// community's key has its units in this order, and is read as far as the answer needs it.
absl::StatusOr<std::vector<TopDebtor>> LoadTopDebtors(db::Transaction& transaction,
                                                      std::span<const std::string> community_ids,
                                                      DebtorOrder order,
                                                      const std::optional<DebtorPosition>& after,
                                                      int limit);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_TOP_DEBTORS_H_
