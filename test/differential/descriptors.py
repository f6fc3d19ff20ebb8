# SPDX-License-Identifier: Apache-2.0
"""Descriptors of OpenChoreo (workload.yaml), the files that they name, and the flags of `workload create`, generated.

Left out, as the scanner of the stock libyaml is another one: in flow collections, a plain scalar that ends in a colon
and a tag right before a comma. And keys in which digits and letters alternate: their order is cyclic.

Trees are built of Map (pairs, so that a key may come twice), lists and scalars; a scalar is a str, written in any style
that keeps it, or Raw, written as it is.
"""

import json
import random
import string


class Raw(str):
    """Text that stands in the file as it is: what it means is for the reader to find out."""


class Block(str):
    """A scalar in literal or folded style; the first line is its head. Only where a line may follow."""


class Map(list):
    """Pairs of a mapping, in order."""


# What YAML 1.1 resolves, or looks as if it did.
ODD_PLAIN = (
    "y n Y N yes Yes YES no No NO nO on On ON off OFF oFF true True TRUE tRUE false False ~ null Null NULL nULL "
    "0x1F 0X1f 0x 0b101 0B1 0o17 0O17 017 08 09.5 1_000 1__0 _1 +5 -5 +-5 - -- --- -0 +0 00 0 1e3 1E3 1e+3 1.e3 .5 5. +.5 -.5 . "
    ".. ... .inf +.inf -.inf .Inf .INF .iNF .nan .NaN .NAN 1e100 1e-50 -0.0 0.1 3.10 1.2.3 1.0 1000000.0 123456.0 "
    "1e5 1e6 0.0001 0.00001 16777217 16777217.0 9007199254740993 18446744073709551615 18446744073709551616 "
    "-9223372036854775808 -9223372036854775809 0xFFFFFFFFFFFFFFFF 0x1p3 1:30 190:20:30 1:30.5 -1:30 2001-01-01 "
    "2001-12-14T21:59:43.10-05:00 2001-12-14 21:59:43 = << 1,000 12e03 0.3333333333333333 0_1 0x_1F 0b_1 1_ 1e 1e+ "
    "1.5e1_0 infinity NaN Inf +Inf 0123456789 0o8 0b2 -0x1F -017 -0b11 +0x1F 1.0.0 v1 a1 1a :a a: :: a:b a#b %a"
).split(" ")
ODD_TEXT = (
    "", " ", "a b", " lead", "trail ", "a: b", "a :b", "a #b", "# c", "- a", "-a", "? a", "?a", "! a", "!a", "&a", "*a", "@a", "`a`",
    "%a", "|", ">", "[a]", "{a}", "a]", "a}", "a,b", ", a", "'", "''", '"', 'a"b', "a'b", "\\", "a\\b", "\t", "a\tb", "\ta",
    "a\nb", "a\n", "\na", "a\n\nb\n", "a\n\n", "\n", "\n\n", " a\nb", "a\n  b\nc", "a \nb", "a\tb\n", "a\r\nb", "a\rb", "---", "...",
    "--- a", "a\n---\nb", "\u00e9", "\u4e2d\u6587", "\U0001f600", "a\u00a0b", "\u00ad", "\u200b", "\ud7ff", "\ue000", "\ufffd", "$(A)",
    "${A}", "a\\nb", "\x07", "\x1b[0m", "\x00", "a\x01b", "null", "true", "0x1F", "1e3", "1.0", "2001-01-01", "1:30", "<<", "=", "~",
    "https://a.example/b?c=d&e=f#g", "a,b,c", "key=value", "*.example", "{{.x}}", "line one\nline two\n", "x" * 90, "word " * 40, "a  b " * 30,
    "caf\u00e9 " * 30, "long: " + "value " * 30, "end\n\n\n", "\n  indented first\nthen\n", "  \n a\n", "a\n ", "tab\t\n\tb\n", "- a\n- b\n",
)  # fmt: skip
TAGGED = (
    "!!str 123", "!!str yes", "!!str", '!!int "5"', "!!int 0x1F", '!!float "1"', "!!float 1.5", '!!bool "yes"', "!!bool y", '!!null ""', "!!null",
    "!!binary aGVsbG8=", "!!binary aGl=", '!!binary "w6k="', "!foo bar", "!foo 5", "! 5", "! x", "!<tag:yaml.org,2002:str> 5", "!!unknown 5", "!!str 2001-01-01",
)  # fmt: skip
ESCAPED = (r'"\x41"', r'"\u00e9"', r'"\U0001F600"', r'"\t\n\r\e\a\b\0"', r'"a\ b"', r'"\_"', r'"\"\\"', r'"\v\f"', r'"\N"', r'"a\Lb"', r'"\P"', r'"\ufeff"')
# Most of these are refused, so that they come seldom.
BROKEN = (
    '!!int "x"', "!!int 5.0", "!!float x", "!!bool x", "!!null x", "!!binary '%'", "!!binary /w==", '!!binary "aG k="', "!!timestamp 2001-01-01", "!!merge x", r'"\/"', r'"\q"',
    r'"\x4"', r'"\ud83d\ude00"', r'"\ud800"', r'"a\x7Fb"', r'"\x9f"', r'"\ufffe"', r'"\uffff"', r'"\x80"', "*nothing", "&a", "&a b", "@", "a: b", "[", "}", "!<", "!a!b c",
    "!!seq [a]", "!!map {a: b}", "!!set {a}", "!!str [a]", "!!str {a: b}",
)  # fmt: skip
TYPES = ("HTTP", "gRPC", "GraphQL", "Websocket", "TCP", "UDP", "REST", "http", "GRPC", "grpc", "", "Any")
VISIBILITIES = ("project", "namespace", "internal", "external")
NAMES = ("a", "api", "b2", "a10", "a2", "Beta", "_x", "9", "10", "a-b", "a.b", "A", "zz", "a 1", "a_1", "\u00e9", "\u4e2d", "-", "a--b")
SCHEMAS = ("openapi.yaml", "schema.proto", "./openapi.yaml", "x/../openapi.yaml", "/openapi.yaml", "sub/deep.graphql", "sub//deep.graphql",
           "../shared.yaml", "odd.bin", "empty.txt", "sub", "missing.yaml", "", ".", "openapi.yaml/", "crlf.txt", "control.txt", "plus.txt")  # fmt: skip


