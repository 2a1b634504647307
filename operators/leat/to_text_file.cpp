// SPDX-License-Identifier: BSD-3-Clause
#include <leat/to_text_file.hpp>

#include <stdexcept>

namespace leat {

namespace {
constexpr std::size_t piece = std::size_t{64} << 10;
} // namespace

text_writer::text_writer(std::string path, to_text_file_options options)
  : options_(std::move(options)), file_("leat::to_text_file", std::move(path)) {}

void text_writer::open(std::size_t instance) {
  if (instance > 0)
    throw std::logic_error("leat::to_text_file: several instances would write over each other; "
                           "take .parallel away from it");
  file_.open(options_.append ? text_file::mode::append : text_file::mode::truncate);
}

void text_writer::add(std::string_view line) {
  waiting_ += line;
  waiting_ += options_.delimiter;
  if (waiting_.size() >= piece)
    flush();
}

void text_writer::flush() {
  file_.write(waiting_);
  waiting_.clear();
}

void text_writer::close() {
  flush();
  file_.close();
}

spec<to_text_file_recipe> to_text_file(std::string path, to_text_file_options options,
                                       std::source_location where) {
  return spec(to_text_file_recipe{std::move(path), std::move(options)}, where);
}

} // namespace leat
