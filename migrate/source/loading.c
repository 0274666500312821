/* Loading: sources executed on scratch, side by side, and what their catalogs take from each other.
 */
#include "source/source.h"

#include "base/term.h"
#include "catalog/keep.h"
#include "prisma/schema.h"
#include "source/ledger_table.h"
#include "source/prisma.h"
#include "source/resume.h"
#include "source/stated.h"
#include "source/supply.h"
#include "source/twice.h"
#include "text/tree.h"
#include <string.h>

void loaded_follow(Loaded *schema, const Catalog *history) {
    if (!schema->stated)
        return;
    if (!schema->strict)
        prisma_order_labels(schema->catalog, history);
    const KeepRules rules = {.stated = schema->stated,
                             .listed = schema->listed,
                             .predicates = schema->predicates,
                             .born = schema->born,
                             .strict = schema->strict};
    catalog_keep(schema->catalog, history, &rules);
}

void loaded_settle(Loaded *schema, const Catalog *now) {
    if (schema->stated)
        catalog_keep_settled(schema->catalog, now);
}

void loaded_clear(Loaded *loaded) {
    g_clear_pointer(&loaded->stated, g_hash_table_unref);
    g_clear_pointer(&loaded->listed, g_hash_table_unref);
    catalog_free(loaded->catalog);
    pg_close(loaded->pg);
    *loaded = (Loaded){0};
}

/* One side of a pair, for a separate thread. */
typedef struct {
    Scratch *scratch;
    const SourceNames *names;
    const Source *source;
    Loaded *loaded;
    Pg *live;            /* to a database that is a side itself, until it is read */
    const char *owner;   /* its default owner; borrowed */
    const Source *other; /* what it is compared with; may be NULL */
    Supply *supply;      /* of that, for a schema in Prisma's language; may be NULL */
    SourceStep step;     /* gets the catalogs, one by one; may be NULL */
    void *step_data;
    Resume *resume; /* of a history that need not begin at its beginning; NULL: it has to */
    guint done;     /* the scripts that were executed before */
    gint64 took;    /* executing the others, microseconds */
    ReplayFault fault;
    GError *error;
} Side;

static bool is_database(const Side *side) {
    return side->source && side->source->type == SOURCE_DATABASE;
}

static LoadOptions live_options(const Side *side) {
    return (LoadOptions){side->owner, side->names->ignore, side->names->ignore_data,
                         side->names->ledger};
}

static void tell_loaded(const Side *side) {
    if (side->loaded->catalog)
        term_verbose("%s: read %u objects from the catalogs", side->source->label,
                     side->loaded->catalog->count);
}

static void load_database(Side *side) {
    LoadOptions options = live_options(side);
    side->loaded->catalog = catalog_load(side->live, &options, &side->error);
    tell_loaded(side);
    g_clear_pointer(&side->live, pg_close);
}

/* Of a script that creates one; NULL: it cannot be told. Caller frees. */
static char *extension_name(const Script *script) {
    gsize length;
    const char *text = g_bytes_get_data(script->text, &length);
    const Statement statement = {.text = text, .length = length};
    CreateExtension extension = {0};
    char *name =
        tree_create_extension(&statement, &extension) ? g_steal_pointer(&extension.name) : NULL;
    create_extension_clear(&extension);
    return name;
}

/* Extensions come first where a schema in Prisma's language, which need not say what it uses, or
 * several sources are executed: those that they create themselves and those of the history. One
 * that cannot be made yet is made where it stands, or missed where it is used. */
static void replay_extensions(const Side *side) {
    const Source *sources[] = {side->source, side->other};
    g_autoptr(GHashTable) own = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (!side->source->several && !prisma_is_source(side->source))
        return;
    for (guint i = 0; i < side->source->scripts->len; i++)
        ((Script *)side->source->scripts->pdata[i])->extended = true;
    for (guint s = 0; s < G_N_ELEMENTS(sources); s++) {
        if (!sources[s] || (s > 0 && sources[s]->type != SOURCE_MIGRATIONS))
            continue;
        g_autoptr(GPtrArray) extensions = prisma_extensions(sources[s]);
        for (guint i = 0; i < extensions->len; i++) {
            replay(side->scratch, side->loaded->pg, extensions->pdata[i], NULL, NULL);
            char *name = extension_name(extensions->pdata[i]);
            if (s > 0 && name && side->supply && !g_hash_table_contains(own, name))
                supply_add_extension(side->supply, name);
            g_hash_table_add(own, name ? name : g_strdup(""));
        }
    }
}

