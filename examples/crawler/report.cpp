// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/report.hpp>
#include <crawler/units.hpp>
#include <crawler/url.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <ctime>
#include <iomanip>
#include <ostream>

namespace crawler {
namespace {

double milliseconds(std::chrono::microseconds time) {
  return static_cast<double>(time.count()) / 1e3;
}

/// "2024-05-06T07:08:09.123Z"
std::string utc(std::chrono::system_clock::time_point time) {
  auto since = std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch());
  auto seconds = std::chrono::floor<std::chrono::seconds>(since);
  std::time_t t = seconds.count();
  std::tm fields{};
  gmtime_r(&t, &fields);
  std::array<char, 32> text;
  auto size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &fields);
  auto thousandths = std::to_string(1'000 + (since - seconds).count());
  return std::string(text.data(), size) + '.' + thousandths.substr(1) + 'Z';
}

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == text.npos)
    return text;
  std::string out = "\"";
  for (char c : text)
    out += c == '"' ? "\"\"" : std::string(1, c);
  return out + '"';
}

/// "404", "dns", "200 too_large"
std::string answer_of(const outcome& o) {
  std::string error(o.error == failure::none || o.error == failure::http_status ? ""
                                                                                : name_of(o.error));
  if (o.status == 0)
    return error.empty() ? "none" : error;
  return std::to_string(o.status) + (error.empty() ? "" : ' ' + error);
}

std::string host_of(const std::string& text) {
  auto u = parse_url(text);
  return u ? u->origin().substr(u->origin().find("//") + 2) : std::string("(no host)");
}

} // namespace

std::string json_line(const outcome& o) {
  nlohmann::ordered_json line;
  line["url"] = o.url;
  line["final_url"] = o.final_url;
  line["referrer"] = o.referrer;
  line["status"] = o.status;
  line["hops"] = o.hops;
  line["attempts"] = o.attempts;
  line["depth"] = o.depth;
  if (o.error == failure::none)
    line["error"] = nullptr;
  else
    line["error"] = {{"class", name_of(o.error)}, {"text", o.error_text}};
  line["started"] = utc(o.started);
  line["first_byte_ms"] = milliseconds(o.first_byte);
  line["total_ms"] = milliseconds(o.total);
  line["bytes"] = o.bytes;
  line["wire_bytes"] = o.wire_bytes;
  line["type"] = o.content_type;
  line["charset"] = o.charset;
  line["title"] = o.title;
  line["links"] = o.links;
  // Headers may have any bytes in them.
  return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string_view csv_heading() { return "from,to,nofollow"; }

std::string csv_line(const link_record& link) {
  return csv_field(link.from) + ',' + csv_field(link.to) + (link.nofollow ? ",1" : ",0");
}

bool is_broken(const outcome& o) {
  switch (o.error) {
  case failure::none:
    return o.status >= 400;
  case failure::too_large:
  case failure::refused_address:
  case failure::cancelled:
  case failure::robots:
  case failure::out_of_scope:
    return false;
  default:
    return true;
  }
}

void summary::rank(std::vector<ranked>& list, std::uint64_t value, const std::string& url) {
  if (value == 0 || (list.size() == list_length && list.back().rank >= value))
    return;
  auto place = std::ranges::find_if(list, [value](const ranked& r) { return r.rank < value; });
  list.insert(place, {value, url});
  if (list.size() > list_length)
    list.pop_back();
}

void summary::add(const outcome& o) {
  ++total_;
  bytes_ += o.bytes;
  wire_bytes_ += o.wire_bytes;
  ++answers_[answer_of(o)];
  auto& host = hosts_[host_of(o.url)];
  ++host.urls;
  host.bytes += o.bytes;
  host.total += o.total;
  rank(slowest_, static_cast<std::uint64_t>(std::max<std::int64_t>(o.total.count(), 0)), o.url);
  rank(largest_, o.bytes, o.url);
  if (!is_broken(o))
    return;
  ++host.broken;
  ++broken_count_;
  if (broken_.size() < most_broken)
    broken_.push_back({o.url, answer_of(o), o.referrer});
}

void summary::print_hosts(std::ostream& out) const {
  using entry = std::pair<std::string, host_counts>;
  std::vector<entry> first(std::min(list_length, hosts_.size()));
  std::ranges::partial_sort_copy(hosts_, first, [](const auto& a, const auto& b) {
    return a.second.urls != b.second.urls ? a.second.urls > b.second.urls : a.first < b.first;
  });
  out << "\nhosts (" << first.size() << " of " << hosts_.size() << ")\n"
      << std::setw(10) << "urls" << std::setw(8) << "broken" << std::setw(12) << "bytes"
      << std::setw(10) << "mean"
      << "  host\n";
  for (const auto& [name, counts] : first)
    out << std::setw(10) << counts.urls << std::setw(8) << counts.broken << std::setw(12)
        << size_text(counts.bytes) << std::setw(10)
        << duration_text(counts.total / static_cast<std::int64_t>(counts.urls)) << "  " << name
        << '\n';
}

void summary::print(std::ostream& out) const {
  out << total_ << " URLs, " << size_text(bytes_) << " (" << size_text(wire_bytes_)
      << " on the wire)\n\nanswers\n";
  for (const auto& [answer, count] : answers_)
    out << std::setw(10) << count << "  " << answer << '\n';
  print_hosts(out);
  out << "\nslowest\n";
  for (const auto& r : slowest_)
    out << std::setw(12) << duration_text(std::chrono::microseconds(r.rank)) << "  " << r.url
        << '\n';
  out << "\nlargest\n";
  for (const auto& r : largest_)
    out << std::setw(12) << size_text(r.rank) << "  " << r.url << '\n';
  out << "\nbroken links (" << broken_count_ << ")\n";
  for (const auto& link : broken_)
    out << "  " << link.why << "  " << link.url << "  on "
        << (link.referrer.empty() ? "the command line" : link.referrer) << '\n';
  if (broken_count_ > broken_.size())
    out << "  and " << broken_count_ - broken_.size() << " more\n";
}

} // namespace crawler
