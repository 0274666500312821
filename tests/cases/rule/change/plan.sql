ALTER TABLE public.t ENABLE ALWAYS RULE always;

CREATE OR REPLACE RULE definition AS
    ON DELETE TO public.t
   WHERE old.id > 10 DO INSTEAD NOTHING;

CREATE OR REPLACE RULE event AS
    ON DELETE TO public.t DO  INSERT INTO public.log (id, what)
  VALUES (old.id, 'x'::text);

ALTER TABLE public.t
    DISABLE RULE off,
    ENABLE RULE on_again;

CREATE OR REPLACE RULE twice AS
    ON UPDATE TO public.t DO  INSERT INTO public.log (id, what)
  VALUES (new.id, new.a);

ALTER TABLE public.t ENABLE REPLICA RULE twice;
