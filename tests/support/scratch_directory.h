// A directory for one test.
#ifndef CUIJIAO_TESTS_SUPPORT_SCRATCH_DIRECTORY_H_
#define CUIJIAO_TESTS_SUPPORT_SCRATCH_DIRECTORY_H_

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace cuijiao::support {

// Made empty under the system's place for temporary files, removed with all that is in it.
class ScratchDirectory {
 public:
  ScratchDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "cuijiao-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) std::abort();
    path_ = pattern;
  }
  ~ScratchDirectory() { std::filesystem::remove_all(path_); }
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;

  // Writes `text` into a file with exactly `rights` (octal); gives its path.
  std::string Write(std::string_view name, std::string_view text, unsigned rights = 0600) const {
    const std::filesystem::path file = path_ / name;
    std::ofstream(file, std::ios::binary) << text;
    std::filesystem::permissions(file, static_cast<std::filesystem::perms>(rights));
    return file.string();
  }
  void Remove(std::string_view name) const { std::filesystem::remove(path_ / name); }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace cuijiao::support

#endif  // CUIJIAO_TESTS_SUPPORT_SCRATCH_DIRECTORY_H_
