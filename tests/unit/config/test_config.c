#include "base/file.h"
#include "cmd/cmd.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char *before, *top;

static int setup(void **state) {
    (void)state;
    before = g_get_current_dir();
    top = g_dir_make_tmp("migrate-config-XXXXXX", NULL);
    return top && chdir(top) == 0 && file_mkdirs(".git", NULL) ? 0 : -1;
}

static int teardown(void **state) {
    (void)state;
    bool gone = chdir(before) == 0 && file_remove_tree(top, NULL);
    g_free(top);
    g_free(before);
    return gone ? 0 : -1;
}

static void put(const char *path, const char *text) {
    assert_true(file_write(path, text, strlen(text), 0644, NULL));
}

static char *nothing[] = {NULL};

static Config *load(const ConfigRequest *request) {
    g_autoptr(GError) error = NULL;
    Config *config = config_load(request, &error);
    if (config == NULL)
        fail_msg("%s", error->message);
    return config;
}

static Config *load_with(char **environment) {
    return load(&(ConfigRequest){.environment = environment ? environment : nothing});
}

static void assert_refused(const ConfigRequest *request, const char *part) {
    g_autoptr(GError) error = NULL;
    g_autoptr(Config) config = config_load(request, &error);
    assert_null(config);
    assert_int_equal(error->code, FAIL_USAGE);
    if (strstr(error->message, part) == NULL)
        fail_msg("'%s' does not say '%s'", error->message, part);
}

static void assert_file_refused(const char *text, const char *part) {
    put("migrate.ini", text);
    assert_refused(&(ConfigRequest){.environment = nothing}, part);
}

static void assert_origin(const Config *config, const char *section, const char *key,
                          const char *expected) {
    const GPtrArray *entries = config_entries(config);
    for (guint i = 0; i < entries->len; i++) {
        const ConfigEntry *entry = entries->pdata[i];
        if (strcmp(entry->section, section) == 0 && strcmp(entry->key, key) == 0) {
            g_autofree char *origin = config_origin(entry);
            assert_string_equal(origin, expected);
            return;
        }
    }
    fail_msg("no entry [%s] %s", section, key);
}

static void without_a_file_the_defaults_hold(void **state) {
    (void)state;
    g_autoptr(Config) config = load_with(NULL);
    assert_null(config_file(config));
    assert_string_equal(config_root(config), ".");
    assert_string_equal(config_environment(config), "dev");
    assert_string_equal(config_string(config, "project.schema"), "schema");
    assert_string_equal(config_string(config, "env.url"), "embedded:");
    assert_int_equal(config_integer(config, "project.server"), 0);
    assert_int_equal(config_duration(config, "apply.lock_timeout"), 2000);
    assert_false(config_boolean(config, "env.protected"));
    assert_origin(config, "project", "schema", "default");
    assert_origin(config, "project", "server", "not set");
}

static void each_layer_beats_the_one_below(void **state) {
    (void)state;
    const ConfigFlag flags[] = {{"scratch.url", "postgres://flag", "scratch"}, {0}};
    char *environment[] = {(char *)"MIGRATE_SCRATCH_URL=postgres://real",
                           (char *)"MIGRATE_PROJECT_SERVER=16", NULL};
    put("migrate.ini", "[project]\nserver = 13\nschema = db\n[scratch]\nurl = postgres://file\n"
                       "[apply]\nlock_timeout = 3s\n");
    put(".env", "MIGRATE_PROJECT_SERVER=14\nMIGRATE_APPLY_LOCK_TIMEOUT=4s\n");
    g_autoptr(Config) config = load(&(ConfigRequest){.flags = flags, .environment = environment});
    assert_string_equal(config_string(config, "project.schema"), "db");
    assert_origin(config, "project", "schema", "migrate.ini:3");
    assert_int_equal(config_duration(config, "apply.lock_timeout"), 4000);
    assert_origin(config, "apply", "lock_timeout", "MIGRATE_APPLY_LOCK_TIMEOUT of .env:2");
    assert_int_equal(config_integer(config, "project.server"), 16);
    assert_origin(config, "project", "server", "environment MIGRATE_PROJECT_SERVER");
    assert_string_equal(config_string(config, "scratch.url"), "postgres://flag");
    assert_origin(config, "scratch", "url", "--scratch");
}

