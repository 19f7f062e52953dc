#include "tests/support/tcp_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string_view>
#include <utility>

namespace cuijiao::support {
namespace {

constexpr std::string_view kUnixPrefix = "unix:";
constexpr std::size_t kPieceBytes = std::size_t{64} * 1024;

[[noreturn]] void FailWithErrno(std::string_view what) {
  std::cerr << "TcpProxy: " << what << ": " << std::strerror(errno) << "\n";
  std::abort();
}

sockaddr_in Loopback(int port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

// A connection to `upstream`, or -1.
int Connect(std::string_view upstream) {
  if (upstream.starts_with(kUnixPrefix)) {
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    const std::string path(upstream.substr(kUnixPrefix.size()));
    if (path.size() >= sizeof(address.sun_path)) return -1;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) return fd;
    close(fd);
    return -1;
  }
  const std::string_view port_text = upstream.substr(upstream.rfind(':') + 1);
  int port = 0;
  std::from_chars(port_text.begin(), port_text.end(), port);  // 0 where it is none: no connection
  const sockaddr_in address = Loopback(port);
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) return fd;
  close(fd);
  return -1;
}

// Ends a TCP connection with RST, not FIN; the descriptor stays open.
void Reset(int fd) {
  sockaddr none = {};
  none.sa_family = AF_UNSPEC;
  if (connect(fd, &none, sizeof(none)) != 0) shutdown(fd, SHUT_RDWR);
}

bool SendAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

}  // namespace

// One client's connection with its own to the upstream, served by one thread. The end of either
// side is the end of both.
class TcpProxy::Link {
 public:
  Link(TcpProxy& proxy, int client, int upstream)
      : proxy_(proxy),
        client_(client),
        upstream_(upstream),
        wake_(eventfd(0, EFD_CLOEXEC)),
        thread_([this] { Serve(); }) {}

  ~Link() {
    Wake();
    shutdown(client_, SHUT_RDWR);
    shutdown(upstream_, SHUT_RDWR);
    thread_.join();
    close(client_);
    close(upstream_);
    close(wake_);
  }

  // Makes the thread look at the proxy's mode.
  void Wake() const {
    const std::uint64_t one = 1;
    if (write(wake_, &one, sizeof(one)) != sizeof(one)) FailWithErrno("waking a link");
  }

 private:
  void Serve() {
    while (PassOne()) {
    }
    if (proxy_.mode_ == Mode::kReset) Reset(client_);
    shutdown(client_, SHUT_RDWR);
    shutdown(upstream_, SHUT_RDWR);
  }

  // Waits for bytes or a wake-up; false when the link is over.
  bool PassOne() {
    std::array<pollfd, 3> waiting = {
        {{client_, POLLIN, 0}, {upstream_, POLLIN, 0}, {wake_, POLLIN, 0}}};
    if (poll(waiting.data(), waiting.size(), -1) < 0) return errno == EINTR;
    if (waiting[2].revents != 0) {
      std::uint64_t count = 0;
      if (read(wake_, &count, sizeof(count)) != sizeof(count)) FailWithErrno("reading an event");
    }
    if (proxy_.stopping_ || proxy_.mode_ == Mode::kReset) return false;
    return (waiting[0].revents == 0 || PassRequest()) && (waiting[1].revents == 0 || PassAnswer());
  }

  bool PassRequest() {
    const ssize_t count = recv(client_, piece_.data(), piece_.size(), 0);
    if (count <= 0) return false;
    proxy_.bytes_from_clients_ += count;
    if (proxy_.mode_ == Mode::kBlackHole) return true;
    return SendAll(upstream_, {piece_.data(), static_cast<std::size_t>(count)});
  }

  bool PassAnswer() {
    const ssize_t count = recv(upstream_, piece_.data(), piece_.size(), 0);
    if (count <= 0) return false;
    if (const int delay_ms = proxy_.delay_ms_; delay_ms > 0) {
      pollfd woken = {wake_, POLLIN, 0};
      poll(&woken, 1, delay_ms);
    }
    if (proxy_.mode_ != Mode::kPass) return true;
    return SendAll(client_, {piece_.data(), static_cast<std::size_t>(count)});
  }

  TcpProxy& proxy_;
  const int client_;
  const int upstream_;
  const int wake_;
  std::array<char, kPieceBytes> piece_ = {};
  std::thread thread_;
};

TcpProxy::TcpProxy(std::string upstream) : upstream_(std::move(upstream)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = Loopback(0);
  socklen_t length = sizeof(address);
  if (listener_ < 0 ||
      bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 ||
      listen(listener_, SOMAXCONN) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
    FailWithErrno("no port to listen on");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { Accept(); });
}

TcpProxy::~TcpProxy() {
  stopping_ = true;
  shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  close(listener_);
  const absl::MutexLock lock(&mutex_);
  links_.clear();
}

void TcpProxy::Accept() {
  while (true) {
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) {
      if (stopping_) return;
      continue;
    }
    ++accepted_;
    const int no_delay = 1;
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &no_delay, sizeof(no_delay));
    const int upstream = mode_ == Mode::kReset ? -1 : Connect(upstream_);
    if (upstream < 0) {
      Reset(client);
      close(client);
      continue;
    }
    const absl::MutexLock lock(&mutex_);
    links_.push_back(std::make_unique<Link>(*this, client, upstream));
  }
}

void TcpProxy::SetMode(Mode mode) {
  mode_ = mode;
  const absl::MutexLock lock(&mutex_);
  for (const std::unique_ptr<Link>& link : links_) link->Wake();
}

void TcpProxy::SetDelay(absl::Duration delay) {
  delay_ms_ = static_cast<int>(absl::ToInt64Milliseconds(delay));
}

}  // namespace cuijiao::support
