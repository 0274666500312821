-- data-loss: drops table public.p with what it holds and creates it again, because PostgreSQL cannot change its partition key from RANGE (id) to none; to keep the rows, first rename the old table away, then create the new one and copy them with INSERT INTO … SELECT
-- data-loss: drops table public.p1 and what it holds
DROP TABLE public.p;

CREATE TABLE public.p (
    id integer,
    at date
);
