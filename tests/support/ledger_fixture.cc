#include "tests/support/ledger_fixture.h"

#include <cstdlib>
#include <iostream>
#include <utility>

#include "absl/time/clock.h"
#include "cuijiao/ledger/v1/organisation.grpc.pb.h"
#include "google/protobuf/text_format.h"
#include "spdlog/spdlog.h"
#include "tests/support/test_database.h"

namespace cuijiao::support {
namespace {

constexpr const char* kSchemaDirectory = "services/ledger/schema";
constexpr const char* kPolicyFile = "services/policy/2017.textproto";
constexpr absl::Duration kCallTimeout = absl::Seconds(60);

template <typename T>
T Must(absl::StatusOr<T> value) {
  if (value.ok()) return *std::move(value);
  std::cerr << "LedgerFixture: " << value.status() << "\n";
  std::exit(EXIT_FAILURE);
}

constexpr std::string_view kStandardCompany = R"(
entries { branch { id: "B1" name: "华东分公司" } }
entries { project { id: "P1" branch_id: "B1" name: "滨江项目" } }
entries { branch { id: "B2" name: "华北分公司" } }
entries { project { id: "P2" branch_id: "B2" name: "城北项目" } }
entries { community { id: "C1" project_id: "P1" name: "翠苑" } }
entries { community { id: "C2" project_id: "P1" name: "椒园" } }
entries { community { id: "C9" project_id: "P2" name: "北苑" } }
entries { staff { id: "S1" name: "张伟" employee_no: "E001" } }
entries { staff { id: "S2" name: "王芳" employee_no: "E002" } }
entries { staff { id: "L1" name: "李强" employee_no: "E003" } }
entries { staff { id: "D1" name: "刘洋" employee_no: "E004" } }
entries { staff { id: "M1" name: "陈静" employee_no: "E005" } }
entries { staff { id: "GM1" name: "杨明" employee_no: "E006" } }
entries { staff { id: "M2" name: "赵磊" employee_no: "E007" } }
entries { staff { id: "S9" name: "周敏" employee_no: "E008" } }
entries { staff { id: "L9" name: "吴刚" employee_no: "E009" } }
entries { post { staff_id: "M1" project_id: "P1" from_date: "2016-01-01" } }
entries { post { staff_id: "M2" project_id: "P2" from_date: "2016-01-01" } }
entries { post { staff_id: "GM1" branch_id: "B1" from_date: "2016-01-01" } }
entries { team { id: "T1" project_id: "P1" name: "一组" } }
entries { team { id: "T9" project_id: "P2" name: "九组" } }
entries { team_membership { team_id: "T1" staff_id: "L1" position: POSITION_LEADER from_date: "2016-01-01" } }
entries { team_membership { team_id: "T1" staff_id: "D1" position: POSITION_DEPUTY from_date: "2016-01-01" } }
entries { team_membership { team_id: "T1" staff_id: "S1" position: POSITION_MEMBER from_date: "2016-01-01" } }
entries { team_membership { team_id: "T1" staff_id: "S2" position: POSITION_MEMBER from_date: "2016-01-01" } }
entries { team_membership { team_id: "T9" staff_id: "L9" position: POSITION_LEADER from_date: "2016-01-01" } }
entries { team_membership { team_id: "T9" staff_id: "S9" position: POSITION_MEMBER from_date: "2016-01-01" } }
entries { area { id: "A1" project_id: "P1" team_id: "T1" name: "东片" } }
entries { area { id: "A2" project_id: "P1" team_id: "T1" name: "西片" } }
entries { area { id: "A9" project_id: "P2" team_id: "T9" name: "北片" } }
entries { area_community { area_id: "A1" community_id: "C1" from_date: "2016-01-01" } }
entries { area_community { area_id: "A2" community_id: "C2" from_date: "2016-01-01" } }
entries { area_community { area_id: "A9" community_id: "C9" from_date: "2016-01-01" } }
entries { area_collector { area_id: "A1" staff_id: "S1" from_date: "2016-01-01" } }
entries { area_collector { area_id: "A2" staff_id: "S2" from_date: "2016-01-01" } }
entries { area_collector { area_id: "A9" staff_id: "S9" from_date: "2016-01-01" } }
entries { unit { id: "U1" community_id: "C1" unit_no: "3栋2单元501" kind: KIND_HOME area_e2_m2: 8950 } }
entries { unit { id: "U2" community_id: "C1" unit_no: "3栋2单元502" kind: KIND_HOME area_e2_m2: 12000 } }
entries { unit { id: "U3" community_id: "C2" unit_no: "1栋101" kind: KIND_HOME area_e2_m2: 6000 } }
entries { unit { id: "U9" community_id: "C9" unit_no: "9栋901" kind: KIND_HOME area_e2_m2: 10000 } }
entries { owner { id: "O1" name: "孙丽华" phone: "13800138001" address: "滨江路1号3栋2单元501" } }
entries { owner { id: "O2" name: "胡志明" phone: "13800138002" } }
entries { owner { id: "O9" name: "郭峰" phone: "13800138009" } }
entries { ownership { unit_id: "U1" owner_id: "O1" from_date: "2016-01-01" } }
entries { ownership { unit_id: "U2" owner_id: "O2" from_date: "2016-01-01" } }
entries { ownership { unit_id: "U3" owner_id: "O1" from_date: "2016-01-01" } }
entries { ownership { unit_id: "U9" owner_id: "O9" from_date: "2016-01-01" } }
)";

}  // namespace

