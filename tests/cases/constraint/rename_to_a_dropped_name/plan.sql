ALTER TABLE public.e RENAME CONSTRAINT x_check TO x_positive;

DROP VIEW public.v;

DROP INDEX public.a_x;

ALTER TABLE public.a DROP CONSTRAINT a_pkey;

ALTER TABLE public.b DROP CONSTRAINT b_pkey;

ALTER TABLE public.c DROP CONSTRAINT c_pkey;

ALTER TABLE public.d DROP CONSTRAINT d_key;

-- data-loss: drops table public.gone and what it holds
DROP TABLE public.gone;

-- data-loss: drops sequence public.s and what it holds
DROP SEQUENCE public.s;

ALTER TABLE public.a ADD CONSTRAINT a_x PRIMARY KEY (id);

ALTER TABLE public.b ADD CONSTRAINT s PRIMARY KEY (id);

ALTER TABLE public.c ADD CONSTRAINT v PRIMARY KEY (id);

ALTER TABLE public.d ADD CONSTRAINT gone_pkey UNIQUE (id);
