CREATE TYPE "kind" AS ENUM ('First "Kind"', 'second');

CREATE TABLE "people" (
    "person_id" INTEGER NOT NULL,
    "e-mail" TEXT NOT NULL,
    "the ""kind""" "kind" NOT NULL,
    "nick" TEXT NOT NULL,

    CONSTRAINT "person_key" PRIMARY KEY ("person_id")
);

CREATE TABLE "tag" (
    "key" TEXT NOT NULL,
    "lang" TEXT NOT NULL,
    "owner" INTEGER,

    CONSTRAINT "tag_pk" PRIMARY KEY ("key","lang")
);

CREATE TABLE "ein_name_der_fast_zu_lang_ist_füür_alles" (
    "id" INTEGER NOT NULL,
    "aColumnWithARatherLongNameAsWell" TEXT NOT NULL,
    "größenangabenübersichtstabellenspaltenbezeichnung" INTEGER NOT NULL,

    CONSTRAINT "ein_name_der_fast_zu_lang_ist_füür_alles_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Größe" (
    "maß" INTEGER NOT NULL,

    CONSTRAINT "Größe_pkey" PRIMARY KEY ("maß")
);

CREATE UNIQUE INDEX "one_email" ON "people"("e-mail");

CREATE UNIQUE INDEX "people_nick_key" ON "people"("nick");

CREATE INDEX "by_owner" ON "tag"("owner");

CREATE INDEX "by_lang" ON "tag"("lang");

CREATE UNIQUE INDEX "tag_lang_key_key" ON "tag"("lang", "key");

CREATE UNIQUE INDEX "ein_name_der_fast_zu_lang_ist_füür_alles_aColumnWithARath_key" ON "ein_name_der_fast_zu_lang_ist_füür_alles"("aColumnWithARatherLongNameAsWell");

CREATE INDEX "ein_name_der_fast_zu_lang_ist_füür_alles_größenangaben_idx" ON "ein_name_der_fast_zu_lang_ist_füür_alles"("größenangabenübersichtstabellenspaltenbezeichnung");

ALTER TABLE "tag" ADD CONSTRAINT "tag_owner" FOREIGN KEY ("owner") REFERENCES "people"("person_id") ON DELETE SET NULL ON UPDATE CASCADE;

