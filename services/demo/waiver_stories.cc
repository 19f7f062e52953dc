// Waivers of each kind of the WVR table, from the proposal to the settlement or the refusal.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/demo/world.h"

namespace cuijiao::demo {
namespace {

using WaiverStub = waiver::v1::WaiverService::Stub;

// What is to become of a proposal.
enum class End : std::uint8_t {
  kSettled,
  kOnlyEvaluated,
  kRefusedAtSubmission,
  kExpired,
  kCancelled
};

struct WaiverStory {
  int day;  // of May
  std::string_view what;
  Fen waiver;
  int months;
  std::string_view signer;  // empty: nobody signs
  End end;
  bool has_arrears;
  int quarters_paid;  // of the plan year, before: what is due already counts as covered too
};

constexpr int kMonthOfStories = 5;
constexpr int kLastDayOfStories = 31;

// What the table of the rules shows, one household each.
constexpr std::array kWaiverStories = {
    WaiverStory{21, "W1 三项条件全满足 within a manager's authority", Fen(19'999), 6, kManager,
                End::kSettled, true, 0},
    WaiverStory{21, "W2 恰好200元 exactly 200.00", Fen(20'000), 6, kGeneralManager, End::kSettled,
                true, 0},
    WaiverStory{22, "W5 预交不足半年 prepays three months", Fen(10'000), 3, kGeneralManager,
                End::kSettled, true, 2},
    WaiverStory{22, "WVR-4b 不预交 prepays nothing", Fen(10'000), 0, "", End::kOnlyEvaluated, true,
                2},
    WaiverStory{22, "WVR-4c 无历史欠款 owes no historical arrears", Fen(5'000), 6, "",
                End::kRefusedAtSubmission, false, 0},
    WaiverStory{23, "经理当月累计 the manager's month goes on", Fen(19'999), 6, kManager,
                End::kSettled, true, 0},
    WaiverStory{23, "批准后未使用 approved and never used", Fen(19'000), 6, kManager, End::kExpired,
                true, 0},
    WaiverStory{23, "批准后撤回 approved and taken back", Fen(8'002), 6, kManager, End::kCancelled,
                true, 0},
    // What was taken back counts no more: 589.98 are signed, and with these two 989.96.
    WaiverStory{24, "经理当月累计 the manager's month goes on", Fen(19'999), 6, kManager,
                End::kSettled, true, 0},
    WaiverStory{24, "经理当月累计 the manager's month goes on", Fen(19'999), 6, kManager,
                End::kSettled, true, 0},
    WaiverStory{24, "W8 当月将超1000元 past 1,000.00 in the month", Fen(1'005), 6, kGeneralManager,
                End::kSettled, true, 0},
    WaiverStory{24, "W7 当月恰满1000元 1,000.00 in the month exactly", Fen(1'004), 6, kManager,
                End::kSettled, true, 0},
};

// A household of the second community that suits the story.
const SampleUnit* TakeHousehold(World& world, const WaiverStory& story) {
  return world.TakeUnit("C02", "waiver", [&world, &story](const SampleUnit& unit) {
    return unit.opening_bills.empty() != story.has_arrears &&
           world.quarters_paid[unit.id] == story.quarters_paid;
  });
}

waiver::v1::WaiverProposal ProposalOf(const WaiverStory& story, const SampleUnit& unit) {
  waiver::v1::WaiverProposal proposal;
  proposal.set_unit_id(unit.id);
  proposal.set_waiver_fen(story.waiver.value());
  proposal.set_months_to_cover(story.months);
  return proposal;
}

// `cash`: what the household would pay, in place of the proposal's months.
absl::StatusOr<waiver::v1::WaiverEvaluation> Evaluate(const World& world,
                                                      const waiver::v1::WaiverProposal& proposal,
                                                      std::string_view by = kManager,
                                                      Fen cash = Fen(0)) {
  waiver::v1::EvaluateWaiverRequest request;
  *request.mutable_proposal() = proposal;
  request.set_manager_id(std::string(by));
  request.set_cash_fen(cash.value());
  const SuiteClient& manager = world.cast.As(by);
  return manager.Call(manager.suite().waiver, &WaiverStub::EvaluateWaiver, request);
}

absl::StatusOr<waiver::v1::Waiver> Submit(World& world,
                                          const waiver::v1::WaiverProposal& proposal) {
  waiver::v1::SubmitWaiverRequest request;
  request.set_request_id(world.RequestId());
  *request.mutable_proposal() = proposal;
  request.set_note("业主愿一次性缴清历史欠款并预交");
  const SuiteClient& collector = world.cast.As(kCollectorA02);
  return collector.Call(collector.suite().waiver, &WaiverStub::SubmitWaiver, request);
}

absl::StatusOr<waiver::v1::Waiver> Approve(World& world, std::string_view signer,
                                           const std::string& waiver_id) {
  waiver::v1::ApproveWaiverRequest request;
  request.set_request_id(world.RequestId());
  request.set_waiver_id(waiver_id);
  const SuiteClient& client = world.cast.As(signer);
  return client.Call(client.suite().waiver, &WaiverStub::ApproveWaiver, request);
}

absl::StatusOr<waiver::v1::Waiver> Settle(World& world, const waiver::v1::Waiver& waiver,
                                          Date date) {
  waiver::v1::SettleWaiverRequest request;
  request.set_request_id(world.RequestId());
  request.set_waiver_id(waiver.id());
  request.set_cash_fen(waiver.cash_fen());
  request.set_method(waiver::v1::CASH_METHOD_BANK_TRANSFER);
  request.set_received_date(FormatDate(date));
  const SuiteClient& finance = world.cast.As(kFinance);
  return finance.Call(finance.suite().waiver, &WaiverStub::SettleWaiver, request);
}

absl::StatusOr<waiver::v1::Waiver> Cancel(World& world, const waiver::v1::Waiver& waiver) {
  waiver::v1::CancelWaiverRequest request;
  request.set_request_id(world.RequestId());
  request.set_waiver_id(waiver.id());
  request.set_reason("业主改为全额缴纳");
  const SuiteClient& collector = world.cast.As(kCollectorA02);
  return collector.Call(collector.suite().waiver, &WaiverStub::CancelWaiver, request);
}

std::string OutcomeOf(const absl::StatusOr<waiver::v1::Waiver>& waiver) {
  if (!waiver.ok()) return absl::StrCat("REFUSED ", ReasonOf(waiver.status()));
  return waiver::v1::Waiver::State_Name(waiver->state()).substr(6);
}

// An approved waiver that nobody uses.
struct UnusedWaiver {
  std::string waiver_id;
  std::string unit_id;
  std::size_t tale = 0;  // of the world's waiver tales
};

// Submits, signs and ends the proposal as the story says; what must be refused is refused.
absl::StatusOr<std::string> Carry(World& world, const WaiverStory& story,
                                  const waiver::v1::WaiverProposal& proposal, Date date,
                                  UnusedWaiver& unused) {
  if (story.end == End::kOnlyEvaluated) return "EVALUATED";
  const absl::StatusOr<waiver::v1::Waiver> submitted = Submit(world, proposal);
  if (story.end == End::kRefusedAtSubmission) {
    if (submitted.ok()) return absl::InternalError("a waiver without ground was taken");
    return OutcomeOf(submitted);
  }
  CUIJIAO_RETURN_IF_ERROR(submitted.status());
  CUIJIAO_ASSIGN_OR_RETURN(const waiver::v1::Waiver approved,
                           Approve(world, story.signer, submitted->id()));
  if (story.end == End::kExpired) {
    unused = {approved.id(), proposal.unit_id(), world.waiver_tales.size()};
    return OutcomeOf(approved);
  }
  const absl::StatusOr<waiver::v1::Waiver> ended =
      story.end == End::kCancelled ? Cancel(world, approved) : Settle(world, approved, date);
  CUIJIAO_RETURN_IF_ERROR(ended.status());
  return OutcomeOf(ended);
}

absl::Status Play(World& world, const WaiverStory& story, UnusedWaiver& unused) {
  const Date date(kPlanYear, kMonthOfStories, story.day);
  CUIJIAO_RETURN_IF_ERROR(MoveClock(world, date));
  const SampleUnit* unit = TakeHousehold(world, story);
  if (unit == nullptr) return absl::InternalError("the sample has too few households in arrears");
  const waiver::v1::WaiverProposal proposal = ProposalOf(story, *unit);
  CUIJIAO_ASSIGN_OR_RETURN(waiver::v1::WaiverEvaluation evaluation, Evaluate(world, proposal));
  CUIJIAO_ASSIGN_OR_RETURN(std::string outcome, Carry(world, story, proposal, date, unused));
  world.waiver_tales.push_back(
      {std::string(story.what), std::move(outcome), std::move(evaluation)});
  return absl::OkStatus();
}

Fen ArrearsOf(const SampleUnit& unit) {
  Fen arrears;
  for (const OpeningBill& bill : unit.opening_bills) arrears = arrears + bill.principal;
  return arrears;
}

// W3, W4 and W6: a household of the third community, where fees are so low that the tenth of the
// cash binds, and what it would be told. Nothing is submitted.
absl::Status PlaySmallHousehold(World& world) {
  const SampleUnit* const unit = world.TakeUnit("C03", "waiver", [&](const SampleUnit& candidate) {
    return world.quarters_paid[candidate.id] == 0 && !candidate.opening_bills.empty() &&
           ArrearsOf(candidate) + FeeOf(candidate, 6) < Fen(190'000);
  });
  if (unit == nullptr) return absl::InternalError("no household of the sample pays so little");
  const auto proposal_of = [&](Fen waiver, int months) {
    waiver::v1::WaiverProposal proposal;
    proposal.set_unit_id(unit->id);
    proposal.set_waiver_fen(waiver.value());
    proposal.set_months_to_cover(months);
    return proposal;
  };
  CUIJIAO_ASSIGN_OR_RETURN(waiver::v1::WaiverEvaluation evaluation,
                           Evaluate(world, proposal_of(Fen(100), 6), kManagerOfP02));
  const Fen largest(evaluation.largest_for_manager_fen());
  if (largest <= Fen(0)) return absl::InternalError("a manager may sign nothing there");
  CUIJIAO_ASSIGN_OR_RETURN(evaluation, Evaluate(world, proposal_of(largest, 6), kManagerOfP02));
  world.waiver_tales.push_back(
      {"W3 恰在实缴10%以内 just within a tenth of the cash", "EVALUATED", std::move(evaluation)});
  CUIJIAO_ASSIGN_OR_RETURN(evaluation,
                           Evaluate(world, proposal_of(largest + Fen(1), 6), kManagerOfP02));
  world.waiver_tales.push_back(
      {"W4 多0.01元即超10% 0.01 more is past it", "EVALUATED", std::move(evaluation)});
  CUIJIAO_ASSIGN_OR_RETURN(evaluation, Evaluate(world, proposal_of(Fen(100), 0), kManagerOfP02,
                                                ArrearsOf(*unit) - Fen(101)));
  world.waiver_tales.push_back(
      {"W6 欠款尚余0.01元 0.01 of the arrears stays unpaid", "EVALUATED", std::move(evaluation)});
  return absl::OkStatus();
}

// W9: a second waiver for a household that has one and still owes, so that nothing but WVR-5 is in
// the way.
absl::Status PlaySecondWaiver(World& world, const std::string& unit_id) {
  waiver::v1::WaiverProposal proposal;
  proposal.set_unit_id(unit_id);
  proposal.set_waiver_fen(100);
  proposal.set_months_to_cover(6);
  CUIJIAO_ASSIGN_OR_RETURN(waiver::v1::WaiverEvaluation evaluation, Evaluate(world, proposal));
  const absl::StatusOr<waiver::v1::Waiver> submitted = Submit(world, proposal);
  if (submitted.ok()) return absl::InternalError("a second waiver of one household was taken");
  world.waiver_tales.push_back({"W9 同户第二次减免 second waiver of one household",
                                OutcomeOf(submitted), std::move(evaluation)});
  return absl::OkStatus();
}

// What has become of the waiver that nobody used, when its seven days are over.
absl::Status EndUnusedWaiver(World& world, const UnusedWaiver& unused) {
  CUIJIAO_RETURN_IF_ERROR(MoveClock(world, Date(kPlanYear, kMonthOfStories, kLastDayOfStories)));
  waiver::v1::GetWaiverRequest request;
  request.set_waiver_id(unused.waiver_id);
  const SuiteClient& manager = world.cast.As(kManager);
  const absl::StatusOr<waiver::v1::Waiver> waiver =
      manager.Call(manager.suite().waiver, &WaiverStub::GetWaiver, request);
  CUIJIAO_RETURN_IF_ERROR(waiver.status());
  std::string& outcome = world.waiver_tales[unused.tale].outcome;
  absl::StrAppend(&outcome, ", ", OutcomeOf(waiver));
  return absl::OkStatus();
}

}  // namespace

absl::Status PlayWaivers(World& world, Month month) {
  if (month.month() != kMonthOfStories) return absl::OkStatus();
  UnusedWaiver unused;
  for (const WaiverStory& story : kWaiverStories) {
    CUIJIAO_RETURN_IF_ERROR(Play(world, story, unused));
  }
  CUIJIAO_RETURN_IF_ERROR(PlaySmallHousehold(world));
  CUIJIAO_RETURN_IF_ERROR(PlaySecondWaiver(world, unused.unit_id));
  return EndUnusedWaiver(world, unused);
}

}  // namespace cuijiao::demo
