// Calls that wait for the database at the same moment go to it together.
#ifndef CUIJIAO_COMMON_REQUESTS_GROUP_QUEUE_H_
#define CUIJIAO_COMMON_REQUESTS_GROUP_QUEUE_H_

#include <algorithm>
#include <bit>
#include <cstddef>
#include <deque>
#include <functional>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"

namespace cuijiao {

struct GroupLimits {
  std::size_t max_waiting = 4096;  // members; more are turned away
  std::size_t max_group = 512;     // members of one group
  std::size_t max_running = 2;     // groups at once
  // Up to this size groups are powers of two: a multi-row statement is prepared for such numbers of
  // rows, so that a group of 32 takes one statement a table and one of 31 five. The few that are
  // left go with the next group.
  std::size_t even_below = 128;
};

// A queue whose members are worked on in groups by the threads that bring them: who finds fewer
// than `max_running` groups under way runs the next one, of all that wait, and goes on until none
// do; who does not, leaves its members to those that run. So nobody waits for a group to fill up: a
// member that comes alone is a group of one on its own thread, and groups grow by what comes in
// while others run.
//
// A Member has `id` and `lane`, both std::string. Two members of one id are never in one group, nor
// in two that run at once: the second finds what the first did. Members of one lane keep their
// order: they share a group, or the later one waits until the earlier one's group has ended.
//
// Thread-safe. Outlives its calls; nothing waits once every call of Run has returned.
template <typename Member>
class GroupQueue {
 public:
  // Answers every member of a group; does not throw. Called by up to `max_running` threads at once.
  using RunGroup = std::function<void(std::vector<Member>)>;

  GroupQueue(const GroupLimits& limits, RunGroup run_group)
      : limits_(limits), run_group_(std::move(run_group)) {}

  // Puts the members in, in their order, and runs groups as said above. False, and none is taken,
  // when more than `max_waiting` would wait.
  [[nodiscard]] bool Run(std::vector<Member> members) {
    {
      const absl::MutexLock lock(&mutex_);
      if (waiting_.size() + members.size() > limits_.max_waiting) return false;
      std::move(members.begin(), members.end(), std::back_inserter(waiting_));
      if (running_ >= limits_.max_running) return true;
      ++running_;
    }
    RunWaiting();
    return true;
  }

 private:
  void RunWaiting() {
    std::vector<std::string> names;
    while (true) {
      std::vector<Member> group;
      {
        const absl::MutexLock lock(&mutex_);
        for (const std::string& name : names) busy_.erase(name);
        names.clear();
        group = Take(names);
        if (group.empty()) {
          --running_;
          return;
        }
      }
      run_group_(std::move(group));
    }
  }

  // The next group, and the names that it keeps busy. Empty when nothing waits, or nothing but what
  // waits for a group under way, whose runner looks again when that has ended.
  std::vector<Member> Take(std::vector<std::string>& names) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    std::size_t size = std::min(waiting_.size(), limits_.max_group);
    if (size < limits_.even_below) size = std::bit_floor(size);
    std::vector<Member> group;
    absl::flat_hash_set<std::string> ids;    // of the group
    absl::flat_hash_set<std::string> lanes;  // of the group
    absl::flat_hash_set<std::string> later;  // lanes of which one had to be left
    std::deque<Member> left;
    while (!waiting_.empty() && group.size() < size) {
      Member member = std::move(waiting_.front());
      waiting_.pop_front();
      const std::string id = "i" + member.id;
      const std::string lane = "l" + member.lane;
      if (busy_.contains(id) || busy_.contains(lane) || ids.contains(id) || later.contains(lane)) {
        later.insert(lane);
        left.push_back(std::move(member));
        continue;
      }
      ids.insert(id);
      lanes.insert(lane);
      group.push_back(std::move(member));
    }
    std::move(left.rbegin(), left.rend(), std::front_inserter(waiting_));
    names.insert(names.end(), ids.begin(), ids.end());
    names.insert(names.end(), lanes.begin(), lanes.end());
    busy_.insert(names.begin(), names.end());
    return group;
  }

  const GroupLimits limits_;
  const RunGroup run_group_;
  absl::Mutex mutex_;
  std::deque<Member> waiting_ ABSL_GUARDED_BY(mutex_);
  std::size_t running_ ABSL_GUARDED_BY(mutex_) = 0;
  // Ids and lanes of groups that run, "i" and "l" before them.
  absl::flat_hash_set<std::string> busy_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_REQUESTS_GROUP_QUEUE_H_
