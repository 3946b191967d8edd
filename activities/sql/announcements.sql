What the ledger knows of dossiers that no longer answer.

-- name: last_words
-- Dossiers that have facts at all, and whether one of these came from the source $2: whoever heard it may since have closed.
SELECT stream, bool_or(coalesce(body::json ->> 'source', '') = $2) AS heard
FROM fact
WHERE stream = ANY ($1::text[])
GROUP BY stream;
