// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/site_model.hpp>

#include <array>
#include <string_view>
#include <utility>

namespace crawler {
namespace {

using namespace std::string_literals;

resource page(std::string target, std::string title = "a page") {
  resource r{std::move(target)};
  r.title = std::move(title);
  return r;
}

/// Adds special resources to one host, and the links from ordinary pages that lead to them.
class builder {
 public:
  builder(site_host& host, std::uint32_t number, const site_options& options, dice& d)
    : host_(host), number_(number), options_(options), dice_(d) {}

  const site_options& options() const { return options_; }
  site_host& host() { return host_; }
  dice& random() { return dice_; }
  std::string name() const { return host_name(number_); }

  site_node add(resource r) {
    auto place = static_cast<std::uint32_t>(host_.special.size());
    host_.places.emplace(r.target, place);
    host_.special.push_back(std::move(r));
    return {number_, options_.pages + place};
  }

  resource& at(site_node node) { return host_.special[node.index - options_.pages]; }

  /// Lets an ordinary page link to it.
  site_node enter(site_node node, bool nofollow = false) {
    auto from = dice_.below(options_.pages);
    auto href = spelled_link(name(), page_target(from), name(), at(node).target, dice_);
    host_.more_links[from].push_back({href, node, nofollow});
    return node;
  }

  void enter_outside(std::string href) {
    host_.more_links[dice_.below(options_.pages)].push_back({std::move(href), std::nullopt});
  }

  /// A page that others link to redirects there.
  site_node enter_redirect(std::string target, int status, std::string location,
                           std::optional<site_node> to) {
    resource r{std::move(target), status};
    std::erase(location, '\n'); // it would end the header
    r.headers.emplace_back("Location", std::move(location));
    r.redirect = to;
    return enter(add(std::move(r)));
  }

