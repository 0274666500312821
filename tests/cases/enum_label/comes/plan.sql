ALTER TYPE public.mood ADD VALUE 'so' BEFORE 'sad';

ALTER TYPE public.mood ADD VALUE 'fair' AFTER 'sad';

ALTER TYPE public.mood ADD VALUE 'happy' AFTER 'glad';
