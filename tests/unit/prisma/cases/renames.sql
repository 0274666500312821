-- migrate: renamed from "OldState"
CREATE TYPE "State" AS ENUM (
    -- migrate: renamed from "it's open"
    'open',
    -- migrate: renamed from "shut"
    'CLOSED'
);

-- migrate: renamed from "old.schema"."OldThing"
CREATE TABLE "Thing" (
    "id" INTEGER NOT NULL,
    -- migrate: renamed from "Title"
    "name" TEXT NOT NULL,
    -- migrate: renamed from "width"
    "size" INTEGER NOT NULL,
    "ownerId" INTEGER NOT NULL,

    CONSTRAINT "Thing_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Owner" (
    "a" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,

    -- migrate: renamed from "owner_pk"
    CONSTRAINT "Owner_pkey" PRIMARY KEY ("a")
);

-- migrate: renamed from "by_title"
CREATE INDEX "Thing_name_idx" ON "Thing"("name");

-- migrate: renamed from "one_width"
CREATE UNIQUE INDEX "Thing_size_key" ON "Thing"("size");

CREATE UNIQUE INDEX "Owner_id_key" ON "Owner"("id");

-- migrate: renamed from "thing_owner"
ALTER TABLE "Thing" ADD CONSTRAINT "Thing_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Owner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