/* Lets the schema have what only the history makes. */
static void take_supply(const Side *side) {
    for (guint i = 0; side->supply && i < side->source->scripts->len; i++) {
        Script *script = side->source->scripts->pdata[i];
        script->supply = supply_missing;
        script->supply_data = side->supply;
    }
}

/* What the platform brings is older than all that is executed now. */
static bool note_birth(Side *side) {
    if (!platform_any(side->names->platform))
        return true;
    g_autoptr(Rows) rows =
        pg_ask(side->loaded->pg, PG_ONE_ROW("!"),
               "SELECT pg_catalog.max(c.oid) FROM pg_catalog.pg_class AS c", 0, NULL, &side->error);
    if (rows)
        side->loaded->born = (guint32)g_ascii_strtoull(rows_value(rows, 0, 0), NULL, 10);
    return rows;
}

static Catalog *read_catalog(Side *side) {
    Pg *pg = side->loaded->pg;
    LoadOptions options = {pg_user(pg), side->names->ignore, side->names->ignore_data};
    return ledger_tables_drop(pg, &side->error) ? catalog_load(pg, &options, &side->error) : NULL;
}

static bool take_step(Side *side, guint done) {
    Catalog *catalog = side->step ? read_catalog(side) : NULL;
    return !side->step || (catalog && side->step(done, catalog, side->step_data, &side->error));
}

static gpointer load_side(gpointer data) {
    Side *side = data;
    if (is_database(side)) {
        load_database(side);
        return NULL;
    }
    Pg *pg = side->loaded->pg;
    guint count = side->source->scripts->len;
    term_verbose("%s: executing %u file%s", side->source->label, count, count == 1 ? "" : "s");
    if (!note_birth(side))
        return NULL;
    replay_extensions(side);
    take_supply(side);
    if (!side->names->strict && side->other && side->other->type == SOURCE_MIGRATIONS)
        prisma_follow(side->source, side->other);
    bool taken = take_step(side, 0);
    gint64 start = g_get_monotonic_time();
    for (guint i = side->done; taken && i < count; i++) {
        Script *script = side->source->scripts->pdata[i];
        if (side->source->measure && !script->measure)
            measure_forget(side->source->measure);
        if (!replay(side->scratch, pg, script, &side->fault, &side->error)) {
            twice_tell(side->source, i, &side->fault, side->error);
            return NULL;
        }
        taken = take_step(side, i + 1);
    }
    side->took = g_get_monotonic_time() - start;
    if (side->step)
        return NULL;
    side->loaded->catalog = read_catalog(side);
    if (side->loaded->catalog) {
        g_autofree char *schema = pg_first_of_path(scratch_path(side->scratch));
        prisma_mark_open(side->source, side->loaded->catalog, schema);
    }
    tell_loaded(side);
    return NULL;
}

/* What is executed to be compared with a database looks for names where that does. */
static bool take_path(const Side *side, GError **error) {
    if (!side->scratch)
        return true;
    g_autofree char *asked = pg_url_path(side->source->url);
    g_autofree char *own = NULL;
    if (!asked && !side->names->path && !pg_own_path(side->live, &own, error))
        return false;
    scratch_set_path(side->scratch, asked ? asked : side->names->path ? side->names->path : own);
    return true;
}

static bool creates_schema(const Script *script, const char *name) {
    gsize length;
    const char *text = g_bytes_get_data(script->text, &length);
    Scanner scanner;
    Statement statement;
    if (!scanner_init(&scanner, script->file, text ? text : "", length, NULL))
        return false;
    while (scanner_next(&scanner, &statement, NULL) == SCAN_STATEMENT) {
        g_autofree char *head = statement_head(&statement, 2);
        g_autoptr(GPtrArray) created =
            strcmp(head, "create schema") == 0 ? tree_created(&statement) : NULL;
        const Named *first = created && created->len > 0 ? created->pdata[0] : NULL;
        if (first && strcmp(first->kind, "schema") == 0 && strcmp(first->name, name) == 0)
            return true;
    }
    return false;
}

/* The schema for unqualified names is somebody else's to create, as public is, unless one of the
 * sides does. NULL: nothing is to be made. Caller frees. */
static char *schema_to_make(const Scratch *scratch, const Side *sides, guint count) {
    g_autofree char *name = pg_first_of_path(scratch_path(scratch));
    if (g_strcmp0(name, "public") == 0)
        return NULL;
    for (guint i = 0; name && i < count; i++)
        for (guint s = 0; sides[i].source->scripts && s < sides[i].source->scripts->len; s++)
            if (creates_schema(sides[i].source->scripts->pdata[s], name))
                return NULL;
    return g_steal_pointer(&name);
}

