// SPDX-License-Identifier: BSD-3-Clause
// The program itself, by its command line.
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <stdexcept>
#include <string>

namespace {

struct run_result {
  int code = -1;
  std::string out; // and errors
};

run_result run(const std::string& command) {
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  if (!pipe)
    throw std::runtime_error("popen");
  run_result result;
  std::array<char, 4'096> part;
  while (const auto n = fread(part.data(), 1, part.size(), pipe))
    result.out.append(part.data(), n);
  const int status = pclose(pipe);
  result.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return result;
}

run_result crawler(const std::string& arguments) { return run(CRAWLER_PROGRAM " " + arguments); }

/// A file that goes when the test does.
struct temporary {
  std::string path = (std::filesystem::temp_directory_path() / "leat-crawler-test-").string()
    + std::to_string(getpid()) + ".out";
  ~temporary() { std::filesystem::remove(path); }
};

/// Outcomes by URL, without times.
std::map<std::string, nlohmann::json> outcomes_in(const std::string& path) {
  std::map<std::string, nlohmann::json> lines;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    auto o = nlohmann::json::parse(line);
    for (auto time : {"started", "first_byte_ms", "total_ms"})
      o.erase(time);
    const auto url = o["url"].get<std::string>();
    BOOST_TEST(lines.emplace(url, std::move(o)).second, url << " has two lines");
  }
  return lines;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

constexpr auto small_site = "--site-hosts 5 --site-pages 20 --site-features 0 ";

} // namespace

BOOST_AUTO_TEST_SUITE(program_test)

BOOST_AUTO_TEST_CASE(wrong_usage) {
  for (auto arguments : {"--max-pages 0", "--no-such-option", "ftp://x/", "--serve /no/such/folder",
                         "--per-host-delay 5"}) {
    const auto r = crawler(arguments);
    BOOST_TEST(r.code == 2, arguments << ": " << r.out);
    BOOST_TEST(!r.out.empty(), arguments);
  }
}

BOOST_AUTO_TEST_CASE(help) {
  const auto r = crawler("--help");
  BOOST_TEST(r.code == 0);
  BOOST_TEST(has(r.out, "--per-host-delay"));
}

BOOST_AUTO_TEST_CASE(a_graph_is_drawn_instead) {
  const temporary file;
  const auto r = crawler("--graph --links " + file.path);
  BOOST_TEST(r.code == 0, r.out);
  BOOST_TEST(r.out.starts_with("flowchart LR\n"), r.out);
  BOOST_TEST(has(r.out, " -.-> "), r.out);
  BOOST_TEST(!std::ifstream(file.path).is_open());
}

BOOST_AUTO_TEST_CASE(the_embedded_site) {
  temporary file;
  const auto r = crawler(small_site + ("--quiet --out " + file.path));
  BOOST_TEST(r.code == 0, r.out);
  BOOST_TEST(r.out.starts_with("100 URLs, "), r.out);
  BOOST_TEST(has(r.out, "       100  200\n"), r.out);
  const auto first = outcomes_in(file.path);
  BOOST_TEST(first.size() == 100);
  BOOST_TEST(crawler(small_site + ("--quiet --out " + file.path)).code == 0);
  auto second = outcomes_in(file.path);
  // which page is the first to have a link, and how deep it is, depends on what comes first
  for (const auto& [url, o] : first)
    for (auto key : {"final_url", "status", "title", "bytes", "links", "charset", "type"})
      BOOST_TEST(o.at(key) == second[url][key], url << ' ' << key);
}

BOOST_AUTO_TEST_CASE(limits_are_told) {
  const auto r = crawler(small_site + std::string("--quiet --max-pages 10"));
  BOOST_TEST(r.code == 0);
  BOOST_TEST(r.out.starts_with("10 URLs, "), r.out);
  BOOST_TEST(has(r.out, "not fetched, because of a limit or a stop: "), r.out);
}

BOOST_AUTO_TEST_CASE(links_as_a_table) {
  temporary file;
  BOOST_TEST(crawler(small_site + ("--quiet --links " + file.path)).code == 0);
  std::ifstream in(file.path);
  std::string line;
  std::getline(in, line);
  BOOST_TEST(line == "from,to,nofollow");
  std::getline(in, line);
  BOOST_TEST(line.starts_with("http://host"), line);
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_written) {
  const auto r = crawler(small_site + std::string("--quiet --out /no/such/folder/pages.jsonl"));
  BOOST_TEST(r.code == 1, r.out);
  BOOST_TEST(has(r.out, "/no/such/folder/pages.jsonl"), r.out);
}

BOOST_AUTO_TEST_CASE(a_private_address) {
  const auto r = crawler("--quiet http://127.0.0.1:1/");
  BOOST_TEST(r.code == 0);
  BOOST_TEST(has(r.out, "1  refused_address"), r.out);
}

// Against a walk over the files that shares no code with the crawler.
BOOST_AUTO_TEST_CASE(a_folder_of_real_pages) {
  const std::string folder = "/usr/share/doc/python3.11/html"; // of the package python3-doc
  BOOST_REQUIRE_MESSAGE(std::filesystem::exists(folder),
                        folder << " is missing; tools/setup installs python3-doc");
  temporary file;
  const auto r = crawler("--quiet --serve " + folder + " --out " + file.path);
  BOOST_TEST(r.code == 0, r.out);
  std::set<std::string> fetched;
  const std::string host = "http://folder.test";
  for (const auto& [url, o] : outcomes_in(file.path))
    for (const auto& each : {url, o.at("final_url").get<std::string>()})
      fetched.insert(each.substr(host.size()));
  std::string lines;
  for (const auto& target : fetched)
    lines += target + '\n';
  const auto expected = run("python3 " BREADTH_FIRST " " + folder);
  BOOST_TEST(expected.code == 0);
  BOOST_TEST((lines == expected.out), fetched.size() << " URLs, and the walk has others");
}

BOOST_AUTO_TEST_SUITE_END()
