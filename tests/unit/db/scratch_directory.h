// A directory for one test's migrations.
#ifndef CUIJIAO_TESTS_UNIT_DB_SCRATCH_DIRECTORY_H_
#define CUIJIAO_TESTS_UNIT_DB_SCRATCH_DIRECTORY_H_

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace cuijiao::db {

// Made empty, removed with all that is in it.
class ScratchDirectory {
 public:
  ScratchDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "migrations-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) std::abort();
    path_ = pattern;
  }
  ~ScratchDirectory() { std::filesystem::remove_all(path_); }
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;

  void Write(std::string_view file, std::string_view content) const {
    std::ofstream(path_ / file, std::ios::binary) << content;
  }
  void Remove(std::string_view file) const { std::filesystem::remove(path_ / file); }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace cuijiao::db

#endif  // CUIJIAO_TESTS_UNIT_DB_SCRATCH_DIRECTORY_H_
