#include "pg/connection.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void assert_masked(const char *conninfo, const char *expected) {
    g_autofree char *masked = pg_mask(conninfo);
    assert_string_equal(masked, expected);
}

static void a_password_in_a_url_is_masked(void **state) {
    (void)state;
    assert_masked("postgres://me:hunter2@db.example:5432/app?sslmode=require",
                  "postgres://me:***@db.example:5432/app?sslmode=require");
    assert_masked("postgresql://me@db/app", "postgresql://me@db/app");
    assert_masked("postgresql://db/app?user=me&password=hunter2",
                  "postgresql://db/app?user=me&password=***");
    assert_masked("postgresql://me:p%40ss@[::1]/app", "postgresql://me:***@[::1]/app");
}

static void a_password_among_keywords_is_masked(void **state) {
    (void)state;
    g_autofree char *masked = pg_mask("host = db password='hunter2 hunter3' sslpassword=tiger");
    assert_non_null(strstr(masked, "host=db"));
    assert_non_null(strstr(masked, "password=***"));
    assert_null(strstr(masked, "hunter"));
    assert_null(strstr(masked, "tiger"));
}

static void a_connection_string_in_place_of_a_name_is_masked(void **state) {
    (void)state;
    assert_masked("dbname='postgres://me:hunter2@db/app'", "dbname=***");
}

static void nothing_stays_nothing(void **state) {
    (void)state;
    assert_masked("", "");
    assert_masked(NULL, "");
}

static void an_unknown_parameter_is_named(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    assert_null(pg_connect("postgresql://me:hunter2@127.0.0.1:1/app?schema=public&shema=public",
                           "t", &error));
    assert_int_equal(error->code, FAIL_USAGE);
    assert_non_null(strstr(error->message, "'shema'"));
}

/* What libpq gets of `conninfo`, and the names of what it does not get. */
static void assert_kept(const char *conninfo, const char *kept, const char *dropped) {
    g_auto(GStrv) names = NULL;
    g_autofree char *own = conninfo_without_foreign(conninfo, &names);
    g_autofree char *list = g_strjoinv(" ", names);
    assert_string_equal(own, kept);
    assert_string_equal(list, dropped);
}

static void parameters_that_only_other_tools_know_are_passed_over(void **state) {
    (void)state;
    assert_kept("postgresql://me@db/app?schema=public", "postgresql://me@db/app", "schema");
    assert_kept("postgres://me@db/app?schema=a&sslmode=require&connection_limit=5&pgbouncer=true"
                "&sslaccept=strict",
                "postgres://me@db/app?sslmode=require",
                "schema connection_limit pgbouncer sslaccept");
    assert_kept("postgresql://db/app?connect_timeout=3&schema=a",
                "postgresql://db/app?connect_timeout=3", "schema");
    assert_kept("postgresql://me:a?schema=b@db/app?schema=c", "postgresql://me:a?schema=b@db/app",
                "schema");
    assert_kept("postgresql://db/app?application_name=a@b&schema=c",
                "postgresql://db/app?application_name=a@b", "schema");
    assert_kept("postgresql://db/app?schema", "postgresql://db/app?schema", "");
    assert_kept("host=db dbname='x?schema=a'", "host=db dbname='x?schema=a'", "");
    assert_kept("", "", "");
}

static void a_url_with_them_leads_to_the_server(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    assert_null(pg_connect("postgresql://me:hunter2@127.0.0.1:1/app?schema=public&pgbouncer=true",
                           "t", &error));
    assert_int_equal(error->code, FAIL_ENVIRONMENT);
    assert_null(strstr(error->message, "hunter2"));
}

static void an_unreachable_server_is_named_without_the_password(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    assert_null(pg_connect("postgresql://me:hunter2@127.0.0.1:1/app", "t", &error));
    assert_int_equal(error->domain, PG_ERROR);
    assert_int_equal(error->code, FAIL_ENVIRONMENT);
    assert_non_null(strstr(error->message, "me:***@127.0.0.1:1/app"));
    assert_null(strstr(error->message, "hunter2"));
}

/* Fails when three bytes of `secret` in a row are in `text`. */
static void assert_no_piece(const char *text, const char *secret, const char *conninfo) {
    for (gsize i = 0; i + 3 <= strlen(secret); i++) {
        char piece[4] = {secret[i], secret[i + 1], secret[i + 2], '\0'};
        if (strstr(text, piece))
            fail_msg("\"%s\" of the password of %s is in: %s", piece, conninfo, text);
    }
}

