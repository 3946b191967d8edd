-- name: wait_for_migrations
-- One process at a time migrates a database; the lock goes with the connection.
SELECT pg_advisory_lock($1);

-- name: is_migrated
-- A database that was never migrated has no table of migrations.
SELECT to_regclass('public._pogo_migration') IS NOT NULL;

-- name: applied_migrations
SELECT migration_id
FROM public._pogo_migration
WHERE schema_name = $1;
