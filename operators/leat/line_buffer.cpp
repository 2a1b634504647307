// SPDX-License-Identifier: BSD-3-Clause
#include <leat/line_buffer.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace leat {

line_buffer::line_buffer(std::string delimiter, std::size_t longest, const char* op)
  : delimiter_(std::move(delimiter)), longest_(longest), op_(op) {
  if (delimiter_.empty())
    throw std::invalid_argument(
      std::string(op_)
      + ": the delimiter is empty, so no line would end; \"\\n\" is the usual one");
}

void line_buffer::append(std::string_view block) {
  text_.erase(0, begin_);
  searched_ -= std::min(searched_, begin_);
  begin_ = 0;
  text_.append(block);
}

std::optional<std::string_view> line_buffer::next() {
  const std::size_t end = text_.find(delimiter_, std::max(begin_, searched_));
  const std::size_t length = (end == std::string::npos ? text_.size() : end) - begin_;
  if (length > longest_)
    throw std::length_error(
      std::string(op_) + ": a line is longer than " + std::to_string(longest_)
      + " bytes; raise `longest`, or see whether the delimiter is the right one");
  if (end == std::string::npos) {
    searched_ = text_.size() - std::min(text_.size(), delimiter_.size() - 1);
    return std::nullopt;
  }
  const std::string_view line(text_.data() + begin_, length);
  begin_ = end + delimiter_.size();
  return line;
}

std::string line_buffer::take_rest() {
  std::string rest = text_.substr(begin_);
  text_.clear();
  begin_ = searched_ = 0;
  return rest;
}

} // namespace leat
