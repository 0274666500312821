/* The completeness gate. Only for load.c. */
#pragma once

#include "catalog/loader.h"

/* Names in the catalog each object that users made and that no kind claims, neither as a part of
 * one nor as foreign. */
bool loader_count(Loader *loader, Pg *pg, const Rows *census, GError **error);
