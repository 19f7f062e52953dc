// A closed month's journal, summed up for the finance system (LED-20).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_CLOSE_VOUCHER_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_CLOSE_VOUCHER_STORE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/db/transaction.h"
#include "common/money/fen.h"
#include "services/ledger/domain/close/close.h"

namespace cuijiao::ledger {

// One account's sums.
struct VoucherSum {
  std::string account;
  Fen debit;
  Fen credit;
};

// What was posted of one kind on one day.
struct VoucherSums {
  Date posting_date;
  std::string kind;
  std::int64_t entry_count = 0;
  std::vector<VoucherSum> sums;  // by account
};

// The vouchers of a project's closed month, by day and kind. Reads the entries between the heads
// that the journals had at closes around the month, not the whole journals; all of them where the
// month was closed before heads were kept.
absl::StatusOr<std::vector<VoucherSums>> LoadVouchers(db::Transaction& transaction, Month month,
                                                      const AccountingDays& days,
                                                      std::string_view project_id);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_CLOSE_VOUCHER_STORE_H_
