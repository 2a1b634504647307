// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/items.hpp>

#include <algorithm>
#include <array>
#include <ostream>
#include <utility>

namespace crawler {

std::string_view name_of(failure f) {
  switch (f) {
  case failure::none:
    return "none";
  case failure::dns:
    return "dns";
  case failure::connect:
    return "connect";
  case failure::tls:
    return "tls";
  case failure::timeout:
    return "timeout";
  case failure::too_large:
    return "too_large";
  case failure::protocol:
    return "protocol";
  case failure::refused_address:
    return "refused_address";
  case failure::refused_url:
    return "refused_url";
  case failure::cancelled:
    return "cancelled";
  case failure::http_status:
    return "http_status";
  case failure::robots:
    return "robots";
  case failure::redirect_loop:
    return "redirect_loop";
  case failure::too_many_redirects:
    return "too_many_redirects";
  case failure::bad_redirect:
    return "bad_redirect";
  case failure::out_of_scope:
    return "out_of_scope";
  case failure::unreadable:
    return "unreadable";
  }
  return "unknown";
}

std::ostream& operator<<(std::ostream& out, failure f) { return out << name_of(f); }

bool is_transient(failure f) {
  return f == failure::dns || f == failure::connect || f == failure::timeout
    || f == failure::protocol;
}

bool is_transient(int status) {
  constexpr std::array transient{408, 425, 429, 500, 502, 503, 504};
  return std::ranges::find(transient, status) != transient.end();
}

bool is_redirect(int status) {
  constexpr std::array redirects{301, 302, 303, 307, 308};
  return std::ranges::find(redirects, status) != redirects.end();
}

bool will_retry(const answer& a, unsigned retries) {
  return a.order.record.attempt < retries
    && (is_transient(a.result.error) || is_transient(a.result.status));
}

outcome refused(const url_record& record, failure why, std::string text) {
  outcome o;
  o.url = record.via.empty() ? record.url : record.via.front();
  o.final_url = record.url;
  o.referrer = record.referrer;
  o.hops = static_cast<std::uint32_t>(record.via.size());
  o.depth = record.depth;
  o.error = why;
  o.error_text = std::move(text);
  return o;
}

outcome outcome_of(const answer& a) {
  const auto& r = a.result;
  auto o = refused(a.order.record, r.error, r.error_text);
  const bool is_success = r.status >= 200 && r.status < 300;
  if (r.error == failure::none && !is_success && !is_redirect(r.status)) {
    o.error = failure::http_status;
    o.error_text = "the server answered " + std::to_string(r.status);
  }
  o.status = r.status;
  o.attempts = a.order.record.attempt + 1;
  o.started = r.started;
  o.first_byte = r.first_byte;
  o.total = r.total;
  o.wire_bytes = r.wire_bytes;
  o.bytes = r.body.size();
  o.content_type = r.content_type;
  return o;
}

} // namespace crawler
