/* SPDX-License-Identifier: Apache-2.0 */
#include "workload_args.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/log.h"
#include "launch/name.h"

#define DESCRIPTOR_NAME  "workload.yaml"
#define SOURCE_NAMES_MAX 1000 /* of a directory that does not have what was looked for */
#define SHOWN_NAMES_MAX  12

const struct option workload_arg_options[] = {
    OPT_GROUP("Workload:"),
    OPT_STRING(0, "app-path", struct workload_args, app_path, "DIR",
               "below --source-dir (default: $APP_PATH)"),
    OPT_STRING('c', "component", struct workload_args, component, "NAME",
               "the component (required)"),
    OPT_STRING(0, "descriptor", struct workload_args, descriptor, "FILE",
               "the workload.yaml of the source; without it the image is all that is said"),
    OPT_STRING(0, "image", struct workload_args, image, "REF",
               "the image that was built (required)"),
    OPT_STRING('n', "namespace", struct workload_args, namespace, "NS",
               "the namespace (default: default)"),
    OPT_STRING('p', "project", struct workload_args, project, "NAME",
               "the project (default: default)"),
    OPT_STRING(
        0, "source-dir", struct workload_args, source_dir, "DIR",
        "in place of --descriptor: the workload.yaml of the application there, if it has one"),
    OPT_GROUP("Reading:"),
    OPT_STRING(0, "confine", struct workload_args, confine, "DIR",
               "refuse files named in the descriptor that are outside of this directory"),
    OPT_FLAG(0, "strict", struct workload_args, strict, "every warning is an error"),
    OPT_STRING(0, "target-version", struct workload_args, target_version, "VERSION",
               "the OpenChoreo to write for (default: $JUNO_OPENCHOREO_VERSION, else the newest)"),
    OPT_END,
};

static bool given(const char *value)
{
    return value && *value;
}

/* ---- flags */

const struct dialect *workload_args_dialect(const struct workload_args *args,
                                            const struct console *console, struct error *err)
{
    return dialect_find(args->target_version ? args->target_version
                                             : console_env(console, "JUNO_OPENCHOREO_VERSION"),
                        err);
}

const char *workload_args_namespace(const struct workload_args *args)
{
    return args->namespace ? args->namespace : "default";
}

const char *workload_args_project(const struct workload_args *args)
{
    return args->project ? args->project : "default";
}

bool workload_args_check(const struct workload_args *args, struct error *err)
{
    const struct {
        const char *flag;
        const char *value;
    } required[] = { { "--component", args->component },
                     { "--image", args->image },
                     { "--namespace", workload_args_namespace(args) },
                     { "--project", workload_args_project(args) } };
    AUTO(buf) missing = BUF_INIT(BUF_TEXT_BYTES_MAX);
    size_t count = 0;

    for (size_t i = 0; i < ARRAY_SIZE(required); i++) {
        if (given(required[i].value))
            continue;
        buf_addf(&missing, "%s%s", count > 0 ? ", " : "", required[i].flag);
        count++;
    }
    if (count > 0)
        return error_set(err, ERROR_USAGE, "missing required flag%s: %s", count > 1 ? "s" : "",
                         buf_text(&missing));
    if (given(args->descriptor) && given(args->source_dir))
        return error_set(err, ERROR_USAGE, "--descriptor and --source-dir exclude each other");
    if (given(args->app_path) && !given(args->source_dir))
        return error_set(err, ERROR_USAGE, "--app-path is for --source-dir");
    return true;
}

/* ---- where the descriptor is */

/* "there are api/, web/" as the hint about DIR, which lacks what was looked for. */
static void hint_names(const char *dir, struct error *err)
{
    AUTO(strv) names = STRV_INIT;
    AUTO(buf) list = BUF_INIT(BUF_TEXT_BYTES_MAX);
    size_t count = 0;

    if (!file_list(&names, dir, SOURCE_NAMES_MAX, NULL))
        return;
    for (size_t i = 0; i < names.len && count < SHOWN_NAMES_MAX; i++) {
        AUTO_CHARS path = file_join(dir, names.items[i]);

        if (file_kind(path) == FILE_DIRECTORY)
            buf_addf(&list, "%s%s", count++ > 0 ? ", " : "", names.items[i]);
    }
    if (count == 0)
        error_hint(err, "'%s' has no directories", dir);
    else
        error_hint(err, "the directories of '%s' are %s%s", dir, buf_text(&list),
                   count == SHOWN_NAMES_MAX ? ", ..." : "");
}

