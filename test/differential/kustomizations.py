# SPDX-License-Identifier: Apache-2.0
"""Directories with kustomizations: bases, overlays and components, with any of Kustomize's fields in them."""

import copy
import json
import random

from objects import NAMES, NAMESPACES, Objects
from patches import Patches
from yamltext import Raw, Style

# What can be left out of a run: each a field of kustomization.yaml, and how often a layer has it.
FEATURES = {
    "namespace": 0.18,
    "namePrefix": 0.2,
    "nameSuffix": 0.12,
    "labels": 0.18,
    "commonLabels": 0.1,
    "commonAnnotations": 0.12,
    "images": 0.15,
    "replicas": 0.1,
    "patches": 0.35,
    "patchesStrategicMerge": 0.1,
    "patchesJson6902": 0.08,
    "configMapGenerator": 0.22,
    "secretGenerator": 0.1,
    "generatorOptions": 0.08,
    "vars": 0.08,
    "replacements": 0.15,
    "transformers": 0.12,
    "generators": 0.06,
    "validators": 0.04,
    "configurations": 0.08,
    "crds": 0.04,
    "components": 0.12,
    "bases": 0.05,
    "buildMetadata": 0.06,
    "sortOptions": 0.12,
    "openapi": 0.04,
    "imageTags": 0.02,
}

# Documents for `transformers` that can be left out as well.
DOCUMENTS = ("ReplacementTransformer", "ValueAddTransformer")

SCHEMA = {
    "definitions": {
        "v1.Widget": {
            "properties": {
                "apiVersion": {"type": "string"},
                "kind": {"type": "string"},
                "metadata": {"$ref": "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"},
                "spec": {
                    "properties": {
                        "parts": {
                            "type": "array",
                            "items": {"properties": {"name": {"type": "string"}}},
                            "x-kubernetes-patch-merge-key": "name",
                            "x-kubernetes-patch-strategy": "merge",
                        },
                        "template": {"$ref": "#/definitions/io.k8s.api.core.v1.PodTemplateSpec"},
                    }
                },
            },
            "x-kubernetes-group-version-kind": [{"group": "example.org", "kind": "Widget", "version": "v1"}],
        }
    }
}

CRD_SCHEMA = {
    "github.com/example/Widget": {
        "Schema": {
            "properties": {
                "apiVersion": {"type": "string"},
                "kind": {"type": "string"},
                "metadata": {"type": "object"},
                "spec": {"$ref": "github.com/example/WidgetSpec"},
            }
        }
    },
    "github.com/example/WidgetSpec": {
        "Schema": {
            "properties": {
                "secretRef": {
                    "x-kubernetes-object-ref-api-version": "v1",
                    "x-kubernetes-object-ref-kind": "Secret",
                    "type": "object",
                },
                "image": {"x-kubernetes-identity": "", "type": "string"},
                "tags": {"type": "array"},
            }
        }
    },
}


