DROP CONVERSION public.cyrillic;

DROP CONVERSION public.latin;
