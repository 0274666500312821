#include "apply/blocker.h"

#include "apply/ahead.h"
#include "apply/lock.h"
#include "apply/place_error.h"
#include "sql.h"
#include "text/secret.h"
#include <string.h>

enum { MOST = 16 };

/* What somebody else executes may hold a password. NULL: nothing is known of it. */
static const char *shown(Arena *arena, const char *query) {
    g_autofree char *masked = query ? secret_masked(query, strlen(query)) : NULL;
    return masked ? arena_strdup(arena, masked) : NULL;
}

/* The texts are those of `rows` and of `arena`. */
static guint read_blockers(const Rows *rows, Arena *arena, ApplyBlocker *blockers) {
    guint count = 0;
    for (guint i = 0; i < rows_count(rows) && count < MOST; i++) {
        if (strcmp(rows_value(rows, i, 0), "blocker") != 0)
            continue;
        blockers[count++] = (ApplyBlocker){
            .pid = (int)rows_number(rows, i, 1),
            .user = rows_value(rows, i, 2),
            .application = rows_value(rows, i, 3),
            .client = rows_value(rows, i, 4),
            .state = rows_value(rows, i, 5),
            .query = shown(arena, rows_value(rows, i, 6)),
            .age = rows_number(rows, i, 7),
        };
    }
    return count;
}

static void append_part(GString *text, const char *format, const char *value) {
    if (!value || *value == '\0')
        return;
    g_string_append(text, strchr(text->str, '(') ? ", " : " (");
    g_string_append_printf(text, "%s%s%s", format, value, *format ? "\"" : "");
}

/* The clock is this machine's; the age is the server's. */
static char *since(gint64 age) {
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    g_autoptr(GDateTime) then = g_date_time_add(now, -age * 1000);
    g_autofree char *clock = g_date_time_format(then, "%Y-%m-%d %H:%M:%S UTC");
    return g_strdup_printf("since %s, for %.1f s", clock, (double)age / 1000);
}

/* 'pid 4711 (user "bob", application "psql", idle in transaction, since …): UPDATE …' */
static char *describe(const ApplyBlocker *blocker) {
    g_autoptr(GString) text = g_string_new(NULL);
    if (blocker->pid == 0)
        return g_strdup("a prepared transaction (pg_prepared_xacts lists them)");
    g_autofree char *time = blocker->age > 0 ? since(blocker->age) : NULL;
    g_string_printf(text, "pid %d", blocker->pid);
    append_part(text, "user \"", blocker->user);
    append_part(text, "application \"", blocker->application);
    append_part(text, "", blocker->state);
    append_part(text, "", time);
    g_string_append_printf(text, "%s%s%s", strchr(text->str, '(') ? ")" : "",
                           blocker->query ? ": " : "", blocker->query ? blocker->query : "");
    return g_strdup(text->str);
}

static void remember(Run *run, const char *how, const ApplyBlocker *blockers, guint count) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < count; i++) {
        g_autofree char *one = describe(&blockers[i]);
        g_string_append_printf(text, "\n%s: %s", how, one);
    }
    g_free(run->blockers);
    run->blockers = g_strdup(text->str);
}

void run_tell_blockers(Run *run, ApplyEventType type, const Rows *rows) {
    g_autoptr(Arena) arena = arena_new();
    ApplyBlocker blockers[MOST];
    guint count = read_blockers(rows, arena, blockers);
    if (count == 0)
        return;
    remember(run, "in the way", blockers, count);
    run_emit(run, (ApplyEvent){.type = type,
                               .elapsed = run_elapsed(run),
                               .blockers = blockers,
                               .blocker_count = count});
}

void run_forget_blockers(Run *run) {
    g_clear_pointer(&run->blockers, g_free);
}

/* Of the tables that the statements name; "{}": none. Caller frees. */
static char *tables_of(const Statement *statements, guint count) {
    g_autoptr(GHashTable) tables = tables_new();
    for (guint i = 0; i < count; i++) {
        g_auto(StatementClass) found = statement_classify(&statements[i]);
        tables_add(tables, &found);
    }
    return tables_array(tables);
}

static void look_for_holders(Run *run, const Statement *statements, guint count) {
    g_autofree char *keys =
        g_strdup_printf("{%s,%s,%s}", ledger_lock(LOCK_OF_SESSION),
                        ledger_lock(LOCK_OF_TRANSACTION), ledger_lock(LOCK_OF_BOOTSTRAP));
    g_autofree char *tables = tables_of(statements, count);
    const char *const values[] = {tables, keys};
    g_autoptr(Rows) rows = run_look(run, PG_ANY_ROWS("!!......"), ledger_sql(SQL_holders),
                                    G_N_ELEMENTS(values), values);
    g_autoptr(Arena) arena = arena_new();
    ApplyBlocker blockers[MOST];
    guint found = rows ? read_blockers(rows, arena, blockers) : 0;
    if (found > 0)
        remember(run, "perhaps in the way", blockers, found);
}

void run_name_blockers(Run *run, const Statement *statements, guint count, GError *error) {
    if (!run->blockers && run->pg)
        look_for_holders(run, statements, count);
    if (error && run->blockers)
        append_message(error, "%s", run->blockers);
    run_forget_blockers(run);
}

void run_name_lock(Run *run, GError *error) {
    if (!run->pg || !pg_fault_is(error, "55P03"))
        return;
    pg_script(run->pg, "ROLLBACK", NULL);
    run_name_blockers(run, NULL, 0, error);
    error->code = FAIL_LOCKED;
}
