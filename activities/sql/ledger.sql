Writes and lookups of the ledger. Entries are JSON, spelt as in `schemas/ports.py`.

-- name: keep_entry
-- Keeps a fact with all that is written beside it. One statement is one transaction and one round trip.
-- $1 is an `Entry` as `json`, not `jsonb`: the text of the fact must not change.
-- $2 are its notices with their mailboxes, `AddressedNotice`s.
-- If the fact's place or its act is taken, no row comes back and nothing is written.
WITH entry AS (
    SELECT
        entry.act, decode(entry.follows, 'hex') AS previous, entry.fact::text AS body, entry.standing,
        fact.*
    FROM json_to_record($1) AS entry (act text, follows text, fact json, standing json),
        json_to_record(entry.fact) AS fact (
            stream text, sequence integer, kind text, at timestamptz, by text, decision json
        )
),
kept AS (
    INSERT INTO fact (stream, sequence, act, kind, at, by, body, previous)
    SELECT stream, sequence, act, kind, at, by, body, previous
    FROM entry
    ON CONFLICT DO NOTHING
    RETURNING hash
),
standing AS (
    SELECT
        entry.stream, entry.sequence, entry.kind, entry.at, entry.decision,
        dossier.dossier_id, dossier.award, dossier.basis, dossier.received_on,
        dossier.nominee ->> 'id' AS nominee_id,
        dossier.nominee ->> 'name' AS nominee_name,
        daterange((dossier.period ->> 'first')::date, (dossier.period ->> 'last')::date, '[]') AS period,
        dossier.unit ->> 'id' AS unit,
        dossier.cluster ->> 'id' AS cluster,
        dossier.council ->> 'id' AS council,
        standing.award_name, standing.regime, standing.stage, standing.due_at, standing.overdue,
        standing.awaited ->> 'id' AS awaited,
        standing.awaited ->> 'name' AS awaited_name,
        coalesce(standing.objections, '{}') AS objections,
        coalesce(standing.held, false) AS held,
        ARRAY(SELECT json_array_elements_text(dossier.nominee -> 'traits')) AS traits
    FROM kept,
        entry,
        json_to_record(entry.standing) AS standing (
            dossier json, award_name text, regime text, stage text, awaited json, due_at timestamptz,
            overdue boolean, objections integer[], held boolean
        ),
        json_to_record(standing.dossier) AS dossier (
            dossier_id text, nominee json, award text, basis text, period json,
            unit json, cluster json, council json, received_on date
        )
    WHERE entry.standing IS NOT NULL
),
stood AS (
    INSERT INTO dossier AS stands (
        dossier_id, nominee_id, nominee_name, award, basis, award_name, period, unit, cluster, council,
        regime, received_on, stage, awaited, awaited_name, due_at, overdue, objections, held, traits,
        sequence, changed_at
    )
    SELECT
        dossier_id, nominee_id, nominee_name, award, basis, award_name, period, unit, cluster, council,
        regime, received_on, stage, awaited, awaited_name, due_at, overdue, objections, held, traits,
        sequence, at
    FROM standing
    ON CONFLICT (dossier_id) DO UPDATE SET
        unit = EXCLUDED.unit,
        cluster = EXCLUDED.cluster,
        council = EXCLUDED.council,
        stage = EXCLUDED.stage,
        awaited = EXCLUDED.awaited,
        awaited_name = EXCLUDED.awaited_name,
        due_at = EXCLUDED.due_at,
        overdue = EXCLUDED.overdue,
        objections = EXCLUDED.objections,
        held = EXCLUDED.held,
        sequence = EXCLUDED.sequence,
        changed_at = EXCLUDED.changed_at
    WHERE stands.sequence < EXCLUDED.sequence
),
registered AS (
    INSERT INTO register (
        dossier_id, award, basis, award_name, nominee_id, nominee_name, unit, period,
        decision_number, decided_on, signatory, decision_document, stream, sequence, granted_at
    )
    SELECT
        dossier_id, award, basis, award_name, nominee_id, nominee_name, unit, period,
        decision.number, decision.decided_on, decision.signatory, decision.document, stream, sequence, at
    FROM standing,
        json_to_record(standing.decision) AS decision (
            number text, decided_on date, signatory text, document jsonb
        )
    WHERE kind = 'award_granted'
),
queued AS (
    INSERT INTO notice (stream, sequence, template, email, name, language, about, message_id)
    SELECT
        entry.stream, entry.sequence, letter.template,
        letter.to ->> 'email', letter.to ->> 'name', letter.to ->> 'language', letter.about,
        encode(
            sha256(convert_to(
                concat_ws(' ', entry.stream, entry.sequence, letter.template, letter.to ->> 'email'), 'UTF8'
            )),
            'hex'
        )
    FROM kept,
        entry,
        json_to_recordset($2) AS letter (template text, "to" json, about jsonb)
    -- Two seats may share a mailbox: it gets the notice once.
    ON CONFLICT DO NOTHING
)
SELECT encode(hash, 'hex')
FROM kept;

