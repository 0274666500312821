ALTER TABLE public.t ALTER COLUMN b DROP DEFAULT;

ALTER DOMAIN public.c DROP CONSTRAINT low;

ALTER DOMAIN public.a RENAME TO migrate_aside_4;

CREATE DOMAIN public.a AS text COLLATE "C" DEFAULT 'z'::text NOT NULL;

ALTER DOMAIN public.b RENAME TO migrate_aside_5;

CREATE DOMAIN public.b AS text COLLATE "C" DEFAULT 'xx'::text
    CONSTRAINT short CHECK (length(VALUE) < 6);

ALTER DOMAIN public.c DROP NOT NULL;

ALTER DOMAIN public.c ADD CONSTRAINT low CHECK (VALUE < 5) NOT VALID;

ALTER DOMAIN public.d ADD CONSTRAINT comes CHECK (VALUE < 9);

ALTER TABLE public.t ALTER COLUMN a TYPE public.a USING a::text::public.a;

DROP DOMAIN public.migrate_aside_4;

ALTER TABLE public.t ALTER COLUMN b TYPE public.b USING b::text::public.b;

DROP DOMAIN public.migrate_aside_5;

ALTER TABLE public.t ALTER COLUMN b SET DEFAULT 'y'::text;
