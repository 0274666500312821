CREATE TABLE "Searched" (
    "id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "rank" INTEGER NOT NULL,
    "doc" JSONB NOT NULL,
    "words" TEXT[],
    "addr" INET NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    "note" TEXT,
    "open" BOOLEAN NOT NULL,

    CONSTRAINT "Searched_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "Searched_code_key" ON "Searched"("code" DESC);

CREATE INDEX "Searched_name_idx" ON "Searched"("name");

CREATE INDEX "Searched_rank_name_idx" ON "Searched"("rank" DESC, "name" ASC);

CREATE INDEX "by_hash" ON "Searched" USING HASH ("name");

CREATE INDEX "by_doc" ON "Searched" USING GIN ("doc" jsonb_path_ops);

CREATE INDEX "Searched_words_idx" ON "Searched" USING GIN ("words");

CREATE INDEX "Searched_addr_idx" ON "Searched" USING GIST ("addr" inet_ops);

CREATE INDEX "by_note" ON "Searched" USING SPGIST ("note" text_ops);

CREATE INDEX "Searched_rank_at_idx" ON "Searched" USING BRIN ("rank" int4_minmax_multi_ops, "at" timestamptz_bloom_ops);

CREATE INDEX "by_pattern" ON "Searched"("name" text_pattern_ops DESC);

CREATE INDEX "Searched_open_idx" ON "Searched"("open") WHERE (rank > 10);

CREATE INDEX "some" ON "Searched"("rank") WHERE ("open" = true AND "note" IS NOT NULL AND "name" = 'it''s');

CREATE UNIQUE INDEX "Searched_rank_at_key" ON "Searched"("rank", "at" ASC);

CREATE UNIQUE INDEX "Searched_note_key" ON "Searched"("note") WHERE ("rank" != 3 AND "note" IS NULL);

