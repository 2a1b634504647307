// SPDX-License-Identifier: BSD-3-Clause
#include "option_file.hpp"

#include "command_line.hpp"

#include <fstream>
#include <set>

namespace leat {

namespace {

bool marks_section(const CLI::ConfigItem& item) { return item.name == "++" || item.name == "--"; }

/// The option that a line sets; in sections there is none.
CLI::Option& option_for(const CLI::ConfigItem& item, CLI::App& in) {
  const auto key = item.fullname();
  if (key == "token")
    throw usage_error("a token stands in a file of its own; write token-file = \"FILE\"");
  auto* option = item.parents.empty() ? in.get_option_no_throw("--" + key) : nullptr;
  if (option == nullptr || !option->get_configurable())
    throw usage_error("'" + key + "' is no option that a file may set; --help lists them");
  return *option;
}

void set(CLI::Option& option, const CLI::ConfigItem& item, const CLI::Config& format) {
  if (option.get_expected_min() == 0)
    option.add_result(option.get_flag_value(item.name, format.to_flag(item)));
  else
    option.add_result(item.inputs);
  option.run_callback();
}

} // namespace

// Not by `CLI::App::set_config`, which would let the file overrule the environment.
void apply_option_file(const std::string& path, CLI::App& to) {
  const CLI::ConfigTOML format;
  std::ifstream in(path);
  const auto items = format.from_config(in);
  if (in.bad() || !in.eof()) // a folder can be opened, but not read
    throw usage_error("--config " + path + ": it cannot be read");
  std::set<std::string> seen;
  for (const auto& item : items) {
    if (marks_section(item))
      continue;
    try {
      auto& option = option_for(item, to);
      if (!seen.insert(item.name).second)
        throw usage_error("'" + item.name + "' stands there twice");
      if (option.count() == 0)
        set(option, item, format);
    } catch (const std::exception& e) {
      throw usage_error("--config " + path + ": " + e.what());
    }
  }
}

} // namespace leat
