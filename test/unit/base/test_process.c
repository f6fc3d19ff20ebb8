/* SPDX-License-Identifier: Apache-2.0 */
#include "base/process.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "base/file.h"
#include "harness/test.h"

#define OUTPUT_BYTES_MAX ((size_t)4 << 20)
/* Seconds that a program hangs, and what no machine is slow enough to need. */
#define HANG    "600"
#define AT_ONCE 120

/* A shell with SCRIPT, its outputs and its input in memory. */
struct shell {
    struct strv argv;
    struct buf out;
    struct buf errors;
    struct process_run run;
};

static void shell_init(struct shell *shell, const char *script)
{
    *shell = (struct shell){
        .argv = STRV_INIT,
        .out = BUF_INIT(OUTPUT_BYTES_MAX),
        .errors = BUF_INIT(OUTPUT_BYTES_MAX),
    };
    strv_add(&shell->argv, "/bin/sh");
    strv_add(&shell->argv, "-c");
    strv_add(&shell->argv, script);
    shell->run = (struct process_run){
        .argv = &shell->argv,
        .out = &shell->out,
        .errors = &shell->errors,
        .status = -1,
    };
}

static void shell_release(struct shell *shell)
{
    strv_release(&shell->argv);
    buf_release(&shell->out);
    buf_release(&shell->errors);
}

TEST(process, outputs_and_status_come_back)
{
    AUTO(shell) shell;
    AUTO(error) err = ERROR_INIT;

    shell_init(&shell, "echo out; echo err >&2; exit 42");
    ASSERT_OK(process_run(&shell.run, &err), err);
    ASSERT_EQ_BUF(&shell.out, "out\n");
    ASSERT_EQ_BUF(&shell.errors, "err\n");
    ASSERT_EQ_INT(shell.run.status, 42);
}

TEST(process, an_end_by_signal_is_128_and_its_number)
{
    AUTO(shell) shell;
    AUTO(error) err = ERROR_INIT;

    shell_init(&shell, "kill -KILL $$");
    ASSERT_OK(process_run(&shell.run, &err), err);
    ASSERT_EQ_INT(shell.run.status, 128 + SIGKILL);
}

TEST(process, R_144_arguments_are_not_seen_by_a_shell)
{
    AUTO(shell) shell;
    AUTO(error) err = ERROR_INIT;

    shell_init(&shell, "printf '[%s]' \"$@\"");
    strv_add(&shell.argv, "name");
    strv_add(&shell.argv, "$(id) `id`; *");
    strv_add(&shell.argv, "");
    strv_add(&shell.argv, "-n \"two\nlines' \\");
    ASSERT_OK(process_run(&shell.run, &err), err);
    ASSERT_EQ_BUF(&shell.out, "[$(id) `id`; *][][-n \"two\nlines' \\]");
}

TEST(process, R_144_an_argument_of_a_megabyte_is_told_as_too_long)
{
    AUTO(shell) shell;
    AUTO(buf) argument = BUF_INIT(OUTPUT_BYTES_MAX);
    AUTO(error) err = ERROR_INIT;

    buf_add_repeat(&argument, 'x', (size_t)1 << 20);
    shell_init(&shell, "true");
    strv_add(&shell.argv, "name");
    strv_add(&shell.argv, buf_text(&argument));
    ASSERT_FALSE(process_run(&shell.run, &err));
    ASSERT_EQ_STR(err.message, "cannot run '/bin/sh': Argument list too long");
    ASSERT_EQ_INT(waitpid(-1, NULL, WNOHANG), -1);
}

/* More than all pipes hold, both ways at once: whoever writes first and reads later would hang. */
TEST(process, R_145_large_input_and_outputs_do_not_dead_lock)
{
    AUTO(shell) shell;
    AUTO(buf) input = BUF_INIT(OUTPUT_BYTES_MAX);
    AUTO(error) err = ERROR_INIT;

    for (size_t i = 0; i < 3000000; i++)
        buf_add_byte(&input, (char)(i * 31 % 251));
    shell_init(&shell, "tee /dev/stderr");
    shell.run.input = buf_view(&input);
    ASSERT_OK(process_run(&shell.run, &err), err);
    ASSERT_EQ_INT(shell.run.status, 0);
    ASSERT_EQ_BYTES(buf_view(&shell.out), buf_view(&input));
    ASSERT_EQ_BYTES(buf_view(&shell.errors), buf_view(&input));
}

