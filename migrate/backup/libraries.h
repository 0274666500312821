/* What the room is linked with: "zlib 1.2.13", "libzstd 1.5.4". Caller frees. */
#pragma once

char *zlib_library(void);
char *zstd_library(void);