static bool make_schema(Side *sides, guint count, GError **errors) {
    if (!sides[0].scratch)
        return true;
    g_autofree char *name = schema_to_make(sides[0].scratch, sides, count);
    for (guint i = 0; name && i < count; i++)
        if (!is_database(&sides[i]) &&
            !scratch_create_schema(sides[i].scratch, sides[i].loaded->pg, name, &errors[i]))
            return false;
    return true;
}

static bool open_database(Side *side, GError **error) {
    GError *failed = NULL;
    if (resume_is_about(side->names->resume, side->source) && !side->step) {
        side->resume = side->names->resume;
        side->loaded->pg = resume_take(side->resume, side->scratch, &side->done, &failed);
    }
    if (!side->loaded->pg && !failed)
        side->loaded->pg = scratch_database(side->scratch, &failed);
    if (failed)
        g_propagate_error(error, failed);
    return side->loaded->pg;
}

static bool prepare(Side *side, GError **error) {
    *side->loaded = (Loaded){0};
    if (is_database(side))
        return (side->live = pg_connect(side->source->url, "migrate", error)) &&
               take_path(side, error);
    return open_database(side, error);
}

/* Who the default owner is in a database: what is executed to be compared with it is executed as
 * that role. Caller frees. */
static char *find_owner(const Side *side, GError **error) {
    LoadOptions options = {.default_owner = side->names->owner};
    g_autofree char *owner = catalog_default_owner(side->live, &options, error);
    bool done = owner && (!side->scratch || scratch_act_as(side->scratch, owner, error));
    return done ? g_steal_pointer(&owner) : NULL;
}

/* A database first: its owner has to be known before the other side's is connected to. Two have the
 * same default owner, which the plan is for: then a name means the same in both. `owner` is to be
 * freed. */
static bool prepare_both(Side *sides, guint count, char **owner, GError **errors) {
    guint first = !is_database(&sides[0]) && is_database(&sides[1]) ? 1 : 0;
    for (guint n = 0; n < count; n++) {
        guint i = n == 0 ? first : 1 - first;
        if (!prepare(&sides[i], &errors[i]) ||
            (is_database(&sides[i]) && !*owner && !(*owner = find_owner(&sides[i], &errors[i]))))
            return false;
        sides[i].owner = *owner;
    }
    return true;
}

/* Of two databases, each is held against the platform alone. */
static bool align(Scratch *scratch, const SourceNames *names, Side *sides, guint count) {
    for (guint i = 0; names->platform && i < count; i++) {
        Catalog *other =
            count > 1 && !is_database(&sides[1 - i]) ? sides[1 - i].loaded->catalog : NULL;
        if (is_database(&sides[i]) &&
            !platform_align(names->platform, scratch, sides[i].loaded->catalog, other,
                            &sides[i].error))
            return false;
    }
    return true;
}

/* The kinds that SQL states beside the schema, here or at the base: whoever removes the last of a
 * kind means to drop it. */
static GHashTable *find_stated(const SourceNames *names, const Source *to) {
    GHashTable *stated = g_hash_table_new(NULL, NULL);
    stated_add(to, stated);
    g_autofree char *text = to->several ? stated_base(names) : NULL;
    g_autoptr(Source) base = text ? source_open(text, names, NULL) : NULL;
    if (base)
        stated_add(base, stated);
    return stated;
}

/* As the server may write it, quoted and bare. */
static void list_schema(const char *name, void *data) {
    GHashTable **listed = data;
    if (!*listed)
        *listed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GString) quoted = g_string_new(name);
    g_string_replace(quoted, "\"", "\"\"", 0);
    g_hash_table_add(*listed, g_strdup_printf("\"%s\"", quoted->str));
    g_hash_table_add(*listed, g_strdup(name));
}

/* What the schema in Prisma's language says beside its models. */
static void read_settings(const Source *source, Loaded *loaded) {
    for (guint i = 0; i < source->scripts->len; i++) {
        const PrismaSchema *schema = script_prisma(source->scripts->pdata[i]);
        if (!schema)
            continue;
        prisma_each_listed(schema, list_schema, &loaded->listed);
        loaded->predicates |= prisma_previews(schema, "partialIndexes");
    }
}

/* What another schema states counts, too: what is gone since is to go. */
static void follow(const SourceNames *names, const Source *from, const Source *to,
                   const Loaded *old, Loaded *new, const Supply *supply) {
    new->strict = names->strict;
    new->stated = find_stated(names, to);
    read_settings(to, new);
    if (from->type == SOURCE_SCHEMA)
        stated_add(from, new->stated);
    if (supply)
        supply_mark(supply, new->catalog, new->stated);
    loaded_follow(new, old->catalog);
}

