// Files that a test writes, gone when it ends.
#ifndef CUIJIAO_TESTS_UNIT_CONFIG_SCRATCH_FILE_H_
#define CUIJIAO_TESTS_UNIT_CONFIG_SCRATCH_FILE_H_

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace cuijiao {

// A directory of its own under the system's place for temporary files.
class ScratchDirectory {
 public:
  ScratchDirectory() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "cuijiao-config-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) std::abort();
    path_ = pattern;
  }
  ~ScratchDirectory() { std::filesystem::remove_all(path_); }
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  // Writes `text` into a new file with exactly `rights` (octal); returns its path.
  [[nodiscard]] std::string Write(const std::string& name, std::string_view text,
                                  unsigned rights = 0600) const {
    const std::filesystem::path file = path_ / name;
    std::ofstream(file, std::ios::binary) << text;
    std::filesystem::permissions(file, static_cast<std::filesystem::perms>(rights));
    return file.string();
  }

 private:
  std::filesystem::path path_;
};

}  // namespace cuijiao

#endif  // CUIJIAO_TESTS_UNIT_CONFIG_SCRATCH_FILE_H_
