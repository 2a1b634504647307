// SPDX-License-Identifier: BSD-3-Clause
#include "progress_text.hpp"

#include "node_totals.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace leat {

namespace {

/// A node of the job between two looks at it.
struct progress_row {
  node_totals seen;
  std::string state;
  std::string in_rate, out_rate; // a second
};

std::string rate(std::uint64_t before, std::uint64_t now, duration elapsed) {
  const double seconds = std::chrono::duration<double>(elapsed).count();
  if (now <= before || seconds <= 0)
    return "0";
  const double per_second = static_cast<double>(now - before) / seconds;
  const auto tenths = std::llround(per_second * 10);
  return tenths < 100 ? std::to_string(tenths / 10) + "." + std::to_string(tenths % 10)
                      : std::to_string(std::llround(per_second));
}

/// Nothing in it moves the cursor of a terminal or begins a line.
std::string one_line(std::string text) {
  for (char& c : text)
    if ((c >= 0 && c < ' ') || c == 0x7f)
      c = '?';
  return text;
}

std::vector<progress_row> rows_of(const metrics_snapshot& before, const metrics_snapshot& now,
                                  duration elapsed) {
  const auto earlier = sum_instances(before);
  std::vector<progress_row> rows;
  for (auto& seen : sum_instances(now)) {
    const auto was = rows.size() < earlier.size() ? earlier[rows.size()] : node_totals();
    auto& row = rows.emplace_back();
    if (seen.restarts > 0)
      row.state = "restarted " + std::to_string(seen.restarts) + " times";
    for (auto& state : seen.states)
      row.state += (row.state.empty() ? "" : "; ") + one_line(state);
    row.in_rate = rate(was.in + was.given, seen.in + seen.given, elapsed);
    row.out_rate = rate(was.out, seen.out, elapsed);
    row.seen = std::move(seen);
    row.seen.node = one_line(row.seen.node);
  }
  return rows;
}

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; } // UTF-8

std::size_t columns(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

/// The text in at most so many columns.
std::string cut(std::string text, std::size_t most) {
  if (columns(text) <= most)
    return text;
  std::size_t end = 0, seen = 0;
  for (; end < text.size(); ++end)
    if (begins_character(text[end]) && ++seen == most)
      break;
  text.resize(most == 0 ? 0 : end);
  return text + (most == 0 ? "" : "…");
}

constexpr std::size_t number_of_cells = 11;
using cells = std::array<std::string, number_of_cells>;

std::string if_any(std::uint64_t n) { return n == 0 ? "" : std::to_string(n); }

cells cells_of(const progress_row& row, std::size_t longest_name) {
  auto& seen = row.seen;
  const auto percent = std::lround(std::ceil(seen.full * 100));
  return {cut(seen.node, longest_name),
          std::to_string(seen.instances),
          std::to_string(seen.in + seen.given),
          row.in_rate,
          seen.gives ? std::to_string(seen.out) : "",
          seen.gives ? row.out_rate : "",
          if_any(seen.held),
          if_any(sum(seen.dropped)),
          if_any(sum(seen.failed)),
          percent == 0 ? "" : std::to_string(percent) + " %",
          row.state};
}

} // namespace

std::string progress_table(const metrics_snapshot& before, const metrics_snapshot& now,
                           duration elapsed, std::size_t width, std::size_t height) {
  std::vector<cells> lines = {{"node", "actors", "in", "in/s", "out", "out/s", "held", "dropped",
                               "failed", "full", "state"}};
  for (auto& row : rows_of(before, now, elapsed))
    lines.push_back(cells_of(row, width / 3));
  std::size_t left_out = 0;
  if (height > 1 && lines.size() > height) {
    left_out = lines.size() - (height - 1);
    lines.resize(height - 1);
  }
  std::array<std::size_t, number_of_cells> widths{};
  for (auto& line : lines)
    for (std::size_t c = 0; c < line.size(); ++c)
      widths[c] = std::max(widths[c], columns(line[c]));

  std::string text;
  for (auto& line : lines) {
    std::string shown;
    for (std::size_t c = 0; c + 1 < line.size(); ++c) {
      const std::string space(widths[c] - columns(line[c]), ' ');
      shown += c == 0 ? line[c] + space : space + line[c]; // numbers end in one column
      shown += "  ";
    }
    shown += line.back();
    shown.resize(shown.find_last_not_of(' ') + 1);
    text += cut(std::move(shown), width) + "\n";
  }
  if (left_out > 0)
    text += cut("and " + std::to_string(left_out) + " more", width) + "\n";
  return text;
}

std::string progress_line(const metrics_snapshot& before, const metrics_snapshot& now,
                          duration elapsed) {
  std::string text;
  for (auto& row : rows_of(before, now, elapsed)) {
    auto& seen = row.seen;
    text += (text.empty() ? "" : "; ") + seen.node + ": " + std::to_string(seen.in + seen.given)
      + " in (" + row.in_rate + "/s)";
    if (seen.gives)
      text += ", " + std::to_string(seen.out) + " out";
    const auto add = [&](std::uint64_t n, const char* what) {
      if (n > 0)
        text += ", " + std::to_string(n) + what;
    };
    add(seen.held, " held");
    add(sum(seen.dropped), " dropped");
    add(sum(seen.failed), " failed");
    if (!row.state.empty())
      text += ", " + row.state;
  }
  return text;
}

std::string redrawn(const std::string& lines, std::size_t lines_before) {
  std::string text =
    lines_before == 0 ? "" : "\r\x1b[" + std::to_string(lines_before) + "A"; // up so many lines
  for (const char c : lines)
    if (c == '\n')
      text += "\x1b[K\n"; // without what stood to the right of it
    else
      text += c;
  return text + "\x1b[J"; // nor what stood below
}

} // namespace leat