static void the_file_is_found_from_below(void **state) {
    (void)state;
    put("migrate.ini", "[project]\nschema = db/schema\nmigrations = /else/where\n");
    assert_true(file_mkdirs("a/b", NULL));
    assert_int_equal(chdir("a/b"), 0);
    g_autoptr(Config) config = load_with(NULL);
    assert_string_equal(config_file(config), "../../migrate.ini");
    assert_string_equal(config_root(config), "../..");
    assert_string_equal(config_string(config, "project.schema"), "../../db/schema");
    assert_string_equal(config_string(config, "project.migrations"), "/else/where");
}

static void a_path_may_stand_in_quotes(void **state) {
    (void)state;
    put("migrate.ini", "[project]\nmigrations = \"a, \"\"b\"\"\"\n[apply]\nbefore = \"x;y\", z\n"
                       "[types]\nkysely = \"db.d.ts\"\n[scratch]\nbin_dir = \"/usr/x\"\n");
    assert_true(file_mkdirs("below", NULL));
    assert_int_equal(chdir("below"), 0);
    g_autoptr(Config) config = load_with(NULL);
    assert_string_equal(config_string(config, "project.migrations"), "../a, \"b\"");
    assert_string_equal(config_string(config, "types.kysely"), "../db.d.ts");
    assert_string_equal(config_string(config, "scratch.bin_dir"), "/usr/x");
    const char *const *before_files = config_list(config, "apply.before");
    assert_string_equal(before_files[0], "../x;y");
    assert_string_equal(before_files[1], "../z");
    assert_int_equal(chdir(".."), 0);
    assert_file_refused("[project]\nmigrations = \"a\", b\n",
                        "migrate.ini:2: [project] migrations has to be one path");
}

static void the_search_ends_at_the_top_of_the_repository(void **state) {
    (void)state;
    put("migrate.ini", "[project]\nschema = outside\n");
    assert_true(file_mkdirs("inner/.git", NULL));
    assert_int_equal(chdir("inner"), 0);
    g_autoptr(Config) config = load_with(NULL);
    assert_null(config_file(config));
}

static void a_file_above_of_another_user_is_not_trusted(void **state) {
    (void)state;
    if (geteuid() != 0) {
        print_message("only root can give files away\n");
        skip();
    }
    put("migrate.ini", "");
    assert_int_equal(chown("migrate.ini", 4242, 4242), 0);
    assert_true(file_mkdirs("below", NULL));
    assert_int_equal(chdir("below"), 0);
    assert_refused(&(ConfigRequest){.environment = nothing}, "belongs to another user (uid 4242)");
    g_autoptr(Config) config =
        load(&(ConfigRequest){.file = "../migrate.ini", .environment = nothing});
    assert_string_equal(config_root(config), "..");
}

static void unknown_names_are_refused_with_the_place_and_a_suggestion(void **state) {
    (void)state;
    assert_file_refused("[project]\n\nshema = x\n", "migrate.ini:3: unknown key 'shema' in "
                                                    "[project]; did you mean 'schema'?");
    assert_file_refused("# x\n[porject]\n", "migrate.ini:2: unknown section [porject]; did you "
                                            "mean [project]?");
    assert_file_refused("[env production]\nulr = x\n", "did you mean 'url'?");
    assert_file_refused("[env]\nurl = x\n", "has to name its environment");
    assert_file_refused("[env a b]\nurl = x\n", "has to name its environment");
    assert_file_refused("[ignore]\ntabel = x\n", "did you mean 'table'?");
}

static void what_is_no_setting_is_refused_with_its_place(void **state) {
    (void)state;
    assert_file_refused("[project]\nschema\n", "migrate.ini:2: expected 'key = value'");
    assert_file_refused("schema = x\n", "migrate.ini:1: a key comes before");
    assert_file_refused("[project\n", "migrate.ini:1: the section's name");
    assert_file_refused("[project]\nschema = a\nschema = b\n",
                        "migrate.ini:3: 'schema' of [project] is set twice, first on line 2");
    assert_file_refused("[project]\nschema = \xff\n", "is not text in UTF-8");
}

