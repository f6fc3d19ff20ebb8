/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno port-forward: a port of a workload on this machine, by kubectl */
#include "cli/command.h"
#include "commands.h"
#include "handover.h"
#include "kube_args.h"
#include "manifest/object.h"
#include "print/output.h"
#include "workload_link.h"

/* Ports below it are root's: kubectl chooses another one then. */
#define USER_PORT 1024

struct port_forward_args {
    struct kube_args kube; /* first: kube_args_complete_workload() */
    const char *address;
    const char *pod;
};

static const struct option port_forward_options[] = {
    OPT_GROUP("Port-forward:"),
    OPT_STRING(0, "address", struct port_forward_args, address, "HOST",
               "listen here; localhost without it"),
    OPT_STRING(0, "pod", struct port_forward_args, pod, "NAME",
               "this pod of the workload, and no Service"),
    OPT_INCLUDE(struct port_forward_args, kube, kube_arg_options),
    OPT_END,
};

/* ---- the target */

static const struct ynode *service_at(const struct gather *gather, size_t i)
{
    const struct ynode *object = gather->objects[i].doc ? ydoc_root(gather->objects[i].doc) : NULL;

    /* kubectl finds the pod by the Service's selector. */
    return view_is(object_ref_of(object).kind, "Service") &&
                   ynode_len(ynode_get_path(object, "spec", "selector", NULL)) > 0 &&
                   ynode_len(ynode_get_path(object, "spec", "ports", NULL)) > 0
               ? object
               : NULL;
}

/* "8080:http" is about the port `http`; what begins with a dash is kubectl's. */
static bool has_port(const struct ynode *service, const char *wanted)
{
    const struct ynode *ports = ynode_get_path(service, "spec", "ports", NULL);
    struct view port = view_of(wanted);

    if (wanted[0] == '-')
        return true;
    port = view_find_byte(port, ':', 0) < port.len
               ? view_sub(port, view_find_byte(port, ':', 0) + 1, port.len)
               : port;
    for (size_t i = 0; i < ynode_len(ports); i++)
        if (view_eq(ynode_text(ynode_get(ynode_at(ports, i), "port")), port) ||
            view_eq(ynode_text(ynode_get(ynode_at(ports, i), "name")), port))
            return true;
    return false;
}

/* The Service that has all PORTS; of several the one that is called like the workload. */
static const struct ynode *find_service(const struct workload_link *link, const struct strv *ports)
{
    const struct ynode *found = NULL;

    for (size_t i = 0; i < link->gather.len; i++) {
        const struct ynode *service = service_at(&link->gather, i);
        bool fits = service != NULL;

        for (size_t k = 1; fits && k < ports->len; k++)
            fits = has_port(service, ports->items[k]);
        if (fits && (!found || view_is(object_ref_of(service).name, link->name)))
            found = service;
    }
    return found;
}

/* ---- the ports */

static bool names_ports(const struct strv *operands)
{
    for (size_t i = 1; i < operands->len; i++)
        if (operands->items[i][0] != '-')
            return true;
    return false;
}

static void add_port(struct strv *argv, const struct ynode *entry, const char *key)
{
    struct yscalar value = ynode_value(ynode_get(entry, key), YAML_1_1);
    struct view protocol = ynode_text(ynode_get(entry, "protocol"));

    if (value.type != YTYPE_INT || (protocol.len > 0 && !view_is(protocol, "TCP")))
        return;
    strv_addf(argv, "%s%u", value.magnitude < USER_PORT ? ":" : "", (unsigned)value.magnitude);
}

static void add_own_ports(struct strv *argv, const struct ynode *target)
{
    const struct ynode *containers = ynode_get_path(target, "spec", "containers", NULL);
    const struct ynode *ports = ynode_get_path(target, "spec", "ports", NULL);

    for (size_t i = 0; i < ynode_len(ports); i++)
        add_port(argv, ynode_at(ports, i), "port");
    for (size_t i = 0; i < ynode_len(containers); i++) {
        ports = ynode_get(ynode_at(containers, i), "ports");
        for (size_t k = 0; k < ynode_len(ports); k++)
            add_port(argv, ynode_at(ports, k), "containerPort");
    }
}

static bool add_ports(struct strv *argv, const struct ynode *target, const struct strv *operands,
                      struct error *err)
{
    size_t before = argv->len;

    if (names_ports(operands))
        return true;
    add_own_ports(argv, target);
    if (argv->len > before)
        return true;
    error_set(err, ERROR_USAGE, "'%s' names no port of its own", operands->items[0]);
    return error_hint(err, "kubectl juno port-forward %s [LOCAL:]REMOTE", operands->items[0]);
}

static bool port_forward_run(void *opaque, const struct strv *operands, struct console *console,
                             struct error *err)
{
    const struct port_forward_args *args = opaque;
    AUTO(workload_link) link = WORKLOAD_LINK_INIT(&args->kube, console);
    AUTO(strv) argv = STRV_INIT;
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);
    const struct ynode *target = NULL;

    if (!workload_link_read(&link, operands->items[0], err) || !handover_begin(&argv, &link, err))
        return false;
    if (!args->pod)
        target = find_service(&link, operands);
    strv_add(&argv, "port-forward");
    if (args->address)
        strv_addf(&argv, "--address=%s", args->address);
    if (!target)
        target = handover_pod(&link, args->pod, err);
    if (!target)
        return false;
    /* With the kind before it no name can be taken for a flag. */
    output_add_object_name(&name, target);
    strv_add(&argv, buf_text(&name));
    if (!add_ports(&argv, target, operands, err))
        return false;
    for (size_t i = 1; i < operands->len; i++)
        strv_add(&argv, operands->items[i]);
    return handover_run(&argv, &link, err);
}

static const char *const port_forward_examples[] = {
    "port-forward nb-1",
    "port-forward nb-1 8888:80",
    "port-forward nb-1 8888:80 -- --pod-running-timeout=10s",
    NULL,
};

static const char *const port_forward_see_also[] = { "url", "exec", NULL };

const struct command cmd_port_forward = {
    .name = "port-forward",
    .summary = "reach a port of a workload on this machine",
    .synopsis = "NAME [[LOCAL:]REMOTE...] [-- FLAG...]",
    .description =
        "Finds the Service that has the ports, else a pod, and leaves the rest to kubectl "
        "port-forward, with the same cluster, user and project. Without ports it is those that "
        "the Service or pod names, under a free number where theirs is below 1024. What follows "
        "-- is passed on.",
    .examples = port_forward_examples,
    .see_also = port_forward_see_also,
    .operands = { .min = 1,
                  .max = OPERANDS_ANY,
                  .name = "NAME",
                  .complete = kube_args_complete_workload },
    .options = port_forward_options,
    .args_size = sizeof(struct port_forward_args),
    .run = port_forward_run,
};
