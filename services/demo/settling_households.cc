// Households that pay all their historical arrears and the whole plan year, and so earn those who
// brought them a bonus (INC-4): alone, together, without recorded work, and in the campaign.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "common/status/macros.h"
#include "services/demo/world.h"

namespace cuijiao::demo {
namespace {

using EscalationStub = escalation::v1::EscalationService::Stub;

enum class Credit : std::uint8_t { kAlone, kTogether, kWithoutWork };

struct Settling {
  int month;
  int day;
  Credit credit;
};

// In February the campaign still runs (INC-6a); from March on the scheme is in force.
constexpr std::array kSettlings = {
    Settling{2, 21, Credit::kAlone},       Settling{3, 21, Credit::kAlone},
    Settling{4, 21, Credit::kAlone},       Settling{4, 22, Credit::kTogether},
    Settling{4, 23, Credit::kWithoutWork}, Settling{6, 21, Credit::kTogether},
    Settling{9, 21, Credit::kAlone},       Settling{11, 21, Credit::kTogether},
    Settling{12, 21, Credit::kAlone},
};

// A household of the first community with arrears that has paid nothing of the plan year.
const SampleUnit* TakeHousehold(World& world) {
  return world.TakeUnit("C01", "settles all", [&world](const SampleUnit& unit) {
    return !unit.opening_bills.empty() && world.quarters_paid[unit.id] == 0;
  });
}

absl::Status Visit(World& world, std::string_view collector_id, const SampleUnit& unit, Date date) {
  escalation::v1::RecordContactRequest request;
  request.set_request_id(world.RequestId());
  request.set_unit_id(unit.id);
  request.set_channel(escalation::v1::CONTACT_CHANNEL_VISIT_HOME);
  request.set_outcome(escalation::v1::CONTACT_OUTCOME_NO_PROMISE);
  request.set_happened_date(FormatDate(date));
  request.set_note("上门沟通，说明历史欠款及当年费用");
  const SuiteClient& collector = world.cast.As(collector_id);
  return collector.Call(collector.suite().escalation, &EscalationStub::RecordContact, request)
      .status();
}

// The collaborator's call, which the credited collector accepts as joint work (INC-5).
absl::Status CallTogether(World& world, const SampleUnit& unit, Date date) {
  escalation::v1::RecordContactRequest request;
  request.set_request_id(world.RequestId());
  request.set_unit_id(unit.id);
  request.set_channel(escalation::v1::CONTACT_CHANNEL_PHONE);
  request.set_outcome(escalation::v1::CONTACT_OUTCOME_NO_PROMISE);
  request.set_happened_date(FormatDate(date));
  const SuiteClient& collaborator = world.cast.As(kCollectorA02);
  CUIJIAO_ASSIGN_OR_RETURN(
      const escalation::v1::Contact call,
      collaborator.Call(collaborator.suite().escalation, &EscalationStub::RecordContact, request));
  escalation::v1::AcceptWorkRequest acceptance;
  acceptance.set_request_id(world.RequestId());
  acceptance.set_work_id(call.id());
  const SuiteClient& collector = world.cast.As(kCollectorA01);
  return collector.Call(collector.suite().escalation, &EscalationStub::AcceptWork, acceptance)
      .status();
}

absl::Status Settle(World& world, const SampleUnit& unit, const Settling& story, Date date) {
  Fen amount(4 * FeeOf(unit, 3).value());
  for (const OpeningBill& bill : unit.opening_bills) amount += bill.principal;
  ledger::v1::RecordPaymentRequest request;
  request.set_request_id(world.RequestId());
  request.set_unit_id(unit.id);
  request.set_amount_fen(amount.value());
  request.set_method(ledger::v1::PAYMENT_METHOD_BANK_TRANSFER);
  request.set_received_date(FormatDate(date));
  request.set_collector_id(std::string(kCollectorA01));
  if (story.credit != Credit::kAlone) request.add_collaborator_ids(std::string(kCollectorA02));
  const SuiteClient& finance = world.cast.As(kFinance);
  return finance
      .Call(finance.suite().payment, &ledger::v1::PaymentService::Stub::RecordPayment, request)
      .status();
}

absl::Status Play(World& world, const Settling& story, Date date) {
  const SampleUnit* unit = TakeHousehold(world);
  if (unit == nullptr) return absl::InternalError("the sample has too few households in arrears");
  CUIJIAO_RETURN_IF_ERROR(MoveClock(world, date));
  CUIJIAO_RETURN_IF_ERROR(Visit(world, kCollectorA01, *unit, date));
  if (story.credit == Credit::kTogether) CUIJIAO_RETURN_IF_ERROR(CallTogether(world, *unit, date));
  world.quarters_paid[unit->id] = 4;
  return Settle(world, *unit, story, date);
}

}  // namespace

absl::Status PlayHouseholdsThatSettle(World& world, Month month) {
  for (const Settling& story : kSettlings) {
    if (story.month != month.month()) continue;
    CUIJIAO_RETURN_IF_ERROR(Play(world, story, Date(kPlanYear, story.month, story.day)));
  }
  return absl::OkStatus();
}

}  // namespace cuijiao::demo
