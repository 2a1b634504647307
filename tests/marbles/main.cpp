// SPDX-License-Identifier: BSD-3-Clause
// Reads the marble pictures out of the comments of the public headers and plays them: what a
// picture shows is what happens. One case for each header, in the suite of the file with its plays.
//
//     ///     a            1       3   |        rows of inputs
//     ///     b                2       4|
//     ///     merge(a, b)                       an operator
//     ///     out          1   2   3   4|       what comes out of it; several rows are streams
//
// Another operator and what comes out of it may follow. Lanes begin three columns behind the
// longest label or operator; <leat/marbles.hpp> says how they are read.
#include "plays.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

using leat::testing::marble_lane;
namespace tests = boost::unit_test;

namespace {

struct picture {
  std::string shown;
  std::vector<std::string> inputs;
  std::string label;
  std::string out;
  std::size_t length; ///< of the longest lane
};

bool is_input(std::string_view label) {
  constexpr std::array<std::string_view, 7> known{"in", "a", "b", "trigger",
                                                  "fallback", "done", "files"};
  return std::ranges::find(known, label) != known.end();
}
bool is_output(std::string_view label) {
  return label == "out" || label == "yes" || label == "no" || label.starts_with("[");
}
std::string label_of(const std::string& row) {
  const auto word = row.substr(0, row.find(' '));
  return is_input(word) || is_output(word) ? word : "";
}

/// The pictures in the rows of a block; none if it is an example in code.
std::vector<picture> read_block(const std::string& header, const std::vector<std::string>& rows) {
  if (std::ranges::none_of(rows, [](const auto& row) { return is_output(label_of(row)); }))
    return {};
  std::size_t column = 0;
  std::size_t end = 0;
  for (const auto& row : rows) {
    const auto label = label_of(row);
    column = std::max(column, (label.empty() ? row : label).size() + 3);
    end = std::max(end, row.size());
  }
  std::vector<picture> found;
  std::vector<std::string> inputs;
  std::string shown;
  for (const auto& row : rows) {
    const auto label = label_of(row);
    if (label.empty()) {
      shown = row;
      continue;
    }
    if (row.find_first_not_of(' ', label.size()) < column || is_input(label) != shown.empty())
      throw std::runtime_error(header + ".hpp: this row fits into no picture: " + row);
    auto lane = row.size() > column ? row.substr(column) : "";
    lane.resize(end > column ? end - column : 0, ' '); // open lanes are looked at as long as others
    if (is_input(label))
      inputs.push_back(lane);
    else
      found.push_back({shown, inputs, label, lane, lane.size()});
  }
  return found;
}

std::vector<picture> pictures_in(const std::filesystem::path& header) {
  constexpr std::string_view begins = "///     ";
  std::vector<picture> found;
  std::vector<std::string> rows;
  std::ifstream in(header);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(begins)) {
      rows.push_back(line.substr(begins.size()));
      continue;
    }
    std::ranges::move(read_block(header.stem().string(), rows), std::back_inserter(found));
    rows.clear();
  }
  return found;
}

using pictures = std::map<std::string, std::vector<picture>>; // by header

pictures all_pictures() {
  pictures all;
  for (const char* folder : {OPERATOR_HEADERS, RUNTIME_HEADERS})
    for (const auto& file : std::filesystem::directory_iterator(folder))
      if (auto found = pictures_in(file.path()); !found.empty())
        all.emplace(file.path().stem().string(), std::move(found));
  return all;
}

bool plays_it(const play& how, const picture& p) {
  return how.shown == p.shown && how.output == p.label;
}

void check(const picture& p, const play& how) {
  given g;
  for (const auto& lane : p.inputs)
    g.in.emplace_back(lane);
  g.length = std::chrono::seconds(p.length);
  const marble_lane expected(p.out);
  for (std::uint64_t seed = 0; seed < 5; ++seed)
    for (const bool fuse : {true, false}) {
      g.options = {.seed = seed, .fuse = fuse};
      const marble_lane out = how.run(g);
      BOOST_CHECK_MESSAGE(out == expected,
                          p.shown << ", seed " << seed << (fuse ? ", fused" : ", not fused")
                                  << "\n  " << p.label << " shows \"" << p.out << "\"\n  "
                                  << p.label << " gives " << out);
    }
}

void add_suite(const std::string& name, const plays& known, const pictures& shown) {
  auto* suite = BOOST_TEST_SUITE(name);
  for (const auto& [header, all] : shown) {
    std::vector<std::pair<picture, play>> played;
    for (const auto& p : all)
      if (const auto how = std::ranges::find_if(known, [&](auto& k) { return plays_it(k, p); });
          how != known.end())
        played.emplace_back(p, *how);
    const auto run = [played] {
      for (const auto& [p, how] : played)
        check(p, how);
    };
    if (!played.empty())
      suite->add(tests::make_test_case(run, header, __FILE__, __LINE__));
  }
  const auto every_play_has_one_picture = [known, shown] {
    for (const auto& how : known) {
      std::ptrdiff_t n = 0;
      for (const auto& [header, all] : shown)
        n += std::ranges::count_if(all, [&](auto& p) { return plays_it(how, p); });
      BOOST_CHECK_MESSAGE(n == 1, how.shown << ", " << how.output << ", has " << n << " pictures");
    }
  };
  suite->add(BOOST_TEST_CASE(every_play_has_one_picture));
  const auto every_picture_is_played = [shown] {
    plays known = of_items();
    std::ranges::move(of_streams(), std::back_inserter(known));
    for (const auto& [header, all] : shown)
      for (const auto& p : all) {
        const auto how = std::ranges::find_if(known, [&](auto& k) { return plays_it(k, p); });
        BOOST_CHECK_MESSAGE(how != known.end(),
                            header << ".hpp shows " << p.shown << ", " << p.label
                                   << ": add its play to tests/marbles");
      }
  };
  suite->add(BOOST_TEST_CASE(every_picture_is_played));
  tests::framework::master_test_suite().add(suite);
}

bool add_suites() {
  const auto shown = all_pictures();
  add_suite("items_test", of_items(), shown);
  add_suite("streams_test", of_streams(), shown);
  return true;
}

} // namespace

int main(int argc, char** argv) { return tests::unit_test_main(&add_suites, argc, argv); }
