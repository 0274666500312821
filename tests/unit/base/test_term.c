#include "base/error.h"
#include "base/term.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void assert_escaped(const char *text, bool multiline, const char *expected) {
    g_autofree char *escaped = term_escape(text, multiline);
    assert_string_equal(escaped, expected);
}

static void escaping_disarms_control_characters(void **state) {
    (void)state;
    assert_escaped("plain Übung ✓", false, "plain Übung ✓");
    assert_escaped("\033[31mred\r\n\a\x7F", false, "\\x1B[31mred\\x0D\\x0A\\x07\\x7F");
    assert_escaped("C1 \xC2\x9B", false, "C1 \\u{009B}");
    assert_escaped("bidi \u202Edlrow\u2066", false, "bidi \\u{202E}dlrow\\u{2066}");
    assert_escaped("marks \u200E\u200F\u061C", false, "marks \\u{200E}\\u{200F}\\u{061C}");
}

static void escaping_shows_invalid_bytes(void **state) {
    (void)state;
    assert_escaped("a\xFF z", false, "a\\xFF z");
    assert_escaped("cut \xE2\x82", false, "cut \\xE2\\x82");
    assert_escaped("surrogate \xED\xA0\x80", false, "surrogate \\xED\\xA0\\x80");
}

static void newlines_and_tabs_stay_in_multiline_text(void **state) {
    (void)state;
    assert_escaped("a\n\tb\r", true, "a\n\tb\\x0D");
    assert_escaped("a\n\tb", false, "a\\x0A\\x09b");
}

static void assert_disarmed(const char *text, bool fresh, const char *expected, bool then) {
    g_autofree char *safe = term_disarm(text, &fresh);
    assert_string_equal(safe, expected);
    assert_int_equal(fresh, then);
}

static void what_a_log_obeys_is_disarmed(void **state) {
    (void)state;
    assert_disarmed("::add-path::/x", true, "\\x3A:add-path::/x", false);
    assert_disarmed("::add-path::/x", false, "::add-path::/x", false);
    assert_disarmed("a\n \t::x::\n", false, "a\n \t\\x3A:x::\n", true);
    assert_disarmed("\033[31m::x", true, "\033[31m\\x3A:x", false);
    assert_disarmed("a ##[x] ##vso[y] ###[z]", false, "a \\x23#[x] \\x23#vso[y] #\\x23#[z]", false);
    assert_disarmed("## heading, a::b, :x", true, "## heading, a::b, :x", false);
    assert_disarmed("\033[2J\r\033[K\r", false, "\\x1B[2J\r\033[K\\x0D", false);
}

/* What `print` leaves on a stream. */
static char *printed(void (*print)(FILE *stream)) {
    g_autofree char *text = NULL;
    FILE *stream = tmpfile();
    print(stream);
    long length = ftell(stream);
    rewind(stream);
    text = g_malloc0((gsize)length + 1);
    assert_int_equal(fread(text, 1, (gsize)length, stream), length);
    fclose(stream);
    return g_steal_pointer(&text);
}

static void print_a_line_in_parts(FILE *stream) {
    term_print(stream, "a: ");
    term_print(stream, "%s\n", "::x::y");
    term_print(stream, "%s\n", "::x::y");
}

static void print_json(FILE *stream) {
    term_json(stream, "{\"a\": \"####[x] ##vso[y]\"}");
}

static void only_the_beginning_of_a_line_can_be_a_command(void **state) {
    (void)state;
    g_autofree char *text = printed(print_a_line_in_parts);
    assert_string_equal(text, "a: ::x::y\n\\x3A:x::y\n");
}

static void json_says_the_same_without_a_command(void **state) {
    (void)state;
    g_autofree char *text = printed(print_json);
    assert_string_equal(text, "{\"a\": \"#\\u0023#\\u0023[x] #\\u0023vso[y]\"}\n");
}

static void colour_follows_the_mode(void **state) {
    (void)state;
    term_set_color(COLOR_NEVER);
    assert_string_equal(term_style(stdout, STYLE_RED), "");
    term_set_color(COLOR_ALWAYS);
    assert_string_equal(term_style(stdout, STYLE_RED), "\033[31m");
    assert_string_equal(term_style(stderr, STYLE_PLAIN), "\033[0m");
    g_setenv("NO_COLOR", "1", TRUE);
    term_set_color(COLOR_AUTO);
    assert_string_equal(term_style(stderr, STYLE_RED), "");
}

/* Output errors are remembered for the whole process, hence a process of its own. */
static void output_that_cannot_be_written_is_an_error(void **state) {
    (void)state;
    if (access("/dev/full", W_OK) != 0)
        skip();
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        g_autoptr(GError) error = NULL;
        dup2(open("/dev/full", O_WRONLY), STDOUT_FILENO);
        term_print(stdout, "lost\n");
        bool failed = !term_flush(&error) && error->code == FAIL_ENVIRONMENT;
        _exit(failed ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void an_answer_is_a_line_and_the_end_is_none(void **state) {
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "yes\r\nlast", 9), 9);
    close(ends[1]);
    int input = dup(STDIN_FILENO);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    g_autofree char *first = term_ask("Sure?");
    g_autofree char *second = term_ask("Really?");
    g_autofree char *third = term_ask("Still there?");
    if (input >= 0) {
        dup2(input, STDIN_FILENO);
        close(input);
    }
    assert_string_equal(first, "yes");
    assert_string_equal(second, "last");
    assert_null(third);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escaping_disarms_control_characters),
        cmocka_unit_test(escaping_shows_invalid_bytes),
        cmocka_unit_test(newlines_and_tabs_stay_in_multiline_text),
        cmocka_unit_test(what_a_log_obeys_is_disarmed),
        cmocka_unit_test(only_the_beginning_of_a_line_can_be_a_command),
        cmocka_unit_test(json_says_the_same_without_a_command),
        cmocka_unit_test(colour_follows_the_mode),
        cmocka_unit_test(output_that_cannot_be_written_is_an_error),
        cmocka_unit_test(an_answer_is_a_line_and_the_end_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
