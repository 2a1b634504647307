// SPDX-License-Identifier: BSD-3-Clause
// What processes say to each other, as bytes and back.
#include "actors/session/orders.hpp"
#include <leat/bytes.hpp>
#include <leat/item_codec.hpp>
#include <leat/outlet.hpp>

#include <boost/test/unit_test.hpp>

#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace leat;

constexpr job_id job{7};

template <class T>
T there_and_back(const T& what) {
  const auto [of, read] = order_in(to_message(job, what));
  BOOST_TEST((of == job));
  BOOST_TEST_REQUIRE(std::holds_alternative<T>(read));
  return std::get<T>(read);
}

edge_plan edge_of_strings() {
  edge_plan e;
  e.items = item_codec_of<std::string>();
  return e;
}

template <class T>
chunk_slice chunk_of(const std::vector<T>& items) {
  intrusive<chunk<T>> made(new chunk<T>);
  for (auto& x : items) {
    made->values.emplace_back(x);
    if constexpr (!has_fixed_weight<T>)
      made->weigh_last(weight_of(x));
  }
  return {made, 0, items.size()};
}

std::exception_ptr error(const char* text) {
  return std::make_exception_ptr(std::runtime_error(text));
}

// Each alternative has its line below; a new one needs one, too.
static_assert(std::variant_size_v<order> == 9);
static_assert(std::variant_size_v<node_command> == 11);
static_assert(std::variant_size_v<report> == 11);
static_assert(std::variant_size_v<packet> == 10);

/// What arrives of a report.
template <class T>
T carried(const T& what) {
  const auto read = there_and_back(report_order{node_id(5), what});
  BOOST_TEST((read.from == node_id(5)));
  BOOST_TEST_REQUIRE(std::holds_alternative<T>(read.what));
  return std::get<T>(read.what);
}

/// And of a command.
template <class T>
T carried_command(const T& what) {
  const auto read = there_and_back(command_order{node_id(4), what});
  BOOST_TEST((read.to == node_id(4)));
  BOOST_TEST_REQUIRE(std::holds_alternative<T>(read.what));
  return std::get<T>(read.what);
}

} // namespace

BOOST_AUTO_TEST_SUITE(orders_test)

BOOST_AUTO_TEST_CASE(credits_and_cancels) {
  const auto c = there_and_back(credit_order{edge_id(3), epoch(2), {1'000'000'000'000, 5, 6}});
  BOOST_CHECK(c.along == edge_id(3) && c.life == epoch(2));
  BOOST_TEST(c.what.granted == 1'000'000'000'000U);
  BOOST_TEST(c.what.watermarks == 6U);
  BOOST_CHECK(there_and_back(cancel_order{edge_id(9), epoch(1)}).along == edge_id(9));
}

BOOST_AUTO_TEST_CASE(commands) {
  const auto round = carried_command(command::begin_round{12, true});
  BOOST_TEST(round.round == 12U);
  BOOST_TEST(round.drain);
  static_cast<void>(carried_command(command::start{}));
  static_cast<void>(carried_command(command::stop{}));
  static_cast<void>(carried_command(command::abort{}));
  static_cast<void>(carried_command(command::end_head{}));
  static_cast<void>(carried_command(command::tell_status{}));
  BOOST_CHECK(carried_command(command::end_branch{edge_id(2)}).edge == edge_id(2));
  BOOST_CHECK(carried_command(command::cancel_branch{edge_id(3)}).edge == edge_id(3));
  BOOST_CHECK(carried_command(command::end_input{edge_id(4)}).edge == edge_id(4));
  BOOST_TEST(message_of(carried_command(command::probe_done{error("lost")}).error) == "lost");
  BOOST_CHECK(!carried_command(command::probe_done{}).error);
}

BOOST_AUTO_TEST_CASE(branches_stay_in_their_process) {
  BOOST_CHECK_THROW(
    static_cast<void>(to_message(job, command_order{node_id(1), command::begin_branch{}})),
    codec_error);
}

