// The shared cases answered by the running service (tests/cases/payroll.json).
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/integration/payroll/payroll_world.h"

namespace cuijiao::payroll {
namespace {

using nlohmann::json;

template <typename Response, typename Request>
Response Ask(PayrollWorld& world,
             grpc::Status (v1::SimulationService::StubInterface::*method)(grpc::ClientContext*,
                                                                          const Request&,
                                                                          Response*),
             const Request& request) {
  grpc::ClientContext context;
  world.ledger().Prepare(context, world.Officer());
  Response response;
  const grpc::Status status = (world.simulation().*method)(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response;
}

std::int64_t Amount(const json& given, const char* name) {
  return given.value(name, std::int64_t{0});
}

void CheckMonth(PayrollWorld& world, const json& given, const json& expect) {
  v1::SimulateMonthRequest request;
  request.set_gross_fen(Amount(given, "gross_fen"));
  request.set_planned_rate_bp(given["planned_rate_bp"].get<std::int32_t>());
  request.set_receivable_fen(Amount(given, "receivable_fen"));
  request.set_received_fen(Amount(given, "received_fen"));
  request.set_minimum_wage_fen(Amount(given, "minimum_wage_fen"));
  const auto response = Ask<v1::SimulateMonthResponse>(
      world, &v1::SimulationService::StubInterface::SimulateMonth, request);
  EXPECT_EQ(response.coefficient_numerator(),
            std::to_string(expect["coefficient"][0].get<std::int64_t>()));
  EXPECT_EQ(response.coefficient_denominator(),
            std::to_string(expect["coefficient"][1].get<std::int64_t>()));
  EXPECT_EQ(response.deduction_fen(), Amount(expect, "deduction_fen"));
  EXPECT_EQ(response.net_fen(), Amount(expect, "net_fen"));
  EXPECT_FALSE(response.formula().empty());
}

void CheckYearEnd(PayrollWorld& world, const json& given, const json& expect) {
  v1::SimulateYearEndRequest request;
  request.set_annual_task_fen(Amount(given, "annual_task_fen"));
  request.set_received_fen(Amount(given, "received_fen"));
  request.set_received_in_campaigns_fen(Amount(given, "received_in_campaigns_fen"));
  for (const json& taken : given["deductions_fen"]) request.add_deductions_fen(taken);
  request.set_december_gross_fen(Amount(given, "december_gross_fen"));
  request.set_minimum_wage_fen(Amount(given, "minimum_wage_fen"));
  const auto response = Ask<v1::SimulateYearEndResponse>(
      world, &v1::SimulationService::StubInterface::SimulateYearEnd, request);
  EXPECT_EQ(response.refund_fen(), Amount(expect, "refund_fen"));
  EXPECT_EQ(response.reward_fen(), Amount(expect, "reward_fen"));
  EXPECT_EQ(response.penalty_fen(), Amount(expect, "penalty_fen"));
}

void CheckBonus(PayrollWorld& world, const json& given, const json& expect) {
  v1::SimulateBonusRequest request;
  request.set_historical_fen(Amount(given, "historical_fen"));
  for (const json& named : given["credited_first"]) {
    auto& collaborator = *request.add_collaborators();
    collaborator.set_id(named["id"].get<std::string>());
    collaborator.set_worked(named["worked"].get<bool>());
  }
  request.set_in_campaign(given["in_campaign"].get<bool>());
  request.set_waiver_fen(Amount(given, "waiver_fen"));
  request.set_claim_fen(Amount(given, "claim_fen"));
  const auto response = Ask<v1::SimulateBonusResponse>(
      world, &v1::SimulationService::StubInterface::SimulateBonus, request);
  EXPECT_EQ(response.pool_fen(), Amount(expect, "pool_fen"));
  EXPECT_EQ(response.paid_fen(), Amount(expect, "paid_fen"));
  EXPECT_EQ(response.reason(), expect["reason"].get<std::string>());
  json shares = json::object();
  for (const auto& share : response.shares()) shares[share.id()] = share.amount_fen();
  EXPECT_EQ(shares, expect["shares"]);
}

void CheckCompensation(PayrollWorld& world, const json& given, const json& expect) {
  v1::SimulateCompensationRequest request;
  request.set_wage_after_inc1_fen(Amount(given, "wage_after_inc1_fen"));
  request.set_due_fen(Amount(given, "due_fen"));
  request.set_minimum_wage_fen(Amount(given, "minimum_wage_fen"));
  const auto response = Ask<v1::SimulateCompensationResponse>(
      world, &v1::SimulationService::StubInterface::SimulateCompensation, request);
  EXPECT_EQ(response.taken_fen(), Amount(expect, "taken_fen"));
  EXPECT_EQ(response.carried_fen(), Amount(expect, "carried_fen"));
}

TEST(Simulation, AnswersAllSharedCasesOfPayroll) {
  PayrollWorld world;
  std::ifstream file("tests/cases/payroll.json");
  const json cases = json::parse(file);
  ASSERT_EQ(cases.size(), 60U);
  for (const json& one : cases) {
    SCOPED_TRACE(one["id"].get<std::string>());
    const std::string rule = one["rule"];
    if (rule == "INC-1") {
      CheckMonth(world, one["given"], one["expect"]);
    } else if (rule == "INC-3, INC-7") {
      CheckYearEnd(world, one["given"], one["expect"]);
    } else if (rule == "INC-4, INC-5, INC-6") {
      CheckBonus(world, one["given"], one["expect"]);
    } else if (rule == "INC-8") {
      CheckCompensation(world, one["given"], one["expect"]);
    } else {
      ADD_FAILURE() << "no rule " << rule;
    }
  }
}

TEST(Simulation, ANamedTwiceIsRefused) {
  PayrollWorld world;
  v1::SimulateBonusRequest request;
  request.set_historical_fen(100);
  for (int i = 0; i < 2; ++i) request.add_collaborators()->set_id("C1");
  grpc::ClientContext context;
  world.ledger().Prepare(context, world.Officer());
  v1::SimulateBonusResponse response;
  EXPECT_EQ(world.simulation().SimulateBonus(&context, request, &response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

}  // namespace
}  // namespace cuijiao::payroll