/* Passwords whose letters are in no message of ours, broken by what breaks a connection string. */
static void no_piece_of_a_password_of_a_malformed_string_is_told(void **state) {
    (void)state;
    static const char *const passwords[] = {
        "QXZJ%tKVWQ", "QXZJ%",      "QXZJ@KVWQ",  "QXZJ/KVWQ",  "QXZ?JK@VWQ", "QXZJ#/KVWQ",
        "QXZ@JK@VWQ", "QX'ZJ KVWQ", "'QXZJ' KVW", "QXZJ KVWQ",  "QXZJ\\",     "73915/QXZJ",
        "73915@QXZJ", "%00QXZJKV",  "[QXZJ/KVWQ", "QXZJ:/KVWQ", "QXZ=JK/VWQ", "QXZ\"JK@VWQ",
    };
    static const char *const shapes[] = {
        "postgres://me:%s@127.0.0.1:1/app",
        "postgresql://me:%s@[::1/app",
        "postgresql://me:%s@127.0.0.1:port/app",
        "postgresql://me:%s:port/app",
        "postgresql://:%s@[]/app",
        "postgresql://me:%s@127.0.0.1:1/app?nonsense=1",
        "postgresql://me:%s@127.0.0.1:1/app?sslmode",
        "postgresql://127.0.0.1:1/app?user=me&password=%s&&x",
        "postgre://me:%s@127.0.0.1:1/app",
        "host=127.0.0.1 port=one password=%s",
        "host=127.0.0.1 password=%s port",
        "host=127.0.0.1 user=me pass word=%s",
        "%s",
    };
    guint refused = 0;
    for (guint i = 0; i < G_N_ELEMENTS(passwords); i++) {
        for (guint j = 0; j < G_N_ELEMENTS(shapes); j++) {
            g_auto(GStrv) parts = g_strsplit(shapes[j], "%s", 2);
            g_autofree char *conninfo = g_strjoinv(passwords[i], parts);
            g_autofree char *masked = pg_mask(conninfo);
            assert_no_piece(masked, passwords[i], conninfo);
            g_autoptr(GError) error = NULL;
            g_autoptr(Pg) pg = pg_connect(conninfo, "t", &error);
            assert_null(pg);
            assert_no_piece(error->message, passwords[i], conninfo);
            refused += error->code == FAIL_USAGE;
        }
    }
    assert_in_range(refused, 200, G_N_ELEMENTS(passwords) * G_N_ELEMENTS(shapes));
}

/* Connecting with `conninfo` fails with `words` in the message. */
static void assert_advised(const char *conninfo, const char *words) {
    g_autoptr(GError) error = NULL;
    g_autoptr(Pg) pg = pg_connect(conninfo, "t", &error);
    assert_null(pg);
    if (!strstr(error->message, words))
        fail_msg("%s is answered with: %s", conninfo, error->message);
}

static void what_other_tools_write_is_told_what_to_write_instead(void **state) {
    (void)state;
    assert_advised("jdbc:postgresql://h/d?user=u&password=hunter2", "leave out 'jdbc:'");
    assert_advised("postgresql+psycopg2://u:p@h/d", "remove '+' and the driver's name");
    assert_advised("postgres+asyncpg://u:p@h/d", "remove '+' and the driver's name");
    assert_advised("prisma://x/?api_key=hunter2", "the URL of the database itself");
    assert_advised("mysql://u:p@h/d", "migrate is for PostgreSQL");
    assert_advised("other+thing://u:p@h/d", "begins with neither postgresql:// nor postgres://");
    assert_advised("postgresql://h/d?socket=/run/pg", "write host=");
    assert_advised("postgresql://h/d?shema=x", "remove it");
    assert_advised("postgresql://u:p@ss@h/d", "'$' and '%' as %3F");
}

static void what_is_no_secret_stays_in_libpqs_words(void **state) {
    (void)state;
    g_autoptr(PQconninfoOption) options =
        conninfo_parse("postgresql://u:hunter2@h/d?channel_binding=require&sslrootcert=/no/such.crt"
                       "&sslpassword=tiger&options=-c%20a.b%3Dlion",
                       NULL);
    g_autofree char *text = conninfo_censor(
        options, "channel binding required: root certificate file \"/no/such.crt\" does not exist, "
                 "hunter2 tiger -c a.b=lion");
    assert_string_equal(text, "channel binding required: root certificate file \"/no/such.crt\" "
                              "does not exist, *** *** ***");
}

static void a_failure_to_connect_comes_with_what_to_do(void **state) {
    (void)state;
    assert_string_equal(conninfo_failure_advice("Connection refused"), "");
    assert_non_null(strstr(conninfo_failure_advice("local user with ID 12345 does not exist"),
                           "postgresql://USER@HOST/DATABASE"));
    assert_non_null(strstr(
        conninfo_failure_advice("FATAL:  password authentication failed for user \"u\""), "%3F"));
}

static void a_password_replaces_the_strings_own(void **state) {
    (void)state;
    static const char *const strings[] = {
        "postgresql://u@h/db",          "postgresql://u:old@h/db?sslmode=disable",
        "host=h dbname=db user=u",      "host=h dbname=db user=u password=old",
        "postgres:///db?user=u&host=h",
    };
    static const char *const passwords[] = {"plain", "a'b\\c d", "p@ss/w%rd?&=#", "é"};
    for (guint i = 0; i < G_N_ELEMENTS(strings); i++) {
        for (guint p = 0; p < G_N_ELEMENTS(passwords); p++) {
            g_autofree char *with = pg_with_password(strings[i], passwords[p]);
            g_autoptr(PQconninfoOption) options = conninfo_parse(with, NULL);
            assert_non_null(options);
            assert_string_equal(conninfo_value(options, "password"), passwords[p]);
            assert_string_equal(conninfo_value(options, "dbname"), "db");
            g_autofree char *masked = pg_mask(with);
            assert_null(strstr(masked, passwords[p]));
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_password_replaces_the_strings_own),
        cmocka_unit_test(a_password_in_a_url_is_masked),
        cmocka_unit_test(a_password_among_keywords_is_masked),
        cmocka_unit_test(a_connection_string_in_place_of_a_name_is_masked),
        cmocka_unit_test(nothing_stays_nothing),
        cmocka_unit_test(an_unknown_parameter_is_named),
        cmocka_unit_test(parameters_that_only_other_tools_know_are_passed_over),
        cmocka_unit_test(a_url_with_them_leads_to_the_server),
        cmocka_unit_test(an_unreachable_server_is_named_without_the_password),
        cmocka_unit_test(what_other_tools_write_is_told_what_to_write_instead),
        cmocka_unit_test(what_is_no_secret_stays_in_libpqs_words),
        cmocka_unit_test(a_failure_to_connect_comes_with_what_to_do),
        cmocka_unit_test(no_piece_of_a_password_of_a_malformed_string_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
