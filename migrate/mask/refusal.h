/* Refusal: all that is wrong with masks, told at once. Inside mask/ only. */
#pragma once

#include "mask/masks.h"

typedef struct {
    GString *sentences;
    guint count;
    GString *unclassified;
    guint unclassified_count;
} MaskRefusal;

/* Adds a sentence, without a full stop. */
void mask_refuse(MaskRefusal *refusal, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* Adds a column that nothing is said of. */
void mask_refuse_unclassified(MaskRefusal *refusal, const Table *table, const TableColumn *column);
/* Whether there is nothing; else FAIL_DECISION with all of it. Frees it. */
bool mask_refusal_end(MaskRefusal *refusal, GError **error);
