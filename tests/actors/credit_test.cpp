// SPDX-License-Identifier: BSD-3-Clause
// Both ends of an edge, with a link between them that delays, repeats and reorders what is granted.
#include <leat/in_edge.hpp>
#include <leat/out_edge.hpp>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <deque>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace leat;

/// The host of a sender: keeps what is sent.
class wire final : public node_host {
 public:
  std::deque<packet> sent;

  timestamp now() override { return {}; }
  void send(const edge_plan&, epoch, packet what) override { sent.push_back(std::move(what)); }
  void grant(const edge_plan&, epoch, credit) override {}
  void cancel(const edge_plan&, epoch) override {}
  void set_alarm(timestamp) override {}
  void run_later() override {}
  bool more_waiting() override { return false; }
  void tell(report) override {}
  std::shared_ptr<call_port> calls() override { return nullptr; }
  std::function<void()> waker() override { return {}; }
  std::stop_token stop_token() override { return {}; }
  std::uint64_t random() override { return 0; }
  std::size_t slice_limit() override { return 1; }
  bool wants_stall_reports() const override { return false; }
};

/// A chunk of one item that weighs at least `weight` bytes; exactly that much on an edge that
/// counts bytes.
chunk_slice item_of(std::size_t weight) {
  intrusive<chunk<std::string>> made(new chunk<std::string>);
  made->values.emplace_back();
  made->weigh_last(weight);
  return {made, 0, 1};
}

edge_plan edge_with(budget most) {
  edge_plan plan;
  plan.budget = most;
  return plan;
}

void use_front(in_edge& edge) {
  auto* data = edge.front_data();
  BOOST_REQUIRE(data);
  data->items.begin = data->items.end;
  edge.account();
  edge.pop();
}

} // namespace

BOOST_AUTO_TEST_SUITE(credit_test)

BOOST_AUTO_TEST_CASE(never_more_than_the_budget_in_flight_and_never_a_stall) {
  for (unsigned seed = 0; seed < 3000; ++seed) {
    std::mt19937 random(seed);
    const auto draw = [&](std::size_t n) { return static_cast<std::size_t>(random()) % n; };
    const std::size_t sizes[] = {1, 2, 3, 4, 7, 16, 100, 65536};
    const double heaviest[] = {0.2, 0.7, 1.0, 3.0};
    const std::size_t most = sizes[draw(8)];
    const double high = heaviest[draw(4)];
    std::vector<std::size_t> weights;
    for (int i = 0; i < 100; ++i)
      weights.push_back(std::max<std::size_t>(
        1,
        static_cast<std::size_t>(static_cast<double>(most) * high
                                 * std::pow(static_cast<double>(draw(1000)) / 1000, 2))));

    wire link;
    out_edge sender(edge_with(bytes(most)));
    in_edge receiver(edge_with(bytes(most)));
    std::vector<credit> grants;
    std::deque<std::size_t> in_flight; // sent and not used up
    std::size_t next = 0;
    for (int idle = 0; idle < 2000; ++idle) {
      switch (draw(4)) {
      case 0:
        if (next < weights.size() && sender.idle()) {
          sender.enqueue(item_of(weights[next++]));
          idle = 0;
        }
        sender.flush(link);
        break;
      case 1:
        if (!link.sent.empty()) {
          if (auto* data = std::get_if<data_packet>(&link.sent.front()))
            in_flight.push_back(data->weight);
          receiver.arrive(std::move(link.sent.front()));
          link.sent.pop_front();
          idle = 0;
        }
        break;
      case 2:
        if (!receiver.empty()) {
          use_front(receiver);
          in_flight.pop_front();
          idle = 0;
        }
        if (const auto due = receiver.due_credit())
          grants.push_back(*due);
        break;
      default:
        if (!grants.empty()) {
          const std::size_t chosen = draw(grants.size());
          sender.on_credit(grants[chosen]);
          if (draw(5) > 0) // else it comes once more
            grants.erase(grants.begin() + static_cast<std::ptrdiff_t>(chosen));
          idle = 0;
        }
      }
      std::size_t weight = 0;
      for (auto w : in_flight)
        weight += w;
      const bool alone = in_flight.size() == 1;
      BOOST_REQUIRE_MESSAGE(weight <= most || alone,
                            "seed " << seed << ": " << weight << " in flight, budget " << most);
    }
    BOOST_REQUIRE_MESSAGE(next == weights.size() && sender.idle() && receiver.empty(),
                          "seed " << seed << ": stalled at " << next << ", budget " << most);
  }
}

BOOST_AUTO_TEST_CASE(grants_by_the_quarter_while_items_are_light) {
  in_edge receiver(edge_with(items(100)));
  int grants = 0;
  for (int i = 0; i < 1000; ++i) {
    receiver.arrive(data_packet{item_of(1), 1});
    use_front(receiver);
    grants += receiver.due_credit().has_value();
  }
  BOOST_TEST(grants == 40);
}

BOOST_AUTO_TEST_CASE(want_is_said_once_for_a_heavy_item_and_answered_when_the_edge_is_used_up) {
  wire link;
  out_edge sender(edge_with(bytes(100)));
  in_edge receiver(edge_with(bytes(100)));
  sender.enqueue(item_of(20)); // less than a quarter: no grant is due for it
  sender.flush(link);
  sender.enqueue(item_of(90));
  sender.flush(link);
  sender.flush(link);
  BOOST_REQUIRE_EQUAL(link.sent.size(), 2u);
  BOOST_TEST(std::holds_alternative<want>(link.sent.back()));
  for (auto& p : link.sent)
    receiver.arrive(std::move(p));
  BOOST_TEST(!receiver.due_credit());
  use_front(receiver);
  const auto due = receiver.due_credit();
  BOOST_REQUIRE(due);
  link.sent.clear();
  sender.on_credit(*due);
  sender.flush(link);
  BOOST_TEST(link.sent.size() == 1u);
}

BOOST_AUTO_TEST_CASE(signals_keep_their_place_and_cost_nothing) {
  wire link;
  out_edge sender(edge_with(items(1)));
  sender.enqueue(item_of(1));
  sender.enqueue(packet(probe{.id = 1}));
  sender.enqueue(item_of(1));
  sender.enqueue(packet(end_of_stream{}));
  sender.flush(link);
  BOOST_REQUIRE_EQUAL(link.sent.size(), 3u); // item, probe, and the wish for the next
  BOOST_TEST(std::holds_alternative<probe>(link.sent[1]));
  sender.on_credit({.granted = 2, .used = 1});
  sender.flush(link);
  BOOST_REQUIRE_EQUAL(link.sent.size(), 5u);
  BOOST_TEST(std::holds_alternative<end_of_stream>(link.sent[4]));
}

BOOST_AUTO_TEST_CASE(one_watermark_is_on_its_way_and_newer_ones_replace_the_one_that_waits) {
  wire link;
  out_edge sender(edge_with(items(10)));
  const auto at = [](int s) { return timestamp(std::chrono::seconds(s)); };
  for (int s = 1; s <= 4; ++s) {
    sender.enqueue(packet(watermark{at(s)}));
    sender.flush(link);
  }
  BOOST_REQUIRE_EQUAL(link.sent.size(), 1u);
  sender.on_credit({.granted = 10, .used = 0, .watermarks = 1});
  sender.flush(link);
  BOOST_REQUIRE_EQUAL(link.sent.size(), 2u);
  BOOST_TEST((std::get<watermark>(link.sent[1]).time == at(4)));
}

BOOST_AUTO_TEST_SUITE_END()