/* The directory APP below SOURCE; NULL and *err with what there is in place of it. */
static char *app_directory(const char *source, const char *app, struct error *err)
{
    AUTO_CHARS clean = file_clean(app + strspn(app, "/"));
    AUTO_CHARS directory = strcmp(clean, ".") == 0 ? chars_copy(source) : file_join(source, clean);
    AUTO_CHARS above = chars_copy(directory);
    char *slash;

    if (strcmp(clean, "..") == 0 || view_starts(view_of(clean), VIEW("../"))) {
        error_set(err, ERROR_INVALID, "the application path '%s' leads out of '%s'", app, source);
        return NULL;
    }
    if (file_kind(directory) == FILE_DIRECTORY)
        return TAKE(directory);
    error_set(err, ERROR_NOT_FOUND, "there is no directory '%s'", directory);
    while (file_kind(above) != FILE_DIRECTORY && (slash = strrchr(above, '/')) && slash != above)
        *slash = '\0';
    if (file_kind(above) == FILE_DIRECTORY)
        hint_names(above, err);
    return NULL;
}

/* The descriptor's path; NULL, without an error, when there is none. */
static bool find_descriptor(char **path, const struct workload_args *args,
                            const struct console *console, struct error *err)
{
    const char *app = args->app_path ? args->app_path : console_env(console, "APP_PATH");
    AUTO_CHARS directory = NULL;

    *path = given(args->descriptor) ? chars_copy(args->descriptor) : NULL;
    if (!given(args->source_dir))
        return true;
    directory = app_directory(args->source_dir, app ? app : "", err);
    if (!directory)
        return false;
    *path = file_join(directory, DESCRIPTOR_NAME);
    if (file_kind(*path) == FILE_ABSENT) {
        log_debug(1, "there is no '%s': the workload is the image alone", *path);
        free(*path);
        *path = NULL;
    }
    return true;
}

/* ---- making */

void made_workload_release(struct made_workload *made)
{
    ydoc_free(made->doc);
    descriptor_release(&made->descriptor);
    document_largest_release(&made->largest);
    *made = (struct made_workload)MADE_WORKLOAD_INIT;
}

static bool read_descriptor(struct descriptor *descriptor, const char *path,
                            const struct workload_args *args, const struct dialect *dialect,
                            struct strv *warnings, struct error *err)
{
    AUTO(buf) text = BUF_INIT(DESCRIPTOR_BYTES_MAX);
    struct view name;

    if (!file_read(&text, path, err))
        return error_wrap(err, "cannot read the descriptor");
    if (!descriptor_read(descriptor, buf_view(&text), path, dialect, warnings, err))
        return false;
    name = descriptor->content.metadata.name.text;
    if (name.len > 0 && !view_is(name, args->component))
        log_debug(1, "metadata.name '" VIEW_FMT "' is not used: the name comes from --component",
                  VIEW_ARGS(name));
    return true;
}

static void warn_about_name(struct strv *warnings, const struct workload_args *args)
{
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&name, "%s-workload", args->component);
    if (!name_is_subdomain(buf_view(&name)))
        strv_addf(warnings, "'%s' cannot be the name of an object: the server will refuse it",
                  buf_text(&name));
}

static bool tell_warnings(const struct workload_args *args, const struct strv *warnings,
                          struct console *console, struct error *err)
{
    AUTO(buf) lines = BUF_INIT(ERROR_TEXT_BYTES_MAX);

    for (size_t i = 0; i < warnings->len; i++) {
        if (!args->strict)
            console_warn(console, "%s", warnings->items[i]);
        buf_addf(&lines, "%s%s", i > 0 ? "\n" : "", warnings->items[i]);
    }
    if (!args->strict || warnings->len == 0)
        return true;
    error_set(err, ERROR_INVALID, "%s", buf_text(&lines));
    return error_hint(err, "without --strict these are warnings");
}

bool workload_args_make(struct made_workload *made, const struct workload_args *args,
                        const struct dialect *dialect, struct console *console, struct error *err)
{
    const struct document_request request = { .component = args->component,
                                              .image = args->image,
                                              .namespace = workload_args_namespace(args),
                                              .project = workload_args_project(args),
                                              .confine = args->confine,
                                              .dialect = dialect };
    AUTO(strv) warnings = STRV_INIT;
    AUTO_CHARS path = NULL;

    if (!find_descriptor(&path, args, console, err) ||
        (path && !read_descriptor(&made->descriptor, path, args, dialect, &warnings, err)))
        return false;
    made->doc =
        document_build(&request, path ? &made->descriptor : NULL, &warnings, &made->largest, err);
    if (!made->doc)
        return false;
    warn_about_name(&warnings, args);
    return tell_warnings(args, &warnings, console, err);
}
