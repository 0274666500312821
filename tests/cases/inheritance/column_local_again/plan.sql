-- data-loss: drops column public.p.x and what it holds
ALTER TABLE ONLY public.p DROP COLUMN x;
