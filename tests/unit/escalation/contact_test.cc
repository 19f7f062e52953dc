#include "services/escalation/domain/contact.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "tests/unit/escalation/plan_2017.h"

namespace cuijiao::escalation {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Date kContactDay(2017, 3, 15);

OpenCase ContactedAt(const std::string& step) {
  OpenCase open_case;
  open_case.at_step.track = "N";
  open_case.at_step.step = step;
  open_case.at_step.months_overdue = 1;
  return open_case;
}

NewContact Phoned(ContactOutcome outcome) {
  NewContact contact;
  contact.contact = {ContactChannel::kPhone, outcome, kContactDay, false};
  return contact;
}

NewContact Promising(int days, Fen amount = Fen(100)) {
  NewContact contact = Phoned(ContactOutcome::kPromised);
  contact.promise = PromiseGiven{kContactDay + days, amount, "CASH"};
  return contact;
}

ContactDecision Decide(const NewContact& contact, const std::string& step = "N2",
                       bool approved = false) {
  return DecideContact(Plan2017(), ContactedAt(step), Fen(100), approved, contact, kContactDay);
}

TEST(DecideContact, RefusesWhatHappensTomorrow) {
  NewContact contact = Phoned(ContactOutcome::kNoPromise);
  contact.contact.happened_date = kContactDay + 1;
  EXPECT_THAT(Decide(contact).refusals, ElementsAre(ContactRefusal::kHappenedInFuture));
  contact.contact.happened_date = kContactDay;
  EXPECT_THAT(Decide(contact).refusals, IsEmpty());
}

TEST(DecideContact, ESC6_RefusesAReasonThatTheCatalogueDoesNotKnow) {
  NewContact contact = Phoned(ContactOutcome::kNoPromise);
  contact.reason_code = "BAD_WEATHER";
  EXPECT_THAT(Decide(contact).refusals, ElementsAre(ContactRefusal::kUnknownReason));
  contact.reason_code = "FORGOT";
  EXPECT_THAT(Decide(contact).refusals, IsEmpty());
}

TEST(DecideContact, N4_RefusesAVisitAtWorkBeforeAFailedHomeVisitAndApproval) {
  NewContact contact = Phoned(ContactOutcome::kNotReached);
  contact.contact.channel = ContactChannel::kVisitWorkplace;
  OpenCase open_case = ContactedAt("N4");
  const auto refusals = [&](bool approved) {
    return DecideContact(Plan2017(), open_case, Fen(100), approved, contact, kContactDay).refusals;
  };
  EXPECT_THAT(refusals(true), ElementsAre(ContactRefusal::kChannelNotAllowed));
  open_case.at_step.contacts = {
      {ContactChannel::kVisitHome, ContactOutcome::kNotReached, kContactDay, false}};
  EXPECT_THAT(refusals(false), ElementsAre(ContactRefusal::kChannelNotAllowed));
  EXPECT_THAT(refusals(true), IsEmpty());
}

TEST(DecideContact, APromiseComesWithPromisedAndWithNothingElse) {
  EXPECT_THAT(Decide(Phoned(ContactOutcome::kPromised)).refusals,
              ElementsAre(ContactRefusal::kPromiseMissing));
  NewContact contact = Promising(1);
  contact.contact.outcome = ContactOutcome::kRefused;
  EXPECT_THAT(Decide(contact).refusals, ElementsAre(ContactRefusal::kPromiseMissing));
}

TEST(DecideContact, ESC5_RefusesPromisesOutsideTheStepsLimits) {
  EXPECT_THAT(Decide(Promising(0)).refusals, ElementsAre(ContactRefusal::kPromiseTooSoon));
  EXPECT_THAT(Decide(Promising(1)).refusals, IsEmpty());
  EXPECT_THAT(Decide(Promising(5)).refusals, IsEmpty());
  EXPECT_THAT(Decide(Promising(6)).refusals, ElementsAre(ContactRefusal::kPromiseTooLate));
  EXPECT_THAT(Decide(Promising(4), "N3").refusals, ElementsAre(ContactRefusal::kPromiseTooLate));
  EXPECT_THAT(Decide(Promising(3, Fen(101))).refusals,
              ElementsAre(ContactRefusal::kPromiseAboveDebt));
  EXPECT_THAT(Decide(Promising(3), "N1").refusals,
              ElementsAre(ContactRefusal::kPromiseNotTakenHere));
  EXPECT_THAT(Decide(Promising(3), "X1").refusals,
              ElementsAre(ContactRefusal::kPromiseNotTakenHere));
}

TEST(DecideContact, TellsEverythingThatIsWrongAtOnce) {
  NewContact contact = Promising(6);
  contact.contact.happened_date = kContactDay + 1;
  contact.contact.channel = ContactChannel::kVisitWorkplace;
  contact.reason_code = "BAD_WEATHER";
  contact.promise->promised_date = kContactDay + 9;
  const ContactDecision decision = Decide(contact);
  EXPECT_THAT(decision.refusals,
              ElementsAre(ContactRefusal::kHappenedInFuture, ContactRefusal::kUnknownReason,
                          ContactRefusal::kChannelNotAllowed, ContactRefusal::kPromiseTooLate));
  EXPECT_FALSE(decision.move.has_value());
  EXPECT_FALSE(decision.next_task_date.has_value());
}

TEST(DecideContact, APromiseIsWaitedForWithoutATask) {
  const ContactDecision decision = Decide(Promising(3));
  EXPECT_FALSE(decision.move.has_value());
  EXPECT_EQ(decision.next_task_date, std::nullopt);
}

TEST(DecideContact, N2_MovesAtOnceWhenNoneIsGiven) {
  const ContactDecision decision = Decide(Phoned(ContactOutcome::kNoPromise));
  ASSERT_TRUE(decision.move.has_value());
  EXPECT_EQ(decision.move->to_step, "N3");
  EXPECT_EQ(decision.next_task_date, kContactDay + 1);
}

TEST(DecideContact, NobodyReachedIsTriedAgainTheDayAfter) {
  const ContactDecision decision = Decide(Phoned(ContactOutcome::kNotReached));
  EXPECT_FALSE(decision.move.has_value());
  EXPECT_EQ(decision.next_task_date, kContactDay + 1);
}

TEST(DecideContact, N3_MovesWhenTheOwnerRefusesAndWasTold) {
  NewContact contact = Phoned(ContactOutcome::kRefused);
  EXPECT_FALSE(Decide(contact, "N3").move.has_value());
  contact.contact.told_next_measure = true;
  ASSERT_TRUE(Decide(contact, "N3").move.has_value());
  EXPECT_EQ(Decide(contact, "N3").move->to_step, "N4");
}

// The owner's promise broke yesterday; the day's run has not been yet.
OpenCase CaseWithBrokenPromise(const std::string& step) {
  OpenCase open_case = ContactedAt(step);
  Promise promise;
  promise.given_date = kContactDay - 3;
  promise.promised_date = kContactDay - 1;
  promise.amount = Fen(100);
  open_case.promises = {promise};
  open_case.at_step.promises = {promise};
  return open_case;
}

TEST(DecideContact, ESC5_AContactBeforeTheDaysRunStandsAtTheStepThatTheBrokenPromiseLedTo) {
  const OpenCase open_case = CaseWithBrokenPromise("N2");
  const auto decide = [&](const NewContact& contact) {
    return DecideContact(Plan2017(), open_case, Fen(100), false, contact, kContactDay);
  };
  // N3 takes promises of three days, where N2 took five; there the new one is waited for.
  EXPECT_THAT(decide(Promising(4)).refusals, ElementsAre(ContactRefusal::kPromiseTooLate));
  const ContactDecision promised = decide(Promising(3));
  EXPECT_THAT(promised.refusals, IsEmpty());
  ASSERT_TRUE(promised.due_move.has_value());
  EXPECT_EQ(promised.due_move->to_step, "N3");
  EXPECT_FALSE(promised.move.has_value());
  EXPECT_EQ(promised.next_task_date, std::nullopt);
  // No promise at N3 is no guard of N4's.
  EXPECT_FALSE(decide(Phoned(ContactOutcome::kNoPromise)).move.has_value());
  EXPECT_EQ(decide(Phoned(ContactOutcome::kNotReached)).next_task_date, kContactDay + 1);
}

TEST(DecideContact, ESC5_NothingIsDueOnThePromisedDayItself) {
  OpenCase open_case = CaseWithBrokenPromise("N2");
  open_case.at_step.promises[0].promised_date = kContactDay;
  const ContactDecision decision =
      DecideContact(Plan2017(), open_case, Fen(100), false, Promising(5), kContactDay);
  EXPECT_THAT(decision.refusals, IsEmpty());
  EXPECT_FALSE(decision.due_move.has_value());
}

TEST(DecideContact, APromiseEnteredLateMayBeBrokenAlready) {
  NewContact contact = Promising(3);
  contact.contact.happened_date = kContactDay - 5;
  contact.promise->promised_date = kContactDay - 2;
  const ContactDecision decision = Decide(contact);
  ASSERT_TRUE(decision.move.has_value());
  EXPECT_EQ(decision.move->to_step, "N3");
  EXPECT_EQ(decision.next_task_date, kContactDay + 1);
}

}  // namespace
}  // namespace cuijiao::escalation
