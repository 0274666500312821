ALTER TABLE public.t
    DROP CONSTRAINT columns_,
    DROP CONSTRAINT delete_columns,
    DROP CONSTRAINT match,
    DROP CONSTRAINT on_delete,
    DROP CONSTRAINT on_update,
    DROP CONSTRAINT other_columns,
    DROP CONSTRAINT other_delete,
    DROP CONSTRAINT referenced,
    DROP CONSTRAINT two,
    ADD CONSTRAINT columns_ FOREIGN KEY (b) REFERENCES public.far(id),
    ADD CONSTRAINT delete_columns FOREIGN KEY (a, b) REFERENCES public.far(x, y)
        ON DELETE SET NULL (b),
    ADD CONSTRAINT match FOREIGN KEY (a, b) REFERENCES public.far(x, y) MATCH FULL,
    ALTER CONSTRAINT may_wait DEFERRABLE,
    ADD CONSTRAINT on_delete FOREIGN KEY (a) REFERENCES public.far(id) ON DELETE CASCADE,
    ADD CONSTRAINT on_update FOREIGN KEY (a) REFERENCES public.far(id) ON UPDATE SET DEFAULT,
    ADD CONSTRAINT other_columns FOREIGN KEY (a, b) REFERENCES public.far(x, y)
        ON DELETE SET NULL (b),
    ADD CONSTRAINT other_delete FOREIGN KEY (a) REFERENCES public.far(id) ON DELETE SET NULL,
    ADD CONSTRAINT referenced FOREIGN KEY (b) REFERENCES public.further(id),
    ADD CONSTRAINT two FOREIGN KEY (a) REFERENCES public.far(id) ON DELETE CASCADE DEFERRABLE,
    ALTER CONSTRAINT waits DEFERRABLE INITIALLY DEFERRED;
