/* The scanner against psql itself: psql runs scripts against a server of the test's own that
 * accepts anything and notes the queries it is sent. What psql sends and what the scanner finds
 * must be the same statements. */
#include "base/file.h"
#include "text/lex.h"
#include "text/scan.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const char marker[] = "select 'next script'";

static bool read_exactly(int fd, void *data, gsize length) {
    for (gsize done = 0; done < length;) {
        ssize_t got = read(fd, (char *)data + done, length - done);
        if (got == 0 || (got < 0 && errno != EINTR))
            return false;
        done += got > 0 ? (gsize)got : 0;
    }
    return true;
}

/* The body of a message of the frontend, whose length word comes first; NULL at the end. */
static char *read_body(int fd) {
    guint32 length;
    if (!read_exactly(fd, &length, sizeof(length)))
        return NULL;
    length = GUINT32_FROM_BE(length) - (guint32)sizeof(length);
    g_autofree char *body = g_malloc0(length + 1);
    return read_exactly(fd, body, length) ? g_steal_pointer(&body) : NULL;
}

static void send_message(int fd, char type, const char *body, gsize length) {
    guint32 size = GUINT32_TO_BE((guint32)(length + sizeof(size)));
    GByteArray *message = g_byte_array_new();
    g_byte_array_append(message, (const guint8 *)&type, 1);
    g_byte_array_append(message, (const guint8 *)&size, sizeof(size));
    g_byte_array_append(message, (const guint8 *)body, (guint)length);
    assert_int_equal(send(fd, message->data, message->len, MSG_NOSIGNAL), message->len);
    g_byte_array_unref(message);
}

#define SEND(fd, type, literal) send_message(fd, type, literal, sizeof(literal) - 1)

static void greet(int fd) {
    g_autofree char *startup = read_body(fd);
    assert_non_null(startup);
    SEND(fd, 'R', "\0\0\0\0");
    SEND(fd, 'S', "server_version\00015.0\0");
    SEND(fd, 'S', "client_encoding\0UTF8\0");
    SEND(fd, 'S', "standard_conforming_strings\0on\0");
    SEND(fd, 'Z', "I");
}

/* Every query until the client leaves. */
static GPtrArray *serve(int fd) {
    GPtrArray *queries = g_ptr_array_new_with_free_func(g_free);
    greet(fd);
    char type;
    while (read_exactly(fd, &type, 1) && type != 'X') {
        char *body = read_body(fd);
        if (!body)
            break;
        assert_int_equal(type, 'Q');
        g_ptr_array_add(queries, body);
        SEND(fd, 'C', "OK\0");
        SEND(fd, 'Z', "I");
    }
    return queries;
}

/* An abstract socket leaves nothing behind; libpq knows them by the @. */
static int listen_at(const char *folder) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int length = g_snprintf(address.sun_path + 1, sizeof(address.sun_path) - 1, "%s/.s.PGSQL.5432",
                            folder + 1);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (gsize)length);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(fd, 1), 0);
    return fd;
}

static GPid start_psql(const char *host, GPtrArray *files) {
    g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(argv, g_strdup("psql"));
    g_ptr_array_add(argv, g_strdup("-Xq"));
    for (guint i = 0; i < files->len; i++) {
        g_ptr_array_add(argv, g_strdup("-f"));
        g_ptr_array_add(argv, g_strdup(files->pdata[i]));
        g_ptr_array_add(argv, g_strdup("-c"));
        g_ptr_array_add(argv, g_strdup(marker));
    }
    g_ptr_array_add(argv, g_strdup_printf("host=%s port=5432 user=u dbname=d", host));
    g_ptr_array_add(argv, NULL);
    g_auto(GStrv) environment = g_environ_setenv(g_get_environ(), "PGCLIENTENCODING", "UTF8", TRUE);
    GPid pid = 0;
    g_spawn_async(NULL, (char **)argv->pdata, environment,
                  G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL |
                      G_SPAWN_STDERR_TO_DEV_NULL,
                  NULL, NULL, &pid, NULL);
    return pid;
}

static GPtrArray *run_psql(GPtrArray *files) {
    g_autofree char *host = g_strdup_printf("@migrate-test-%d-%08x", getpid(), g_random_int());
    int listener = listen_at(host);
    GPid pid = start_psql(host, files);
    assert_true(pid > 0);
    int fd = accept(listener, NULL, NULL);
    GPtrArray *queries = serve(fd);
    close(fd);
    close(listener);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    return queries;
}

