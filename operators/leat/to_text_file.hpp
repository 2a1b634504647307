// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/made_by.hpp>
#include <leat/spec.hpp>
#include <leat/text_file.hpp>

#include <concepts>
#include <cstddef>
#include <memory>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>

namespace leat {

struct to_text_file_options {
  bool append = false;          ///< keep what the file has; else it begins empty
  std::string delimiter = "\n"; ///< written behind each item
};

/// Collects lines and writes them in large pieces.
class text_writer {
 public:
  text_writer(std::string path, to_text_file_options options);
  void open(std::size_t instance);
  void add(std::string_view line);
  /// Hands all to the system.
  void flush();
  void close();

 private:
  to_text_file_options options_;
  text_file file_;
  std::string waiting_;
};

/// The sink; `In` is the stream's item, which has a text in it.
template <class In>
class text_file_sink final : public operator_base {
 public:
  text_file_sink(std::string path, to_text_file_options options)
    : file_(std::move(path), std::move(options)) {}

  void start(operator_context& context) override { file_.open(context.instance()); }
  progress process(int, chunk_slice& in, operator_context&) override {
    const auto& items = in.template as<In>().values;
    for (; !in.empty(); ++in.begin) {
      if constexpr (is_keyed<In>)
        file_.add(items[in.begin].value);
      else
        file_.add(items[in.begin]);
    }
    file_.flush(); // so that a receipt for these items tells the truth
    return progress::more;
  }
  progress finish(operator_context&) override {
    file_.close();
    return progress::done;
  }

 private:
  text_writer file_;
};

struct to_text_file_recipe {
  static constexpr const char* kind = "to_text_file";
  std::string path;
  to_text_file_options options;

  template <class T>
  static constexpr int fault = std::convertible_to<const T&, std::string_view> ? 0 : 1;
  template <class T>
  static void refuse() {
    static_assert(fault<T> == 0,
                  "leat::to_text_file: the items are no text; map them to std::string before it");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return make_with<void>(
      [r = *this] { return std::make_unique<text_file_sink<T>>(r.path, r.options); });
  }
  template <class K, class T>
  [[nodiscard]] auto bind_keyed() && {
    return std::move(*this).template bind<keyed<K, T>>();
  }
};

/// Writes each item, a text, and a delimiter to a file; a sink. The file is made when the job
/// starts.
///
/// Completes when the input does; then the file is closed. State: what one chunk brought, which is
/// handed to the system before the next one is taken: what a receipt (`input::flush`) covers is
/// written, if not on the disk. Time: none.
///
/// A file that cannot be written (no right, no room) fails the job, with the path and what can be
/// done. It has one writer, so
/// `.parallel(n)` is refused.
[[nodiscard]] spec<to_text_file_recipe>
to_text_file(std::string path, to_text_file_options options = {},
             std::source_location where = std::source_location::current());

} // namespace leat
