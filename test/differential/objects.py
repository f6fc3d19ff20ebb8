# SPDX-License-Identifier: Apache-2.0
"""Kubernetes objects as Kustomize meets them: the built-in kinds with the fields that its transformers look for, with
references between each other, a custom kind, and values that are odd to write or to read."""

from yamltext import Raw

NAMES = (
    "app",
    "web",
    "db",
    "cache",
    "worker",
    "api",
    "front",
    "back",
    "store",
    "queue",
    "app-config",
    "settings",
    "creds",
    "job",
    "x",
    "my.app",
    "a-very-long-name-of-an-object-that-goes-on-and-on",
)
NAMESPACES = ("default", "prod", "team-a", "kube-system")
IMAGES = (
    "nginx",
    "nginx:1.19",
    "nginx:1.19.1-alpine",
    "docker.io/library/nginx:1.2",
    "registry.example.org:5000/team/app",
    "registry.example.org:5000/team/app:v1",
    "redis:6",
    "busybox@sha256:24a0c4b4a4c0eb97a1aabb8e29f18e917d05abfe1b7a7c07857230879ce7d3d3",
    "quay.io/team/app:v1@sha256:24a0c4b4a4c0eb97a1aabb8e29f18e917d05abfe1b7a7c07857230879ce7d3d3",
    "nginx-extra:1",
    "my/nginx",
)
LABEL_KEYS = ("app", "tier", "env", "app.kubernetes.io/name", "example.org/team", "version", "managed-by")
LABEL_VALUES = ("app", "web", "db", "one", "two", "prod", "v1", "true", "1", "1.0", "a_b")
CONTAINERS = ("app", "sidecar", "log", "proxy", "nginx")
VOLUMES = ("data", "config", "tmp", "certs")
ENV = ("HOME", "MODE", "DB_HOST", "PORT", "FLAG")
TEXTS = (
    "plain",
    "",
    "true",
    "no",
    "123",
    "1.5",
    "0x1F",
    "1e3",
    "~",
    "null",
    "2001-01-01",
    "a: b",
    "a #b",
    "- x",
    "it's",
    'say "x"',
    "*star",
    "&and",
    "!bang",
    "%per",
    "@at",
    "`tick",
    "{brace}",
    "[list]",
    "trailing ",
    " leading",
    "two\nlines",
    "two\nlines\n",
    "three\n\n\n",
    "\n",
    "tab\there",
    "line\n  deeper\nback\n",
    "\u00e9\u00df\u6f22",
    "\U0001f600",
    "12:30",
    "1_000",
    "=",
    "<<",
    "key:",
    "-",
    "?x",
    ":",
    "0777",
    "+1",
    ".5",
    "1.",
    "NaN",
    ".inf",
    "yes",
    "a long text that goes on beyond the eightieth column of the line so that it must be folded somewhere in it",
    "http://example.org:80/x?y=z#f",
    "$(VAR_A)",
    "$$(VAR_A)",
    "x $(VAR_B) y $(VAR_A)",
    '#!/bin/sh\nset -e\nexec app "$@"\n',
    '{"a": [1, {"b": null}]}',
    "a=b\nc=d\n",
    "\u00a0",
    "line\u2028separator",
    "C:\\dir\\x",
    "%{x}",
    "key: |\n  a\n",
)
RAW = (
    "0777",
    "0x1F",
    "1e3",
    "1_000",
    "1.0",
    "5.",
    "yes",
    "on",
    "N",
    "2001-01-01",
    "2001-12-14T21:59:43.10-05:00",
    "12:30",
    "18446744073709551615",
    "-0",
    "0.1",
    "1e-7",
    "123456789.5",
    "0o17",
    "! tagged",
    "!!str 12",
    "!!int 7",
    "y",
    "~",
    "Null",
    "True",
)


