ALTER TYPE public.span RENAME TO "Stretch";

ALTER FUNCTION public.span(integer, integer) RENAME TO "Stretch";

ALTER FUNCTION public.span(integer, integer, text) RENAME TO "Stretch";

ALTER FUNCTION public.span_multirange() RENAME TO "Stretch_multirange";

ALTER FUNCTION public.span_multirange(public."Stretch") RENAME TO "Stretch_multirange";

ALTER FUNCTION public.span_multirange(VARIADIC public."Stretch"[]) RENAME TO "Stretch_multirange";

ALTER TYPE public.span_multirange RENAME TO "Stretch_multirange";
