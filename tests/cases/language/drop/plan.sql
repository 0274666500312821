DROP FUNCTION public.f();

DROP LANGUAGE bare;

DROP LANGUAGE full_of;

DROP FUNCTION public.handler();