TEST(process, a_program_need_not_read_its_input)
{
    AUTO(shell) shell;
    AUTO(buf) input = BUF_INIT(OUTPUT_BYTES_MAX);
    AUTO(error) err = ERROR_INIT;

    buf_add_repeat(&input, 'x', 1000000);
    shell_init(&shell, "exec 0<&-; echo done");
    shell.run.input = buf_view(&input);
    ASSERT_OK(process_run(&shell.run, &err), err);
    ASSERT_EQ_BUF(&shell.out, "done\n");
}

TEST(process, no_input_is_the_end_of_file)
{
    AUTO(shell) shell;
    AUTO(error) err = ERROR_INIT;

    shell_init(&shell, "cat; echo end");
    ASSERT_OK(process_run(&shell.run, &err), err);
    ASSERT_EQ_BUF(&shell.out, "end\n");
}

TEST(process, the_environment_is_ours_with_changes)
{
    AUTO(shell) shell;
    AUTO(strv) env = STRV_INIT;
    AUTO(error) err = ERROR_INIT;

    setenv("JUNO_TEST_KEPT", "kept", 1);
    setenv("JUNO_TEST_CHANGED", "old", 1);
    strv_add(&env, "JUNO_TEST_CHANGED=new=er");
    strv_add(&env, "JUNO_TEST=added");
    shell_init(&shell, "echo $JUNO_TEST_KEPT $JUNO_TEST_CHANGED $JUNO_TEST; env | grep -c CHANGED");
    shell.run.env = &env;

    bool result = process_run(&shell.run, &err);

    unsetenv("JUNO_TEST_KEPT");
    unsetenv("JUNO_TEST_CHANGED");
    ASSERT_OK(result, err);
    ASSERT_EQ_BUF(&shell.out, "kept new=er added\n1\n");
}

TEST(process, it_runs_where_it_is_told)
{
    AUTO(shell) shell;
    AUTO(error) err = ERROR_INIT;
    AUTO_CHARS real = file_real_path(test_dir(), NULL);

    shell_init(&shell, "pwd -P");
    shell.run.directory = test_dir();
    ASSERT_OK(process_run(&shell.run, &err), err);
    ASSERT_EQ_BUF(&shell.out, test_format("%s\n", real));
}

TEST(process, a_program_that_cannot_be_started_is_named_with_the_reason)
{
    AUTO(shell) shell;
    AUTO(error) err = ERROR_INIT;
    const char *script = test_file("script", "#!/no/such/interpreter\n");
    const char *plain = test_file("plain", "text");
    const char *paths[] = { "/no/such/program", plain, script };
    static const enum error_code codes[] = { ERROR_NOT_FOUND, ERROR_FORBIDDEN, ERROR_NOT_FOUND };
    static const char *const reasons[] = { "No such file", "Permission denied", "interpreter" };

    ASSERT_EQ_INT(chmod(script, 0755), 0);
    shell_init(&shell, "");
    for (size_t i = 0; i < ARRAY_SIZE(paths); i++) {
        strv_release(&shell.argv);
        strv_add(&shell.argv, paths[i]);
        ASSERT_FAILS(process_run(&shell.run, &err), err, codes[i],
                     test_format("cannot run '%s': ", paths[i]));
        ASSERT_FALSE(process_run(&shell.run, &err));
        ASSERT_CONTAINS(err.message, reasons[i]);
    }
    ASSERT_EQ_INT(waitpid(-1, NULL, WNOHANG), -1); /* no zombie is left */
}

TEST(process, a_missing_directory_is_told_apart_from_a_missing_program)
{
    AUTO(shell) shell;
    AUTO(error) err = ERROR_INIT;

    shell_init(&shell, "true");
    shell.run.directory = "/no/such/directory";
    ASSERT_FAILS(process_run(&shell.run, &err), err, ERROR_NOT_FOUND,
                 "cannot run '/bin/sh' in directory '/no/such/directory': No such file");
}

