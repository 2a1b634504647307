"""The names of the operators, sources and sinks, as docs/operators.md has them."""
import re


def operator_names(page):
    """Those in the first columns of its tables, `p.input` among them, but for the options."""
    names = {}
    for line in page.split("\n## Options")[0].splitlines():
        if line.startswith("| `"):
            names |= dict.fromkeys(re.findall(r"`([a-z_.]+)[(<]", line.split(" | ")[0]))
    return list(names)
