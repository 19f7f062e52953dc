#include "tests/bench/measure.h"

#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "tests/support/test_database.h"

namespace cuijiao::bench {
namespace {

double SecondsOnClock(clockid_t clock) {
  timespec used = {};
  if (clock_gettime(clock, &used) != 0) {
    std::cerr << "bench: a process whose time is measured is not there\n";
    std::exit(EXIT_FAILURE);
  }
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

double ProcessorSecondsOf(pid_t process) {
  clockid_t clock = {};
  if (clock_getcpuclockid(process, &clock) != 0) {
    std::cerr << "bench: there is no process " << process << "\n";
    std::exit(EXIT_FAILURE);
  }
  return SecondsOnClock(clock);
}

pid_t DatabaseProcess() {
  pid_t process = 0;
  std::ifstream(std::filesystem::path(support::TestDatabase::SocketPath()).parent_path() / "pid") >>
      process;
  return process;
}

}  // namespace

double Median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double Stopwatch::ProcessorSeconds() const {
  return SecondsOnClock(CLOCK_PROCESS_CPUTIME_ID) + ProcessorSecondsOf(DatabaseProcess()) +
         (service_ == 0 ? 0 : ProcessorSecondsOf(service_));
}

Took Stopwatch::Measure(const std::function<void()>& work) const {
  const double used = ProcessorSeconds();
  const double wall = WallSeconds(work);
  return {wall, ProcessorSeconds() - used};
}

double WallSeconds(const std::function<void()>& work) {
  const absl::Time start = absl::Now();
  work();
  return absl::ToDoubleSeconds(absl::Now() - start);
}

double PeakMebibytes(pid_t process) {
  std::ifstream status(fmt::format("/proc/{}/status", process));
  for (std::string word; status >> word;) {
    double kibibytes = 0;
    if (word == "VmHWM:" && status >> kibibytes) return kibibytes / 1024;
  }
  return 0;
}

void PrintHead() {
  std::cout << fmt::format("{:<52} {:>10} {:>10} {:<3}  ratio, goal\n", "", "suite", "plain", "");
}

void PrintRatio(std::string_view what, double suite, double plain, std::string_view unit,
                std::string_view goal) {
  std::cout << fmt::format("{:<52} {:>10.2f} {:>10.2f} {:<3} {:>6.2f}  {}\n", what, suite, plain,
                           unit, suite / plain, goal)
            << std::flush;
}

void PrintTook(std::string_view what, const Took& suite, const Took& plain, std::string_view goal) {
  PrintRatio(what, suite.wall, plain.wall, "s", goal);
  PrintRatio("  processor time", suite.processor, plain.processor, "s", "");
}

}  // namespace cuijiao::bench
