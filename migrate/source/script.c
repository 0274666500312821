#include "source/script.h"

#include "prisma/ddl.h"
#include <string.h>

G_DEFINE_QUARK(migrate_source_error, source_error)

struct ScriptOrigin {
    GPtrArray *originals;
    PrismaSchema *schema; /* NULL when it could not be read */
    PrismaDdl *ddl;       /* likewise */
    GError *fault;        /* why not */
    Location where;
};

static void origin_free(ScriptOrigin *origin) {
    if (!origin)
        return;
    prisma_ddl_free(origin->ddl);
    prisma_free(origin->schema);
    g_ptr_array_unref(origin->originals);
    g_clear_error(&origin->fault);
    g_free(origin);
}

/* `text`, or what it is with LF. Caller unrefs. */
static GBytes *with_lf(GBytes *text) {
    gsize length, kept = 0;
    const char *bytes = g_bytes_get_data(text, &length);
    if (length == 0 || !memmem(bytes, length, "\r\n", 2))
        return g_bytes_ref(text);
    char *copy = g_malloc(length);
    for (gsize i = 0; i < length; i++)
        if (bytes[i] != '\r' || i + 1 == length || bytes[i + 1] != '\n')
            copy[kept++] = bytes[i];
    return g_bytes_new_take(copy, kept);
}

Script *script_new(const char *file, GBytes *text, bool transactional) {
    Script *script = g_new0(Script, 1);
    *script = (Script){.file = g_strdup(file),
                       .text = with_lf(text),
                       .transactional = transactional,
                       .measured = measured_new()};
    return script;
}

void script_free(Script *script) {
    if (!script)
        return;
    g_free(script->file);
    g_bytes_unref(script->text);
    g_clear_pointer(&script->whole, g_bytes_unref);
    g_ptr_array_unref(script->measured);
    origin_free(script->origin);
    g_free(script);
}

static void original_free(gpointer data) {
    Original *original = data;
    g_free(original->file);
    g_bytes_unref(original->text);
    g_free(original);
}

GPtrArray *originals_new(void) {
    return g_ptr_array_new_with_free_func(original_free);
}

Original *original_new(const char *file, GBytes *text) {
    Original *original = g_new(Original, 1);
    *original = (Original){g_strdup(file), g_bytes_ref(text)};
    return original;
}

static void read_originals(ScriptOrigin *origin, guint version) {
    guint count = origin->originals->len;
    g_autofree PrismaText *texts = g_new(PrismaText, count + 1);
    const PrismaOptions options = {version};
    for (guint i = 0; i < count; i++) {
        const Original *original = origin->originals->pdata[i];
        texts[i] = (PrismaText){original->file, original->text};
    }
    origin->schema = prisma_read(texts, count, &options, &origin->where, &origin->fault);
    origin->ddl = origin->schema ? prisma_ddl(origin->schema) : NULL;
}

Script *script_of_prisma(const char *path, GPtrArray *originals, guint version) {
    ScriptOrigin *origin = g_new0(ScriptOrigin, 1);
    origin->originals = originals;
    read_originals(origin, version);
    /* A text that no other schema has: what is remembered goes by the text. */
    const char *sql = origin->ddl ? origin->ddl->sql : origin->fault->message;
    g_autoptr(GBytes) text = g_bytes_new(sql, strlen(sql));
    Script *script = script_new(path, text, false);
    script->origin = origin;
    return script;
}

const GError *script_fault(const Script *script, Location *where) {
    if (!script->origin || !script->origin->fault)
        return NULL;
    *where = script->origin->where;
    return script->origin->fault;
}

const GPtrArray *script_originals(const Script *script) {
    return script->origin ? script->origin->originals : NULL;
}

static const PrismaPlace *place_of(const Script *script, Location where) {
    const PrismaDdl *ddl = script->origin->ddl;
    const char *at = ddl->sql;
    for (guint line = 1; line < where.line; line++) {
        const char *end = strchr(at, '\n');
        if (!end)
            break;
        at = end + 1;
    }
    glong rest = g_utf8_strlen(at, -1);
    glong column = where.column > 0 ? (glong)where.column - 1 : 0;
    at = g_utf8_offset_to_pointer(at, MIN(column, rest));
    return prisma_ddl_place(ddl, (gsize)(at - ddl->sql));
}

Location script_origin(const Script *script, Location where) {
    if (!script->origin || !script->origin->ddl)
        return (Location){script->file, where.line, where.column};
    const PrismaPlace *place = place_of(script, where);
    return place ? place->where : (Location){script->file, 1, 1};
}

/* After the schema has learned something. */
static void write_again(Script *script) {
    ScriptOrigin *origin = script->origin;
    prisma_ddl_free(origin->ddl);
    origin->ddl = prisma_ddl(origin->schema);
    g_bytes_unref(script->text);
    script->text = g_bytes_new(origin->ddl->sql, strlen(origin->ddl->sql));
}

bool script_make_generated(Script *script, Location where) {
    ScriptOrigin *origin = script->origin;
    const PrismaPlace *place = origin && origin->ddl ? place_of(script, where) : NULL;
    if (!place || !prisma_make_generated(origin->schema, place))
        return false;
    write_again(script);
    return true;
}

const struct PrismaSchema *script_prisma(const Script *script) {
    return script->origin ? script->origin->schema : NULL;
}

void script_open_defaults(const Script *script, PrismaColumnFound found, void *data) {
    if (script->origin && script->origin->schema)
        prisma_open_defaults(script->origin->schema, found, data);
}

typedef struct {
    bool (*names)(const char *name, void *data);
    void *data;
} Following;

static bool is_old_form(const char *key, const char *index, bool old, void *data) {
    const Following *following = data;
    if (following->names(key, following->data))
        return false;
    return old || following->names(index, following->data);
}

void script_follow(Script *script, bool (*names)(const char *name, void *data), void *data) {
    Following following = {names, data};
    if (script->origin && script->origin->schema &&
        prisma_choose_joins(script->origin->schema, is_old_form, &following))
        write_again(script);
}
