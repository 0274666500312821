-- Amazon RDS and Aurora: the roles of the service
-- migrate: managed schema ^(aws_commons|aws_lambda|aws_ml|aws_s3|apgjson|rds_tools|awsdms_.*)$
-- migrate: managed extension ^(aws_commons|aws_lambda|aws_ml|aws_s3|rds_tools|aurora_stat_utils|apg_plan_mgmt)$
-- migrate: managed event_trigger ^(dlm_|awsdms_)

CREATE ROLE rdsadmin NOLOGIN;
CREATE ROLE rds_superuser NOLOGIN;
CREATE ROLE rds_replication NOLOGIN;
CREATE ROLE rds_iam NOLOGIN;
CREATE ROLE rds_password NOLOGIN;
CREATE ROLE rds_ad NOLOGIN;
CREATE ROLE rds_extension NOLOGIN;
CREATE ROLE rds_reserved NOLOGIN;
GRANT rds_replication, rds_password TO rds_superuser WITH ADMIN OPTION;
