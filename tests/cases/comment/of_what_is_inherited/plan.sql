COMMENT ON CONSTRAINT positive ON public.child IS NULL;

COMMENT ON CONSTRAINT positive ON public.grand IS NULL;

ALTER TABLE public.parent
    DROP CONSTRAINT positive,
    ADD CONSTRAINT positive CHECK (id > 1);

COMMENT ON CONSTRAINT positive ON public.child IS 'inherited';

COMMENT ON CONSTRAINT positive ON public.grand IS 'goes with the constraint';

COMMENT ON CONSTRAINT fk ON public.p1 IS 'fk copy';

COMMENT ON TRIGGER t ON public.p1 IS 'trigger copy';

COMMENT ON TRIGGER t2 ON public.p1 IS 'trigger copy 2';
