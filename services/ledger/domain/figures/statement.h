// A unit's statement of account (LED-5). Pure.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_FIGURES_STATEMENT_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_FIGURES_STATEMENT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/calendar/date.h"
#include "common/money/fen.h"
#include "services/ledger/domain/journal/journal.h"

namespace cuijiao::ledger {

// One journal entry as it concerns a unit.
struct UnitMovement {
  std::int64_t sequence = 0;
  EntryKind kind = EntryKind::kBill;
  std::string reference_id = {};
  Date posting_date = {};
  absl::Time recorded_time = {};
  Fen owed_change = {};
  Fen prepayment_change = {};
};

// What a unit owed on bills of one due date.
struct DueAmount {
  Date due_date;
  Fen amount;
};

struct UnitStatement {
  Fen opening_owed;
  Fen opening_prepayment;
  std::vector<UnitMovement> movements;
  Fen closing_owed;
  Fen closing_prepayment;
  Fen closing_due;
};

// The statement of the days from `from` to `as_of`. `movements`: all of the unit up to `as_of`, in
// the order of the journal, and so they stay. `owed`: what is unpaid at `as_of`.
UnitStatement ComputeStatement(Date from, Date as_of, const std::vector<UnitMovement>& movements,
                               const std::vector<DueAmount>& owed);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_FIGURES_STATEMENT_H_
