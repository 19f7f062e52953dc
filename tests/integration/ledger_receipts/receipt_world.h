// The standard company's money, and the calls about receipts.
#ifndef CUIJIAO_TESTS_INTEGRATION_LEDGER_RECEIPTS_RECEIPT_WORLD_H_
#define CUIJIAO_TESTS_INTEGRATION_LEDGER_RECEIPTS_RECEIPT_WORLD_H_

#include <string>
#include <thread>
#include <vector>

#include "cuijiao/ledger/v1/receipt.grpc.pb.h"
#include "tests/integration/ledger_money/money_world.h"

namespace cuijiao::ledger {

using Receipts = v1::ReceiptService;

class ReceiptWorld : public MoneyWorld {
 protected:
  absl::StatusOr<v1::Receipt> ReceiptOf(const std::string& payment_id,
                                        const support::Caller& caller) {
    v1::GetReceiptRequest request;
    request.set_payment_id(payment_id);
    return ledger_.Call<Receipts>(&Receipts::StubInterface::GetReceipt, caller, request);
  }
  absl::StatusOr<v1::Receipt> ReceiptOf(const std::string& payment_id) {
    return ReceiptOf(payment_id, ledger_.Finance());
  }

  absl::StatusOr<v1::ListReceiptsResponse> List(
      const std::string& project_id, int year, int page_size = 0, const std::string& token = "",
      v1::Receipt::State state = v1::Receipt::STATE_UNSPECIFIED) {
    v1::ListReceiptsRequest request;
    request.set_project_id(project_id);
    request.set_year(year);
    request.set_page_size(page_size);
    request.set_page_token(token);
    request.set_state(state);
    return ledger_.Call<Receipts>(&Receipts::StubInterface::ListReceipts, ledger_.Finance(),
                                  request);
  }

  // A payment that is recorded, or a failure.
  v1::Payment Paid(const v1::RecordPaymentRequest& request) {
    const auto payment = Record(request);
    EXPECT_EQ(payment.status(), absl::OkStatus());
    return payment.value_or(v1::Payment());
  }

  // Numbers from 1 on, each once, and each payment once.
  void ExpectNoGap(const std::string& project_id, int year, std::int64_t count) {
    const std::string of_series =
        " FROM receipt WHERE project_id = '" + project_id + "' AND year = " + std::to_string(year);
    EXPECT_EQ(Number("SELECT COUNT(*) AS n" + of_series), count);
    EXPECT_EQ(Number("SELECT COALESCE(MAX(number), 0) AS n" + of_series), count);
    EXPECT_EQ(Number("SELECT COUNT(DISTINCT payment_id) AS n" + of_series), count);
  }
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_TESTS_INTEGRATION_LEDGER_RECEIPTS_RECEIPT_WORLD_H_
