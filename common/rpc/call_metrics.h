// The figures of one method: calls by code, how long they took, how many run.
#ifndef CUIJIAO_COMMON_RPC_CALL_METRICS_H_
#define CUIJIAO_COMMON_RPC_CALL_METRICS_H_

#include <array>
#include <atomic>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/telemetry/metrics.h"

namespace cuijiao {

// cuijiao_rpc_calls_total{method,code}, cuijiao_rpc_seconds{method}, cuijiao_rpc_in_flight{method}.
// Thread-safe. `metrics` outlives it.
class CallMetrics {
 public:
  CallMetrics(Metrics& metrics, std::string_view method);

  void Began() { in_flight_.Increment(); }
  void Ended(absl::StatusCode code, absl::Duration took);

 private:
  static constexpr std::size_t kCodes = 17;

  Metrics& metrics_;
  const std::string method_;
  prometheus::Gauge& in_flight_;
  prometheus::Histogram& seconds_;
  // Made when a code is first met, so that only those that happen are shown.
  std::array<std::atomic<prometheus::Counter*>, kCodes> calls_ = {};
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_RPC_CALL_METRICS_H_
