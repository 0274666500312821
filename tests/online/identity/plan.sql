=== change
ALTER TABLE public.t ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
SELECT pg_catalog.setval('public.t_id_seq', pg_catalog.max(id))
    FROM public.t HAVING pg_catalog.max(id) >= 1;
--- back
ALTER TABLE public.t ALTER COLUMN id DROP IDENTITY;
