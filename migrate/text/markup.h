/* Markup: text as HTML, which is XML as well. */
#pragma once

#include <glib.h>

/* Appends `text` as text of an element or a quoted attribute. Bytes that are no UTF-8, and what XML
 * or a page cannot hold, are shown by a sign that stands for them. In the log of a pipeline it is
 * no command. */
void markup_append(GString *out, const char *text);

/* The same of SQL, each keyword, name, string, number and comment in a span whose class is the
 * first letter of these (of a number, d for digits). */
void markup_append_sql(GString *out, const char *sql);
