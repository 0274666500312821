#include "cmd/cmd.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void assert_sentence(const char *verb, const char *text) {
    if (text == NULL || *text == '\0' || g_str_has_suffix(text, ".") ||
        (g_ascii_isupper(text[0]) && g_ascii_islower(text[1])))
        fail_msg("%s: '%s' is not half a sentence", verb, text ? text : "");
}

static void assert_option(const Verb *verb, const Option *option) {
    assert_sentence(option->name, option->help);
    if ((option->kind == OPTION_FLAG) != (option->argument == NULL))
        fail_msg("%s --%s: flags have no argument's name, all others have one", verb->name,
                 option->name);
    if (option->config != NULL && option->kind != OPTION_STRING && option->kind != OPTION_FLAG)
        fail_msg("%s --%s: only one value can override a key", verb->name, option->name);
}

static void every_verb_says_what_it_is(void **state) {
    (void)state;
    for (const Verb *const *verb = verbs; *verb != NULL; verb++) {
        assert_ptr_equal(verb_find((*verb)->name), *verb);
        assert_sentence((*verb)->name, (*verb)->summary);
        assert_true(g_str_has_suffix((*verb)->description, "."));
        assert_non_null((*verb)->run);
    }
}

static void every_exit_status_is_explained(void **state) {
    (void)state;
    for (const Verb *const *verb = verbs; *verb != NULL; verb++) {
        const VerbExit *row = (*verb)->exits;
        for (; row != NULL && row->status != 0; row++) {
            assert_sentence((*verb)->name, row->meaning);
            /* Those that help_verb() adds to every verb's. */
            if (row->status == FAIL_USAGE || row->status == FAIL_ENVIRONMENT)
                fail_msg("%s lists status %d twice", (*verb)->name, row->status);
        }
    }
}

static void every_option_can_be_explained(void **state) {
    (void)state;
    for (const Verb *const *verb = verbs; *verb != NULL; verb++) {
        g_autoptr(GPtrArray) options = verb_options(*verb);
        for (guint i = 0; i < options->len; i++)
            assert_option(*verb, options->pdata[i]);
    }
}

static void no_option_is_there_twice(void **state) {
    (void)state;
    for (const Verb *const *verb = verbs; *verb != NULL; verb++) {
        g_autoptr(GPtrArray) options = verb_options(*verb);
        for (guint i = 0; i < options->len; i++) {
            for (guint j = 0; j < i; j++) {
                const Option *one = options->pdata[i], *two = options->pdata[j];
                if (strcmp(one->name, two->name) == 0 ||
                    (one->letter != 0 && one->letter == two->letter))
                    fail_msg("%s: --%s and --%s", (*verb)->name, one->name, two->name);
            }
        }
    }
}

static bool has_key(const char *name) {
    for (const ConfigKey *row = config_keys; row->section != NULL; row++) {
        g_autofree char *full = row->key ? g_strconcat(row->section, ".", row->key, NULL) : NULL;
        if (g_strcmp0(full, name) == 0)
            return true;
    }
    return false;
}

static void options_override_keys_that_exist(void **state) {
    (void)state;
    for (const Verb *const *verb = verbs; *verb != NULL; verb++) {
        g_autoptr(GPtrArray) options = verb_options(*verb);
        for (guint i = 0; i < options->len; i++) {
            const Option *option = options->pdata[i];
            if (option->config != NULL && !has_key(option->config))
                fail_msg("--%s: no key %s", option->name, option->config);
        }
    }
}

static void examples_are_understood(void **state) {
    (void)state;
    for (const Verb *const *verb = verbs; *verb != NULL; verb++) {
        const VerbExample *example = (*verb)->examples;
        for (; example != NULL && example->command != NULL; example++) {
            g_autoptr(GError) error = NULL;
            g_auto(GStrv) words = NULL;
            assert_true(g_shell_parse_argv(example->command, NULL, &words, &error));
            g_autoptr(Invocation) invocation =
                invocation_parse((const char *const *)words + 1, &error);
            if (invocation == NULL)
                fail_msg("%s: %s", example->command, error->message);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_verb_says_what_it_is),
        cmocka_unit_test(every_exit_status_is_explained),
        cmocka_unit_test(every_option_can_be_explained),
        cmocka_unit_test(no_option_is_there_twice),
        cmocka_unit_test(options_override_keys_that_exist),
        cmocka_unit_test(examples_are_understood),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
