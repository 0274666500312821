ALTER FUNCTION public.old_mr() RENAME TO "New mr";

ALTER FUNCTION public.old_mr(public.r) RENAME TO "New mr";

ALTER FUNCTION public.old_mr(VARIADIC public.r[]) RENAME TO "New mr";

ALTER TYPE public.old_mr RENAME TO "New mr";
