CREATE SCHEMA app;
CREATE SCHEMA audit;
CREATE TYPE app.level AS ENUM ('low', 'high');
CREATE DOMAIN app.email AS text;
CREATE TABLE app.user_accounts (user_id int PRIMARY KEY, "mailAddress" app.email NOT NULL,
    user_settings jsonb, log_level app.level, tags jsonb[], levels app.level[], total_sum numeric);
CREATE TABLE audit.entries (id int PRIMARY KEY, at timestamptz NOT NULL, of_user int REFERENCES app.user_accounts);
CREATE TABLE app.days (day date NOT NULL, n int, PRIMARY KEY (day)) PARTITION BY RANGE (day);
CREATE TABLE app.days_2020 PARTITION OF app.days FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
