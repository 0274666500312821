/* Retyping: what becomes of values when their type changes. Pure; types are as format_type() writes
 * them, with modifiers, and domains as what they are over. */
#pragma once

/* What is lost, or fails, when values of type `old` become those of `new`: a static sentence; NULL:
 * every value is kept. `same_bits` (may be NULL) lists the types that the server takes the old one,
 * or an array's element, for as it stands, without modifiers, parted by '|'. */
const char *retyping_loses(const char *old, const char *new, const char *same_bits);
