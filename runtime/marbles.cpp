// SPDX-License-Identifier: BSD-3-Clause
#include <leat/marbles.hpp>

#include <ostream>
#include <stdexcept>

namespace leat::testing {

namespace detail {

std::vector<std::string_view> marble_parts(std::string_view text, char open, char close) {
  if (text.size() < 2 || text.front() != open || text.back() != close)
    refuse_marble(text, open == '[' ? "range; write [1,2]" : "tuple; write (1,2)");
  text = text.substr(1, text.size() - 2);
  std::vector<std::string_view> parts;
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '[' || text[i] == '(')
      ++depth;
    else if (text[i] == ']' || text[i] == ')')
      --depth;
    else if (text[i] == ',' && depth == 0) {
      parts.push_back(text.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  if (!text.empty())
    parts.push_back(text.substr(begin));
  return parts;
}

std::pair<std::string_view, std::string_view> marble_key(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos)
    refuse_marble(text, "item with a key; write key:value");
  return {text.substr(0, colon), text.substr(colon + 1)};
}

} // namespace detail

marble_lane::marble_lane(std::string_view text, duration column)
  : length(column * static_cast<duration::rep>(text.size())) {
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == ' ') {
      ++i;
      continue;
    }
    if (end || failure)
      throw std::invalid_argument("leat::testing: something stands behind the end of the lane '"
                                  + std::string(text) + "'");
    const duration at = column * static_cast<duration::rep>(i);
    auto word = text.substr(i, text.find(' ', i) - i);
    i += word.size();
    if (word.back() == '|')
      end = at;
    else if (word.back() == '!')
      failure = at;
    if (end || failure)
      word.remove_suffix(1);
    while (!word.empty()) {
      const auto one = word.substr(0, word.find('&'));
      items.push_back({at, std::string(one)});
      word.remove_prefix(std::min(word.size(), one.size() + 1));
    }
  }
}

std::string marble_lane::to_text(duration column) const {
  std::string text;
  const auto go_to = [&](duration at) {
    const auto there = static_cast<std::size_t>(at / column);
    if (there > text.size() || text.empty())
      text.resize(there, ' ');
    else
      text += ' ';
  };
  const marble* before = nullptr;
  for (const auto& m : items) {
    if (before && before->at == m.at)
      text += '&';
    else
      go_to(m.at);
    text += m.text;
    if (m.at % column != duration::zero()) // between two columns
      text += "@" + std::to_string(std::chrono::duration<double>(m.at).count()) + "s";
    before = &m;
  }
  if (const auto last = end ? end : failure) {
    if (!before || before->at != *last)
      go_to(*last);
    text += end ? '|' : '!';
  }
  return text;
}

std::ostream& operator<<(std::ostream& out, const marble_lane& lane) {
  return out << '"' << lane.to_text() << '"';
}

void marble_run::add(std::string text) {
  out_.items.push_back({clock_->now().time_since_epoch(), std::move(text)});
}

void marble_run::add_end() { out_.end = clock_->now().time_since_epoch(); }

std::exception_ptr marble_run::lane_failure() {
  return std::make_exception_ptr(std::runtime_error("leat::testing: a failure in a lane"));
}

marble_lane marble_run::run(pipeline& p, const simulation_options& options) {
  simulation sim(p, options);
  clock_ = &sim;
  std::optional<timestamp> over;
  sim.after_each_step([&](std::optional<node_id>) {
    if (!over && sim.finished())
      over = sim.now();
  });
  try {
    sim.settle();
    for (auto& [when, what] : due_) {
      if (sim.finished())
        break;
      sim.advance(when - sim.now().time_since_epoch());
      what();
      sim.settle();
    }
    if (until_)
      sim.advance(std::max(duration::zero(), *until_ - sim.now().time_since_epoch()));
    else
      sim.finish();
  } catch (const job_failed&) {
    out_.end.reset();
    out_.failure = over.value_or(sim.now()).time_since_epoch();
  }
  out_.length = sim.now().time_since_epoch();
  return std::move(out_);
}

} // namespace leat::testing
