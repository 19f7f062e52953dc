// Where a page of bills ends, as page tokens carry it.
#ifndef CUIJIAO_SERVICES_LEDGER_API_PAYMENTS_BILL_POSITION_H_
#define CUIJIAO_SERVICES_LEDGER_API_PAYMENTS_BILL_POSITION_H_

#include <string>

#include "services/ledger/store/billing/bill_store.h"

namespace cuijiao::ledger {

// "2017-04-10/U1/property/20170101-20170131": due date and id of the last bill told.
std::string PositionOf(const Bill& bill);

// What PositionOf wrote; the place before all bills for an empty text.
BillPosition BillPositionFrom(const std::string& text);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_PAYMENTS_BILL_POSITION_H_
