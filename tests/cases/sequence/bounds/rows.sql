SELECT setval('touching', 10), setval('overlapping', 7), setval('turns_within', 3);
