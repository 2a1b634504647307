// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/ascii.hpp>
#include <crawler/options.hpp>
#include <crawler/units.hpp>
#include <crawler/url.hpp>
#include <leat/usage_error.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>

namespace crawler {
namespace {

/// An option in units; `least` is the smallest value that makes sense.
template <class Value, class Parse>
CLI::Option* add_quantity(CLI::App& app, const std::string& name, Value& value, Value least,
                          Parse parse, const std::string& help) {
  auto read = [&value, least, parse, name](const std::string& text) {
    auto parsed = parse(text);
    if (!parsed || *parsed < least)
      throw CLI::ValidationError(name, '"' + text + "\" is not a possible value");
    value = *parsed;
  };
  return app.add_option_function<std::string>(name, read, help);
}

/// "10.0.0.1:8080", "[::1]:8080".
std::optional<endpoint> parse_endpoint(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0)
    return std::nullopt;
  endpoint at{text.substr(0, colon)};
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, at.port);
  if (error != std::errc() || stop != end || at.port == 0)
    return std::nullopt;
  if (at.address.starts_with('[') && at.address.ends_with(']'))
    at.address = at.address.substr(1, at.address.size() - 2);
  return at;
}

void add_limits(CLI::App& app, crawl_options& o) {
  app.add_option("--max-pages", o.max_pages, "fetch at most N URLs")
    ->type_name("N")
    ->check(CLI::PositiveNumber);
  app.add_option("--max-pages-per-host", o.max_pages_per_host, "of each host")
    ->type_name("N")
    ->check(CLI::PositiveNumber);
  app.add_option("--max-depth", o.max_depth, "follow at most N links from a seed")
    ->type_name("N")
    ->check(CLI::NonNegativeNumber);
  add_quantity(app, "--max-bytes", o.fetch.max_bytes, std::uint64_t{1}, parse_size,
               "of a body (8MiB)")
    ->type_name("SIZE");
  add_quantity(app, "--timeout", o.fetch.timeout, std::chrono::milliseconds(1), parse_duration,
               "of a fetch (30s)")
    ->type_name("TIME");
  app.add_option("--retries", o.retries, "after transient failures (2)")
    ->type_name("N")
    ->check(CLI::Range(0, 100));
}

void add_scope(CLI::App& app, crawl_options& o) {
  auto* host =
    app.add_flag("--same-host")->description("stay on the hosts of the URLs (this is the default)");
  app.add_flag("--same-domain", o.scope.same_domain, "stay in their registrable domains")
    ->excludes(host);
  app
    .add_option("--allow", o.scope.allow,
                "crawl this host too; \".example.org\": with all below it; \"*\": any")
    ->type_name("HOST")
    ->allow_extra_args(false)
    ->delimiter(',');
  app.add_flag("--private-addresses", o.scope.private_addresses,
               "allow loopback and private addresses");
}

