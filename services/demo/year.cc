// Act 2: January to December 2017. Each month: bills, reminders, what is paid by habit, what
// collectors bring in, the stories, the close, and from March on the payroll of the month.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "services/demo/in_parallel.h"
#include "services/demo/payroll_of_month.h"
#include "services/demo/world.h"

namespace cuijiao::demo {
namespace {

using ledger::v1::RecordPaymentRequest;

// The source's example: 截止12月实际完成70万.
constexpr Fen kReceiptsOfTheExample(70'000'000);
constexpr std::string_view kAreaOfTheExample = "A03";
constexpr int kContactsPerRound = 60;

Date DayOf(Month month, int day) { return Date(month) + (day - 1); }

bool IsQuarterStart(Month month) { return (month.month() - 1) % 3 == 0; }

// Quarters whose bills exist in `month`.
int QuartersBilled(Month month) { return (month.month() - 1) / 3 + 1; }

RecordPaymentRequest PaymentOf(World& world, const SampleUnit& unit, Fen amount, Date received) {
  constexpr std::array kMethods = {ledger::v1::PAYMENT_METHOD_WECHAT_PAY,
                                   ledger::v1::PAYMENT_METHOD_ALIPAY,
                                   ledger::v1::PAYMENT_METHOD_BANK_TRANSFER,
                                   ledger::v1::PAYMENT_METHOD_CASH, ledger::v1::PAYMENT_METHOD_POS};
  RecordPaymentRequest request;
  request.set_request_id(world.RequestId());
  request.set_unit_id(unit.id);
  request.set_amount_fen(amount.value());
  request.set_method(world.dice.Pick(std::span(kMethods)));
  request.set_received_date(FormatDate(received));
  return request;
}

absl::Status Record(const World& world, const std::vector<RecordPaymentRequest>& payments) {
  const SuiteClient& finance = world.cast.As(kFinance);
  return InParallel(payments, [&](const RecordPaymentRequest& request) {
    return finance
        .Call(finance.suite().payment, &ledger::v1::PaymentService::Stub::RecordPayment, request)
        .status();
  });
}

absl::Status RunBilling(const World& world, Month month) {
  const SuiteClient& finance = world.cast.As(kFinance);
  for (const SampleCommunity& community : world.company.communities) {
    ledger::v1::RunBillingRequest request;
    request.set_community_id(community.id);
    request.set_from_month(FormatMonth(month));
    request.set_to_month(FormatMonth(month));
    CUIJIAO_RETURN_IF_ERROR(
        finance
            .Call(finance.suite().billing, &ledger::v1::BillingService::Stub::RunBilling, request)
            .status());
  }
  return absl::OkStatus();
}

absl::StatusOr<escalation::v1::RunDailyResponse> RunDaily(const World& world, Date date) {
  CUIJIAO_RETURN_IF_ERROR(MoveClock(world, date));
  const SuiteClient& administrator = world.cast.As(kAdministrator);
  return administrator.Call(administrator.suite().escalation,
                            &escalation::v1::EscalationService::Stub::RunDaily,
                            escalation::v1::RunDailyRequest());
}

// Whether the unit pays what is billed so far in `month` by its own habit.
bool PaysByHabit(World& world, const SampleUnit& unit, Month month) {
  switch (unit.habit) {
    case Habit::kWholeYearInCampaign:
      return month.month() == 1 || month.month() == 2;
    case Habit::kPunctual:
      return IsQuarterStart(month);
    case Habit::kLate:
      return !IsQuarterStart(month) && world.dice.Chance(55);
    case Habit::kAfterContact:
    case Habit::kNever:
      return false;
  }
  return false;
}

// Owners who owe for years before name the bill that they pay (Civil Code art. 560), so that the
// money does not go to the oldest debt.
absl::Status DesignateCurrentBills(const World& world, RecordPaymentRequest& request) {
  const SuiteClient& finance = world.cast.As(kFinance);
  ledger::v1::ListBillsRequest list;
  list.set_unit_id(request.unit_id());
  list.set_unpaid_only(true);
  CUIJIAO_ASSIGN_OR_RETURN(
      const ledger::v1::ListBillsResponse bills,
      finance.Call(finance.suite().billing, &ledger::v1::BillingService::Stub::ListBills, list));
  for (const ledger::v1::Bill& bill : bills.bills()) {
    if (bill.period_end_date() >= FormatDate(Date(kPlanYear, 1, 1))) {
      request.add_designations()->set_bill_id(bill.id());
    }
  }
  return absl::OkStatus();
}

absl::Status PayByHabit(World& world, Month month, Date last_day) {
  std::vector<RecordPaymentRequest> payments;
  for (const SampleCommunity& community : world.company.communities) {
    for (const SampleUnit& unit : community.units) {
      int& paid = world.quarters_paid[unit.id];
      const bool whole_year = unit.habit == Habit::kWholeYearInCampaign;
      const int wanted = whole_year ? 4 : QuartersBilled(month);
      if (world.reserved.contains(unit.id) || paid >= wanted || !PaysByHabit(world, unit, month)) {
        continue;
      }
      // Half of those who prepay the year do so in January.
      if (whole_year && month.month() == 1 && world.dice.Chance(50)) continue;
      const Fen amount((wanted - paid) * FeeOf(unit, 3).value());
      const Date received = DayOf(month, world.dice.Between(3, last_day.day()));
      payments.push_back(PaymentOf(world, unit, amount, received));
      paid = wanted;
      if (!unit.opening_bills.empty()) {
        CUIJIAO_RETURN_IF_ERROR(DesignateCurrentBills(world, payments.back()));
      }
    }
  }
  return Record(world, payments);
}

const SampleUnit* FindUnit(const SampleCompany& company, const std::string& unit_id) {
  for (const SampleCommunity& community : company.communities) {
    if (!unit_id.starts_with(community.id)) continue;
    const auto found = std::ranges::find(community.units, unit_id, &SampleUnit::id);
    if (found != community.units.end()) return &*found;
  }
  return nullptr;
}

// What a collector hears from an owner, drawn by the household's habit.
escalation::v1::RecordContactRequest ContactWith(World& world,
                                                 const escalation::v1::WorklistEntry& entry,
                                                 Habit habit, Date today) {
  constexpr std::array<std::string_view, 4> kReasons = {"FORGOT", "NO_TIME", "CASH_TROUBLE",
                                                        "DISSATISFIED"};
  escalation::v1::RecordContactRequest request;
  request.set_request_id(world.RequestId());
  request.set_unit_id(entry.unit_id());
  request.set_channel(entry.channel() == "VISIT" ? escalation::v1::CONTACT_CHANNEL_VISIT_HOME
                                                 : escalation::v1::CONTACT_CHANNEL_PHONE);
  request.set_happened_date(FormatDate(today));
  request.set_spoken_with("业主本人");
  if (habit == Habit::kNever) {
    request.set_outcome(world.dice.Chance(50) ? escalation::v1::CONTACT_OUTCOME_REFUSED
                                              : escalation::v1::CONTACT_OUTCOME_NOT_REACHED);
    request.set_told_next_measure(true);
    return request;
  }
  request.set_reason_code(std::string(world.dice.Pick(std::span(kReasons))));
  if (habit == Habit::kAfterContact || world.dice.Chance(60)) {
    request.set_outcome(escalation::v1::CONTACT_OUTCOME_PROMISED);
    request.set_promised_date(FormatDate(today + 3));
    request.set_promised_fen(entry.overdue_fen());
    request.set_promised_method("WECHAT_PAY");
  } else {
    request.set_outcome(escalation::v1::CONTACT_OUTCOME_NO_PROMISE);
  }
  return request;
}

// One round of a collector through the worklist; what was promised and will be kept is paid on the
// promised day.
absl::Status WorkThroughList(World& world, const SampleCommunity& community, Date today,
                             std::vector<RecordPaymentRequest>& to_be_paid) {
  const SuiteClient& collector = world.cast.As(community.collector_id);
  escalation::v1::GetWorklistRequest request;
  request.set_collector_id(community.collector_id);
  request.set_page_size(kContactsPerRound);
  CUIJIAO_ASSIGN_OR_RETURN(
      const escalation::v1::Worklist worklist,
      collector.Call(collector.suite().escalation,
                     &escalation::v1::EscalationService::Stub::GetWorklist, request));
  if (world.worklist.entries_size() == 0 && today.month() >= 5) world.worklist = worklist;
  std::vector<escalation::v1::RecordContactRequest> contacts;
  for (const escalation::v1::WorklistEntry& entry : worklist.entries()) {
    const SampleUnit* unit = FindUnit(world.company, entry.unit_id());
    if (unit == nullptr || world.reserved.contains(unit->id)) continue;
    contacts.push_back(ContactWith(world, entry, unit->habit, today));
    // Who owes for other years too keeps the promise less often.
    const int kept_percent = unit->opening_bills.empty() ? 75 : 35;
    const bool kept = contacts.back().outcome() == escalation::v1::CONTACT_OUTCOME_PROMISED &&
                      world.dice.Chance(kept_percent);
    if (!kept) continue;
    to_be_paid.push_back(PaymentOf(world, *unit, Fen(entry.overdue_fen()), today + 3));
    to_be_paid.back().set_collector_id(community.collector_id);
    world.quarters_paid[unit->id] = QuartersBilled(Month(today));
  }
  return InParallel(contacts, [&](const escalation::v1::RecordContactRequest& contact) {
    return collector
        .Call(collector.suite().escalation, &escalation::v1::EscalationService::Stub::RecordContact,
              contact)
        .status();
  });
}

absl::Status CollectOverdue(World& world, Date today) {
  std::vector<RecordPaymentRequest> to_be_paid;
  for (const SampleCommunity& community : world.company.communities) {
    CUIJIAO_RETURN_IF_ERROR(WorkThroughList(world, community, today, to_be_paid));
  }
  CUIJIAO_RETURN_IF_ERROR(MoveClock(world, today + 3));
  return Record(world, to_be_paid);
}

absl::StatusOr<Fen> ReceivedInTheExample(const World& world) {
  const SuiteClient& finance = world.cast.As(kFinance);
  ledger::v1::GetCollectionRateRequest request;
  request.set_area_id(std::string(kAreaOfTheExample));
  CUIJIAO_ASSIGN_OR_RETURN(
      const ledger::v1::CollectionRate rate,
      finance.Call(finance.suite().plan, &ledger::v1::PlanService::Stub::GetCollectionRate,
                   request));
  return Fen(rate.received_fen());
}

// In December the last households of the source's example pay until its 700,000.00 are reached, the
// last one in part.
absl::Status CompleteTheExample(World& world, Date today) {
  CUIJIAO_ASSIGN_OR_RETURN(const Fen received, ReceivedInTheExample(world));
  Fen missing = kReceiptsOfTheExample - received;
  if (missing < Fen(0)) {
    return absl::InternalError(absl::StrCat("area A03 has received ", FormatYuan(received),
                                            " already, more than the example's 700000.00"));
  }
  std::vector<RecordPaymentRequest> payments;
  for (const SampleCommunity& community : world.company.communities) {
    if (community.area_id != kAreaOfTheExample) continue;
    for (const SampleUnit& unit : community.units) {
      const int unpaid_quarters = 4 - world.quarters_paid[unit.id];
      if (missing == Fen(0) || unpaid_quarters == 0 || !unit.opening_bills.empty()) continue;
      const Fen amount = std::min(missing, Fen(unpaid_quarters * FeeOf(unit, 3).value()));
      payments.push_back(PaymentOf(world, unit, amount, today));
      missing -= amount;
    }
  }
  return Record(world, payments);
}

absl::Status CloseMonth(const World& world, Month month) {
  const Date last_day = LastDayOf(month);
  CUIJIAO_RETURN_IF_ERROR(MoveClock(world, last_day));
  ledger::v1::CloseMonthRequest request;
  request.set_month(FormatMonth(month));
  const SuiteClient& finance = world.cast.As(kFinance);
  return finance.Call(finance.suite().close, &ledger::v1::CloseService::Stub::CloseMonth, request)
      .status();
}

absl::Status PlayMonth(World& world, Month month) {
  CUIJIAO_RETURN_IF_ERROR(MoveClock(world, DayOf(month, 3)));
  if (IsQuarterStart(month)) CUIJIAO_RETURN_IF_ERROR(RunBilling(world, month));
  CUIJIAO_ASSIGN_OR_RETURN(const auto reminders, RunDaily(world, DayOf(month, 5)));
  CUIJIAO_RETURN_IF_ERROR(MoveClock(world, DayOf(month, 15)));
  CUIJIAO_RETURN_IF_ERROR(PayByHabit(world, month, DayOf(month, 15)));
  CUIJIAO_ASSIGN_OR_RETURN(const auto opened, RunDaily(world, DayOf(month, 16)));
  CUIJIAO_RETURN_IF_ERROR(CollectOverdue(world, DayOf(month, 16)));
  CUIJIAO_ASSIGN_OR_RETURN(const auto judged, RunDaily(world, DayOf(month, 20)));
  CUIJIAO_RETURN_IF_ERROR(PlayHouseholdsThatSettle(world, month));
  CUIJIAO_RETURN_IF_ERROR(PlayWaivers(world, month));
  if (month.month() == 12) {
    CUIJIAO_RETURN_IF_ERROR(MoveClock(world, DayOf(month, 29)));
    CUIJIAO_RETURN_IF_ERROR(CompleteTheExample(world, DayOf(month, 29)));
  }
  CUIJIAO_RETURN_IF_ERROR(CloseMonth(world, month));
  fmt::print(
      "{} 已结账 closed：提醒 reminders {}，新案 cases opened {}，承诺兑现 promises kept {}，失约 "
      "broken {}\n",
      FormatMonth(month), reminders.reminder_count(),
      reminders.opened_count() + opened.opened_count() + judged.opened_count(),
      judged.promises_kept_count(), judged.promises_broken_count());
  return absl::OkStatus();
}

}  // namespace

absl::Status PlayYear(World& world) {
  for (Month month(kPlanYear, 1); month.year() == kPlanYear; ++month) {
    CUIJIAO_RETURN_IF_ERROR(PlayMonth(world, month));
    // The scheme is in force from March on; a month is paid with the next month's wages.
    if (month.month() >= 3) {
      CUIJIAO_RETURN_IF_ERROR(MoveClock(world, Date(month + 1) + 1));
      CUIJIAO_RETURN_IF_ERROR(RunPayroll(world, month));
    }
  }
  return absl::OkStatus();
}

}  // namespace cuijiao::demo
