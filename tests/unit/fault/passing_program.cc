// Passes the failpoints named by its arguments, in order; ends with 3 at the first error.
#include "common/fault/failpoint.h"

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    if (!cuijiao::fault::Point(argv[i]).ok()) return 3;
  }
  return 0;
}
