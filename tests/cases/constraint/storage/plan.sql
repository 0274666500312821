ALTER INDEX public.k RESET (fillfactor);

ALTER INDEX public.k SET (fillfactor = '70', deduplicate_items = 'off');

ALTER INDEX public.k SET TABLESPACE elsewhere;

ALTER INDEX public.u SET (fillfactor = '50');

ALTER INDEX public.x SET TABLESPACE elsewhere;

ALTER INDEX public.j SET TABLESPACE elsewhere;

ALTER INDEX public.i SET TABLESPACE elsewhere;
