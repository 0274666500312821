ALTER INDEX public.k SET TABLESPACE elsewhere;

ALTER INDEX public.x SET TABLESPACE elsewhere;

ALTER INDEX public.j SET TABLESPACE elsewhere;

ALTER INDEX public.i SET TABLESPACE elsewhere;

ALTER INDEX public.k
    SET (deduplicate_items = off),
    SET (fillfactor = 70);

ALTER INDEX public.u SET (fillfactor = 50);
