// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/chunk.hpp>
#include <leat/copyable.hpp>
#include <leat/fifo.hpp>
#include <leat/hash.hpp>
#include <leat/item_codec.hpp>
#include <leat/keyed.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>
#include <vector>

namespace leat {

/// How the chunks of one output reach the edges that leave it.
enum class routing {
  share,   // every edge gets every chunk; it is shared, never copied
  deal,    // each chunk goes to one edge
  scatter, // each item goes to the edge of its key
};

/// Upper limits of one open chunk.
struct chunk_limits {
  std::size_t items = 1024;
  std::size_t bytes = std::size_t{16} * 1024;
};

/// One output of a node, seen without its type: the open chunk, and the sealed ones that wait for
/// the host to take them.
class outlet_base {
 public:
  static constexpr std::size_t to_any_edge = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t endless = std::numeric_limits<std::size_t>::max();

  struct sealed_chunk {
    std::size_t edge; // for `scatter`: which one; else `to_any_edge`
    chunk_slice items;
  };

  outlet_base();
  outlet_base(const outlet_base&) = delete;
  outlet_base& operator=(const outlet_base&) = delete;
  virtual ~outlet_base();

  /// How many items may be pushed now. An operator that has more to give returns `progress::again`.
  [[nodiscard]] virtual std::size_t room() const noexcept = 0;
  [[nodiscard]] bool has_room() const noexcept { return sealed_.empty() || discards_; }

  /// Passes on what `in` holds, as far as there is room, without touching the items where they go
  /// on together.
  virtual void forward(chunk_slice& in) = 0;

  // -- for the host
  virtual void connect(routing how, std::size_t edges, chunk_limits limits) = 0;
  /// Closes the open chunks, so that what they hold can leave.
  virtual void seal() = 0;
  [[nodiscard]] virtual bool holds_open() const noexcept = 0;
  [[nodiscard]] virtual std::size_t open_items() const noexcept = 0;
  [[nodiscard]] virtual std::size_t open_bytes() const noexcept = 0;
  [[nodiscard]] virtual const std::type_info& item_type() const noexcept = 0;
  /// How its items go to another process; null if they can't.
  [[nodiscard]] virtual const item_codec* codec() const noexcept = 0;
  [[nodiscard]] bool has_sealed() const noexcept { return !sealed_.empty(); }
  [[nodiscard]] const sealed_chunk& first_sealed() const noexcept { return sealed_.front(); }
  [[nodiscard]] std::size_t sealed_items() const noexcept;
  sealed_chunk take_sealed();
  /// From now on nobody listens: what is pushed is dropped at once.
  virtual void discard() = 0;
  [[nodiscard]] bool discards() const noexcept { return discards_; }
  /// Somebody listens again.
  void resume() noexcept { discards_ = false; }
  [[nodiscard]] routing how() const noexcept { return routing_; }

 protected:
  void add_sealed(std::size_t edge, chunk_slice items);
  void drop_sealed();

  fifo<sealed_chunk> sealed_;
  chunk_limits limits_;
  routing routing_ = routing::share;
  bool discards_ = false;
};

/// Where an operator puts the items it gives out.
template <class T>
class outlet final : public outlet_base {
 public:
  outlet() : open_(1), made_(1, 0) {}

  [[nodiscard]] std::size_t room() const noexcept override {
    if (discards_)
      return limits_.items;
    if (!sealed_.empty())
      return 0;
    std::size_t fullest = 0;
    for (auto& open : open_)
      if (open)
        fullest = std::max(fullest, open->size());
    return item_limit_ - fullest;
  }

  template <class... Args>
  void push(Args&&... args) {
    if constexpr (has_fixed_weight<T> && !is_keyed<T>) {
      open_chunk(0).values.emplace_back(std::forward<Args>(args)...);
      seal_if_full(0);
    } else {
      push_value(T(std::forward<Args>(args)...));
    }
  }

  void push_at(timestamp time, T value) {
    open_chunk(edge_of(value)).times.emplace_back(time);
    push_value(std::move(value));
  }

