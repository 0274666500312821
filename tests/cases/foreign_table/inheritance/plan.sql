CREATE FOREIGN TABLE public.child (
    extra integer
) INHERITS (public.parent)
SERVER s OPTIONS (o '1');

CREATE FOREIGN TABLE public.part (
    id integer NOT NULL,
    a text
)
SERVER s OPTIONS (o '1');

ALTER TABLE public.whole ATTACH PARTITION public.part FOR VALUES FROM (1) TO (10);

ALTER TABLE public.parent ADD COLUMN a text;

ALTER FOREIGN TABLE public.child ALTER COLUMN a OPTIONS ( ADD name 'b' );

ALTER TABLE public.joins INHERIT public.parent;

ALTER TABLE public.whole ATTACH PARTITION public.late FOR VALUES FROM (10) TO (20);