BOOST_AUTO_TEST_CASE(reports) {
  node_status status;
  status.id = node_id(5);
  status.name = "parse";
  status.state = node_state::working;
  status.live = true;
  status.lacks_room = {edge_id(1), edge_id(2)};
  status.text = "waits";
  status.counters.in = 99;
  status.counters.failed = {1, 2};
  status.counters.dropped = {{"late", 4}};
  status.counters.inputs = {{.id = edge_id(1), .items = 7, .cancelled = true}};
  const auto asked = carried(status);
  BOOST_TEST(asked.name == "parse");
  BOOST_CHECK(asked.state == node_state::working && asked.live);
  BOOST_CHECK(asked.lacks_room == status.lacks_room);
  BOOST_TEST(asked.counters.in == 99U);
  BOOST_TEST(asked.counters.dropped.at(0).reason == "late");
  BOOST_TEST(asked.counters.inputs.at(0).items == 7U);
  BOOST_TEST(asked.counters.inputs.at(0).cancelled);

  const auto ended = carried(node_ended{status, error("ended so"), {{node_id(1), 8}}});
  BOOST_TEST(ended.last.name == "parse");
  BOOST_TEST(message_of(ended.reason) == "ended so");
  BOOST_CHECK(ended.passed.at(0).origin == node_id(1));
  BOOST_TEST(ended.passed.at(0).id == 8U);

  const auto round = carried(round_done{component_id(2), 3, true});
  BOOST_CHECK(round.component == component_id(2));
  BOOST_TEST(round.round == 3U);
  BOOST_TEST(round.clean);
  BOOST_CHECK(carried(outer_edge_ended{component_id(6)}).component == component_id(6));
  BOOST_TEST(carried(probe_begun{11}).id == 11U);
  const auto passed = carried(probe_passed{12, node_id(3)});
  BOOST_TEST(passed.id == 12U);
  BOOST_CHECK(passed.origin == node_id(3));
  BOOST_CHECK(carried(branch_opened{edge_id(8)}).along == edge_id(8));
  static_cast<void>(carried(node_stalled{}));
  BOOST_TEST(carried(node_crashed{"out of memory"}).reason == "out of memory");
}

BOOST_AUTO_TEST_CASE(failures) {
  failure why{.node = "parse", .op = "map", .item = "0", .what = "no inverse", .attempts = 3};
  why.cause = error("no inverse");
  const auto failed = carried(node_failed{"parse", why});
  BOOST_TEST(failed.node == "parse");
  BOOST_TEST(failed.why.op == "map");
  BOOST_TEST(failed.why.attempts == 3);
  BOOST_TEST(message_of(failed.why.cause) == "no inverse");
  BOOST_TEST(!failed.all.has_value());

  const restart rules{.intensity = 7,
                      .period = std::chrono::seconds(8),
                      .wait = std::chrono::seconds(9),
                      .strategy = restart_strategy::one_for_all};
  const auto all = carried(node_failed{"parse", why, rules}).all;
  BOOST_TEST_REQUIRE(all.has_value());
  BOOST_TEST(all->intensity == rules.intensity);
  BOOST_CHECK(all->period == rules.period && all->wait == rules.wait);
  BOOST_CHECK(all->strategy == rules.strategy);

  const auto item = carried(item_failed{why}).why;
  BOOST_TEST(item.node == "parse");
  BOOST_TEST(item.item == "0");
  BOOST_TEST(message_of(item.cause) == "no inverse");
}

