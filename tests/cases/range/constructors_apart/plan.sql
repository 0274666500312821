CREATE SCHEMA other;

CREATE TYPE other.moved AS RANGE (
    SUBTYPE = integer,
    MULTIRANGE_TYPE_NAME = other.moved_multirange
);

ALTER FUNCTION other.moved(integer, integer) SET SCHEMA public;

ALTER FUNCTION other.moved(integer, integer, text) SET SCHEMA public;

ALTER FUNCTION other.moved_multirange() SET SCHEMA public;

ALTER FUNCTION other.moved_multirange(other.moved) SET SCHEMA public;

ALTER FUNCTION other.moved_multirange(VARIADIC other.moved[]) SET SCHEMA public;

CREATE TYPE public.span AS RANGE (
    SUBTYPE = integer,
    MULTIRANGE_TYPE_NAME = public.spans
);

ALTER FUNCTION public.span(integer, integer) RENAME TO was;

ALTER FUNCTION public.span(integer, integer, text) RENAME TO was;

ALTER FUNCTION public.spans() RENAME TO was_multirange;

ALTER FUNCTION public.spans(public.span) RENAME TO was_multirange;

ALTER FUNCTION public.spans(VARIADIC public.span[]) RENAME TO was_multirange;