static void values_are_held_to_their_type(void **state) {
    (void)state;
    assert_file_refused("[project]\nserver = 15.2\n",
                        "migrate.ini:2: [project] server has to be a whole number");
    assert_file_refused("[env dev]\nprotected =\n", "needs a value");
    assert_file_refused("[apply]\nlock_timeout = 2 weeks\n", "has to be a duration");
    assert_file_refused("[scratch]\ncache_size = 2 gb\n", "has to be a size");
    assert_file_refused("[env dev]\nprotected = maybe\n", "has to be true or false");
    assert_file_refused("[check]\nout-of-sync = fatal\n", "one of: error, warning, off");
    assert_file_refused("[ignore]\ntable = a; (\n", "[ignore] table has an invalid pattern");
    put("migrate.ini", "");
    char *environment[] = {(char *)"MIGRATE_PROJECT_SERVER=x", NULL};
    assert_refused(&(ConfigRequest){.environment = environment},
                   "MIGRATE_PROJECT_SERVER has to be a whole number");
}

static void types_are_read(void **state) {
    (void)state;
    put("migrate.ini", "\xEF\xBB\xBF[apply]\r\nlock_timeout = 1h\r\nlock_wait=250\r\n"
                       "statement_timeout = 5 min\r\n[env dev]\r\nprotected = On\r\n"
                       "[scratch]\r\nextensions = a, b;c ,\r\n"
                       "[ignore]\r\ntable = ^a\\.b$ ; x\\;y\r\n[check]\r\nout-of-order = off\r\n");
    g_autoptr(Config) config = load_with(NULL);
    g_autofree char *extensions =
        g_strjoinv("|", (char **)config_list(config, "scratch.extensions"));
    g_autofree char *tables = g_strjoinv("|", (char **)config_list(config, "ignore.table"));
    assert_int_equal(config_duration(config, "apply.lock_timeout"), 3600000);
    assert_int_equal(config_duration(config, "apply.lock_wait"), 250);
    assert_int_equal(config_duration(config, "apply.statement_timeout"), 300000);
    assert_true(config_boolean(config, "env.protected"));
    assert_string_equal(extensions, "a|b|c");
    assert_string_equal(tables, "^a\\.b$|x;y");
    assert_string_equal(config_string(config, "check.out-of-order"), "off");
    assert_null(config_string(config, "check.out-of-sync"));
    assert_null(*config_list(config, "ignore.index"));
}

static void variables_are_replaced(void **state) {
    (void)state;
    char *environment[] = {(char *)"HOST=real", (char *)"RAW=${HOST}", NULL};
    put("migrate.ini", "[env dev]\nurl = postgres://${USER}@${HOST}/$${x}$y\n"
                       "[scratch]\nbin_dir = ${RAW}\n");
    put(".env", "HOST=file\nNAME=me\nUSER=\"${NAME}1\"\n");
    g_autoptr(Config) config = load_with(environment);
    assert_string_equal(config_string(config, "env.url"), "postgres://me1@real/${x}$y");
    assert_string_equal(config_string(config, "scratch.bin_dir"), "${HOST}");
}

static void an_undefined_variable_is_an_error_with_its_place(void **state) {
    (void)state;
    assert_file_refused("[scratch]\n\nurl = ${NO_SUCH}\n",
                        "migrate.ini:3: [scratch] url needs the variable NO_SUCH");
    assert_file_refused("[scratch]\nurl = ${NO-SUCH}\n", "needs the variable NO-SUCH");
    put(".env", "A=${B}\nB=${A}\n");
    assert_file_refused("[scratch]\nurl = ${A}\n", "needs the variable");
}

static void few_lines_do_not_grow_without_measure(void **state) {
    (void)state;
    g_autoptr(GString) text = g_string_new("A0=x\n");
    for (int i = 1; i < 12; i++)
        g_string_append_printf(text, "A%d=${A%d}${A%d}${A%d}${A%d}\n", i, i - 1, i - 1, i - 1,
                               i - 1);
    put(".env", text->str);
    assert_file_refused("[scratch]\nurl = ${A11}\n", "needs the variable");
}