void add_manners(CLI::App& app, crawl_options& o) {
  add_quantity(app, "--per-host-delay", o.per_host_delay, std::chrono::milliseconds(0),
               parse_duration, "between two requests to a host (1s; 0 for what is served here)")
    ->type_name("TIME");
  app.add_option("--in-flight", o.in_flight, "fetches at once (64)")
    ->type_name("N")
    ->check(CLI::Range(1, 10'000));
  app
    .add_option("--parallel", o.parallel,
                "fetch and parse at N places: threads, or spread over --workers (8)")
    ->type_name("N")
    ->check(CLI::Range(1, 1'000));
  app
    .add_option_function<std::string>(
      "--connect-to",
      [&o](const std::string& text) {
        o.fetch.connect_to = parse_endpoint(text);
        if (!o.fetch.connect_to)
          throw CLI::ValidationError("--connect-to", '"' + text + "\" is no ADDRESS:PORT");
      },
      "connect there, whatever the host of a URL is")
    ->type_name("ADDRESS:PORT");
  app
    .add_option("--user-agent", o.fetch.user_agent,
                "sent with each request; begins with the name for robots.txt")
    ->type_name("TEXT");
  app.add_flag("--ignore-robots", o.ignore_robots, "do not ask for robots.txt");
}

void add_output(CLI::App& app, crawl_options& o) {
  app.add_option("--out", o.out, "write one JSON line for each URL")->type_name("FILE");
  app.add_option("--links", o.links, "write all links as CSV")->type_name("FILE");
  app.add_flag("--quiet", o.quiet, "no status line");
}

void add_site(CLI::App& app, crawl_options& o) {
  app.add_option("--site-seed", o.site.seed, "the embedded site is made from it (1)")
    ->type_name("N");
  app.add_option("--site-hosts", o.site.hosts, "(100)")
    ->type_name("N")
    ->check(CLI::Range(1, 1'000'000));
  app.add_option("--site-pages", o.site.pages, "on each host (100)")
    ->type_name("N")
    ->check(CLI::Range(1, 1'000'000));
  app
    .add_option("--site-features", o.site.features,
                "per cent of the special cases on each host (50)")
    ->type_name("N")
    ->check(CLI::Range(0, 100));
}

/// What can only be said when all options are known.
void complete(crawl_options& o, const CLI::App& app, std::chrono::year_month_day today) {
  for (auto& text : o.urls) {
    auto u = parse_url(text);
    if (!u)
      throw CLI::ValidationError(
        "URL", '"' + text + "\" is no http or https URL; write it as http://example.org/");
    text = u->text();
  }
  if (!o.urls.empty() && !o.folder.empty())
    throw CLI::ValidationError("--serve", "crawls the folder; URLs cannot be given with it");
  if (o.urls.empty() && o.fetch.connect_to)
    throw CLI::ValidationError("--connect-to", "needs a URL; what is served here is found anyway");
  if (product_token(o.fetch.user_agent).empty())
    throw CLI::ValidationError(
      "--user-agent", "must begin with a name of letters, '-' and '_', such as my-crawler/1.0");
  o.from = !o.urls.empty() ? crawl_options::source::urls
    : o.folder.empty()     ? crawl_options::source::site
                           : crawl_options::source::folder;
  if (o.from != crawl_options::source::urls && app.count("--per-host-delay") == 0)
    o.per_host_delay = std::chrono::milliseconds(0);
  o.fetch.private_addresses = o.scope.private_addresses;
  o.scope.last_year = o.site.last_year = today.year() + std::chrono::years(1);
  o.site.product_token = product_token(o.fetch.user_agent);
}

std::unique_ptr<CLI::App> make_app(crawl_options& o) {
  auto app = std::make_unique<CLI::App>(
    "Crawls web sites politely until nothing is left. Without a URL it serves a made-up site and "
    "crawls that.",
    "crawler");
  app->set_help_flag();
  app->add_option("URL", o.urls, "crawl from these");
  app->add_option("--serve", o.folder, "serve a folder of HTML on loopback and crawl that")
    ->type_name("DIR")
    ->check(CLI::ExistingDirectory);
  add_limits(*app, o);
  add_scope(*app, o);
  add_manners(*app, o);
  add_output(*app, o);
  add_site(*app, o);
  return app;
}

} // namespace

std::string product_token(const std::string& user_agent) {
  auto is_token = [](char c) { return is_letter(c) || c == '-' || c == '_'; };
  return {user_agent.begin(), std::ranges::find_if_not(user_agent, is_token)};
}

crawl_options parse_options(std::span<const std::string> arguments,
                            std::chrono::year_month_day today) {
  crawl_options o;
  const auto app = make_app(o);
  try {
    app->parse(std::vector<std::string>(arguments.rbegin(), arguments.rend())); // as CLI11 wants it
    complete(o, *app, today);
  } catch (const CLI::ParseError& e) {
    throw leat::usage_error(std::string(e.what()) + " (--help lists what there is)");
  }
  return o;
}

std::string help_text() {
  crawl_options o;
  return make_app(o)->help();
}

} // namespace crawler
