#include "source/platform.h"

#include "base/term.h"
#include "catalog/load.h"
#include "text/directive.h"
#include "text/fault.h"
#include <string.h>

struct Platform {
    Ignores *ignores, *managed;
    GPtrArray *scripts; /* of Script* */
    Catalog *brought;   /* what a scratch database has from its start */
};

Platform *platform_new(Ignores *ignores) {
    Platform *platform = g_new0(Platform, 1);
    platform->ignores = ignores;
    platform->managed = ignores_new();
    platform->scripts = g_ptr_array_new_with_free_func((GDestroyNotify)script_free);
    return platform;
}

void platform_free(Platform *platform) {
    if (!platform)
        return;
    ignores_free(platform->managed);
    g_ptr_array_unref(platform->scripts);
    catalog_free(platform->brought);
    g_free(platform);
}

/* --- the files */

static bool add_managed(Platform *platform, const char *file, const Directive *directive,
                        GError **error) {
    const Location place = {file, directive->line, directive->column};
    g_auto(GStrv) words = g_strsplit(directive->arguments, " ", 2);
    if (!words[0] || !words[1] || (strcmp(words[0], "all") != 0 && !kind_find(words[0]))) {
        text_fail(error, place,
                  "expected \"-- migrate: managed KIND PATTERN\" with a kind of object as under "
                  "[ignore] in migrate.ini, such as schema");
        return false;
    }
    g_autoptr(GError) wrong = NULL;
    if (ignores_add(platform->managed, words[0], g_strstrip(words[1]), IGNORE_CONFIGURED, &wrong))
        return true;
    text_fail(error, place, "%s", wrong->message);
    return false;
}

bool platform_add(Platform *platform, const char *file, GBytes *text, GError **error) {
    static const char *const known[] = {"managed", NULL};
    gsize length;
    const char *data = g_bytes_get_data(text, &length);
    g_autoptr(GPtrArray) directives = directives_find(file, data ? data : "", length, known, error);
    for (guint i = 0; directives && i < directives->len; i++)
        if (!add_managed(platform, file, directives->pdata[i], error))
            return false;
    if (!directives)
        return false;
    Script *script = script_new(file, text, false);
    script->platform = true;
    g_ptr_array_add(platform->scripts, script);
    return true;
}

bool platform_add_preset(Platform *platform, const char *name, GError **error) {
    for (const Preset *preset = presets; preset->name; preset++) {
        if (strcmp(preset->name, name) != 0)
            continue;
        g_autofree char *file = g_strdup_printf("preset %s", name);
        g_autoptr(GBytes) text = g_bytes_new_static(preset->text, strlen(preset->text));
        return platform_add(platform, file, text, error);
    }
    g_set_error(error, SOURCE_ERROR, FAIL_USAGE, "there is no preset '%s'", name);
    return false;
}

void platform_sum(const Platform *platform, Hash *hash) {
    for (guint i = 0; i < platform->scripts->len; i++) {
        const Script *script = platform->scripts->pdata[i];
        gsize length;
        const guchar *data = g_bytes_get_data(script->text, &length);
        g_autofree char *head = g_strdup_printf("platform %zu", length);
        hash_add_text(hash, head);
        hash_add(hash, data, length);
    }
}

/* --- executing them */

static bool run_scripts(Platform *platform, Scratch *scratch, Pg *pg, GError **error) {
    for (guint i = 0; i < platform->scripts->len; i++) {
        Script *script = platform->scripts->pdata[i];
        term_verbose("executing %s", script->file);
        if (!replay(scratch, pg, script, NULL, error)) {
            g_prefix_error(error, "while preparing the scratch server: ");
            return false;
        }
    }
    return true;
}

/* What cannot be compared is nobody's business when the platform brings it. */
static bool leave_out_unmodelled(Platform *platform, Pg *pg, GError **error) {
    const LoadOptions options = {pg_user(pg), ignores_match, platform->ignores};
    g_autoptr(Catalog) catalog = catalog_load(pg, &options, error);
    for (guint i = 0; catalog && i < catalog->unmodelled_count; i++)
        ignores_add_object(platform->ignores, catalog->unmodelled[i].type,
                           catalog->unmodelled[i].identity);
    return catalog;
}

bool platform_install(Platform *platform, Scratch *scratch, GError **error) {
    if (platform->scripts->len == 0)
        return true;
    g_autoptr(Pg) pg = scratch_platform(scratch, error);
    bool done = pg && run_scripts(platform, scratch, pg, error) &&
                leave_out_unmodelled(platform, pg, error);
    g_clear_pointer(&pg, pg_close);
    return done && scratch_platform_done(scratch, error);
}

/* --- a live database */

/* What a scratch database begins with, read as the sides are. */
static bool read_brought(Platform *platform, Scratch *scratch, GError **error) {
    g_autoptr(Pg) pg = scratch_database(scratch, error);
    if (!pg)
        return false;
    const LoadOptions options = {pg_user(pg), ignores_match, platform->ignores};
    catalog_free(platform->brought);
    platform->brought = catalog_load(pg, &options, error);
    return platform->brought;
}

typedef struct {
    const Platform *platform;
    const Catalog *live, *other;
    const char *created; /* the schema that scratch made for unqualified names; NULL: none */
} Aligning;

