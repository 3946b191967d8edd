-- Each dossier has a row that says where it stands, and no dossier has a twin
-- depends: 0001_facts_are_kept_for_ever

-- migrate: apply

CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE dossier (
    dossier_id   text COLLATE "C" NOT NULL,
    nominee_id   text COLLATE "C" NOT NULL,
    nominee_name text NOT NULL,
    award        text COLLATE "C" NOT NULL,
    basis        text COLLATE "C" NOT NULL,
    award_name   text NOT NULL,
    period       daterange NOT NULL,
    unit         text COLLATE "C" NOT NULL,
    cluster      text COLLATE "C",
    council      text COLLATE "C",
    regime       text COLLATE "C" NOT NULL,
    received_on  date NOT NULL,
    stage        text COLLATE "C" NOT NULL,
    awaited      text COLLATE "C",
    awaited_name text,
    rule         jsonb,
    due_at       timestamptz,
    overdue      boolean NOT NULL,
    sequence     integer NOT NULL,
    changed_at   timestamptz NOT NULL,
    CONSTRAINT dossier_stands_in_one_place PRIMARY KEY (dossier_id),
    CONSTRAINT dossier_stage_is_known
        CHECK (stage IN ('unit', 'cluster', 'council', 'decision', 'granted', 'refused', 'withdrawn', 'lapsed')),
    CONSTRAINT dossier_waits_for_somebody_until_its_end
        CHECK ((awaited IS NULL) = (stage IN ('granted', 'refused', 'withdrawn', 'lapsed'))),
    CONSTRAINT dossier_is_considered_under_a_rule
        CHECK ((rule IS NOT NULL) = (stage IN ('cluster', 'council', 'decision'))),
    CONSTRAINT dossier_period_has_two_ends
        CHECK (NOT isempty(period) AND NOT lower_inf(period) AND NOT upper_inf(period)),
    CONSTRAINT dossier_has_no_twin
        EXCLUDE USING gist (nominee_id WITH =, award WITH =, period WITH &&)
        WHERE (stage NOT IN ('refused', 'withdrawn', 'lapsed'))
);

CREATE INDEX dossier_waits_for ON dossier (awaited, stage);

COMMENT ON TABLE dossier IS 'Where each dossier stands after its last fact, for those who look it up.';
COMMENT ON COLUMN dossier.period IS 'The days of the achievement. Shown with its end excluded: PostgreSQL''s own spelling.';
COMMENT ON COLUMN dossier.unit IS 'Who proposes; cluster and council are the bodies its route passes, where it does.';
COMMENT ON COLUMN dossier.awaited IS 'The body whose move is next; none at its end.';
COMMENT ON COLUMN dossier.rule IS 'The rule of the stage it waits in, as JSON; none with its unit or at its end.';
COMMENT ON COLUMN dossier.due_at IS 'When the term of whoever is awaited runs out; none where there is no term, or once it has.';
COMMENT ON COLUMN dossier.sequence IS 'The fact after which it stands here. It only grows: an old fact sent again changes nothing.';
COMMENT ON COLUMN dossier.changed_at IS 'When that fact happened.';

CREATE FUNCTION take_turns_over_an_award() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Two twins submitted at the same moment would each wait for the other to finish: a deadlock instead of an answer.
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.nominee_id || ' ' || NEW.award, 1));
    RETURN NEW;
END
$$;

CREATE TRIGGER dossier_takes_its_turn_among_twins
BEFORE INSERT ON dossier FOR EACH ROW WHEN (NEW.sequence = 1) EXECUTE FUNCTION take_turns_over_an_award();

-- migrate: rollback

-- There is no way back.
