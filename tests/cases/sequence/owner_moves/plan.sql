CREATE TABLE public.borrowing (
    id integer DEFAULT nextval('public.loan_id_seq'::regclass) NOT NULL,
    reader integer,
    CONSTRAINT loan_reader FOREIGN KEY (reader) REFERENCES public.reader(id)
);

ALTER SEQUENCE public.loan_id_seq OWNED BY public.borrowing.id;

-- data-loss: drops table public.loan and what it holds
DROP TABLE public.loan;

ALTER TABLE public.borrowing ADD CONSTRAINT loan_pkey PRIMARY KEY (id);
