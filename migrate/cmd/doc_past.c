#include "cmd/doc_past.h"

#include "doc/page.h"

#include <string.h>

static const Life *root_of(const Life *life) {
    while (life->parent)
        life = life->parent;
    return life;
}

/* What goes along with the whole says nothing new. */
static bool is_told(const PastEvent *event) {
    bool comes_along = event->part && (event->deed == PAST_CREATED || event->deed == PAST_REMADE ||
                                       event->deed == PAST_DROPPED);
    return !root_of(event->life)->gone && !comes_along;
}

static const char *describe_attrs(const PastEvent *event, Arena *arena) {
    const char *text = "";
    for (guint i = 0; i < event->attrs->len && event->deed != PAST_CREATED; i++) {
        const PastAttr *attr = &g_array_index(event->attrs, PastAttr, i);
        g_autofree char *before = past_view_value(attr->before),
                        *after = past_view_value(attr->after);
        text = arena_printf(arena, "%s%s %s: %s → %s", text, *text ? ";" : ",", attr->name, before,
                            after);
    }
    return text;
}

static const char *describe(const PastEvent *event, Arena *arena) {
    static const char *const words[] = {
        [PAST_CREATED] = "created",   [PAST_RENAMED] = "renamed",
        [PAST_REPLACED] = "replaced", [PAST_REMADE] = "dropped and created again",
        [PAST_ALTERED] = "changed",   [PAST_DROPPED] = "dropped",
    };
    const Life *life = event->life;
    const char *what =
        !life->parent
            ? ""
            : arena_printf(arena, "%s %s ", doc_words(arena, life->kind->name), event->identity);
    const char *from = event->from && event->deed != PAST_CREATED
                           ? arena_printf(arena, ", was %s", event->from)
                           : "";
    return arena_printf(arena, "%s%s%s%s", what, words[event->deed], from,
                        describe_attrs(event, arena));
}

static DocDeed *deed_of(const PastView *view, const PastEvent *event, bool commits, Arena *arena) {
    const Life *root = root_of(event->life);
    const Migration *migration = past_view_migration(view, event->migration);
    const GitOrigin *origin = commits ? past_view_origin(view, event->migration) : NULL;
    g_autoptr(GDateTime) time = origin ? g_date_time_new_from_unix_utc(origin->when) : NULL;
    g_autofree char *date = time ? g_date_time_format(time, "%Y-%m-%d") : NULL;
    DocDeed *deed = ARENA_NEW(arena, DocDeed);
    *deed = (DocDeed){.kind = root->kind->name,
                      .identity = root->identity,
                      .migration = migration->label,
                      .date = arena_strdup(arena, date),
                      .author = origin ? origin->author : NULL,
                      .subject = origin ? origin->subject : NULL,
                      .change = describe(event, arena)};
    return deed;
}

GPtrArray *doc_past_deeds(const PastView *view, bool commits, Arena *arena) {
    GPtrArray *deeds = g_ptr_array_new();
    for (guint i = 0; i < view->past.events->len; i++) {
        const PastEvent *event = view->past.events->pdata[i];
        if (is_told(event))
            g_ptr_array_add(deeds, deed_of(view, event, commits, arena));
    }
    return deeds;
}
