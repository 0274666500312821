/* Where the program starts and ends: nothing else calls exit(). */

#include "base/term.h"
#include "cmd/answer.h"
#include "cmd/help.h"
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A file opened later must not become the standard output of a process that was started without
 * one: the hole is filled with something that cannot be used the way the stream is, so that its
 * writes still fail. */
static void fill_standard_streams(void) {
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) == -1 &&
            open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
            abort();
    }
}

static void print_error(const GError *error) {
    g_autofree char *text = term_escape(error->message, true);
    gsize first = strcspn(text, "\n");

    if (*text == '\0')
        return;
    term_print(stderr, "%smigrate: %.*s%s%s\n", term_style(stderr, STYLE_RED), (int)first, text,
               term_style(stderr, STYLE_PLAIN), text + first);
}

static int run(int argc, char **argv) {
    g_autoptr(GError) error = NULL;
    g_autoptr(Invocation) invocation = NULL;

    if (argc < 2) {
        help_overview(stderr);
        return FAIL_USAGE;
    }
    invocation = invocation_parse((const char *const *)argv + 1, &error);
    if (invocation != NULL && answer_invocation(invocation, &error))
        return EXIT_SUCCESS;
    print_error(error);
    return error_failure(error);
}

int main(int argc, char **argv) {
    g_autoptr(GError) error = NULL;
    int status;

    fill_standard_streams();
    setlocale(LC_ALL, "C");
    signal(SIGPIPE, SIG_IGN);
    term_set_color(COLOR_AUTO);
    status = run(argc, argv);
    if (!term_flush(&error)) {
        print_error(error);
        status = status == EXIT_SUCCESS ? FAIL_ENVIRONMENT : status;
    }
    exit(status);
}
