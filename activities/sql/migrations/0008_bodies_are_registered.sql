-- The register of bodies is kept in the ledger, and loaded in bulk
-- depends: 0007_the_ledger_is_the_gate

-- migrate: apply

COMMENT ON COLUMN fact.stream IS
'The workflow that wrote it: dossier-..., sitting-..., submission-...; or body-..., the record of a registered body.';

-- As in migration 0007, and besides: a load of the register writes to sixty thousand streams in one transaction, and
-- PostgreSQL has no room for as many locks. Its writers share one.
CREATE OR REPLACE FUNCTION link_fact() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before bytea := decode(repeat('00', 32), 'hex');
BEGIN
    -- Writers of one stream take turns. Without this, one that comes second could look for the fact before its own
    -- while the first has yet to commit it, and report a gap that is not there.
    PERFORM pg_advisory_xact_lock(
        hashtextextended(CASE WHEN starts_with(NEW.stream, 'body-') THEN 'body-' ELSE NEW.stream END, 0)
    );
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
