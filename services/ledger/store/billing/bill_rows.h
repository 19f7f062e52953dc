// Rows of the table of bills.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_BILLING_BILL_ROWS_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_BILLING_BILL_ROWS_H_

#include <string_view>
#include <vector>

#include "common/db/row.h"
#include "common/db/value.h"
#include "services/ledger/domain/journal/posting.h"

namespace cuijiao::ledger {

inline constexpr std::string_view kSelectBill =
    "SELECT bill_id, unit_id, community_id, fee_kind, period_start, period_end, due_date,"
    " principal_fen, unpaid_principal_fen, unpaid_late_fee_fen, unpaid_cost_fen, waived_fen,"
    " credited_fen, written_off_fen, posting_date, recorded_time FROM bill";

// A row of kSelectBill.
Bill BillOf(const db::Row& row);

// All columns, and their values.
const std::vector<std::string_view>& BillColumns();
db::Values BillRow(const Bill& bill);

// What changes of a bill that exists.
inline constexpr std::string_view kUpdateBillAmounts =
    "ON DUPLICATE KEY UPDATE unpaid_principal_fen = VALUES(unpaid_principal_fen),"
    " unpaid_late_fee_fen = VALUES(unpaid_late_fee_fen),"
    " unpaid_cost_fen = VALUES(unpaid_cost_fen), waived_fen = VALUES(waived_fen),"
    " credited_fen = VALUES(credited_fen), written_off_fen = VALUES(written_off_fen),"
    " is_open = VALUES(is_open)";

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_BILLING_BILL_ROWS_H_
