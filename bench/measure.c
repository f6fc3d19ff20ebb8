/* SPDX-License-Identifier: Apache-2.0 */
/*
 * measure - run a command and say what it cost
 *
 * usage: measure [-n RUNS] [-i STDIN] [-o STDOUT] COMMAND [ARG...]
 *
 * Prints one line for each run: user time, system time and wall time in microseconds, and peak
 * memory in KiB. Exit status 1, with the reason on standard error, when the command fails.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define RUNS_MAX 100000

extern char **environ;

struct plan {
    long runs;
    const char *input;
    const char *output;
    char **command;
};

static int64_t microseconds(struct timeval t)
{
    return (int64_t)t.tv_sec * 1000000 + t.tv_usec;
}

static int64_t now_microseconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* posix_spawn shares our few pages until exec: a fork would put them into the child's peak. */
static int start(const struct plan *plan, pid_t *child)
{
    posix_spawn_file_actions_t files;
    int error;

    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, plan->input, O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, plan->output,
                                     O_WRONLY | O_CREAT | O_TRUNC, 0644);
    error = posix_spawnp(child, plan->command[0], &files, NULL, plan->command, environ);
    posix_spawn_file_actions_destroy(&files);
    return error;
}

static int run_once(const struct plan *plan)
{
    struct rusage usage;
    int64_t begin = now_microseconds();
    int status;
    pid_t child;
    int error = start(plan, &child);

    if (error != 0) {
        fprintf(stderr, "measure: cannot run '%s': %s\n", plan->command[0], strerror(error));
        return 1;
    }
    while (wait4(child, &status, 0, &usage) < 0) {
        if (errno != EINTR) {
            fprintf(stderr, "measure: wait: %s\n", strerror(errno));
            return 1;
        }
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "measure: '%s' failed (wait status %d)\n", plan->command[0], status);
        return 1;
    }
    printf("%" PRId64 " %" PRId64 " %" PRId64 " %ld\n", microseconds(usage.ru_utime),
           microseconds(usage.ru_stime), now_microseconds() - begin, usage.ru_maxrss);
    return 0;
}

int main(int argc, char **argv)
{
    struct plan plan = { .runs = 1, .input = "/dev/null", .output = "/dev/null" };
    int option;

    while ((option = getopt(argc, argv, "+n:i:o:")) != -1) {
        if (option == 'n')
            plan.runs = strtol(optarg, NULL, 10);
        else if (option == 'i')
            plan.input = optarg;
        else if (option == 'o')
            plan.output = optarg;
        else
            return 2;
    }
    plan.command = argv + optind;
    if (!*plan.command || plan.runs < 1 || plan.runs > RUNS_MAX) {
        fputs("usage: measure [-n RUNS] [-i STDIN] [-o STDOUT] COMMAND [ARG...]\n", stderr);
        return 2;
    }
    for (long i = 0; i < plan.runs; i++)
        if (run_once(&plan) != 0)
            return 1;
    return 0;
}
