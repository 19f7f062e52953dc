#include "tests/support/ledger_fixture.h"

#include <utility>

#include "absl/time/clock.h"
#include "cuijiao/ledger/v1/organisation.grpc.pb.h"
#include "google/protobuf/text_format.h"
#include "spdlog/spdlog.h"
#include "tests/support/must.h"
#include "tests/support/standard_company.h"
#include "tests/support/test_database.h"

namespace cuijiao::support {
namespace {

constexpr const char* kSchemaDirectory = "services/ledger/schema";
constexpr absl::Duration kCallTimeout = absl::Seconds(60);

}  // namespace

LedgerFixture::LedgerFixture(Date date, ClockKind clock_kind, const PolicyEdits& edits)
    : policy_(EditedPolicy(edits)),
      cipher_(PersonalKeys::Generate()),
      signer_(keys_.service_signer("ledger")),
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
       .signer = signer_,
       .journal_heads = journal_heads_.path(),
       .page_token_secret = keys_.service_signer("ledger").DeriveSecret("page tokens"),
       .sweep_pause = absl::InfiniteDuration()},
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
