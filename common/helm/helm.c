/* SPDX-License-Identifier: Apache-2.0 */
#include "helm/helm.h"

#include <unistd.h>

#include "base/file.h"
#include "base/process.h"

static bool is_program(const char *path)
{
    return file_kind(path) == FILE_REGULAR && access(path, X_OK) == 0;
}

char *helm_find(const char *helm_bin, struct error *err)
{
    char *path;

    if (helm_bin && *helm_bin) {
        path = file_find_program(helm_bin);
        if (path && is_program(path))
            return path;
        free(path);
        error_set(err, ERROR_NOT_FOUND, "HELM_BIN is '%s', which is no program", helm_bin);
        error_hint(err,
                   "set HELM_BIN to the path of helm 3 or 4, or unset it to use the one on PATH");
        return NULL;
    }
    path = file_find_program("helm");
    if (path)
        return path;
    error_set(err, ERROR_NOT_FOUND, "helm is not found: HELM_BIN is not set, and PATH has no helm");
    error_hint(err, "install helm 3 or 4, or set HELM_BIN to its path");
    return NULL;
}

/* Helm's lines without blank ones and without its own "Error: ". */
static void add_words(struct buf *out, struct view text)
{
    struct view line;
    bool first = true;

    while (view_cut(&text, '\n', &line)) {
        line = view_trim(line);
        if (line.len == 0)
            continue;
        if (view_starts(line, VIEW("Error: ")))
            line = view_sub(line, 7, line.len);
        if (!first)
            buf_add(out, "\n  ");
        buf_add_view(out, line);
        first = false;
    }
}

static bool failed(const struct process_run *run, struct error *err)
{
    AUTO(buf) words = BUF_INIT(HELM_TALK_BYTES_MAX);

    add_words(&words, buf_view(run->errors));
    if (words.len == 0)
        buf_add(&words, "it said nothing");
    if (run->status > 128)
        return error_set(err, ERROR_PROCESS, "helm was ended by signal %d: " VIEW_FMT,
                         run->status - 128, VIEW_ARGS(buf_view(&words)));
    return error_set(err, ERROR_PROCESS, "helm failed with status %d: " VIEW_FMT, run->status,
                     VIEW_ARGS(buf_view(&words)));
}

static void make_arguments(struct strv *argv, const struct helm_render *render)
{
    strv_add(argv, render->helm);
    strv_add(argv, "template");
    if (render->namespace)
        strv_addf(argv, "--namespace=%s", render->namespace);
    if (render->show_only)
        strv_addf(argv, "--show-only=%s", render->show_only);
    if (render->values.len > 0)
        strv_add(argv, "--values=-");
    strv_add(argv, "--");
    strv_add(argv, render->release);
    strv_add(argv, render->chart);
}

/* Rendering asks no cluster: what opens one is not helm's, nor a chart's. */
static void keep_from(struct strv *env)
{
    static const char *const names[] = { "KUBECONFIG", "HELM_KUBETOKEN" };

    for (size_t i = 0; i < ARRAY_SIZE(names); i++)
        strv_add(env, names[i]);
}

bool helm_template(struct buf *out, struct buf *talk, const struct helm_render *render,
                   struct error *err)
{
    AUTO(strv) argv = STRV_INIT;
    AUTO(strv) env = STRV_INIT;
    AUTO(buf) rendered = BUF_INIT(HELM_OUTPUT_BYTES_MAX);
    AUTO(buf) words = BUF_INIT(HELM_TALK_BYTES_MAX);
    double timeout = render->timeout_seconds > 0 ? render->timeout_seconds : HELM_TIMEOUT_SECONDS;
    struct process_run run = { .argv = &argv,
                               .env = &env,
                               .input = render->values,
                               .timeout_seconds = timeout,
                               .waiting = render->waiting,
                               .waiting_context = render->waiting_context,
                               .out = &rendered,
                               .errors = &words };

    make_arguments(&argv, render);
    keep_from(&env);
    if (!process_run(&run, err))
        return error_wrap(err, "cannot run helm");
    if (run.status > 128)
        return failed(&run, err);
    if (run.status != 0) {
        failed(&run, err);
        return error_hint(err, "the chart is '%s', rendered by '%s'", render->chart, render->helm);
    }
    buf_add_view(out, buf_view(&rendered));
    if (talk)
        buf_add_view(talk, buf_view(&words));
    return buf_check(out, "what helm rendered", err);
}

bool helm_inflate(void *context, struct buf *out, const struct strv *args, struct view input,
                  const char *config_home, struct error *err)
{
    AUTO(strv) argv = STRV_INIT;
    AUTO(strv) env = STRV_INIT;
    AUTO(buf) printed = BUF_INIT(HELM_OUTPUT_BYTES_MAX);
    AUTO(buf) words = BUF_INIT(HELM_TALK_BYTES_MAX);
    struct process_run run = { .argv = &argv,
                               .env = &env,
                               .input = input,
                               .timeout_seconds = HELM_TIMEOUT_SECONDS,
                               .out = &printed,
                               .errors = &words };

    strv_add(&argv, context);
    for (size_t i = 0; i < args->len; i++)
        strv_add(&argv, args->items[i]);
    strv_addf(&env, "HELM_CONFIG_HOME=%s", config_home);
    strv_addf(&env, "HELM_CACHE_HOME=%s/.cache", config_home);
    strv_addf(&env, "HELM_DATA_HOME=%s/.data", config_home);
    if (!process_run(&run, err))
        return error_wrap(err, "cannot run helm");
    if (run.status != 0)
        return failed(&run, err);
    buf_add_view(out, buf_view(&printed));
    return buf_check(out, "what helm printed", err);
}
