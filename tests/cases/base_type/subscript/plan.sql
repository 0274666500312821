ALTER TYPE public.doc SET (SUBSCRIPT = jsonb_subscript_handler);

ALTER TYPE public.doc SET (STORAGE = external);

ALTER TABLE public.t ALTER COLUMN d SET STORAGE EXTERNAL;
