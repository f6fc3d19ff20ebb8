/* SPDX-License-Identifier: Apache-2.0 */
#include "preset/git_repo.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/digest.h"
#include "base/fd.h"
#include "base/file.h"
#include "base/process.h"

/* What git may print, and what of its complaints is kept. */
#define OUTPUT_BYTES_MAX ((size_t)64 << 20)
#define WORDS_BYTES_MAX  ((size_t)8 << 10)

/* Where the last fetch of a ref is noted. */
#define FETCHED "refs/juno/fetched"

void git_repo_release(struct git_repo *repo)
{
    fd_close(&repo->lock_fd);
    free(repo->url);
    free(repo->dir);
    free(repo->store);
    *repo = (struct git_repo)GIT_REPO_INIT;
}

/* ---- running git ---- */

/* What of our environment would lead git elsewhere. */
static const char *const dropped[] = {
    "GIT_DIR",          "GIT_WORK_TREE",
    "GIT_INDEX_FILE",   "GIT_OBJECT_DIRECTORY",
    "GIT_COMMON_DIR",   "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",    "GIT_CEILING_DIRECTORIES",
    "GIT_SHALLOW_FILE", "GIT_TEMPLATE_DIR",
    "GIT_TRACE",        "GIT_CONFIG_PARAMETERS",
};

static const char *const settings[] = {
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "gc.auto=0",
    "maintenance.auto=false",
};

static void make_environment(struct strv *env, const struct git_repo *repo, enum git_access access,
                             const char *extra)
{
    AUTO(buf) allowed = BUF_INIT(BUF_TEXT_BYTES_MAX);

    for (size_t i = 0; i < ARRAY_SIZE(dropped); i++)
        if (!extra || strncmp(extra, dropped[i], strlen(dropped[i])) != 0)
            strv_add(env, dropped[i]);
    buf_add(&allowed, "GIT_ALLOW_PROTOCOL=https:ssh");
    for (size_t i = 0; repo->git->also && i < repo->git->also->len; i++)
        buf_addf(&allowed, ":%s", repo->git->also->items[i]);
    strv_add(env, buf_text(&allowed));
    strv_add(env, "GIT_TERMINAL_PROMPT=0");
    strv_add(env, "GIT_ASKPASS=");
    strv_add(env, "SSH_ASKPASS=");
    strv_add(env, "SSH_ASKPASS_REQUIRE=never");
    strv_add(env, "GIT_LFS_SKIP_SMUDGE=1");
    strv_add(env, "LC_ALL=C");
    if (access == GIT_LOCAL) {
        strv_add(env, "GIT_CONFIG_NOSYSTEM=1");
        strv_add(env, "GIT_CONFIG_GLOBAL=/dev/null");
        strv_add(env, "GIT_CONFIG_COUNT=0");
        strv_add(env, "GIT_ATTR_NOSYSTEM=1");
    }
    if (extra)
        strv_add(env, extra);
}

/* git would have asked somebody. */
static bool wants_credentials(struct view words)
{
    static const char *const signs[] = { "could not read Username", "could not read Password",
                                         "Authentication failed", "Permission denied",
                                         "Host key verification failed" };

    for (size_t i = 0; i < ARRAY_SIZE(signs); i++)
        if (view_find(words, view_of(signs[i]), 0) < words.len)
            return true;
    return false;
}

static bool failed(const struct git_repo *repo, const struct process_run *run, struct error *err)
{
    AUTO(buf) words = BUF_INIT(WORDS_BYTES_MAX);
    struct view rest = buf_view(run->errors), line;

    while (view_cut(&rest, '\n', &line)) {
        line = view_trim(line);
        if (line.len == 0)
            continue;
        buf_add(&words, words.len ? "\n  " : "");
        buf_add_view(&words, line);
    }
    if (words.len == 0)
        buf_addf(&words, "status %d", run->status);
    error_set(err, ERROR_PROCESS, "git failed for '%s': %s", repo->url, buf_text(&words));
    if (!wants_credentials(buf_view(&words)))
        return false;
    return error_hint(err, "git was run without any prompt: a credential helper or an ssh agent "
                           "must answer for you");
}

