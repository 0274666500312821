CREATE TYPE public.row AS (a int, b text);
CREATE TABLE public.stays OF public.row (a WITH OPTIONS PRIMARY KEY, b DEFAULT 'x');
CREATE TABLE public.becomes (a int, b text);
CREATE TABLE public.was OF public.row;
CREATE TYPE public.alike AS (a int, b text);
CREATE TABLE public.other OF public.row;