/* The tokens of a statement, one blank between two: psql drops some blank space, and before version
 * 15 comments. */
static char *tokens_of(const char *text, gsize length) {
    GString *out = g_string_new(NULL);
    for (gsize at = 0;;) {
        Token token = lex_significant(text, length, at);
        if (token.kind == TOKEN_END || lex_is_broken(token.kind))
            return g_string_free(out, FALSE);
        g_string_append_len(out, text + token.start, (gssize)(token.end - token.start));
        g_string_append_c(out, ' ');
        at = token.end;
    }
}

/* The statements of `script` as tokens, up to the first that the scanner refuses. */
static GPtrArray *scan(const char *script, bool *refused) {
    GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
    Scanner scanner;
    Statement statement;
    assert_true(scanner_init(&scanner, NULL, script, strlen(script), NULL));
    g_autoptr(GError) error = NULL;
    while (scanner_next(&scanner, &statement, &error) == SCAN_STATEMENT)
        g_ptr_array_add(found, tokens_of(statement.text, statement.length));
    *refused = error != NULL;
    return found;
}

/* Compares one script with `queries` from `*next` on, up to the marker. */
static void compare_script(const char *script, GPtrArray *queries, guint *next) {
    bool refused;
    g_autoptr(GPtrArray) expected = scan(script, &refused);
    guint matched = 0;
    for (; strcmp(queries->pdata[*next], marker) != 0; ++*next) {
        bool broken;
        g_autoptr(GPtrArray) sent = scan(queries->pdata[*next], &broken);
        if (matched < expected->len && sent->len == 0 && !broken)
            continue;
        if (matched < expected->len) {
            if (sent->len != 1 || strcmp(sent->pdata[0], expected->pdata[matched]) != 0)
                fail_msg("in the script\n%s\npsql sends\n%s\nand the scanner finds\n%s", script,
                         (char *)queries->pdata[*next], (char *)expected->pdata[matched]);
            matched++;
        } else if (!refused && sent->len != 0) {
            fail_msg("in the script\n%s\npsql sends more:\n%s", script,
                     (char *)queries->pdata[*next]);
        }
        assert_true(*next + 1 < queries->len);
    }
    if (matched < expected->len)
        fail_msg("in the script\n%s\npsql does not send\n%s", script,
                 (char *)expected->pdata[matched]);
    ++*next;
}

/* 0 when there is none. */
static guint psql_major(void) {
    const char *const argv[] = {"psql", "--version", NULL};
    g_autofree char *output = NULL;
    if (!g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL,
                      NULL, NULL))
        return 0;
    return (guint)g_ascii_strtoull(output + strcspn(output, "0123456789"), NULL, 10);
}

static void compare(GPtrArray *scripts) {
    /* Version 15 changed what belongs to a number, as the server did. */
    if (psql_major() < 15) {
        print_message("psql 15 or newer is not installed\n");
        skip();
    }
    g_autofree char *top = g_dir_make_tmp("migrate-psql-XXXXXX", NULL);
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < scripts->len; i++) {
        char *path = g_strdup_printf("%s/%u.sql", top, i);
        const char *script = scripts->pdata[i];
        g_ptr_array_add(files, path);
        assert_true(file_write(path, script, strlen(script), 0644, NULL));
    }
    g_autoptr(GPtrArray) queries = run_psql(files);
    assert_true(file_remove_tree(top, NULL));
    guint next = 0;
    for (guint i = 0; i < scripts->len; i++)
        compare_script(scripts->pdata[i], queries, &next);
    assert_int_equal(next, queries->len);
}

