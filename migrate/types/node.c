#include "types/node.h"

#include <string.h>

typedef struct {
    const char *name, *text;
    TypeNode **items; /* NULL: a text */
    guint count, room;
} Member;

struct TypeNode {
    Arena *arena;
    const TypeNode *around;
    Member *members;
    guint count, room;
};

TypeNode *node_new(Arena *arena, const TypeNode *around) {
    TypeNode *node = ARENA_NEW(arena, TypeNode);
    node->arena = arena;
    node->around = around;
    return node;
}

/* Room for one more; what stood there before is left to the arena. */
static void *grow(Arena *arena, void *items, guint count, guint *room, gsize size) {
    if (count < *room)
        return items;
    *room = MAX(4, *room * 2);
    void *larger = arena_alloc(arena, *room * size);
    if (count)
        memcpy(larger, items, count * size);
    return larger;
}

static Member *own(const TypeNode *node, const char *name) {
    for (guint i = 0; i < node->count; i++)
        if (strcmp(node->members[i].name, name) == 0)
            return &node->members[i];
    return NULL;
}

static Member *need(TypeNode *node, const char *name) {
    Member *member = own(node, name);
    if (member)
        return member;
    node->members = grow(node->arena, node->members, node->count, &node->room, sizeof(Member));
    member = &node->members[node->count++];
    *member = (Member){.name = name};
    return member;
}

static const Member *find(const TypeNode *node, const char *name) {
    const Member *member = NULL;
    for (; node && !member; node = node->around)
        member = own(node, name);
    return member;
}

void node_set(TypeNode *node, const char *name, const char *text) {
    need(node, name)->text = text;
}

void node_flag(TypeNode *node, const char *name, bool holds) {
    node_set(node, name, holds ? "yes" : NULL);
}

void node_list(TypeNode *node, const char *name) {
    need(node, name);
}

TypeNode *node_add(TypeNode *node, const char *name) {
    TypeNode *item = node_new(node->arena, node);
    Member *member = need(node, name);
    member->items =
        grow(node->arena, member->items, member->count, &member->room, sizeof(TypeNode *));
    member->items[member->count++] = item;
    return item;
}

const char *node_text(const TypeNode *node, const char *name) {
    const Member *member = find(node, name);
    return member ? member->text : NULL;
}

const TypeNode *const *node_items(const TypeNode *node, const char *name, guint *count) {
    const Member *member = find(node, name);
    *count = member ? member->count : 0;
    return member ? (const TypeNode *const *)member->items : NULL;
}
