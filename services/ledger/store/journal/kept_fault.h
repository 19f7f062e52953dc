// What the integrity check finds wrong of what is kept beside the journal's lines.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_JOURNAL_KEPT_FAULT_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_JOURNAL_KEPT_FAULT_H_

#include <string>

namespace cuijiao::ledger {

// Something kept that is not what the journal says, or not as it was written.
struct KeptFault {
  // Of what: the bill, unit, payment or partition; the due date, month or community of a figure;
  // the series of receipts, the line of a statement, the handover, the payout.
  std::string reference_id;
  std::string message;  // names what is wrong, what is kept and what it should be
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_JOURNAL_KEPT_FAULT_H_
