#include "types/target.h"
#include <string.h>

extern const Target target_go;
extern const Target target_json_schema;
extern const Target target_kysely;
extern const Target target_prisma;
extern const Target target_prisma_models;
extern const Target target_python;
extern const Target target_rust;
extern const Target target_supabase;
extern const Target target_zod;

const Target *const targets[] = {&target_kysely,        &target_supabase,
                                 &target_prisma_models, &target_prisma,
                                 &target_json_schema,   &target_zod,
                                 &target_python,        &target_go,
                                 &target_rust,          NULL};

const Target *target_find(const char *name) {
    for (const Target *const *target = targets; *target; target++)
        if (strcmp((*target)->name, name) == 0)
            return *target;
    return NULL;
}
