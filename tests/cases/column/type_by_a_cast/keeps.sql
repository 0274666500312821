SELECT id, yes::boolean, list::boolean[], bits::bit(32), certain::boolean FROM t;
