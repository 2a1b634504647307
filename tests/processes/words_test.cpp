// SPDX-License-Identifier: BSD-3-Clause
// The words of this project's pages, counted alone and on workers, as the system's own tools count
// them.
#include "child.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>

namespace {

const std::string words = WORDS_PROGRAM; // examples/9_words_on_workers.cpp

child::arguments pages() {
  child::arguments all;
  for (const auto& entry : std::filesystem::directory_iterator(PAGES))
    if (entry.path().extension() == ".md")
      all.push_back(entry.path().string());
  std::ranges::sort(all);
  return all;
}

/// The ten words that come most often, by the programs that every system has.
std::string expected(const child::arguments& files) {
  const std::string script = R"(export LC_ALL=C
    cat "$@" | tr A-Z a-z | tr -cs a-z '\n' | grep . |
      sort | uniq -c | sort -k1,1nr -k2,2 | head -n 10 | awk '{ print $2, $1 }')";
  child::arguments all{"-c", script, "sh"};
  all.insert(all.end(), files.begin(), files.end());
  return child("/bin/sh", all).finish().text;
}

/// Without the lines that show how far it is.
std::string words_in(const std::string& text) {
  std::istringstream lines(text);
  std::string words;
  for (std::string line; std::getline(lines, line);)
    if (line.find(", finished: ") == std::string::npos
        && line.find(", running: ") == std::string::npos)
      words += line + "\n";
  return words;
}

} // namespace

BOOST_AUTO_TEST_SUITE(words_test)

BOOST_AUTO_TEST_CASE(the_same_counts_alone_and_on_workers) {
  const auto files = pages();
  const auto right = expected(files);
  BOOST_TEST(std::ranges::count(right, '\n') == 10, right);
  BOOST_TEST(words_in(child(words, files).finish().text) == right);
  for (const std::size_t n : {2U, 4U}) {
    workers on(words, n);
    child::arguments spread{"--workers", on.addresses()};
    spread.insert(spread.end(), files.begin(), files.end());
    const auto end = child(words, spread).finish();
    BOOST_TEST(end.code == 0);
    BOOST_TEST(words_in(end.text) == right, n << " workers: " << end.text);
  }
}

BOOST_AUTO_TEST_CASE(without_arguments_there_is_a_text) {
  const auto counted = words_in(child(words, {}).finish().text);
  BOOST_TEST(counted == expected({"/usr/share/common-licenses/GPL-3"}));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_there_is_named) {
  workers on(words, 2);
  const auto end = child(words, {"--workers", on.addresses(), "/nowhere.txt"}).finish();
  BOOST_TEST(end.code == 1);
  BOOST_TEST(end.text.find("/nowhere.txt") != std::string::npos, end.text);
}

BOOST_AUTO_TEST_SUITE_END()
