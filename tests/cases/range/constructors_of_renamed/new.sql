CREATE TYPE "Stretch" AS RANGE (SUBTYPE = integer);