bool git_repo_run(struct git_repo *repo, enum git_access access, const char *env,
                  const char *const *args, struct buf *out, struct error *err)
{
    AUTO(strv) argv = STRV_INIT;
    AUTO(strv) environment = STRV_INIT;
    AUTO(buf) errors = BUF_INIT(WORDS_BYTES_MAX);
    AUTO(buf) ignored = BUF_INIT(OUTPUT_BYTES_MAX);
    struct process_run run = { .argv = &argv,
                               .env = &environment,
                               .directory = repo->dir,
                               .timeout_seconds = repo->timeout_seconds,
                               .out = out ? out : &ignored,
                               .errors = &errors };

    strv_add(&argv, repo->program);
    strv_addf(&argv, "--git-dir=%s", repo->store);
    for (size_t i = 0; i < ARRAY_SIZE(settings); i++) {
        strv_add(&argv, "-c");
        strv_add(&argv, settings[i]);
    }
    for (size_t i = 0; args[i]; i++)
        strv_add(&argv, args[i]);
    make_environment(&environment, repo, access, env);
    if (!process_run(&run, err))
        return error_wrap(err, "cannot run git for '%s'", repo->url);
    return run.status == 0 || failed(repo, &run, err);
}

/* ---- the cache ---- */

/* "scheme://"; empty for user@host:path. */
static struct view scheme_of(struct view url)
{
    size_t end = view_find(url, VIEW("://"), 0);

    return end < url.len ? view_sub(url, 0, end) : VIEW_EMPTY;
}

static bool check_url(const struct git *git, const char *url, struct error *err)
{
    struct view text = view_of(url), scheme = scheme_of(text);
    struct view host = view_sub(text, scheme.len ? scheme.len + 3 : 0, text.len);
    size_t at = view_find_byte(host, '@', 0), slash = view_find_byte(host, '/', 0);
    bool allowed = scheme.len == 0 || view_is(scheme, "https") || view_is(scheme, "ssh");

    for (size_t i = 0; git->also && i < git->also->len; i++)
        allowed = allowed || view_is(scheme, git->also->items[i]);
    if (url[0] == '-' || url[0] == '/' || view_find(text, VIEW("::"), 0) < text.len || !allowed) {
        error_set(err, ERROR_FORBIDDEN, "security; git is not asked for '%s'", url);
        return error_hint(
            err, "only https and ssh are; helm-juno has --allow-git for 'file' and 'http'");
    }
    if (scheme.len && !view_is(scheme, "file") && at < slash && slash <= host.len &&
        view_find_byte(host, ':', 0) < at) {
        error_set(err, ERROR_FORBIDDEN, "security; the URL of a repository holds a password");
        return error_hint(err, "take it out and let a credential helper of git know it");
    }
    return true;
}

/* One key for what is surely one repository: host in lower case, no "/" or ".git" at the end. */
static void add_key(struct buf *out, const char *url)
{
    AUTO(buf) normal = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct view text = view_of(url), scheme = scheme_of(text);
    size_t host_start = scheme.len ? scheme.len + 3 : 0;
    size_t host_end = host_start + strcspn(url + host_start, scheme.len ? "/" : ":/");
    char hex[DIGEST_HEX_BYTES];

    while (view_ends(text, VIEW("/")) || view_ends(text, VIEW(".git")))
        text.len -= text.data[text.len - 1] == '/' ? 1 : 4;
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.data[i];
        bool lower = i < host_end && byte >= 'A' && byte <= 'Z' && !view_is(scheme, "file");
        buf_add_byte(&normal, lower ? (char)(byte - 'A' + 'a') : byte);
    }
    digest_hex_of(buf_view(&normal), hex);
    buf_add(out, hex);
}

bool git_repo_open(struct git_repo *repo, const struct git *git, const char *program,
                   const char *url, double timeout_seconds, struct error *err)
{
    AUTO(buf) dir = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (!check_url(git, url, err))
        return false;
    *repo = (struct git_repo){ .git = git,
                               .program = program,
                               .url = chars_copy(url),
                               .timeout_seconds = timeout_seconds,
                               .lock_fd = -1 };
    buf_addf(&dir, "%s/git/", git->cache);
    add_key(&dir, url);
    repo->dir = buf_take(&dir);
    repo->store = file_join(repo->dir, "repo.git");
    return true;
}

