#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Prints what a crawler of `--serve DIR` must fetch, one path and query a line, sorted.

A breadth-first walk over the files, written without the crawler's code: from /index.html along the
links of `a` and `area` and the frames of each HTML file, rel="nofollow" and robots nofollow
honoured. Links to what is not there are fetched too; folders without the last slash redirect to the
one with it. robots.txt is not listed.
"""

import argparse
import collections
import html.parser
import os
import re
import sys
import urllib.parse

SCHEME, HOST = "http", "folder.test"
UNRESERVED = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
MAX_URL_LENGTH = 2048
MAX_REPEATS = 3
# RFC 3986, appendix B
PARTS = re.compile(r"(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(\?[^#]*)?")


class links(html.parser.HTMLParser):
    """The references of a page, and its base."""

    def __init__(self):
        super().__init__()
        self.base = ""
        self.nofollow = False
        self.references = []
        self.templates = 0

    def handle_starttag(self, tag, attributes):
        values = {}
        for name, value in attributes:
            values.setdefault(name, value or "")
        if tag == "template":
            self.templates += 1
        elif self.templates:
            return
        elif tag == "base" and not self.base:
            self.base = values.get("href", "").strip()
        elif tag in ("a", "area") and "href" in values:
            if "nofollow" not in values.get("rel", "").lower().split():
                self.references.append(values["href"])
        elif tag in ("frame", "iframe") and values.get("src", "").strip():
            self.references.append(values["src"])
        elif tag == "meta" and values.get("name", "").strip().lower() == "robots":
            directives = re.split(r"[,\s]+", values.get("content", "").lower())
            self.nofollow |= "nofollow" in directives or "none" in directives

    def handle_endtag(self, tag):
        if tag == "template" and self.templates:
            self.templates -= 1


def without_dots(path):
    """RFC 3986, 5.2.4. Python's own functions drop empty segments."""
    out = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del out[-1:]
        elif segment != ".":
            out.append(segment)
    if segments[-1] in (".", ".."):
        out.append("")
    return "/" + "/".join(out)


def normal_path(path):
    def escape(match):
        char = chr(int(match.group(1), 16))
        return char if char in UNRESERVED else match.group(0).upper()

    path = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", path)
    path = re.sub(r"%([0-9A-Fa-f]{2})", escape, path)
    return without_dots(urllib.parse.quote(path, safe="%!$&'()*+,;=:@/-._~"))


def resolved(base, reference):
    """Path and query of a link on a page with that path; None if it is elsewhere."""
    scheme, host, path, query = PARTS.match(re.sub(r"[\t\r\n]", "", reference.strip())).groups()
    path = path.replace("\\", "/")
    if scheme or host is not None:
        if (scheme or SCHEME).lower() != SCHEME or (host or "").lower() not in (HOST, HOST + ":80"):
            return None
        path = path or "/"
    elif not path:
        path = base.split("?")[0]
        if query is None:
            return base
    elif not path.startswith("/"):
        path = base.split("?")[0].rpartition("/")[0] + "/" + path
    quoted = urllib.parse.quote(query or "", safe="%!$&'()*+,;=:@/-._~?[]\\^`{|}#")
    return normal_path(path) + quoted


def in_scope(target):
    counts = collections.Counter(filter(None, target.split("?")[0].split("/")))
    length = len(SCHEME) + len("://") + len(HOST) + len(target)
    return length <= MAX_URL_LENGTH and all(n <= MAX_REPEATS for n in counts.values())


def found_on(target, text):
    page = links()
    page.feed(text)
    page.close()
    if page.nofollow:
        return
    base = resolved(target, page.base) if page.base else target
    if base is None:  # what is relative to another site is not ours
        base, page.references = "", [r for r in page.references if PARTS.match(r.strip()).group(2)]
    for reference in page.references:
        found = resolved(base, reference)
        if found:
            yield found


def walk(root):
    seen = {"/index.html"}
    queue = collections.deque(seen)
    while queue:
        target = queue.popleft()
        path = urllib.parse.unquote(target.split("?")[0])
        file = os.path.join(root, path.lstrip("/"))
        found = []
        if os.path.isdir(file) and not path.endswith("/"):
            found = [target.split("?")[0] + "/"]
        else:
            if os.path.isdir(file):
                file = os.path.join(file, "index.html")
            if os.path.isfile(file) and file.endswith((".html", ".htm", ".xhtml")):
                with open(file, encoding="utf-8", errors="replace") as f:
                    found = found_on(target, f.read())
        for next_target in found:
            if next_target not in seen and in_scope(next_target):
                seen.add(next_target)
                queue.append(next_target)
    return seen


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder")
    for target in sorted(walk(parser.parse_args().folder)):
        sys.stdout.write(target + "\n")


if __name__ == "__main__":
    main()
