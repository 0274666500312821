#include "cmd/cmd.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static bool idle(const Invocation *invocation, GError **error) {
    (void)invocation;
    (void)error;
    return true;
}

static const Verb verb_help_here = {.name = "help",
                                    .summary = "explain",
                                    .description = "Explains.",
                                    .arguments = "[COMMAND]",
                                    .run = idle};

static const Verb verb_work = {
    .name = "work",
    .summary = "have an option of every kind",
    .description = "Works.",
    .arguments = "NAME [MORE]",
    .options =
        (const Option[]){
            {"flag", 'f', OPTION_FLAG, .help = "a flag"},
            {"string", 's', OPTION_STRING, "TEXT", .help = "a string"},
            {"list", 0, OPTION_LIST, "ITEM", .help = "a list"},
            {"loss", 0, OPTION_OPTIONAL, "OBJECT", .help = "perhaps a value"},
            {"format", 0, OPTION_STRING, "FORMAT", .help = "a choice",
             .choices = (const char *const[]){"text", "json", NULL}},
            {0},
        },
    .shared = VERB_TARGET,
    .run = idle,
};

static const Verb verb_many = {.name = "many",
                               .summary = "take many",
                               .description = "Many.",
                               .arguments = "FILE...",
                               .run = idle};

/* Stands for the registry that the build makes. */
const Verb *const verbs[] = {&verb_help_here, &verb_many, &verb_work, NULL};

#define PARSE(error, ...) invocation_parse((const char *const[]){__VA_ARGS__, NULL}, error)

static void assert_refused(const char *part, const char *const *words) {
    g_autoptr(GError) error = NULL;
    g_autoptr(Invocation) invocation = invocation_parse(words, &error);
    assert_null(invocation);
    assert_int_equal(error->domain, CMD_ERROR);
    assert_int_equal(error->code, FAIL_USAGE);
    if (strstr(error->message, part) == NULL)
        fail_msg("'%s' does not say '%s'", error->message, part);
}

#define REFUSED(part, ...) assert_refused(part, (const char *const[]){__VA_ARGS__, NULL})

static void assert_words(const char *const *words, const char *expected) {
    g_autofree char *joined = g_strjoinv("|", (char **)words);
    assert_string_equal(joined, expected);
}

static void options_stand_anywhere(void **state) {
    (void)state;
    g_autoptr(Invocation) invocation =
        PARSE(NULL, "-v", "-C", "dir", "work", "--flag", "name", "--string=x=y");
    assert_non_null(invocation);
    assert_ptr_equal(invocation_verb(invocation), &verb_work);
    assert_true(invocation_flag(invocation, "verbose"));
    assert_true(invocation_flag(invocation, "flag"));
    assert_string_equal(invocation_string(invocation, "directory"), "dir");
    assert_string_equal(invocation_string(invocation, "string"), "x=y");
    assert_words(invocation_arguments(invocation), "name");
    assert_string_equal(invocation_argument(invocation, 0), "name");
    assert_null(invocation_argument(invocation, 1));
}

static void what_is_not_given_is_absent(void **state) {
    (void)state;
    g_autoptr(Invocation) invocation = PARSE(NULL, "work", "name");
    assert_false(invocation_flag(invocation, "flag"));
    assert_null(invocation_string(invocation, "string"));
    assert_words(invocation_list(invocation, "list"), "");
    assert_words(invocation_list(invocation, "loss"), "");
    assert_null(invocation_config(invocation));
}

static void letters_stand_together_and_with_their_value(void **state) {
    (void)state;
    g_autoptr(Invocation) joined = PARSE(NULL, "work", "-fvsvalue", "name");
    g_autoptr(Invocation) parted = PARSE(NULL, "work", "-fs", "value", "name");
    assert_true(invocation_flag(joined, "flag") && invocation_flag(joined, "verbose"));
    assert_string_equal(invocation_string(joined, "string"), "value");
    assert_string_equal(invocation_string(parted, "string"), "value");
}

static void lists_keep_their_order(void **state) {
    (void)state;
    g_autoptr(Invocation) invocation = PARSE(NULL, "work", "n", "--list", "b", "--list=a");
    assert_words(invocation_list(invocation, "list"), "b|a");
}

