// The payroll service as a process of its own, to be killed.
#ifndef CUIJIAO_TESTS_E2E_PAYROLL_PAYROLL_PROCESS_H_
#define CUIJIAO_TESTS_E2E_PAYROLL_PAYROLL_PROCESS_H_

#include <sys/types.h>

#include <filesystem>
#include <string>

#include "tests/integration/payroll/payroll_world.h"

namespace cuijiao::payroll {

// Files that the processes of one test need, in a directory that goes with the object.
class ProcessFiles {
 public:
  explicit ProcessFiles(PayrollWorld& world);
  ~ProcessFiles();
  ProcessFiles(const ProcessFiles&) = delete;
  ProcessFiles& operator=(const ProcessFiles&) = delete;

  [[nodiscard]] std::filesystem::path In(const std::string& name) const {
    return directory_ / name;
  }

 private:
  std::filesystem::path directory_;
};

// Runs cuijiao-payroll on the world's database and services. What cannot be started ends the test
// program.
class PayrollProcess {
 public:
  // `failpoints` as CUIJIAO_FAILPOINTS has them; empty for none. Returns once it answers, and the
  // world calls it from here on.
  PayrollProcess(PayrollWorld& world, const ProcessFiles& files, const std::string& failpoints);
  // SIGTERM, unless it has ended.
  ~PayrollProcess();
  PayrollProcess(const PayrollProcess&) = delete;
  PayrollProcess& operator=(const PayrollProcess&) = delete;

  // Waits until the process has ended; the signal that ended it, 0 for an exit.
  int AwaitEnd();
  // Whether the failpoint was hit in one of the processes with these files.
  [[nodiscard]] static bool WasHit(const ProcessFiles& files, const std::string& failpoint);

 private:
  [[nodiscard]] std::string AwaitAddress();

  std::filesystem::path log_;
  pid_t pid_ = -1;
};

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_TESTS_E2E_PAYROLL_PAYROLL_PROCESS_H_
