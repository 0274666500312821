#include "types/target.h"

extern const Target target_kysely;
extern const Target target_supabase;

const Target *const targets[] = {&target_kysely, &target_supabase, NULL};
