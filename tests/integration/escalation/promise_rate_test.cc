// ESC-5: kept and broken rates per collector and reason, over gRPC.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "common/status/reason.h"
#include "fmt/format.h"
#include "tests/integration/escalation/escalation_world.h"

namespace cuijiao::escalation {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Date kFirst(2017, 3, 1);

class PromiseRates : public ::testing::Test {
 protected:
  PromiseRates() {
    world_.PutFees({"U1", "U2"});
    world_.PutFees({"U3"}, "C2");
    EXPECT_EQ(world_.RunDaily().status(), absl::OkStatus());
  }

  // S1 is promised `amount_fen` in three days; the contact learns the reason, if any.
  void Promise(const std::string& unit_id, std::int64_t amount_fen, const std::string& reason) {
    v1::RecordContactRequest request = world_.PromiseBy(unit_id, 3, amount_fen);
    request.set_reason_code(reason);
    const auto contact = world_.Record(request);
    ASSERT_EQ(contact.status(), absl::OkStatus());
  }

  v1::ListPromiseRatesRequest Between(Date from, Date to) {
    v1::ListPromiseRatesRequest request;
    request.set_from_date(FormatDate(from));
    request.set_to_date(FormatDate(to));
    return request;
  }

  v1::ListPromiseRatesRequest InCommunity(Date from, Date to) {
    v1::ListPromiseRatesRequest request = Between(from, to);
    request.set_community_id("C1");
    return request;
  }

  absl::StatusOr<v1::ListPromiseRatesResponse> Ask(const v1::ListPromiseRatesRequest& request,
                                                   const Caller& caller) {
    return world_.Call(&v1::EscalationService::StubInterface::ListPromiseRates, caller, request);
  }

  // "S1 FORGOT given 1 kept 1 broken 0 open 0 promised 200 of it kept 200 rate 10000", each row.
  std::vector<std::string> Rows(const v1::ListPromiseRatesRequest& request, const Caller& caller) {
    const auto listed = Ask(request, caller);
    EXPECT_EQ(listed.status(), absl::OkStatus());
    std::vector<std::string> rows;
    for (const v1::PromiseRate& rate : listed->promise_rates()) {
      rows.push_back(fmt::format(
          "{} {} given {} kept {} broken {} open {} promised {} of it kept {} rate {}",
          rate.collector_id(), rate.reason_code(), rate.given_count(), rate.kept_count(),
          rate.broken_count(), rate.open_count(), rate.promised_fen(), rate.kept_fen(),
          rate.has_rate_bp() ? std::to_string(rate.rate_bp()) : "none"));
    }
    return rows;
  }
  std::vector<std::string> Rows(const v1::ListPromiseRatesRequest& request) {
    return Rows(request, world_.Manager());
  }

