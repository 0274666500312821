ALTER TYPE public.old_mr RENAME TO "New mr";
