#include "services/ledger/store/billing/bill_rows.h"

namespace cuijiao::ledger {

Bill BillOf(const db::Row& row) {
  Bill bill;
  bill.id = row.String("bill_id");
  bill.unit_id = row.String("unit_id");
  bill.community_id = row.String("community_id");
  bill.fee_kind = ParseFeeKind(row.String("fee_kind")).value();
  bill.period_start = row.Date("period_start");
  bill.period_end = row.Date("period_end");
  bill.due_date = row.Date("due_date");
  bill.principal = row.Fen("principal_fen");
  bill.unpaid = {row.Fen("unpaid_cost_fen"), row.Fen("unpaid_late_fee_fen"),
                 row.Fen("unpaid_principal_fen")};
  bill.waived = row.Fen("waived_fen");
  bill.credited = row.Fen("credited_fen");
  bill.written_off = row.Fen("written_off_fen");
  bill.posting_date = row.Date("posting_date");
  bill.recorded_time = row.Time("recorded_time");
  return bill;
}

const std::vector<std::string_view>& BillColumns() {
  static const std::vector<std::string_view> kColumns = {"bill_id",
                                                         "unit_id",
                                                         "community_id",
                                                         "fee_kind",
                                                         "period_start",
                                                         "period_end",
                                                         "due_date",
                                                         "principal_fen",
                                                         "unpaid_principal_fen",
                                                         "unpaid_late_fee_fen",
                                                         "unpaid_cost_fen",
                                                         "waived_fen",
                                                         "credited_fen",
                                                         "written_off_fen",
                                                         "is_open",
                                                         "posting_date",
                                                         "recorded_time"};
  return kColumns;
}

db::Values BillRow(const Bill& bill) {
  return {bill.id,
          bill.unit_id,
          bill.community_id,
          FeeKindName(bill.fee_kind),
          bill.period_start,
          bill.period_end,
          bill.due_date,
          bill.principal,
          bill.unpaid.principal,
          bill.unpaid.late_fee,
          bill.unpaid.cost,
          bill.waived,
          bill.credited,
          bill.written_off,
          bill.unpaid.Total() > Fen(0),
          bill.posting_date,
          bill.recorded_time};
}

}  // namespace cuijiao::ledger
