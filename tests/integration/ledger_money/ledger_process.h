// The ledger as a process of its own on the fixture's database: something that can be killed.
#ifndef CUIJIAO_TESTS_INTEGRATION_LEDGER_MONEY_LEDGER_PROCESS_H_
#define CUIJIAO_TESTS_INTEGRATION_LEDGER_MONEY_LEDGER_PROCESS_H_

#include <sys/types.h>

#include <filesystem>
#include <string>

#include "tests/support/ledger_fixture.h"

namespace cuijiao::ledger {

// Starts cuijiao-ledger with the fixture's keys, policy and schema, on a free port, and waits until
// it is ready; it is killed with the object. What cannot be started ends the test program.
class LedgerProcess {
 public:
  // `failpoints` as CUIJIAO_FAILPOINTS takes them; each hit is appended to hits_file().
  LedgerProcess(support::LedgerFixture& ledger, const std::string& failpoints);
  ~LedgerProcess();
  LedgerProcess(const LedgerProcess&) = delete;
  LedgerProcess& operator=(const LedgerProcess&) = delete;

  [[nodiscard]] const std::string& address() const { return address_; }
  [[nodiscard]] std::filesystem::path hits_file() const { return directory_ / "hits"; }
  // Waits for its end; the signal that ended it, 0 when it ended by itself.
  int AwaitEnd();

 private:
  std::filesystem::path directory_;
  std::string address_;
  pid_t pid_ = -1;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_TESTS_INTEGRATION_LEDGER_MONEY_LEDGER_PROCESS_H_
