CREATE SCHEMA s;
CREATE TABLE public.t (id int PRIMARY KEY, a text, b text);
CREATE TABLE public.u (id int PRIMARY KEY);
CREATE TABLE public.base (id int PRIMARY KEY);
CREATE TABLE public.heir () INHERITS (public.base);
CREATE TABLE public.p (id int PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES FROM (1) TO (9);
CREATE TABLE s.t (id int PRIMARY KEY);
