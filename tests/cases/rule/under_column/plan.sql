DROP RULE remember ON public.t;

ALTER TABLE public.log ALTER COLUMN id TYPE bigint;

-- data-loss: changes the type of column public.t.a from text to character varying(20): the new type cannot hold every value of the old one
ALTER TABLE public.t
    ALTER COLUMN id TYPE bigint,
    ALTER COLUMN a TYPE character varying(20);

CREATE RULE remember AS
    ON INSERT TO public.t DO  INSERT INTO public.log (id, what)
  VALUES (new.id, new.a);
