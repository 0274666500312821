ALTER PUBLICATION p DROP TABLE ONLY public.t;

-- data-loss: drops column public.t.a and what it holds
ALTER TABLE public.t DROP COLUMN a;

-- data-loss: drops table public.gone and what it holds
DROP TABLE public.gone;

-- data-loss: changes the type of column public.t.b from text to character varying(9): the new type cannot hold every value of the old one
ALTER TABLE public.t
    ALTER COLUMN id TYPE bigint,
    ALTER COLUMN b TYPE character varying(9);

ALTER PUBLICATION p ADD TABLE ONLY public.t (b, id) WHERE (id > 5);
