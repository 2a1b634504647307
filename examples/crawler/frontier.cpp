// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/frontier.hpp>

#include <utility>

namespace crawler {

void frontier::on_start(state& s, leat::context<output>&) const {
  s.urls.emplace(options);
  if (served)
    s.served_at = served->serve();
}

void frontier::on_item(leat::port<0>, url_record&& found, state& s,
                       leat::context<output>& c) const {
  s.urls->add(std::move(found), c.now());
  go_on(s, c);
}

void frontier::on_item(leat::port<1>, const answer& a, state& s, leat::context<output>& c) const {
  s.urls->finished(a, c.now());
  go_on(s, c);
}

void frontier::on_timer(std::string_view, state& s, leat::context<output>& c) const {
  s.due.reset();
  go_on(s, c);
}

void frontier::on_end(state& s, leat::context<output>& c) const {
  s.urls->abandon();
  go_on(s, c);
}

void frontier::go_on(state& s, leat::context<output>& c) const {
  auto& urls = *s.urls;
  while (auto order = urls.next(c.now())) {
    order->served_at = s.served_at;
    c.push<0>(std::move(*order));
  }
  for (auto& decided : urls.take_refused())
    c.push<1>(std::move(decided));
  for (auto& sitemap : urls.take_sitemaps())
    c.push<2>(std::move(sitemap));
  while (s.holds.size() < urls.pending())
    s.holds.push_back(c.hold(waits{}));
  while (s.holds.size() > urls.pending())
    s.holds.pop_front();
  if (const auto due = urls.due(); due && due != s.due)
    c.set_timer("due", *due);
  s.due = urls.due();
  shown->pending = urls.pending();
  shown->in_flight = urls.in_flight();
  shown->hosts_ready = urls.hosts_ready();
  shown->hosts_waiting = urls.hosts_waiting();
  shown->left_out = urls.left_out();
}

} // namespace crawler
