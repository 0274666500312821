CREATE TYPE public.row AS (a int, b text);
CREATE TABLE public.stays OF public.row (a WITH OPTIONS PRIMARY KEY, b DEFAULT 'x');
CREATE TABLE public.becomes OF public.row;
CREATE TABLE public.was (a int, b text);
CREATE TABLE public.comes OF public.row (b NOT NULL);
CREATE TYPE public.alike AS (a int, b text);
CREATE TABLE public.other OF public.alike;