static void an_optional_value_comes_only_after_an_equals_sign(void **state) {
    (void)state;
    g_autoptr(Invocation) bare = PARSE(NULL, "work", "--loss", "name");
    g_autoptr(Invocation) named = PARSE(NULL, "work", "--loss=t.a", "--loss=t.b", "name");
    g_autoptr(Invocation) both = PARSE(NULL, "work", "--loss=t.a", "--loss", "name");
    assert_true(invocation_flag(bare, "loss"));
    assert_words(invocation_arguments(bare), "name");
    assert_words(invocation_list(bare, "loss"), "");
    assert_false(invocation_flag(named, "loss"));
    assert_words(invocation_list(named, "loss"), "t.a|t.b");
    assert_true(invocation_flag(both, "loss"));
}

static void two_dashes_end_the_options(void **state) {
    (void)state;
    g_autoptr(Invocation) invocation = PARSE(NULL, "many", "--", "--list", "-", "-x");
    assert_words(invocation_arguments(invocation), "--list|-|-x");
}

static void a_single_dash_is_an_argument(void **state) {
    (void)state;
    g_autoptr(Invocation) invocation = PARSE(NULL, "many", "-");
    assert_words(invocation_arguments(invocation), "-");
}

static void help_and_version_win_over_what_is_missing(void **state) {
    (void)state;
    g_autoptr(Invocation) verb = PARSE(NULL, "work", "--help", "--nonsense");
    g_autoptr(Invocation) letter = PARSE(NULL, "work", "-h");
    g_autoptr(Invocation) bare = PARSE(NULL, "--help");
    g_autoptr(Invocation) version = PARSE(NULL, "--version");
    g_autoptr(Invocation) global = PARSE(NULL, "-v");
    assert_ptr_equal(invocation_verb(verb), &verb_help_here);
    assert_words(invocation_arguments(verb), "work");
    assert_words(invocation_arguments(letter), "work");
    assert_words(invocation_arguments(bare), "");
    assert_true(invocation_flag(version, "version"));
    assert_ptr_equal(invocation_verb(global), &verb_help_here);
}

static void unknown_words_get_a_suggestion(void **state) {
    (void)state;
    REFUSED("did you mean 'work'?", "wrok", "x");
    REFUSED("did you mean --string?", "work", "--strnig", "x");
    REFUSED("did you mean 'json'?", "work", "x", "--format", "jsno");
    REFUSED("'migrate --help' lists", "zzzzzz");
    REFUSED("'migrate work --help' lists", "work", "--zzzzzzz");
    REFUSED("come after it", "--qqqqqqqq", "work");
    REFUSED("unknown option -z", "work", "-z");
    REFUSED("unknown option -ä", "work", "-ä");
}

static void values_are_checked(void **state) {
    (void)state;
    REFUSED("--string needs a value: -s, --string TEXT", "work", "x", "--string");
    REFUSED("--string needs a value", "work", "x", "-s");
    REFUSED("--flag takes no value", "work", "x", "--flag=1");
    REFUSED("--string is given twice", "work", "x", "--string", "a", "--string", "b");
    REFUSED("one of: text, json", "work", "x", "--format=");
    REFUSED("--env and --url cannot be given together", "work", "x", "--url", "a", "--env", "b");
}

static void arguments_are_counted(void **state) {
    (void)state;
    REFUSED("missing argument: migrate work NAME [MORE]", "work");
    REFUSED("'c'", "work", "a", "b", "c");
    REFUSED("missing argument", "many");
    g_autoptr(Invocation) invocation = PARSE(NULL, "many", "a", "b", "c", "d");
    assert_words(invocation_arguments(invocation), "a|b|c|d");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_stand_anywhere),
        cmocka_unit_test(what_is_not_given_is_absent),
        cmocka_unit_test(letters_stand_together_and_with_their_value),
        cmocka_unit_test(lists_keep_their_order),
        cmocka_unit_test(an_optional_value_comes_only_after_an_equals_sign),
        cmocka_unit_test(two_dashes_end_the_options),
        cmocka_unit_test(a_single_dash_is_an_argument),
        cmocka_unit_test(help_and_version_win_over_what_is_missing),
        cmocka_unit_test(unknown_words_get_a_suggestion),
        cmocka_unit_test(values_are_checked),
        cmocka_unit_test(arguments_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
