// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/batch.hpp>
#include <leat/grouping.hpp>
#include <leat/outlet.hpp>
#include <leat/per_key.hpp>
#include <leat/saved.hpp>

#include <cstddef>
#include <utility>
#include <vector>

namespace leat {

/// What has been gathered by a `Grouping`, in the order of the groups' first items.
template <class Grouping>
class groups {
 public:
  explicit groups(Grouping grouping) : grouping_(std::move(grouping)) {}

  /// The group of an item; see `add`.
  std::size_t place_of(const typename Grouping::input& item) {
    const auto& key = grouping_.key_of(item);
    if constexpr (Grouping::one_group) {
      if (groups_.empty())
        groups_.emplace_back();
      return 0;
    } else {
      const auto [at, fresh] = of_key_.try_emplace(key, groups_.size());
      if (fresh)
        groups_.push_back({key});
      return at->second;
    }
  }
  /// Puts the first item of `in` into its group. False: that has no more items than before.
  bool add(std::size_t place, chunk_slice& in, held_weight& held) {
    return gather(grouping_, in, groups_[place].items, held);
  }
  /// An empty group, where all items are one and none has come.
  void add_empty() {
    if constexpr (Grouping::one_group)
      if (groups_.empty())
        groups_.emplace_back();
  }
  /// Gives out the groups as far as there is room. True: all are out, and it is empty.
  bool give_all(outlet<typename Grouping::output>& out) {
    for (; given_ < groups_.size(); ++given_) {
      if (!out.has_room())
        return false;
      auto& [key, items] = groups_[given_];
      out.push(Grouping::finish(key, items.take()));
    }
    given_ = 0;
    groups_.clear();
    of_key_.clear();
    return true;
  }

  void save(byte_writer& out) const {
    out.write_size(groups_.size() - given_);
    for (std::size_t i = given_; i < groups_.size(); ++i) {
      save_value(out, groups_[i].key);
      save_value(out, groups_[i].items);
    }
  }
  /// Gives the number of items.
  std::size_t load(byte_reader& in, held_weight& held) {
    std::size_t items = 0;
    for (std::size_t n = in.read_size(); n > 0; --n) {
      auto key = load_value<typename Grouping::key>(in);
      groups_.push_back({std::move(key), load_value<typename Grouping::batch>(in)});
      of_key_.emplace(groups_.back().key, groups_.size() - 1);
      held.add(groups_.back().items.weight);
      items += groups_.back().items.size();
    }
    return items;
  }

 private:
  struct group {
    typename Grouping::key key{};
    typename Grouping::batch items{};
  };

  Grouping grouping_;
  std::vector<group> groups_;
  std::size_t given_ = 0; // of them
  key_table<typename Grouping::key, std::size_t> of_key_;
};

} // namespace leat
