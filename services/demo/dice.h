// Seeded randomness that is the same on every machine: the engine is fixed by the standard, and
// no distribution of the library is used, for those are not.
#ifndef CUIJIAO_SERVICES_DEMO_DICE_H_
#define CUIJIAO_SERVICES_DEMO_DICE_H_

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>

namespace cuijiao::demo {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  // A whole number from `least` to `most`, both included.
  int Between(int least, int most) {
    return least + static_cast<int>(engine_() % static_cast<std::uint64_t>(most - least + 1));
  }
  // True in `percent` of a hundred throws.
  bool Chance(int percent) { return Between(1, 100) <= percent; }

  template <typename T, std::size_t N>
  const T& Pick(std::span<const T, N> items) {
    return items[static_cast<std::size_t>(engine_() % items.size())];
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace cuijiao::demo

#endif  // CUIJIAO_SERVICES_DEMO_DICE_H_
