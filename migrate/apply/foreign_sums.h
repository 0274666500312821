/* The sums of files in other tools' ledgers. Each is ForeignFits of apply/foreign.h: whether `sum`
 * is that of the migration's file, also with other line ends. */
#pragma once

#include "history/migrations.h"

/* In hexadecimal digits of either case. One of another length, of versions of Prisma that printed
 * no zeros, says nothing, and fits. */
bool foreign_fits_sha1(const char *sum, const Migration *migration);
bool foreign_fits_sha256(const char *sum, const Migration *migration);
bool foreign_fits_sha384(const char *sum, const Migration *migration);
/* Flyway's: CRC-32 over the lines without their ends, as a signed number. */
bool foreign_fits_crc32(const char *sum, const Migration *migration);
