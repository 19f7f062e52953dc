// The company clock for the services that are not the ledger: they ask it.
#ifndef CUIJIAO_COMMON_RPC_REMOTE_CLOCK_H_
#define CUIJIAO_COMMON_RPC_REMOTE_CLOCK_H_

#include <chrono>
#include <memory>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/clock/company_clock.h"
#include "common/rpc/client.h"
#include "cuijiao/ledger/v1/clock.grpc.pb.h"

namespace cuijiao {

// Thread-safe; `ledger` outlives it. A clock that can be set is asked each time, so that a moved
// date is seen at once; any other answer goes on by itself for a second, in the company's `zone`.
// UNAVAILABLE when the ledger cannot be asked.
class RemoteClock : public CompanyClock {
 public:
  RemoteClock(Peer& ledger, absl::TimeZone zone);

  absl::StatusOr<CompanyTime> Now() override;

 private:
  using SteadyTime = std::chrono::steady_clock::time_point;
  struct Answer {
    absl::Time time;
    SteadyTime received;
  };

  std::optional<CompanyTime> FromLastAnswer();

  Peer& ledger_;
  const absl::TimeZone zone_;
  const std::unique_ptr<ledger::v1::ClockService::Stub> stub_;
  absl::Mutex mutex_;
  std::optional<Answer> last_answer_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_RPC_REMOTE_CLOCK_H_
