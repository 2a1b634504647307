// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/graph.hpp>
#include <leat/metrics.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace leat {

/// A pipeline as it is drawn: the nodes that it runs as, and the streams between them. A value that
/// refers to nothing.
struct picture {
  enum class shape { plain,
                     loop_head,
                     letters, // takes dead letters
                     fault }; // says what is wrong with the pipeline

  struct node {
    shape drawn_as = shape::plain;
    std::vector<std::string> operators; // by name; several are fused into one node
    std::vector<std::string> remarks;   // lines about the node
  };

  struct edge {
    std::size_t from = 0;
    std::size_t from_operator = 0; // which one of the node
    std::size_t outlet = 0;
    std::size_t to = 0;
    int port = 0;
    bool back = false;                // leads back to the head of a loop
    std::vector<std::string> remarks; // lines about the edge
  };

  std::vector<node> nodes;
  std::vector<edge> edges;
};

/// The graph as an engine that fuses, or does not, runs it. One with faults is drawn, too, with
/// what is wrong beside it.
[[nodiscard]] picture picture_of(const graph& of, bool fuse);

/// Writes beside nodes and edges what the job has counted. It is a job of the graph and the fusing
/// that the picture was made of.
void add_numbers(picture& to, const metrics_snapshot& counted);

/// As text for Mermaid, which Markdown pages show.
[[nodiscard]] std::string to_mermaid(const picture& of);
/// As text for Graphviz.
[[nodiscard]] std::string to_dot(const picture& of);
/// Lets Graphviz's program `dot` write a file; throws `std::runtime_error` if that is not installed
/// or does not succeed.
void write_svg(const picture& of, const std::string& path);

} // namespace leat
