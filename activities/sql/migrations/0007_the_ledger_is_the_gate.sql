-- The ledger keeps the law by which dossiers were received, and takes only what follows its last fact
-- depends: 0006_a_dossier_may_be_on_hold

-- migrate: apply

CREATE TABLE law (
    digest text COLLATE "C" NOT NULL,
    body   text NOT NULL,
    CONSTRAINT law_is_kept_once          PRIMARY KEY (digest),
    CONSTRAINT law_digest_is_of_its_body CHECK (digest = encode(sha256(convert_to(body, 'UTF8')), 'hex'))
);

COMMENT ON TABLE law IS 'The rules of an award as they stood when some dossier was received. Rows are only ever added.';
COMMENT ON COLUMN law.digest IS 'SHA-256 of the body in UTF-8; the first facts of dossiers name it.';

CREATE TRIGGER law_is_never_changed
BEFORE UPDATE OR DELETE OR TRUNCATE ON law FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_forget();

ALTER TABLE law ENABLE ALWAYS TRIGGER law_is_never_changed;

-- A sitting counts by the law that the first facts of its dossiers name, not by a row that somebody may edit.
ALTER TABLE dossier
    DROP CONSTRAINT dossier_is_considered_under_a_rule,
    DROP COLUMN rule;

-- As in migration 0001, and besides: what a writer believes to follow must be what stands there.
CREATE OR REPLACE FUNCTION link_fact() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before bytea := decode(repeat('00', 32), 'hex');
BEGIN
    -- Writers of one stream take turns. Without this, one that comes second could look for the fact before its own
    -- while the first has yet to commit it, and report a gap that is not there.
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.stream, 0));
    IF NEW.sequence > 1 THEN
        SELECT fact.hash INTO before
        FROM public.fact
        WHERE fact.stream = NEW.stream AND fact.sequence = NEW.sequence - 1;
    END IF;
    -- Where its place is taken it is no conflict: the writer looks at what stands there, and judges anew.
    IF before IS NULL OR (NEW.previous <> before AND NOT EXISTS (
        SELECT FROM public.fact WHERE fact.stream = NEW.stream AND fact.sequence = NEW.sequence
    )) THEN
        RAISE EXCEPTION 'fact % of % does not follow the one before it', NEW.sequence, NEW.stream
        USING ERRCODE = 'foreign_key_violation', TABLE = 'fact', CONSTRAINT = 'fact_follows_the_one_before_it';
    END IF;
    NEW.hash := sha256(NEW.previous || convert_to(NEW.body, 'UTF8'));
    RETURN NEW;
END
$$;

-- migrate: rollback

-- There is no way back.
