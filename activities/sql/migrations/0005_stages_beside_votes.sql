-- A dossier is published, appraised, signed for and asked about beside votes and decisions
-- depends: 0004_notices_wait_to_be_sent

-- migrate: apply

ALTER TABLE dossier
    ADD COLUMN objections integer[] NOT NULL DEFAULT '{}',
    DROP CONSTRAINT dossier_stage_is_known,
    DROP CONSTRAINT dossier_is_considered_under_a_rule,
    ADD CONSTRAINT dossier_stage_is_known CHECK (stage IN (
        'unit', 'cluster', 'publication', 'appraisal', 'council', 'party', 'head', 'opinions', 'central_appraisal',
        'central_publication', 'central_council', 'endorsement', 'decision', 'granted', 'refused', 'withdrawn', 'lapsed'
    )),
    ADD CONSTRAINT dossier_is_considered_under_a_rule
        CHECK ((rule IS NULL) = (stage IN ('unit', 'granted', 'refused', 'withdrawn', 'lapsed')));

COMMENT ON COLUMN dossier.objections IS 'The numbers of its facts that hold what was objected when it was published.';

-- migrate: rollback

-- There is no way back.
