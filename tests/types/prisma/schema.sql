-- All of this can be said in Prisma's language, so that the schema which is made of it gives the same database.
CREATE EXTENSION IF NOT EXISTS citext;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE TYPE mood AS ENUM ('sad', 'it''s ok');
CREATE TYPE "enum" AS ENUM ('a');
CREATE TABLE account (
  id bigserial PRIMARY KEY, mail citext NOT NULL, name varchar(20) DEFAULT 'it''s "x" \',
  tags text[] DEFAULT ARRAY[]::text[], more text[] DEFAULT '{}',
  feeling mood NOT NULL DEFAULT 'it''s ok', feelings mood[],
  settings jsonb NOT NULL DEFAULT '{"a": 1}', code char(3) DEFAULT 'abc', score int DEFAULT -1,
  big bigint DEFAULT 3000000000, low bigint DEFAULT -3000000000, ratio float8 DEFAULT 0.5,
  price numeric(10,2) DEFAULT -1.5, plain numeric DEFAULT 0,
  "default" decimal(65,30), "on" boolean NOT NULL DEFAULT true,
  token uuid DEFAULT gen_random_uuid(), made timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  at timestamptz(6), day date, t time(3), small smallserial, odd int DEFAULT (1 + 1), span interval,
  "1st" int, "größe" text, "2" int, account int);
CREATE UNIQUE INDEX account_mail_key ON account (mail);
CREATE UNIQUE INDEX its_name ON account (name DESC);
CREATE UNIQUE INDEX two_of_them ON account (score, code);
CREATE INDEX account_tags_idx ON account USING gin (tags);
CREATE INDEX account_name_idx ON account USING gin (name gin_trgm_ops);
CREATE INDEX account_settings_idx ON account USING gin (settings jsonb_path_ops);
CREATE INDEX "by time" ON account (made DESC, at);
CREATE INDEX account_token_idx ON account USING hash (token);
COMMENT ON TABLE account IS E'Who comes in.\n@migrate renamed from nothing';
CREATE TABLE post (id int PRIMARY KEY, author bigint NOT NULL, editor bigint, parent int,
  CONSTRAINT post_author_fkey FOREIGN KEY (author) REFERENCES account
    ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT its_editor FOREIGN KEY (editor) REFERENCES account (id),
  FOREIGN KEY (parent) REFERENCES post ON DELETE SET NULL ON UPDATE CASCADE);
CREATE TABLE profile (account bigint NOT NULL, two int NOT NULL,
    CONSTRAINT "the key" PRIMARY KEY (two, account),
    FOREIGN KEY (account) REFERENCES account ON DELETE RESTRICT ON UPDATE CASCADE);
CREATE UNIQUE INDEX profile_account_key ON profile (account);
CREATE TABLE part (two int, account bigint, of int,
    FOREIGN KEY (two, account) REFERENCES profile (two, account) ON DELETE SET DEFAULT);
CREATE TABLE "class" ("Id" uuid PRIMARY KEY);
CREATE TABLE tag (id smallint PRIMARY KEY);
CREATE TABLE "_postTotag" ("A" int NOT NULL, "B" smallint NOT NULL,
    CONSTRAINT "_postTotag_AB_pkey" PRIMARY KEY ("A", "B"),
  CONSTRAINT "_postTotag_A_fkey" FOREIGN KEY ("A") REFERENCES post ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "_postTotag_B_fkey" FOREIGN KEY ("B") REFERENCES tag ON DELETE CASCADE ON UPDATE CASCADE);
CREATE INDEX "_postTotag_B_index" ON "_postTotag" ("B");
CREATE TABLE _friends ("A" bigint NOT NULL, "B" bigint NOT NULL, CONSTRAINT "_friends_AB_pkey" PRIMARY KEY ("A", "B"),
  CONSTRAINT "_friends_A_fkey" FOREIGN KEY ("A") REFERENCES account ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "_friends_B_fkey" FOREIGN KEY ("B") REFERENCES account ON DELETE CASCADE ON UPDATE CASCADE);
CREATE INDEX "_friends_B_index" ON _friends ("B");
