// The figures of a program, in the Prometheus text format over HTTP.
#ifndef CUIJIAO_COMMON_TELEMETRY_METRICS_H_
#define CUIJIAO_COMMON_TELEMETRY_METRICS_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "prometheus/counter.h"
#include "prometheus/gauge.h"
#include "prometheus/histogram.h"
#include "prometheus/registry.h"

namespace prometheus {
class Exposer;
}  // namespace prometheus

namespace cuijiao {

// Thread-safe. Names are cuijiao_<what>_<unit>[_total]; labels have few values (never ids).
class Metrics {
 public:
  using Labels = std::map<std::string, std::string>;

  // Serves GET /metrics at `address` ("127.0.0.1:9101", port 0 for any); with an empty address
  // figures are kept but not served. UNAVAILABLE naming the address when it cannot be had.
  static absl::StatusOr<std::unique_ptr<Metrics>> Start(const std::string& address = "");
  ~Metrics();

  // Each answers the same object for the same name and labels, valid as long as the Metrics.
  prometheus::Counter& Counter(const std::string& name, const std::string& help,
                               const Labels& labels = {});
  prometheus::Gauge& Gauge(const std::string& name, const std::string& help,
                           const Labels& labels = {});
  // Buckets from 0.1 ms to 100 s: 1, 2, 5, 10 …
  prometheus::Histogram& SecondsHistogram(const std::string& name, const std::string& help,
                                          const Labels& labels = {});

  // What GET /metrics answers.
  [[nodiscard]] std::string Text() const;
  // The port it serves on; 0 when not served.
  [[nodiscard]] int port() const;

 private:
  Metrics();

  std::shared_ptr<prometheus::Registry> registry_;
  std::unique_ptr<prometheus::Exposer> exposer_;
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_TELEMETRY_METRICS_H_
