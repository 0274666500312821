ALTER FUNCTION public.moved_multirange() RENAME TO gone;

ALTER FUNCTION public.moved_multirange(public.moved) RENAME TO gone;

ALTER FUNCTION public.moved_multirange(VARIADIC public.moved[]) RENAME TO gone;

ALTER TYPE public.moved_multirange SET SCHEMA other;

ALTER TYPE other.moved_multirange RENAME TO gone;

ALTER FUNCTION public.span_multirange() RENAME TO "Spans of";

ALTER FUNCTION public.span_multirange(public.span) RENAME TO "Spans of";

ALTER FUNCTION public.span_multirange(VARIADIC public.span[]) RENAME TO "Spans of";

ALTER TYPE public.span_multirange RENAME TO "Spans of";
