// SPDX-License-Identifier: BSD-3-Clause
#include "command_line.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>

namespace leat {

namespace {

constexpr std::size_t shortest_token = 32;
constexpr double least_seconds = 0.1;

/// As text, before it is looked at.
struct raw_options {
  bool worker = false, insecure = false, new_token = false, help = false;
  std::string listen = "127.0.0.1:0";
  std::string workers;
  std::vector<std::string> labels;
  std::string token_file;
  double connect_timeout = 10, link_timeout = 5;
};

bool is_graph(const std::string& argument) {
  return argument == "--graph" || argument.starts_with("--graph=");
}

std::unique_ptr<CLI::App> make_app(raw_options& into) {
  auto app = std::make_unique<CLI::App>("Options of every Leat program:");
  app->allow_extras();
  app->set_help_flag(); // the program may have one of its own
  app->add_flag("--help", into.help, "this text");
  app->add_flag("--worker", into.worker, "host nodes for coordinators, until a signal ends it")
    ->envname("LEAT_WORKER");
  app->add_option("--listen", into.listen, "HOST:PORT where a worker listens; port 0: any")
    ->envname("LEAT_LISTEN");
  app->add_option("--workers", into.workers, "HOST:PORT,... of workers to spread the job over")
    ->envname("LEAT_WORKERS");
  app->add_option("--label", into.labels, "what a worker is good for, see .placed_on")
    ->expected(1)
    ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app->add_option("--token-file", into.token_file,
                  "file with the token that all processes share; else it is in LEAT_TOKEN");
  app->add_flag("--new-token", into.new_token, "print a new token");
  app->add_flag("--insecure", into.insecure, "listen beyond this machine without encryption");
  app->add_option("--connect-timeout", into.connect_timeout, "seconds to wait for a worker")
    ->envname("LEAT_CONNECT_TIMEOUT");
  app->add_option("--link-timeout", into.link_timeout,
                  "seconds of silence after which a link, then a process, is lost")
    ->envname("LEAT_LINK_TIMEOUT");
  app->footer("  --graph[=HOW]               draw the pipeline instead of running it:\n"
              "                              mermaid, dot, FILE.svg\n"
              "Beyond this machine processes need a token.");
  return app;
}

std::string read_token(const std::string& file) {
  std::string token;
  if (!file.empty()) {
    std::ifstream in(file);
    if (!std::getline(in, token))
      throw usage_error("--token-file " + file + ": it cannot be read, or is empty");
  } else if (const char* given = std::getenv("LEAT_TOKEN")) { // NOLINT(concurrency-mt-unsafe)
    token = given;
  }
  if (!token.empty() && token.size() < shortest_token)
    throw usage_error("the token has " + std::to_string(token.size()) + " characters; it needs "
                      + std::to_string(shortest_token) + " (--new-token makes one)");
  return token;
}

/// At its commas.
std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> parts;
  std::istringstream in(list);
  for (std::string part; std::getline(in, part, ',');)
    parts.push_back(part);
  return parts;
}

socket_address read_address(const char* option, const std::string& text) {
  try {
    return socket_address::read(text);
  } catch (const std::invalid_argument& e) {
    throw usage_error(std::string(option) + ": " + e.what());
  }
}

duration seconds(const char* option, double n) {
  if (!(n >= least_seconds))
    throw usage_error(std::string(option) + " needs at least 0.1 seconds");
  return std::chrono::duration_cast<duration>(std::chrono::duration<double>(n));
}

} // namespace

command_line command_line::read(int argc, char** argv) {
  raw_options raw;
  const auto app = make_app(raw);
  command_line line;
  std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  if (const auto asks = std::find_if(arguments.begin(), arguments.end(), is_graph);
      asks != arguments.end()) { // its value is optional, so it stands behind a = only
    line.graph = *asks == "--graph" ? "mermaid" : asks->substr(asks->find('=') + 1);
    arguments.erase(asks);
  }
  std::reverse(arguments.begin(), arguments.end()); // as CLI11 wants them
  try {
    app->parse(std::move(arguments));
  } catch (const CLI::ParseError& e) {
    throw usage_error(e.what());
  }
  line.help = raw.help;
  line.new_token = raw.new_token;
  line.worker = raw.worker;
  line.insecure = raw.insecure;
  line.listen = read_address("--listen", raw.listen);
  for (auto& text : split(raw.workers))
    line.workers.push_back(read_address("--workers", text));
  line.labels = raw.labels;
  line.token = read_token(raw.token_file);
  line.connect_timeout = seconds("--connect-timeout", raw.connect_timeout);
  line.link_timeout = seconds("--link-timeout", raw.link_timeout);
  line.rest = app->remaining();
  if (line.worker && !line.workers.empty())
    throw usage_error("--worker and --workers: a process is one or has some");
  if (!line.worker && app->count("--listen") > 0)
    throw usage_error("--listen is for workers; add --worker");
  return line;
}

std::string command_line::help_text() {
  raw_options raw;
  return make_app(raw)->help("", CLI::AppFormatMode::Normal);
}

} // namespace leat