 private:
  site_host& host_;
  std::uint32_t number_;
  const site_options& options_;
  dice& dice_;
};

void add_private(builder& b) {
  auto closed = page("/private/a.html", "private");
  closed.is_disallowed = b.host().has_rules;
  b.enter(b.add(closed));
  auto open = page("/private/open.html", "open");
  open.is_disallowed = !b.host().is_open;
  b.enter(b.add(open));
}

void add_redirects(builder& b) {
  constexpr std::array statuses{301, 302, 303, 307, 308};
  for (int status : statuses) {
    site_node to{b.random().below(b.options().hosts), b.random().below(b.options().pages)};
    auto from = "/moved/" + std::to_string(status);
    b.enter_redirect(
      from, status,
      spelled_link(b.name(), from, host_name(to.host), page_target(to.index), b.random()), to);
  }
  b.enter_redirect("/moved/outside", 302, "http://outside.invalid/", std::nullopt);
  auto nowhere = page("/moved/nowhere", "no Location");
  nowhere.status = 302;
  b.enter(b.add(nowhere));
  auto closed = page("/private/behind-a-redirect.html");
  closed.is_disallowed = b.host().has_rules;
  b.enter_redirect("/moved/private", 302, closed.target, b.add(closed));
}

void add_redirect_loops(builder& b) {
  auto self = b.enter_redirect("/loop/self", 302, "/loop/self", std::nullopt);
  b.at(self).redirect = self;
  auto first = b.enter_redirect("/loop/a", 301, "/loop/b", std::nullopt);
  auto second = b.enter_redirect("/loop/b", 301, "a", first);
  b.at(first).redirect = second;
}

void add_redirect_chain(builder& b) {
  auto next = b.add(page("/chain/12", "too far"));
  for (int i = 11; i >= 0; --i) {
    resource r{"/chain/" + std::to_string(i), 302};
    r.headers.emplace_back("Location", std::to_string(i + 1));
    r.redirect = next;
    next = b.add(r);
  }
  b.enter(next);
}

void add_errors(builder& b) {
  for (int status : {404, 410, 403, 500, 503}) {
    auto r = page("/status/" + std::to_string(status));
    r.status = status;
    b.enter(b.add(r));
  }
}

void add_flaky(builder& b) {
  for (int status : {503, 500, 429}) {
    auto leaf =
      b.add(page("/flaky/leaf-" + std::to_string(status) + ".html", "behind a flaky page"));
    auto r = page("/flaky/" + std::to_string(status), "flaky");
    r.status = status;
    r.failures = 1 + b.random().below(2);
    r.links.push_back({b.at(leaf).target, leaf});
    b.enter(b.add(r));
  }
}

void add_cut(builder& b) {
  auto r = page("/cut.html");
  r.how = http_reply::ending::cut;
  b.enter(b.add(r));
}

void add_slow(builder& b) {
  auto r = page("/slow.html", "slow");
  r.is_slow = true;
  b.enter(b.add(r));
}

void add_stuck(builder& b) {
  auto r = page("/stuck.html");
  r.status = 0;
  r.how = http_reply::ending::never;
  if (b.options().stuck)
    b.enter(b.add(r));
}

void add_bomb(builder& b) {
  auto r = page("/bomb.html");
  r.is_bomb = true;
  r.title.clear();
  b.enter(b.add(r));
}

void add_charsets(builder& b) {
  struct text {
    std::string name, type, meta, bytes, title, charset;
  };
  const std::array texts{
    text{"latin1", "text/html; charset=ISO-8859-1", "", "Caf\xe9 \x80", "Caf\xc3\xa9 \xe2\x82\xac",
         "windows-1252"},
    text{"koi8", "text/html; charset=koi8-r", "<meta charset=utf-8>", "\xf0\xd2\xc9",
         "\xd0\x9f\xd1\x80\xd0\xb8", "koi8-r"},
    text{"meta", "text/html", "<meta charset='Shift_JIS'>", "\x93\xfa\x96\x7b",
         "\xe6\x97\xa5\xe6\x9c\xac", "shift_jis"},
    text{"unknown", "text/html; charset=klingon", "<meta charset=utf-8>", "\xc3\xa9", "\xc3\xa9",
         "utf-8"},
    text{"valid", "text/html", "", "\xc3\xa9t\xc3\xa9", "\xc3\xa9t\xc3\xa9", "utf-8"},
    text{"invalid", "text/html", "", "\xe9t\xe9", "\xc3\xa9t\xc3\xa9", "windows-1252"},
    text{"wrong", "text/html; charset=utf-8", "", "Caf\xe9!", "Caf\xef\xbf\xbd!", "utf-8"},
  };
  for (const auto& t : texts) {
    auto r = page("/charset/" + t.name + ".html", t.title);
    r.content_type = t.type;
    r.charset = t.charset;
    r.body = "<html><head>" + t.meta + "<title>" + t.bytes + "</title></head><body>" + t.bytes
      + "</body></html>";
    b.enter(b.add(r));
  }
  auto mark = page("/charset/mark.html", "\xc3\xa9");
  mark.content_type = "text/html; charset=windows-1251";
  mark.body = "\xef\xbb\xbf<title>\xc3\xa9</title>";
  b.enter(b.add(mark));
  auto wide = page("/charset/wide.html", "wide");
  wide.charset = "utf-16le";
  wide.body = "\xff\xfe";
  for (char c : "<title>wide</title>"s)
    (*wide.body += c) += '\0';
  b.enter(b.add(wide));
}

void add_base(builder& b) {
  b.add(page("/based/leaf.html", "not linked"));
  auto right = b.add(page("/else/where/leaf.html", "the base counts"));
  auto r = page("/based/", "a page with a base");
  r.head = "<base href=\"/else/where/\">";
  r.links.push_back({"leaf.html", right});
  b.enter(b.add(r));
}

void add_segment_trap(builder& b) {
  std::optional<site_node>
    next; // the server gives "/deeper/" as deep as one likes; a segment may stand three times
  for (std::size_t depth = 6; depth > 0; --depth) {
    auto r = page("/trap", "deeper and deeper");
    for (std::size_t i = 0; i < depth; ++i)
      r.target += "/deeper";
    r.target += '/';
    r.links.push_back({"deeper/", depth < 3 ? next : std::nullopt});
    next = b.add(r);
  }
  b.enter(*next);
}

void add_calendar(builder& b) {
  auto year = static_cast<int>(b.options().last_year);
  auto target = [year](int month) {
    auto two_digits = std::to_string(100 + (month - 1) % 12 + 1).substr(1);
    return "/calendar/" + std::to_string(year + (month - 1) / 12) + '/' + two_digits;
  };
  std::optional<site_node> next;
  for (int month = 15; month >= 10; --month) {
    auto r = page(target(month), "a month");
    r.links.push_back({target(month + 1), month < 12 ? next : std::nullopt});
    next = b.add(r);
  }
  b.enter(*next);
}

void add_nofollow(builder& b) {
  b.enter(b.add(page("/nofollow/link.html")), true);
  auto leaf = b.add(page("/nofollow/leaf.html"));
  auto by_meta = page("/nofollow/meta.html", "nofollow by meta");
  by_meta.head = "<meta name=\"robots\" content=\"noindex, nofollow\">";
  auto by_header = page("/nofollow/header.html", "nofollow by header");
  by_header.headers.emplace_back("X-Robots-Tag", "none");
  for (auto* r : {&by_meta, &by_header}) {
    r->is_followed = false;
    r->links.push_back({"leaf.html", leaf});
    b.enter(b.add(*r));
  }
}

void add_types(builder& b) {
  b.add(page("/types/hidden.html"));
  auto leaf = b.add(page("/types/leaf.html"));
  for (auto [name, type] :
       {std::pair{"file.pdf", "application/pdf"}, {"text.txt", "text/plain"}, {"data.bin", ""}}) {
    resource r{"/types/"s + name};
    r.content_type = type;
    r.body =
      (*type ? ""s : "\x01\x02"s) + "<html><title>no</title><a href=hidden.html>not a page</a>";
    b.enter(b.add(r));
  }
  auto untyped = page("/types/untyped", "without a type");
  untyped.content_type.clear();
  untyped.links.push_back({"leaf.html", leaf});
  b.enter(b.add(untyped));
}

void add_frames(builder& b) {
  auto frame = b.add(page("/frames/inner.html"));
  auto area = b.add(page("/frames/area.html"));
  auto r = page("/frames/", "frames");
  r.body = "<title>frames</title><iframe src=inner.html></iframe><map><area "
           "href='area.html'></map><img src=none.png>"
           "<!-- <a href=none.html> --><script>'<a href=none.html>'</script><a "
           "href='/frames/#self'>self</a>";
  r.links = {{"", frame}, {"", area}};
  b.enter(b.add(r));
}

void add_queries(builder& b) {
  for (auto query : {"?a=1&b=2", "?b=2&a=1", "?", "?a=%7e"})
    b.enter(b.add(page("/query"s + query, "the same content")));
}

void add_outside(builder& b) {
  for (auto href : {"http://outside.invalid/", "mailto:mill@outside.invalid", "javascript:void(0)",
                    "http://", "ftp://outside.invalid/"})
    b.enter_outside(href);
}

void add_sitemap(builder& b) {
  auto first = b.add(page("/mapped/1.html?x&y", "only in the sitemap"));
  auto second = b.add(page("/mapped/2.html", "only in the sitemap"));
  auto url = [&b](const std::string& target) { return "http://" + b.name() + target; };
  resource pages{"/sitemap-pages.xml"}, index{"/sitemap.xml"};
  pages.content_type = index.content_type = "application/xml";
  pages.body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset "
               "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n<url><loc>"
    + url("/mapped/1.html?x&amp;y") + "</loc></url>\n<url><loc> " + url("/mapped/2.html")
    + " </loc></url>\n</urlset>\n";
  pages.links = {{"", first}, {"", second}};
  index.body = "<?xml version=\"1.0\"?><sitemapindex><sitemap><loc>" + url(pages.target)
    + "</loc></sitemap></sitemapindex>";
  index.links = {{"", b.add(pages)}};
  auto node = b.add(index);
  auto& robots = b.host().robots.back();
  if (robots.status == 200) {
    *robots.body += "\nSitemap: " + url(index.target) + '\n';
    b.host().sitemaps.push_back(node);
  }
}

} // namespace

void add_features(site_host& host, std::uint32_t number, const site_options& options, dice& d) {
  constexpr std::array features{
    add_private, add_redirects, add_redirect_loops, add_redirect_chain, add_errors,
    add_flaky, add_cut, add_slow, add_stuck, add_bomb,
    add_charsets, add_base, add_segment_trap, add_calendar, add_nofollow,
    add_types, add_frames, add_queries, add_outside, add_sitemap};
  builder b(host, number, options, d);
  for (auto* add : features)
    if (d.percent(options.features))
      add(b);
}

} // namespace crawler
