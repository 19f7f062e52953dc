#include "common/rpc/validation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "common/status/reason.h"
#include "validated.pb.h"

namespace cuijiao {
namespace {

using test::Listed;
using test::Validated;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class RequestValidatorTest : public ::testing::Test {
 protected:
  // "path: description" of every violation.
  std::vector<std::string> FaultsOf(const google::protobuf::Message& message) {
    std::vector<std::string> faults;
    for (const FieldViolation& violation : FieldViolationsOf(validator_.Check(message))) {
      faults.push_back(violation.field + ": " + violation.description);
    }
    return faults;
  }
  // The same for a message that is right but for what `change` does to it.
  std::vector<std::string> FaultsAfter(const std::function<void(Validated&)>& change) {
    Validated message;
    message.set_name("x");
    change(message);
    return FaultsOf(message);
  }

  RequestValidator validator_;
};

TEST_F(RequestValidatorTest, FindsNothingWrongWithWhatIsRight) {
  EXPECT_THAT(FaultsAfter([](Validated& m) {
                m.set_code("AB12");
                m.set_date("2016-02-29");
                m.set_month("2199-12");
                m.set_id("2017/03:bill-1_a.b");
                m.set_amount(10);
                m.set_share(1);
                m.set_kind(Validated::KIND_GOOD);
                m.set_phone("13800");
                m.set_blob("\xff\x00\xfe");
                m.add_tags("一");
                m.mutable_row()->set_unit_id("U");
                m.mutable_row()->set_kind(Validated::KIND_GOOD);
                m.set_plain(std::string(256, 'p'));
                (*m.mutable_counts())["a"] = 1;
              }),
              IsEmpty());
}

TEST_F(RequestValidatorTest, TellsEverythingAtOnceInTheOrderOfTheFields) {
  Validated message;
  message.set_date("0000-00-00");
  message.set_amount(11);
  message.add_rows();
  EXPECT_THAT(FaultsOf(message),
              ElementsAre("name: is required", HasSubstr("date: \"0000-00-00\": must be a date"),
                          "amount: 11: must be at most 10", "rows[0].unit_id: is required",
                          "rows[0].kind: is required"));
}

TEST_F(RequestValidatorTest, BoundsTexts) {
  EXPECT_THAT(FaultsAfter([](Validated& m) { m.set_name("123456"); }), IsEmpty());
  EXPECT_THAT(FaultsAfter([](Validated& m) { m.set_name("1234567"); }),
              ElementsAre("name: \"1234567\": has 7 bytes; at most 6 are allowed"));
  EXPECT_THAT(FaultsAfter([](Validated& m) { m.set_plain(std::string(257, 'p')); }),
              ElementsAre(HasSubstr("at most 256")));
  EXPECT_THAT(FaultsAfter([](Validated& m) { m.set_id(std::string(64, 'i')); }), IsEmpty());
  EXPECT_THAT(FaultsAfter([](Validated& m) { m.set_id(std::string(65, 'i')); }), SizeIs(1));
  EXPECT_THAT(FaultsAfter([](Validated& m) { m.set_blob("1234"); }), SizeIs(1));
}

TEST_F(RequestValidatorTest, ShortensWhatItShows) {
  const auto faults =
      FaultsAfter([](Validated& m) { m.set_plain(std::string(254, 'p') + "业主"); });
  ASSERT_THAT(faults, SizeIs(1));
  EXPECT_THAT(faults[0], HasSubstr(std::string(40, 'p') + "\"…"));
  EXPECT_THAT(faults[0], Not(HasSubstr(std::string(41, 'p'))));
}

TEST_F(RequestValidatorTest, NeverShowsPersonalData) {
  EXPECT_THAT(FaultsAfter([](Validated& m) { m.set_phone("13x"); }),
              ElementsAre(HasSubstr("phone: ***: must match")));
  EXPECT_THAT(FaultsAfter([](Validated& m) { m.set_phone("138001380001"); }),
              ElementsAre("phone: ***: has 12 bytes; at most 5 are allowed"));
}

TEST_F(RequestValidatorTest, DemandsTextWithoutNul) {
  EXPECT_THAT(FaultsAfter([](Validated& m) { m.set_plain("\xc3\x28"); }),
              ElementsAre("plain: must be UTF-8 text without NUL"));
  EXPECT_THAT(FaultsAfter([](Validated& m) { m.set_plain(std::string("a\0b", 3)); }), SizeIs(1));
}

TEST_F(RequestValidatorTest, MatchesPatternsInFull) {
  EXPECT_THAT(FaultsAfter([](Validated& m) { m.set_code("AB12x"); }), SizeIs(1));
  EXPECT_THAT(FaultsAfter([](Validated& m) { m.set_code("xAB12"); }), SizeIs(1));
  EXPECT_THAT(FaultsAfter([](Validated& m) { m.set_code(""); }), IsEmpty());
}

TEST_F(RequestValidatorTest, KnowsTheFormats) {
  for (const char* date : {"2017-02-29", "2017-2-01", "1899-12-31", "2200-01-01", "x"}) {
    EXPECT_THAT(FaultsAfter([&](Validated& m) { m.set_date(date); }), SizeIs(1)) << date;
  }
  for (const char* month : {"2017-13", "2017-00", "201703", "2200-01"}) {
    EXPECT_THAT(FaultsAfter([&](Validated& m) { m.set_month(month); }), SizeIs(1)) << month;
  }
  for (const char* id : {"a b", "单元", "a;b", "a\n"}) {
    EXPECT_THAT(FaultsAfter([&](Validated& m) { m.set_id(id); }), SizeIs(1)) << id;
  }
}

TEST_F(RequestValidatorTest, BoundsNumbersOnBothSides) {
  const auto count = [&](std::int64_t amount) {
    return FaultsAfter([&](Validated& m) { m.set_amount(amount); }).size();
  };
  EXPECT_EQ(count(-5), 0U);
  EXPECT_EQ(count(-6), 1U);
  EXPECT_EQ(count(10), 0U);
  EXPECT_EQ(count(11), 1U);
  EXPECT_EQ(count(INT64_MAX), 1U);
  EXPECT_EQ(count(INT64_MIN), 1U);
  EXPECT_THAT(FaultsAfter([](Validated& m) { m.set_large(1ULL << 63U); }), SizeIs(1));
  EXPECT_THAT(FaultsAfter([](Validated& m) { m.set_large((1ULL << 63U) - 1); }), IsEmpty());
}

TEST_F(RequestValidatorTest, AsksNothingOfWhatIsAbsent) {
  EXPECT_THAT(FaultsAfter([](Validated& m) { m.clear_share(); }), IsEmpty());
  EXPECT_THAT(FaultsAfter([](Validated& m) { m.set_share(0); }), SizeIs(1));
  EXPECT_THAT(FaultsAfter([](Validated& m) { m.set_left(0); }), SizeIs(1));
  EXPECT_THAT(FaultsAfter([](Validated& m) { m.mutable_right(); }), SizeIs(2));
}

TEST_F(RequestValidatorTest, RefusesEnumValuesThatItDoesNotKnow) {
  EXPECT_THAT(FaultsAfter([](Validated& m) { m.set_kind(static_cast<Validated::Kind>(7)); }),
              ElementsAre("kind: 7: is no value of Kind"));
}

TEST_F(RequestValidatorTest, BoundsListsAndLooksAtEachElement) {
  EXPECT_THAT(FaultsAfter([](Validated& m) {
                m.add_tags("ok");
                m.add_tags("long");
              }),
              ElementsAre(HasSubstr("tags[1]")));
  EXPECT_THAT(FaultsAfter([](Validated& m) {
                for (int i = 0; i < 3; ++i) m.add_tags("x");
              }),
              ElementsAre("tags: has 3 elements; at most 2 are allowed"));
  EXPECT_THAT(FaultsAfter([](Validated& m) { m.mutable_numbers()->Resize(1000, 0); }), IsEmpty());
  EXPECT_THAT(FaultsAfter([](Validated& m) { m.mutable_numbers()->Resize(1001, 0); }), SizeIs(1));
  EXPECT_THAT(FaultsAfter([](Validated& m) {
                (*m.mutable_counts())["a"] = 1;
                (*m.mutable_counts())["b"] = 1;
              }),
              SizeIs(1));
  Listed listed;
  EXPECT_THAT(FaultsOf(listed), ElementsAre("ids: is required"));
  listed.add_ids("");
  EXPECT_THAT(FaultsOf(listed), ElementsAre("ids[0]: is empty"));
}

TEST_F(RequestValidatorTest, GoesAllTheWayDown) {
  EXPECT_THAT(
      FaultsAfter([](Validated& m) { m.mutable_nested()->mutable_nested()->set_name("1234567"); }),
      ElementsAre("nested.name: is required", HasSubstr("nested.nested.name: ")));
}

TEST_F(RequestValidatorTest, StopsAtAHundred) {
  EXPECT_THAT(FaultsAfter([](Validated& m) {
                for (int i = 0; i < 500; ++i) m.add_rows();
              }),
              SizeIs(100));
}

}  // namespace
}  // namespace cuijiao
