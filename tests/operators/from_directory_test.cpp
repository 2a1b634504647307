// SPDX-License-Identifier: BSD-3-Clause
#include "folder.hpp"
#include "results_of.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <string>

using namespace std::chrono_literals;
using names = std::vector<std::string>;

namespace {

void put(const folder& in, const std::string& name) { write(in.file(name), name); }
names in_folder(const folder& in, names files) {
  for (auto& file : files)
    file = in.file(file);
  return files;
}

} // namespace

BOOST_AUTO_TEST_SUITE(from_directory_test)

BOOST_AUTO_TEST_CASE(what_is_there_and_what_is_added_each_once_and_sorted) {
  const folder in;
  for (const char* name : {"b", "a", ".hidden", "c"})
    put(in, name);
  leat::pipeline p;
  names out;
  p | leat::from_directory(in.path, 10s) | leat::collect_into(out);
  leat::testing::simulation sim{p};
  sim.settle();
  BOOST_TEST(out == in_folder(in, {"a", "b", "c"}));
  put(in, "e");
  put(in, "d");
  sim.advance(10s - 1ns);
  BOOST_TEST(out.size() == 3U);
  sim.advance(1ns);
  BOOST_TEST(out == in_folder(in, {"a", "b", "c", "d", "e"}));
  sim.advance(100s);
  BOOST_TEST(out.size() == 5U);
  sim.stop();
  sim.finish();
}

BOOST_AUTO_TEST_CASE(a_pattern_chooses) {
  const folder in;
  for (const char* name : {"1.csv", "2.txt", "3.csv"})
    put(in, name);
  leat::pipeline p;
  names out;
  p | leat::from_directory(in.path / "*.csv", 1s) | leat::take(3) | leat::collect_into(out);
  leat::testing::simulation sim{p};
  sim.advance(10s);
  put(in, "4.txt");
  put(in, "0.csv");
  sim.advance(1s);
  sim.finish();
  BOOST_TEST(out == in_folder(in, {"1.csv", "3.csv", "0.csv"}));
}

BOOST_AUTO_TEST_CASE(a_directory_may_be_empty_and_have_a_name_like_a_pattern) {
  const folder in;
  const auto odd = in.path / "a[b]*";
  std::filesystem::create_directory(odd);
  leat::pipeline p;
  names out;
  p | leat::from_directory(odd, 1s) | leat::collect_into(out);
  leat::testing::simulation sim{p};
  sim.advance(5s);
  BOOST_TEST(out.empty());
  write(odd / "x", "");
  sim.advance(1s);
  BOOST_TEST(out == names{odd / "x"});
  sim.stop();
  sim.finish();
}

BOOST_AUTO_TEST_CASE(what_was_away_is_new_again) {
  const folder in;
  put(in, "a");
  leat::pipeline p;
  names out;
  p | leat::from_directory(in.path, 1s) | leat::collect_into(out);
  leat::testing::simulation sim{p};
  sim.settle();
  std::filesystem::remove(in.path / "a");
  sim.advance(1s);
  put(in, "a");
  sim.advance(1s);
  BOOST_TEST(out == in_folder(in, {"a", "a"}));
  sim.stop();
  sim.finish();
}

BOOST_AUTO_TEST_CASE(more_than_fits_waits) {
  const folder in;
  for (int i = 0; i < 50; ++i)
    put(in, std::to_string(100 + i));
  leat::pipeline p;
  names out;
  p | leat::from_directory(in.path, 1s) | leat::rate_limit(1s).budget(leat::items(2))
    | leat::take(50) | leat::collect_into(out);
  leat::testing::simulation{p}.finish();
  BOOST_TEST(out.size() == 50U);
  BOOST_CHECK(std::is_sorted(out.begin(), out.end()));
}

BOOST_AUTO_TEST_CASE(a_directory_that_is_not_there_fails_the_job_in_words) {
  leat::pipeline p;
  p | leat::from_directory("/no/such/place", 1s) | leat::discard();
  BOOST_CHECK_EXCEPTION(leat::run(p), leat::job_failed, [](const leat::job_failed& e) {
    const std::string what = e.what();
    return what.find("leat::from_directory: cannot read '/no/such/place'") != std::string::npos;
  });
}

BOOST_AUTO_TEST_CASE(senseless_times_are_refused_where_they_are_written) {
  BOOST_CHECK_THROW(static_cast<void>(leat::from_directory(".", 0s)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
