-- A dossier may be on hold, and its row says what the law asks of its nominee beside its kind
-- depends: 0005_stages_beside_votes

-- migrate: apply

ALTER TABLE dossier
    ADD COLUMN held boolean NOT NULL DEFAULT false,
    ADD COLUMN traits text[] NOT NULL DEFAULT '{}',
    ADD CONSTRAINT dossier_on_hold_is_on_its_way CHECK (NOT held OR awaited IS NOT NULL);

-- Dossiers that are on their way already: their first facts say it.
UPDATE dossier
SET traits = ARRAY(SELECT json_array_elements_text(fact.body::json #> '{dossier,nominee,traits}'))
FROM fact
WHERE fact.stream = 'dossier-' || dossier.dossier_id
    AND fact.sequence = 1
    AND fact.body::json #> '{dossier,nominee,traits}' IS NOT NULL;

COMMENT ON COLUMN dossier.held IS 'Nobody may hear it until it is released, and no term of it runs.';
COMMENT ON COLUMN dossier.traits IS 'The nominee''s, as schemas/nominee.py spells them.';

-- migrate: rollback

-- There is no way back.
