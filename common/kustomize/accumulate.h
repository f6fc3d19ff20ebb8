/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/accumulate.h - what one kustomization gathers, generates and transforms, bases first
 *
 * Source: kustomize api/internal/target/kusttarget.go (accumulateTarget), api/internal/accumulator.
 */
#ifndef KUSTOMIZE_ACCUMULATE_H
#define KUSTOMIZE_ACCUMULATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "kustomize/config.h"
#include "kustomize/kustomization.h"
#include "kustomize/pipeline.h"
#include "kustomize/resource.h"
#include "kustomize/schemas.h"
#include "kustomize/transform.h"
#include "kustomize/vars.h"

/* What the whole build shares. */
struct build {
    const struct kustomize_options *options;
    enum kustomize_face face;
    struct stream *stream;        /* FACE_STREAM */
    struct resource_list removed; /* kept until the end: the stream must lose them too */
    size_t files;
    struct schemas schemas;
    struct arena arena; /* of configurations */
    char *preset;       /* the directory's own name; heap */
};

void build_release(struct build *build);

/* The objects so far, which of their fields transformers touch, and what they are asked for. */
struct accumulation {
    struct resource_list list;
    struct config config;
    struct vars vars;
};

void accumulation_init(struct accumulation *acc);
void accumulation_release(struct accumulation *acc);

/* Carry out KUST on ACC, which is empty unless KUST is a component. */
bool accumulate(struct build *build, const struct kustomization *kust, struct accumulation *acc,
                struct error *err) MUST_CHECK;

#endif
