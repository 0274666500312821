-- data-loss: drops table public.p with what it holds and creates it again, because PostgreSQL cannot change its partition key from none to RANGE (id); to keep the rows, let the old table become a partition of the new one: write "-- migrate: renamed from OLD_NAME" above that partition
DROP TABLE public.p;

CREATE TABLE public.p (
    id integer,
    at date
) PARTITION BY RANGE (id);

CREATE TABLE public.p1 (
    id integer,
    at date
);

ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES FROM (1) TO (100);
