// SPDX-License-Identifier: BSD-3-Clause
#include "command_line.hpp"

#include "option_file.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <memory>

namespace leat {

namespace {

constexpr std::size_t shortest_token = 32;
constexpr double least_seconds = 0.1;
constexpr std::uint64_t least_item_bytes = std::uint64_t{1} << 20; // chunks fit, too
constexpr std::uint64_t most_item_bytes = std::uint64_t{1} << 40;

/// As text, before it is looked at.
struct raw_options {
  bool worker = false, insecure = false, tcp_only = false, new_token = false, help = false;
  std::string config;
  std::string listen = "127.0.0.1:0", advertise, health;
  std::vector<std::string> workers, labels;
  std::string token_file;
  tls_files tls;
  std::size_t min_workers = 0;
  double connect_timeout = 10, link_timeout = 5;
  std::uint64_t max_item = command_line().max_item;
};

bool is_graph(const std::string& argument) {
  return argument == "--graph" || argument.starts_with("--graph=");
}

/// Several values: the option again, or commas.
CLI::Option& as_list(CLI::Option& option) {
  option.expected(1)
    ->allow_extra_args(false) // which are the program's
    ->delimiter(',')
    ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  return option;
}

// -- what each is good for: it has a name in the environment, and in the file that of the option

void add_worker_options(CLI::App& app, raw_options& into) {
  app.add_flag("--worker", into.worker, "host nodes for coordinators, until a signal ends it")
    ->envname("LEAT_WORKER");
  app.add_option("--listen", into.listen, "where a worker listens; port 0: any")
    ->type_name("HOST:PORT")
    ->capture_default_str()
    ->envname("LEAT_LISTEN");
  app
    .add_option("--advertise", into.advertise,
                "where other workers reach it, if not as the coordinator; port 0: as --listen")
    ->type_name("HOST:PORT")
    ->envname("LEAT_ADVERTISE");
  as_list(*app.add_option("--label", into.labels, "what a worker is good for, see .placed_on"))
    .type_name("NAME,...")
    ->envname("LEAT_LABEL");
}

void add_coordinator_options(CLI::App& app, raw_options& into) {
  as_list(*app.add_option("--workers", into.workers, "workers to spread the job over"))
    .type_name("HOST:PORT,...")
    ->envname("LEAT_WORKERS");
  app
    .add_option("--min-workers", into.min_workers,
                "so many are enough to begin with, when the others can't be reached; 0: all")
    ->type_name("N")
    ->capture_default_str()
    ->envname("LEAT_MIN_WORKERS");
}

void add_security_options(CLI::App& app, raw_options& into) {
  app
    .add_option("--token-file", into.token_file,
                "the token that all processes share; without it in LEAT_TOKEN")
    ->type_name("FILE")
    ->envname("LEAT_TOKEN_FILE");
  app
    .add_option("--tls-certificate", into.tls.certificate,
                "encrypt; who this process is, with what leads to the authority (PEM)")
    ->type_name("FILE")
    ->envname("LEAT_TLS_CERTIFICATE");
  app.add_option("--tls-key", into.tls.key, "the key of that certificate (PEM)")
    ->type_name("FILE")
    ->envname("LEAT_TLS_KEY");
  app
    .add_option("--tls-authority", into.tls.authority,
                "who has signed the certificates of all processes (PEM)")
    ->type_name("FILE")
    ->envname("LEAT_TLS_AUTHORITY");
  app.add_flag("--insecure", into.insecure, "listen beyond this machine without encryption")
    ->envname("LEAT_INSECURE");
}

void add_process_options(CLI::App& app, raw_options& into) {
  app.add_option("--connect-timeout", into.connect_timeout, "how long to wait for a worker")
    ->type_name("SECONDS")
    ->capture_default_str()
    ->envname("LEAT_CONNECT_TIMEOUT");
  app
    .add_option("--link-timeout", into.link_timeout,
                "silence after which a link, then a process, is lost")
    ->type_name("SECONDS")
    ->capture_default_str()
    ->envname("LEAT_LINK_TIMEOUT");
  app
    .add_option("--max-item", into.max_item,
                "the largest item that goes to another process; the same everywhere")
    ->transform(CLI::AsSizeValue(true).description(""))
    ->type_name("BYTES")
    ->default_str("64MiB")
    ->envname("LEAT_MAX_ITEM");
  app
    .add_flag("--tcp-only", into.tcp_only,
              "TCP to processes of this machine, too, instead of Unix-domain sockets")
    ->envname("LEAT_TCP_ONLY");
  app
    .add_option("--health", into.health,
                "answer GET /live and /ready there over HTTP; only PORT: on this machine")
    ->type_name("HOST:PORT")
    ->envname("LEAT_HEALTH");
}

std::unique_ptr<CLI::App> make_app(raw_options& into) {
  auto app = std::make_unique<CLI::App>("Options of every Leat program:");
  app->allow_extras();
  app->set_help_flag(); // the program may have one of its own
  app->add_flag("--help", into.help, "this text")->configurable(false);
  app->add_option("--config", into.config, "options as lines of name = value (TOML)")
    ->type_name("FILE")
    ->configurable(false)
    ->envname("LEAT_CONFIG");
  add_worker_options(*app, into);
  add_coordinator_options(*app, into);
  add_security_options(*app, into);
  app->add_flag("--new-token", into.new_token, "print a new token")->configurable(false);
  add_process_options(*app, into);
  app->footer("  --graph[=HOW]               draw the pipeline instead of running it:\n"
              "                              mermaid, dot, FILE.svg\n"
              "What the command line does not say is in the environment (Env), then in the file,\n"
              "then the default (=). Beyond this machine processes need a token.");
  return app;
}

std::string token_in(const std::string& file) {
  std::string token;
  std::ifstream in(file);
  if (!std::getline(in, token) || token.empty())
    throw usage_error("--token-file " + file + ": it cannot be read, or is empty");
  return token;
}

std::string token_in_environment() {
  const char* given = std::getenv("LEAT_TOKEN"); // NOLINT(concurrency-mt-unsafe)
  return given != nullptr ? given : "";
}

std::string checked_token(std::string token) {
  if (!token.empty() && token.size() < shortest_token)
    throw usage_error("the token has " + std::to_string(token.size()) + " characters; it needs "
                      + std::to_string(shortest_token) + " (--new-token makes one)");
  return token;
}

socket_address read_address(const char* option, const std::string& text) {
  try {
    return socket_address::read(text);
  } catch (const std::invalid_argument& e) {
    throw usage_error(std::string(option) + ": " + e.what());
  }
}

/// A port alone is one of this machine.
socket_address read_own_address(const char* option, const std::string& text) {
  return read_address(option, text.find(':') == std::string::npos ? "127.0.0.1:" + text : text);
}

duration seconds(const char* option, double n) {
  if (!(n >= least_seconds))
    throw usage_error(std::string(option) + " needs at least 0.1 seconds");
  return std::chrono::duration_cast<duration>(std::chrono::duration<double>(n));
}

std::size_t item_bytes(std::uint64_t n) {
  if (n < least_item_bytes || n > most_item_bytes)
    throw usage_error("--max-item " + std::to_string(n) + ": write 1MiB to 1TiB");
  return n;
}

std::optional<tls_files> whole(const tls_files& files) {
  const std::string* all[] = {&files.certificate, &files.key, &files.authority};
  const auto given = std::ranges::count_if(all, [](auto* file) { return !file->empty(); });
  if (given == 0)
    return std::nullopt;
  if (given < 3)
    throw usage_error("--tls-certificate, --tls-key and --tls-authority belong together");
  return files;
}

/// What makes no sense together, or without something else.
void check(const CLI::App& app, const command_line& line) {
  if (line.worker && !line.workers.empty())
    throw usage_error("--worker and --workers: a process is one or has some");
  if (line.min_workers > line.workers.size())
    throw usage_error("--min-workers " + std::to_string(line.min_workers) + ": there are only "
                      + std::to_string(line.workers.size()) + " in --workers");
  for (const char* of_workers : {"--listen", "--advertise", "--label"})
    if (!line.worker && app.count(of_workers) > 0)
      throw usage_error(std::string(of_workers) + " is for workers; add --worker");
}

/// What the command line says, else the environment, else the file; and then it is the rest.
std::string parse(std::vector<std::string> arguments, CLI::App& app, const raw_options& into) {
  std::reverse(arguments.begin(), arguments.end()); // as CLI11 wants them
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& e) {
    throw usage_error(e.what());
  }
  // Here, since the environment goes before the file.
  auto token = into.token_file.empty() ? token_in_environment() : "";
  if (!into.config.empty())
    apply_option_file(into.config, app);
  if (token.empty() && !into.token_file.empty())
    token = token_in(into.token_file);
  return checked_token(std::move(token));
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
  line.token = parse(std::move(arguments), *app, raw);
  line.help = raw.help;
  line.new_token = raw.new_token;
  line.worker = raw.worker;
  line.insecure = raw.insecure;
  line.tcp_only = raw.tcp_only;
  line.tls = whole(raw.tls);
  line.listen = read_address("--listen", raw.listen);
  if (!raw.advertise.empty())
    line.advertise = read_address("--advertise", raw.advertise);
  for (auto& text : raw.workers)
    line.workers.push_back(read_address("--workers", text));
  line.min_workers = raw.min_workers;
  line.labels = raw.labels;
  line.connect_timeout = seconds("--connect-timeout", raw.connect_timeout);
  line.link_timeout = seconds("--link-timeout", raw.link_timeout);
  line.max_item = item_bytes(raw.max_item);
  if (!raw.health.empty())
    line.health = read_own_address("--health", raw.health);
  line.rest = app->remaining();
  check(*app, line);
  return line;
}

std::string command_line::help_text() {
  raw_options raw;
  return make_app(raw)->help("", CLI::AppFormatMode::Normal);
}

} // namespace leat
