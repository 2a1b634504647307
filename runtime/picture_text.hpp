// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "picture.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace leat {

/// How a language for graphs says the parts of a picture. Labels come escaped.
class picture_language {
 public:
  virtual ~picture_language() = default;

  /// A line of a label, safe within quotes.
  [[nodiscard]] virtual std::string escaped(std::string_view line) const = 0;
  [[nodiscard]] virtual std::string line_break() const = 0;
  [[nodiscard]] virtual std::string head() const = 0;
  [[nodiscard]] virtual std::string foot() const = 0;
  [[nodiscard]] virtual std::string box(const std::string& name, picture::shape shape,
                                        const std::string& label) const = 0;
  [[nodiscard]] virtual std::string begin_group(std::size_t number,
                                                const std::string& label) const = 0;
  [[nodiscard]] virtual std::string end_group() const = 0;
  /// `back`: dashed.
  [[nodiscard]] virtual std::string arrow(const std::string& from, const std::string& to,
                                          const std::string& label, bool back) const = 0;
};

[[nodiscard]] std::string to_text(const picture& of, const picture_language& in);

} // namespace leat
