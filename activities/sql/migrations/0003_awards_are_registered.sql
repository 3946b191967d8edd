-- Every award granted is entered in a register
-- depends: 0002_a_dossier_stands_somewhere

-- migrate: apply

CREATE TABLE register (
    dossier_id        text COLLATE "C" NOT NULL,
    award             text COLLATE "C" NOT NULL,
    basis             text COLLATE "C" NOT NULL,
    award_name        text NOT NULL,
    nominee_id        text COLLATE "C" NOT NULL,
    nominee_name      text NOT NULL,
    unit              text COLLATE "C" NOT NULL,
    period            daterange NOT NULL,
    decision_number   text NOT NULL,
    decided_on        date NOT NULL,
    signatory         text NOT NULL,
    decision_document jsonb,
    stream            text COLLATE "C" NOT NULL,
    sequence          integer NOT NULL,
    granted_at        timestamptz NOT NULL,
    CONSTRAINT register_enters_a_dossier_once PRIMARY KEY (dossier_id),
    CONSTRAINT register_rests_on_a_fact FOREIGN KEY (stream, sequence) REFERENCES fact (stream, sequence)
);

CREATE INDEX register_of_a_nominee ON register (nominee_id, decided_on);

COMMENT ON TABLE register IS 'The awards granted, one row for each dossier. Rows are only ever added.';
COMMENT ON COLUMN register.decided_on IS 'The day of the decision, in Hanoi; granted_at is when this system was told.';
COMMENT ON COLUMN register.signatory IS 'The office that signed, not the person.';
COMMENT ON COLUMN register.decision_document IS 'Where the signed decision lies, as JSON, where that is known.';
COMMENT ON COLUMN register.sequence IS 'With stream: the fact that entered it.';

CREATE TRIGGER register_is_never_changed
BEFORE UPDATE OR DELETE OR TRUNCATE ON register FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_forget();

ALTER TABLE register ENABLE ALWAYS TRIGGER register_is_never_changed;

-- migrate: rollback

-- There is no way back: what is entered stays entered.
