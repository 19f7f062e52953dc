// A company of many alike communities and units, for load.
#ifndef CUIJIAO_TESTS_SUPPORT_MANY_UNITS_H_
#define CUIJIAO_TESTS_SUPPORT_MANY_UNITS_H_

#include <string>

#include "tests/support/ledger_fixture.h"

namespace cuijiao::support {

// "K0007" and "K0007-0003".
std::string LoadCommunity(int community);
std::string LoadUnit(int community, int unit);

// Project P1 with `communities` communities of `units` units each, of one area with the collector
// S1. Every unit owes more for 2016 than is ever paid. What cannot be made ends the program.
void PutManyUnits(LedgerFixture& ledger, int communities, int units);

}  // namespace cuijiao::support

#endif  // CUIJIAO_TESTS_SUPPORT_MANY_UNITS_H_
