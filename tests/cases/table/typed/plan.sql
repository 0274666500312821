ALTER TABLE public.was NOT OF;

CREATE TABLE public.comes (
    a integer,
    b text NOT NULL
);

ALTER TABLE public.comes OF public."row";

ALTER TABLE public.becomes OF public."row";

ALTER TABLE public.other OF public.alike;
