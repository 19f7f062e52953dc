#include "common/ids/id_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace cuijiao {
namespace {

TEST(FormatUlid, WritesTheExampleOfTheUlidSpecification) {
  // 1469918176385 ms is "01ARYZ6S41".
  EXPECT_EQ(FormatUlid({1'469'918'176'385, 0, 0}), "01ARYZ6S410000000000000000");
  EXPECT_EQ(FormatUlid({(std::uint64_t{1} << 48U) - 1, 0xffff, ~std::uint64_t{0}}),
            "7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
  EXPECT_EQ(FormatUlid({0, 0, 31}), "0000000000000000000000000Z");
}

TEST(NextUlid, TakesFreshRandomnessInALaterMillisecond) {
  const Ulid next = NextUlid({5, 1, 2}, 6, 7, 8);
  EXPECT_EQ(FormatUlid(next), FormatUlid({6, 7, 8}));
}

TEST(NextUlid, CountsUpWithinOneMillisecondAndWhenTheClockIsSetBack) {
  EXPECT_EQ(FormatUlid(NextUlid({5, 1, 2}, 5, 9, 9)), FormatUlid({5, 1, 3}));
  EXPECT_EQ(FormatUlid(NextUlid({5, 1, 2}, 4, 9, 9)), FormatUlid({5, 1, 3}));
  EXPECT_EQ(FormatUlid(NextUlid({5, 1, ~std::uint64_t{0}}, 5, 9, 9)), FormatUlid({5, 2, 0}));
  EXPECT_EQ(FormatUlid(NextUlid({5, 0xffff, ~std::uint64_t{0}}, 5, 9, 9)), FormatUlid({6, 0, 0}));
}

TEST(IsId, TakesOnly26CharactersOfTheAlphabet) {
  EXPECT_TRUE(IsId("01ARYZ6S410000000000000000"));
  EXPECT_FALSE(IsId("01ARYZ6S41000000000000000"));
  EXPECT_FALSE(IsId("01ARYZ6S4100000000000000000"));
  EXPECT_FALSE(IsId("01aryz6s410000000000000000"));
  EXPECT_FALSE(IsId("01ARYZ6S41000000000000000U"));
  EXPECT_FALSE(IsId("81ARYZ6S410000000000000000"));
  EXPECT_FALSE(IsId(""));
}

TEST(SystemIdSource, GivesGreaterAndGreaterIds) {
  SystemIdSource source;
  std::vector<std::string> ids;
  for (int i = 0; i < 10'000; ++i) ids.push_back(source.NewId());
  EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end(), std::less_equal<>()));
  EXPECT_TRUE(std::all_of(ids.begin(), ids.end(), IsId));
}

TEST(SystemIdSource, GivesEachThreadItsOwnIds) {
  SystemIdSource source;
  std::vector<std::vector<std::string>> made(4);
  std::vector<std::thread> threads;
  for (std::vector<std::string>& ids : made) {
    threads.emplace_back([&] {
      for (int i = 0; i < 2'000; ++i) ids.push_back(source.NewId());
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::string> all;
  for (const std::vector<std::string>& ids : made) all.insert(ids.begin(), ids.end());
  EXPECT_EQ(all.size(), 8'000U);
}

TEST(SeededIdSource, GivesTheSameIdsForTheSameSeed) {
  SeededIdSource one(42);
  SeededIdSource same(42);
  SeededIdSource other(43);
  std::string last;
  for (int i = 0; i < 100; ++i) {
    const std::string id = one.NewId();
    EXPECT_TRUE(IsId(id));
    EXPECT_GT(id, last);
    EXPECT_EQ(id, same.NewId());
    EXPECT_NE(id, other.NewId());
    last = id;
  }
}

}  // namespace
}  // namespace cuijiao
