// Statements of banks and wallets: one of each kind, in January, which is still open.
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

}  // namespace

absl::Status PlayStatements(World& world) {
  CUIJIAO_RETURN_IF_ERROR(MoveClock(world, kImportedOn));
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<Payer> payers, TakePayers(world, 7));
  CUIJIAO_RETURN_IF_ERROR(ImportStatement(world, "wechat-2018-01.csv",
                                          SampleWechatBill(payers[0], payers[1], kPaidOn)));
  CUIJIAO_RETURN_IF_ERROR(
      ImportStatement(world, "alipay-2018-01.csv", SampleAlipayBill(payers[2], kPaidOn)));
  CUIJIAO_RETURN_IF_ERROR(ImportStatement(world, "camt053-2018-01.xml",
                                          SampleCamt(payers[3], payers[4], payers[5], kPaidOn)));
  const ledger::v1::BankStatementMapping mapping = BankMapping();
  CUIJIAO_RETURN_IF_ERROR(
      ImportStatement(world, "bank-2018-01.csv", SampleBankCsv(payers[6], kPaidOn), &mapping));
  return MatchByHand(world);
}

}  // namespace cuijiao::demo
