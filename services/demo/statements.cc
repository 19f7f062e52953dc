// Files of January, which is still open: statements of banks and wallets, one of each kind,
// receipts, and finance's own list of them.
#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "common/status/macros.h"
#include "services/demo/sample_statements.h"
#include "services/demo/world.h"

namespace cuijiao::demo {
namespace {

using ledger::v1::BankStatementLine;
using ledger::v1::BankStatementService;

constexpr Date kPaidOn = Date(kPlanYear + 1, 1, 3);
constexpr Date kImportedOn = Date(kPlanYear + 1, 1, 8);

absl::StatusOr<Fen> OverdueOf(const World& world, const std::string& unit_id) {
  ledger::v1::GetUnitDebtRequest request;
  request.set_unit_id(unit_id);
  const SuiteClient& finance = world.cast.As(kFinance);
  CUIJIAO_ASSIGN_OR_RETURN(
      const ledger::v1::UnitDebt debt,
      finance.Call(finance.suite().collection, &ledger::v1::CollectionService::Stub::GetUnitDebt,
                   request));
  return Fen(debt.overdue_fen());
}

// Households of the first community that have paid nothing all year, with what they owe now.
absl::StatusOr<std::vector<Payer>> TakePayers(World& world, std::size_t count) {
  const SampleCommunity& community = world.company.communities.front();
  std::vector<Payer> payers;
  while (payers.size() < count) {
    const SampleUnit* unit = world.TakeUnit(community.id, "statements", [](const SampleUnit& one) {
      return one.habit == Habit::kNever;
    });
    if (unit == nullptr) return absl::NotFoundError("no household is left that owes anything");
    CUIJIAO_ASSIGN_OR_RETURN(const Fen overdue, OverdueOf(world, unit->id));
    if (overdue > Fen(0)) payers.push_back({unit, community.name, overdue});
  }
  return payers;
}

absl::Status ImportStatement(World& world, const std::string& file, std::string content,
                             const ledger::v1::BankStatementMapping* mapping = nullptr) {
  ledger::v1::ImportBankStatementRequest request;
  request.set_request_id(world.RequestId());
  request.set_project_id(std::string(kProjectWithCampaign));
  request.set_content(std::move(content));
  if (mapping != nullptr) *request.mutable_mapping() = *mapping;
  const SuiteClient& finance = world.cast.As(kFinance);
  CUIJIAO_ASSIGN_OR_RETURN(const ledger::v1::ImportBankStatementResponse response,
                           finance.Call(finance.suite().bank_statement,
                                        &BankStatementService::Stub::ImportBankStatement, request));
  if (response.row_errors_size() > 0) {
    return absl::InvalidArgumentError(fmt::format(
        "{}, line {}: {}", file, response.row_errors(0).line(), response.row_errors(0).message()));
  }
  world.statements.emplace_back(file, response.statement());
  return absl::OkStatus();
}

ledger::v1::BankStatementMapping BankMapping() {
  ledger::v1::BankStatementMapping mapping;
  mapping.set_account("6222000033334444");
  mapping.set_date_column("交易日期");
  mapping.set_date_format("YYYYMMDD");
  mapping.set_credit_column("收入");
  mapping.set_debit_column("支出");
  mapping.set_payer_column("对方户名");
  mapping.add_remark_columns("摘要");
  mapping.set_external_id_column("流水号");
  mapping.set_end_marker("合计");
  return mapping;
}

// Finance gives the transfer that has the payer's name alone to the unit that is proposed first.
absl::Status MatchByHand(World& world) {
  ledger::v1::ListBankStatementLinesRequest list;
  list.set_project_id(std::string(kProjectWithCampaign));
  list.set_state(BankStatementLine::STATE_HELD);
  const SuiteClient& finance = world.cast.As(kFinance);
  CUIJIAO_ASSIGN_OR_RETURN(const ledger::v1::ListBankStatementLinesResponse held,
                           finance.Call(finance.suite().bank_statement,
                                        &BankStatementService::Stub::ListBankStatementLines, list));
  for (const BankStatementLine& line : held.lines()) {
    if (line.candidates_size() == 0) continue;
    ledger::v1::MatchBankStatementLineRequest match;
    match.set_request_id(world.RequestId());
    match.set_line_id(line.id());
    match.set_unit_id(line.candidates(0).unit_id());
    return finance
        .Call(finance.suite().bank_statement, &BankStatementService::Stub::MatchBankStatementLine,
              match)
        .status();
  }
  return absl::InternalError("no line is held with a candidate");
}

absl::Status ImportReceipts(World& world, const Payer& by_cash, const Payer& by_card) {
  ledger::v1::ImportFileRequest request;
  request.set_request_id(world.RequestId());
  request.set_project_id(std::string(kProjectWithCampaign));
  request.set_kind(ledger::v1::IMPORT_KIND_RECEIPTS);
  request.set_content(SampleReceipts(by_cash, by_card, kPaidOn));
  const SuiteClient& finance = world.cast.As(kFinance);
  CUIJIAO_ASSIGN_OR_RETURN(
      const ledger::v1::ImportFileResponse response,
      finance.Call(finance.suite().import, &ledger::v1::ImportService::Stub::ImportFile, request));
  if (response.row_errors_size() > 0) {
    return absl::InvalidArgumentError(fmt::format(
        "receipts, line {}: {}", response.row_errors(0).line(), response.row_errors(0).message()));
  }
  world.receipts = response;
  return absl::OkStatus();
}

// The ledger's receipts of January as finance would list them, had somebody misread the last amount
// and taken in cash that was never recorded.
absl::StatusOr<std::string> FinanceList(World& world) {
  ledger::v1::ListReceiptsRequest request;
  request.set_project_id(std::string(kProjectWithCampaign));
  request.set_year(kPlanYear + 1);
  const SuiteClient& finance = world.cast.As(kFinance);
  CUIJIAO_ASSIGN_OR_RETURN(const ledger::v1::ListReceiptsResponse receipts,
                           finance.Call(finance.suite().receipt,
                                        &ledger::v1::ReceiptService::Stub::ListReceipts, request));
  std::vector<ListedReceipt> listed;
  for (const ledger::v1::Receipt& receipt : receipts.receipts()) {
    listed.push_back(
        {receipt.number(), receipt.unit_id(), receipt.received_date(), Fen(receipt.amount_fen())});
  }
  if (listed.empty()) return absl::NotFoundError("January has no receipts");
  listed.back().amount = listed.back().amount + Fen(1000);
  listed.push_back({"", listed.front().unit_id, FormatDate(kImportedOn), Fen(5000)});
  return SampleFinanceList(listed);
}

// Lays finance's list against the ledger, and accepts what differs, so that the month could close.
absl::Status Reconcile(World& world) {
  const std::string month = FormatMonth(Month(kImportedOn));
  const SuiteClient& finance = world.cast.As(kFinance);
  ledger::v1::ImportFinanceReceiptsRequest request;
  request.set_request_id(world.RequestId());
  request.set_project_id(std::string(kProjectWithCampaign));
  request.set_month(month);
  CUIJIAO_ASSIGN_OR_RETURN(*request.mutable_content(), FinanceList(world));
  CUIJIAO_RETURN_IF_ERROR(finance
                              .Call(finance.suite().reconciliation,
                                    &ledger::v1::ReconciliationService::Stub::ImportFinanceReceipts,
                                    request)
                              .status());
  ledger::v1::ListDifferencesRequest list;
  list.set_project_id(request.project_id());
  list.set_month(month);
  CUIJIAO_ASSIGN_OR_RETURN(
      const ledger::v1::ListDifferencesResponse differences,
      finance.Call(finance.suite().reconciliation,
                   &ledger::v1::ReconciliationService::Stub::ListDifferences, list));
  for (const ledger::v1::Difference& difference : differences.differences()) {
    ledger::v1::AcceptDifferenceRequest accept;
    accept.set_request_id(world.RequestId());
    accept.set_project_id(request.project_id());
    accept.set_month(month);
    accept.set_difference_id(difference.id());
    accept.set_reason("财务已查实，下月更正");
    CUIJIAO_RETURN_IF_ERROR(finance
                                .Call(finance.suite().reconciliation,
                                      &ledger::v1::ReconciliationService::Stub::AcceptDifference,
                                      accept)
                                .status());
  }
  ledger::v1::GetReconciliationRequest get;
  get.set_project_id(request.project_id());
  get.set_month(month);
  CUIJIAO_ASSIGN_OR_RETURN(
      world.reconciliation,
      finance.Call(finance.suite().reconciliation,
                   &ledger::v1::ReconciliationService::Stub::GetReconciliation, get));
  return absl::OkStatus();
}

}  // namespace

absl::Status PlayStatements(World& world) {
  CUIJIAO_RETURN_IF_ERROR(MoveClock(world, kImportedOn));
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<Payer> payers, TakePayers(world, 9));
  CUIJIAO_RETURN_IF_ERROR(ImportStatement(world, "wechat-2018-01.csv",
                                          SampleWechatBill(payers[0], payers[1], kPaidOn)));
  CUIJIAO_RETURN_IF_ERROR(
      ImportStatement(world, "alipay-2018-01.csv", SampleAlipayBill(payers[2], kPaidOn)));
  CUIJIAO_RETURN_IF_ERROR(ImportStatement(world, "camt053-2018-01.xml",
                                          SampleCamt(payers[3], payers[4], payers[5], kPaidOn)));
  const ledger::v1::BankStatementMapping mapping = BankMapping();
  CUIJIAO_RETURN_IF_ERROR(
      ImportStatement(world, "bank-2018-01.csv", SampleBankCsv(payers[6], kPaidOn), &mapping));
  CUIJIAO_RETURN_IF_ERROR(MatchByHand(world));
  CUIJIAO_RETURN_IF_ERROR(ImportReceipts(world, payers[7], payers[8]));
  return Reconcile(world);
}

}  // namespace cuijiao::demo
