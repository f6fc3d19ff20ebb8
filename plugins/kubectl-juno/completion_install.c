/* SPDX-License-Identifier: Apache-2.0 */
#include "completion_install.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"

#define SCRIPT_BYTES_MAX  ((size_t)256 << 10)
#define SCRIPT_MODE       0644
#define SCRIPT_HEAD_BYTES 200

static void tell(const struct completion_install *install, const char *did, const char *path,
                 const char *after)
{
    console_printf(install->console, "%s ", did);
    console_text(install->console, view_of(path));
    console_printf(install->console, "%s\n", after);
}

static bool remove_file(const struct completion_install *install, const char *path,
                        struct error *err)
{
    if (install->dry_run) {
        tell(install, "would remove", path, "");
        return true;
    }
    if (unlink(path) != 0)
        return error_errno(err, errno, "cannot remove '%s'", path);
    tell(install, "removed", path, "");
    return true;
}

/* ---- the link ---- */

/* True when LINK is already what we would make. */
static bool is_our_link(const char *link)
{
    char target[sizeof(COMPLETION_PROGRAM) + 1];
    ssize_t len = readlink(link, target, sizeof(target));

    return len == (ssize_t)strlen(COMPLETION_PROGRAM) &&
           memcmp(target, COMPLETION_PROGRAM, strlen(COMPLETION_PROGRAM)) == 0;
}

static bool is_there(const char *path)
{
    char byte;

    return file_kind(path) != FILE_ABSENT || readlink(path, &byte, 1) >= 0;
}

static bool not_ours(const char *path, const char *what, struct error *err)
{
    error_set(err, ERROR_CONFLICT, "'%s' exists and is not our %s", path, what);
    return error_hint(err, "remove it and try again");
}

static bool make_link(const struct completion_install *install, const char *link, struct error *err)
{
    static const char arrow[] = " -> " COMPLETION_PROGRAM;

    if (is_our_link(link)) {
        tell(install, "already linked", link, arrow);
        return true;
    }
    if (is_there(link))
        return not_ours(link, "link", err);
    if (install->dry_run) {
        tell(install, "would link", link, arrow);
        return true;
    }
    if (symlink(COMPLETION_PROGRAM, link) != 0)
        return error_errno(err, errno, "cannot make the link '%s'", link);
    tell(install, "linked", link, arrow);
    return true;
}

bool completion_install_link(const struct completion_install *install, struct error *err)
{
    AUTO_CHARS program = file_find_program(COMPLETION_PROGRAM);
    AUTO(buf) link = BUF_INIT(PATH_MAX);

    if (!program) {
        error_set(err, ERROR_NOT_FOUND, "'" COMPLETION_PROGRAM "' is not on PATH");
        return error_hint(err, "put it there first: kubectl finds its plugins on PATH");
    }
    buf_add_bytes(&link, program, (size_t)(file_base(program) - program));
    buf_add(&link, COMPLETION_LINK);
    if (!buf_check(&link, "the path of the link", err))
        return false;
    if (!install->uninstall)
        return make_link(install, buf_text(&link), err);
    if (is_our_link(buf_text(&link)))
        return remove_file(install, buf_text(&link), err);
    if (is_there(buf_text(&link)))
        return not_ours(buf_text(&link), "link", err);
    tell(install, "not there:", buf_text(&link), "");
    return true;
}

/* ---- the script ---- */

/* "DIR/SUFFIX" of the variable VARIABLE, else of HOME with BELOW; NULL without both. */
static char *place_below(const struct console *console, const char *variable, const char *below,
                         const char *suffix)
{
    const char *directory = console_env(console, variable);
    const char *home = console_env(console, "HOME");
    AUTO(buf) path = BUF_INIT(PATH_MAX);

    /* A relative one is to be passed over: XDG Base Directory Specification. */
    if (directory && directory[0] == '/')
        buf_addf(&path, "%s/%s", directory, suffix);
    else if (home && home[0] == '/')
        buf_addf(&path, "%s%s/%s", home, below, suffix);
    return path.len > 0 && !path.overrun ? buf_take(&path) : NULL;
}

static char *script_place(const struct console *console, enum completion_shell shell)
{
    switch (shell) {
    case COMPLETION_BASH:
        return place_below(console, "XDG_DATA_HOME", "/.local/share",
                           "bash-completion/completions/" COMPLETION_PROGRAM);
    case COMPLETION_ZSH:
        return place_below(console, "ZDOTDIR", "", ".zfunc/_" COMPLETION_PROGRAM);
    case COMPLETION_FISH:
        return place_below(console, "XDG_CONFIG_HOME", "/.config",
                           "fish/completions/" COMPLETION_PROGRAM ".fish");
    }
    return NULL;
}

/* All scripts of ours say so in a comment. */
static bool is_our_script(struct view text)
{
    struct view head = view_sub(text, 0, SCRIPT_HEAD_BYTES);

    return view_find(head, VIEW(" completion for " COMPLETION_PROGRAM "\n"), 0) < head.len;
}

static bool write_script(const struct completion_install *install, const char *path,
                         struct view script, bool exists, struct error *err)
{
    AUTO_CHARS directory = mem_copy_text(path, (size_t)(file_base(path) - path));

    if (install->dry_run) {
        tell(install, exists ? "would update" : "would write", path, "");
        return true;
    }
    if (!file_make_dirs(directory, err) || !file_write(path, script, SCRIPT_MODE, err))
        return false;
    tell(install, exists ? "updated" : "wrote", path, "");
    return true;
}

bool completion_install_script(const struct completion_install *install,
                               enum completion_shell shell, struct error *err)
{
    AUTO_CHARS path = script_place(install->console, shell);
    AUTO(buf) now = BUF_INIT(SCRIPT_BYTES_MAX);
    AUTO(buf) script = BUF_INIT(SCRIPT_BYTES_MAX);
    bool exists;

    if (!path)
        return error_set(err, ERROR_INVALID,
                         "HOME is not set: where are the shell's scripts to go?");
    exists = is_there(path);
    if (exists && !file_read(&now, path, err))
        return false;
    if (exists && !is_our_script(buf_view(&now)))
        return not_ours(path, "script", err);
    if (install->uninstall) {
        if (exists)
            return remove_file(install, path, err);
        tell(install, "not there:", path, "");
        return true;
    }
    completion_add_script(&script, shell, COMPLETION_PROGRAM);
    if (!exists || !view_eq(buf_view(&now), buf_view(&script)))
        return write_script(install, path, buf_view(&script), exists, err);
    tell(install, "already written", path, "");
    return true;
}