TEST(process, a_program_needs_a_name)
{
    AUTO(shell) shell;
    AUTO(error) err = ERROR_INIT;

    shell_init(&shell, "");
    strv_release(&shell.argv);
    ASSERT_FAILS(process_run(&shell.run, &err), err, ERROR_INVALID, "without a name");
}

TEST(process, too_much_output_ends_the_program)
{
    AUTO(shell) shell;
    AUTO(error) err = ERROR_INIT;

    shell_init(&shell, "while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done");
    shell.out.max = 100000;
    ASSERT_FAILS(process_run(&shell.run, &err), err, ERROR_LIMIT,
                 "the output of '/bin/sh' is over 100000 bytes");
    ASSERT_EQ_INT(shell.run.status, 128 + SIGTERM);
}

TEST(process, too_much_output_of_a_quick_program_is_seen_too)
{
    AUTO(shell) shell;
    AUTO(error) err = ERROR_INIT;

    shell_init(&shell, "echo 12345");
    shell.out.max = 5;
    ASSERT_FAILS(process_run(&shell.run, &err), err, ERROR_LIMIT, "is over 5 bytes");
}

TEST(process, long_error_output_is_only_cut)
{
    AUTO(shell) shell;
    AUTO(error) err = ERROR_INIT;

    shell_init(&shell, "head -c 300000 /dev/zero | tr '\\0' x >&2; echo ok");
    shell.errors.max = 1000;
    ASSERT_OK(process_run(&shell.run, &err), err);
    ASSERT_EQ_BUF(&shell.out, "ok\n");
    ASSERT_EQ_UINT(shell.errors.len, 1000);
}

TEST(process, a_deadline_ends_the_program)
{
    AUTO(shell) shell;
    AUTO(error) err = ERROR_INIT;
    double start = clock_monotonic();

    shell_init(&shell, "echo before; exec sleep " HANG);
    shell.run.timeout_seconds = 2;
    ASSERT_FAILS(process_run(&shell.run, &err), err, ERROR_TIMEOUT,
                 "'/bin/sh' did not end within 2 seconds");
    ASSERT_EQ_BUF(&shell.out, "before\n");
    ASSERT_TRUE(clock_monotonic() - start < AT_ONCE);
}

TEST(process, a_program_that_ignores_sigterm_is_killed_after_the_grace)
{
    AUTO(shell) shell;
    AUTO(error) err = ERROR_INIT;
    double start = clock_monotonic();

    shell_init(&shell, "trap '' TERM; while :; do sleep " HANG "; done");
    shell.run.timeout_seconds = 2;
    ASSERT_FAILS(process_run(&shell.run, &err), err, ERROR_TIMEOUT, "did not end");
    ASSERT_EQ_INT(shell.run.status, 128 + SIGKILL);
    ASSERT_TRUE(clock_monotonic() - start >= 4);
}

TEST(process, a_stopped_program_is_ended_too)
{
    AUTO(shell) shell;
    AUTO(error) err = ERROR_INIT;
    double start = clock_monotonic();

    shell_init(&shell, "kill -STOP $$; exec sleep " HANG);
    shell.run.timeout_seconds = 0.1;
    ASSERT_FAILS(process_run(&shell.run, &err), err, ERROR_TIMEOUT, "did not end");
    ASSERT_EQ_INT(shell.run.status, 128 + SIGTERM);
    ASSERT_TRUE(clock_monotonic() - start < AT_ONCE);
}

TEST(process, R_146_a_program_inherits_no_descriptor_but_its_streams)
{
    AUTO(shell) shell;
    AUTO(error) err = ERROR_INIT;
    int open_at_exec = open("/dev/null", O_RDONLY);

    ASSERT_TRUE(open_at_exec > 2);
    shell_init(&shell,
               test_format("test -e /dev/fd/%d && echo inherited || echo closed", open_at_exec));
    ASSERT_OK(process_run(&shell.run, &err), err);
    close(open_at_exec);
    ASSERT_EQ_BUF(&shell.out, "closed\n");
}

