CREATE TABLE public.t (id int PRIMARY KEY);
CREATE TABLE public.u (id int PRIMARY KEY);
CREATE PUBLICATION comes FOR TABLE public.t, public.u WITH (publish = 'insert');
CREATE PUBLICATION changes FOR TABLE public.u WITH (publish_via_partition_root = true);
CREATE PUBLICATION everything FOR ALL TABLES;
