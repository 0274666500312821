CREATE TYPE "Mood" AS ENUM ('GOOD', 'it''s bad');

CREATE TABLE "Defaults" (
    "id" TEXT NOT NULL,
    "key" UUID NOT NULL,
    "short" TEXT NOT NULL,
    "sortable" TEXT NOT NULL,
    "text" TEXT NOT NULL DEFAULT 'it''s "so"
	a \ and é 😀',
    "number" INTEGER NOT NULL DEFAULT -3,
    "big" BIGINT NOT NULL DEFAULT 9007199254740993,
    "real" DOUBLE PRECISION NOT NULL DEFAULT 1.50,
    "exact" DECIMAL(65,30) NOT NULL DEFAULT 10.00,
    "quoted" DECIMAL(65,30) NOT NULL DEFAULT 1.10,
    "yes" BOOLEAN NOT NULL DEFAULT true,
    "no" BOOLEAN NOT NULL DEFAULT false,
    "now" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "day" DATE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "since" TIMESTAMP(3) NOT NULL DEFAULT '2020-02-03 04:05:06 +00:00',
    "precise" TIMESTAMP(3) NOT NULL DEFAULT '2020-02-03 04:05:06.789100 +02:00',
    "json" JSONB NOT NULL DEFAULT '{"a": [1, "it''s"]}',
    "bytes" BYTEA NOT NULL DEFAULT '\x68656c6c6f',
    "mood" "Mood" NOT NULL DEFAULT 'it''s bad',
    "moods" "Mood"[] DEFAULT ARRAY['GOOD', 'it''s bad']::"Mood"[],
    "none" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "some" VARCHAR(5)[] DEFAULT ARRAY['a', 'b''s']::VARCHAR(5)[],
    "computed" INTEGER NOT NULL DEFAULT 1 + 1,
    "unknown" INTEGER NOT NULL /* dbgenerated() */,
    "ids" TEXT[],
    "shape" point NOT NULL DEFAULT '(0,0)'::point,
    "changed" TIMESTAMP(3) NOT NULL,
    "hidden" INTEGER NOT NULL,

    CONSTRAINT "Defaults_pkey" PRIMARY KEY ("id")
);

