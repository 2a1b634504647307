// SPDX-License-Identifier: BSD-3-Clause
#include <leat/spill_queue.hpp>

#include <boost/test/unit_test.hpp>
#include <sys/resource.h>

#include <csignal>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace {

struct item {
  int number;
  std::string text;
  bool operator==(const item&) const = default;
};

struct fragile { // can't be written while it is broken
  bool broken = false;
};

std::size_t open_files() {
  const std::filesystem::directory_iterator files("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

/// While it lives, files of this process grow to so many bytes and then fail, as on a full disk.
class full_disk {
 public:
  explicit full_disk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  full_disk(const full_disk&) = delete;
  full_disk& operator=(const full_disk&) = delete;
  ~full_disk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  void (*handler_)(int);
  rlimit before_{};
};

/// What the queue gives until it is empty.
template <class T>
std::vector<T> drain(leat::spill_queue<T>& queue) {
  std::vector<T> items;
  while (!queue.empty())
    items.push_back(queue.pop());
  return items;
}

bool says(const std::exception& e, const std::string& text) {
  return std::string(e.what()).find(text) != std::string::npos;
}

} // namespace

template <>
struct leat::codec<fragile> {
  static void encode(const fragile& x, byte_writer& out) {
    out.write<std::uint8_t>(1);
    if (x.broken)
      throw codec_error("broken");
  }
  static fragile decode(byte_reader& in) {
    in.read<std::uint8_t>();
    return {};
  }
};

BOOST_AUTO_TEST_SUITE(spill_queue_test)

using leat::spill_options;
using leat::spill_queue;

BOOST_AUTO_TEST_CASE(what_fits_in_memory_makes_no_file) {
  const std::size_t files = open_files();
  spill_queue<int> queue({.memory = 3 * sizeof(int), .buffer = 0});
  for (int round = 0; round < 3; ++round) { // what has been popped makes room
    for (const int i : {1, 2, 3})
      queue.push(i);
    BOOST_TEST(queue.size() == 3U);
    BOOST_TEST(queue.bytes_on_disk() == 0U);
    BOOST_TEST(open_files() == files);
    BOOST_TEST(drain(queue) == (std::vector{1, 2, 3}), boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(what_does_not_goes_to_disk_and_space_is_given_back) {
  const std::size_t files = open_files();
  spill_queue<int> queue({.memory = 0, .buffer = 120, .segment = 1200});
  for (int i = 0; i < 1000; ++i)
    queue.push(i);
  BOOST_TEST(queue.bytes_on_disk() >= 990U * 12U); // each takes 8 bytes for its length, too
  BOOST_TEST(open_files() == files + 10);
  for (int i = 0; i < 500; ++i)
    BOOST_TEST(queue.pop() == i);
  BOOST_TEST(queue.bytes_on_disk() <= 6000U + 1200U);
  BOOST_TEST(open_files() <= files + 6);
  for (int i = 500; i < 1000; ++i)
    BOOST_TEST(queue.pop() == i);
  BOOST_TEST(queue.empty());
  BOOST_TEST(queue.bytes_on_disk() == 0U);
  BOOST_TEST(open_files() == files);
}

BOOST_AUTO_TEST_CASE(it_gives_what_a_deque_gives) {
  const std::vector<spill_options> all{{.memory = 0, .buffer = 0, .segment = 0},
                                       {.memory = 300, .buffer = 50, .segment = 100},
                                       {.memory = 300, .buffer = 1000, .segment = 100},
                                       {.memory = 0, .buffer = 64, .segment = 5000},
                                       {.memory = 2000, .buffer = 300, .segment = 1000}};
  for (const spill_options& options : all) {
    std::mt19937 random(7); // NOLINT: the same run each time
    spill_queue<item> queue(options);
    std::deque<item> model;
    bool was_on_disk = false;
    for (int step = 0; step < 20'000; ++step) {
      const bool grows = step / 1000 % 2 == 0;
      if (random() % 10 < (grows ? 7 : 3)) {
        item next{step, std::string(random() % 100 == 0 ? 3000 : random() % 40, 'x')};
        model.push_back(next);
        queue.push(std::move(next));
      } else if (!model.empty()) {
        const bool same = queue.pop() == model.front();
        BOOST_REQUIRE(same);
        model.pop_front();
      }
      was_on_disk |= queue.bytes_on_disk() > 0;
      BOOST_REQUIRE(queue.size() == model.size());
      BOOST_REQUIRE(!queue.empty() || queue.bytes_on_disk() == 0);
    }
    BOOST_TEST(was_on_disk);
    const bool same = drain(queue) == std::vector<item>(model.begin(), model.end());
    BOOST_TEST(same);
  }
}

BOOST_AUTO_TEST_CASE(items_that_can_only_be_moved_and_queues_can_be_moved) {
  spill_queue<std::unique_ptr<int>> queue({.memory = 0, .buffer = 16});
  for (int i = 0; i < 10; ++i)
    queue.push(std::make_unique<int>(i));
  spill_queue<std::unique_ptr<int>> other = std::move(queue);
  for (int i = 0; i < 10; ++i)
    BOOST_TEST(*other.pop() == i);
  BOOST_TEST(other.empty());
}

BOOST_AUTO_TEST_CASE(the_lack_of_a_directory_is_told_at_once) {
  const auto is_clear = [](const std::system_error& e) {
    return e.code() == std::errc::no_such_file_or_directory && says(e, "\"again\"")
      && says(e, "'/does/not/exist'");
  };
  BOOST_CHECK_EXCEPTION(spill_queue<int>({.directory = "/does/not/exist", .name = "again"}),
                        std::system_error, is_clear);
}

BOOST_AUTO_TEST_CASE(a_full_disk_loses_nothing) {
  const std::string directory = std::filesystem::temp_directory_path().string();
  spill_queue<item> queue(
    {.memory = 400, .directory = directory, .name = "again", .buffer = 600, .segment = 1 << 20});
  std::vector<item> accepted;
  std::optional<std::system_error> error;
  item refused{0, std::string(100, 'x')};
  {
    const full_disk disk(5000); // not a multiple of what is written at once
    while (!error) {
      ++refused.number;
      try {
        queue.push(item(refused));
        accepted.push_back(refused);
      } catch (const std::system_error& e) {
        error = e;
      }
    }
    for (int again = 0; again < 3; ++again)
      BOOST_CHECK_THROW(queue.push(item(refused)), std::system_error);
  }
  BOOST_TEST(accepted.size() > 40U);
  BOOST_TEST((error->code() == std::errc::file_too_large));
  BOOST_TEST(says(*error, "\"again\""));
  BOOST_TEST(says(*error, "'" + directory + "'"));
  BOOST_TEST(queue.size() == accepted.size());
  for (int more = 0; more < 100; ++more) { // there is room again
    queue.push(refused);
    accepted.push_back(refused);
  }
  const bool same = drain(queue) == accepted;
  BOOST_TEST(same);
}

BOOST_AUTO_TEST_CASE(what_is_refused_stays_with_the_caller) {
  spill_queue<std::unique_ptr<int>> queue({.memory = 0, .buffer = 0});
  queue.push(std::make_unique<int>(1));
  auto next = std::make_unique<int>(2);
  const int* const kept = next.get();
  bool failed = false;
  {
    const full_disk disk(1); // also for the very first byte of a file
    try {
      queue.push(std::move(next));
    } catch (const std::system_error&) {
      failed = true;
    }
  }
  BOOST_TEST(failed);
  BOOST_TEST(next.get() == kept); // NOLINT(bugprone-use-after-move)
  BOOST_TEST(*queue.pop() == 1);
  BOOST_TEST(queue.empty());
}

BOOST_AUTO_TEST_CASE(an_item_without_encoding_is_refused_and_no_other_lost) {
  spill_queue<fragile> queue({.memory = 0});
  queue.push(fragile{});
  BOOST_CHECK_THROW(queue.push(fragile{true}), leat::codec_error);
  queue.push(fragile{});
  BOOST_TEST(queue.size() == 2U);
  BOOST_TEST(drain(queue).size() == 2U);
}

BOOST_AUTO_TEST_CASE(an_empty_queue_has_nothing_to_pop) {
  spill_queue<int> queue;
  BOOST_TEST(queue.empty());
  BOOST_CHECK_THROW(queue.pop(), std::logic_error);
}

BOOST_AUTO_TEST_SUITE_END()