LedgerFixture::LedgerFixture(Date date, ClockKind clock_kind)
    : policy_(Must(LoadPolicy(kPolicyFile))),
      cipher_(PersonalKeys::Generate()),
      tokens_(Must(TokenVerifier::Create(keys_.jwks_file()))),
      metrics_(Must(Metrics::Start())),
      database_(TestDatabase::FreshSchema("ledger", kSchemaDirectory)),
      admin_database_(TestDatabase::AdminOf(database_.settings())),
      fixed_clock_(date),
      development_clock_(database_, Must(LoadCompanyZone(policy_.policy.time_zone()))) {
  spdlog::set_level(spdlog::level::warn);  // one line a call hides what a test says
  const bool development = clock_kind == ClockKind::kDevelopment;
  if (development) Must(development_clock_.Set(date));
  server_ = Must(ledger::LedgerServer::Start(
      {.database = database_,
       .policy = policy_.policy,
       .cipher = cipher_,
       .tokens = *tokens_,
       .ids = ids_,
       .metrics = *metrics_,
       .clock = development ? static_cast<CompanyClock&>(development_clock_) : fixed_clock_,
       .development_clock = development ? &development_clock_ : nullptr,
       .page_token_secret = keys_.service_signer("ledger").DeriveSecret("page tokens")},
      ServerSettings()));
  channel_ = grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials());
}

LedgerFixture::~LedgerFixture() { server_->Stop(); }

void LedgerFixture::Prepare(grpc::ClientContext& context, const Caller& caller) const {
  if (!caller.token.empty()) context.AddMetadata("authorization", "Bearer " + caller.token);
  context.set_deadline(absl::ToChronoTime(absl::Now() + kCallTimeout));
}

std::unique_ptr<Peer> LedgerFixture::PeerOf(const std::string& name) const {
  PeerSettings settings;
  settings.name = "ledger";
  settings.address = server_->address();
  return Must(Peer::Connect(settings, keys_.service_signer(name)));
}

absl::Status LedgerFixture::Put(const ledger::v1::BatchPutOrganisationRequest& request) const {
  return Call<ledger::v1::OrganisationService>(
             &ledger::v1::OrganisationService::StubInterface::BatchPutOrganisation, Administrator(),
             request)
      .status();
}

absl::Status LedgerFixture::PutText(std::string_view entries) const {
  ledger::v1::BatchPutOrganisationRequest request;
  if (!google::protobuf::TextFormat::ParseFromString(std::string(entries), &request)) {
    return absl::InvalidArgumentError("the test's entries are no protobuf text");
  }
  request.set_request_id(NewRequestId());
  return Put(request);
}

absl::Status LedgerFixture::PutStandardCompany() const { return PutText(kStandardCompany); }

}  // namespace cuijiao::support
