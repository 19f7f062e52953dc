// Finance's lists against the ledger over gRPC, and the closes that they keep open (LED-11).
#include <map>

#include "cuijiao/ledger/v1/close.grpc.pb.h"
#include "cuijiao/ledger/v1/import.grpc.pb.h"
#include "cuijiao/ledger/v1/receipt.grpc.pb.h"
#include "cuijiao/ledger/v1/reconciliation.grpc.pb.h"
#include "cuijiao/ledger/v1/statement.grpc.pb.h"
#include "tests/integration/ledger_money/money_world.h"

namespace cuijiao::ledger {
namespace {

using Reconciliations = v1::ReconciliationService;
using ::testing::SizeIs;

constexpr char kHeader[] = "收据号,流水号,房屋编号,收款日期,金额\n";

class ReconciliationTest : public MoneyWorld {
 protected:
  v1::ImportFinanceReceiptsRequest ListOf(const std::string& rows,
                                          const std::string& month = "2017-03",
                                          const std::string& project = "P1") {
    v1::ImportFinanceReceiptsRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_project_id(project);
    request.set_month(month);
    request.set_content(kHeader + rows);
    return request;
  }

  absl::StatusOr<v1::ImportFinanceReceiptsResponse> Lay(
      const v1::ImportFinanceReceiptsRequest& request) {
    return ledger_.Call<Reconciliations>(&Reconciliations::StubInterface::ImportFinanceReceipts,
                                         ledger_.Finance(), request);
  }

  absl::StatusOr<v1::Reconciliation> Get(const std::string& month = "2017-03",
                                         const std::string& project = "P1") {
    v1::GetReconciliationRequest request;
    request.set_project_id(project);
    request.set_month(month);
    return ledger_.Call<Reconciliations>(&Reconciliations::StubInterface::GetReconciliation,
                                         ledger_.Finance(), request);
  }

