/* tests/bench/measure TIMES COMMAND...: runs a command, its output thrown away, and prints `SECONDS
 * MB`: the least time of TIMES runs, and the most memory that the process itself had.
 */
#include <fcntl.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* The exit status; 1 is what `check` says of differences, and so is not a failure of the run. */
static int run(char **argv, struct rusage *usage) {
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        int null = open("/dev/null", O_RDWR);
        dup2(null, STDIN_FILENO);
        dup2(null, STDOUT_FILENO);
        execvp(*argv, argv);
        _exit(127);
    }
    return child > 0 && wait4(child, &status, 0, usage) == child && WIFEXITED(status)
               ? WEXITSTATUS(status)
               : 127;
}

int main(int argc, char **argv) {
    double best = G_MAXDOUBLE;
    long memory = 0;
    int times = argc > 2 ? atoi(argv[1]) : 0;
    for (int i = 0; i < times; i++) {
        struct rusage usage;
        gint64 start = g_get_monotonic_time();
        if (run(argv + 2, &usage) > 1)
            return 1;
        best = MIN(best, (double)(g_get_monotonic_time() - start) / G_USEC_PER_SEC);
        memory = MAX(memory, usage.ru_maxrss);
    }
    if (times < 1)
        return 2;
    printf("%.4f %.1f\n", best, (double)memory / 1024);
    return 0;
}
