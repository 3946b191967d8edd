Lookups in the ledger for dossiers that no longer answer.

-- name: last_words
-- Dossiers that have facts at all, and whether one of these came from the source $2: a dossier may have closed after it.
SELECT stream, bool_or(coalesce(body::json ->> 'source', '') = $2) AS heard
FROM fact
WHERE stream = ANY ($1::text[])
GROUP BY stream;
