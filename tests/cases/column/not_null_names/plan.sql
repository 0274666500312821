ALTER TABLE public.t RENAME CONSTRAINT gone TO t_loses_not_null;

ALTER TABLE public.t RENAME CONSTRAINT old_name TO new_name;

ALTER TABLE public.t RENAME CONSTRAINT t_becomes_not_null TO given;

ALTER TABLE public.t
    DROP CONSTRAINT alone,
    ALTER COLUMN plain SET NOT NULL,
    ADD CONSTRAINT alone NOT NULL alone NO INHERIT,
    ADD CONSTRAINT later NOT NULL later NOT VALID;
