#include "common/requests/group_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"

namespace cuijiao {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Member {
  std::string id;
  std::string lane;
};

using Group = std::vector<std::string>;  // ids

// Runs groups that end when they are let go.
class GroupQueueTest : public ::testing::Test {
 protected:
  explicit GroupQueueTest(GroupLimits limits = {.max_waiting = 8, .max_running = 1})
      : queue_(limits, [this](std::vector<Member> members) { Answer(members); }) {}

  void Answer(const std::vector<Member>& members) {
    Group ids;
    for (const Member& member : members) ids.push_back(member.id);
    {
      const absl::MutexLock lock(&mutex_);
      groups_.push_back(ids);
    }
    if (ids.front() == "held" && !held_.HasBeenNotified()) {
      held_.Notify();
      let_go_.WaitForNotification();
    }
  }

  // Puts a group under way that stays so until LetGo.
  void Hold(const std::string& lane = "lane of held") {
    holder_ = std::thread([this, lane] { EXPECT_TRUE(queue_.Run({{"held", lane}})); });
    held_.WaitForNotification();
  }
  void LetGo() {
    let_go_.Notify();
    holder_.join();
  }

  std::vector<Group> Groups() {
    const absl::MutexLock lock(&mutex_);
    return groups_;
  }

  GroupQueue<Member> queue_;

 private:
  absl::Mutex mutex_;
  std::vector<Group> groups_;
  absl::Notification held_;
  absl::Notification let_go_;
  std::thread holder_;
};

TEST_F(GroupQueueTest, OneAloneIsAGroupOnItsOwnThreadAtOnce) {
  ASSERT_TRUE(queue_.Run({{"a", "1"}}));
  EXPECT_THAT(Groups(), ElementsAre(Group{"a"}));
}

TEST_F(GroupQueueTest, WhatComesWhileAGroupRunsIsTheNextGroup) {
  Hold();
  ASSERT_TRUE(queue_.Run({{"a", "1"}}));
  ASSERT_TRUE(queue_.Run({{"b", "2"}}));
  EXPECT_THAT(Groups(), SizeIs(1));
  LetGo();
  EXPECT_THAT(Groups(), ElementsAre(Group{"held"}, Group{"a", "b"}));
}

TEST_F(GroupQueueTest, SmallGroupsArePowersOfTwo) {
  Hold();
  ASSERT_TRUE(queue_.Run({{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}, {"e", "5"}}));
  LetGo();
  EXPECT_THAT(Groups(), ElementsAre(Group{"held"}, Group{"a", "b", "c", "d"}, Group{"e"}));
}

TEST_F(GroupQueueTest, TurnsAwayWhatIsTooMuchAndTakesNoneOfIt) {
  Hold();
  ASSERT_TRUE(queue_.Run({{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}}));
  EXPECT_FALSE(queue_.Run({{"e", "1"}, {"f", "2"}, {"g", "3"}, {"h", "4"}, {"i", "5"}}));
  ASSERT_TRUE(queue_.Run({{"e", "1"}, {"f", "2"}, {"g", "3"}, {"h", "4"}}));
  LetGo();
  EXPECT_THAT(Groups(), ElementsAre(Group{"held"}, Group{"a", "b", "c", "d", "e", "f", "g", "h"}));
}

TEST_F(GroupQueueTest, TwoOfOneIdAreInTwoGroups) {
  ASSERT_TRUE(queue_.Run({{"a", "1"}, {"a", "2"}}));
  EXPECT_THAT(Groups(), ElementsAre(Group{"a"}, Group{"a"}));
}

TEST_F(GroupQueueTest, OneLaneKeepsItsOrderInAGroupAndAcrossThem) {
  // "b" must wait for the other "a"; "c", of its lane, does not overtake it.
  ASSERT_TRUE(queue_.Run({{"a", "1"}, {"d", "1"}, {"a", "2"}, {"c", "2"}}));
  EXPECT_THAT(Groups(), ElementsAre(Group{"a", "d"}, Group{"a", "c"}));
}

class TwoAtOnceTest : public GroupQueueTest {
 protected:
  TwoAtOnceTest() : GroupQueueTest({.max_waiting = 8, .max_running = 2}) {}
};

TEST_F(TwoAtOnceTest, ASecondGroupRunsBesideTheFirst) {
  Hold();
  ASSERT_TRUE(queue_.Run({{"a", "1"}}));
  EXPECT_THAT(Groups(), ElementsAre(Group{"held"}, Group{"a"}));
  LetGo();
}

TEST_F(TwoAtOnceTest, ALaneUnderWayIsNotTakenByTheOther) {
  Hold("1");
  ASSERT_TRUE(queue_.Run({{"a", "1"}, {"b", "2"}}));
  EXPECT_THAT(Groups(), ElementsAre(Group{"held"}, Group{"b"}));
  LetGo();
  EXPECT_THAT(Groups(), ElementsAre(Group{"held"}, Group{"b"}, Group{"a"}));
}

TEST_F(TwoAtOnceTest, AnIdUnderWayIsNotTakenByTheOther) {
  Hold();
  ASSERT_TRUE(queue_.Run({{"held", "1"}}));
  EXPECT_THAT(Groups(), SizeIs(1));
  LetGo();
  EXPECT_THAT(Groups(), ElementsAre(Group{"held"}, Group{"held"}));
}

TEST(GroupQueue, ManyThreadsLeaveNobodyBehind) {
  constexpr int kThreads = 16;
  constexpr int kEach = 500;
  std::atomic<int> answered = 0;
  std::atomic<int> running = 0;
  GroupQueue<Member> queue({.max_waiting = kThreads * kEach, .max_running = 2},
                           [&](const std::vector<Member>& members) {
                             EXPECT_LE(++running, 2);
                             answered += static_cast<int>(members.size());
                             --running;
                           });
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < kEach; ++i) {
        const std::string number = std::to_string(i);
        EXPECT_TRUE(queue.Run({{std::to_string(thread) + "/" + number, number}}));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(answered, kThreads * kEach);
}

}  // namespace
}  // namespace cuijiao
