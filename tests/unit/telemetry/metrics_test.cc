#include "common/telemetry/metrics.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>

namespace cuijiao {
namespace {

// What GET /metrics on loopback answers.
std::string Fetch(int port) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  const std::string request = "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  EXPECT_EQ(::write(descriptor, request.data(), request.size()),
            static_cast<ssize_t>(request.size()));
  std::string text;
  std::array<char, 4096> part{};
  for (ssize_t count = 0; (count = ::read(descriptor, part.data(), part.size())) > 0;) {
    text.append(part.data(), static_cast<std::size_t>(count));
  }
  ::close(descriptor);
  return text;
}

TEST(Metrics, ServesWhatWasCounted) {
  const auto metrics = Metrics::Start("127.0.0.1:0").value();
  metrics->Counter("cuijiao_test_total", "Tests", {{"kind", "unit"}}).Increment();
  metrics->Counter("cuijiao_test_total", "Tests", {{"kind", "unit"}}).Increment();
  metrics->Gauge("cuijiao_test_now", "Now").Set(7);
  metrics->SecondsHistogram("cuijiao_test_seconds", "Seconds").Observe(0.003);
  const std::string page = Fetch(metrics->port());
  EXPECT_NE(page.find("200 OK"), std::string::npos);
  EXPECT_NE(page.find("cuijiao_test_total{kind=\"unit\"} 2"), std::string::npos) << page;
  EXPECT_NE(page.find("cuijiao_test_now 7"), std::string::npos);
  EXPECT_NE(page.find("cuijiao_test_seconds_bucket{le=\"0.005\"} 1"), std::string::npos);
  EXPECT_NE(page.find("cuijiao_test_seconds_bucket{le=\"0.002\"} 0"), std::string::npos);
}

TEST(Metrics, KeepsFiguresWithoutServingThem) {
  const auto metrics = Metrics::Start().value();
  metrics->Counter("cuijiao_test_total", "Tests").Increment();
  EXPECT_EQ(metrics->port(), 0);
  EXPECT_NE(metrics->Text().find("cuijiao_test_total 1"), std::string::npos);
}

TEST(Metrics, NamesTheAddressThatItCannotHave) {
  const auto first = Metrics::Start("127.0.0.1:0").value();
  const std::string address = "127.0.0.1:" + std::to_string(first->port());
  const auto second = Metrics::Start(address);
  ASSERT_TRUE(absl::IsUnavailable(second.status()));
  EXPECT_NE(std::string(second.status().message()).find(address), std::string::npos);
}

}  // namespace
}  // namespace cuijiao
