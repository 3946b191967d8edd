-- Facts are kept for ever, each linked to the one before it
-- depends:

-- migrate: apply

CREATE TABLE fact (
    stream   text COLLATE "C" NOT NULL,
    sequence integer NOT NULL,
    act      text COLLATE "C" NOT NULL,
    kind     text NOT NULL,
    at       timestamptz NOT NULL,
    by       text COLLATE "C" NOT NULL,
    body     text NOT NULL,
    previous bytea NOT NULL,
    hash     bytea NOT NULL,
    kept_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT fact_has_a_place_of_its_own   PRIMARY KEY (stream, sequence),
    CONSTRAINT fact_of_an_act_is_kept_once   UNIQUE (stream, act),
    CONSTRAINT fact_sequence_starts_at_one   CHECK (sequence >= 1),
    CONSTRAINT fact_body_is_a_json_object    CHECK (body IS JSON OBJECT),
    CONSTRAINT fact_link_is_a_sha256_digest  CHECK (octet_length(previous) = 32 AND octet_length(hash) = 32)
);

COMMENT ON TABLE fact IS 'What happened, in the past tense. Rows are only ever added.';
COMMENT ON COLUMN fact.stream IS 'The workflow that wrote it: dossier-..., sitting-..., submission-...';
COMMENT ON COLUMN fact.sequence IS 'Which fact of its stream it is, from 1, without a gap.';
COMMENT ON COLUMN fact.act IS 'The natural key of the act: the same key is the same act, however often it is sent.';
COMMENT ON COLUMN fact.kind IS 'As in the body, for searching.';
COMMENT ON COLUMN fact.at IS 'When it happened, as in the body; the writing of it is kept_at.';
COMMENT ON COLUMN fact.by IS 'Who acted, as in the body.';
COMMENT ON COLUMN fact.body IS 'The fact as JSON, to the letter: text and not jsonb, since the hash is taken of these bytes.';
COMMENT ON COLUMN fact.previous IS 'The hash of the fact before it in its stream; 32 zero bytes for the first.';
COMMENT ON COLUMN fact.hash IS 'sha256(previous || body in UTF-8). Receipts carry it, so a changed past does not match them.';

CREATE FUNCTION link_fact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Writers of one stream take turns. Without this, one that comes second could look for the fact before its own
    -- while the first has yet to commit it, and report a gap that is not there.
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.stream, 0));
    IF NEW.sequence = 1 THEN
        NEW.previous := decode(repeat('00', 32), 'hex');
    ELSE
        SELECT fact.hash INTO NEW.previous
        FROM public.fact
        WHERE fact.stream = NEW.stream AND fact.sequence = NEW.sequence - 1;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'fact % of % has no fact before it', NEW.sequence, NEW.stream
            USING ERRCODE = 'foreign_key_violation', TABLE = 'fact', CONSTRAINT = 'fact_follows_the_one_before_it';
        END IF;
    END IF;
    NEW.hash := sha256(NEW.previous || convert_to(NEW.body, 'UTF8'));
    RETURN NEW;
END
$$;

CREATE FUNCTION refuse_to_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is refused: rows of % are only ever added', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
END
$$;

CREATE TRIGGER fact_follows_the_one_before_it
BEFORE INSERT ON fact FOR EACH ROW EXECUTE FUNCTION link_fact();

CREATE TRIGGER fact_is_never_changed
BEFORE UPDATE OR DELETE OR TRUNCATE ON fact FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_forget();

-- Otherwise a session that calls itself a replica could change the past unnoticed.
ALTER TABLE fact ENABLE ALWAYS TRIGGER fact_is_never_changed;

-- migrate: rollback

-- There is no way back: what is kept stays kept.
