// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/status_line.hpp>

#include <cmath>
#include <ostream>
#include <sstream>

namespace crawler {

std::string status_text(const progress& p, double per_second) {
  std::ostringstream out;
  out << p.reported << " URLs, " << std::lround(per_second) << "/s; frontier " << p.pending << ", "
      << p.in_flight << " in flight; hosts: " << p.hosts_ready << " ready, " << p.hosts_waiting
      << " waiting";
  const char* before = "; errors: ";
  for (std::size_t i = 1; i < p.errors.size(); ++i)
    if (p.errors[i] > 0) {
      out << before << p.errors[i] << ' ' << static_cast<failure>(i);
      before = ", ";
    }
  return out.str();
}

status_line::status_line(std::ostream& out, bool is_terminal, const progress& shown)
  : out_(out), is_terminal_(is_terminal), shown_(shown) {}

std::chrono::milliseconds status_line::period() const {
  return std::chrono::milliseconds(is_terminal_ ? 200 : 5'000);
}

void status_line::show() {
  const auto now = clock::now();
  const std::uint64_t reported = shown_.reported;
  const std::chrono::duration<double> passed = now - at_;
  const auto text = status_text(shown_, static_cast<double>(reported - reported_) / passed.count());
  reported_ = reported;
  at_ = now;
  if (is_terminal_)
    out_ << "\r\x1b[K" << text << std::flush;
  else
    out_ << text << std::endl;
}

void status_line::end() {
  if (is_terminal_)
    out_ << "\r\x1b[K" << std::flush;
}

} // namespace crawler
