ALTER TYPE public.moved_multirange SET SCHEMA other;

ALTER TYPE other.moved_multirange RENAME TO gone;

ALTER TYPE public.span_multirange RENAME TO spans_of;

COMMENT ON TYPE public.spans_of IS 'Several';
