-- Once, on the new cluster, as its superuser: psql --file first-database.sql postgres://postgres@…
-- The service needs a database of its own and no rights beyond it.
\set ON_ERROR_STOP on
\getenv password SAMVERKAN_DATABASE_PASSWORD
CREATE ROLE samverkan LOGIN PASSWORD :'password';
CREATE DATABASE samverkan OWNER samverkan;