/* Only the shell ends; the sleep in the background inherits the pipes and keeps them open. */
TEST(process, a_grandchild_that_keeps_the_output_open_is_not_waited_for)
{
    AUTO(shell) shell;
    AUTO(error) err = ERROR_INIT;
    double start = clock_monotonic();

    shell_init(&shell, "sleep " HANG " & echo $!");
    ASSERT_OK(process_run(&shell.run, &err), err);
    ASSERT_TRUE(clock_monotonic() - start < AT_ONCE);

    AUTO(shell) end;

    shell_init(&end, test_format("kill %s", buf_text(&shell.out)));
    ASSERT_OK(process_run(&end.run, &err), err);
    ASSERT_EQ_INT(end.run.status, 0);
}

TEST(process, outputs_without_a_buffer_are_ours)
{
    AUTO(shell) shell;
    AUTO(error) err = ERROR_INIT;
    const char *path = test_file("stdout", "");
    AUTO_FD fd = open(path, O_WRONLY);
    AUTO_FD old_out = dup(STDOUT_FILENO);
    AUTO_FD old_err = dup(STDERR_FILENO);

    shell_init(&shell, "echo out; echo err >&2");
    shell.run.out = NULL;
    shell.run.errors = NULL;
    dup2(fd, STDOUT_FILENO);
    dup2(STDOUT_FILENO, STDERR_FILENO);

    bool result = process_run(&shell.run, &err);

    dup2(old_out, STDOUT_FILENO);
    dup2(old_err, STDERR_FILENO);
    ASSERT_OK(result, err);
    ASSERT_EQ_VIEW(test_read(path), "out\nerr\n");
}

TEST(process, it_works_with_all_standard_streams_closed)
{
    int status = 0;
    pid_t pid = fork();

    if (pid == 0) {
        AUTO(shell) shell;

        shell_init(&shell, "cat; echo err >&2");
        shell.run.input = VIEW("in");
        for (int i = 0; i < 3; i++)
            close(i);
        _exit(process_run(&shell.run, NULL) && view_is(buf_view(&shell.out), "in") &&
                      view_is(buf_view(&shell.errors), "err\n")
                  ? 0
                  : 1);
    }
    ASSERT_EQ_INT(waitpid(pid, &status, 0), pid);
    ASSERT_EQ_INT(status, 0);
}

TEST(process, a_program_gets_no_descriptor_and_no_signal_setting_of_ours)
{
    AUTO(shell) shell;
    AUTO(error) err = ERROR_INIT;
    struct sigaction ignore = { .sa_handler = SIG_IGN };
    struct sigaction old_pipe;
    sigset_t blocked;
    sigset_t old;

    for (int fd = STDERR_FILENO + 1; fd < 1024; fd++)
        fcntl(fd, F_SETFD, FD_CLOEXEC); /* what our own parent left open is not the matter here */
    sigaction(SIGPIPE, &ignore, &old_pipe);
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGTERM);
    sigaddset(&blocked, SIGCHLD);
    sigprocmask(SIG_BLOCK, &blocked, &old);
    /* Less signals 32 and 33, the C library's own: posix_spawn (make's, say) leaves them ignored.
     */
    shell_init(&shell, "grep SigBlk /proc/self/status; "
                       "i=$(sed -n 's/SigIgn:.//p' /proc/self/status); "
                       "printf 'SigIgn:\\t%016x\\n' $((0x$i & ~0x180000000)); "
                       "for fd in /proc/$$/fd/*; do test -p $fd && echo ${fd##*/}; done");

    bool result = process_run(&shell.run, &err);

    sigprocmask(SIG_SETMASK, &old, NULL);
    sigaction(SIGPIPE, &old_pipe, NULL);
    ASSERT_OK(result, err);
    ASSERT_EQ_BUF(&shell.out, "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n0\n1\n2\n");
}

/* ---- interrupts while it runs ---- */

