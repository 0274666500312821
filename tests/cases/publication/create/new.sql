CREATE SCHEMA s;
CREATE TABLE public.t (id int PRIMARY KEY, a text, b text);
CREATE TABLE public.u (id int PRIMARY KEY);
CREATE TABLE public.base (id int PRIMARY KEY);
CREATE TABLE public.heir () INHERITS (public.base);
CREATE TABLE public.p (id int PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES FROM (1) TO (9);
CREATE TABLE s.t (id int PRIMARY KEY);
CREATE PUBLICATION nothing;
CREATE PUBLICATION "All" FOR ALL TABLES WITH (publish = 'insert, delete', publish_via_partition_root = true);
CREATE PUBLICATION several FOR TABLE public.t (id, b) WHERE (id > 5 AND b IS NOT NULL), public.u,
    public.p WITH (publish = 'insert');
CREATE PUBLICATION family FOR TABLE public.base;
CREATE PUBLICATION schemas FOR TABLES IN SCHEMA s, TABLE public.u;
CREATE PUBLICATION none_of_it WITH (publish = '');
COMMENT ON PUBLICATION nothing IS 'yet';
ALTER PUBLICATION nothing OWNER TO someone;