-- name: facts_of
SELECT act, body, encode(hash, 'hex') AS hash
FROM fact
WHERE stream = $1
ORDER BY sequence;

-- name: agendas_of
-- The agenda of a sitting, and its voting rules.
SELECT act, body, encode(hash, 'hex') AS hash
FROM fact
WHERE stream = $1 AND kind IN ('sitting_convened', 'agenda_amended')
ORDER BY sequence;

-- name: keep_law
INSERT INTO law (digest, body)
VALUES ($1, $2)
ON CONFLICT DO NOTHING;

-- name: law
SELECT digest, body
FROM law
WHERE digest = ANY ($1::text[]);

-- name: fact_at
SELECT act, body, encode(hash, 'hex') AS hash
FROM fact
WHERE stream = $1 AND sequence = $2;

-- name: twin_of
-- The condition is that of the constraint `dossier_has_no_twin`.
SELECT dossier_id
FROM dossier
WHERE nominee_id = $1
    AND award = $2
    AND period && daterange($3, $4, '[]')
    AND stage NOT IN ('refused', 'withdrawn', 'lapsed')
    AND dossier_id <> $5
ORDER BY dossier_id
LIMIT 1;

-- name: on_an_agenda
-- Unknown dossiers are returned too, with their identifier only.
SELECT
    asked.dossier_id, dossier.nominee_name, dossier.award, dossier.basis, dossier.unit, dossier.cluster,
    dossier.regime, dossier.stage, dossier.awaited, dossier.due_at, dossier.objections,
    dossier.held, dossier.nominee_id, dossier.traits, upper(dossier.period) - 1 AS last,
    first.body::json ->> 'law' AS law,
    coalesce(heir.agency, first.body::json #>> '{dossier,agency,id}') AS agency,
    coalesce(heir.head, first.body::json #>> '{dossier,head,id}') AS head
FROM unnest($1::text[]) WITH ORDINALITY AS asked (dossier_id, place)
LEFT JOIN dossier ON dossier.dossier_id = asked.dossier_id
LEFT JOIN fact AS first ON first.stream = 'dossier-' || dossier.dossier_id AND first.sequence = 1
-- The last successor of each; most dossiers have none.
LEFT JOIN LATERAL (
    SELECT
        (array_agg(later.body::json #>> '{now,id}' ORDER BY later.sequence DESC)
            FILTER (WHERE later.body::jsonb -> 'roles' ? 'agency'))[1] AS agency,
        (array_agg(later.body::json #>> '{now,id}' ORDER BY later.sequence DESC)
            FILTER (WHERE later.body::jsonb -> 'roles' ? 'head'))[1] AS head
    FROM fact AS later
    WHERE later.stream = first.stream AND later.kind = 'body_succeeded'
) AS heir ON true
ORDER BY asked.place;

-- name: granted_earlier
-- The latest fifty: all of them together must fit into one of Temporal's payloads.
SELECT dossier_id, award, basis, first, last, decision_number, decided_on, signatory, decision_document
FROM (
    SELECT
        dossier_id, award, basis, lower(period) AS first, upper(period) - 1 AS last,
        decision_number, decided_on, signatory, decision_document
    FROM register
    WHERE nominee_id = $1 AND dossier_id <> $2
    ORDER BY decided_on DESC, dossier_id DESC
    LIMIT 50
) AS latest
ORDER BY decided_on, dossier_id;

-- name: broken_links
-- Computes every hash again. The first flaw counts: a body that does not match its hash is not read any further.
SELECT stream, sequence, flaw
FROM (
    SELECT
        stream, sequence,
        CASE
            WHEN sequence <> place THEN 'gap'
            WHEN previous <> coalesce(before, decode(repeat('00', 32), 'hex')) THEN 'previous'
            WHEN hash <> sha256(previous || convert_to(body, 'UTF8')) THEN 'body'
            WHEN NOT EXISTS (
                SELECT
                FROM json_to_record(body::json) AS told (
                    stream text, sequence integer, kind text, at timestamptz, by text
                )
                WHERE (told.stream, told.sequence, told.kind, told.at, told.by)
                    = (link.stream, link.sequence, link.kind, link.at, link.by)
            ) THEN 'columns'
        END AS flaw
    FROM (
        SELECT
            stream, sequence, kind, at, by, body, previous, hash,
            row_number() OVER in_order AS place,
            lag(hash) OVER in_order AS before
        FROM fact
        WINDOW in_order AS (PARTITION BY stream ORDER BY sequence)
    ) AS link
) AS examined
WHERE flaw IS NOT NULL
ORDER BY stream, sequence;
