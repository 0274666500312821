CREATE SCHEMA IF NOT EXISTS "sales";

CREATE SCHEMA IF NOT EXISTS "stock";

CREATE EXTENSION IF NOT EXISTS "citext" WITH SCHEMA "public" VERSION "1.6";

CREATE EXTENSION IF NOT EXISTS "pg_trgm";

CREATE EXTENSION IF NOT EXISTS "uuid-ossp";

CREATE TYPE "stock"."State" AS ENUM ('OPEN');

CREATE TABLE "stock"."Article" (
    "id" SERIAL NOT NULL,
    "name" CITEXT NOT NULL,
    "state" "stock"."State" NOT NULL DEFAULT 'OPEN',
    "states" "stock"."State"[] DEFAULT ARRAY['OPEN']::"stock"."State"[],
    "makerId" INTEGER,

    CONSTRAINT "Article_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "sales"."orders" (
    "id" INTEGER NOT NULL,

    CONSTRAINT "orders_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "public"."Maker" (
    "id" INTEGER NOT NULL,

    CONSTRAINT "Maker_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "stock"."_ArticleToOrder" (
    "A" INTEGER NOT NULL,
    "B" INTEGER NOT NULL,

    CONSTRAINT "_ArticleToOrder_AB_pkey" PRIMARY KEY ("A","B")
);

CREATE INDEX "Article_name_idx" ON "stock"."Article"("name");

CREATE INDEX "_ArticleToOrder_B_index" ON "stock"."_ArticleToOrder"("B");

ALTER TABLE "stock"."Article" ADD CONSTRAINT "Article_makerId_fkey" FOREIGN KEY ("makerId") REFERENCES "public"."Maker"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "stock"."_ArticleToOrder" ADD CONSTRAINT "_ArticleToOrder_A_fkey" FOREIGN KEY ("A") REFERENCES "stock"."Article"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "stock"."_ArticleToOrder" ADD CONSTRAINT "_ArticleToOrder_B_fkey" FOREIGN KEY ("B") REFERENCES "sales"."orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;