  EscalationWorld world_;
};

// Promised on the 1st for the 4th: paid on the 4th it is kept, on the 5th broken; either is judged
// by the run of its day.
TEST_F(PromiseRates, ESC5_APaymentOnTheDayKeepsAndOneOnTheDayAfterDoesNot) {
  Promise("U1", 15000, "FORGOT");
  Promise("U2", 10000, "CASH_TROUBLE");
  world_.SetDate(kFirst + 3);
  world_.Pay("U1", 15000);
  world_.RunOn(kFirst + 3);
  EXPECT_THAT(Rows(InCommunity(kFirst, kFirst + 3)),
              ElementsAre("S1 CASH_TROUBLE given 1 kept 0 broken 0 open 1 promised 10000 of it kept"
                          " 0 rate none",
                          "S1 FORGOT given 1 kept 1 broken 0 open 0 promised 15000 of it kept 15000"
                          " rate 10000"));
  world_.SetDate(kFirst + 4);
  world_.Pay("U2", 10000);
  world_.RunOn(kFirst + 4);
  EXPECT_THAT(Rows(InCommunity(kFirst, kFirst + 4)),
              ElementsAre("S1 CASH_TROUBLE given 1 kept 0 broken 1 open 0 promised 10000 of it kept"
                          " 0 rate 0",
                          "S1 FORGOT given 1 kept 1 broken 0 open 0 promised 15000 of it kept 15000"
                          " rate 10000"));
}

TEST_F(PromiseRates, ESC5_BothEndsOfThePeriodBelongToIt) {
  Promise("U1", 15000, "FORGOT");
  world_.RunOn(kFirst + 4);
  const char* const row =
      "S1 FORGOT given 1 kept 0 broken 1 open 0 promised 15000 of it kept 0 rate 0";
  EXPECT_THAT(Rows(InCommunity(kFirst + 4, kFirst + 4)), ElementsAre(row));
  EXPECT_THAT(Rows(InCommunity(kFirst + 1, kFirst + 4)), ElementsAre(row));
  EXPECT_THAT(Rows(InCommunity(kFirst + 4, kFirst + 9)), ElementsAre(row));
  EXPECT_THAT(Rows(InCommunity(kFirst, kFirst + 3)), IsEmpty());
  EXPECT_THAT(Rows(InCommunity(kFirst + 5, kFirst + 9)), IsEmpty());
}

TEST_F(PromiseRates, ESC5_AnOpenPromiseBelongsToPeriodsThatEndAfterItWasGiven) {
  world_.RunOn(kFirst + 1);
  Promise("U1", 15000, "");
  const char* const row =
      "S1  given 1 kept 0 broken 0 open 1 promised 15000 of it kept 0 rate none";
  EXPECT_THAT(Rows(InCommunity(kFirst, kFirst)), IsEmpty());
  EXPECT_THAT(Rows(InCommunity(kFirst, kFirst + 1)), ElementsAre(row));
  EXPECT_THAT(Rows(InCommunity(kFirst + 2, kFirst + 9)), ElementsAre(row));
  EXPECT_EQ(Ask(InCommunity(kFirst, kFirst + 1), world_.Manager())->promise_rates(0).reason_name(),
            "原因未知");
}

// What the case's reason becomes later does not change what the promise was given for.
TEST_F(PromiseRates, ESC5_TheReasonIsThatOfTheMomentOfThePromise) {
  Promise("U1", 15000, "FORGOT");
  v1::RecordContactRequest later = world_.ContactWith("U1", v1::CONTACT_OUTCOME_NOT_REACHED);
  later.set_reason_code("CASH_TROUBLE");
  ASSERT_EQ(world_.Record(later).status(), absl::OkStatus());
  Promise("U1", 5000, "");
  EXPECT_THAT(Rows(InCommunity(kFirst, kFirst)),
              ElementsAre("S1 CASH_TROUBLE given 1 kept 0 broken 0 open 1 promised 5000 of it kept"
                          " 0 rate none",
                          "S1 FORGOT given 1 kept 0 broken 0 open 1 promised 15000 of it kept 0"
                          " rate none"));
}

// A payment that comes to light later judges a promise anew, on that day; so does a reversal.
TEST_F(PromiseRates, ESC5_APromiseThatIsJudgedAnewCountsOnceWhereItWasJudgedLast) {
  Promise("U1", 15000, "FORGOT");
  world_.SetDate(kFirst + 3);
  const std::string payment = world_.Pay("U1", 15000);
  world_.RunOn(kFirst + 3);
  world_.SetDate(kFirst + 6);
  world_.Reverse(payment);
  world_.RunOn(kFirst + 6);
  EXPECT_THAT(Rows(InCommunity(kFirst, kFirst + 5)), IsEmpty());
  EXPECT_THAT(
      Rows(InCommunity(kFirst + 6, kFirst + 6)),
      ElementsAre("S1 FORGOT given 1 kept 0 broken 1 open 0 promised 15000 of it kept 0 rate 0"));
}

TEST_F(PromiseRates, EachSeesTheirOwnAndTheCompanyAll) {
  Promise("U1", 15000, "FORGOT");
  const v1::ListPromiseRatesRequest community = InCommunity(kFirst, kFirst);
  v1::ListPromiseRatesRequest project = Between(kFirst, kFirst);
  project.set_project_id("P1");
  v1::ListPromiseRatesRequest of_s1 = Between(kFirst, kFirst);
  of_s1.set_collector_id("S1");
  v1::ListPromiseRatesRequest of_s2 = Between(kFirst, kFirst);
  of_s2.set_collector_id("S2");
  const Caller hq = world_.ledger().Staff("HQ", Role::kHqViewer);
  for (const auto& request : {community, project, of_s1}) {
    EXPECT_EQ(Rows(request, world_.Manager()).size(), 1U);
    EXPECT_EQ(Rows(request, hq).size(), 1U);
  }
  EXPECT_EQ(Rows(Between(kFirst, kFirst), hq).size(), 1U);
  EXPECT_THAT(Rows(of_s2, hq), IsEmpty());
  EXPECT_EQ(Rows(community, world_.Collector()).size(), 1U);
  EXPECT_EQ(Rows(of_s1, world_.Collector()).size(), 1U);
  EXPECT_EQ(ReasonOf(Ask(of_s2, world_.Collector()).status()), "OUT_OF_SCOPE");
  EXPECT_EQ(ReasonOf(Ask(project, world_.Collector()).status()), "OUT_OF_SCOPE");
  EXPECT_EQ(ReasonOf(Ask(Between(kFirst, kFirst), world_.Manager()).status()), "OUT_OF_SCOPE");
  project.set_project_id("P2");
  EXPECT_EQ(ReasonOf(Ask(project, world_.Manager()).status()), "OUT_OF_SCOPE");
  EXPECT_THAT(Rows(project, hq), IsEmpty());
}

// The area has changed hands: its new collector does not see the old one's promises.
TEST_F(PromiseRates, ACollectorSeesNoRowsOfOthersInTheSameCommunity) {
  Promise("U1", 15000, "FORGOT");
  const auto moved = world_.admin_database().Transact("tamper", [](db::Transaction& transaction) {
    return transaction.Execute("UPDATE promise SET collector_id = 'S0'").status();
  });
  ASSERT_EQ(moved, absl::OkStatus());
  EXPECT_THAT(Rows(InCommunity(kFirst, kFirst), world_.Collector()), IsEmpty());
  EXPECT_EQ(Rows(InCommunity(kFirst, kFirst), world_.Leader()).size(), 1U);
}

TEST_F(PromiseRates, GoOnWhereThePageEnded) {
  Promise("U1", 100, "");
  Promise("U1", 200, "FORGOT");
  Promise("U2", 300, "CASH_TROUBLE");
  v1::ListPromiseRatesRequest request = InCommunity(kFirst, kFirst);
  request.set_page_size(1);
  std::vector<std::string> reasons;
  do {
    const auto page = Ask(request, world_.Manager());
    ASSERT_EQ(page.status(), absl::OkStatus());
    for (const v1::PromiseRate& rate : page->promise_rates()) {
      reasons.push_back(rate.reason_code());
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(reasons, ElementsAre("", "CASH_TROUBLE", "FORGOT"));
}

TEST_F(PromiseRates, AWrongRequestNamesItsField) {
  const auto field_of = [&](const v1::ListPromiseRatesRequest& request) {
    const auto wrong =
        FieldViolationsOf(Ask(request, world_.ledger().Staff("HQ", Role::kHqViewer)).status());
    return wrong.empty() ? std::string() : wrong.front().field;
  };
  EXPECT_EQ(field_of(InCommunity(kFirst + 1, kFirst)), "to_date");
  v1::ListPromiseRatesRequest both = InCommunity(kFirst, kFirst);
  both.set_collector_id("S1");
  EXPECT_EQ(field_of(both), "project_id");
}

}  // namespace
}  // namespace cuijiao::escalation
