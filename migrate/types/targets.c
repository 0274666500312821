#include "types/target.h"

extern const Target target_kysely;

const Target *const targets[] = {&target_kysely, NULL};
