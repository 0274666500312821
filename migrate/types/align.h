/* Lines in columns, as gofmt lays them out: '\v' ends a cell, and the cells of lines that follow
 * each other are as wide as the widest, with a blank behind them. A line without '\v' stays, and
 * what is before it has nothing to do with what is behind. */
#pragma once

#include <glib.h>

/* So many cells of a line are laid out. */
#define ALIGN_CELLS 4

/* Takes `text`. Caller frees. */
char *align(char *text);