static Object *counterpart(const Catalog *catalog, const Object *object) {
    return catalog_find(catalog, object->kind, object->identity);
}

/* Whether the other side has it, with all its parts, as the files made it. */
static bool is_untouched(const Aligning *aligning, const Object *other) {
    const Object *brought = counterpart(aligning->platform->brought, other);
    if (!brought || !object_is_alike(brought, other))
        return false;
    for (guint i = 0; i < other->child_count; i++)
        if (!is_untouched(aligning, other->children[i]))
            return false;
    return true;
}

/* A property without a name of its own, such as an owner, is as good as an attribute. What initdb
 * makes (schema public) is no platform's. */
static bool is_attribute(const Aligning *aligning, const Object *object) {
    enum { FIRST_USER_OID = 16384 };
    const Object *parent = object->kind->facet && !object->name && object->parent
                               ? counterpart(aligning->platform->brought, object->parent)
                               : NULL;
    return parent && object_root(parent)->address.objid >= FIRST_USER_OID;
}

static bool is_managed(const Aligning *aligning, const Object *object) {
    for (; object; object = object->parent)
        if (ignores_match(object->kind->name, object->identity, aligning->platform->managed))
            return true;
    return false;
}

/* A property of the schema that scratch made because nothing else did: who owns it and who may use
 * it was somebody else's decision. */
static bool is_of_created(const Object *object, void *data) {
    const Aligning *aligning = data;
    const Object *root = object_root(object);
    return aligning->created && object->kind->facet && strcmp(root->kind->name, "schema") == 0 &&
           strcmp(root->identity, aligning->created) == 0 &&
           !(aligning->other && counterpart(aligning->other, object));
}

/* Whether it is the live database's edition of the platform that has it. */
static bool is_beyond(const Object *object, void *data) {
    const Aligning *aligning = data;
    if (counterpart(aligning->platform->brought, object) || counterpart(aligning->other, object))
        return false;
    if (!is_of_created(object, data) && !is_attribute(aligning, object) &&
        !is_managed(aligning, object))
        return false;
    g_autoptr(Arena) arena = arena_new();
    term_verbose("left out as the platform's: %s", object_label(arena, object));
    return true;
}

static bool is_left_out(const Object *object, void *data) {
    const Aligning *aligning = data;
    return ignores_match(object->kind->name, object->identity, aligning->platform->ignores);
}

/* What the other side has as the files made it, the live database may lack. */
static void leave_out_missing(const Aligning *aligning) {
    for (guint i = 0; i < aligning->platform->brought->count; i++) {
        const Object *brought = aligning->platform->brought->objects[i];
        const Object *other = counterpart(aligning->other, brought);
        if (other && !counterpart(aligning->live, brought) && is_untouched(aligning, other))
            ignores_add_object(aligning->platform->ignores, brought->kind->name, brought->identity);
    }
}

static void take_attributes(const Aligning *aligning, Object *live, Arena *arena) {
    const Object *brought = counterpart(aligning->platform->brought, live);
    const Object *other = brought ? counterpart(aligning->other, live) : NULL;
    for (guint i = 0; other && live->kind->attrs[i].column; i++)
        if (g_strcmp0(brought->values[i], other->values[i]) == 0)
            live->values[i] = arena_strdup(arena, other->values[i]);
}

static void leave_out_unknown(const Aligning *aligning, Catalog *live) {
    guint kept = 0;
    for (guint i = 0; i < live->unmodelled_count; i++) {
        const Unmodelled *found = &live->unmodelled[i];
        if (!ignores_match(found->type, found->identity, aligning->platform->managed) &&
            !ignores_match(found->type, found->identity, aligning->platform->ignores))
            live->unmodelled[kept++] = *found;
    }
    live->unmodelled_count = kept;
}

static void leave_out_owner(Platform *platform, const char *schema) {
    g_autofree char *identity = schema ? g_strconcat("schema ", schema, NULL) : NULL;
    if (identity)
        ignores_add_object(platform->ignores, "owner", identity);
}

bool platform_any(const Platform *platform) {
    return platform && platform->scripts->len > 0;
}

bool platform_align(Platform *platform, Scratch *scratch, Catalog *live, Catalog *other,
                    GError **error) {
    const char *created = scratch ? scratch_created_schema(scratch) : NULL;
    leave_out_owner(platform, created);
    if (other)
        catalog_take_line_ends(live, other);
    if (!platform_any(platform)) {
        Aligning properties = {platform, live, other, created};
        catalog_leave_out(live, is_of_created, &properties);
        catalog_leave_out(live, is_left_out, &properties);
        if (other)
            catalog_leave_out(other, is_left_out, &properties);
        return true;
    }
    if (!read_brought(platform, scratch, error))
        return false;
    Aligning aligning = {platform, live, other ? other : platform->brought, created};
    leave_out_missing(&aligning);
    for (guint i = 0; i < live->count; i++)
        take_attributes(&aligning, live->objects[i], live->arena);
    catalog_leave_out(live, is_beyond, &aligning);
    catalog_leave_out(live, is_left_out, &aligning);
    leave_out_unknown(&aligning, live);
    if (other)
        catalog_leave_out(other, is_left_out, &aligning);
    return true;
}