class Objects:
    """Makes objects out of RNG. ODD (0 to 1): how strange their values are."""

    def __init__(self, rng, odd, names=NAMES):
        self.rng = rng
        self.odd = odd
        self.names = names
        self.makers = {
            "Deployment": (self.deployment, 6),
            "StatefulSet": (self.stateful_set, 3),
            "DaemonSet": (self.daemon_set, 2),
            "CronJob": (self.cron_job, 2),
            "Job": (self.job, 1),
            "Pod": (self.pod, 1),
            "ReplicaSet": (self.replica_set, 1),
            "Service": (self.service, 4),
            "Ingress": (self.ingress, 2),
            "ConfigMap": (self.config_map, 4),
            "Secret": (self.secret, 2),
            "PersistentVolumeClaim": (self.claim, 1),
            "PersistentVolume": (self.volume, 1),
            "StorageClass": (self.storage_class, 0.5),
            "ServiceAccount": (self.service_account, 2),
            "Role": (self.role, 1),
            "ClusterRole": (self.role, 1),
            "RoleBinding": (self.binding, 2),
            "ClusterRoleBinding": (self.binding, 1),
            "NetworkPolicy": (self.network_policy, 1),
            "HorizontalPodAutoscaler": (self.autoscaler, 1),
            "PodDisruptionBudget": (self.disruption_budget, 0.5),
            "CustomResourceDefinition": (self.definition, 0.7),
            "Widget": (self.widget, 2),
            "Namespace": (self.namespace, 0.7),
            "ValidatingWebhookConfiguration": (self.webhooks, 0.7),
            "MutatingWebhookConfiguration": (self.webhooks, 0.5),
            "APIService": (self.api_service, 0.4),
            "PriorityClass": (self.priority_class, 0.4),
            "List": (self.list_of, 0.5),
        }

    def one(self, choices):
        return self.rng.choice(choices)

    def chance(self, probability):
        return self.rng.random() < probability

    def strange(self, probability=0.15):
        return self.rng.random() < probability * self.odd

    def make(self, kind=None):
        """A new object, of KIND or of any."""
        if not kind:
            kinds = list(self.makers)
            kind = self.rng.choices(kinds, [self.makers[k][1] for k in kinds])[0]
        tree = self.makers[kind][0](kind)
        if self.strange(0.1):
            self.scatter(tree)
        return tree

    def scatter(self, tree):
        """One strange thing, anywhere in TREE."""
        place = tree
        while isinstance(place, dict):
            inner = [v for k, v in place.items() if isinstance(v, dict) and k != "metadata"]
            if not inner or self.chance(0.3):
                break
            place = self.one(inner)
        if place is not tree:
            place[self.one(("extra", "zz", "a.b/c", "odd key", "$name"))] = self.value()

    # ---- small things

    def text(self):
        return self.one(TEXTS) if self.strange(0.6) else self.one(("one", "two", "value", "debug", "a b"))

    def raw(self):
        return Raw(self.one(RAW))

    def value(self, depth=2):
        """A value of any type."""
        choice = self.rng.randrange(9 if depth else 6)
        if choice < 2:
            return self.one(TEXTS)
        if choice == 2:
            return self.one((0, 1, -5, 65536, 9007199254740993, True, False, 1.5, 1e21, 0.00001))
        if choice == 3:
            return self.raw() if self.strange(0.8) else self.rng.randrange(100)
        if choice == 4:
            return None if self.strange(0.8) else "value"
        if choice == 5:
            return self.one(({}, [])) if self.strange(0.8) else "x"
        if choice in (6, 7):
            return {
                self.one(("a", "b", "name", "key-c", "d.e")): self.value(depth - 1)
                for _ in range(self.rng.randint(1, 3))
            }
        return [self.value(depth - 1) for _ in range(self.rng.randint(1, 3))]

    def labels(self, most=3):
        return {self.one(LABEL_KEYS): self.one(LABEL_VALUES) for _ in range(self.rng.randint(1, most))}

    def annotations(self):
        keys = LABEL_KEYS + ("example.org/note", "config.kubernetes.io/local-config", "example.org/config")
        found = {}
        for _ in range(self.rng.randint(1, 2)):
            key = self.one(keys)
            if key.endswith("local-config"):
                if self.strange(0.2):
                    found[key] = self.one(("true", "false"))
            else:
                found[key] = self.raw() if self.strange(0.1) else self.text()
        return found

    def metadata(self, namespaced=True):
        meta = {"name": self.one(self.names)}
        if namespaced and self.chance(0.2):
            meta["namespace"] = self.one(NAMESPACES)
        if self.chance(0.5):
            meta["labels"] = self.labels()
        if self.chance(0.25):
            meta["annotations"] = self.annotations()
        if self.strange(0.05):
            meta["creationTimestamp"] = None
        if self.strange(0.05):
            meta[self.one(("labels", "annotations"))] = self.one((None, {}))
        return meta

    def head(self, api_version, kind, namespaced=True):
        return {"apiVersion": api_version, "kind": kind, "metadata": self.metadata(namespaced)}

    def image(self):
        return self.one(IMAGES)

    def count(self):
        # Not `on`, which gets quotes when it is merged, and so does the number that replaces it.
        return Raw(self.one(("0x1F", "1e3", "1_000", "5.", "0o17"))) if self.strange(0.03) else self.rng.randint(0, 5)

    # ---- pods

    def container(self, name):
        found = {"name": name, "image": self.image()}
        if self.chance(0.4):
            found["ports"] = [
                dict(
                    [("containerPort", port)]
                    + ([("name", f"p{port}")] if self.chance(0.5) else [])
                    + ([("protocol", self.one(("TCP", "UDP")))] if self.chance(0.4) else [])
                )
                for port in self.rng.sample((80, 443, 8080, 9090), self.rng.randint(1, 2))
            ]
            if self.strange(0.2):
                found["ports"].append({"containerPort": found["ports"][0]["containerPort"], "protocol": "UDP"})
        if self.chance(0.5):
            found["env"] = [self.variable(name) for name in self.rng.sample(ENV, self.rng.randint(1, 3))]
        if self.chance(0.2):
            found["envFrom"] = [{self.one(("configMapRef", "secretRef")): {"name": self.one(self.names)}}]
        if self.chance(0.25):
            found[self.one(("command", "args"))] = [self.text() for _ in range(self.rng.randint(1, 3))]
        if self.chance(0.2):
            found["resources"] = {"limits": {"cpu": self.one(("100m", 1, "2", Raw("0.5"))), "memory": "64Mi"}}
        if self.chance(0.3):
            found["volumeMounts"] = [
                {"name": self.one(VOLUMES), "mountPath": path}
                for path in self.rng.sample(("/data", "/etc/app", "/tmp"), self.rng.randint(1, 2))
            ]
        if self.chance(0.1):
            found["livenessProbe"] = {"httpGet": {"path": "/", "port": self.one((80, "http"))}, "periodSeconds": 5}
        if self.chance(0.1):
            found["securityContext"] = {"runAsUser": 1000, "capabilities": {"drop": ["ALL"]}}
        return found

    def variable(self, name):
        if self.chance(0.3):
            source = self.one(("configMapKeyRef", "secretKeyRef"))
            return {"name": name, "valueFrom": {source: {"name": self.one(self.names), "key": "key"}}}
        if self.chance(0.1):
            return {"name": name, "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}
        return {
            "name": name,
            "value": (
                self.one(("$(VAR_A)", "$(VAR_B)/x", "x-$(VAR_A)-$(VAR_B)", "$$(VAR_A)"))
                if self.chance(0.15)
                else self.text()
            ),
        }

    def pod_volume(self, name):
        found = {"name": name}
        kind = self.rng.randrange(5)
        if kind == 0:
            found["configMap"] = {"name": self.one(self.names)}
            if self.chance(0.3):
                found["configMap"]["items"] = [{"key": "a", "path": "a.txt"}]
        elif kind == 1:
            found["secret"] = {"secretName": self.one(self.names)}
        elif kind == 2:
            found["persistentVolumeClaim"] = {"claimName": self.one(self.names)}
        elif kind == 3:
            found["projected"] = {
                "sources": [{"configMap": {"name": self.one(self.names)}}, {"secret": {"name": self.one(self.names)}}]
            }
        else:
            found["emptyDir"] = {}
        return found

    def pod_spec(self):
        spec = {
            "containers": [self.container(name) for name in self.rng.sample(CONTAINERS, self.rng.choice((1, 1, 1, 2)))]
        }
        if self.chance(0.15):
            spec["initContainers"] = [self.container("init")]
        if self.chance(0.4):
            spec["volumes"] = [self.pod_volume(name) for name in self.rng.sample(VOLUMES, self.rng.randint(1, 2))]
        if self.chance(0.25):
            spec["serviceAccountName"] = self.one(self.names + ("default",))
        if self.chance(0.15):
            spec["imagePullSecrets"] = [{"name": self.one(self.names)}]
        if self.chance(0.15):
            spec["tolerations"] = [
                {"key": "gpu", "operator": "Exists"},
                {"key": "x", "value": "y", "effect": "NoSchedule"},
            ]
        if self.chance(0.1):
            spec["hostAliases"] = [{"ip": "10.0.0.1", "hostnames": ["a", "b"]}]
        if self.chance(0.12):
            spec["affinity"] = {
                "podAntiAffinity": {
                    "preferredDuringSchedulingIgnoredDuringExecution": [
                        {
                            "weight": 1,
                            "podAffinityTerm": {
                                "topologyKey": "zone",
                                "labelSelector": {"matchLabels": self.labels(1)},
                            },
                        }
                    ]
                }
            }
        if self.chance(0.1):
            spec["topologySpreadConstraints"] = [
                {
                    "maxSkew": 1,
                    "topologyKey": "zone",
                    "whenUnsatisfiable": "DoNotSchedule",
                    "labelSelector": {"matchLabels": self.labels(1)},
                }
            ]
        if self.chance(0.15):
            spec["nodeSelector"] = {"disk": "ssd"}
        if self.chance(0.08):
            spec["priorityClassName"] = self.one(self.names)
        return spec

    def template(self, labels):
        meta = {"labels": dict(labels)}
        if self.chance(0.2):
            meta["annotations"] = self.annotations()
        if self.strange(0.1):
            meta = {}
        return {"metadata": meta, "spec": self.pod_spec()}

    def workload(self, kind):
        tree = self.head("apps/v1", kind)
        labels = self.labels(2)
        tree["spec"] = {"selector": {"matchLabels": labels}, "template": self.template(labels)}
        if self.strange(0.1):
            tree["spec"]["selector"]["matchExpressions"] = [{"key": "a", "operator": "In", "values": ["b"]}]
        if self.strange(0.15):
            del tree["spec"]["selector"]
        return tree

    def deployment(self, kind):
        tree = self.workload(kind)
        if self.strange(0.08):
            tree["apiVersion"] = self.one(("extensions/v1beta1", "apps/v1beta1", "apps/v2"))
        if self.chance(0.6):
            tree["spec"]["replicas"] = self.count()
        if self.chance(0.3):
            tree["spec"]["strategy"] = self.one(
                (
                    {"type": "Recreate"},
                    {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": "25%"}},
                )
            )
        return tree

    def replica_set(self, kind):
        return self.deployment(kind)

    def daemon_set(self, kind):
        return self.workload(kind)

    def stateful_set(self, kind):
        tree = self.workload(kind)
        tree["spec"]["serviceName"] = self.one(self.names)
        if self.chance(0.5):
            tree["spec"]["replicas"] = self.count()
        if self.chance(0.5):
            tree["spec"]["volumeClaimTemplates"] = [
                {
                    "metadata": {"name": name},
                    "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}},
                }
                for name in self.rng.sample(("data", "logs"), self.rng.randint(1, 2))
            ]
        return tree

    def job(self, kind):
        tree = self.head("batch/v1", kind)
        tree["spec"] = {"template": self.template(self.labels(1))}
        if self.chance(0.3):
            tree["spec"]["backoffLimit"] = self.count()
        return tree

    def cron_job(self, kind):
        tree = self.head(self.one(("batch/v1", "batch/v1beta1")), kind)
        tree["spec"] = {"schedule": "*/5 * * * *", "jobTemplate": {"spec": {"template": self.template(self.labels(1))}}}
        return tree

    def pod(self, kind):
        tree = self.head("v1", kind)
        tree["spec"] = self.pod_spec()
        return tree

    # ---- network

    def service(self, kind):
        tree = self.head("v1", kind)
        tree["spec"] = {
            "ports": [
                {"port": port, "name": f"p{port}"} for port in self.rng.sample((80, 443, 53), self.rng.randint(1, 2))
            ]
        }
        if self.chance(0.7):
            tree["spec"]["selector"] = self.labels(2)
        if self.chance(0.2):
            tree["spec"]["ports"].append({"port": 53, "name": "udp", "protocol": "UDP", "targetPort": "dns"})
        if self.chance(0.2):
            tree["spec"]["type"] = self.one(("ClusterIP", "NodePort", "LoadBalancer"))
        return tree

    def ingress(self, kind):
        if self.chance(0.6):
            tree = self.head("networking.k8s.io/v1", kind)
            backend = {"service": {"name": self.one(self.names), "port": {"number": 80}}}
        else:
            tree = self.head(self.one(("extensions/v1beta1", "networking.k8s.io/v1beta1")), kind)
            backend = {"serviceName": self.one(self.names), "servicePort": 80}
        tree["spec"] = {"rules": [{"host": "a.example.org", "http": {"paths": [{"path": "/", "backend": backend}]}}]}
        if self.chance(0.3):
            tree["spec"]["tls"] = [{"hosts": ["a.example.org"], "secretName": self.one(self.names)}]
        return tree

    def network_policy(self, kind):
        tree = self.head("networking.k8s.io/v1", kind)
        tree["spec"] = {"podSelector": {"matchLabels": self.labels(1)}}
        if self.chance(0.6):
            tree["spec"]["ingress"] = [
                {"from": [{"podSelector": {"matchLabels": self.labels(1)}}, {"namespaceSelector": {}}]}
            ]
        if self.chance(0.3):
            tree["spec"]["egress"] = [{"to": [{"podSelector": {"matchLabels": self.labels(1)}}]}]
        return tree

    # ---- data

    def config_map(self, kind):
        tree = self.head("v1", kind)
        tree["data"] = {
            self.one(("key", "a", "b", "app.properties", "x-y", "KEY")): (
                self.raw() if self.strange(0.05) else self.text()
            )
            for _ in range(self.rng.randint(1, 3))
        }
        if self.strange(0.1):
            tree["binaryData"] = {"bin": "AAEC"}
        if self.strange(0.1):
            tree["immutable"] = True
        return tree

    def secret(self, kind):
        tree = self.head("v1", kind)
        tree["type"] = self.one(("Opaque", "kubernetes.io/tls"))
        if self.chance(0.7):
            tree["data"] = {"password": "cGFzcw=="}
        if self.chance(0.3):
            tree["stringData"] = {"user": self.text()}
        return tree

    def claim(self, kind):
        tree = self.head("v1", kind)
        tree["spec"] = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}
        if self.chance(0.3):
            tree["spec"]["storageClassName"] = self.one(self.names)
        if self.chance(0.2):
            tree["spec"]["volumeName"] = self.one(self.names)
        return tree

    def volume(self, kind):
        tree = self.head("v1", kind, False)
        tree["spec"] = {
            "capacity": {"storage": "1Gi"},
            "storageClassName": self.one(self.names),
            "claimRef": {"name": self.one(self.names), "namespace": "default"},
        }
        return tree

    def storage_class(self, kind):
        tree = self.head("storage.k8s.io/v1", kind, False)
        tree["provisioner"] = "example.org/disk"
        return tree

    # ---- access

    def service_account(self, kind):
        tree = self.head("v1", kind)
        if self.chance(0.2):
            tree["metadata"]["name"] = "default"
        if self.chance(0.3):
            tree["secrets"] = [{"name": self.one(self.names)}]
        if self.chance(0.2):
            tree["imagePullSecrets"] = [{"name": self.one(self.names)}]
        return tree

    def role(self, kind):
        tree = self.head("rbac.authorization.k8s.io/v1", kind, kind == "Role")
        tree["rules"] = [{"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get", "list"]}]
        if self.chance(0.4):
            tree["rules"][0]["resourceNames"] = [self.one(self.names)]
        if kind == "ClusterRole" and self.chance(0.2):
            tree["aggregationRule"] = {"clusterRoleSelectors": [{"matchLabels": self.labels(1)}]}
        return tree

    def binding(self, kind):
        tree = self.head("rbac.authorization.k8s.io/v1", kind, kind == "RoleBinding")
        tree["roleRef"] = {
            "apiGroup": "rbac.authorization.k8s.io",
            "name": self.one(self.names),
            "kind": self.one(("Role", "ClusterRole")) if kind == "RoleBinding" else "ClusterRole",
        }
        tree["subjects"] = [self.subject() for _ in range(self.rng.randint(1, 2))]
        return tree

    def subject(self):
        if self.chance(0.2):
            return {
                "kind": self.one(("User", "Group")),
                "name": self.one(self.names),
                "apiGroup": "rbac.authorization.k8s.io",
            }
        found = {"kind": "ServiceAccount", "name": self.one(self.names + ("default",))}
        if self.chance(0.6):
            found["namespace"] = self.one(NAMESPACES)
        return found

    # ---- the rest

    def autoscaler(self, kind):
        tree = self.head(self.one(("autoscaling/v1", "autoscaling/v2beta2", "autoscaling/v2")), kind)
        tree["spec"] = {
            "scaleTargetRef": {
                "apiVersion": "apps/v1",
                "kind": self.one(("Deployment", "StatefulSet")),
                "name": self.one(self.names),
            },
            "minReplicas": 1,
            "maxReplicas": 5,
        }
        return tree

    def disruption_budget(self, kind):
        tree = self.head(self.one(("policy/v1", "policy/v1beta1")), kind)
        tree["spec"] = {"minAvailable": self.one((1, "50%")), "selector": {"matchLabels": self.labels(1)}}
        return tree

    def definition(self, kind):
        tree = self.head("apiextensions.k8s.io/v1", kind, False)
        tree["metadata"]["name"] = "widgets.example.org"
        tree["spec"] = {
            "group": "example.org",
            "scope": self.one(("Namespaced", "Cluster")),
            "names": {"kind": "Widget", "plural": "widgets"},
            "versions": [{"name": "v1", "served": True, "storage": True}],
        }
        if self.chance(0.3):
            tree["spec"]["conversion"] = {
                "strategy": "Webhook",
                "webhook": {"clientConfig": {"service": {"name": self.one(self.names), "namespace": "default"}}},
            }
        return tree

    def widget(self, kind):
        tree = self.head(self.one(("example.org/v1", "example.org/v1alpha1")), kind)
        spec = {}
        if self.chance(0.4):
            spec["image"] = self.image()
        if self.chance(0.4):
            spec["parts"] = [
                {"name": name, "value": self.value(1)} for name in self.rng.sample(("one", "two", "three"), 2)
            ]
        if self.chance(0.4):
            spec["template"] = self.template(self.labels(1))
        if self.chance(0.4):
            spec["secretRef"] = {"name": self.one(self.names)}
        if self.chance(0.4):
            spec["replicas"] = self.count()
        if self.chance(0.4):
            spec["tags"] = ["a", "b", "c"]
        if self.strange(0.7) or not spec:
            spec["any"] = self.value(3)
        tree["spec"] = spec
        return tree

    def namespace(self, kind):
        tree = self.head("v1", kind, False)
        if self.chance(0.6):
            tree["metadata"]["name"] = self.one(NAMESPACES)
        return tree

    def webhooks(self, kind):
        tree = self.head("admissionregistration.k8s.io/v1", kind, False)
        tree["webhooks"] = [
            {
                "name": f"{name}.example.org",
                "clientConfig": {"service": {"name": self.one(self.names), "namespace": "default"}},
            }
            for name in self.rng.sample(("a", "b"), self.rng.randint(1, 2))
        ]
        return tree

    def api_service(self, kind):
        tree = self.head("apiregistration.k8s.io/v1", kind, False)
        tree["metadata"]["name"] = "v1.example.org"
        tree["spec"] = {
            "group": "example.org",
            "version": "v1",
            "service": {"name": self.one(self.names), "namespace": "default"},
        }
        return tree

    def priority_class(self, kind):
        tree = self.head("scheduling.k8s.io/v1", kind, False)
        tree["value"] = 1000
        return tree

    def list_of(self, _):
        kinds = self.rng.sample(("ConfigMap", "Service", "ServiceAccount", "Secret"), self.rng.randint(1, 2))
        kind = self.one(("List", "List", "ConfigMapList")) if kinds == ["ConfigMap"] else "List"
        return {"apiVersion": "v1", "kind": kind, "items": [self.make(k) for k in kinds]}