char *git_repo_tree_path(const struct git_repo *repo, const char *commit, const char *suffix)
{
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&path, "%s/trees/%s%s", repo->dir, commit, suffix);
    return buf_take(&path);
}

static bool take_lock(struct git_repo *repo, struct error *err)
{
    AUTO_CHARS path = file_join(repo->dir, "lock");

    repo->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (repo->lock_fd < 0)
        return error_errno(err, errno, "cannot open '%s'", path);
    while (flock(repo->lock_fd, LOCK_EX) != 0) {
        if (errno != EINTR)
            return error_errno(err, errno, "cannot lock '%s'", path);
        if (!process_check_interrupt(err))
            return false;
    }
    return true;
}

bool git_repo_lock(struct git_repo *repo, struct error *err)
{
    static const char *const init[] = { "init", "--quiet", "--bare", "--template=", NULL };
    AUTO_CHARS trees = file_join(repo->dir, "trees");
    AUTO_CHARS head = file_join(repo->store, "HEAD");

    if (!file_make_dirs(trees, err) || !take_lock(repo, err))
        return false;
    return file_kind(head) == FILE_REGULAR || git_repo_run(repo, GIT_LOCAL, NULL, init, NULL, err);
}

/* ---- fetching ---- */

bool git_repo_has(struct git_repo *repo, const char *commit)
{
    AUTO_CHARS object = NULL;
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&name, "%s^{tree}", commit);
    object = buf_take(&name);
    const char *const args[] = { "cat-file", "-e", object, NULL };
    return git_repo_run(repo, GIT_LOCAL, NULL, args, NULL, NULL);
}

/* What git would read as several refs, an option or an expression. */
static bool check_ref(const char *ref, struct error *err)
{
    bool good = ref[0] != '-' && !strstr(ref, "..") && ref[strcspn(ref, " :+^~?*[\\")] == '\0';

    for (size_t i = 0; ref[i]; i++)
        good = good && (unsigned char)ref[i] > 0x20 && ref[i] != 0x7f;
    return good || error_set(err, ERROR_INVALID, "'%s' is no name of a branch, tag or commit", ref);
}

/* ssh must not ask either, but a command that the user chose for it stays. */
static const char *ssh_environment(struct git_repo *repo)
{
    static const char *const get[] = { "config", "--get", "core.sshCommand", NULL };

    if (repo->git->own_ssh || git_repo_run(repo, GIT_REMOTE, NULL, get, NULL, NULL))
        return NULL;
    return "GIT_SSH_COMMAND=ssh -o BatchMode=yes";
}

static bool fetch_ref(struct git_repo *repo, const char *ref, struct error *err)
{
    AUTO(buf) spec = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&spec, "+%s:" FETCHED, ref[0] ? ref : "HEAD");
    const char *const args[] = { "fetch",
                                 "--quiet",
                                 "--depth=1",
                                 "--no-tags",
                                 "--no-recurse-submodules",
                                 "--no-write-fetch-head",
                                 "--",
                                 repo->url,
                                 buf_text(&spec),
                                 NULL };
    return git_repo_run(repo, GIT_REMOTE, ssh_environment(repo), args, NULL, err);
}

bool git_repo_fetch(struct git_repo *repo, const char *ref, char commit[GIT_COMMIT_BYTES],
                    struct error *err)
{
    static const char *const parse[] = { "rev-parse", "--verify", "--quiet", FETCHED "^{commit}",
                                         NULL };
    AUTO(buf) out = BUF_INIT(OUTPUT_BYTES_MAX);
    struct view id;

    if (!check_ref(ref, err) || !fetch_ref(repo, ref, err) ||
        !git_repo_run(repo, GIT_LOCAL, NULL, parse, &out, err))
        return false;
    id = view_trim(buf_view(&out));
    if (id.len == 0 || id.len >= GIT_COMMIT_BYTES)
        return error_set(err, ERROR_PROCESS, "git names no commit for '%s' of '%s'", ref,
                         repo->url);
    memcpy(commit, id.data, id.len);
    commit[id.len] = '\0';
    return true;
}
