DROP FOREIGN TABLE public.server;

ALTER TABLE public.p DETACH PARTITION public.bound;

ALTER TABLE public.p DETACH PARTITION public.goes;

ALTER TABLE public.p DETACH PARTITION public.whole;

CREATE FOREIGN TABLE public.server (
    id integer
)
SERVER t;

ALTER TABLE public.p ATTACH PARTITION public.bound FOR VALUES FROM (1) TO (3);

ALTER TABLE public.q ATTACH PARTITION public.whole FOR VALUES FROM (5) TO (6);

ALTER FOREIGN TABLE public.options ALTER COLUMN id
    OPTIONS ( SET changes 'new', ADD comes '1', DROP goes );

ALTER FOREIGN TABLE public.options OPTIONS ( SET changes 'new', ADD comes '1', DROP goes );
