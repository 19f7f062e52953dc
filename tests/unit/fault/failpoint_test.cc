#include "common/fault/failpoint.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "fmt/format.h"

namespace cuijiao::fault {
namespace {

class Failpoint : public testing::Test {
 protected:
  void SetUp() override {
    if (!kCompiledIn) GTEST_SKIP() << "built without CUIJIAO_FAILPOINTS";
  }
  void TearDown() override { DisarmAll(); }

  // A path of this test's own, where nothing is.
  static std::filesystem::path FreshPath() {
    static int made = 0;
    return std::filesystem::temp_directory_path() /
           fmt::format("failpoint-{}-{}", getpid(), ++made);
  }

  static std::string ContentOf(const std::filesystem::path& file) {
    std::ostringstream content;
    content << std::ifstream(file).rdbuf();
    return content.str();
  }
};

// The wait status of a process that passes `names` in order, armed by its environment.
int StatusOfProgram(const std::string& points, const std::filesystem::path& log,
                    std::vector<std::string> names) {
  names.insert(names.begin(), PASSING_PROGRAM);
  std::vector<char*> arguments;
  for (std::string& name : names) arguments.push_back(name.data());
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    setenv("CUIJIAO_FAILPOINTS", points.c_str(), 1);
    setenv("CUIJIAO_FAILPOINT_LOG", log.c_str(), 1);
    execv(PASSING_PROGRAM, arguments.data());
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

TEST_F(Failpoint, KillsAnotherProcessAtTheSecondHitAndLeavesATrace) {
  const std::filesystem::path log = FreshPath();
  const int status = StatusOfProgram(
      "other=count;waiver.after_approval=kill@2", log,
      {"waiver.after_approval", "not.armed", "other", "waiver.after_approval", "other"});
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(WTERMSIG(status), SIGKILL);
  EXPECT_EQ(ContentOf(log), "waiver.after_approval\nother\nwaiver.after_approval\n");
  std::filesystem::remove(log);
}

TEST_F(Failpoint, LetsAnotherProcessPassWhatIsNotItsTurn) {
  const std::filesystem::path log = FreshPath();
  const int passed = StatusOfProgram("a=kill@2;b=error@3", log, {"a", "b", "b"});
  EXPECT_TRUE(WIFEXITED(passed) && WEXITSTATUS(passed) == 0);
  const int failed = StatusOfProgram("a=kill@2;b=error@3", log, {"a", "b", "b", "b"});
  EXPECT_TRUE(WIFEXITED(failed) && WEXITSTATUS(failed) == 3);
  std::filesystem::remove(log);
}

TEST_F(Failpoint, AnEntryThatCannotBeReadEndsTheProcess) {
  const std::filesystem::path log = FreshPath();
  for (const char* points : {"a=explode", "a=sleep:soon", "=kill", "a=kill@0", "a=pause-file"}) {
    const int status = StatusOfProgram(points, log, {"a"});
    ASSERT_TRUE(WIFSIGNALED(status)) << points;
    EXPECT_EQ(WTERMSIG(status), SIGABRT) << points;
  }
}

TEST_F(Failpoint, UnarmedIsNothing) {
  EXPECT_TRUE(Point("unit.free").ok());
  EXPECT_EQ(Hits("unit.free"), 0);
}

TEST_F(Failpoint, GivesItsErrorAtEachHitOrAtOne) {
  ASSERT_TRUE(Arm("unit.error", "error:the disk is gone").ok());
  EXPECT_EQ(Point("unit.error"), absl::UnavailableError("the disk is gone"));
  EXPECT_EQ(Point("unit.error"), absl::UnavailableError("the disk is gone"));
  EXPECT_TRUE(Point("unit.other").ok());
  EXPECT_EQ(Hits("unit.error"), 2);

  ASSERT_TRUE(Arm("unit.error", "error@2").ok());
  EXPECT_EQ(Hits("unit.error"), 0);
  EXPECT_TRUE(Point("unit.error").ok());
  EXPECT_TRUE(absl::IsUnavailable(Point("unit.error")));
  EXPECT_TRUE(Point("unit.error").ok());
  EXPECT_EQ(Hits("unit.error"), 3);

  Disarm("unit.error");
  EXPECT_TRUE(Point("unit.error").ok());
  EXPECT_EQ(Hits("unit.error"), 0);
}

TEST_F(Failpoint, RefusesAnActionItCannotRead) {
  for (const char* action :
       {"", "explode", "sleep", "sleep:-1", "kill@", "kill@x", "pause-file:"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(Arm("unit.bad", action))) << action;
  }
}

TEST_F(Failpoint, Sleeps) {
  ASSERT_TRUE(Arm("unit.sleep", "sleep:30").ok());
  const absl::Time before = absl::Now();
  EXPECT_TRUE(Point("unit.sleep").ok());
  EXPECT_GE(absl::Now() - before, absl::Milliseconds(30));
}

TEST_F(Failpoint, PausesWhileAFileIsThere) {
  const std::filesystem::path file = FreshPath();
  std::ofstream(file) << "wait";
  ASSERT_TRUE(Arm("unit.pause", fmt::format("pause-file:{}", file.string())).ok());
  std::atomic<bool> passed{false};
  std::thread passer([&] {
    EXPECT_TRUE(Point("unit.pause").ok());
    passed = true;
  });
  while (Hits("unit.pause") == 0) std::this_thread::yield();
  EXPECT_FALSE(passed);
  std::filesystem::remove(file);
  passer.join();
  EXPECT_TRUE(passed);
}

TEST_F(Failpoint, ScopeDisarms) {
  {
    const ScopedFailpoint scoped("unit.scoped", "error");
    ASSERT_TRUE(scoped.armed().ok());
    EXPECT_FALSE(Point("unit.scoped").ok());
    EXPECT_EQ(scoped.hits(), 1);
  }
  EXPECT_TRUE(Point("unit.scoped").ok());
}

}  // namespace
}  // namespace cuijiao::fault
