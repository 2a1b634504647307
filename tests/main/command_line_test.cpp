// SPDX-License-Identifier: BSD-3-Clause
// What the command line, the environment and a file say, and which of them counts.
#include "runtime/command_line.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

using namespace leat;
using namespace std::chrono_literals;

namespace {

/// Variables of the environment, gone with this object.
class environment {
 public:
  environment(const std::string& name, const std::string& value)
    : environment(std::map<std::string, std::string>{{name, value}}) {}
  explicit environment(std::map<std::string, std::string> all) : all_(std::move(all)) {
    for (auto& [name, value] : all_)
      ::setenv(name.c_str(), value.c_str(), 1);
  }
  environment(const environment&) = delete;
  environment& operator=(const environment&) = delete;
  ~environment() {
    for (auto& [name, unused] : all_)
      ::unsetenv(name.c_str());
  }

 private:
  std::map<std::string, std::string> all_;
};

/// A file, gone with this object.
class written_file {
 public:
  explicit written_file(const std::string& text, const std::string& name = "leat.toml")
    : path_(std::filesystem::temp_directory_path()
            / (std::to_string(::getpid()) + "_command_line_" + name)) {
    std::ofstream(path_) << text;
  }
  written_file(const written_file&) = delete;
  written_file& operator=(const written_file&) = delete;
  ~written_file() { std::filesystem::remove(path_); }
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

command_line read(std::vector<std::string> words) {
  words.insert(words.begin(), "program");
  std::vector<char*> plain;
  for (auto& word : words)
    plain.push_back(word.data());
  return command_line::read(static_cast<int>(plain.size()), plain.data());
}

std::string refusal(const std::vector<std::string>& words) {
  try {
    static_cast<void>(read(words));
  } catch (const usage_error& e) {
    return e.what();
  }
  return "it was taken";
}
std::string refusal_of_file(const std::string& text) {
  const written_file file(text);
  auto why = refusal({"--worker", "--config", file.path()});
  const auto begin = "--config " + file.path() + ": ";
  BOOST_TEST(why.starts_with(begin), why);
  return why.substr(begin.size());
}
bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

} // namespace

BOOST_AUTO_TEST_SUITE(command_line_test)

BOOST_AUTO_TEST_CASE(nothing_said) {
  const auto line = read({});
  BOOST_TEST(!line.worker);
  BOOST_TEST(line.listen.text() == "127.0.0.1:0");
  BOOST_TEST(line.workers.empty());
  BOOST_CHECK(!line.advertise && !line.health && !line.graph);
  BOOST_CHECK(line.connect_timeout == 10s && line.link_timeout == 5s);
  BOOST_TEST(line.max_item == 64U * 1024 * 1024);
}

BOOST_AUTO_TEST_CASE(what_is_not_understood_goes_to_the_program_in_order) {
  const auto line = read({"a", "--workers", "h:1", "b", "--depth", "3", "--graph=dot", "-x"});
  BOOST_TEST(line.rest == (std::vector<std::string>{"a", "b", "--depth", "3", "-x"}),
             boost::test_tools::per_element());
  BOOST_TEST(line.workers.size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_command_line_then_the_environment_then_the_file_then_the_default) {
  const written_file file("link-timeout = 1\n");
  const std::vector<std::string> with_file{"--config", file.path()};
  BOOST_CHECK(read({}).link_timeout == 5s);
  BOOST_CHECK(read(with_file).link_timeout == 1s);
  const environment set("LEAT_LINK_TIMEOUT", "2");
  BOOST_CHECK(read({}).link_timeout == 2s);
  BOOST_CHECK(read(with_file).link_timeout == 2s);
  BOOST_CHECK(read({"--config", file.path(), "--link-timeout", "3"}).link_timeout == 3s);
}

BOOST_AUTO_TEST_CASE(every_option_of_the_help_can_be_in_the_environment_and_in_the_file) {
  const std::map<std::string, std::string> of_worker{{"worker", "true"},
                                                     {"listen", "127.0.0.1:1"},
                                                     {"advertise", "here:2"},
                                                     {"label", "a,b"},
                                                     {"insecure", "true"},
                                                     {"tcp-only", "true"},
                                                     {"connect-timeout", "7"},
                                                     {"link-timeout", "8"},
                                                     {"max-item", "2MiB"},
                                                     {"health", "127.0.0.1:3"}};
  const auto check = [](const command_line& line) {
    BOOST_TEST(line.worker);
    BOOST_TEST(line.listen.text() == "127.0.0.1:1");
    BOOST_TEST(line.advertise.value().text() == "here:2");
    BOOST_TEST(line.labels == (std::vector<std::string>{"a", "b"}),
               boost::test_tools::per_element());
    BOOST_TEST(line.insecure);
    BOOST_TEST(line.tcp_only);
    BOOST_CHECK(line.connect_timeout == 7s && line.link_timeout == 8s);
    BOOST_TEST(line.max_item == 2U * 1024 * 1024);
    BOOST_TEST(line.health.value().text() == "127.0.0.1:3");
  };
  std::map<std::string, std::string> variables;
  std::string lines = "# of a worker\n\n";
  for (auto& [name, value] : of_worker) {
    std::string variable = "LEAT_" + name;
    for (auto& c : variable)
      c = c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    variables[variable] = value;
    lines += name + " = " + (value == "true" ? value : '"' + value + '"') + "  # why\n";
    BOOST_TEST(has(command_line::help_text(), "--" + name));
    BOOST_TEST(has(command_line::help_text(), "(Env:" + variable + ")"));
  }
  {
    const environment set(variables);
    check(read({}));
  }
  const written_file file(lines);
  check(read({"--config", file.path()}));
  const environment names({{"LEAT_CONFIG", file.path()}});
  check(read({}));
}

BOOST_AUTO_TEST_CASE(lists_may_be_written_in_each_way) {
  const auto two = [](const command_line& line) {
    BOOST_TEST_REQUIRE(line.workers.size() == 2U);
    BOOST_TEST(line.workers[0].text() == "[::1]:1");
    BOOST_TEST(line.workers[1].text() == "b:2");
  };
  two(read({"--workers", "[::1]:1,b:2"}));
  two(read({"--workers", "[::1]:1", "--workers", "b:2"}));
  const environment set("LEAT_WORKERS", "[::1]:1,b:2");
  two(read({}));
  ::unsetenv("LEAT_WORKERS");
  for (const char* text : {"workers = \"[::1]:1,b:2\"", "workers = [\"[::1]:1\", \"b:2\"]",
                           "workers = [\"[::1]:1\",\n  \"b:2\"]"}) {
    const written_file file(text);
    two(read({"--config", file.path()}));
  }
  const written_file file("workers = \"c:3\"");
  two(read({"--config", file.path(), "--workers", "[::1]:1,b:2"})); // instead, not more
}

BOOST_AUTO_TEST_CASE(a_file_that_is_wrong_is_named_with_the_key) {
  const auto unknown = [](const std::string& key) {
    return "'" + key + "' is no option that a file may set; --help lists them";
  };
  BOOST_TEST(refusal_of_file("wrokers = \"a:1\"\n") == unknown("wrokers"));
  BOOST_TEST(refusal_of_file("help = true\n") == unknown("help"));
  BOOST_TEST(refusal_of_file("new-token = true\n") == unknown("new-token"));
  BOOST_TEST(refusal_of_file("config = \"other\"\n") == unknown("config"));
  BOOST_TEST(refusal_of_file("graph = \"dot\"\n") == unknown("graph"));
  BOOST_TEST(refusal_of_file("some words\n") == unknown("some words"));
  BOOST_TEST(refusal_of_file("[worker]\nlisten = \"a:1\"\n") == unknown("worker.listen"));
  BOOST_TEST(has(refusal_of_file("token = \"secret\"\n"), "write token-file = "));
  BOOST_TEST(refusal_of_file("listen = \"a:1\"\nlink-timeout = 1\nlisten = \"b:1\"\n")
             == "'listen' stands there twice");
  BOOST_TEST(has(refusal_of_file("link-timeout = soon\n"), "--link-timeout = soon"));
  BOOST_TEST(has(refusal_of_file("insecure = perhaps\n"), "insecure = perhaps"));
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_read_is_named) {
  for (const std::string path : {"/nowhere/leat.toml", "/"})
    BOOST_TEST(refusal({"--config", path}) == "--config " + path + ": it cannot be read");
  const environment set("LEAT_CONFIG", "/nowhere");
  BOOST_TEST(refusal({}) == "--config /nowhere: it cannot be read");
}

BOOST_AUTO_TEST_CASE(the_token_goes_by_the_same_order) {
  const std::string said(32, 'a'), around(32, 'b'), filed(32, 'c');
  const written_file first(said + "\n", "said"), last(filed + "\n", "filed");
  const written_file options("token-file = \"" + last.path() + "\"\n");
  BOOST_TEST(read({}).token.empty());
  BOOST_TEST(read({"--config", options.path()}).token == filed);
  const environment set("LEAT_TOKEN", around);
  BOOST_TEST(read({"--config", options.path()}).token == around);
  BOOST_TEST(read({"--config", options.path(), "--token-file", first.path()}).token == said);
}

BOOST_AUTO_TEST_CASE(a_token_that_cannot_be_used_is_told) {
  BOOST_TEST(has(refusal({"--token-file", "/nowhere"}), "/nowhere: it cannot be read"));
  const written_file empty("\n", "empty");
  BOOST_TEST(has(refusal({"--token-file", empty.path()}), "or is empty"));
  const environment set("LEAT_TOKEN", "short");
  BOOST_TEST(has(refusal({}), "the token has 5 characters; it needs 32"));
}

BOOST_AUTO_TEST_CASE(sizes_have_units) {
  const auto bytes = [](const std::string& text) { return read({"--max-item", text}).max_item; };
  BOOST_TEST(bytes("1048576") == 1U << 20);
  BOOST_TEST(bytes("2MiB") == 2U << 20);
  BOOST_TEST(bytes("2 mB") == 2'000'000U);
  BOOST_TEST(bytes("1GiB") == 1U << 30);
  for (const char* wrong :
       {"1048575", "2TiB", "0", "-5", "64 parsecs", "1e8", "9999999999EiB"})
    BOOST_TEST(has(refusal({"--max-item", wrong}), "max-item"), refusal({"--max-item", wrong}));
}

BOOST_AUTO_TEST_CASE(health_is_of_this_machine_if_it_is_not_told_otherwise) {
  BOOST_TEST(read({"--health", "8080"}).health.value().text() == "127.0.0.1:8080");
  BOOST_TEST(read({"--health", "0.0.0.0:8080"}).health.value().text() == "0.0.0.0:8080");
  BOOST_TEST(has(refusal({"--health", "everywhere"}), "--health: '127.0.0.1:everywhere'"));
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_together_is_told) {
  BOOST_TEST(has(refusal({"--worker", "--workers", "a:1"}), "a process is one or has some"));
  for (const char* option : {"--listen", "--advertise", "--label"})
    BOOST_TEST(refusal({option, "a:1"}) == std::string(option) + " is for workers; add --worker");
  BOOST_TEST(has(refusal({"--worker", "--advertise", "somewhere"}), "--advertise: 'somewhere'"));
  BOOST_TEST(has(refusal({"--workers="}), "--workers"));
}

BOOST_AUTO_TEST_CASE(the_help_says_the_defaults) {
  const auto text = command_line::help_text();
  for (const char* part : {"127.0.0.1:0", "=10 ", "=5 ", "=64MiB ", "--graph", "--config FILE"})
    BOOST_TEST(has(text, part), part << " is not in\n"
                                     << text);
  BOOST_TEST(!has(text, "TEXT"), text); // every value has a name
  BOOST_TEST(!has(text, "FLOAT"), text);
}

BOOST_AUTO_TEST_SUITE_END()
