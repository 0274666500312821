-- data-loss: changes the type of column public.t.yes from integer to boolean: the new type cannot hold every value of the old one
-- data-loss: changes the type of column public.t.list from integer[] to boolean[]: the new type cannot hold every value of the old one
-- data-loss: changes the type of column public.t.bits from integer to bit(32): the new type cannot hold every value of the old one
-- data-loss: changes the type of column public.t.certain from integer to public.sure: the new type cannot hold every value of the old one
-- data-loss: changes the type of column public.t.hopeless from bigint to uuid: no value of the old type is one of the new, so that this fails as soon as a row has one; add a column of the new type, fill it, and drop the old one instead, in a migration written by hand
ALTER TABLE public.t
    ALTER COLUMN yes TYPE boolean USING yes::boolean,
    ALTER COLUMN list TYPE boolean[] USING list::boolean[],
    ALTER COLUMN bits TYPE bit(32) USING bits::bit(32),
    ALTER COLUMN whole TYPE polygon,
    ALTER COLUMN certain TYPE public.sure USING certain::public.sure,
    ALTER COLUMN hopeless TYPE uuid USING hopeless::text::uuid;
