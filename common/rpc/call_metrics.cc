#include "common/rpc/call_metrics.h"

#include <algorithm>

namespace cuijiao {

CallMetrics::CallMetrics(Metrics& metrics, std::string_view method)
    : metrics_(metrics),
      method_(method),
      in_flight_(metrics.Gauge("cuijiao_rpc_in_flight", "Calls that are being answered",
                               {{"method", method_}})),
      seconds_(metrics.SecondsHistogram("cuijiao_rpc_seconds", "How long calls took",
                                        {{"method", method_}})) {}

void CallMetrics::Ended(absl::StatusCode code, absl::Duration took) {
  in_flight_.Decrement();
  seconds_.Observe(absl::ToDoubleSeconds(took));
  const auto index = std::min(static_cast<std::size_t>(code), kCodes - 1);
  prometheus::Counter* counter = calls_[index].load(std::memory_order_acquire);
  if (counter == nullptr) {
    counter = &metrics_.Counter("cuijiao_rpc_calls_total", "Calls answered, by code",
                                {{"method", method_}, {"code", absl::StatusCodeToString(code)}});
    calls_[index].store(counter, std::memory_order_release);
  }
  counter->Increment();
}

}  // namespace cuijiao
