/* Which tables are changed online, and what was measured to make others wait all the same. */
#include "compare/draft_context.h"
#include "history/statement.h"
#include "source/directives.h"
#include <string.h>

/* What is faster than what would replace it, by the reference's figures: 1,000,000 rows take less
 * than a second to read, and 10,000 nobody notices. */
static const Size small = {.rows = 10000, .bytes = 16 * 1024 * 1024};

static bool is_small(const Sizes *sizes, const Object *table) {
    g_autofree char *schema = sizes ? directive_schema_of(table) : NULL,
                    *name = sizes ? directive_name_of(table) : NULL;
    const Size *size = sizes ? sizes_find(sizes, schema, name) : NULL;
    return size && size->rows >= 0 && size->rows <= small.rows && size->bytes <= small.bytes;
}

static bool takes(const Object *table, void *data) {
    const DraftContext *context = data;
    return (context->options->online == ONLINE_ALL ||
            (context->online && g_hash_table_contains(context->online, table->identity))) &&
           !is_small(context->options->sizes, table);
}

void draft_choose_online(DraftContext *context) {
    bool marked = context->options->online == ONLINE_MARKED && context->online &&
                  g_hash_table_size(context->online) > 0;
    if (marked || context->options->online == ONLINE_ALL)
        context->choice = (Online){takes, context};
}

/* --- what has no safe form */

/* Why, by how a statement begins; the first row that fits. */
static const struct {
    const char *pattern;
    Work work; /* WORKS: any */
    const char *reason;
} reasons[] = {
    {"alter domain", WORKS,
     "every table that uses a domain is read while nobody can write to it, also by VALIDATE; "
     "require it of the columns instead"},
    {"alter table [only] NAME add constraint NAME exclude", WORKS,
     "the index of an exclusion constraint cannot be built concurrently"},
    {"alter table [only] NAME set logged|unlogged", WORKS,
     "the table is written again; write a new one beside it, in batches"},
    {"alter table [only] NAME set tablespace|access", WORKS,
     "the table is moved as a whole; an extension that copies it in the background can do that"},
    {"alter index NAME set tablespace", WORKS,
     "the index is moved as a whole; build a second one there, and drop the first"},
    {"alter materialized view NAME set", WORKS,
     "the view is moved as a whole; create a second one there, and drop the first"},
    {"alter table [only] NAME alter column", WORK_REWRITE,
     "the values are written again; add a column of the new type beside it, fill it in batches, "
     "and "
     "change over ('migrate explain alter-column-type')"},
    {"alter table [only] NAME add column", WORK_REWRITE,
     "a stored generated column, a counter, or a column of a domain with constraints is computed "
     "for each row at once; take a plain column, and fill it in batches by the key of the table "
     "('migrate help online')"},
    {"alter table [only] NAME add column", WORK_SCAN,
     "the column is NOT NULL and has no default, so that rows which are there have no value for "
     "it; "
     "give it a default, or add it without NOT NULL, fill it in batches, and require it later"},
    {"select", WORKS,
     "the counter goes on behind the highest value, which is looked up while the table is locked; "
     "create an index that begins with the column first"},
    {"alter table [only] NAME alter column", WORKS,
     "the indexes over the column are built again with it; build second ones beside them"},
};

static const char *reason_of(const Statement *statement, Work work) {
    for (guint i = 0; i < G_N_ELEMENTS(reasons); i++)
        if ((reasons[i].work == WORKS || reasons[i].work == work) &&
            statement_matches(statement, reasons[i].pattern))
            return reasons[i].reason;
    return "no statement of PostgreSQL does it in another way";
}

/* The statement at a line of `sql`; false: there is none. */
static bool statement_at(const char *sql, guint line, Statement *statement) {
    Scanner scanner;
    if (!scanner_init(&scanner, "generated SQL", sql, strlen(sql), NULL))
        return false;
    while (scanner_next(&scanner, statement, NULL) == SCAN_STATEMENT)
        if (statement->line == line)
            return true;
    return false;
}

/* A table of the old side that is changed online. */
static bool is_chosen(const DraftContext *context, const MeasuredRelation *relation) {
    g_autofree char *schema = pg_quote_ident(context->pg, relation->schema),
                    *name = pg_quote_ident(context->pg, relation->name),
                    *identity = g_strconcat(schema, ".", name, NULL);
    const Kind *kind = kind_find(relation->kind);
    const Object *table = kind ? catalog_find(context->old, kind, identity) : NULL;
    return table && takes(table, (void *)context);
}

void draft_note_unsafe(const DraftContext *context, const char *sql, const Measured *measured) {
    for (guint i = 0; i < measured->relations->len; i++) {
        const MeasuredRelation *relation = measured->relations->pdata[i];
        Statement statement;
        if (relation->lock < LOCK_STRONG || relation->work == WORK_MOMENT ||
            relation->partitioned || relation->emptied || !measured_is_due(relation) ||
            !is_chosen(context, relation) || !statement_at(sql, measured->line, &statement))
            continue;
        g_autofree char *sentence = measured_sentence(relation),
                        *preview = statement_preview(&statement);
        g_string_append_printf(context->unsafe, "\n  %s\n    takes %s: %s", preview, sentence,
                               reason_of(&statement, relation->work));
    }
}

/* The lock is that of the drop, and what takes the time is what comes behind it. */
void draft_note_rebuilt(const DraftContext *context) {
    const Diff *diff = context->draft->diff;
    for (guint i = 0; i < diff->count; i++) {
        const Change *change = &diff->changes[i];
        const Kind *kind = change->old ? change->old->kind : NULL;
        if (change->type != CHANGE_RECREATE || kind->data.loss != DATA_DERIVED ||
            object_value(change->new, "empty") || !takes(change->old, (void *)context))
            continue;
        g_string_append_printf(
            context->unsafe,
            "\n  DROP %s %s\n    takes ACCESS EXCLUSIVE on %s until it is computed anew; readers "
            "wait: create the new one beside it with its indexes under another name, and in the "
            "next migration drop the old one and rename",
            kind->type, change->old->id, change->old->id);
    }
}
