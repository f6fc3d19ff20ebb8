# SPDX-License-Identifier: Apache-2.0
"""What changes objects: strategic merge patches, JSON patches, selectors, replacements, variables; each made from the
object that it is meant for, so that most of them fit."""

import json

from yamltext import Raw

# How elements of a list are told apart: by the schema of the built-in kinds.
MERGE_KEYS = {
    "containers": "name",
    "initContainers": "name",
    "env": "name",
    "volumes": "name",
    "volumeMounts": "mountPath",
    "ports": None,
    "imagePullSecrets": "name",
    "hostAliases": "ip",
    "secrets": "name",
    "webhooks": "name",
    "topologySpreadConstraints": "topologyKey",
    "parts": "name",
    "volumeClaimTemplates": None,
}
# Fields that say which object it is.
IDENTITY = ("apiVersion", "kind")


def leaves(tree, path=()):
    """All (path, value) below TREE, inner ones too."""
    found = []
    if isinstance(tree, dict):
        inner = tree.items()
    elif isinstance(tree, list):
        inner = enumerate(tree)
    else:
        return found
    for key, value in inner:
        found.append((path + (key,), value))
        found += leaves(value, path + (key,))
    return found


class Patches:
    def __init__(self, rng, objects):
        self.rng = rng
        self.objects = objects

    def one(self, choices):
        return self.rng.choice(choices)

    def chance(self, probability):
        return self.rng.random() < probability

    # ---- strategic merge

    def strategic(self, tree, identity=True):
        """A strategic merge patch for the object TREE."""
        patch = {}
        if identity or self.chance(0.5):
            patch = {
                "apiVersion": tree["apiVersion"],
                "kind": tree["kind"],
                "metadata": {"name": tree["metadata"]["name"]},
            }
            if "namespace" in tree["metadata"]:
                patch["metadata"]["namespace"] = tree["metadata"]["namespace"]
        elif self.chance(0.5):
            patch = {"apiVersion": tree["apiVersion"], "kind": tree["kind"], "metadata": {"name": "not-used"}}
        if self.chance(0.05):
            patch["$patch"] = self.one(("delete", "delete", "replace", "merge"))
            return patch
        body = self.change_map({key: value for key, value in tree.items() if key not in IDENTITY + ("metadata",)})
        if self.chance(0.25):
            patch.setdefault("metadata", {}).update(self.change_metadata(tree["metadata"]))
        for key, value in body.items():
            patch[key] = value
        return patch

    def change_metadata(self, metadata):
        found = {}
        for field in self.rng.sample(("labels", "annotations"), self.rng.randint(1, 2)):
            found[field] = {
                self.one(list(metadata.get(field) or {}) + ["app", "added"]): self.one(
                    ("new", None, "1", Raw("true") if self.chance(0.1) else "x")
                )
            }
        if self.chance(0.05):
            found["name"] = self.one(("renamed", metadata["name"]))
        return found

    def change_map(self, tree):
        """A patch for the mapping TREE: a few of its fields changed, removed, or new ones."""
        patch = {}
        for key in self.rng.sample(sorted(tree), min(len(tree), self.rng.choice((1, 1, 1, 2, 3)))):
            patch.update(self.change(key, tree[key]))
        if not patch or self.chance(0.12):
            patch[self.one(("added", "replicas", "minReadySeconds", "zone", "extra"))] = self.objects.value(2)
        if self.chance(0.04):
            patch["$patch"] = self.one(("replace", "replace", "delete", "merge"))
        if self.chance(0.03) and tree:
            patch["$retainKeys"] = self.rng.sample(sorted(tree), 1) + list(patch)[:1]
        return patch

    def change(self, key, value):
        if self.chance(0.07):
            return {key: None}
        if self.chance(0.01 if isinstance(value, (dict, list)) else 0.04):
            return {key: self.objects.value(2)}
        if isinstance(value, dict):
            return {key: self.change_map(value)}
        if isinstance(value, list) and value and all(isinstance(element, dict) for element in value):
            return self.change_elements(key, value)
        if isinstance(value, list):
            return self.change_scalars(key, value)
        return {key: self.other_scalar(value)}

    def other_scalar(self, value):
        if self.chance(0.2):
            return self.objects.value(0)
        if isinstance(value, bool):
            return not value
        if isinstance(value, (int, float)):
            return self.rng.randint(0, 9)
        return self.one(("changed", "nginx:2", "$(VAR_A)", "x")) if self.chance(0.7) else self.objects.text()

    def change_elements(self, key, elements):
        """A patch for a list of mappings, by its merge key where it has one."""
        merge_key = MERGE_KEYS.get(key)
        if key == "ports":
            merge_key = "containerPort" if "containerPort" in elements[0] else "port"
        found = []
        for element in self.rng.sample(elements, self.rng.randint(1, len(elements))):
            new = self.change_map({k: v for k, v in element.items() if k != merge_key})
            new = {k: v for k, v in new.items() if k != "$retainKeys"} if self.chance(0.5) else new
            if merge_key in element and not self.chance(0.02):
                new = {merge_key: element[merge_key], **new}
                if merge_key == "containerPort" and "protocol" in element and self.chance(0.7):
                    new["protocol"] = element["protocol"]
            if self.chance(0.1):
                new = {merge_key: new.get(merge_key, "x"), "$patch": "delete"} if merge_key else {"$patch": "delete"}
            found.append(new)
        if self.chance(0.3):
            found.insert(self.rng.randint(0, len(found)), self.new_element(key, merge_key))
        if self.chance(0.05):
            found.insert(0, {"$patch": self.one(("replace", "delete"))})
        patch = {key: found}
        if self.chance(0.06) and merge_key:
            order = [{merge_key: element.get(merge_key)} for element in elements]
            self.rng.shuffle(order)
            patch["$setElementOrder/" + key] = order
        return patch

    def new_element(self, key, merge_key):
        if key in ("containers", "initContainers"):
            return self.objects.container(self.one(("extra", "app", "sidecar")))
        if key == "env":
            return self.objects.variable(self.one(("ADDED", "HOME", "MODE")))
        if key == "volumes":
            return self.objects.pod_volume(self.one(("added", "data")))
        if key == "ports":
            return {
                merge_key: self.one((80, 7000, 53)),
                **({"protocol": "TCP"} if self.chance(0.5) else {}),
                "name": "added",
            }
        return {
            merge_key or "name": self.one(("added", "a.example.org", "one", "/new")),
            "value": self.objects.value(1),
        }

    def change_scalars(self, key, values):
        if self.chance(0.2) and values:
            return {"$deleteFromPrimitiveList/" + key: [self.one(values)]}
        new = [self.other_scalar(value) for value in values if self.chance(0.7)]
        if self.chance(0.1) and values:
            return {key: new, "$setElementOrder/" + key: list(reversed(values)) + new}
        return {key: new}

    # ---- JSON patch

    def json_patch(self, tree):
        """A list of operations on the object TREE."""
        return [self.operation(tree) for _ in range(self.rng.randint(1, 3))]

    def pointer(self, path):
        return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)

    def operation(self, tree):
        places = [
            place
            for place in leaves(tree)
            if place[0][0] not in IDENTITY
            and place[0] != ("metadata", "name")
            and place[0] != ("metadata", "namespace")
        ]
        maps = [path for path, value in places if isinstance(value, dict)] or [("metadata",)]
        lists = [path for path, value in places if isinstance(value, list)]
        # Kustomize keeps notes in annotations while it builds: copies of them would show.
        movable = [place for place in places if place[0] not in (("metadata",), ("metadata", "annotations"))]
        inner = [place for place in movable if not isinstance(place[1], (dict, list))]
        if inner and self.chance(0.85):
            movable = inner
        path, value = self.one(movable) if movable else (("spec",), {})
        op = self.one(("add", "add", "add", "replace", "replace", "replace", "remove", "test", "move", "copy"))
        if op == "add":
            if lists and self.chance(0.4):
                path = self.one(lists) + (self.one(("-", 0)),)
                there = next((v for p, v in places if p == path[:-1]), [])
                if there and self.chance(0.85):
                    return {"op": op, "path": self.pointer(path), "value": self.like(there[0])}
            elif self.chance(0.7):
                path = self.one(maps) + (self.one(("added", "a/b", "x~y", "labels", "replicas")),)
            return {"op": op, "path": self.pointer(path), "value": self.objects.value(2)}
        if op == "replace":
            new = self.objects.value(2) if self.chance(0.15) else self.like(value)
            return {"op": op, "path": self.pointer(path), "value": new}
        if op == "remove":
            return {"op": op, "path": self.pointer(path)}
        if op == "test":
            return {"op": op, "path": self.pointer(path), "value": value if self.chance(0.95) else "other"}
        target = self.one(maps) + (self.one(("moved", "copied")),)
        if target[: len(path)] == path:
            return {"op": "copy", "from": self.pointer(path), "path": "/metadata/copied"}
        return {"op": op, "from": self.pointer(path), "path": self.pointer(target)}

    def like(self, value):
        """Another value of the shape of VALUE."""
        if isinstance(value, dict):
            return {key: self.like(inner) if self.chance(0.3) else inner for key, inner in value.items()}
        if isinstance(value, list):
            return [self.like(inner) for inner in value]
        return self.other_scalar(value)

    def json_patch_text(self, operations, style):
        """In one of the three spellings: YAML, JSON, or one in the other."""
        spelling = self.rng.randrange(4)
        if spelling == 0:
            return json.dumps(without_raw(operations), indent=2) + "\n"
        if spelling == 1:
            return json.dumps(without_raw(operations)) + "\n"
        return style.document(operations)

    # ---- selectors

    def regex(self, text):
        escaped = text.replace(".", "\\.")
        return self.one(
            (
                text,
                text,
                text,
                escaped,
                text[:2] + ".*",
                ".*",
                f"{text}|web",
                f"({text}|db)",
                f"^{text}$",
                text[:-1] + ".",
                f"[a-z]{{2,9}}",
                "(?i)" + text.upper(),
                ".*" + text[-2:],
                "\\w+",
                f"{text}?",
            )
        )

    def selector(self, tree, most=3):
        """A selector that fits TREE, and perhaps others."""
        group, _, version = tree["apiVersion"].rpartition("/")
        found = {}
        for part in self.rng.sample(
            (
                "kind",
                "kind",
                "kind",
                "name",
                "name",
                "group",
                "version",
                "namespace",
                "labelSelector",
                "annotationSelector",
            ),
            self.rng.randint(1, most),
        ):
            if part == "kind":
                found[part] = self.regex(tree["kind"])
            elif part == "name":
                found[part] = self.regex(tree["metadata"]["name"])
            elif part == "group" and group:
                found[part] = self.regex(group)
            elif part == "version":
                found[part] = self.regex(version)
            elif part == "namespace" and tree["metadata"].get("namespace"):
                found[part] = self.regex(tree["metadata"]["namespace"])
            elif part == "labelSelector":
                found[part] = self.label_selector(tree["metadata"].get("labels") or {})
            elif part == "annotationSelector":
                found[part] = self.label_selector(tree["metadata"].get("annotations") or {})
        return found or {"kind": tree["kind"]}

    def exact(self, tree):
        """A selector that fits TREE only."""
        return {"kind": tree["kind"], "name": tree["metadata"]["name"].replace(".", "\\.")}

    def label_selector(self, labels):
        key = self.one([k for k in labels if labels[k]] or ["app"])
        value = labels.get(key) if isinstance(labels.get(key), str) and str(labels.get(key)).isalnum() else "app"
        return self.one(
            (
                f"{key}={value}",
                f"{key}=={value}",
                key,
                f"!{key}",
                f"{key}!={value}",
                f"{key} in ({value}, other)",
                f"{key} notin (other)",
                f"{key}={value},!missing",
                f"{key} , missing notin (a,b)",
                "app in (app,web,db)",
            )
        )

    # ---- replacements

    def field_path(self, tree, scalar=True, wild=True, name=0.1):
        """A path in the notation of replacements to a field of TREE."""
        places = [
            place
            for place in leaves(tree)
            if place[0][0] not in IDENTITY
            and place[0] != ("metadata", "name")
            and (not scalar or not isinstance(place[1], (dict, list)))
        ]
        # The notes that kustomize keeps in annotations would be copied.
        places = [place for place in places if place[0] not in (("metadata",), ("metadata", "annotations"))]
        if not places or self.chance(name):
            return "metadata.name"
        path = self.one(places)[0]
        words = []
        here = tree
        for step in path:
            if isinstance(step, int):
                element = here[step]
                keys = [
                    k
                    for k in ("name", "containerPort", "port", "mountPath", "kind")
                    if isinstance(element, dict) and k in element
                ]
                if keys and self.chance(0.6):
                    words.append(f"[{keys[0]}={element[keys[0]]}]")
                elif wild and self.chance(0.4):
                    words.append("*")
                else:
                    words.append(str(step))
            elif "." in step:
                words.append(step.replace(".", "\\.") if self.chance(0.7) else f"[{step}]")
            else:
                words.append(step)
            here = here[step]
        return ".".join(words)

    def replacement(self, pool):
        source, target = self.one(pool), self.one(pool)
        found = {}
        if self.chance(0.08):
            found["sourceValue"] = self.objects.text()
        else:
            found["source"] = self.source(source)
        found["targets"] = [
            self.replacement_target(self.one((target, target, self.one(pool))))
            for _ in range(self.rng.choice((1, 1, 2)))
        ]
        return found

    def source(self, tree):
        found = {"kind": tree["kind"]}
        if self.chance(0.8):
            found["name"] = tree["metadata"]["name"]
        if self.chance(0.15):
            found["version"] = tree["apiVersion"].rpartition("/")[2]
        if self.chance(0.15) and tree["metadata"].get("namespace"):
            found["namespace"] = tree["metadata"]["namespace"]
        if self.chance(0.85):
            found["fieldPath"] = self.field_path(tree, self.chance(0.85), wild=self.chance(0.02))
        if self.chance(0.15):
            found["options"] = {"delimiter": self.one((":", "/", "-", ".")), "index": self.rng.choice((0, 0, 0, 1, 2))}
        return found

    def replacement_target(self, tree):
        found = {"select": {"kind": tree["kind"]}}
        # A path must be there in all that is selected.
        if self.chance(0.85):
            found["select"]["name"] = tree["metadata"]["name"]
        if self.chance(0.1):
            found["select"] = self.selector(tree)
        if self.chance(0.15):
            found["reject"] = [{"name": self.one(self.objects.names)}]
        # What names an object should stay a string.
        paths = [self.field_path(tree, self.chance(0.9), name=0.01) for _ in range(self.rng.choice((1, 1, 2)))]
        options = {}
        if self.chance(0.2):
            options["create"] = True
            if self.chance(0.7):
                paths[0] = self.one(
                    (
                        "metadata.annotations.copied",
                        "metadata.labels.copied",
                        "spec.new.deep.field",
                        "data.copied",
                        "spec.template.spec.nodeSelector.zone",
                    )
                )
        if self.chance(0.2):
            options["delimiter"] = self.one((":", "/", "-", "."))
            if self.chance(0.7):
                options["index"] = self.one((0, 0, 1, 2, -1, 9))
        if self.chance(0.99):
            found["fieldPaths"] = paths
        if options:
            found["options"] = options
        return found

    # ---- variables

    def var(self, name, tree):
        found = {
            "name": name,
            "objref": {"kind": tree["kind"], "name": tree["metadata"]["name"], "apiVersion": tree["apiVersion"]},
        }
        if self.chance(0.2):
            del found["objref"]["apiVersion"]
            group, _, version = tree["apiVersion"].rpartition("/")
            found["objref"]["version"] = version
            if group:
                found["objref"]["group"] = group
        if tree["metadata"].get("namespace") and self.chance(0.8):
            found["objref"]["namespace"] = tree["metadata"]["namespace"]
        if self.chance(0.5):
            path = self.field_path(tree, True, False)
            if "[" not in path:
                found["fieldref"] = {"fieldPath": self.var_path(path)}
        return found

    def var_path(self, path):
        """`a.0.b` is written `a[0].b` in a variable."""
        words = []
        for word in path.split("."):
            if word.isdigit() and words:
                words[-1] += f"[{word}]"
            else:
                words.append(word)
        return ".".join(words)


def without_raw(tree):
    """TREE with text in the place of each Raw."""
    if isinstance(tree, dict):
        return {key: without_raw(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [without_raw(value) for value in tree]
    return str(tree) if isinstance(tree, Raw) else tree
