// SPDX-License-Identifier: BSD-3-Clause
#include "fingerprint.hpp"

#include "hexadecimal.hpp"

#include <elf.h>
#include <link.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <span>
#include <sstream>
#include <stdexcept>

namespace leat {

namespace {

struct executable {
  std::uintptr_t base = 0;
  std::uintptr_t end = 0;
  std::string build_id;
};

void read_note(const std::byte* at, std::size_t size, std::string& build_id) {
  const auto aligned = [](std::size_t n) { return (n + 3) / 4 * 4; };
  while (size >= sizeof(ElfW(Nhdr))) {
    ElfW(Nhdr) note;
    std::memcpy(&note, at, sizeof(note));
    const std::size_t name = sizeof(note);
    const std::size_t content = name + aligned(note.n_namesz);
    const std::size_t next = content + aligned(note.n_descsz);
    if (next > size)
      return;
    if (note.n_type == NT_GNU_BUILD_ID)
      build_id = hexadecimal({at + content, note.n_descsz});
    at += next;
    size -= next;
  }
}

int look_at_first(dl_phdr_info* info, std::size_t, void* into) { // the first is the executable
  auto& found = *static_cast<executable*>(into);
  found.base = info->dlpi_addr;
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const auto& part = info->dlpi_phdr[i];
    if (part.p_type == PT_LOAD)
      found.end =
        std::max<std::uintptr_t>(found.end, info->dlpi_addr + part.p_vaddr + part.p_memsz);
    if (part.p_type == PT_NOTE)
      read_note(reinterpret_cast<const std::byte*>(info->dlpi_addr + part.p_vaddr),
                part.p_memsz, found.build_id);
  }
  return 1;
}

executable this_executable() {
  executable found;
  dl_iterate_phdr(&look_at_first, &found);
  return found;
}

/// Functions of the program lie elsewhere in each process, but at the same distance from its begin.
std::string without_base(std::string image, const executable& program) {
  for (std::size_t i = 0; i + sizeof(std::uintptr_t) <= image.size(); i += sizeof(std::uintptr_t)) {
    std::uintptr_t word = 0;
    std::memcpy(&word, image.data() + i, sizeof(word));
    if (word >= program.base && word < program.end && program.base != 0) {
      word -= program.base;
      std::memcpy(image.data() + i, &word, sizeof(word));
    }
  }
  return image;
}

} // namespace

std::string program_identity() {
  const auto build_id = this_executable().build_id;
  if (build_id.empty())
    throw std::runtime_error("this executable has no build id, by which processes see that they "
                             "run the same one; link it with -Wl,--build-id");
  return "leat 0.1.0, build " + build_id;
}

std::vector<std::string> fingerprint(const job_plan& plan) {
  const auto program = this_executable();
  std::vector<std::string> lines;
  for (auto& node : plan.nodes) {
    std::ostringstream line;
    line << "'" << node.name << "'";
    if (node.instances > 1)
      line << " " << node.instance + 1 << " of " << node.instances;
    for (auto& step : node.steps)
      line << ", " << step.kind;
    line << (node.blocking ? ", blocking" : "");
    for (auto& outlet : node.outlets)
      for (auto& edge : outlet.edges) {
        line << ", edge " << index(edge.id) << " to " << index(edge.to) << " port " << edge.port
             << ", routing " << static_cast<int>(outlet.how) << ", budget "
             << edge.budget.size() << (edge.budget.in() == unit::items ? " items" : " bytes");
        if (edge.items)
          line << " of " << edge.items->type->name() << " (" << edge.items->size << " bytes)";
      }
    line << ", chunks of " << (node.outlets.empty() ? 0 : node.outlets[0].chunk_items);
    if (const auto& crash = node.on_crash)
      line << ", on crash " << crash->intensity << " times in " << crash->period.count() << ", "
           << crash->wait.count() << " apart, strategy " << static_cast<int>(crash->strategy);
    if (node.process != process_id{} && node.captured) {
      const auto image = without_base(node.captured(), program);
      line << "; captured " << hexadecimal(std::as_bytes(std::span(image)));
    }
    lines.push_back(line.str());
  }
  return lines;
}

std::string difference(const std::vector<std::string>& here,
                       const std::vector<std::string>& there) {
  for (std::size_t n = 0; n < std::min(here.size(), there.size()); ++n) {
    if (here[n] == there[n])
      continue;
    const auto graph_of = [](const std::string& line) {
      return line.substr(0, line.find("; captured "));
    };
    if (graph_of(here[n]) == graph_of(there[n]))
      return "the functions of " + here[n].substr(0, here[n].find('\'', 1) + 1)
        + " are others there than here, or have captured other values, or references; capture by "
          "value what is the same everywhere";
    return "the pipelines differ: here is " + graph_of(here[n]) + ", there " + graph_of(there[n])
      + "; build the same pipeline from the same arguments";
  }
  if (here.size() != there.size())
    return "the pipelines differ: " + std::to_string(here.size()) + " nodes here, "
      + std::to_string(there.size()) + " there; build the same pipeline from the same arguments";
  return {};
}

} // namespace leat
