The register of bodies. Its records are facts of the streams `body-<id>`; the last fact of each holds.

-- name: lock_register
-- Loads take turns: each judges its files by the whole register.
SELECT pg_advisory_xact_lock(hashtextextended('body-', 0));

-- name: bodies_at
-- The records of some streams.
SELECT DISTINCT ON (stream) stream, sequence, body, hash
FROM fact
WHERE stream = ANY($1::text[])
ORDER BY stream, sequence DESC;

-- name: every_body
-- The kind of every registered body.
SELECT DISTINCT ON (stream) substr(stream, 6) AS id, body::json #>> '{body,kind}' AS kind
FROM fact
WHERE stream >= 'body-' AND stream < 'body.'
ORDER BY stream, sequence DESC;

-- name: keep_bodies
-- Keeps one fact in each of these streams.
INSERT INTO fact (stream, sequence, act, kind, at, by, body, previous)
SELECT stream, sequence, act, 'body_registered', $5, $6, body, previous
FROM unnest($1::text[], $2::integer[], $3::text[], $4::text[], $7::bytea[])
    AS given (stream, sequence, act, body, previous);
