#include <string>

#include "common/rpc/client.h"
#include "tests/unit/rpc/rpc_fixture.h"
#include "tests/unit/rpc/test_certificates.h"

namespace cuijiao {
namespace {

using ledger::v1::FeedService;
using ledger::v1::StreamEventsRequest;

class TlsTest : public RpcTest {
 protected:
  void StartWithTls(bool ask_clients) {
    const TestAuthority::Files files = authority_.Issue("server");
    settings_.tls_certificate_file = files.certificate;
    settings_.tls_key_file = files.key;
    if (ask_clients) settings_.tls_client_ca_file = authority_.certificate_file();
    Start();
  }

  absl::Status CallWith(PeerSettings settings) {
    settings.name = "ledger";
    settings.address = "localhost:" + std::to_string(server_->port());
    settings.timeout = absl::Seconds(10);
    const auto peer = Peer::Connect(settings, keys_.service_signer("waiver"));
    if (!peer.ok()) return peer.status();
    grpc::ClientContext context;
    if (absl::Status prepared = (*peer)->Prepare(context, {}); !prepared.ok()) return prepared;
    StreamEventsRequest request;
    request.set_partition("C1");
    const auto stub = FeedService::NewStub((*peer)->channel());
    return (*peer)->ErrorOf(stub->StreamEvents(&context, request)->Finish());
  }

  TestAuthority authority_{keys_.directory(), "company"};
  TestAuthority stranger_{keys_.directory(), "stranger"};
};

TEST_F(TlsTest, AnswersThoseWhoTrustItsAuthorityAlone) {
  StartWithTls(/*ask_clients=*/false);
  PeerSettings settings;
  settings.tls_ca_file = authority_.certificate_file();
  EXPECT_TRUE(CallWith(settings).ok()) << CallWith(settings);
  settings.tls_ca_file = stranger_.certificate_file();
  EXPECT_TRUE(absl::IsUnavailable(CallWith(settings)));
  settings.tls_ca_file.clear();
  EXPECT_TRUE(absl::IsUnavailable(CallWith(settings)));
}

TEST_F(TlsTest, AsksClientsForACertificateOfTheirAuthority) {
  StartWithTls(/*ask_clients=*/true);
  PeerSettings settings;
  settings.tls_ca_file = authority_.certificate_file();
  EXPECT_TRUE(absl::IsUnavailable(CallWith(settings)));
  TestAuthority::Files files = stranger_.Issue("client");
  settings.tls_certificate_file = files.certificate;
  settings.tls_key_file = files.key;
  EXPECT_TRUE(absl::IsUnavailable(CallWith(settings)));
  files = authority_.Issue("client");
  settings.tls_certificate_file = files.certificate;
  settings.tls_key_file = files.key;
  EXPECT_TRUE(CallWith(settings).ok()) << CallWith(settings);
}

TEST_F(TlsTest, NamesTheFileThatThePeerCannotRead) {
  StartWithTls(/*ask_clients=*/false);
  PeerSettings settings;
  settings.tls_ca_file = "/nonexistent/ca.pem";
  const absl::Status status = CallWith(settings);
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_NE(std::string(status.message()).find("/nonexistent/ca.pem"), std::string::npos);
}

}  // namespace
}  // namespace cuijiao
