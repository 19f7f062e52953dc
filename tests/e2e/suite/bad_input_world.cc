#include "tests/e2e/suite/bad_input_world.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/auth/token_signer.h"
#include "common/status/grpc_status.h"
#include "common/status/macros.h"
#include "common/status/reason.h"

namespace cuijiao {
namespace {

namespace lv1 = ledger::v1;
namespace wv1 = waiver::v1;
namespace ev1 = escalation::v1;

using EscalationStub = ev1::EscalationService::Stub;

constexpr std::string_view kNotUtf8 = "\xE6\xBC\xFF\xFE";

}  // namespace

BadInputWorld::BadInputWorld() {
  PutHome("K1", Yuan("200.00"), "2016-03-01", "2017-03");
  PutHome("K2", Yuan("200.00"), "2016-03-01", "2017-03");
  Close(Month(2017, 1));
  Close(Month(2017, 2));
  EXPECT_EQ(suite_.SetDate(Date(2017, 3, 15)), absl::OkStatus());
  for (int i = 0; i < 3; ++i) {
    payment_ = PaymentRequest("U1", Yuan("10.00"), "2017-03-15");
    Must(Record(payment_));
  }
  waiver_ = Must(SubmitWaiver("K1", Yuan("150.00"), 6));
  // Last, so that nothing of the ledger's feed is left for the service to follow.
  const SuiteClient administrator = suite_.Administrator();
  Must(administrator.Call(administrator.suite().escalation, &EscalationStub::RunDaily,
                          ev1::RunDailyRequest()));
  contact_ = ContactRequest();
  const SuiteClient collector = Collector();
  Must(collector.Call(collector.suite().escalation, &EscalationStub::RecordContact, contact_));
  lv1::ListPaymentsRequest first_page;
  first_page.set_unit_id("U1");
  first_page.set_page_size(1);
  const SuiteClient finance = Finance();
  page_token_ = Must(finance.Call(finance.suite().payment, &lv1::PaymentService::Stub::ListPayments,
                                  first_page))
                    .next_page_token();
  EXPECT_FALSE(page_token_.empty());
}

BadInputWorld::Call BadInputWorld::Pay(std::function<void(lv1::RecordPaymentRequest&)> edit) {
  return [this, edit = std::move(edit)] {
    lv1::RecordPaymentRequest request = PaymentRequest("U1", Yuan("10.00"), "2017-03-15");
    edit(request);
    return Record(request).status();
  };
}

BadInputWorld::Call BadInputWorld::Propose(std::function<void(wv1::SubmitWaiverRequest&)> edit) {
  return [this, edit = std::move(edit)] {
    wv1::SubmitWaiverRequest request;
    request.set_request_id(suite_.NewRequestId());
    request.mutable_proposal()->set_unit_id("K2");
    request.mutable_proposal()->set_waiver_fen(10'000);
    request.mutable_proposal()->set_months_to_cover(6);
    request.set_note("一次性缴清并预交");
    edit(request);
    const SuiteClient collector = Collector();
    return collector
        .Call(collector.suite().waiver, &wv1::WaiverService::Stub::SubmitWaiver, request)
        .status();
  };
}

ev1::RecordContactRequest BadInputWorld::ContactRequest() const {
  ev1::RecordContactRequest request;
  request.set_request_id(suite_.NewRequestId());
  request.set_unit_id("K1");
  request.set_channel(ev1::CONTACT_CHANNEL_PHONE);
  request.set_outcome(ev1::CONTACT_OUTCOME_NO_PROMISE);
  request.set_happened_date("2017-03-15");
  return request;
}

BadInputWorld::Call BadInputWorld::Contact(std::function<void(ev1::RecordContactRequest&)> edit) {
  return [this, edit = std::move(edit)] {
    ev1::RecordContactRequest request = ContactRequest();
    edit(request);
    const SuiteClient collector = Collector();
    return collector.Call(collector.suite().escalation, &EscalationStub::RecordContact, request)
        .status();
  };
}

BadInputWorld::Call BadInputWorld::ImportOpeningBills(const std::string& content) {
  return [this, content] {
    lv1::ImportFileRequest request;
    request.set_request_id(suite_.NewRequestId());
    request.set_project_id("P1");
    request.set_kind(lv1::IMPORT_KIND_OPENING_BILLS);
    request.set_content(content);
    const SuiteClient finance = Finance();
    const auto answer =
        finance.Call(finance.suite().import, &lv1::ImportService::Stub::ImportFile, request);
    if (!answer.ok() || answer->row_errors().empty()) return answer.status();
    const lv1::RowError& error = answer->row_errors(0);
    return Refusal(
        absl::StatusCode::kInvalidArgument, error.reason(),
        absl::StrCat("line ", error.line(), ", ", error.column(), ": ", error.message()));
  };
}

BadInputWorld::Call BadInputWorld::ListPage(const std::string& unit_id,
                                            const std::string& page_token) {
  return [this, unit_id, page_token] {
    lv1::ListPaymentsRequest request;
    request.set_unit_id(unit_id);
    request.set_page_token(page_token);
    const SuiteClient finance = Finance();
    return finance.Call(finance.suite().payment, &lv1::PaymentService::Stub::ListPayments, request)
        .status();
  };
}

BadInputWorld::Call BadInputWorld::Statement(const std::string& token) {
  return [this, token] {
    lv1::GetStatementRequest request;
    request.set_unit_id("U1");
    const SuiteClient client = suite_.WithToken(token);
    return client
        .Call(client.suite().statement, &lv1::StatementService::Stub::GetStatement, request)
        .status();
  };
}

BadInputWorld::Call BadInputWorld::NameBranch(std::size_t bytes) {
  return [this, bytes] {
    lv1::BatchPutOrganisationRequest request;
    request.set_request_id(suite_.NewRequestId());
    auto& branch = *request.add_entries()->mutable_branch();
    branch.set_id("B5");
    branch.set_name(std::string(bytes, 'x'));
    const SuiteClient administrator = suite_.Administrator();
    return administrator
        .Call(administrator.suite().organisation,
              &lv1::OrganisationService::Stub::BatchPutOrganisation, request)
        .status();
  };
}

absl::StatusOr<std::string> BadInputWorld::SendBytes(const std::string& service,
                                                     const std::string& method,
                                                     const std::string& token,
                                                     const std::string& bytes) {
  grpc::GenericStub stub(
      grpc::CreateChannel(suite_.address(service), grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + token);
  const grpc::Slice slice(bytes);
  const grpc::ByteBuffer request(&slice, 1);
  grpc::ByteBuffer response;
  grpc::CompletionQueue queue;
  const auto call = stub.PrepareUnaryCall(&context, method, request, &queue);
  call->StartCall();
  grpc::Status status;
  call->Finish(&response, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  if (!status.ok()) return FromGrpcStatus(status);
  std::vector<grpc::Slice> slices;
  response.Dump(&slices);
  std::string answer;
  for (const grpc::Slice& part : slices) answer.append(part.begin(), part.end());
  return answer;
}

BadInputWorld::Call BadInputWorld::SendBroken(const std::string& service, const std::string& method,
                                              const std::string& token,
                                              const google::protobuf::Message& request) {
  std::string bytes = request.SerializeAsString();
  bytes.replace(bytes.find(kBrokenText), kBrokenText.size(), kNotUtf8);
  return [this, service, method, token, bytes] {
    return SendBytes(service, method, token, bytes).status();
  };
}

std::string BadInputWorld::FinanceToken() const {
  return suite_.keys().StaffToken("F1", Role::kFinance);
}

std::string BadInputWorld::UnsignedToken() const {
  const std::string token = FinanceToken();
  std::string header;
  absl::WebSafeBase64Escape(R"({"alg":"none","typ":"JWT","kid":"staff-1"})", &header);
  const std::size_t first = token.find('.');
  return header + token.substr(first, token.rfind('.') - first + 1);
}

std::string BadInputWorld::TokenOfAnotherKey() {
  Identity identity;
  identity.staff_id = "F1";
  identity.roles = Role::kFinance;
  return TokenSigner(JoseKey::Generate("staff-1", "staff"))
      .Sign(identity, absl::Now(), absl::Hours(1))
      .value();
}

std::map<std::string, std::string> BadInputWorld::Tables() {
  std::map<std::string, std::string> tables;
  for (const std::string service : {"ledger", "waiver", "escalation", "payroll"}) {
    const absl::Status read = suite_.admin_database(service).Read(
        "tables", [&](db::Transaction& transaction) -> absl::Status {
          CUIJIAO_ASSIGN_OR_RETURN(
              const std::vector<db::Row> rows,
              transaction.Query("SELECT table_name AS name FROM information_schema.tables"
                                " WHERE table_schema = DATABASE()"
                                " AND table_name <> 'audit_record'"));
          for (const db::Row& row : rows) {
            const std::string& name = row.String("name");
            CUIJIAO_ASSIGN_OR_RETURN(
                const auto sum, transaction.QueryOne(absl::StrCat("CHECKSUM TABLE `", name, "`")));
            tables[absl::StrCat(service, ".", name)] = std::to_string(sum->Int64("Checksum"));
          }
          return absl::OkStatus();
        });
    EXPECT_EQ(read, absl::OkStatus());
  }
  EXPECT_GT(tables.size(), 40U);
  return tables;
}

}  // namespace cuijiao
