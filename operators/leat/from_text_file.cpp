// SPDX-License-Identifier: BSD-3-Clause
#include <leat/bytes.hpp>
#include <leat/from_text_file.hpp>
#include <leat/line_buffer.hpp>
#include <leat/positive.hpp>
#include <leat/text_file.hpp>

#include <array>
#include <optional>
#include <stdexcept>
#include <utility>

namespace leat {

namespace {

constexpr const char* op = "leat::from_text_file";

class text_file_source final : public operator_base {
 public:
  text_file_source(std::string path, from_text_file_options options)
    : options_(std::move(options)), lines_(options_.delimiter, options_.longest, op),
      file_(op, std::move(path)) {}

  progress process(int, chunk_slice&, operator_context&) override { return progress::done; }

  void start(operator_context&) override {
    open();
    if (from_)
      file_.seek(offset_ = *from_);
    else if (options_.from_end)
      file_.seek(offset_ = file_.size());
  }

  [[nodiscard]] bool can_give() const override { return stopped_ || !waits_; }

  progress give(std::size_t at_most, operator_context& context) override {
    if (stopped_)
      return progress::done;
    auto& out = context.out<std::string>();
    for (std::size_t n = 0; n < at_most && out.has_room();) {
      if (const auto line = lines_.next()) {
        out.push(*line);
        context.count_given(1);
        ++n;
      } else if (!read()) {
        return at_end(context);
      }
    }
    return progress::more;
  }

  progress on_timer(std::uint64_t, operator_context&) override {
    waits_ = false;
    return progress::more;
  }
  void stop(operator_context&) override { stopped_ = true; }

  void save(byte_writer& out) const override { out.write(offset_ - lines_.left()); }
  void load(byte_reader& in) override { from_ = in.read<std::uint64_t>(); }

 private:
  void open() {
    file_.open(text_file::mode::read);
    offset_ = 0;
    if (!file_.is_regular())
      throw std::runtime_error(
        std::string(op) + ": '" + file_.path()
        + "' is no regular file, and reading it might block; open it as a std::ifstream and use "
          "leat::from_lines(stream)");
  }

  bool read() {
    std::array<char, std::size_t{32} * 1024> block;
    const std::size_t n = file_.read(block);
    lines_.append({block.data(), n});
    offset_ += n;
    return n > 0;
  }

  /// There is no more in the file for now, but perhaps an incomplete line in the buffer.
  progress at_end(operator_context& context) {
    if (!options_.follow) {
      give_rest(context);
      return progress::done;
    }
    if (file_.size() < offset_) {
      give_rest(context);
      file_.seek(offset_ = 0);
    } else if (std::exchange(replaced_, false)) {
      give_rest(context);
      open();
    } else if (file_.was_replaced()) {
      replaced_ = true; // first comes what was written to it until then
    } else {
      waits_ = true;
      context.set_timer(0, context.now() + options_.poll_every);
    }
    return progress::more;
  }

  void give_rest(operator_context& context) {
    if (!lines_.has_rest())
      return;
    context.out<std::string>().push(lines_.take_rest());
    context.count_given(1);
  }

  from_text_file_options options_;
  line_buffer lines_;
  text_file file_;
  std::uint64_t offset_ = 0;
  std::optional<std::uint64_t> from_; // where another one stood
  bool waits_ = false;                // for the timer
  bool replaced_ = false;             // the path leads to another file
  bool stopped_ = false;
};

} // namespace

std::unique_ptr<operator_base> from_text_file_recipe::make(std::string path,
                                                           from_text_file_options options) {
  return std::make_unique<text_file_source>(std::move(path), std::move(options));
}

spec<from_text_file_recipe> from_text_file(std::string path, from_text_file_options options,
                                           std::source_location where) {
  require_positive(options.poll_every, op);
  static_cast<void>(
    line_buffer(options.delimiter, options.longest, op)); // refuses an empty delimiter here already
  return spec(from_text_file_recipe{std::move(path), std::move(options)}, where);
}

} // namespace leat
