/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/exec_credential.h"

#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "harness/test.h"
#include "kube/exec_config.h"

#define V1 "client.authentication.k8s.io/v1"
/* An access whose plugin is the shell script TEXT; there, `answer TOKEN` prints a credential. */
static void set_up(struct kube_access *access, const char *text)
{
    const char *path = test_file(
        "plugin", test_format("#!/bin/sh\nanswer() {\nprintf '{\"apiVersion\":\"%s\",\"kind\":"
                              "\"ExecCredential\",\"status\":{\"token\":\"%%s\"}}' \"$1\"\n}\n%s\n",
                              V1, text));

    ASSERT_EQ_INT(chmod(path, 0755), 0);
    access->server = chars_copy("https://h:6443");
    access->user = chars_copy("u");
    access->exec = mem_alloc_zero(1, sizeof(*access->exec));
    access->exec->command = chars_copy(path);
    access->exec->api_version = chars_copy(V1);
}

static void runs(struct exec_credential *credential, const struct kube_access *access)
{
    const struct exec_run run = { .access = access };
    struct error err = ERROR_INIT;

    ASSERT_OK(exec_credential_get(credential, &run, &err), err);
}

static void fails(const struct exec_run *run, enum error_code code, const char *says,
                  const char *hint)
{
    struct exec_credential credential = EXEC_CREDENTIAL_INIT;
    struct error err = ERROR_INIT;

    ASSERT_FAILS_HINT(exec_credential_get(&credential, run, &err), err, code, says, hint);
    ASSERT_FALSE(credential.valid);
}

TEST(exec_credential, the_plugin_gets_its_arguments_variables_and_what_it_is_to_know)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    struct exec_credential credential = EXEC_CREDENTIAL_INIT;

    set_up(&access, test_format("echo \"$#|$1|$2|$A|$KUBERNETES_EXEC_INFO\" >%s/told\n"
                                "answer x",
                                test_dir()));
    strv_add(&access.exec->args, "a b");
    strv_add(&access.exec->args, "$(x)");
    strv_add(&access.exec->env, "A=1 2");
    strv_add(&access.exec->env, "KUBERNETES_EXEC_INFO=mine");
    runs(&credential, &access);
    ASSERT_EQ_STR(credential.token, "x");
    ASSERT_EQ_VIEW(test_read(test_format("%s/told", test_dir())),
                   "2|a b|$(x)|1 2|{\"kind\":\"ExecCredential\",\"apiVersion\":\"" V1
                   "\",\"spec\":{\"interactive\":false}}\n");
    exec_credential_release(&credential);
}

TEST(exec_credential, the_plugin_is_told_about_the_cluster_when_it_asks)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    struct exec_credential credential = EXEC_CREDENTIAL_INIT;

    set_up(&access, test_format("printf %%s \"$KUBERNETES_EXEC_INFO\" >%s/told\n"
                                "answer x",
                                test_dir()));
    access.exec->provide_cluster_info = true;
    access.exec->cluster_config = chars_copy("{\"audience\":\"a\"}");
    access.tls_server_name = chars_copy("name");
    access.proxy_url = chars_copy("http://proxy");
    access.disable_compression = true;
    buf_add(&access.ca, "PEM");
    runs(&credential, &access);
    ASSERT_EQ_VIEW(test_read(test_format("%s/told", test_dir())),
                   "{\"kind\":\"ExecCredential\",\"apiVersion\":\"" V1
                   "\",\"spec\":{\"cluster\":{\"server\":\"https://h:6443\",\"tls-server-name\":"
                   "\"name\",\"certificate-authority-data\":\"UEVN\",\"proxy-url\":"
                   "\"http://proxy\",\"disable-compression\":true,\"config\":{\"audience\":\"a\"}"
                   "},\"interactive\":false}}");
    exec_credential_release(&credential);
}

TEST(exec_credential, R_084_a_program_that_cannot_run_says_why_and_what_to_install)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    const struct exec_run run = { .access = &access };

    set_up(&access, "exit 3");
    fails(&run, ERROR_PROCESS, "getting credentials of user 'u': exec: executable", "");
    fails(&run, ERROR_PROCESS, "failed with exit code 3", "");
    ASSERT_EQ_INT(chmod(access.exec->command, 0644), 0);
    fails(&run, ERROR_FORBIDDEN, "is not executable", "install it");
    ASSERT_EQ_INT(unlink(access.exec->command), 0);
    fails(&run, ERROR_NOT_FOUND, "not found", "install it, or change 'command'");
    free(access.exec->command);
    access.exec->command = chars_copy("juno-no-such-plugin");
    fails(&run, ERROR_NOT_FOUND, "exec: executable juno-no-such-plugin not found",
          "install it in a directory of PATH");
    access.exec->install_hint = chars_copy("get it at example.org");
    fails(&run, ERROR_NOT_FOUND, "not found", "get it at example.org");
    free(access.exec->command);
    access.exec->command = chars_copy(test_dir());
    fails(&run, ERROR_INVALID, "is not a program", "");
}

TEST(exec_credential, R_084_a_program_that_a_signal_ends_says_which)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    const struct exec_run run = { .access = &access };

    set_up(&access, "kill -9 $$");
    fails(&run, ERROR_PROCESS, "was ended by signal 9", "");
}

TEST(exec_credential, R_084_an_answer_of_a_megabyte_is_over_the_limit)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    const struct exec_run run = { .access = &access };

    set_up(&access, "head -c 1000000 /dev/zero");
    fails(&run, ERROR_LIMIT, "is over 262144 bytes", "");
}

