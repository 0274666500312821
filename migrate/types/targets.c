#include "types/target.h"

extern const Target target_json_schema;
extern const Target target_kysely;
extern const Target target_prisma_models;
extern const Target target_supabase;

const Target *const targets[] = {&target_kysely, &target_supabase, &target_prisma_models,
                                 &target_json_schema, NULL};
