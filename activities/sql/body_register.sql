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

-- name: ended_bodies
-- The bodies that have ended by a day, written as 2025-07-01.
SELECT id
FROM (
    SELECT DISTINCT ON (stream) substr(stream, 6) AS id, body::json #>> '{body,ended,on}' AS ended_on
    FROM fact
    WHERE stream >= 'body-' AND stream < 'body.'
    ORDER BY stream, sequence DESC
) AS last
WHERE ended_on <= $1
ORDER BY id;

-- name: streams_naming
-- Those of some dossiers and sittings whose facts name one of these bodies.
SELECT DISTINCT fact.stream
FROM fact
CROSS JOIN LATERAL (
    VALUES
        (fact.body::json #>> '{dossier,unit,id}'),
        (fact.body::json #>> '{dossier,cluster,id}'),
        (fact.body::json #>> '{dossier,council,id}'),
        (fact.body::json #>> '{dossier,agency,id}'),
        (fact.body::json #>> '{dossier,party,id}'),
        (fact.body::json #>> '{dossier,head,id}'),
        (fact.body::json #>> '{now,id}'),
        (fact.body::json #>> '{body,id}')
) AS named (id)
WHERE fact.stream = ANY($1::text[])
    AND fact.kind IN ('dossier_submitted', 'body_succeeded', 'sitting_convened')
    AND named.id = ANY($2::text[])
UNION
SELECT fact.stream
FROM fact
CROSS JOIN LATERAL json_array_elements(fact.body::json -> 'agencies') AS agency
WHERE fact.stream = ANY($1::text[])
    AND fact.kind = 'opinions_asked'
    AND agency ->> 'id' = ANY($2::text[])
ORDER BY stream;
