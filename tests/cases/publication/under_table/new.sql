CREATE TABLE public.t (id bigint PRIMARY KEY, b varchar(9));
CREATE PUBLICATION p FOR TABLE public.t (id, b) WHERE (id > 5);
