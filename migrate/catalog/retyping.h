/* Retyping: what happens to values when their type becomes another one. Pure. */
#pragma once

/* Why values of type `from` may not be the same in type `to`, both as format_type() prints them;
 * NULL when every value survives. Static. */
const char *retyping_loses(const char *from, const char *to);