static void chosen_scripts_split_as_in_psql(void **state) {
    (void)state;
    static const char *const chosen[] = {
        "select 1; select 2;\n\n;; -- end\n; /* x */",
        "\uFEFFselect 1;\nselect 2",
        "select 'a;''b' || E'\\';' || e'\\\\'; select U&'\\;' UESCAPE '!'; ",
        "select N';', B';', x';';",
        "select E'a''\\';'; select \"a\"\"b;\"; select U&\"a;\"\"b\";",
        "select 'a' -- ;\n ';b'; select 2;",
        "select 1e'a;'; select 1.5e'\\';'; select $1e'b;';",
        "select $$;$$, $a$;$$;$a$, $Ü1$;$Ü1$, $1; select a$b$; select c$b$ ; select $a b;",
        "select $a$ $ab$a$; select $a$ $b$a$; select $$ $a$$; select 3;",
        "select $1a$b$ ; $b$; select 4;",
        "select 1a$b$ ; $b$; select 4;",
        "select 1e5a$b$; $b$; select 1e-- 2;\n; select 1.e+/* ; */;",
        "select /* ; /* ; */ ; */ 1; select /*/ ; */ 2; select /**/ 3 /***/; select 4 /* ** // */;",
        "select 1 +-- ;\n 2; select 1 */* ; */ 2; select 1 @-/* ; */ 2; select 1 <--;\n 1;",
        "create rule r as on insert to t do also (insert into a values (1); delete from b); x;",
        "select 1); select (2;3); select 4;",
        "create function f() returns int begin atomic select 1; select 2; end; select 3;",
        "Create Or Replace Procedure p() BEGIN ATOMIC insert into t values (1); END; select 3;",
        "create function f() begin atomic select case when a then 1 end; end; select 3;",
        "create function f() begin atomic select pending, \"end\", 'end', atomic_end; end; x;",
        "create function f(a int default (case when b then 1 end)) begin atomic ; end; x;",
        "create function case() begin atomic; end; x;",
        "create /* c */ or -- d\n replace function f() begin atomic; end; x;",
        "create or function f() begin; x; replace procedure create begin; y;",
        "create procedure begin begin; end; end; x; create table begin (a int); y;",
        "begin; select case when b then 1 end; end; select 2;",
        "create function f() as 'begin' language sql; select 2;",
        "select 1;\r\n-- ;\r\nselect 2;\r\n",
        "select 1;\r-- ;\rselect 2;\r",
        "select a[1:2], :x, :'y;', b::int, :\"z;\" from t; select 2;",
        "select 'never closed; select 2;",
        "select (1; select 2;",
        "select 1 /* never closed; select 2;",
        "insert into t values (1), (2) ; -- the last one has no semicolon\nselect 'x'",
    };
    g_autoptr(GPtrArray) scripts = g_ptr_array_new();
    for (guint i = 0; i < G_N_ELEMENTS(chosen); i++)
        g_ptr_array_add(scripts, (gpointer)chosen[i]);
    compare(scripts);
}

static char *random_script(GRand *random) {
    static const char *const pieces[] = {
        ";",
        ";",
        " ; ",
        "\n",
        " ",
        "'",
        "''",
        "\"",
        "$$",
        "$a$",
        "$",
        "a$",
        "$1",
        "--",
        "-- x;\n",
        "/*",
        "*/",
        "/",
        "*",
        "-",
        "+",
        "(",
        ")",
        "select ",
        "E'i\\'s;'",
        "e",
        "U&",
        "N",
        "ü",
        "1.5e3",
        "1..2",
        "begin ",
        "end ",
        "case ",
        "or ",
        "replace ",
        "\r\n",
        "::",
        "x;y ",
        "1e",
        "/**/",
        "/*/",
        "create function f() begin ",
        "create or replace procedure ",
        "function ",
        "[1:2]",
        "<=>",
        ".",
        ",",
    };
    GString *script = g_string_new(NULL);
    gint32 count = g_rand_int_range(random, 1, 50);
    for (gint32 i = 0; i < count; i++)
        g_string_append(script, pieces[g_rand_int_range(random, 0, (gint32)G_N_ELEMENTS(pieces))]);
    return g_string_free(script, FALSE);
}

static void random_scripts_split_as_in_psql(void **state) {
    (void)state;
    const char *seed_text = g_getenv("SEED");
    guint32 seed = seed_text ? (guint32)g_ascii_strtoull(seed_text, NULL, 10) : 20240101;
    GRand *random = g_rand_new_with_seed(seed);
    g_autoptr(GPtrArray) scripts = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < 500; i++)
        g_ptr_array_add(scripts, random_script(random));
    g_rand_free(random);
    compare(scripts);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chosen_scripts_split_as_in_psql),
        cmocka_unit_test(random_scripts_split_as_in_psql),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
