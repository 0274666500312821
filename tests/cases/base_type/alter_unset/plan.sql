ALTER TYPE public.a_receive SET (RECEIVE = NONE);

DROP FUNCTION public.a_receive_receive(internal);

ALTER TYPE public.b_send SET (SEND = NONE);

DROP FUNCTION public.b_send_send(public.b_send);

ALTER TYPE public.c_typmod SET (TYPMOD_IN = NONE);

ALTER TYPE public.c_typmod SET (TYPMOD_OUT = NONE);

ALTER TYPE public.d_analyze SET (ANALYZE = NONE);
