# SPDX-License-Identifier: Apache-2.0
"""Trees of Python values as YAML text, in the styles that people and tools write: quotes, block scalars, flow
collections, comments, anchors, aliases, merge keys, indented or flush lists.

Left out because Kustomize damages it or depends on chance: text after `...`, folded scalars with more-indented lines,
NEL and DEL in strings, keys that are no strings, and keys in which digits and letters alternate (their order is
cyclic).
"""

import json
import re

# What YAML 1.1 or Kustomize's own reader takes for something else than a string.
WORDS = {"true", "false", "yes", "no", "on", "off", "y", "n", "null", "~", "", ".nan", ".inf", "-.inf", "+.inf"}
PLAIN = re.compile(r"[A-Za-z_/$][A-Za-z0-9_./=+$()-]*\Z")
PLAIN_WIDE = re.compile(r"[A-Za-z_][A-Za-z0-9_./=+,@:*%&!?-]*( [A-Za-z0-9_./=+,@*%&!?-]+)*\Z")


class Raw(str):
    """A scalar that is written as it is, plain: what its type is, is for the reader to find out."""


class Style:
    """How one file is written. ODD (0 to 1): how much of the unusual is in it."""

    def __init__(self, rng, odd):
        self.rng = rng
        self.odd = odd
        self.step = 4 if rng.random() < odd * 0.3 else 2
        self.list_step = rng.choice((0, 2))
        self.quote_all = rng.random() < odd * 0.15
        self.shuffle = rng.random() < odd * 0.3
        self.comments = odd * 0.08 if rng.random() < 0.5 else 0
        self.use_anchors = rng.random() < odd * 0.4
        self.anchors = []

    def chance(self, probability):
        return self.rng.random() < probability * self.odd

    # ---- documents

    def document(self, tree):
        """The text of TREE, ending in a line break."""
        self.anchors = []
        if self.chance(0.06) and not has_raw(tree):
            return json.dumps(tree, indent=self.rng.choice((None, 2)), ensure_ascii=self.chance(0.5)) + "\n"
        if isinstance(tree, dict) and tree:
            lines = self.block_map(tree, 0)
        elif isinstance(tree, list) and tree:
            lines = self.block_list(tree, 0)
        else:
            lines = [self.flow(tree)]
        if self.comments and self.rng.random() < 0.3:
            lines.insert(0, "# a file of resources")
        return "\n".join(lines) + "\n"

    def documents(self, trees):
        """The text of several documents in one file."""
        text = ""
        for i, tree in enumerate(trees):
            if i or self.chance(0.3):
                text += "---" + (" # next" if self.chance(0.1) else "") + "\n"
                if self.chance(0.08):
                    text += self.rng.choice(("---\n", "# nothing here\n---\n", "\n---\n", "null\n---\n"))
            text += self.document(tree)
            if self.chance(0.05):
                text += "\n"
        if self.chance(0.04):
            text += "---\n"
        if self.chance(0.04):
            text = text.replace("\n", "\r\n")
        if self.chance(0.03) and text.endswith("\n"):
            text = text[:-1]
        return text

    # ---- block style

    def comment(self):
        return self.rng.choice(("a note", "key: value", "- item", "see below", "'quoted", "100%"))

    def block_map(self, tree, indent):
        pad = " " * indent
        lines = []
        items = list(tree.items())
        if self.shuffle:
            self.rng.shuffle(items)
        merged = self.merge_key(tree) if self.use_anchors else None
        if merged:
            lines.append(f"{pad}<<: *{merged[0]}")
            items = [(key, value) for key, value in items if key not in merged[1]]
        for key, value in items:
            if lines and self.rng.random() < self.comments:
                lines.append(f"{pad}# {self.comment()}" if self.rng.random() < 0.7 else "")
            lines += self.entry(f"{pad}{self.key(key)}:", value, indent)
        return lines

    def block_list(self, tree, indent):
        pad = " " * indent
        lines = []
        for value in tree:
            if self.rng.random() < self.comments:
                lines.append(f"{pad}# {self.comment()}")
            if isinstance(value, dict) and value and not self.wants_flow(value):
                inner = self.block_map(value, indent + 2)
            elif isinstance(value, list) and value and not self.wants_flow(value):
                inner = self.block_list(value, indent + 2)
            else:
                lines += self.entry(pad + "-", value, indent)
                continue
            lines.append(pad + "- " + inner[0].lstrip(" "))
            lines += inner[1:]
        return lines

    def entry(self, head, value, indent):
        """The lines of VALUE behind HEAD, `key:` or `-`."""
        alias = self.alias(value)
        if alias:
            return [f"{head} *{alias}"]
        if not isinstance(value, (dict, list)):
            return self.scalar_lines(head, value, indent)
        if not value or self.wants_flow(value):
            return [f"{head} {self.flow(value)}"]
        anchor = self.anchor(value)
        if anchor:
            head += f" &{anchor}"
        if self.rng.random() < self.comments:
            head += f" # {self.comment()}"
        if isinstance(value, dict):
            lines = [head] + self.block_map(value, indent + self.step)
        else:
            lines = [head] + self.block_list(value, indent + (2 if head.endswith("-") else self.list_step))
        self.keep(anchor, value)
        return lines

    def scalar_lines(self, head, value, indent):
        pad = " " * (indent + self.step)
        if isinstance(value, str) and not isinstance(value, Raw) and self.is_block_text(value):
            body = value.rstrip("\n")
            ends = len(value) - len(body)
            mark = "-" if ends == 0 else "" if ends == 1 else "+"
            hint = str(self.step) if body[:1] in (" ", "\n") else ""
            lines = [pad + line if line else "" for line in body.split("\n")]
            return [f"{head} |{hint}{mark}"] + lines + [""] * (ends - 1)
        if isinstance(value, str) and len(value) > 30 and re.fullmatch(r"[a-z]+( [a-z]+)+", value) and self.chance(0.3):
            words = value.split(" ")
            half = len(words) // 2
            return [f"{head} >-", pad + " ".join(words[:half]), pad + " ".join(words[half:])]
        text = self.scalar(value)
        anchor = self.anchor(value) if text else None
        self.keep(anchor, value)
        if anchor:
            text = f"&{anchor} {text}"
        note = f" # {self.comment()}" if self.rng.random() < self.comments else ""
        return [(f"{head} {text}" if text else head) + note]

    def is_block_text(self, value):
        body = value.rstrip("\n")
        return (
            "\n" in value
            and body
            and not re.search(r"[^\n\x20-\x7e\u00a0-\ud7ff]| \n| \Z", value)
            and not body.startswith("\n")
            and not self.chance(0.1)
        )

    # ---- flow style and scalars

    def wants_flow(self, value):
        return len(json.dumps(value)) < 70 and not has_raw(value) and self.chance(0.12)

    def flow(self, value):
        if isinstance(value, dict):
            return (
                "{"
                + ", ".join(f"{self.quoted(k) if not PLAIN.match(k) else k}: {self.flow(v)}" for k, v in value.items())
                + "}"
            )
        if isinstance(value, list):
            return "[" + ", ".join(self.flow(v) for v in value) + "]"
        if isinstance(value, str) and not isinstance(value, Raw) and not self.is_plain(value, PLAIN):
            return self.quoted(value)
        return self.scalar(value) or "null"

    def key(self, key):
        if self.is_plain(key, PLAIN) and not self.chance(0.02):
            return key
        return self.quoted(key)

    def is_plain(self, value, pattern):
        return bool(pattern.match(value)) and value.lower() not in WORDS and not value.endswith(":")

    def quoted(self, value):
        simple = not re.search(r"[^\x20-\x7e\u00a0-\ud7ff]", value)
        if simple and self.rng.random() < 0.4:
            return "'" + value.replace("'", "''") + "'"
        return json.dumps(value, ensure_ascii=self.rng.random() < 0.3 and max(value, default="a") <= "\uffff")

    def scalar(self, value):
        if isinstance(value, Raw):
            return str(value)
        if value is None:
            # In a JSON document kustomize makes an empty text of an empty value that is merged into it.
            return "" if self.chance(0.1) else self.rng.choice(("null", "~"))
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, (int, float)):
            return json.dumps(value)
        if self.is_plain(value, PLAIN if self.rng.random() < 0.5 else PLAIN_WIDE) and not self.quote_all:
            return value
        return self.quoted(value)

    # ---- anchors

    def anchor(self, value):
        if not self.use_anchors or self.rng.random() > 0.3 or value in (None, "", {}, []) or len(self.anchors) > 5:
            return None
        return f"a{len(self.anchors)}{self.rng.choice('bcdefg')}"

    def keep(self, anchor, value):
        # Known from here on only: an anchor must not be used inside of what it names.
        if anchor:
            self.anchors.append((anchor, value))

    def alias(self, value):
        if not self.use_anchors or isinstance(value, Raw):
            return None
        for name, known in self.anchors:
            if type(known) is type(value) and known == value and self.rng.random() < 0.7:
                return name
        return None

    def merge_key(self, tree):
        for name, known in self.anchors:
            if (
                isinstance(known, dict)
                and set(known) <= set(tree)
                and len(known) < len(tree)
                and self.rng.random() < 0.8
            ):
                # Keys with another value are written again: what is written wins.
                return name, {key for key in known if known[key] == tree[key] and type(known[key]) is type(tree[key])}
        return None


def has_raw(tree):
    """Is there a Raw in TREE?"""
    if isinstance(tree, dict):
        return any(has_raw(value) for value in tree.values())
    if isinstance(tree, list):
        return any(has_raw(value) for value in tree)
    return isinstance(tree, Raw)