BOOST_AUTO_TEST_CASE(deployment) {
  const deploy_order d{.graph = {"a", "b"},
                       .arguments = {"--depth", "3"},
                       .fuse = false,
                       .placement = {0, 1, 2},
                       .addresses = {"localhost:1", "localhost:2"},
                       .process = 2};
  const auto read = there_and_back(d);
  BOOST_TEST(read.graph == d.graph);
  BOOST_TEST(read.arguments == d.arguments);
  BOOST_TEST(!read.fuse);
  BOOST_TEST(read.placement == d.placement);
  BOOST_TEST(read.addresses == d.addresses);
  BOOST_TEST(read.process == 2U);
  BOOST_TEST(there_and_back(deployed_order{"no"}).refusal == "no");
  BOOST_TEST(!there_and_back(deployed_order{"no"}).unreachable);
  BOOST_TEST(there_and_back(deployed_order{"no", true}).unreachable);
  BOOST_TEST(there_and_back(worker_order{"build", {"gpu"}}).labels.at(0) == "gpu");
  const worker_order told{"build", {}, "here:1", 5};
  BOOST_TEST(there_and_back(told).advertised == "here:1");
  BOOST_TEST(there_and_back(told).most_item_bytes == 5U);
  BOOST_TEST(there_and_back(lost_order{3, "silence"}).process == 3U);
  BOOST_TEST(there_and_back(lost_order{3, "silence"}).why == "silence");
  static_cast<void>(there_and_back(forget_order{}));
}

BOOST_AUTO_TEST_CASE(items_keep_the_weight_that_the_sender_counted) {
  std::vector<std::string> texts{"a", std::string(1000, 'b'), "", std::string(20, 'c')};
  texts[0].reserve(5000); // weighs more than its copy will
  auto items = chunk_of(texts);
  items.begin = 1;
  const std::size_t weight = items.weight(unit::bytes);
  auto whole = chunk_of(texts);
  const std::size_t heavy = whole.weight(unit::bytes);
  for (const auto& [slice, weighs] : {std::pair(items, weight), std::pair(whole, heavy)}) {
    const auto along = edge_of_strings();
    const auto [life, read] =
      packet_in(along, to_message(along, epoch(4), data_packet{slice, weighs}));
    BOOST_CHECK(life == epoch(4));
    const auto& data = std::get<data_packet>(read);
    BOOST_TEST(data.weight == weighs);
    BOOST_TEST(data.items.weight(unit::bytes) == weighs);
    BOOST_TEST(data.items.size() == slice.size());
    for (std::size_t i = 0; i < slice.size(); ++i)
      BOOST_TEST(data.items.as<std::string>().values[i] == texts[slice.begin + i]);
  }
}

BOOST_AUTO_TEST_CASE(a_weight_that_nothing_has_is_refused) {
  const auto along = edge_of_strings();
  const std::vector<std::string> texts{"a"};
  const auto sent = to_message(along, epoch(4), data_packet{chunk_of(texts), 33});
  for (const std::size_t at : {5U, 13U}) { // behind the epoch and the kind: in credit, in bytes
    auto changed = sent;
    changed[at + 6] = std::byte{1};
    BOOST_CHECK_THROW(packet_in(along, changed), codec_error);
  }
  BOOST_CHECK_NO_THROW(packet_in(along, sent));
}

BOOST_AUTO_TEST_CASE(an_item_that_is_too_large_is_refused_and_one_that_just_fits_is_not) {
  const auto along = edge_of_strings();
  const auto refusal = [&](const std::vector<std::string>& texts) -> std::string {
    const auto items = chunk_of(texts);
    try {
      static_cast<void>(
        to_message(along, {}, data_packet{items, items.weight(unit::bytes)}, 4096));
    } catch (const codec_error& e) {
      return e.what();
    }
    return "";
  };
  const std::string fits(4096, 'x'), too_large(4200, 'x'), half(2100, 'x');
  BOOST_TEST(refusal({fits}) == "");
  BOOST_TEST(refusal({too_large}).starts_with("leat: an item of 42"), refusal({too_large}));
  BOOST_TEST(refusal({too_large}).ends_with("give all processes a larger --max-item"));
  BOOST_TEST(refusal({half, half}).starts_with("leat: a chunk of 2 items of 42"));
  BOOST_TEST(refusal({half, half}).ends_with("or the stream a smaller budget"));
}

