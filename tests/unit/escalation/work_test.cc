#include "services/escalation/domain/work.h"

#include <gtest/gtest.h>

#include <optional>

namespace cuijiao::escalation {
namespace {

constexpr Date kWorkDay(2017, 3, 15);

TEST(WorkOfContact, INC5_VisitsAreWorkAndCallsThatReachedSomebody) {
  using enum ContactOutcome;
  for (const ContactOutcome outcome : {kPromised, kNoPromise, kRefused, kNotReached}) {
    const auto work = [&](ContactChannel channel) {
      return WorkOfContact({.channel = channel, .outcome = outcome, .happened_date = kWorkDay});
    };
    const std::optional<WorkKind> call =
        outcome == kNotReached ? std::nullopt : std::optional(WorkKind::kCall);
    EXPECT_EQ(work(ContactChannel::kPhone), call) << static_cast<int>(outcome);
    EXPECT_EQ(work(ContactChannel::kVisitHome), WorkKind::kVisit);
    EXPECT_EQ(work(ContactChannel::kVisitWorkplace), WorkKind::kVisit);
    EXPECT_EQ(work(ContactChannel::kMessage), std::nullopt);
    EXPECT_EQ(work(ContactChannel::kOffice), std::nullopt);
  }
}

TEST(CheckWork, INC5_AProblemHandledInTimeOrAnotherForm) {
  using enum WorkRefusal;
  EXPECT_EQ(CheckWork(WorkKind::kVisit, kWorkDay, {}, kWorkDay), kKindRecordedAsContact);
  EXPECT_EQ(CheckWork(WorkKind::kCall, kWorkDay, {}, kWorkDay), kKindRecordedAsContact);
  EXPECT_EQ(CheckWork(WorkKind::kOther, kWorkDay, {}, kWorkDay), kNone);
  EXPECT_EQ(CheckWork(WorkKind::kOther, kWorkDay + 1, {}, kWorkDay), kHappenedInFuture);
  EXPECT_EQ(CheckWork(WorkKind::kProblemHandled, kWorkDay, {}, kWorkDay), kPromisedDateMissing);
  EXPECT_EQ(CheckWork(WorkKind::kProblemHandled, kWorkDay, kWorkDay, kWorkDay), kNone);
  EXPECT_EQ(CheckWork(WorkKind::kProblemHandled, kWorkDay, kWorkDay - 1, kWorkDay), kHandledLate);
}

TEST(CheckConsent, INC5_OthersVouchAndOnlyForTheirKind) {
  for (const WorkKind kind :
       {WorkKind::kVisit, WorkKind::kCall, WorkKind::kProblemHandled, WorkKind::kOther}) {
    const bool call = kind == WorkKind::kCall;
    const bool other = kind == WorkKind::kOther;
    EXPECT_EQ(CheckAcceptance(kind, "S1", "S2"),
              call ? ConsentRefusal::kNone : ConsentRefusal::kWrongKind);
    EXPECT_EQ(CheckAcceptance(kind, "S1", "S1"),
              call ? ConsentRefusal::kOwnWork : ConsentRefusal::kWrongKind);
    EXPECT_EQ(CheckApproval(kind, "S1", "L1"),
              other ? ConsentRefusal::kNone : ConsentRefusal::kWrongKind);
    EXPECT_EQ(CheckApproval(kind, "L1", "L1"),
              other ? ConsentRefusal::kOwnWork : ConsentRefusal::kWrongKind);
  }
}

}  // namespace
}  // namespace cuijiao::escalation