/* What the history came to, before anything else is done there. */
static void keep_history(Side *sides, guint count) {
    for (guint i = 0; i < count; i++) {
        Side *side = &sides[i];
        Pg **other = count > 1 ? &sides[1 - i].loaded->pg : NULL;
        if (side->resume && !side->error)
            resume_keep(side->resume, side->scratch, (guint)(side->took / 1000), &side->loaded->pg,
                        other, &side->error);
    }
}

/* What a schema in Prisma's language uses and only the history makes is taken from there also where
 * nothing is compared. NULL: there is none. */
static Source *history_beside(const SourceNames *names, const Source *schema) {
    bool asks = schema->type == SOURCE_SCHEMA && prisma_is_source(schema);
    return asks ? source_open("migrations", names, NULL) : NULL;
}

bool source_load_both(Scratch *scratch, const SourceNames *names, const Source *from,
                      const Source *to, Loaded *old, Loaded *new, ReplayFault *faults,
                      GError **errors) {
    Side sides[2] = {{scratch, names, from, old, .other = to},
                     {scratch, names, to, new, .other = from}};
    guint count = to ? 2 : 1;
    g_autofree char *owner = NULL;
    g_autoptr(Source) beside = to ? NULL : history_beside(names, from);
    sides[0].other = to ? to : beside;
    const Source *supplier = to && from->type == SOURCE_MIGRATIONS ? from : beside;
    g_autoptr(Supply) supply =
        supplier && prisma_is_source(to ? to : from) ? supply_new(supplier) : NULL;
    sides[to ? 1 : 0].supply = supply;
    if (!prepare_both(sides, count, &owner, errors) || !make_schema(sides, count, errors)) {
        pg_close(sides[0].live);
        pg_close(sides[1].live);
        return false;
    }
    GThread *thread = to ? g_thread_new("load", load_side, &sides[1]) : NULL;
    load_side(&sides[0]);
    if (thread)
        g_thread_join(thread);
    keep_history(sides, count);
    if (!sides[0].error && !sides[1].error)
        align(scratch, names, sides, count);
    for (guint i = 0; i < count; i++) {
        faults[i] = sides[i].fault;
        errors[i] = sides[i].error;
    }
    if (to && old->catalog && new->catalog &&prisma_is_source(to))
        follow(names, from, to, old, new, supply);
    return !errors[0] && !errors[1];
}

bool source_load_pair(Scratch *scratch, const SourceNames *names, const Source *from,
                      const Source *to, Loaded *old, Loaded *new, ReplayFault *fault,
                      GError **error) {
    ReplayFault faults[2] = {0};
    GError *errors[2] = {NULL};
    bool done = source_load_both(scratch, names, from, to, old, new, faults, errors);
    guint first = errors[0] ? 0 : 1;
    if (fault && !done) {
        *fault = faults[first];
        faults[first] = (ReplayFault){0};
    }
    if (!done)
        g_propagate_error(error, g_steal_pointer(&errors[first]));
    for (guint i = 0; i < 2; i++) {
        replay_fault_clear(&faults[i]);
        g_clear_error(&errors[i]);
    }
    return done;
}

bool source_load(Scratch *scratch, const SourceNames *names, const Source *source, Loaded *loaded,
                 ReplayFault *fault, GError **error) {
    return source_load_pair(scratch, names, source, NULL, loaded, NULL, fault, error);
}

bool source_load_first(Scratch *scratch, const SourceNames *names, const Source *source,
                       guint count, Loaded *loaded, GError **error) {
    g_autoptr(GPtrArray) scripts = g_ptr_array_new();
    for (guint i = 0; i < count; i++)
        g_ptr_array_add(scripts, source->scripts->pdata[i]);
    Source first = *source;
    first.scripts = scripts;
    return source_load(scratch, names, &first, loaded, NULL, error);
}

bool source_load_steps(Scratch *scratch, const SourceNames *names, const Source *source,
                       SourceStep step, void *data, Loaded *loaded, ReplayFault *fault,
                       GError **error) {
    Side side = {scratch, names, source, loaded, .step = step, .step_data = data};
    GError *unprepared = NULL;
    if (!prepare(&side, &unprepared) || !make_schema(&side, 1, &unprepared)) {
        g_propagate_error(error, unprepared);
        return false;
    }
    load_side(&side);
    if (fault)
        *fault = side.fault;
    else
        replay_fault_clear(&side.fault);
    if (side.error)
        g_propagate_error(error, side.error);
    return !side.error;
}
