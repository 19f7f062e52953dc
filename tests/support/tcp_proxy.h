// A loopback TCP proxy that can be made to fail as networks do.
#ifndef CUIJIAO_TESTS_SUPPORT_TCP_PROXY_H_
#define CUIJIAO_TESTS_SUPPORT_TCP_PROXY_H_

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace cuijiao::support {

// Listens on 127.0.0.1 at a port of the system's choosing and passes bytes to and from one
// upstream. Modes may be changed at any time and hold for open connections and new ones.
// Thread-safe.
class TcpProxy {
 public:
  enum class Mode {
    kPass,
    kBlackHole,         // takes bytes from both sides and drops them; connections stay open
    kBlackHoleAnswers,  // upstream gets everything, its answers are dropped
    kReset,             // open connections are reset (RST), new ones too
  };

  // Upstreams: "unix:/path/to/socket" or "127.0.0.1:port". Ends the program when no port is to be
  // had.
  explicit TcpProxy(std::string upstream);
  ~TcpProxy();
  TcpProxy(const TcpProxy&) = delete;
  TcpProxy& operator=(const TcpProxy&) = delete;

  [[nodiscard]] int port() const { return port_; }

  void SetMode(Mode mode);
  // Each piece of an answer is held back this long.
  void SetDelay(absl::Duration delay);

  // Connections accepted so far.
  [[nodiscard]] int accepted() const { return accepted_.load(); }
  // Bytes taken from clients so far, passed on or not: to wait for a request that got lost.
  [[nodiscard]] long long bytes_from_clients() const { return bytes_from_clients_.load(); }

 private:
  class Link;

  void Accept();

  const std::string upstream_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<Mode> mode_{Mode::kPass};
  std::atomic<int> delay_ms_{0};
  std::atomic<bool> stopping_{false};
  std::atomic<int> accepted_{0};
  std::atomic<long long> bytes_from_clients_{0};
  absl::Mutex mutex_;
  std::vector<std::unique_ptr<Link>> links_ ABSL_GUARDED_BY(mutex_);
  std::thread acceptor_;
};

}  // namespace cuijiao::support

#endif  // CUIJIAO_TESTS_SUPPORT_TCP_PROXY_H_