static void another_environments_variables_may_be_missing(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    const ConfigFlag flags[] = {{"project.env", "production", "env"}, {0}};
    put("migrate.ini", "[env production]\nurl = ${NO_SUCH}\n");
    g_autoptr(Config) config = load(&(ConfigRequest){.target = true, .environment = nothing});
    assert_true(config_usable(config, "dev", &error));
    assert_false(config_usable(config, "production", &error));
    assert_non_null(strstr(error->message, "migrate.ini:2: [env production] url"));
    assert_null(config_string(config, "env production.url"));
    assert_refused(&(ConfigRequest){.target = true, .flags = flags, .environment = nothing},
                   "needs the variable NO_SUCH");
}

static void database_url_is_for_the_environment_in_force(void **state) {
    (void)state;
    char *environment[] = {(char *)"PGHOST=pg", (char *)"DATABASE_URL=postgres://real", NULL};
    put("migrate.ini", "[env dev]\nurl = postgres://file\n[env production]\nurl = postgres://p\n");
    g_autoptr(Config) config = load_with(environment);
    assert_string_equal(config_string(config, "env.url"), "postgres://real");
    assert_string_equal(config_string(config, "env production.url"), "postgres://p");
}

static void libpqs_variables_do_as_well(void **state) {
    (void)state;
    char *environment[] = {(char *)"PGHOST=pg", (char *)"DATABASE_URL=", NULL};
    g_autoptr(Config) config = load_with(environment);
    assert_string_equal(config_string(config, "env.url"), "postgresql://");
    assert_origin(config, "env dev", "url", "environment PGHOST");
}

static void a_chosen_environment_keeps_its_url(void **state) {
    (void)state;
    const ConfigFlag flags[] = {{"project.env", "production", "env"}, {0}};
    const ConfigFlag bare[] = {{"project.env", "bare", "env"}, {0}};
    char *environment[] = {(char *)"DATABASE_URL=postgres://real", NULL};
    char *named[] = {(char *)"DATABASE_URL=postgres://real", (char *)"MIGRATE_ENV=production",
                     NULL};
    put("migrate.ini", "[env production]\nurl = postgres://p\n[env bare]\n");
    g_autoptr(Config) config = load(&(ConfigRequest){.flags = flags, .environment = environment});
    g_autoptr(Config) by_name = load_with(named);
    g_autoptr(Config) empty = load(&(ConfigRequest){.flags = bare, .environment = environment});
    assert_string_equal(config_string(config, "env.url"), "postgres://p");
    assert_string_equal(config_string(by_name, "env.url"), "postgres://p");
    assert_string_equal(config_string(empty, "env.url"), "postgres://real");
}

static void an_environment_has_to_exist(void **state) {
    (void)state;
    const ConfigFlag flags[] = {{"project.env", "prodution", "env"}, {0}};
    char *environment[] = {(char *)"MIGRATE_ENV_CI_URL=postgres://ci", (char *)"MIGRATE_ENV=ci",
                           NULL};
    put("migrate.ini", "[env production]\nurl = postgres://p\n");
    assert_refused(&(ConfigRequest){.flags = flags, .environment = nothing},
                   "did you mean 'production'?");
    g_autoptr(Config) config = load_with(environment);
    g_autofree char *names = g_strjoinv("|", (char **)config_environments(config));
    assert_string_equal(config_string(config, "env.url"), "postgres://ci");
    assert_string_equal(names, "ci|dev|production");
}

static void dotenv_is_read_as_others_read_it(void **state) {
    (void)state;
    put(".env", "# comment\n{ not a setting\nexport MIGRATE_ENV_DEV_OWNER = 'a ${B} #1' # no\n"
                "MIGRATE_SCRATCH_BIN_DIR=bare # comment\r\n"
                "OTHER=\"two\nlines\"\n"
                "MIGRATE_SCRATCH_CACHE_DIR=\"\\$x \\${y} \\\"z\\\"\"\n"
                "MIGRATE_PROJECT_SCHEMA=one\nMIGRATE_PROJECT_SCHEMA=two\nTAIL=\"open\n");
    g_autoptr(Config) config = load_with(NULL);
    assert_string_equal(config_string(config, "env.owner"), "a ${B} #1");
    assert_string_equal(config_string(config, "scratch.bin_dir"), "bare");
    assert_string_equal(config_string(config, "scratch.cache_dir"), "$x ${y} \"z\"");
    assert_string_equal(config_string(config, "project.schema"), "two");
    assert_origin(config, "project", "schema", "MIGRATE_PROJECT_SCHEMA of .env:9");
}