  void forward(chunk_slice& in) override {
    if (!has_room())
      return;
    if constexpr (is_keyed<T>)
      if (routing_ == routing::scatter && !discards_)
        return scatter(in);
    if (discards_) {
      in.begin = in.end;
      return;
    }
    seal();
    while (!in.empty()) {
      std::size_t to = in.begin + 1;
      const std::size_t last = std::min(in.end, in.begin + limits_.items);
      if constexpr (has_fixed_weight<T>)
        to = std::min(last, in.begin + item_limit_);
      else
        while (to < last && in.items->bytes(in.begin, to + 1) <= limits_.bytes)
          ++to;
      add_sealed(to_any_edge, chunk_slice{in.items, in.begin, to});
      in.begin = to;
    }
  }
  /// Reserved room for up to n items, for inner loops over items of fixed weight in an outlet that
  /// does not scatter.
  class writer {
   public:
    writer(outlet& into, std::size_t n) : into_(&into), open_(into.open_chunk(0, n)) {
      open_.values.reserve(open_.values.size() + n);
      at_ = open_.values.end();
      end_ = at_ + n;
    }
    /// For some items, about as many as went into the last chunk. Requires that there is room.
    explicit writer(outlet& into) : into_(&into), open_(into.open_chunk(0)) {
      auto& values = open_.values;
      if (values.size() == values.capacity())
        values.reserve(std::min(into.item_limit_, std::max<std::size_t>(64, 2 * values.size())));
      at_ = values.end();
      end_ = values.begin() + std::min(values.capacity(), into.item_limit_);
    }
    writer(writer&& other) noexcept
      : into_(std::exchange(other.into_, nullptr)), open_(other.open_), at_(other.at_),
        end_(other.end_) {}
    writer(const writer&) = delete;
    writer& operator=(const writer&) = delete;
    writer& operator=(writer&&) = delete;
    ~writer() {
      if (into_ == nullptr)
        return;
      open_.values.commit(at_);
      into_->seal_if_full(0);
    }
    template <class U>
    void push(U&& value) {
      std::construct_at(at_, std::forward<U>(value));
      ++at_;
    }
    /// Without a branch that the processor could guess wrong. Uses a place even if it is false.
    void push_if(bool goes_on, const T& value) requires std::is_trivially_copyable_v<T> {
      std::construct_at(at_, value);
      at_ += static_cast<std::size_t>(goes_on);
    }
    /// Where the caller makes the next item. Requires that it is not full.
    [[nodiscard]] T* next_place() noexcept { return at_++; }
    [[nodiscard]] bool full() const noexcept { return at_ == end_; }

   private:
    outlet* into_;
    chunk<T>& open_;
    T* at_ = nullptr;
    T* end_ = nullptr; // of the room
  };
  [[nodiscard]] bool can_write_directly() const noexcept {
    return has_fixed_weight<T> && routing_ != routing::scatter && !discards_;
  }

  void connect(routing how, std::size_t edges, chunk_limits limits) override {
    routing_ = how;
    limits_ = limits;
    item_limit_ = limits.items;
    if constexpr (has_fixed_weight<T>)
      item_limit_ = std::clamp<std::size_t>(limits.bytes / sizeof(T), 1, limits.items);
    open_.resize(how == routing::scatter ? edges : 1);
    made_.resize(open_.size(), 0);
  }

  void seal() override {
    for (std::size_t i = 0; i < open_.size(); ++i)
      seal(i);
  }

  [[nodiscard]] bool holds_open() const noexcept override {
    return std::any_of(open_.begin(), open_.end(), [](auto& c) { return c && c->size() > 0; });
  }
  [[nodiscard]] std::size_t open_items() const noexcept override {
    std::size_t n = 0;
    for (auto& c : open_)
      n += c ? c->size() : 0;
    return n;
  }
  [[nodiscard]] std::size_t open_bytes() const noexcept override {
    std::size_t n = 0;
    for (auto& c : open_)
      n += c ? c->bytes() : 0;
    return n;
  }
  [[nodiscard]] const std::type_info& item_type() const noexcept override { return typeid(T); }
  [[nodiscard]] const item_codec* codec() const noexcept override { return item_codec_of<T>(); }

  void discard() override {
    discards_ = true;
    drop_sealed();
    for (auto& c : open_)
      c = {};
  }

 private:
  void scatter(chunk_slice& in) {
    auto& items = in.as<T>().values;
    for (; !in.empty() && has_room(); ++in.begin) {
      if constexpr (copyable_item<T>) {
        if (!in.items->unique()) {
          push(std::as_const(items[in.begin]));
          continue;
        }
      }
      push(std::move(items[in.begin]));
    }
  }

  std::size_t edge_of([[maybe_unused]] const T& item) const {
    if constexpr (is_keyed<T>)
      if (routing_ == routing::scatter)
        return instance_of_key(hash_key(item.key), open_.size());
    return 0;
  }

  chunk<T>& open_chunk(std::size_t i, std::size_t at_least = 1) {
    if (!open_[i]) {
      open_[i] = intrusive<chunk<T>>(new chunk<T>);
      const std::size_t places = std::max(at_least, made_[i] + 1); // as many as went the last time
      open_[i]->values.reserve(std::min(item_limit_, places));
    }
    return *open_[i];
  }

  void push_value(T&& value) {
    const std::size_t i = edge_of(value);
    if constexpr (has_fixed_weight<T>) {
      open_chunk(i).values.emplace_back(std::move(value));
    } else {
      const std::size_t weight = weight_of(value);
      if (open_[i] && open_[i]->size() > 0 && open_[i]->bytes() + weight > limits_.bytes)
        seal(i);
      auto& into = open_chunk(i);
      into.values.emplace_back(std::move(value));
      into.weigh_last(weight);
    }
    seal_if_full(i);
  }

  void seal_if_full(std::size_t i) {
    if (discards_)
      open_[i] = {};
    else if (open_[i]->size() >= item_limit_
             || (!has_fixed_weight<T> && open_[i]->bytes() >= limits_.bytes))
      seal(i);
  }

  void seal(std::size_t i) {
    if (!open_[i] || open_[i]->size() == 0)
      return;
    const std::size_t n = open_[i]->size();
    made_[i] = n;
    add_sealed(routing_ == routing::scatter ? i : to_any_edge,
               chunk_slice{std::exchange(open_[i], {}), 0, n});
  }

  std::vector<intrusive<chunk<T>>> open_;
  std::vector<std::size_t> made_; // items in the last chunk of each
  std::size_t item_limit_ = 1024;
};

} // namespace leat
