-- Names and comments that mean something in one language or another, or are the generated code's own.
CREATE TYPE nothing AS ENUM ();
CREATE TYPE "a*/`" AS ENUM ('', 'a', 'A', 'a ', '_', '1', '"""', '${x}', '*/', '\', U&'\2028\FEFF\202E');
CREATE TYPE a AS ENUM ('b_c');
CREATE TYPE ab AS ENUM ('c');
CREATE TYPE mood AS ENUM ('sad');
CREATE TABLE mood_sad (id int PRIMARY KEY, _mood mood);
CREATE TABLE _mood (id int PRIMARY KEY);
CREATE TABLE "date" (id int PRIMARY KEY, "date" timestamptz, b bytea);
CREATE TABLE buffer (id int PRIMARY KEY);
CREATE TABLE uint8_array (id int PRIMARY KEY);
CREATE TABLE generated (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, x int DEFAULT 1);
CREATE TABLE array_type (id int PRIMARY KEY, x bigint[], m mood[], n numeric[]);
CREATE TABLE text_array (id int PRIMARY KEY);
CREATE TABLE "_sa" (id int PRIMARY KEY);
CREATE TABLE "_orm" (id int PRIMARY KEY);
CREATE TABLE "class" (id int PRIMARY KEY, "__init__" int, "_sa" int, "_pg" json NOT NULL,
    metadata int, "type" int, self int);
CREATE TABLE "1st" ("1" int PRIMARY KEY, "a""b" int, "a'b" int, "a`b" int, "a*/b" int, "a
b" int, "${x}" int, "\" int, "日本" int, "😀" int, U&"\2028" int, U&"\FEFF" int, "{{x}}" int);
CREATE TABLE "😀" (id int PRIMARY KEY);
CREATE TABLE col_one (id int PRIMARY KEY);
CREATE TABLE "colOne" (id int PRIMARY KEY, c int REFERENCES col_one);
CREATE TABLE "日日日日日日日日日日日日日日日日日日日日日" (id int PRIMARY KEY, d jsonb[], j jsonb, p point, e "a*/`"[], n nothing);
CREATE TABLE hiding (id int PRIMARY KEY, "Mood" mood, ab mood, m mood, "Ab" ab, "Int4" int,
    "Nullable" int, "Array" int[]);
CREATE TYPE "__proto__" AS ENUM ('__proto__', 'constructor');
CREATE TABLE "constructor" (id int PRIMARY KEY, p "__proto__", prototype int);
CREATE TABLE zero ();
CREATE TYPE inner_ AS (x int[], m mood);
CREATE DOMAIN list AS inner_[];
CREATE DOMAIN given AS list NOT NULL;
CREATE TABLE domains (id int PRIMARY KEY, l list, g given, gs given[] NOT NULL, r zero);
COMMENT ON TABLE "class" IS E'*/ """\n``` ${x} \\\n// {{name}} \u202E \uFEFF \u2028 x\r\ny';
COMMENT ON COLUMN "class".self IS E'*/ """\n\n``` ${x} \\ \u2066';
COMMENT ON TYPE mood IS E'*/\nx';
