/* How tools call the files of their migrations: one function each, for a row of `layouts`
 * (history/layout.h). They look at paths only. */
#pragma once

#include "history/layout.h"

LayoutPart layout_parse_folder(const char *path, char **version, char **name);
LayoutPart layout_parse_diesel(const char *path, char **version, char **name);
LayoutPart layout_parse_up_down(const char *path, char **version, char **name);
LayoutPart layout_parse_postgrator(const char *path, char **version, char **name);
LayoutPart layout_parse_graphile(const char *path, char **version, char **name);
LayoutPart layout_parse_flyway(const char *path, char **version, char **name);
LayoutPart layout_parse_sqitch(const char *path, char **version, char **name);
LayoutPart layout_parse_flat(const char *path, char **version, char **name);
/* A numbered file that is no SQL, or unknown. */
LayoutPart layout_parse_program(const char *path, char **version, char **name);