  std::vector<v1::Difference> Differences(bool open_only = false, int page_size = 0,
                                          const std::string& month = "2017-03") {
    std::vector<v1::Difference> differences;
    v1::ListDifferencesRequest request;
    request.set_project_id("P1");
    request.set_month(month);
    request.set_open_only(open_only);
    request.set_page_size(page_size);
    do {
      const auto page = ledger_.Call<Reconciliations>(
          &Reconciliations::StubInterface::ListDifferences, ledger_.Finance(), request);
      EXPECT_EQ(page.status(), absl::OkStatus());
      if (!page.ok()) return differences;
      differences.insert(differences.end(), page->differences().begin(), page->differences().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return differences;
  }

  absl::StatusOr<v1::Difference> Accept(const std::string& difference_id,
                                        const std::string& reason = "银行次月到账",
                                        const std::string& month = "2017-03") {
    v1::AcceptDifferenceRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_project_id("P1");
    request.set_month(month);
    request.set_difference_id(difference_id);
    request.set_reason(reason);
    return ledger_.Call<Reconciliations>(&Reconciliations::StubInterface::AcceptDifference,
                                         ledger_.Finance(), request);
  }

  absl::StatusOr<v1::AccountingMonth> Close(const std::string& month = "2017-03",
                                            const std::string& closing_date = "") {
    v1::CloseMonthRequest request;
    request.set_month(month);
    request.set_closing_date(closing_date);
    return ledger_.Call<v1::CloseService>(&v1::CloseService::StubInterface::CloseMonth,
                                          ledger_.Finance(), request);
  }

  std::string PayIn(std::int64_t fen, const std::string& received, const std::string& unit,
                    const std::string& reference = "") {
    v1::RecordPaymentRequest request = PaymentRequest(fen, received, unit);
    request.set_external_reference(reference);
    const auto payment = Record(request);
    EXPECT_EQ(payment.status(), absl::OkStatus());
    return payment.value_or(v1::Payment()).id();
  }

  std::string NumberOf(const std::string& payment_id) {
    v1::GetReceiptRequest request;
    request.set_payment_id(payment_id);
    const auto receipt = ledger_.Call<v1::ReceiptService>(
        &v1::ReceiptService::StubInterface::GetReceipt, ledger_.Finance(), request);
    EXPECT_EQ(receipt.status(), absl::OkStatus());
    return receipt.value_or(v1::Receipt()).number();
  }
};

TEST_F(ReconciliationTest, LED11_FindsEveryKindOfDifference) {
  const std::string by_number = PayIn(10'000, "2017-03-01", "U1");
  PayIn(20'000, "2017-03-02", "U2", "T2");
  PayIn(30'000, "2017-03-03", "U3");
  const std::string unknown_to_finance = PayIn(40'000, "2017-03-04", "U1");
  const std::string wrong_amount = PayIn(50'000, "2017-03-05", "U2");
  PayIn(60'000, "2017-03-06", "U9");  // of another project
  PayIn(70'000, "2017-02-28", "U1");  // of another month
  const auto laid = Lay(ListOf(NumberOf(by_number) + ",,,,100.00\n"
                                                     ",T2,,,200.00\n"
                                                     ",,U3,2017-03-03,300.00\n"
                                                     ",,U2,2017-03-05,500.01\n"
                                                     ",,U1,2017-03-09,9.99\n"));
  ASSERT_EQ(laid.status(), absl::OkStatus());
  const v1::Reconciliation& reconciliation = laid->reconciliation();
  EXPECT_EQ(laid->wrong_count(), 0);
  EXPECT_EQ(reconciliation.list().row_count(), 5);
  EXPECT_EQ(reconciliation.list().total_fen(), 111'000);
  EXPECT_EQ(reconciliation.list().imported_by(), "F1");
  EXPECT_EQ(reconciliation.matched_count(), 3);
  EXPECT_EQ(reconciliation.matched_fen(), 60'000);
  EXPECT_EQ(reconciliation.ledger_count(), 5);
  EXPECT_EQ(reconciliation.ledger_fen(), 150'000);
  EXPECT_EQ(reconciliation.open_count(), 3);
  const std::vector<v1::Difference> differences = Differences();
  ASSERT_THAT(differences, SizeIs(3));
  EXPECT_EQ(differences[0].kind(), v1::Difference::KIND_AMOUNT_DIFFERS);
  EXPECT_EQ(differences[0].line(), 5);
  EXPECT_EQ(differences[0].payment_id(), wrong_amount);
  EXPECT_EQ(differences[0].finance_fen(), 50'001);
  EXPECT_EQ(differences[0].ledger_fen(), 50'000);
  EXPECT_EQ(differences[1].kind(), v1::Difference::KIND_ONLY_WITH_FINANCE);
  EXPECT_EQ(differences[1].unit_id(), "U1");
  EXPECT_EQ(differences[1].received_date(), "2017-03-09");
  EXPECT_EQ(differences[2].kind(), v1::Difference::KIND_ONLY_IN_LEDGER);
  EXPECT_EQ(differences[2].payment_id(), unknown_to_finance);
  EXPECT_THAT(Differences(false, 1), SizeIs(3));
}

TEST_F(ReconciliationTest, LED11_AMonthClosesOnceEachDifferenceIsAcceptedWithAReason) {
  PayIn(10'000, "2017-03-01", "U1");
  PayIn(20'000, "2017-03-02", "U2");
  ASSERT_EQ(Lay(ListOf("")).status(), absl::OkStatus());
  ledger_.set_date(Date(2017, 4, 1));
  const auto refused = Close();
  EXPECT_EQ(ReasonOf(refused.status()), "RECONCILIATION_DIFFERENCES_OPEN");
  EXPECT_EQ(ValuesOf(refused.status())["project_id"], "P1");
  EXPECT_EQ(ValuesOf(refused.status())["open_count"], "2");
  EXPECT_EQ(ValuesOf(refused.status())["project_count"], "1");
  std::vector<v1::Difference> open = Differences(/*open_only=*/true);
  ASSERT_THAT(open, SizeIs(2));
  const auto accepted = Accept(open[0].id());
  ASSERT_EQ(accepted.status(), absl::OkStatus());
  EXPECT_EQ(accepted->reason(), "银行次月到账");
  EXPECT_EQ(accepted->accepted_by(), "F1");
  EXPECT_EQ(ValuesOf(Close().status())["open_count"], "1");
  // Again, with another reason, changes nothing.
  EXPECT_EQ(Accept(open[0].id(), "别的").value().reason(), "银行次月到账");
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM accepted_difference"), 1);
  ASSERT_EQ(Accept(open[1].id()).status(), absl::OkStatus());
  EXPECT_EQ(Close().status(), absl::OkStatus());
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM accepted_difference"
                   " WHERE reason_cipher LIKE '%银行%'"),
            0);
}

TEST_F(ReconciliationTest, LED11_AMonthWithoutAListClosesAsBefore) {
  PayIn(10'000, "2017-03-01", "U1");
  ASSERT_EQ(Lay(ListOf("", "2017-04")).status(), absl::OkStatus());  // of another month
  ledger_.set_date(Date(2017, 4, 1));
  EXPECT_EQ(Close().status(), absl::OkStatus());
  EXPECT_EQ(ReasonOf(Get().status()), "NO_FINANCE_LIST");
}

TEST_F(ReconciliationTest, LED11_AListThatAgreesLetsTheMonthClose) {
  const std::string payment = PayIn(10'000, "2017-03-01", "U1");
  ASSERT_EQ(Lay(ListOf(NumberOf(payment) + ",,U1,2017-03-01,100.00\n")).status(), absl::OkStatus());
  ledger_.set_date(Date(2017, 4, 1));
  EXPECT_EQ(Close().status(), absl::OkStatus());
}

TEST_F(ReconciliationTest, LED11_APaymentRecordedAfterTheListIsSeenByTheClose) {
  PayIn(10'000, "2017-03-01", "U1");
  ASSERT_EQ(Lay(ListOf(",,U1,2017-03-01,100.00\n"))->reconciliation().open_count(), 0);
  PayIn(5'000, "2017-03-10", "U2");
  EXPECT_EQ(Get().value().open_count(), 1);
  ledger_.set_date(Date(2017, 4, 1));
  EXPECT_EQ(ReasonOf(Close().status()), "RECONCILIATION_DIFFERENCES_OPEN");
  ASSERT_EQ(Lay(ListOf(",,U1,2017-03-01,100.00\n,,U2,2017-03-10,50.00\n")).status(),
            absl::OkStatus());
  EXPECT_EQ(Close().status(), absl::OkStatus());
}

TEST_F(ReconciliationTest, LED11_AReversedPaymentIsNotTheLedgersAnyMore) {
  const std::string payment = PayIn(10'000, "2017-03-01", "U1");
  ASSERT_EQ(Lay(ListOf(",,U1,2017-03-01,100.00\n"))->reconciliation().open_count(), 0);
  ASSERT_EQ(Reverse(payment).status(), absl::OkStatus());
  const std::vector<v1::Difference> open = Differences();
  ASSERT_THAT(open, SizeIs(1));
  EXPECT_EQ(open[0].kind(), v1::Difference::KIND_ONLY_WITH_FINANCE);
  EXPECT_EQ(Lay(ListOf(""))->reconciliation().open_count(), 0);
}

TEST_F(ReconciliationTest, LED11_AcceptanceOutlivesANewListOnlyForTheSameDifference) {
  PayIn(10'000, "2017-03-01", "U1");
  ASSERT_EQ(Lay(ListOf(",,U1,2017-03-01,99.00\n")).status(), absl::OkStatus());
  ASSERT_EQ(Accept(Differences().at(0).id()).status(), absl::OkStatus());
  EXPECT_EQ(Get().value().accepted_count(), 1);
  // The same row on another line of a newer list.
  const auto same = Lay(ListOf(",,U7,2017-03-01,1.00\n,,U1,2017-03-01,99.00\n"));
  ASSERT_EQ(same.status(), absl::OkStatus());
  EXPECT_EQ(same->reconciliation().accepted_count(), 1);
  EXPECT_EQ(same->reconciliation().open_count(), 1);
  const auto other = Lay(ListOf(",,U1,2017-03-01,98.00\n"));
  ASSERT_EQ(other.status(), absl::OkStatus());
  EXPECT_EQ(other->reconciliation().accepted_count(), 0);
  EXPECT_EQ(other->reconciliation().open_count(), 1);

  v1::ListFinanceListsRequest request;
  request.set_project_id("P1");
  request.set_month("2017-03");
  request.set_page_size(2);
  const auto page = ledger_.Call<Reconciliations>(&Reconciliations::StubInterface::ListFinanceLists,
                                                  ledger_.Finance(), request);
  ASSERT_EQ(page.status(), absl::OkStatus());
  ASSERT_THAT(page->lists(), SizeIs(2));
  EXPECT_EQ(page->lists(0).id(), other->reconciliation().list().id());
  EXPECT_EQ(page->lists(1).difference_count(), 2);
  request.set_page_token(page->next_page_token());
  EXPECT_THAT(ledger_
                  .Call<Reconciliations>(&Reconciliations::StubInterface::ListFinanceLists,
                                         ledger_.Finance(), request)
                  .value()
                  .lists(),
              SizeIs(1));
}

TEST_F(ReconciliationTest, LED11_WhatACloseHasSeenIsFrozen) {
  const std::string reversed_later = PayIn(10'000, "2017-03-01", "U1");
  PayIn(20'000, "2017-03-02", "U2");
  ASSERT_EQ(Lay(ListOf(",,U1,2017-03-01,100.00\n")).status(), absl::OkStatus());
  const std::string difference = Differences().at(0).id();
  ASSERT_EQ(Accept(difference).status(), absl::OkStatus());
  ledger_.set_date(Date(2017, 4, 1));
  ASSERT_EQ(Close().status(), absl::OkStatus());
  ASSERT_EQ(Reverse(reversed_later).status(), absl::OkStatus());
  const auto frozen = Get();
  ASSERT_EQ(frozen.status(), absl::OkStatus());
  EXPECT_TRUE(frozen->frozen());
  EXPECT_EQ(frozen->matched_count(), 1);
  EXPECT_EQ(frozen->ledger_fen(), 30'000);
  EXPECT_EQ(frozen->accepted_count(), 1);
  EXPECT_EQ(frozen->open_count(), 0);
  ASSERT_THAT(Differences(), SizeIs(1));
  EXPECT_EQ(Differences()[0].id(), difference);
  EXPECT_EQ(Differences()[0].reason(), "银行次月到账");
  EXPECT_EQ(ReasonOf(Lay(ListOf("")).status()), "MONTH_CLOSED");
  EXPECT_EQ(ReasonOf(Lay(ListOf("", "2017-02")).status()), "MONTH_CLOSED");
  EXPECT_EQ(ReasonOf(Accept(difference).status()), "MONTH_CLOSED");
  EXPECT_EQ(Lay(ListOf("", "2017-04")).status(), absl::OkStatus());
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM finance_list WHERE month = '2017-03-01'"), 1);
}

TEST_F(ReconciliationTest, LED4_ADifferenceThatWasTakenOutOfACloseIsNamed) {
  PayIn(10'000, "2017-03-01", "U1");
  ASSERT_EQ(Lay(ListOf("")).status(), absl::OkStatus());
  ASSERT_EQ(Accept(Differences().at(0).id()).status(), absl::OkStatus());
  ledger_.set_date(Date(2017, 4, 1));
  ASSERT_EQ(Close().status(), absl::OkStatus());
  const auto verify = [&] {
    return ledger_
        .Call<v1::StatementService>(&v1::StatementService::StubInterface::VerifyIntegrity,
                                    ledger_.Finance(), v1::VerifyIntegrityRequest())
        .value_or(v1::VerifyIntegrityResponse());
  };
  EXPECT_TRUE(verify().intact()) << verify().ShortDebugString();
  const auto taken = ledger_.admin_database().Transact("Tamper", [](db::Transaction& transaction) {
    return transaction.Execute("DELETE FROM closed_difference");
  });
  ASSERT_EQ(taken.value_or(0), 1);
  const v1::VerifyIntegrityResponse answer = verify();
  ASSERT_THAT(answer.faults(), SizeIs(1)) << answer.ShortDebugString();
  EXPECT_EQ(answer.faults(0).partition(), "suspense/P1");
  EXPECT_EQ(answer.faults(0).reference_id(), "2017-03");
}

TEST_F(ReconciliationTest, LED11_TheClosingDateDecidesWhichPaymentsAreTheMonths) {
  PayIn(10'000, "2017-03-10", "U1");
  PayIn(20'000, "2017-03-11", "U2");
  ASSERT_EQ(Lay(ListOf(",,U1,2017-03-10,100.00\n"))->reconciliation().open_count(), 1);
  EXPECT_EQ(Close("2017-03", "2017-03-10").status(), absl::OkStatus());
  EXPECT_EQ(Get().value().ledger_count(), 1);
  // What came after it is the next month's.
  ASSERT_EQ(Lay(ListOf(",,U2,2017-03-11,200.00\n", "2017-04"))->reconciliation().open_count(), 0);
}

// A month that is to close on another day than its last is compared, and accepted, as of that day.
TEST_F(ReconciliationTest, LED11_DifferencesOfACloseToComeAreSeenAndAccepted) {
  PayIn(10'000, "2017-03-10", "U1");
  PayIn(20'000, "2017-03-11", "U2");
  ASSERT_EQ(Lay(ListOf(",,U1,2017-03-10,100.00\n,,U2,2017-03-11,200.00\n"))
                ->reconciliation()
                .open_count(),
            0);
  EXPECT_EQ(ReasonOf(Close("2017-03", "2017-03-10").status()), "RECONCILIATION_DIFFERENCES_OPEN");
  v1::ListDifferencesRequest list;
  list.set_project_id("P1");
  list.set_month("2017-03");
  list.set_closing_date("2017-03-10");
  const auto found = ledger_.Call<Reconciliations>(&Reconciliations::StubInterface::ListDifferences,
                                                   ledger_.Finance(), list);
  ASSERT_EQ(found.status(), absl::OkStatus());
  ASSERT_THAT(found->differences(), SizeIs(1));
  v1::AcceptDifferenceRequest accept;
  accept.set_request_id(ledger_.NewRequestId());
  accept.set_project_id("P1");
  accept.set_month("2017-03");
  accept.set_difference_id(found->differences(0).id());
  accept.set_reason("四月入账");
  const auto accept_it = [&] {
    return ledger_.Call<Reconciliations>(&Reconciliations::StubInterface::AcceptDifference,
                                         ledger_.Finance(), accept);
  };
  EXPECT_EQ(ReasonOf(accept_it().status()), "UNKNOWN_DIFFERENCE");  // as of the month's last day
  accept.set_request_id(ledger_.NewRequestId());
  accept.set_closing_date("2017-03-10");
  EXPECT_EQ(accept_it().status(), absl::OkStatus());
  EXPECT_EQ(Close("2017-03", "2017-03-10").status(), absl::OkStatus());
}

TEST_F(ReconciliationTest, LED11_WrongRowsAreNamedAndNothingGoesIn) {
  const auto laid = Lay(ListOf("N1,,,,100.00\nN2,,,,abc\n,,U1,,1.00\nN4,,,,1.00,7\n"));
  ASSERT_EQ(laid.status(), absl::OkStatus());
  EXPECT_EQ(laid->wrong_count(), 3);
  EXPECT_FALSE(laid->has_reconciliation());
  ASSERT_THAT(laid->row_errors(), SizeIs(3));
  EXPECT_EQ(laid->row_errors(0).line(), 3);
  EXPECT_EQ(laid->row_errors(0).reason(), "CELL_NOT_AN_AMOUNT");
  EXPECT_EQ(laid->row_errors(0).column(), "amount (金额)");
  EXPECT_EQ(laid->row_errors(1).reason(), "PAYMENT_NOT_NAMED");
  EXPECT_EQ(laid->row_errors(2).reason(), "ROW_WIDTH_WRONG");
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM finance_list"), 0);

  v1::ImportFinanceReceiptsRequest request = ListOf("");
  request.set_content("收据号,金额,备注\n");
  EXPECT_EQ(ReasonOf(Lay(request).status()), "HEADER_WRONG");
  EXPECT_EQ(ReasonOf(Lay(ListOf("", "2017-03", "P7")).status()), "UNKNOWN_PROJECT");
  EXPECT_EQ(ReasonOf(Accept("00").status()), "NO_FINANCE_LIST");
  ASSERT_EQ(Lay(ListOf("")).status(), absl::OkStatus());
  EXPECT_EQ(ReasonOf(Accept("00").status()), "UNKNOWN_DIFFERENCE");
}

TEST_F(ReconciliationTest, LED11_TheSameRequestLaysItsListOnce) {
  const v1::ImportFinanceReceiptsRequest request = ListOf("N1,,,,100.00\n");
  const auto first = Lay(request);
  ASSERT_EQ(first.status(), absl::OkStatus());
  EXPECT_EQ(Lay(request).value().SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM finance_list"), 1);
}

TEST_F(ReconciliationTest, LED13_TheTemplateIsAListAndNoImport) {
  v1::GetImportTemplateRequest request;
  request.set_kind(v1::IMPORT_KIND_FINANCE_RECEIPTS);
  const auto made = ledger_.Call<v1::ImportService>(
      &v1::ImportService::StubInterface::GetImportTemplate, ledger_.Finance(), request);
  ASSERT_EQ(made.status(), absl::OkStatus());
  v1::ImportFinanceReceiptsRequest list = ListOf("");
  list.set_content(made->content());
  EXPECT_EQ(Lay(list)->reconciliation().list().row_count(), 1);
  v1::ImportFileRequest import;
  import.set_request_id(ledger_.NewRequestId());
  import.set_project_id("P1");
  import.set_kind(v1::IMPORT_KIND_FINANCE_RECEIPTS);
  import.set_content(made->content());
  EXPECT_EQ(ReasonOf(ledger_
                         .Call<v1::ImportService>(&v1::ImportService::StubInterface::ImportFile,
                                                  ledger_.Finance(), import)
                         .status()),
            "FIELDS_INVALID");
}

}  // namespace
}  // namespace cuijiao::ledger
