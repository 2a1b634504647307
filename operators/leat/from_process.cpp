// SPDX-License-Identifier: BSD-3-Clause
#include <leat/from_process.hpp>
#include <leat/line_source.hpp>

#include <exception>
#include <stdexcept>
#include <utility>

namespace leat {

namespace {

constexpr const char* op = "leat::from_process";

class process_lines final : public descriptor_lines {
 public:
  process_lines(process_command command, const from_process_options& options)
    : descriptor_lines(op, "what '" + command.shown + "' writes", options.longest,
                       options.with_end),
      errors_(options.stderr_to), child_(op, std::move(command)) {}

  void start(operator_context&) override {
    child_.start(child_process::pipe::from_output, errors_);
  }

 private:
  [[nodiscard]] int descriptor() const override { return child_.descriptor(); }

  progress at_end(operator_context& context) override {
    if (!child_.wait_for_end(context.wake_descriptor()))
      return progress::more;
    if (const auto why = child_.why_it_failed())
      context.fail_stream(std::make_exception_ptr(std::runtime_error(*why)));
    return progress::done;
  }

  child_stderr errors_;
  child_process child_;
};

} // namespace

std::unique_ptr<operator_base> from_process_recipe::make(process_command command,
                                                         from_process_options options) {
  return std::make_unique<process_lines>(std::move(command), options);
}

spec<from_process_recipe> from_process(process_command command, from_process_options options,
                                       std::source_location where) {
  command.require_one(op);
  spec made(from_process_recipe{std::move(command), options}, where);
  made.options.blocking = true;
  return made;
}

} // namespace leat
