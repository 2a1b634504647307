// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/job.hpp>
#include <leat/pipeline.hpp>
#include <leat/usage_error.hpp>

#include <functional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

namespace leat {

namespace detail {

/// What a program that uses `leat::main` wants to be done beside the job; its result is the exit
/// code.
using beside = std::function<int(job&)>;
int run_main(int argc, char** argv,
             const std::function<beside(pipeline&, std::span<const std::string>)>& build);

} // namespace detail

/// Runs the pipeline that `build` builds, with the command line that every Leat program has, and
/// gives the exit code: 0 ended or drained, 1 failed, 2 wrong usage, 130 cut short. SIGINT and
/// SIGTERM drain; a second one ends it at once. With `--graph` the pipeline is built and drawn on
/// standard output, and not run: `--graph=mermaid` (so it is alone, too), `--graph=dot`,
/// `--graph=FILE.svg` (see `pipeline::to_svg`).
///
/// `--worker --listen HOST:PORT` makes the process a worker, which hosts nodes for coordinators
/// until a signal ends it; `--workers HOST:PORT,...` spreads the job over such. Parallel instances
/// and what is `.placed_on` a label run there, all else here. `--help` lists what else there is;
/// docs/several-processes.md tells the rest.
///
/// `build(pipeline&)` or `build(pipeline&, std::span<const std::string> rest)` gets what Leat did
/// not understand of the command line, and only builds: a worker calls it for each job, with the
/// coordinator's arguments. What is wrong with them it throws as a `usage_error`. It may return a
/// function of `job&`, which runs beside the job in this thread; the int that it returns, if it
/// does, is the exit code.
template <class Build>
[[nodiscard]] int main(int argc, char** argv, Build build) {
  return detail::run_main(
    argc, argv, [&](pipeline& p, std::span<const std::string> rest) -> detail::beside {
      const auto built = [&]() -> decltype(auto) {
        if constexpr (std::is_invocable_v<Build&, pipeline&, std::span<const std::string>>)
          return build(p, rest);
        else
          return build(p);
      };
      if constexpr (std::is_void_v<decltype(built())>) {
        built();
        return nullptr;
      } else {
        return [f = built()](job& j) mutable -> int {
          if constexpr (std::is_void_v<decltype(f(j))>) {
            f(j);
            return 0;
          } else
            return f(j);
        };
      }
    });
}

} // namespace leat
