// SPDX-License-Identifier: BSD-3-Clause
#include <leat/spilled_records.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace leat::detail {

namespace {

using length = std::uint64_t; // stands before each record

/// Makes a buffer empty, and gives its memory back if a large record has made it large.
void empty(std::vector<std::byte>& bytes, std::size_t buffer) {
  bytes.clear();
  if (bytes.capacity() > 4 * buffer)
    bytes.shrink_to_fit();
}

} // namespace

spilled_records::spilled_records(spill_place place, std::size_t buffer, std::uint64_t segment)
  : place_(std::move(place)), buffer_(buffer), segment_(segment) {
  if (!place_.directory.empty()) // if it is wrong, better now than when memory is full
    const spill_file attempt(place_);
}

void spilled_records::push(std::span<const std::byte> record) {
  if (!writing_.empty() && writing_.size() + sizeof(length) + record.size() > buffer_)
    write_out();
  const length n = record.size();
  const auto prefix = std::as_bytes(std::span(&n, 1));
  const std::size_t end = writing_.size() + prefix.size() + record.size();
  writing_.reserve(std::max(end, buffer_)); // what follows does not throw
  writing_.insert(writing_.end(), prefix.begin(), prefix.end());
  writing_.insert(writing_.end(), record.begin(), record.end());
  ++count_;
}

std::span<const std::byte> spilled_records::front() {
  read_at_least(sizeof(length));
  length n = 0;
  std::memcpy(&n, reading_.data() + at_, sizeof(n));
  read_at_least(sizeof(n) + n);
  return std::span<const std::byte>(reading_).subspan(at_ + sizeof(n), n);
}

void spilled_records::pop() {
  at_ += sizeof(length) + front().size();
  --count_;
  if (at_ < reading_.size())
    return;
  empty(reading_, buffer_);
  at_ = 0;
  if (!files_.empty() && offset_ == files_.front().size()) {
    bytes_on_disk_ -= files_.front().size();
    files_.pop_front();
    offset_ = 0;
  }
}

void spilled_records::write_out() {
  if (!files_.empty() && files_.back().size() < segment_) {
    files_.back().append(writing_, place_);
  } else {
    spill_file file(place_);
    file.append(writing_, place_);
    files_.push_back(std::move(file));
  }
  bytes_on_disk_ += writing_.size();
  empty(writing_, buffer_);
}

void spilled_records::read_at_least(std::size_t n) {
  const auto have = std::span<const std::byte>(reading_).subspan(at_);
  if (have.size() >= n)
    return;
  if (files_.empty()) {
    std::swap(reading_, writing_);
    at_ = 0;
    return;
  }
  // No record lies in two files, so the rest of this one is in the first.
  const spill_file& file = files_.front();
  const std::size_t ahead =
    static_cast<std::size_t>(std::min<std::uint64_t>(file.size() - offset_, buffer_));
  const std::size_t more = std::max(n - have.size(), ahead);
  std::vector<std::byte> next(have.size() + more);
  std::copy(have.begin(), have.end(), next.begin());
  file.read(offset_, std::span(next).subspan(have.size()), place_);
  reading_ = std::move(next);
  at_ = 0;
  offset_ += more;
}

} // namespace leat::detail