TEST(exec_credential, R_085_a_program_that_hangs_ends_at_the_deadline_of_a_request)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    const struct exec_run run = { .access = &access, .timeout_seconds = 0.2 };

    set_up(&access, "exec sleep 100");
    fails(&run, ERROR_TIMEOUT, "did not end within 0.2 seconds", "");
}

TEST(exec_credential, R_085_with_somebody_at_the_terminal_it_has_the_time_it_takes)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    struct exec_credential credential = EXEC_CREDENTIAL_INIT;
    const struct exec_run run = { .access = &access, .timeout_seconds = 0.05, .attended = true };
    struct error err = ERROR_INIT;

    set_up(&access, "sleep 0.3\nanswer late");
    ASSERT_OK(exec_credential_get(&credential, &run, &err), err);
    ASSERT_EQ_STR(credential.token, "late");
    exec_credential_release(&credential);
}

TEST(exec_credential, R_086_a_daemon_that_keeps_the_pipe_is_not_waited_for)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    struct exec_credential credential = EXEC_CREDENTIAL_INIT;

    set_up(&access, test_format("sleep 100 &\necho $! >%s/pid\nanswer x", test_dir()));
    runs(&credential, &access);
    ASSERT_EQ_STR(credential.token, "x");
    exec_credential_release(&credential);

    /* It is ours to end. */
    int pid = 0;
    struct view text = test_read(test_format("%s/pid", test_dir()));
    for (size_t i = 0; i < text.len && text.data[i] >= '0' && text.data[i] <= '9'; i++)
        pid = pid * 10 + (text.data[i] - '0');
    ASSERT_EQ_INT(kill(pid, SIGKILL), 0);
}

TEST(exec_credential, R_087_Always_without_a_terminal_does_not_run)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    const struct exec_run run = { .access = &access };

    set_up(&access, test_format("echo ran >%s/ran", test_dir()));
    access.exec->mode = KUBE_EXEC_ALWAYS;
    fails(&run, ERROR_INVALID,
          "exec plugin cannot support interactive mode: standard input is not a terminal",
          "run this at a terminal");
    ASSERT_EQ_INT(file_kind(test_format("%s/ran", test_dir())), FILE_ABSENT);
}

/* What the plugin reads of our standard input, which is the file TEXT, in MODE. */
static const char *input_in(enum kube_exec_mode mode, bool terminal)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    struct exec_credential credential = EXEC_CREDENTIAL_INIT;
    const struct exec_run run = { .access = &access, .input_is_terminal = terminal };
    struct error err = ERROR_INIT;
    const char *token;
    int saved = dup(STDIN_FILENO);

    ASSERT_NOT_NULL(freopen(test_file("input", "typed\n"), "r", stdin));
    set_up(&access, "read -r line\nanswer \"<$line>\"");
    access.exec->mode = mode;
    ASSERT_OK(exec_credential_get(&credential, &run, &err), err);
    token = test_format("%s", credential.token);
    exec_credential_release(&credential);
    dup2(saved, STDIN_FILENO);
    close(saved);
    return token;
}

TEST(exec_credential, standard_input_is_the_plugins_only_where_a_person_can_answer)
{
    ASSERT_EQ_STR(input_in(KUBE_EXEC_NEVER, true), "<>");
    ASSERT_EQ_STR(input_in(KUBE_EXEC_IF_AVAILABLE, false), "<>");
    ASSERT_EQ_STR(input_in(KUBE_EXEC_IF_AVAILABLE, true), "<typed>");
    ASSERT_EQ_STR(input_in(KUBE_EXEC_ALWAYS, true), "<typed>");
}

TEST(exec_credential, what_the_policy_forbids_does_not_run)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    const struct exec_run run = { .access = &access };

    set_up(&access, test_format("echo ran >%s/ran", test_dir()));
    access.exec->policy.rule = KUBE_EXEC_DENY_ALL;
    fails(&run, ERROR_FORBIDDEN, "not allowed: policy set to \"DenyAll\"", "kuberc");
    ASSERT_EQ_INT(file_kind(test_format("%s/ran", test_dir())), FILE_ABSENT);
}

TEST(exec_credential, credentials_are_fresh_until_shortly_before_they_expire)
{
    struct exec_credential credential = EXEC_CREDENTIAL_INIT;

    ASSERT_FALSE(exec_credential_is_fresh(&credential, 0));
    credential.valid = true;
    ASSERT_TRUE(exec_credential_is_fresh(&credential, INT64_MAX));
    credential.has_expiry = true;
    credential.expires = 1000;
    ASSERT_TRUE(exec_credential_is_fresh(&credential, 1000 - EXEC_EARLY_SECONDS - 1));
    ASSERT_FALSE(exec_credential_is_fresh(&credential, 1000 - EXEC_EARLY_SECONDS));
    credential.expires = INT64_MIN;
    ASSERT_FALSE(exec_credential_is_fresh(&credential, 0));
}

static void note_waiting(void *context, const char *command, bool interactive, double seconds)
{
    (void)command;
    if (!interactive && seconds > 0)
        *(int *)context += 1;
}

TEST(exec_credential, R_085_who_looks_on_is_told_while_it_runs)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    struct exec_credential credential = EXEC_CREDENTIAL_INIT;
    int told = 0;
    const struct exec_run run = { .access = &access,
                                  .waiting = note_waiting,
                                  .waiting_context = &told };
    struct error err = ERROR_INIT;

    set_up(&access, "sleep 0.7\nanswer x");
    ASSERT_OK(exec_credential_get(&credential, &run, &err), err);
    ASSERT_TRUE(told > 0);
    exec_credential_release(&credential);
}