BOOST_AUTO_TEST_CASE(items_keep_their_timestamps) {
  intrusive<chunk<int>> made(new chunk<int>);
  for (int i = 0; i < 5; ++i) {
    made->values.emplace_back(i);
    made->times.emplace_back(timestamp(std::chrono::seconds(i)));
  }
  edge_plan along;
  along.items = item_codec_of<int>();
  const auto read =
    packet_in(along, to_message(along, {}, data_packet{{made, 2, 5}, 12})).second;
  const auto& data = std::get<data_packet>(read);
  BOOST_TEST(data.items.as<int>().values[0] == 2);
  BOOST_CHECK(data.items.as<int>().times[2] == timestamp(std::chrono::seconds(4)));
}

BOOST_AUTO_TEST_CASE(signals) {
  const auto along = edge_of_strings();
  const auto sent = [&](const packet& what) {
    return packet_in(along, to_message(along, epoch(1), what)).second;
  };
  BOOST_CHECK(std::get<watermark>(sent(watermark{timestamp(std::chrono::hours(1))})).time
              == timestamp(std::chrono::hours(1)));
  BOOST_TEST(std::get<barrier>(sent(barrier{5})).id == 5U);
  const probe asked{.id = 3, .origin = node_id(2), .round = component_id(1), .drain = true};
  BOOST_TEST(same_probe(std::get<probe>(sent(asked)), asked));
  BOOST_TEST(std::get<probe>(sent(asked)).drain);
  const auto anew = std::get<renewal>(sent(renewal{node_id(4), 3}));
  BOOST_CHECK(anew.origin == node_id(4));
  BOOST_TEST(anew.number == 3U);
  BOOST_TEST(std::holds_alternative<turn>(sent(turn{})));
  BOOST_TEST(std::holds_alternative<want>(sent(want{})));
  BOOST_TEST(std::holds_alternative<end_of_stream>(sent(end_of_stream{})));
  BOOST_TEST(message_of(std::get<failed_stream>(sent(failed_stream{error("why")})).reason)
             == "why");
  BOOST_CHECK_THROW(static_cast<void>(sent(branch_begin{})), codec_error); // as its command
}

BOOST_AUTO_TEST_CASE(items_that_cannot_leave_have_no_codec) {
  BOOST_CHECK(item_codec_of<int*>() == nullptr);
  BOOST_CHECK(item_codec_of<std::string_view>() == nullptr);
  BOOST_CHECK(item_codec_of<dead_letter<std::string>>() != nullptr);
}

BOOST_AUTO_TEST_CASE(what_is_cut_anywhere_or_longer_is_refused) {
  const auto along = edge_of_strings();
  const auto whole = chunk_of<std::string>({"one", "two", "three"});
  const auto packet_bytes =
    to_message(along, epoch(1), data_packet{whole, whole.weight(unit::bytes)});
  for (std::size_t n = 0; n < packet_bytes.size(); ++n)
    BOOST_CHECK_THROW(static_cast<void>(packet_in(along, std::span(packet_bytes).first(n))),
                      codec_error);
  const auto order_bytes = to_message(job, worker_order{"build", {"gpu", "disk"}});
  for (std::size_t n = 0; n < order_bytes.size(); ++n)
    BOOST_CHECK_THROW(static_cast<void>(order_in(std::span(order_bytes).first(n))), codec_error);
  auto longer = order_bytes;
  longer.push_back({});
  BOOST_CHECK_THROW(static_cast<void>(order_in(longer)), codec_error);
}

BOOST_AUTO_TEST_CASE(garbage_is_refused_or_is_something) {
  std::mt19937_64 random(3);
  edge_plan strings = edge_of_strings();
  edge_plan numbers;
  numbers.items = item_codec_of<std::uint64_t>();
  for (int i = 0; i < 100'000; ++i) {
    std::vector<std::byte> bytes(random() % 80);
    for (auto& b : bytes)
      b = std::byte(random() % 8 == 0 ? random() : random() % 10);
    try {
      static_cast<void>(order_in(bytes));
    } catch (const codec_error&) {
    }
    for (const auto* along : {&strings, &numbers})
      try {
        static_cast<void>(packet_in(*along, bytes));
      } catch (const codec_error&) {
      }
  }
}

BOOST_AUTO_TEST_SUITE_END()
