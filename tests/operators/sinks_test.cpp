// SPDX-License-Identifier: BSD-3-Clause
#include "folder.hpp"
#include "results_of.hpp"

#include <fstream>
#include <list>
#include <map>
#include <set>
#include <sstream>
#include <string>

using leat::collect_into;
using leat::discard;
using leat::to_stream;
using ints = std::vector<int>;

BOOST_AUTO_TEST_SUITE(sinks_test)

BOOST_AUTO_TEST_CASE(collect_into_appends_to_what_is_there) {
  leat::pipeline p;
  ints row{7};
  std::list<double> list;
  std::set<int> set;
  std::map<int, char> table;
  auto numbers = p | leat::from_values(2, 1, 2);
  numbers | collect_into(row);
  numbers | collect_into(list);
  numbers | collect_into(set);
  p | leat::from_values(std::pair{1, 'a'}, std::pair{2, 'b'}) | collect_into(table);
  leat::run(p);
  BOOST_TEST(row == (ints{7, 2, 1, 2}));
  BOOST_TEST(list == (std::list{2.0, 1.0, 2.0}));
  BOOST_TEST(set == (std::set{1, 2}));
  BOOST_TEST(table.at(2) == 'b');
}

BOOST_AUTO_TEST_CASE(collect_into_takes_keyed_items_whole_or_their_values) {
  leat::pipeline p;
  std::vector<leat::keyed<int, int>> whole;
  ints bare;
  auto numbers = p | leat::from_values(2, 1) | leat::key_by([](int x) { return -x; });
  numbers | collect_into(whole);
  numbers | collect_into(bare);
  leat::run(p);
  BOOST_CHECK((whole == std::vector<leat::keyed<int, int>>{{-2, 2}, {-1, 1}}));
  BOOST_TEST(bare == (ints{2, 1}));
}

BOOST_AUTO_TEST_CASE(sinks_that_write_to_one_place_are_not_parallel) {
  leat::pipeline p;
  ints out;
  std::ostringstream text;
  p | leat::from_values(1) | collect_into(out).parallel(2);
  p | leat::from_values(1) | leat::key_by([](int x) { return x; }) | to_stream(text).parallel(2);
  BOOST_CHECK_EXCEPTION(leat::run(p), leat::pipeline_error, [](const leat::pipeline_error& e) {
    const std::string what = e.what();
    return what.find("collect_into") != std::string::npos
      && what.find("to_stream") != std::string::npos;
  });
}

BOOST_AUTO_TEST_CASE(discard_takes_everything) {
  leat::pipeline p;
  int passed = 0;
  p | leat::from_range(ints(5000, 1)) | leat::tap([&](int) { ++passed; }) | discard();
  leat::run(p);
  BOOST_TEST(passed == 5000);
}

BOOST_AUTO_TEST_CASE(to_stream_writes_a_line_for_each_item) {
  leat::pipeline p;
  std::ostringstream out;
  p | leat::from_values(1, 2) | to_stream(out);
  leat::run(p);
  BOOST_TEST(out.str() == "1\n2\n");
}

BOOST_AUTO_TEST_CASE(a_stream_is_flushed_at_the_end) {
  const folder in;
  std::ofstream out(in.file("lines"));
  leat::pipeline p;
  p | leat::from_values(1, 2) | to_stream(out);
  leat::run(p);
  BOOST_TEST(content(in.file("lines")) == "1\n2\n");
}

BOOST_AUTO_TEST_CASE(a_stream_that_takes_nothing_more_fails_the_job) {
  leat::pipeline p;
  std::ostringstream out;
  out.setstate(std::ios::badbit);
  p | leat::from_values(1) | to_stream(out);
  BOOST_CHECK_THROW(leat::run(p), leat::job_failed);
}

BOOST_AUTO_TEST_SUITE_END()
