/* This program as it is installed. */
#pragma once

/* A text that differs for another version or build: what is remembered between runs may have been
 * made by one that saw less. NULL when it cannot be told. Caller frees. */
char *tool_identity(void);
