#include "tests/integration/escalation/escalation_world.h"

#include <fstream>

#include "cuijiao/ledger/v1/billing.grpc.pb.h"
#include "cuijiao/ledger/v1/clock.grpc.pb.h"
#include "cuijiao/ledger/v1/payment.grpc.pb.h"
#include "tests/support/must.h"
#include "tests/support/test_database.h"

namespace cuijiao::escalation {
namespace {

namespace lv1 = ledger::v1;
using support::EditedPolicy;
using support::Must;
using support::MustBeOk;
using Methods = v1::EscalationService::StubInterface;

constexpr Date kFirstDay(2017, 3, 1);
constexpr std::int64_t kMonthlyFen = 10000;

std::filesystem::path MakeDirectory() {
  std::string path =
      (std::filesystem::temp_directory_path() / "cuijiao-escalation-XXXXXX").string();
  if (::mkdtemp(path.data()) == nullptr) MustBeOk(absl::InternalError("no temporary directory"));
  std::filesystem::create_directory(std::filesystem::path(path) / "outbox");
  return path;
}

}  // namespace

EscalationWorld::EscalationWorld(Door door, PolicyEdits edits)
    : date_(kFirstDay),
      ledger_(kFirstDay, support::LedgerFixture::ClockKind::kDevelopment),
      policy_(EditedPolicy(edits)),
      peer_(ledger_.PeerOf("escalation")),
      tokens_(Must(TokenVerifier::Create(ledger_.keys().jwks_file()))),
      metrics_(Must(Metrics::Start())),
      keys_(PersonalKeys::Generate()),
      cipher_(keys_),
      database_(support::TestDatabase::FreshSchema("escalation", "services/escalation/schema")),
      admin_database_(support::TestDatabase::AdminOf(database_.settings())),
      clock_(*peer_, Must(LoadCompanyZone(policy_.policy.time_zone()))),
      directory_(MakeDirectory()) {
  MustBeOk(ledger_.PutStandardCompany());
  MustBeOk(keys_.WriteNew(personal_keys_file()));
  if (door == Door::kProcess) return;
  server_ = Must(EscalationServer::Start(Parts(policy_), ServerSettings()));
  UseServiceAt(server_->address());
}

EscalationWorld::~EscalationWorld() {
  if (server_ != nullptr) server_->Stop();
  std::error_code ignored;  // a directory left behind is no failure of the test
  std::filesystem::remove_all(directory_, ignored);
}

EscalationParts EscalationWorld::Parts(const LoadedPolicy& policy) {
  // Tests run the rounds of the outbox themselves.
  return {.database = database_,
          .policy = policy,
          .cipher = cipher_,
          .tokens = *tokens_,
          .ids = ids_,
          .metrics = *metrics_,
          .clock = clock_,
          .ledger = *peer_,
          .outbox = outbox(),
          .page_token_secret = "of the test",
          .outbox_pause = absl::InfiniteDuration()};
}

std::vector<std::string> EscalationWorld::OutboxLines() const {
  std::ifstream file(outbox() / "messages.jsonl");
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

absl::Status EscalationWorld::TryStart(const PolicyEdits& edits) {
  const LoadedPolicy policy = EditedPolicy(edits);
  const auto server = EscalationServer::Start(Parts(policy), ServerSettings());
  if (server.ok()) (*server)->Stop();
  return server.status();
}

void EscalationWorld::UseServiceAt(const std::string& address) {
  channel_ = grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  stub_ = v1::EscalationService::NewStub(channel_);
}

void EscalationWorld::PutFees(const std::vector<std::string>& unit_ids,
                              const std::string& community_id) {
  lv1::BatchPutFeeSchedulesRequest schedules;
  schedules.set_request_id(ledger_.NewRequestId());
  for (const std::string& unit_id : unit_ids) {
    lv1::FeeSchedule& schedule = *schedules.add_fee_schedules();
    schedule.set_unit_id(unit_id);
    schedule.set_fee_kind(lv1::FEE_KIND_PROPERTY);
    schedule.set_period_months(1);
    schedule.set_fixed_fen_per_month(kMonthlyFen);
    schedule.set_due_after_days(9);
    schedule.set_from_date("2017-01-01");
  }
  Must(ledger_.Call<lv1::BillingService>(&lv1::BillingService::StubInterface::BatchPutFeeSchedules,
                                         ledger_.Finance(), schedules));
  lv1::RunBillingRequest bills;
  bills.set_community_id(community_id);
  bills.set_from_month("2017-01");
  bills.set_to_month("2017-03");
  Must(ledger_.Call<lv1::BillingService>(&lv1::BillingService::StubInterface::RunBilling,
                                         ledger_.Finance(), bills));
}

void EscalationWorld::SetDate(Date date) {
  lv1::SetClockRequest request;
  request.set_business_date(FormatDate(date));
  Must(ledger_.Call<lv1::ClockService>(&lv1::ClockService::StubInterface::SetClock,
                                       ledger_.Administrator(), request));
  date_ = date;
}

std::string EscalationWorld::Pay(const std::string& unit_id, std::int64_t amount_fen) {
  lv1::RecordPaymentRequest request;
  request.set_request_id(ledger_.NewRequestId());
  request.set_unit_id(unit_id);
  request.set_amount_fen(amount_fen);
  request.set_method(lv1::PAYMENT_METHOD_CASH);
  request.set_received_date(FormatDate(date_));
  return Must(ledger_.Call<lv1::PaymentService>(&lv1::PaymentService::StubInterface::RecordPayment,
                                                ledger_.Finance(), request))
      .id();
}

void EscalationWorld::Reverse(const std::string& payment_id) {
  lv1::ReversePaymentRequest request;
  request.set_request_id(ledger_.NewRequestId());
  request.set_payment_id(payment_id);
  request.set_reason(lv1::ReversePaymentRequest::REASON_BOUNCED);
  Must(ledger_.Call<lv1::PaymentService>(&lv1::PaymentService::StubInterface::ReversePayment,
                                         ledger_.Finance(), request));
}

void EscalationWorld::Refund(const std::string& payment_id, std::int64_t amount_fen) {
  lv1::RefundPaymentRequest request;
  request.set_request_id(ledger_.NewRequestId());
  request.set_payment_id(payment_id);
  request.set_amount_fen(amount_fen);
  request.set_note("多缴退款");
  Must(ledger_.Call<lv1::PaymentService>(&lv1::PaymentService::StubInterface::RefundPayment,
                                         ledger_.Finance(), request));
}

void EscalationWorld::TakeDebtsAway() {
  MustBeOk(ledger_.admin_database().Transact("tamper", [](db::Transaction& transaction) {
    return transaction.Execute("RENAME TABLE unit_account TO unit_account_away").status();
  }));
}

absl::StatusOr<v1::RunDailyResponse> EscalationWorld::RunDaily(
    const std::string& community_id) const {
  v1::RunDailyRequest request;
  request.set_community_id(community_id);
  return Call(&Methods::RunDaily, Administrator(), request);
}

v1::RunDailyResponse EscalationWorld::RunOn(Date date) {
  SetDate(date);
  return Must(RunDaily());
}

std::vector<v1::Case> EscalationWorld::CasesOf(const std::string& unit_id) const {
  v1::ListCasesRequest request;
  request.set_unit_id(unit_id);
  request.set_include_closed(true);
  const v1::ListCasesResponse listed = Must(Call(&Methods::ListCases, Manager(), request));
  std::vector<v1::Case> cases;
  for (const v1::Case& one : listed.cases()) {
    v1::GetCaseRequest of_case;
    of_case.set_case_id(one.id());
    cases.push_back(Must(Call(&Methods::GetCase, Manager(), of_case)));
  }
  return cases;
}

v1::Case EscalationWorld::OpenCaseOf(const std::string& unit_id) const {
  for (const v1::Case& one : CasesOf(unit_id)) {
    if (one.state() == v1::Case::STATE_OPEN) return one;
  }
  MustBeOk(absl::NotFoundError("no open case of " + unit_id));
  return {};
}

v1::RecordContactRequest EscalationWorld::ContactWith(const std::string& unit_id,
                                                      v1::ContactOutcome outcome) const {
  v1::RecordContactRequest request;
  request.set_request_id(ids_.NewId());
  request.set_unit_id(unit_id);
  request.set_channel(v1::CONTACT_CHANNEL_PHONE);
  request.set_outcome(outcome);
  request.set_happened_date(FormatDate(date_));
  return request;
}

v1::RecordContactRequest EscalationWorld::PromiseBy(const std::string& unit_id, int days,
                                                    std::int64_t amount_fen) const {
  v1::RecordContactRequest request = ContactWith(unit_id, v1::CONTACT_OUTCOME_PROMISED);
  request.set_promised_date(FormatDate(date_ + days));
  request.set_promised_fen(amount_fen);
  request.set_promised_method("CASH");
  return request;
}

absl::StatusOr<v1::Contact> EscalationWorld::Record(const v1::RecordContactRequest& request) const {
  return Call(&Methods::RecordContact, Collector(), request);
}

absl::StatusOr<v1::Worklist> EscalationWorld::Worklist(const std::string& collector_id,
                                                       std::int32_t page_size) const {
  v1::GetWorklistRequest request;
  request.set_collector_id(collector_id);
  request.set_page_size(page_size);
  return Call(&Methods::GetWorklist, Collector(), request);
}

std::vector<v1::Message> EscalationWorld::Messages(const std::string& community_id) const {
  v1::ListMessagesRequest request;
  request.set_community_id(community_id);
  request.set_page_size(1000);
  const v1::ListMessagesResponse listed = Must(Call(&Methods::ListMessages, Manager(), request));
  return {listed.messages().begin(), listed.messages().end()};
}

}  // namespace cuijiao::escalation
