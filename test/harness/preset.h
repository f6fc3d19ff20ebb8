/* SPDX-License-Identifier: Apache-2.0 */
/*
 * harness/preset.h - presets in memory, for tests of the Kustomize engine
 *
 *     static const struct preset_file files[] = {
 *         { "/p/kustomization.yaml", "resources: [a.yaml]\n" },
 *         { "/p/a.yaml", "kind: A\nmetadata: {name: a}\n" },
 *         { "/p/away.yaml", "link:/etc/passwd" },
 *         { NULL, NULL },
 *     };
 *     ASSERT_BUILDS(files, "kind: A\nmetadata:\n  name: a\n");
 *
 * The directory that is built or applied is always /p. A text that starts with "link:" is a
 * symbolic link, "fifo:" a file that is none. A repository https://h/o/NAME at REF is
 * /git/NAME@REF.
 */
#ifndef HARNESS_PRESET_H
#define HARNESS_PRESET_H

#include "harness/test.h"
#include "kustomize/loader.h"

struct preset_file {
    const char *path; /* absolute; NULL ends the list */
    const char *text;
};

/* Reads FILES, which must outlive the loader. */
struct loader preset_loader(const struct preset_file *files);

/* Append what building /p prints. */
bool preset_build(struct buf *out, const struct preset_file *files, struct error *err) MUST_CHECK;
/* Append what STREAM becomes when /p is applied to it. */
bool preset_apply(struct buf *out, const struct preset_file *files, const char *stream,
                  bool allow_unmatched, struct error *err) MUST_CHECK;

/* The preset in FILES builds to EXPECTED, byte for byte. */
#define ASSERT_BUILDS(files, expected) test_builds(__FILE__, __LINE__, (files), (expected))
/* Applied to STREAM it gives EXPECTED, byte for byte. */
#define ASSERT_APPLIES(files, stream, expected)                                                    \
    test_applies(__FILE__, __LINE__, (files), (stream), (expected))
/* A preset of the one kustomization KUST and the resource r.yaml with OBJECTS builds to EXPECTED.
 */
#define ASSERT_KUSTOMIZES(kust, objects, expected)                                                 \
    test_kustomizes(__FILE__, __LINE__, (kust), (objects), (expected))
/* The same fails with CODE and a message that contains TEXT. */
#define ASSERT_REFUSES(kust, objects, code, text)                                                  \
    test_refuses(__FILE__, __LINE__, (kust), (objects), (code), (text))

void test_builds(const char *file, int line, const struct preset_file *files, const char *expected);
void test_applies(const char *file, int line, const struct preset_file *files, const char *stream,
                  const char *expected);
void test_kustomizes(const char *file, int line, const char *kust, const char *objects,
                     const char *expected);
void test_refuses(const char *file, int line, const char *kust, const char *objects,
                  enum error_code code, const char *text);

#endif
