// What the benchmarks measure by: wall and processor time, memory, medians, and how figures of the
// suite and of a plain client are printed beside each other.
#ifndef CUIJIAO_TESTS_BENCH_MEASURE_H_
#define CUIJIAO_TESTS_BENCH_MEASURE_H_

#include <sys/types.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace cuijiao::bench {

// The middle of `values`, which are not empty; of an even number the greater one.
double Median(std::vector<double> values);

// What some work took, in seconds.
struct Took {
  double wall = 0;
  double processor = 0;

  Took& operator+=(const Took& other) {
    wall += other.wall;
    processor += other.processor;
    return *this;
  }
  friend Took operator+(Took a, const Took& b) { return a += b; }
};

// A wall clock, and the processor time of everybody who has a part in the work: this process, the
// test database, and a service that is a process of its own. Where others use the machine too,
// processor time says what the wall clock cannot.
class Stopwatch {
 public:
  Stopwatch() = default;
  explicit Stopwatch(pid_t service) : service_(service) {}

  [[nodiscard]] Took Measure(const std::function<void()>& work) const;
  // Of all of them so far.
  [[nodiscard]] double ProcessorSeconds() const;

 private:
  pid_t service_ = 0;  // 0: none
};

// Seconds on the wall that `work` takes.
double WallSeconds(const std::function<void()>& work);

// The most memory that a process has had so far.
double PeakMebibytes(pid_t process);

// Lines of a table: what was measured, the suite's figure, the plain client's, their ratio and the
// goal. A second line says the same of processor time.
void PrintHead();
void PrintRatio(std::string_view what, double suite, double plain, std::string_view unit,
                std::string_view goal);
void PrintTook(std::string_view what, const Took& suite, const Took& plain, std::string_view goal);

}  // namespace cuijiao::bench

#endif  // CUIJIAO_TESTS_BENCH_MEASURE_H_
