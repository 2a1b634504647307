// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/site_model.hpp>

#include <utility>

namespace crawler {
namespace {

enum class sort {
  plain,
  none,
  forbidden,
  groups,
  longest,
  failing,
  moved,
  moved_too_often,
  escaped,
  slow,
  large,
  last
};

resource text_file(std::string target, std::string text) {
  resource r{std::move(target)};
  r.content_type = "text/plain";
  r.body = std::move(text);
  return r;
}

resource answer(std::string target, int status) {
  auto r = text_file(std::move(target), "see the status\n");
  r.status = status;
  return r;
}

resource moved(std::string target, std::string to) {
  auto r = answer(std::move(target), 301);
  r.headers.emplace_back("Location", std::move(to));
  return r;
}

std::string seconds(std::chrono::milliseconds time) {
  auto text = std::to_string(1'000 + time.count() % 1'000);
  return std::to_string(time.count() / 1'000) + '.' + text.substr(1);
}

constexpr auto simple_rules = "User-agent: *\nDisallow: /private/\n";

} // namespace

void add_robots(site_host& host, std::uint32_t number, const site_options& options, dice& d) {
  auto which = sort::plain;
  if (number > 0 && options.features > 0)
    which = static_cast<sort>(d.below(static_cast<std::uint32_t>(sort::last)));
  host.has_rules =
    which != sort::none && which != sort::forbidden && which != sort::moved_too_often;
  host.is_open = !host.has_rules || which == sort::groups || which == sort::longest;
  auto text = [&host](std::string rules) {
    host.robots.push_back(text_file("/robots.txt", std::move(rules)));
  };
  switch (which) {
  case sort::none:
    host.robots.push_back(answer("/robots.txt", 404));
    break;
  case sort::forbidden:
    host.robots.push_back(answer("/robots.txt", 403));
    break;
  case sort::groups:
    text("User-agent: *\nDisallow: /\n\nUser-agent: " + options.product_token
         + "/7.0\nUnknown: line\nDisallow: /*/a.html$\n\n" + "User-agent: other\nUser-agent: "
         + options.product_token + "\nAllow: /private/open\nDisallow: /private\n");
    break;
  case sort::longest:
    text("user-agent: *\r\ndisallow: /private/ # all but one\r\nallow: /private/o*.html$\r\n");
    break;
  case sort::failing:
    host.is_blocked = true;
    host.robots.push_back(answer("/robots.txt", 500));
    break;
  case sort::moved:
    host.robots.push_back(moved("/robots.txt", "/robots-moved.txt"));
    host.robots.push_back(text_file("/robots-moved.txt", simple_rules));
    break;
  case sort::moved_too_often:
    for (int i = 0; i <= 6; ++i)
      host.robots.push_back(moved(i == 0 ? "/robots.txt" : "/robots-" + std::to_string(i) + ".txt",
                                  "/robots-" + std::to_string(i + 1) + ".txt"));
    break;
  case sort::escaped:
    text("User-agent: *\nDisallow: /%70riv%61te\nDisallow: /none-%2A\n");
    break;
  case sort::slow:
    host.delay = options.crawl_delay;
    text(std::string(simple_rules) + "Crawl-delay: " + seconds(options.crawl_delay) + '\n');
    break;
  case sort::large:
    text("User-agent: *\n" + std::string(300'000, '#') + "\nDisallow: /private/\n");
    break;
  default:
    text(simple_rules);
  }
}

} // namespace crawler