TEST(process, R_156_an_interrupt_ends_a_hanging_program_at_once)
{
    static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

    for (size_t i = 0; i < ARRAY_SIZE(signals); i++) {
        AUTO(shell) shell;
        AUTO(error) err = ERROR_INIT;
        double start = clock_monotonic();

        process_watch_interrupts();
        shell_init(&shell, test_format("kill -%d $PPID; exec sleep " HANG, signals[i]));

        bool result = process_run(&shell.run, &err);
        int caught = process_interrupted();

        process_forget_interrupts();
        ASSERT_FAILS(result, err, ERROR_INTERRUPTED, "'/bin/sh' was ended: interrupted");
        ASSERT_EQ_INT(caught, signals[i]);
        ASSERT_EQ_INT(shell.run.status, 128 + SIGTERM);
        ASSERT_TRUE(clock_monotonic() - start < AT_ONCE);
    }
}

TEST(process, R_156_an_interrupt_counts_also_when_the_program_ended_well)
{
    AUTO(shell) shell;
    AUTO(error) err = ERROR_INIT;

    process_watch_interrupts();
    shell_init(&shell, "trap 'exit 0' TERM; kill -INT $PPID; while :; do sleep 0.01; done");

    bool result = process_run(&shell.run, &err);
    bool again = process_run(&shell.run, NULL);

    process_forget_interrupts();
    ASSERT_FAILS(result, err, ERROR_INTERRUPTED, "interrupted by a signal (SIGINT)");
    ASSERT_EQ_INT(shell.run.status, 0);
    ASSERT_FALSE(again); /* nothing is started any more */
}

TEST(process, R_156_the_second_signal_ends_us_and_the_program_at_once)
{
    int status = 0;
    int fds[2];
    char byte;
    double start = clock_monotonic();

    ASSERT_TRUE(fd_pipe(fds));

    pid_t pid = fork();

    if (pid == 0) {
        AUTO(shell) shell;

        fcntl(fds[1], F_SETFD, 0); /* the shell holds it as well */
        process_watch_interrupts();
        /* exec: no child of its own may hold the pipe. SIGTERM stays ignored beyond it. */
        shell_init(&shell, "trap '' TERM; kill -INT $PPID; kill -HUP $PPID; exec sleep " HANG);
        _exit(process_run(&shell.run, NULL) ? 77 : 78);
    }
    fd_close(&fds[1]);
    ASSERT_EQ_INT(waitpid(pid, &status, 0), pid);
    ASSERT_TRUE(WIFEXITED(status));
    /* Two signals that arrive together are delivered in any order. */
    ASSERT_TRUE(WEXITSTATUS(status) == 128 + SIGHUP || WEXITSTATUS(status) == 128 + SIGINT);
    ASSERT_EQ_INT(read(fds[0], &byte, 1), 0); /* the end of file: nobody has it any more */
    ASSERT_TRUE(clock_monotonic() - start < AT_ONCE);
    fd_close(&fds[0]);
}

/* What a child that becomes the shell running SCRIPT ends with. */
static int replaced(const char *program, const char *script)
{
    AUTO(strv) argv = STRV_INIT;
    int status = 0;
    pid_t pid;

    strv_add(&argv, program);
    strv_add(&argv, "-c");
    strv_add(&argv, script);
    pid = fork();
    if (pid == 0) {
        process_watch_interrupts();
        _exit(process_replace(&argv, NULL) ? 98 : 99);
    }
    ASSERT_EQ_INT(waitpid(pid, &status, 0), pid);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

TEST(process, to_be_replaced_is_to_end_as_the_other_program)
{
    ASSERT_EQ_INT(replaced("/bin/sh", "exit 42"), 42);
    /* Its signals are not ours any more: a closed pipe and an interrupt end it. */
    ASSERT_EQ_INT(replaced("/bin/sh", "kill -PIPE $$; exit 1"), 128 + SIGPIPE);
    ASSERT_EQ_INT(replaced("/bin/sh", "kill -INT $$; exit 1"), 128 + SIGINT);
    ASSERT_EQ_INT(replaced("/no/such/program", "exit 1"), 99);
}