static void pg_variables_of_dotenv_reach_libpq(void **state) {
    (void)state;
    char *environment[] = {(char *)"PGUSER=real", NULL};
    g_unsetenv("PGPASSFILE");
    put(".env", "PGPASSFILE=/from/dotenv\nPGUSER=dotenv\n");
    config_free(load_with(environment));
    assert_string_equal(g_getenv("PGPASSFILE"), "/from/dotenv");
    assert_string_not_equal(g_getenv("PGUSER") ? g_getenv("PGUSER") : "", "dotenv");
    g_unsetenv("PGPASSFILE");
}

static void passwords_are_masked(void **state) {
    (void)state;
    const GPtrArray *entries;
    char *environment[] = {(char *)"DATABASE_URL=postgres://u:geheim@h/d", NULL};
    g_autoptr(Config) config = load_with(environment);
    entries = config_entries(config);
    for (guint i = 0; i < entries->len; i++) {
        g_autofree char *text = config_masked(entries->pdata[i]);
        assert_null(strstr(text, "geheim"));
    }
}

static char *without_comment_marks(const char *text) {
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        if ((*line)[0] == '#' && (*line)[1] != ' ')
            memmove(*line, *line + 1, strlen(*line));
    }
    return g_strjoinv("\n", lines);
}

static void the_template_says_what_holds(void **state) {
    (void)state;
    g_autofree char *template = config_template();
    g_autofree char *active = without_comment_marks(template);
    char *environment[] = {(char *)"HOME=/home/me", (char *)"PRODUCTION_DATABASE_URL=p",
                           (char *)"SCRATCH_DATABASE_URL=s", (char *)"TENANTS_DATABASE_URL=t",
                           NULL};
    put("migrate.ini", template);
    g_autoptr(Config) silent = load_with(NULL);
    put("migrate.ini", active);
    g_autoptr(Config) loud = load_with(environment);
    const GPtrArray *entries = config_entries(silent);
    for (guint i = 0; i < entries->len; i++) {
        const ConfigEntry *entry = entries->pdata[i];
        g_autofree char *name = g_strconcat(entry->section, ".", entry->key, NULL);
        assert_true(entry->origin == ORIGIN_DEFAULT || entry->origin == ORIGIN_UNSET);
        if (entry->value != NULL)
            assert_string_equal(config_string(loud, name), entry->value);
        else
            assert_non_null(config_string(loud, name));
    }
    assert_true(config_boolean(loud, "env production.protected"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(without_a_file_the_defaults_hold),
        TEST(each_layer_beats_the_one_below),
        TEST(the_file_is_found_from_below),
        TEST(a_path_may_stand_in_quotes),
        TEST(the_search_ends_at_the_top_of_the_repository),
        TEST(a_file_above_of_another_user_is_not_trusted),
        TEST(unknown_names_are_refused_with_the_place_and_a_suggestion),
        TEST(what_is_no_setting_is_refused_with_its_place),
        TEST(values_are_held_to_their_type),
        TEST(types_are_read),
        TEST(variables_are_replaced),
        TEST(an_undefined_variable_is_an_error_with_its_place),
        TEST(few_lines_do_not_grow_without_measure),
        TEST(another_environments_variables_may_be_missing),
        TEST(database_url_is_for_the_environment_in_force),
        TEST(libpqs_variables_do_as_well),
        TEST(a_chosen_environment_keeps_its_url),
        TEST(an_environment_has_to_exist),
        TEST(dotenv_is_read_as_others_read_it),
        TEST(pg_variables_of_dotenv_reach_libpq),
        TEST(passwords_are_masked),
        TEST(the_template_says_what_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
