// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/grouping.hpp>
#include <leat/outlet.hpp>
#include <leat/per_key.hpp>

#include <cstddef>
#include <utility>
#include <vector>

namespace leat {

/// What has been gathered by a `Grouping`, in the order of the groups' first items.
template <class Grouping>
class groups {
 public:
  /// Takes the first item of `in`.
  void add(chunk_slice& in) {
    const auto& first = in.template as<typename Grouping::input>().values[in.begin];
    group& its = group_of(Grouping::key_of(first));
    its.items.push_back(Grouping::take(in));
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
      out.push(Grouping::finish(key, std::move(items)));
    }
    given_ = 0;
    groups_.clear();
    of_key_.clear();
    return true;
  }

 private:
  struct group {
    typename Grouping::key key{};
    std::vector<typename Grouping::value> items{};
  };

  group& group_of(const typename Grouping::key& key) {
    if constexpr (Grouping::one_group) {
      return groups_.empty() ? groups_.emplace_back() : groups_.front();
    } else {
      const auto [at, fresh] = of_key_.try_emplace(key, groups_.size());
      return fresh ? groups_.emplace_back(group{key}) : groups_[at->second];
    }
  }

  std::vector<group> groups_;
  std::size_t given_ = 0; // of them
  key_table<typename Grouping::key, std::size_t> of_key_;
};

} // namespace leat
