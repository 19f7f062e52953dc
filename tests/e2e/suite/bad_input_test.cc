// Bad input of every kind, through the doors of four running services: each line has its own clear
// error, and at the end nothing has changed.
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/reason.h"
#include "cuijiao/ledger/v1/settlement.pb.h"
#include "tests/e2e/suite/bad_input_world.h"

namespace cuijiao {
namespace {

namespace lv1 = ledger::v1;
namespace wv1 = waiver::v1;
namespace ev1 = escalation::v1;
namespace pv1 = payroll::v1;

using absl::StatusCode;

constexpr std::int64_t kHuge = 9'200'000'000'000'000'000;

// One bad input, and what the caller must be told.
struct Line {
  std::string what;
  std::function<absl::Status()> call;
  StatusCode code;
  std::string reason;
  // The field or value that is named, and what is said of it: in the message, the violations of
  // fields or the values of the refusal.
  std::string field;
  std::string says;
};

// Everything that the status tells its caller.
std::string AllWords(const absl::Status& status) {
  std::string words(status.message());
  for (const FieldViolation& violation : FieldViolationsOf(status)) {
    absl::StrAppend(&words, "\n", violation.field, ": ", violation.description);
  }
  for (const auto& [name, value] : ValuesOf(status)) {
    absl::StrAppend(&words, "\n", name, ": ", value);
  }
  return words;
}

class BadInput : public BadInputWorld {
 protected:
  std::vector<Line> UnitsAndAmounts();
  std::vector<Line> RepeatedIds();
  std::vector<Line> Dates();
  std::vector<Line> PeopleAndText();
  std::vector<Line> PagesAndTokens();
  std::vector<Line> Claims();
};

std::vector<Line> BadInput::UnitsAndAmounts() {
  constexpr StatusCode kInvalid = StatusCode::kInvalidArgument;
  const auto evaluate_unknown = [this] {
    wv1::EvaluateWaiverRequest request;
    request.mutable_proposal()->set_unit_id("U404");
    request.mutable_proposal()->set_waiver_fen(10'000);
    const SuiteClient finance = Finance();
    return finance.Call(finance.suite().waiver, &wv1::WaiverService::Stub::EvaluateWaiver, request)
        .status();
  };
  const std::string header = "房屋编号,费用种类,服务期起,服务期止,应缴日期,本金\n";
  return {
      {"payment of an unknown unit", Pay([](auto& r) { r.set_unit_id("U404"); }),
       StatusCode::kNotFound, "UNKNOWN_UNIT", "unit_id", "U404"},
      {"waiver of an unknown unit", evaluate_unknown, StatusCode::kNotFound, "UNKNOWN_UNIT",
       "unit_id", "U404"},
      {"contact with an unknown unit, by one who reaches no such unit",
       Contact([](auto& r) { r.set_unit_id("U404"); }), StatusCode::kPermissionDenied,
       "OUT_OF_SCOPE", "", "not within the caller's reach"},
      {"payment of zero", Pay([](auto& r) { r.set_amount_fen(0); }), kInvalid, "FIELDS_INVALID",
       "amount_fen", "is required"},
      {"negative payment", Pay([](auto& r) { r.set_amount_fen(-1); }), kInvalid, "FIELDS_INVALID",
       "amount_fen", "-1: must be at least 1"},
      {"payment of 9.2e18", Pay([](auto& r) { r.set_amount_fen(kHuge); }), kInvalid,
       "FIELDS_INVALID", "amount_fen", "9200000000000000000: must be at most 1000000000000"},
      {"designations whose sum overflows", Pay([](auto& r) {
         for (int i = 0; i < 2; ++i) {
           r.add_designations()->set_bill_id("B");
           r.mutable_designations(i)->set_amount_fen(kHuge);
         }
       }),
       kInvalid, "FIELDS_INVALID", "designations[1].amount_fen", "9200000000000000000"},
      {"waiver of zero", Propose([](auto& r) { r.mutable_proposal()->set_waiver_fen(0); }),
       kInvalid, "FIELDS_INVALID", "proposal.waiver_fen", "is required"},
      {"negative waiver", Propose([](auto& r) { r.mutable_proposal()->set_waiver_fen(-15'000); }),
       kInvalid, "FIELDS_INVALID", "proposal.waiver_fen", "-15000: must be at least 1"},
      {"waiver of 9.2e18", Propose([](auto& r) { r.mutable_proposal()->set_waiver_fen(kHuge); }),
       kInvalid, "FIELDS_INVALID", "proposal.waiver_fen", "9200000000000000000"},
      {"promise of 9.2e18", Contact([](auto& r) { r.set_promised_fen(kHuge); }), kInvalid,
       "FIELDS_INVALID", "promised_fen", "9200000000000000000"},
      {"opening bill of 9.2e18 fen",
       ImportOpeningBills(header +
                          "U2,物业费,2016-01-01,2016-12-31,2016-06-30,92000000000000000.00\n"),
       kInvalid, "CELL_NOT_AN_AMOUNT", "line 2, principal", "92000000000000000"},
  };
}

std::vector<Line> BadInput::RepeatedIds() {
  return {
      {"payment's id with another amount",
       Pay([this](auto& r) { r.set_request_id(payment_.request_id()), r.set_amount_fen(1); }),
       StatusCode::kAlreadyExists, "REQUEST_ID_REUSED", "request_id", payment_.request_id()},
      {"contact's id with another outcome", Contact([this](auto& r) {
         r.set_request_id(contact_.request_id());
         r.set_outcome(ev1::CONTACT_OUTCOME_REFUSED);
       }),
       StatusCode::kAlreadyExists, "REQUEST_ID_REUSED", "request_id", contact_.request_id()},
  };
}

std::vector<Line> BadInput::Dates() {
  constexpr StatusCode kInvalid = StatusCode::kInvalidArgument;
  const auto campaign_in_january = [this] {
    lv1::PutCampaignRequest request;
    request.set_request_id(suite_.NewRequestId());
    request.set_project_id("P1");
    request.set_name("预交活动");
    request.set_from_date("2017-01-10");
    request.set_to_date("2017-04-30");
    const SuiteClient finance = Finance();
    return finance.Call(finance.suite().plan, &lv1::PlanService::Stub::PutCampaign, request)
        .status();
  };
  const auto close_again = [this](const std::string& month, const std::string& date) {
    return [this, month, date] {
      lv1::CloseMonthRequest request;
      request.set_month(month);
      request.set_closing_date(date);
      const SuiteClient finance = Finance();
      return finance.Call(finance.suite().close, &lv1::CloseService::Stub::CloseMonth, request)
          .status();
    };
  };
  return {
      {"campaign in a closed month", campaign_in_january, StatusCode::kFailedPrecondition,
       "MONTH_CLOSED", "from_date", "2017-01-10"},
      {"closing a closed month on another day", close_again("2017-02", "2017-02-20"),
       StatusCode::kFailedPrecondition, "MONTH_CLOSED", "closing_date", "2017-02-28"},
      {"closing on a day to come", close_again("2017-03", "2017-03-31"),
       StatusCode::kFailedPrecondition, "CLOSING_DATE_IN_FUTURE", "closing_date", "2017-03-31"},
      {"payment received tomorrow", Pay([](auto& r) { r.set_received_date("2017-03-16"); }),
       StatusCode::kFailedPrecondition, "RECEIVED_DATE_IN_FUTURE", "received_date", "2017-03-16"},
      {"contact of tomorrow", Contact([](auto& r) { r.set_happened_date("2017-03-16"); }), kInvalid,
       "HAPPENED_IN_FUTURE", "happened_date", "2017-03-16"},
      {"payment received on 0000-00-00", Pay([](auto& r) { r.set_received_date("0000-00-00"); }),
       kInvalid, "FIELDS_INVALID", "received_date",
       "\"0000-00-00\": must be a date YYYY-MM-DD that exists"},
      {"payment received on 30 February", Pay([](auto& r) { r.set_received_date("2017-02-30"); }),
       kInvalid, "FIELDS_INVALID", "received_date", "2017-02-30"},
      {"contact on 30 February", Contact([](auto& r) { r.set_happened_date("2017-02-30"); }),
       kInvalid, "FIELDS_INVALID", "happened_date", "2017-02-30"},
      {"closing month 13", close_again("2017-13", ""), kInvalid, "FIELDS_INVALID", "month",
       "\"2017-13\": must be a month"},
  };
}

std::vector<Line> BadInput::PeopleAndText() {
  constexpr StatusCode kInvalid = StatusCode::kInvalidArgument;
  lv1::RecordPaymentRequest payment = PaymentRequest("U1", Yuan("10.00"), "2017-03-15");
  payment.set_external_reference(std::string(kBrokenText));
  ev1::RecordContactRequest contact = ContactRequest();
  contact.set_note(std::string(kBrokenText));
  wv1::RejectWaiverRequest rejection;
  rejection.set_request_id(suite_.NewRequestId());
  rejection.set_waiver_id(waiver_.id());
  rejection.set_reason(std::string(kBrokenText));
  pv1::RejectPayoutRequest payout;
  payout.set_request_id(suite_.NewRequestId());
  payout.set_payout_id("P");
  payout.set_reason(std::string(kBrokenText));
  const std::string collector = suite_.keys().StaffToken("S1", Role::kCollector);
  const std::string manager = suite_.keys().StaffToken("M1", Role::kManager);
  const std::string hr = suite_.keys().StaffToken("HR", Role::kPayrollSystem);
  return {
      {"a collector who does not exist", Pay([](auto& r) { r.set_collector_id("S404"); }),
       StatusCode::kFailedPrecondition, "UNKNOWN_COLLECTOR", "collector_id", "S404"},
      {"a collaborator who does not exist", Pay([](auto& r) { r.add_collaborator_ids("S404"); }),
       StatusCode::kFailedPrecondition, "UNKNOWN_COLLECTOR", "collaborator_ids", "S404"},
      {"ledger: text that is not UTF-8",
       SendBroken("ledger", "/cuijiao.ledger.v1.PaymentService/RecordPayment", FinanceToken(),
                  payment),
       kInvalid, "REQUEST_MALFORMED", "", "not UTF-8"},
      {"escalation: text that is not UTF-8",
       SendBroken("escalation", "/cuijiao.escalation.v1.EscalationService/RecordContact", collector,
                  contact),
       kInvalid, "REQUEST_MALFORMED", "", "not UTF-8"},
      {"waiver: text that is not UTF-8",
       SendBroken("waiver", "/cuijiao.waiver.v1.WaiverService/RejectWaiver", manager, rejection),
       kInvalid, "REQUEST_MALFORMED", "", "not UTF-8"},
      {"payroll: text that is not UTF-8",
       SendBroken("payroll", "/cuijiao.payroll.v1.PayrollService/RejectPayout", hr, payout),
       kInvalid, "REQUEST_MALFORMED", "", "not UTF-8"},
      {"a name of 5 MB", NameBranch(5'000'000), StatusCode::kResourceExhausted, "", "",
       "larger than max"},
      {"a name of 3 MB", NameBranch(3'000'000), kInvalid, "FIELDS_INVALID",
       "entries[0].branch.name", "has 3000000 bytes; at most"},
  };
}

std::vector<Line> BadInput::PagesAndTokens() {
  std::string tampered = page_token_;
  // The first character: the last one may have bits that stand for nothing.
  tampered.front() = tampered.front() == 'A' ? 'B' : 'A';
  const std::string expired =
      suite_.keys().StaffToken("F1", Role::kFinance, absl::Hours(1), absl::Now() - absl::Hours(2));
  const auto bills_with_that_token = [this] {
    lv1::ListBillsRequest request;
    request.set_unit_id("U1");
    request.set_page_token(page_token_);
    const SuiteClient finance = Finance();
    return finance.Call(finance.suite().billing, &lv1::BillingService::Stub::ListBills, request)
        .status();
  };
  const auto approve = [this](const std::string& staff_id, Role role) {
    return [this, staff_id, role] {
      wv1::ApproveWaiverRequest request;
      request.set_request_id(suite_.NewRequestId());
      request.set_waiver_id(waiver_.id());
      const SuiteClient client = suite_.As(staff_id, role);
      return client.Call(client.suite().waiver, &wv1::WaiverService::Stub::ApproveWaiver, request)
          .status();
    };
  };
  constexpr StatusCode kNobody = StatusCode::kUnauthenticated;
  constexpr StatusCode kDenied = StatusCode::kPermissionDenied;
  return {
      {"page token of another unit", ListPage("U2", page_token_), StatusCode::kInvalidArgument,
       "PAGE_TOKEN_INVALID", "page_token", "begin again without it"},
      {"page token of another method", bills_with_that_token, StatusCode::kInvalidArgument,
       "PAGE_TOKEN_INVALID", "page_token", "begin again without it"},
      {"page token that was tampered with", ListPage("U1", tampered), StatusCode::kInvalidArgument,
       "PAGE_TOKEN_INVALID", "page_token", "begin again without it"},
      {"no token", Statement(""), kNobody, "TOKEN_MISSING", "", "no token"},
      {"token that has expired", Statement(expired), kNobody, "TOKEN_EXPIRED", "", "has expired"},
      {"unsigned token", Statement(UnsignedToken()), kNobody, "TOKEN_INVALID", "", "not valid"},
      {"token signed by another key", Statement(TokenOfAnotherKey()), kNobody, "TOKEN_INVALID", "",
       "not signed by its key"},
      {"a collector approves a waiver", approve("S2", Role::kCollector), kDenied,
       "ROLE_NOT_ALLOWED", "ApproveWaiver", "role"},
      {"another project's manager approves a waiver", approve("M2", Role::kManager), kDenied,
       "OUT_OF_SCOPE", "", "not within the caller's reach"},
      {"another project's collector reads a statement",
       Statement(suite_.keys().StaffToken("S9", Role::kCollector)), kDenied, "OUT_OF_SCOPE", "",
       "not within the caller's reach"},
  };
}

std::vector<Line> BadInput::Claims() {
  const auto work = [this](ev1::WorkRecord::Kind kind) {
    return [this, kind] {
      ev1::RecordWorkRequest request;
      request.set_request_id(suite_.NewRequestId());
      request.set_unit_id("K1");
      request.set_kind(kind);
      request.set_happened_date("2017-03-15");
      request.set_promised_date("2017-03-15");
      request.set_note("上门");
      const SuiteClient collector = Collector();
      return collector
          .Call(collector.suite().escalation, &ev1::EscalationService::Stub::RecordWork, request)
          .status();
    };
  };
  const auto post_settlement = [this] {
    lv1::PostSettlementRequest request;
    request.set_request_id(suite_.NewRequestId());
    request.set_waiver_id(waiver_.id());
    request.set_unit_id("K1");
    request.set_debt_version(1);
    request.set_waiver_fen(10'000);
    request.set_cash_fen(10'000);
    request.set_method(lv1::PAYMENT_METHOD_CASH);
    request.set_received_date("2017-03-15");
    return SendBytes("ledger", "/cuijiao.ledger.v1.SettlementService/PostSettlement",
                     FinanceToken(), request.SerializeAsString())
        .status();
  };
  return {
      {"a claim that less is owed", Propose([](auto& r) { r.set_claimed_arrears_fen(1); }),
       StatusCode::kFailedPrecondition, "CLAIM_CONTRADICTED", "claimed_arrears_fen", "1"},
      {"a claim of twelve months prepaid",
       Propose([](auto& r) { r.set_claimed_months_covered(12); }), StatusCode::kFailedPrecondition,
       "CLAIM_CONTRADICTED", "claimed_months_covered", "12"},
      {"a visit that no contact tells of", work(ev1::WorkRecord::KIND_VISIT),
       StatusCode::kInvalidArgument, "KIND_RECORDED_AS_CONTACT", "kind", "VISIT"},
      {"a waiver posted by a person", post_settlement, StatusCode::kPermissionDenied,
       "ROLE_NOT_ALLOWED", "PostSettlement", "role"},
  };
}

TEST_F(BadInput, EachHasItsOwnClearErrorAndChangesNothing) {
  const std::map<std::string, std::string> before = Tables();
  int walked = 0;
  for (const std::vector<Line>& lines :
       {UnitsAndAmounts(), RepeatedIds(), Dates(), PeopleAndText(), PagesAndTokens(), Claims()}) {
    for (const Line& line : lines) {
      SCOPED_TRACE(line.what);
      const absl::Status status = line.call();
      EXPECT_EQ(status.code(), line.code) << status;
      EXPECT_EQ(ReasonOf(status), line.reason) << status;
      EXPECT_THAT(AllWords(status), ::testing::HasSubstr(line.field));
      EXPECT_THAT(AllWords(status), ::testing::HasSubstr(line.says));
      ++walked;
    }
  }
  EXPECT_EQ(walked, 45);
  std::vector<std::string> changed;
  for (const auto& [table, checksum] : Tables()) {
    if (before.at(table) != checksum) changed.push_back(table);
  }
  // The import was answered, with its wrong row, and the answer is remembered.
  EXPECT_THAT(changed, ::testing::ElementsAre("ledger.request_log"));
  EXPECT_EQ(suite_.CheckBooks(), absl::OkStatus());
}

// Fields of SimulateWaiver, which takes made-up figures, on the wire of EvaluateWaiver, which takes
// none.
TEST_F(BadInput, FiguresThatTheRequestDoesNotHaveChangeNoDecision) {
  constexpr const char* kEvaluate = "/cuijiao.waiver.v1.WaiverService/EvaluateWaiver";
  wv1::EvaluateWaiverRequest request;
  request.mutable_proposal()->set_unit_id("K2");
  request.mutable_proposal()->set_waiver_fen(15'000);
  request.mutable_proposal()->set_months_to_cover(0);
  wv1::SimulateWaiverRequest made_up;
  made_up.set_arrears_fen(1);
  made_up.set_prepaid_months(12);
  made_up.set_waiver_fen(1);
  made_up.set_manager_signed_this_month_fen(0);
  const std::string plain =
      Must(SendBytes("waiver", kEvaluate, FinanceToken(), request.SerializeAsString()));
  const std::string claimed =
      Must(SendBytes("waiver", kEvaluate, FinanceToken(),
                     request.SerializeAsString() + made_up.SerializeAsString()));
  wv1::WaiverEvaluation evaluation;
  ASSERT_TRUE(evaluation.ParseFromString(claimed));
  EXPECT_LT(evaluation.facts().months_covered(), 12);
  EXPECT_EQ(evaluation.facts().arrears_fen(), 200'000);
  EXPECT_EQ(claimed, plain);
}

}  // namespace
}  // namespace cuijiao