class Case:
    """One directory to be built: `files` by their path, and `root`, the directory to build."""

    def __init__(self, seed, number, features):
        self.rng = random.Random(f"{seed}:{number}")
        # What came later asks a chance of its own, so that a case stays the case that it was.
        self.later = random.Random(f"{seed}:{number}:later")
        self.odd_names = self.later.random() < 0.1
        self.odd_fields = self.later.random() < 0.1
        self.features = features
        self.files = {}
        self.root = "."
        self.taken = set()
        self.generated = []
        self.odd = self.rng.choice((0, 0.3, 1))
        self.objects = Objects(self.rng, self.odd, tuple(self.rng.sample(NAMES, self.rng.choice((4, 8)))))
        self.patches = Patches(self.rng, self.objects)
        # A case goes in for some of the features and keeps clear of most, or every second one would fail somewhere.
        self.weight = {name: often * self.rng.choice((0, 0, 1, 1, 1, 3)) for name, often in FEATURES.items()}
        self.wrong = self.rng.random() < 0.1
        depth = self.rng.choice((0, 0, 1, 1, 2))
        if depth and self.rng.random() < 0.4:
            self.root = "overlay"
        self.layer("overlay" if self.root != "." else ".", depth, True)
        if self.wrong:
            self.spoil()
        if self.rng.random() < 0.07:
            self.mutate()

    def one(self, choices):
        return self.rng.choice(choices)

    def chance(self, probability):
        return self.rng.random() < probability

    def has(self, feature):
        return self.rng.random() < self.weight.get(feature, 0)

    def style(self, odd=None):
        return Style(self.rng, self.odd if odd is None else odd)

    def add(self, directory, name, text):
        self.files[join(directory, name)] = text
        return name

    def free_name(self, directory, stem, end=".yaml"):
        for i in range(100):
            name = f"{stem}{i or ''}{end}"
            if join(directory, name) not in self.files:
                return name
        raise ValueError("a hundred files of one name")

    # ---- layers

    def layer(self, directory, depth, outermost=False, component=False, below=()):
        """Write the kustomization of DIRECTORY; the objects that it has, more or less."""
        kust = {}
        pool = list(below)
        if self.chance(0.3) or component:
            kust["apiVersion"] = "kustomize.config.k8s.io/" + ("v1alpha1" if component else "v1beta1")
            kust["kind"] = "Component" if component else "Kustomization"
        if self.chance(0.03):
            kust["metadata"] = {"name": "x", "labels": {"a": "b"}}
        entries = self.resource_files(
            directory, pool, 0 if component and self.chance(0.6) else self.rng.choice((1, 1, 2))
        )
        for i in range(self.rng.choice((1, 1, 2)) if depth else 0):
            name = self.one(("base", "lib", "part")) + str(i)
            base = join(directory, name)
            if directory == "overlay" and self.chance(0.7):
                name, base = f"../{name}", name
            pool += self.layer(base, depth - 1)
            if self.has("bases"):
                kust.setdefault("bases", []).append(name)
            else:
                entries.insert(self.rng.randint(0, len(entries)), name + ("/" if self.chance(0.1) else ""))
        if entries:
            kust["resources"] = entries
        self.generator_fields(kust, directory, pool)
        for i in range(self.rng.choice((1, 1, 2)) if not component and self.has("components") else 0):
            name = f"component{i}"
            pool = self.layer(join(directory, name), 0, component=True, below=pool)
            kust.setdefault("components", []).append(name)
        if component and self.later.random() < 0.2 and directory.count("component") < 3:
            pool = self.layer(join(directory, "component-inside"), 0, component=True, below=pool)
            kust.setdefault("components", []).append("component-inside")
        self.transform_fields(kust, directory, pool, outermost)
        self.leave_out(kust)
        self.spell_oddly(kust)
        if len(kust) == 0 or (not pool and component):
            kust["commonAnnotations"] = {"only": "this"}
        keys = list(kust)
        if self.chance(0.5):
            self.rng.shuffle(keys)
        name = self.one(("kustomization.yaml",) * 8 + ("kustomization.yml", "Kustomization"))
        self.add(directory, name, self.style(self.odd * 0.7).document({key: kust[key] for key in keys}))
        return pool

    def spell_oddly(self, kust):
        """Fields in another case, beside or in the place of the usual one, and values that read as numbers."""
        if self.odd_names and self.later.random() < 0.5:
            field = self.later.choice(("namePrefix", "nameSuffix"))
            kust[field] = self.later.choice(("1", "0", "0x", "1e", "o", "~", "tru") if "Pre" in field else ("0", "e5", "n", "e"))
        for entry in kust.get("images", []) if self.odd_names else []:
            if isinstance(entry, dict) and self.later.random() < 0.5:
                entry["newName"] = self.later.choice(("5", "1e3", "0x1", "on", "null"))
        fields = [field for field in kust if field not in ("apiVersion", "kind")]
        if not self.odd_fields or not fields or self.later.random() < 0.3:
            return
        field = self.later.choice(fields)
        other = self.later.choice((field.lower(), field.upper(), field[0].upper() + field[1:]))
        value = copy.deepcopy(kust[field])
        choice = self.later.randrange(4)
        if choice == 0 and other != field:
            kust[other] = kust.pop(field)
        elif choice == 1 and isinstance(value, dict) and value:
            value.pop(self.later.choice(list(value)))
            kust[other] = value
        elif choice == 2 and isinstance(value, list) and value:
            value.insert(0, value.pop(self.later.randrange(len(value))))
            kust[other] = value[: self.later.randint(1, len(value))]
        else:
            kust[other] = self.later.choice((None, value))

    def leave_out(self, kust):
        """Take away what this run does without. Chance was asked for all, so that a case stays the same case."""
        if "bases" in kust and "bases" not in self.features:
            kust["resources"] = kust.get("resources", []) + kust["bases"]
        for name in FEATURES:
            if name not in self.features:
                kust.pop(name, None)

    def resource_files(self, directory, pool, count):
        names = []
        for _ in range(count):
            trees = [tree for tree in (self.fresh() for _ in range(self.rng.choice((1, 1, 2, 3)))) if tree]
            if not trees:
                continue
            for tree in trees:
                pool += tree["items"] if "items" in tree else [tree]
            stem = self.one(("res", "deploy", "all", "sub/res"))
            names.append(
                self.add(
                    directory,
                    self.free_name(directory, stem, self.one((".yaml", ".yaml", ".yml", ".json"))),
                    self.style().documents(trees),
                )
            )
        return names

    def fresh(self):
        """An object of a name that is not taken; none when chance has it so."""
        for _ in range(10):
            tree = self.objects.make()
            if self.odd_names and "items" not in tree and self.later.random() < 0.5:
                tree["metadata"]["name"] = self.later.choice(("5", "1e3", "x1", "e5", "n", "y", "1.0", "null", "-"))
            ids = [self.identity(t) for t in tree.get("items", [tree])]
            if len(set(ids)) == len(ids) and not self.taken & set(ids):
                self.taken.update(ids)
                return tree
        return None

    def identity(self, tree):
        # Namespaces may become the same one later: mostly told apart without them.
        namespace = tree["metadata"].get("namespace") if self.rng.random() < 0.1 else None
        return tree["kind"], tree["metadata"]["name"], namespace

    # ---- generators

    def generator_fields(self, kust, directory, pool):
        for field, kind in (("configMapGenerator", "ConfigMap"), ("secretGenerator", "Secret")):
            if self.has(field):
                kust[field] = [self.generator(directory, kind, pool) for _ in range(self.rng.choice((1, 1, 2)))]
        if self.has("generatorOptions"):
            kust["generatorOptions"] = self.generator_options()
        if self.has("generators"):
            kust["generators"] = [
                self.document_entry(directory, self.generator_document(directory, pool))
                for _ in range(self.rng.choice((1, 1, 2)))
            ]

    def generator_options(self):
        found = {}
        for option in self.rng.sample(
            ("disableNameSuffixHash", "labels", "annotations", "immutable"), self.rng.randint(1, 2)
        ):
            if option in ("labels", "annotations"):
                found[option] = self.objects.labels(2)
            else:
                found[option] = self.chance(0.8)
        return found

    def generator(self, directory, kind, pool):
        known = [tree for tree in pool if tree["kind"] == kind]
        found = {"name": self.one(self.objects.names)}
        if known and self.chance(0.4):
            tree = self.one(known)
            found["name"] = tree["metadata"]["name"]
            if tree["metadata"].get("namespace"):
                found["namespace"] = tree["metadata"]["namespace"]
            found["behavior"] = self.one(("merge", "merge", "replace", "create" if self.chance(0.1) else "merge"))
        else:
            if any(taken[:2] == (kind, found["name"]) for taken in self.taken) and not self.chance(0.02):
                found["name"] = f"{kind.lower()}-{len(self.taken)}"
            self.taken.add((kind, found["name"], None))
            if self.chance(0.1):
                found["namespace"] = self.one(NAMESPACES)
            if self.chance(0.1):
                found["behavior"] = "create"
        used = set()
        for part in self.rng.sample(("literals", "literals", "files", "envs"), self.rng.choice((1, 1, 2))):
            if part == "literals":
                found[part] = [self.literal(key) for key in self.keys(used, 3)]
            elif part == "files":
                found[part] = [self.data_file(directory, key) for key in self.keys(used, 2)]
            else:
                found["env" if self.chance(0.1) else "envs"] = self.env_files(directory, used)
        if "env" in found and isinstance(found["env"], list):
            found["env"] = found["env"][0]
        if kind == "Secret" and self.chance(0.4):
            found["type"] = self.one(("Opaque", "kubernetes.io/basic-auth"))
        if self.chance(0.25):
            found["options"] = self.generator_options()
        if found.get("behavior") in (None, "create"):
            pool.append(
                {
                    "apiVersion": "v1",
                    "kind": kind,
                    "metadata": {
                        "name": found["name"],
                        **({"namespace": found["namespace"]} if "namespace" in found else {}),
                    },
                    "data": {key: "x" for key in sorted(used)},
                }
            )
        return found

    def keys(self, used, most):
        keys = []
        for _ in range(self.rng.randint(1, most)):
            key = self.one(("a", "b", "key", "KEY_1", "x.y", "file.txt", "app-x", "_u", "user"))
            if key not in used or self.chance(0.01):
                used.add(key)
                keys.append(key)
        return keys or self.fallback_key(used)

    def fallback_key(self, used):
        key = f"key{len(used)}"
        used.add(key)
        return [key]

    def literal(self, key):
        value = self.objects.text()
        quote = self.one(("", "", "", '"', "'")) if self.chance(self.odd) else ""
        return f"{key}={quote}{value}{quote}"

    def data_file(self, directory, key):
        content = self.objects.text()
        if self.chance(0.08):
            content = self.one((b"\x00\x01\xff", b"\xff\xfe", b"", b"a\r\nb\r\n"))
        name = self.add(
            directory, self.free_name(directory, "data/" + key if self.chance(0.2) else "file", ".txt"), content
        )
        return f"{key}={name}"

    def env_files(self, directory, used):
        lines = []
        for key in self.keys(used, 3):
            lines.append(
                self.one(
                    (f"{key}=value", f"{key}=", f"{key}=a=b", f"  {key}=x", f"{key}= y ", f'{key}="q"', f"{key}=v # c")
                )
            )
            if self.chance(0.2):
                lines.append(self.one(("", "# comment", "  ", "  # indented")))
        end = self.one(("\n", "\n", "", "\r\n"))
        return [
            self.add(
                directory,
                self.free_name(directory, "vars", ".env"),
                ("\r\n" if end == "\r\n" else "\n").join(lines) + end,
            )
        ]

    # ---- transformers

    def transform_fields(self, kust, directory, pool, outermost):
        self.name_fields(kust)
        self.metadata_fields(kust)
        if self.has("images"):
            kust["images"] = [self.image() for _ in range(self.rng.choice((1, 1, 2)))]
        if self.has("imageTags"):
            kust["imageTags"] = [self.image()]
        if pool:
            self.patch_fields(kust, directory, pool)
        self.configuration_fields(kust, directory, pool)
        if outermost:
            self.outermost_fields(kust, directory)

    def name_fields(self, kust):
        if self.has("namespace"):
            kust["namespace"] = self.one(NAMESPACES + ("other",))
        if self.has("namePrefix"):
            kust["namePrefix"] = self.one(("p-", "dev-", "x", "a.b-"))
        if self.has("nameSuffix"):
            kust["nameSuffix"] = self.one(("-s", "-v1", "y"))

    def metadata_fields(self, kust):
        if self.has("labels"):
            kust["labels"] = [self.label_entry() for _ in range(self.rng.choice((1, 1, 2)))]
        if self.has("commonLabels"):
            kust["commonLabels"] = self.objects.labels(2)
        if self.has("commonAnnotations"):
            kust["commonAnnotations"] = {
                self.one(("note", "example.org/a", "app")): self.objects.text() or "x" for _ in range(2)
            }

    def label_entry(self):
        found = {"pairs": self.objects.labels(2)}
        for flag in ("includeSelectors", "includeTemplates", "includeVolumeClaimTemplates"):
            if self.chance(0.3):
                found[flag] = self.chance(0.8)
        if self.chance(0.2):
            found["fields"] = [
                self.field_spec(
                    (
                        "spec/template/metadata/labels",
                        "metadata/extra",
                        "spec/selector",
                        "spec/selector/matchLabels",
                        "spec/jobTemplate/spec/template/metadata/labels",
                        "spec/parts[]/labels",
                    )
                )
            ]
        return found

    def field_spec(self, paths):
        found = {"path": self.one(paths)}
        if self.chance(0.6):
            found["create"] = self.chance(0.7)
        if self.chance(0.5):
            found["kind"] = self.one(("Deployment", "Widget", "StatefulSet", "ConfigMap"))
        if self.chance(0.1):
            found["group"] = self.one(("apps", "example.org"))
        if self.chance(0.1):
            found["version"] = "v1"
        return found

    def image(self):
        found = {
            "name": self.one(
                (
                    "nginx",
                    "redis",
                    "registry.example.org:5000/team/app",
                    "docker.io/library/nginx",
                    "busybox",
                    "quay.io/team/app",
                    "my/nginx",
                    "nginx:1.19",
                )
            )
        }
        for part in self.rng.sample(("newName", "newTag", "digest", "tagSuffix"), self.rng.choice((1, 1, 2))):
            found[part] = {
                "newName": self.one(("nginx2", "example.org:80/x", "other")),
                "newTag": self.one(("v2", "1.0", "latest")),
                "digest": "sha256:" + "0123456789abcdef" * 4,
                "tagSuffix": "-x",
            }[part]
        return found

    def patch_fields(self, kust, directory, pool):
        if self.has("replicas"):
            scaled = [t for t in pool if t["kind"] in ("Deployment", "StatefulSet", "ReplicaSet")]
            if scaled or self.chance(0.1):
                kust["replicas"] = [
                    {"name": self.one(scaled or pool)["metadata"]["name"], "count": self.rng.randint(0, 9)}
                ]
        if self.has("patches"):
            kust["patches"] = [self.patch_entry(directory, pool) for _ in range(self.rng.choice((1, 1, 2, 3)))]
        if self.has("patchesStrategicMerge"):
            kust["patchesStrategicMerge"] = [
                self.strategic_entry(directory, pool) for _ in range(self.rng.choice((1, 1, 2)))
            ]
        if self.has("patchesJson6902"):
            kust["patchesJson6902"] = [self.json_entry(directory, self.one(pool))]
        if self.has("replacements"):
            kust["replacements"] = [self.replacement_entry(directory, pool) for _ in range(self.rng.choice((1, 1, 2)))]
        if self.has("vars"):
            kust["vars"] = [
                self.patches.var(name, self.one(pool))
                for name in self.rng.sample(("VAR_A", "VAR_B"), self.rng.randint(1, 2))
            ]

    def text_or_file(self, entry, directory, text, inline, stem="patch"):
        """TEXT in ENTRY, under the key INLINE or in a file."""
        if self.chance(0.6):
            entry[inline] = text
        else:
            entry["path"] = self.add(directory, self.free_name(directory, stem), text)
        return entry

    def patch_entry(self, directory, pool):
        tree = self.one(pool)
        if self.chance(0.4):
            text = self.patches.json_patch_text(self.patches.json_patch(tree), self.style())
            entry = self.text_or_file({}, directory, text, "patch")
            # A path must be there in all that is selected: mostly one object.
            entry["target"] = self.patches.exact(tree) if self.chance(0.75) else self.patches.selector(tree)
            return entry
        targeted = self.chance(0.3)
        patch = self.patches.strategic(tree, not targeted)
        entry = self.text_or_file({}, directory, self.strategic_text(patch, pool, targeted), "patch")
        if targeted:
            entry["target"] = self.patches.selector(tree)
        if self.chance(0.1):
            entry["options"] = {self.one(("allowNameChange", "allowKindChange")): self.chance(0.8)}
        return entry

    def strategic_text(self, patch, pool, targeted):
        trees = [patch]
        if not targeted and self.chance(0.1):
            trees.append(self.patches.strategic(self.one(pool)))
        return self.style().documents(trees)

    def strategic_entry(self, directory, pool):
        text = self.strategic_text(self.patches.strategic(self.one(pool)), pool, False)
        return text if self.chance(0.4) else self.add(directory, self.free_name(directory, "smp"), text)

    def json_entry(self, directory, tree):
        text = self.patches.json_patch_text(self.patches.json_patch(tree), self.style())
        group, _, version = tree["apiVersion"].rpartition("/")
        entry = {"target": {"version": version, "kind": tree["kind"], "name": tree["metadata"]["name"]}}
        if group:
            entry["target"]["group"] = group
        if tree["metadata"].get("namespace"):
            entry["target"]["namespace"] = tree["metadata"]["namespace"]
        return self.text_or_file(entry, directory, text, "patch", "ops")

    def replacement_entry(self, directory, pool):
        entry = self.patches.replacement(pool)
        if self.chance(0.25):
            document = [entry] if self.chance(0.4) else entry
            return {
                "path": self.add(directory, self.free_name(directory, "replacement"), self.style().document(document))
            }
        return entry

    # ---- documents of plugins

    def document_entry(self, directory, tree):
        """TREE inline, in a file, or in a kustomization of its own."""
        text = self.style().document(tree)
        choice = self.rng.randrange(5)
        if choice < 2:
            return text
        name = self.free_name(directory, "plugin")
        if choice < 4:
            return self.add(directory, name, text)
        inner = self.free_name(directory, "plugins", "")
        self.add(join(directory, inner), name, text)
        self.add(join(directory, inner), "kustomization.yaml", f"resources: [{name}]\n")
        return inner

    def generator_document(self, directory, pool):
        if self.chance(0.15):
            return {
                "apiVersion": "builtin",
                "kind": "IAMPolicyGenerator",
                "metadata": {"name": "iam"},
                "cloud": "gke",
                "kubernetesService": {"namespace": "default", "name": self.one(self.objects.names)},
                "serviceAccount": {"name": "sa", "projectId": "project"},
            }
        kind = self.one(("ConfigMap", "Secret"))
        found = self.generator(directory, kind, pool)
        name = found.pop("name")
        return {
            "apiVersion": "builtin",
            "kind": kind + "Generator",
            "metadata": {"name": name if self.chance(0.5) else "generator"},
            "name": name,
            **found,
        }

    def transformer_document(self, directory, pool):
        kind, body = self.one(
            (
                self.annotations_document,
                self.labels_document,
                self.namespace_document,
                self.prefix_document,
                self.image_document,
                self.replicas_document,
                self.patch_document,
                self.json_document,
                self.strategic_document,
                self.replacement_document,
                self.value_add_document,
            )
        )(directory, pool)
        return {
            "apiVersion": "builtin",
            "kind": kind,
            "metadata": {"name": f"plugin-{self.rng.randrange(100000)}", **body.pop("metadata", {})},
            **body,
        }

    def annotations_document(self, *_):
        spec = self.field_spec(
            ("metadata/annotations", "metadata/annotations", "spec/template/metadata/annotations", "spec/any")
        )
        if spec["path"] == "metadata/annotations":
            spec["create"] = True  # without it the notes that kustomize keeps there decide
        return "AnnotationsTransformer", {"annotations": self.objects.labels(2), "fieldSpecs": [spec]}

    def labels_document(self, *_):
        return "LabelTransformer", {
            "labels": self.objects.labels(2),
            "fieldSpecs": [
                self.field_spec(
                    ("metadata/labels", "spec/selector", "spec/template/metadata/labels", "spec/selector/matchLabels")
                )
            ],
        }

    def namespace_document(self, *_):
        body = {"metadata": {"namespace": self.one(NAMESPACES)}}
        if self.chance(0.7):
            body["fieldSpecs"] = [{"path": "metadata/namespace", "create": True}]
        if self.chance(0.3):
            body["unsetOnly"] = self.chance(0.8)
        if self.chance(0.4):
            body["setRoleBindingSubjects"] = self.one(("defaultOnly", "allServiceAccounts", "none"))
        return "NamespaceTransformer", body

    def prefix_document(self, *_):
        kind = self.one(("PrefixTransformer", "SuffixTransformer", "PrefixSuffixTransformer"))
        body = {"fieldSpecs": [{"path": self.one(("metadata/name", "metadata/name", "spec/serviceName"))}]}
        if self.chance(0.2):
            body["fieldSpecs"][0]["kind"] = "Deployment"
        if kind != "SuffixTransformer":
            body["prefix"] = "t-"
        if kind != "PrefixTransformer":
            body["suffix"] = "-t"
        return kind, body

    def image_document(self, *_):
        return "ImageTagTransformer", {
            "imageTag": self.image(),
            "fieldSpecs": [
                self.field_spec(("spec/template/spec/containers[]/image", "spec/image", "spec/containers/image"))
            ],
        }

    def replicas_document(self, _, pool):
        tree = self.one([t for t in pool if t["kind"] in ("Deployment", "StatefulSet")] or pool)
        return "ReplicaCountTransformer", {
            "replica": {"name": tree["metadata"]["name"], "count": 3},
            "fieldSpecs": [
                {
                    "path": "spec/replicas",
                    "create": self.chance(0.7),
                    **({"kind": tree["kind"]} if self.chance(0.7) else {}),
                }
            ],
        }

    def patch_document(self, directory, pool):
        entry = self.patch_entry(directory, pool)
        return "PatchTransformer", entry

    def json_document(self, directory, pool):
        entry = self.json_entry(directory, self.one(pool))
        if "patch" in entry:
            entry["jsonOp"] = entry.pop("patch")
        return "PatchJson6902Transformer", entry

    def strategic_document(self, directory, pool):
        entry = self.strategic_entry(directory, pool)
        return "PatchStrategicMergeTransformer", {"paths": [entry]} if "\n" not in entry else {"patches": entry}

    def replacement_document(self, directory, pool):
        return "ReplacementTransformer", {"replacements": [self.replacement_entry(directory, pool)]}

    def value_add_document(self, _, pool):
        tree = self.one(pool)
        target = {
            "fieldPath": self.one(
                (
                    "metadata/namespace",
                    "spec/template/spec/nodeName",
                    "metadata/annotations/added",
                    "spec/path",
                    "data/a",
                )
            )
        }
        if self.chance(0.6):
            target["selector"] = self.patches.selector(tree)
        if self.chance(0.3):
            target["filePathPosition"] = self.rng.randint(1, 3)
        return "ValueAddTransformer", {"targets": [target], **({"value": "added"} if self.chance(0.8) else {})}

    # ---- what configures

    def configuration_fields(self, kust, directory, pool):
        if self.has("transformers") and pool:
            entries = [self.transformer_entry(directory, pool) for _ in range(self.rng.choice((1, 1, 2)))]
            kust["transformers"] = [entry for entry in entries if entry]
        if self.has("validators") and pool:
            entries = [self.validator_entry(directory, pool)]
            kust["validators"] = [entry for entry in entries if entry]
        if self.has("configurations"):
            kust["configurations"] = [
                self.add(directory, self.free_name(directory, "config"), self.style(0).document(self.configuration()))
            ]
        if self.has("crds"):
            kust["crds"] = [
                self.add(directory, self.free_name(directory, "crd", ".json"), json.dumps(CRD_SCHEMA, indent=1))
            ]

    def transformer_entry(self, directory, pool):
        """An entry of `transformers`; none when this run does without such documents."""
        tree = self.transformer_document(directory, pool)
        entry = self.document_entry(directory, tree)
        return entry if tree["kind"] in self.features or tree["kind"] not in DOCUMENTS else None

    def validator_entry(self, directory, pool):
        tree = self.one(pool)
        if self.chance(0.3):
            return self.transformer_entry(directory, pool)
        # Any object that a patch touches is a changed one, even when the patch only tests: kustomize compares line
        # numbers and styles. What passes is a patch that fits nothing.
        target = {"kind": tree["kind"]} if self.chance(0.1) else {"kind": "Missing"}
        return self.document_entry(
            directory,
            {
                "apiVersion": "builtin",
                "kind": "PatchTransformer",
                "metadata": {"name": "validate"},
                "target": target,
                "patch": json.dumps([{"op": "test", "path": "/kind", "value": "Other"}]),
            },
        )

    def configuration(self):
        found = {}
        for part in self.rng.sample(
            (
                "namePrefix",
                "nameSuffix",
                "namespace",
                "commonLabels",
                "labels",
                "templateLabels",
                "commonAnnotations",
                "nameReference",
                "varReference",
                "images",
                "replicas",
            ),
            self.rng.randint(1, 3),
        ):
            if part == "nameReference":
                found[part] = [
                    {
                        "kind": self.one(("Secret", "ConfigMap", "Service", "Deployment")),
                        "fieldSpecs": [
                            self.config_spec(
                                "spec/secretRef/name", "spec/any", "metadata/annotations/note", "spec/parts/value"
                            )
                        ],
                    }
                ]
                if self.chance(0.3):
                    found[part][0]["version"] = "v1"
            else:
                found[part] = [
                    self.config_spec(
                        *{
                            "namePrefix": ("metadata/name", "spec/serviceName"),
                            "nameSuffix": ("metadata/name", "spec/serviceName"),
                            "namespace": ("metadata/namespace", "spec/namespace", "spec/any/namespace"),
                            "commonLabels": (
                                "spec/tags",
                                "spec/labels",
                                "metadata/labels",
                                "spec/template/metadata/labels",
                            ),
                            "labels": ("spec/labels", "spec/template/metadata/labels"),
                            "templateLabels": ("spec/template/metadata/labels", "spec/labels"),
                            "commonAnnotations": ("spec/notes", "spec/template/metadata/annotations"),
                            "varReference": ("spec/any", "metadata/annotations", "spec/image", "data"),
                            "images": ("spec/image", "spec/parts[]/image", "spec/any/image"),
                            "replicas": ("spec/replicas", "spec/size"),
                        }[part]
                    )
                ]
        return found

    def config_spec(self, *paths):
        found = {"path": self.one(paths)}
        if self.chance(0.7):
            found["kind"] = self.one(("Widget", "Widget", "Deployment", "ConfigMap"))
        if self.chance(0.4):
            found["create"] = self.chance(0.7)
        if self.chance(0.1):
            found["group"] = "example.org"
        return found

    def outermost_fields(self, kust, directory):
        if self.has("sortOptions"):
            kust["sortOptions"] = {"order": self.one(("fifo", "legacy"))}
            if kust["sortOptions"]["order"] == "legacy" and self.chance(0.5):
                kust["sortOptions"]["legacySortOptions"] = {
                    "orderFirst": self.rng.sample(("Namespace", "Widget", "Deployment"), 2),
                    "orderLast": self.rng.sample(("Service", "ConfigMap"), 1),
                }
        if self.has("buildMetadata"):
            kust["buildMetadata"] = self.rng.sample(
                ("originAnnotations", "transformerAnnotations", "managedByLabel"), self.rng.randint(1, 3)
            )
        if self.has("openapi"):
            if self.chance(0.7):
                kust["openapi"] = {"path": self.add(directory, "schema.json", json.dumps(SCHEMA, indent=1))}
            else:
                kust["openapi"] = {"version": "v1.21.2"}

    # ---- what is wrong

    def kustomization_file(self):
        names = [
            n
            for n in self.files
            if n.rsplit("/", 1)[-1] in ("kustomization.yaml", "kustomization.yml", "Kustomization")
        ]
        return self.one(sorted(names))

    def spoil(self):
        """One mistake that people make."""
        name = self.kustomization_file()
        directory = name.rpartition("/")[0] or "."
        text = self.files[name].rstrip("\n") + "\n"
        if text.startswith("{"):
            return self.mutate()
        choice = self.rng.randrange(15)
        if choice == 0 and "\nresources:" not in "\n" + text:
            text += "resources: [missing.yaml]\n"
        elif choice == 1:
            text += self.one(("nameprefix: x-\n", "unknown: 1\n", "resource: []\n", "commonlabels: {a: b}\n"))
        elif choice == 2:
            text += text.split("\n", 1)[0] + "\n"
        elif choice == 3:
            self.add(directory, "Kustomization" if name.endswith("yaml") else "kustomization.yaml", "namePrefix: x-\n")
        elif choice == 4 and "\npatches:" not in "\n" + text:
            text += self.one(
                (
                    "patches: [{path: missing.yaml}]\n",
                    "patches: [{patch: '{', target: {kind: X}}]\n",
                    "patches: [{patch: 'a: b'}]\n",
                    "patches: [{target: {kind: Deployment}}]\n",
                    "patches: [{patch: '[]', path: x.yaml}]\n",
                    "patches: [{}]\n",
                    "patches: [{patch: '[{op: add, path: /a}]', target: {kind: Deployment}}]\n",
                    "patches: [{patch: '[{op: remove, path: /missing/x}]', target: {kind: '.*'}}]\n",
                    "patches: [{patch: '[{op: odd, path: /a, value: 1}]', target: {kind: '.*'}}]\n",
                    "patches: [{patch: '[{op: remove, path: /kind}]', target: {kind: '('}}]\n",
                    "patches: [{patch: '[{op: remove, path: /kind}]', target: {labelSelector: 'a in b'}}]\n",
                    "patches: [{patch: '{apiVersion: v1, kind: Deployment, metadata: {name: missing}}'}]\n",
                    "patches: [{patch: '[{op: replace, path: /metadata/name, value: x}]'}]\n",
                )
            )
        elif choice == 5 and "\ncomponents:" not in "\n" + text:
            text += self.one(("components: [missing]\n", "components: [.]\n", "components: ['']\n"))
        elif choice == 6 and "\nresources:" not in "\n" + text:
            text += self.one(
                (
                    "resources: [.]\n",
                    "resources: ['../x/..']\n",
                    "resources: ['']\n",
                    "resources: [/etc/hostname]\n",
                    "resources: {a: b}\n",
                )
            )
        elif choice == 7 and "\nconfigMapGenerator:" not in "\n" + text:
            text += self.one(
                (
                    "configMapGenerator: [{name: x, literals: [a]}]\n",
                    "configMapGenerator: [{name: x, files: [missing]}]\n",
                    "configMapGenerator: [{name: x, behavior: merge, literals: [a=b]}]\n",
                    "configMapGenerator: [{literals: [a=b]}]\n",
                    "configMapGenerator: [{name: x, literals: [a=b, a=c]}]\n",
                    "configMapGenerator: [{name: x, behavior: odd}]\n",
                    "configMapGenerator: [{name: x, literals: ['a b=c']}]\n",
                    "configMapGenerator: [{name: x}, {name: x}]\n",
                    "configMapGenerator: [{name: x, literals: ['=c']}]\n",
                    "configMapGenerator: [{name: x, envs: [missing]}]\n",
                )
            )
        elif choice == 8:
            text += self.one(
                (
                    "apiVersion: kustomize.config.k8s.io/v1\n",
                    "kind: Other\n",
                    "metadata: x\n",
                    "namespace: [a]\n",
                    "namespace: 1\n",
                )
            )
        elif choice == 9 and "\nreplacements:" not in "\n" + text and "replacements" in self.features:
            text += self.one(
                (
                    "replacements: [{source: {kind: Missing}, targets: []}]\n",
                    "replacements: [{path: missing.yaml}]\n",
                    "replacements: [{targets: [{select: {kind: Deployment}}]}]\n",
                    "replacements: [{source: {kind: '.*'}}]\n",
                )
            )
        elif choice == 10 and "\nreplicas:" not in "\n" + text:
            text += "replicas: [{name: missing, count: 1}]\n"
        elif choice == 11:
            return self.spoil_resource()
        elif choice == 12:
            text = self.one(
                (
                    "",
                    "# only a comment\n",
                    "{}\n",
                    "null\n",
                    "[]\n",
                    "x\n",
                    "---\n" + text,
                    text + "---\n",
                    text + "---\na: b\n",
                    "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n",
                )
            )
        elif choice == 13:
            text = text.replace("resources:", self.one(("bases:", "resource:", "Resources:", "components:")), 1)
        else:
            return self.mutate()
        self.files[name] = text
        return None

    def spoil_resource(self):
        names = sorted(n for n in self.files if "res" in n or "deploy" in n or "all" in n)
        if not names:
            return
        name = self.one(names)
        text = self.files[name]
        if not isinstance(text, str):
            return
        lines = text.split("\n")
        choice = self.rng.randrange(7)
        if choice == 0:
            text = text.rstrip("\n") + "\n---\n" + text
        elif choice == 1:
            text = "\n".join(
                line for line in lines if not line.startswith(self.one(("kind:", "apiVersion:", "metadata:")))
            )
        elif choice == 2:
            text = "\n".join(line for line in lines if not line.lstrip().startswith("name:"))
        elif choice == 3:
            text = self.one(
                (
                    "",
                    "# nothing\n",
                    "---\n",
                    "[]\n",
                    "- a\n",
                    "text\n",
                    "a: b\n",
                    "kind: X\n",
                    "apiVersion: v1\nkind: X\n",
                    "apiVersion: v1\nkind: X\nmetadata: {}\n",
                    "apiVersion: v1\nkind: X\nmetadata: {name: ''}\n",
                    "apiVersion: v1\nkind: X\nmetadata: {name: 5}\n",
                    "apiVersion: v1\nkind: List\nitems: x\n",
                    "apiVersion: v1\nkind: List\nitems: []\n",
                    "apiVersion: v1\nkind: XList\nitems: [{a: b}]\n",
                    "apiVersion: v1\nkind: X\nmetadata: {name: x, labels: {a: 1}}\n",
                    "apiVersion: 1\nkind: X\nmetadata: {name: x}\n",
                    "apiVersion: v1\nkind: X\nmetadata: {name: x, annotations: []}\n",
                    "apiVersion: v1\nkind: X\nmetadata: {name: x, name: y}\n",
                    "{{ .Values.x }}\n",
                    "a: [\n",
                    "\tkind: x\n",
                )
            )
        elif choice == 4:
            text = text.replace(": ", ":", 1)
        elif choice == 5:
            text = text.replace("metadata:", self.one(("metadata: x\nother:", "Metadata:")), 1)
        else:
            text = text.rstrip("\n") + "\n" + lines[0] + "\n"
        self.files[name] = text

    def mutate(self):
        """Changes without any sense, in one file."""
        name = self.one(sorted(self.files))
        text = self.files[name]
        if not isinstance(text, str) or not text:
            return
        lines = text.split("\n")
        for _ in range(self.rng.choice((1, 1, 2, 4))):
            i = self.rng.randrange(len(lines))
            choice = self.rng.randrange(8)
            if choice == 0:
                lines.insert(i, self.one(lines))
            elif choice == 1 and len(lines) > 1:
                del lines[i]
            elif choice == 2:
                lines[i] = self.one(("  ", " ")) + lines[i]
            elif choice == 3:
                lines[i] = lines[i].removeprefix(" ")
            elif choice == 4 and lines[i]:
                at = self.rng.randrange(len(lines[i]))
                lines[i] = (
                    lines[i][:at] + self.one("abz019 :-#\"'{}[],&*!|>%@$/.~") + lines[i][at + self.rng.randint(0, 1) :]
                )
            elif choice == 5:
                lines[i] = (
                    lines[i].partition(":")[0]
                    + ": "
                    + self.one(("null", "x", "5", "true", "[]", "{}", "''", "[a]", "{a: b}", "|"))
                )
            elif choice == 6:
                j = self.rng.randrange(len(lines))
                lines[i], lines[j] = lines[j], lines[i]
            else:
                lines[i] = lines[i].rstrip() + self.one((" ", "  # c", ":", ",", " x"))
        self.files[name] = "\n".join(lines)


def join(directory, name):
    return name if directory == "." else f"{directory}/{name}"