class Case:
    """Case NUMBER of SEED: `files` (path to bytes) and `args`, the words after `workload create`."""

    def __init__(self, seed, number):
        self.rng = random.Random(f"{seed}/{number}")
        # Most cases have a few oddities, so that one does not hide the next.
        self.odd = self.rng.choice((0, 0.2, 0.4, 0.4, 0.7, 0.7, 1, 2))
        self.wild = self.rng.random() < 0.12
        self.anchors = []
        self.directory = self.rng.choice(("", "", "app/", "src/my app/"))
        self.files = {}
        self.named_files()
        self.files[self.directory + "workload.yaml"] = self.document()
        self.args = self.arguments()

    def chance(self, probability):
        return self.rng.random() < probability * self.odd

    def pick(self, values):
        return self.rng.choice(values)

    # ---- files and flags

    def named_files(self):
        rng = self.rng
        text = "openapi: 3.0.3\ninfo:\n  title: A \u00e9 list\n  version: '1'\n"
        self.files = {
            self.directory + "openapi.yaml": text.encode(),
            self.directory + "schema.proto": b'syntax = "proto3";\nmessage A {\n\tstring b = 1;\n}',
            self.directory + "sub/deep.graphql": b"type Query { a: String }\n\n\n",
            "shared.yaml": b"shared: true",
            self.directory + "odd.bin": bytes(rng.choice(b"abc \n\t\r:#-'\"\x00\x01\x1b\xc3\xa9\xff\xe2\x82") for _ in range(rng.randrange(1, 40))),
            self.directory + "empty.txt": b"",
            self.directory + "crlf.txt": b"a\r\nb\r\n",
            self.directory + "control.txt": self.pick(("a\x7fb", "a\u0080b", "\ufffe", "a\x1fb", "\x0c", "a\u00a0b")).encode(),
            self.directory + "plus.txt": self.pick(("a\n\n", "\n\na", "\n", " a\n", "a\n\n\n b\n", "\ta\n", "a ", "a\n ")).encode(),
        }  # fmt: skip

    def arguments(self):
        words = []
        for names, values, needed in (
            (("--image",), ("web:1", "registry.example.com/a/b@sha256:0123", "1e3", "a b", "\u00e9", "0x1F", "x" * 100, "true", "a: b"), 0.99),
            (("--component", "-c"), ("web", "frame-queue", "Studio_A", "a b", "\u00e9", "1", "n", "x" * 90), 0.99),
            (("--namespace", "-n"), ("studio-a", "default", "1", "on", "a b"), 0.5),
            (("--project", "-p"), ("night-render", "default", "0", "~"), 0.5),
            (("--descriptor",), (self.directory + "workload.yaml", "./" + self.directory + "workload.yaml"), 0.99),
        ):  # fmt: skip
            if self.rng.random() >= needed:
                continue
            name = self.pick(names)
            value = values[0] if self.rng.random() < 0.6 else self.pick(values)
            if self.chance(0.01):
                value = ""
            if self.rng.random() < 0.3:
                words.append(f"{name}={value}")
            else:
                words += [name, value]
        return words

    # ---- the tree

    def scalar(self, usual):
        """USUAL, or now and then something odd where a text is wanted."""
        rng = self.rng
        if not self.chance(0.12):
            return usual
        kind = rng.randrange(9)
        if kind < 3:
            return Raw(self.pick(ODD_PLAIN))
        if kind == 3:
            return Raw(self.number())
        if kind == 4:
            return self.pick(ODD_TEXT)
        if kind == 5:
            return Raw(self.pick(BROKEN if rng.random() < 0.1 else TAGGED))
        if kind == 6:
            return Raw(self.pick(ESCAPED))
        if kind == 7:
            return self.block_scalar()
        if self.chance(0.1):
            return self.pick((Map(), [], [usual], Map([(usual, usual)]), Raw("")))
        return "".join(rng.choice(string.printable[:95] + "\u00e9\u4e2d\n") for _ in range(rng.randrange(1, 12)))

    def number(self):
        rng = self.rng
        digits = "".join(rng.choice("0123456789_") for _ in range(rng.randrange(1, 20)))
        return rng.choice(("", "", "-", "+")) + rng.choice(
            (digits, digits, f"{rng.uniform(-1e3, 1e3)}", f"{rng.random():.{rng.randrange(1, 18)}f}", digits + "." + digits[:4],
             f"{rng.random() * 10 ** rng.randrange(-12, 42):e}", "0x" + digits, "0b" + digits, "0o" + digits, "0" + digits, digits + ":" + digits)
        )  # fmt: skip

    def block_scalar(self):
        """A literal or folded scalar: its head, then lines that are indented where it stands."""
        head = self.pick("|>") + self.pick(("", "", "-", "+"))
        lines = [self.pick(("one", "two words", "", "  deeper", "a: b", "# no comment", "\ttab", "trail ", "\u00e9", "- x", "word " * 20)) for _ in range(self.rng.randrange(0, 6))]  # fmt: skip
        if lines and lines[0][:1] in (" ", "\t"):
            lines[0] = lines[0].lstrip()
        return Block("\n".join([head, *lines]))

    def port(self):
        usual = Raw(str(self.rng.randrange(1, 65536)))
        if not self.chance(0.12):
            return usual
        if self.rng.random() < 0.6:
            return Raw(self.pick(("0", "-1", "65536", "80.0", "8e3", "0x50", "0b11", "0o17", "017", "1_0", "+5", "2147483647", "-2147483648", "1e3", "~", "", "!!int 5", "-0", "-0.0", "1_")))
        return self.pick(
            [Raw(t) for t in ("0", "-1", "65536", "80.0", "8e3", "80.5", "0x50", "0b11", "0o17", "017", "08", "1_0", "+5", "2147483647", "2147483648",
                              "-2147483648", "-2147483649", "1e3", "1e10", "~", "", "yes", ".inf", ".nan", "!!int 5", '!!int "5"', "!!float 5", "!!str 5", '!!float "80"',
                              "1:30", "99999999999999999999", "!foo 5", "1e-1", "-0", "-0.0", "0x", "_1", "1_", "2147483647.0", "2147483648.0")] + ["8080", "http", [], Map()]
        )  # fmt: skip

    def fields(self, pairs):
        """PAIRS that are not None, some with odd keys, twice, or among unknown ones."""
        rng = self.rng
        made = Map()
        for key, value in pairs:
            if value is None:
                continue
            made.append((self.key(key), value))
            if self.chance(0.02):
                made.append((self.pick((key, key.upper(), key.capitalize())), value if rng.random() < 0.5 else self.scalar("again")))
        if self.chance(0.05):
            made.append(self.unknown())
        if self.chance(0.1):
            rng.shuffle(made)
        return made

    def key(self, key):
        if not self.chance(0.04):
            return key
        return self.pick((key.upper(), key.lower(), key.capitalize(), key.swapcase(), Raw(f'"{key}"'), Raw(f"'{key}'"), Raw(f"? {key}\n"), Raw(f"!!str {key}")))

    def unknown(self):
        return (
            self.pick(("x-note", "protocol", "spec", "kind", Raw("5"), Raw("1.5"), Raw("true"), Raw("0x1F"), Raw("2001-01-01"), Raw('""'), Raw("y"), "prt")) if not self.chance(0.1) else self.pick((Raw("~"), Raw("[a]"))),
            self.pick(("text", Raw("~"), [Raw("1"), "a"], Map([("a", Raw("1"))]), Raw("!!binary aGk="), self.block_scalar())) if not self.chance(0.1) else Raw(self.pick(BROKEN)),
        )  # fmt: skip

    def maybe(self, probability, make):
        return make() if self.rng.random() < probability else None

    def some(self, make, most=3):
        """A list of up to MOST, or what may stand in its place."""
        if self.chance(0.02):
            return self.pick((Raw("~"), Raw(""), Map(), "text", [Raw("~")], [], Raw("[]"), ["text"], [[]], Raw("5")))
        return [make() for _ in range(self.rng.randrange(0 if self.chance(0.2) else 1, most + 1))]

    def mapping(self, make):
        if self.chance(0.02):
            return self.pick((Raw("~"), Raw(""), Map(), [], "text", Raw("5")))
        return make()

    def endpoint(self):
        return self.mapping(lambda: self.fields([
            ("name", None if self.chance(0.03) else self.scalar(self.pick(NAMES))),
            ("displayName", self.maybe(0.3, lambda: self.scalar("A name"))),
            ("port", None if self.chance(0.03) else self.port()),
            ("targetPort", self.maybe(0.2, self.port)),
            ("type", None if self.chance(0.03) else self.scalar(self.pick(TYPES[:6] if self.rng.random() < 0.8 else TYPES))),
            ("basePath", self.maybe(0.3, lambda: self.scalar("/v1"))),
            ("visibility", self.maybe(0.4, lambda: self.some(self.visibility, 4))),
            ("schemaFile", self.maybe(0.4, self.schema_file)),
            ("context", self.maybe(0.05, lambda: self.scalar("c"))),
        ]))  # fmt: skip

    def visibility(self):
        return self.pick(("Project", "all", Raw("~"), Raw("no"), "")) if self.chance(0.03) else self.pick(VISIBILITIES)

    def schema_file(self):
        return self.pick(SCHEMAS) if self.rng.random() < 0.3 or self.chance(0.1) else self.pick(SCHEMAS[:4])

    def bindings(self, names):
        return self.mapping(lambda: self.fields([(name, self.maybe(0.6, lambda name=name: self.scalar(name.upper()))) for name in names]))

    def free_map(self):
        """A mapping from any text to text."""
        pairs = Map((self.scalar(self.pick(NAMES)) if self.chance(0.2) else self.pick(NAMES), self.scalar(self.pick(("X", "Y_1")))) for _ in range(self.rng.randrange(0, 5)))
        return Map((Raw("? " + self.flow(k) + "\n") if isinstance(k, (Map, list, Block)) and not isinstance(k, str) else str(k) if isinstance(k, Block) else k, v) for k, v in pairs)  # fmt: skip

    def dependency(self):
        return self.mapping(lambda: self.fields([
            ("project", self.maybe(0.3, lambda: self.scalar("other"))),
            ("component", None if self.chance(0.03) else self.scalar("users")),
            ("name", None if self.chance(0.03) else self.scalar(self.pick(NAMES))),
            ("visibility", None if self.chance(0.03) else self.scalar(self.pick(("project", "namespace"))) if not self.chance(0.03) else self.visibility()),
            ("envBindings", self.maybe(0.8, lambda: self.bindings(("address", "host", "port", "basePath")))),
        ]))  # fmt: skip

    def resource(self):
        return self.mapping(lambda: self.fields([
            ("ref", None if self.chance(0.03) else self.scalar("db")),
            ("envBindings", self.maybe(0.6, self.free_map)),
            ("fileBindings", self.maybe(0.4, self.free_map)),
        ]))  # fmt: skip

    def value_from(self):
        return self.mapping(lambda: self.fields([
            ("secretKeyRef", self.maybe(0.5, lambda: self.mapping(lambda: self.fields([("name", self.scalar("secret")), ("key", self.maybe(0.9, lambda: self.scalar("k")))])))),
            ("path", self.maybe(0.5, self.schema_file)),
        ]))  # fmt: skip

    def variable(self, extra=()):
        return self.mapping(lambda: self.fields([
            ("name", None if self.chance(0.03) else self.scalar(self.pick(("LOG_LEVEL", "A", "app.json")))),
            *[(key, None if self.chance(0.03) else self.scalar("/etc/app")) for key in extra],
            ("value", self.maybe(0.7, lambda: self.scalar(self.pick(ODD_TEXT) if self.rng.random() < 0.4 else "info"))),
            ("valueFrom", self.maybe(0.3, self.value_from)),
        ]))  # fmt: skip

    def tree(self):
        rng = self.rng
        return self.fields([
            ("apiVersion", self.maybe(0.9, lambda: self.scalar("openchoreo.dev/v1alpha1"))),
            ("metadata", self.maybe(0.9, lambda: self.mapping(lambda: self.fields([("name", self.scalar("frame-queue"))])))),
            ("endpoints", self.maybe(0.8, lambda: self.some(self.endpoint, 5))),
            ("dependencies", self.maybe(0.5, lambda: self.mapping(lambda: self.fields([
                ("endpoints", self.maybe(0.8, lambda: self.some(self.dependency))), ("resources", self.maybe(0.6, lambda: self.some(self.resource)))])))),
            ("connections", self.maybe(0.05, lambda: self.some(self.dependency))),
            ("configurations", self.maybe(0.6, lambda: self.mapping(lambda: self.fields([
                ("env", self.maybe(0.8, lambda: self.some(self.variable, 5))), ("files", self.maybe(0.6, lambda: self.some(lambda: self.variable(("mountPath",)))))])))),
        ]) if rng.random() > 0.01 else self.pick((Map(), [], [Map([("a", "b")])], "text", Raw("5"), Raw("~"), Raw("")))  # fmt: skip

    # ---- writing

    def document(self):
        rng = self.rng
        tree = self.tree()
        if rng.random() < 0.05:
            text = self.json(tree)
        elif rng.random() < 0.08:
            text = self.flow(tree) + "\n"
        elif isinstance(tree, (Map, list)) and tree:
            text = "\n".join(self.block(tree, 0)) + "\n"
        else:
            text = self.flow(tree) + "\n"
        if self.chance(0.05):
            text = self.pick(("---\n", "%YAML 1.1\n---\n", "# comment\n", "--- # c\n", "\n\n", "---\n---\n", "...\n", "%YAML 1.2\n---\n", "%TAG ! tag:x,1:\n---\n", "--- !!map\n")) + text
        if self.chance(0.05):
            text += self.pick(("---\n[broken\n", "...\n", "---\nmore: 1\n", "# end", "\n\n", "... # x\n", "...\n---\na: b\n", "--- x\n"))
        if self.chance(0.02):
            text = text.rstrip("\n")
        if self.wild:
            text = self.damage(text)
        if self.chance(0.03):
            text = text.replace("\n", "\r\n")
        return self.encoded(text)

    def encoded(self, text):
        if self.chance(0.02):
            return self.pick((b"\xef\xbb\xbf" + text.encode(), b"\xff\xfe" + text.encode("utf-16-le"), b"\xfe\xff" + text.encode("utf-16-be"),
                              text.encode().replace(b"a", b"\xff", 1), text.encode("utf-16-le")))  # fmt: skip
        return text.encode()

    def damage(self, text):
        """TEXT after one to three slips of the pen."""
        rng = self.rng
        for _ in range(rng.randrange(1, 4)):
            at = rng.randrange(len(text) + 1)
            lines = text.split("\n")
            line = rng.randrange(len(lines))
            kind = rng.randrange(6)
            if kind == 0:
                text = text[:at] + text[at + 1 :]
            elif kind == 1:
                text = text[:at] + rng.choice(" \t\n:-#'\"[]{},&*!|>%@`?\\a0~") + text[at:]
            elif kind == 2:
                text = "\n".join(lines[:line] + lines[line + 1 :])
            elif kind == 3:
                text = "\n".join(lines[:line] + [lines[line]] + lines[line:])
            elif kind == 4:
                text = "\n".join(lines[:line] + [self.pick((" ", "  ", "\t")) + lines[line]] + lines[line + 1 :])
            else:
                text = "\n".join(lines[:line] + [lines[line][1:]] + lines[line + 1 :])
        return text

    def json(self, tree):
        def plain(node):
            if isinstance(node, Map):
                return {str(key): plain(value) for key, value in node}
            if isinstance(node, list):
                return [plain(item) for item in node]
            if isinstance(node, Raw) and node.lstrip("-").isdigit():
                return int(node)
            return str(node)

        return json.dumps(plain(tree), indent=self.pick((None, 2)), ensure_ascii=self.rng.random() < 0.5)

    def block(self, node, depth):
        """The lines of the collection NODE, indented by DEPTH."""
        lines = []
        pad = " " * depth
        for key, value in node if isinstance(node, Map) else [(None, item) for item in node]:
            if self.chance(0.02):
                lines.append(pad + "# comment")
            head = "-" if key is None else self.key_text(key)
            anchor = ""
            if value and not isinstance(value, Raw) and self.chance(0.04):
                name = f"a{len(self.anchors)}"
                anchor = f" &{name}"
                self.anchors.append((name, isinstance(value, Map)))
            elif self.anchors and self.chance(0.04):
                lines.append(f"{pad}{head} *{self.pick(self.anchors)[0]}")
                continue
            lines += self.entry(pad, head + anchor, value, depth, key is None and not anchor)
        if isinstance(node, Map) and self.chance(0.05):
            mappings = [name for name, is_map in self.anchors if is_map or self.chance(0.1)]
            if mappings:
                merged = self.pick(mappings)
                lines.insert(0 if self.rng.random() < 0.5 else len(lines), pad + "<<: " + self.pick((f"*{merged}", f"[*{merged}, *{self.pick(mappings)}]")))
        return lines

    def key_text(self, key):
        if isinstance(key, Raw):
            return key + ":" if key.endswith("\n") else f"{key}:"
        return (key if str.isascii(key) and key.replace("-", "a").replace("_", "a").isalnum() else self.quoted(key)) + ":"

    def entry(self, pad, head, value, depth, compact):
        if "\n" in head:  # an explicit key
            first, rest = head.split("\n", 1)
            return [pad + first] + self.entry(pad, rest, value, depth, False)
        if isinstance(value, (Map, list)) and value and not self.chance(0.08) and self.rng.random() < 0.9:
            step = self.pick((2, 2, 2, 4))
            inner = 0 if isinstance(value, list) and not isinstance(value, Map) and not compact and head != "-" and self.rng.random() < 0.5 else step
            lines = self.block(value, depth + inner)
            first = lines[0]
            if compact and step == 2 and first.startswith(pad + "  ") and not first.lstrip().startswith("#"):
                return [pad + head + " " + first.lstrip()] + lines[1:]
            return [pad + head] + lines
        if isinstance(value, Block):
            first, *rest = value.split("\n")
            inner = " " * (depth + self.pick((1, 2, 4)))
            return [f"{pad}{head} {first}"] + [inner + line if line else "" for line in rest]
        text = self.flow(value, block=True)
        if self.chance(0.02):
            text += " # comment"
        return [f"{pad}{head} {text}".rstrip(" ") if text == "" else f"{pad}{head} {text}"]

    def flow(self, value, block=False):
        if isinstance(value, Map):
            return "{" + ", ".join(f"{self.key_text(key).replace(chr(10), ' ')} {self.flow(item)}" for key, item in value) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(self.flow(item) for item in value) + "]"
        if isinstance(value, Block):
            return self.quoted(str(value))
        if isinstance(value, Raw):
            if block:
                return value
            return value + " " if value.startswith("!") else self.quoted(value) if value.endswith(":") else value
        plain = value.isascii() and value.replace("/", "a").replace(".", "a").replace("-", "a").replace("_", "a").isalnum() and value[0].isalpha()
        if plain and self.rng.random() < 0.9:
            return value
        if block and "\n" in value and self.rng.random() < 0.3 and not self.chance(0.3):
            return self.quoted(value)
        return self.quoted(value)

    def quoted(self, text):
        """TEXT in quotes, double ones where it needs them."""
        simple = text.isprintable() and text == text.strip(" ")
        if simple and self.rng.random() < 0.4:
            return "'" + text.replace("'", "''") + "'"
        made = json.dumps(text, ensure_ascii=self.rng.random() < 0.5)
        return made.replace("\x7f", "\\x7f").replace("\u0085", "\\N")
