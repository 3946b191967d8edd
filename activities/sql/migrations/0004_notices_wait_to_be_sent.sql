-- Notices wait to be sent, each by its own clock
-- depends: 0003_awards_are_registered

-- migrate: apply

CREATE TABLE notice (
    id         bigint GENERATED ALWAYS AS IDENTITY,
    stream     text COLLATE "C" NOT NULL,
    sequence   integer NOT NULL,
    template   text COLLATE "C" NOT NULL,
    email      text COLLATE "C" NOT NULL,
    name       text NOT NULL,
    language   text COLLATE "C" NOT NULL,
    about      jsonb NOT NULL,
    message_id text COLLATE "C" NOT NULL,
    queued_at  timestamptz NOT NULL DEFAULT now(),
    state      text COLLATE "C" NOT NULL DEFAULT 'queued',
    attempts   integer NOT NULL DEFAULT 0,
    next_at    timestamptz NOT NULL DEFAULT now(),
    sent_at    timestamptz,
    last_error text,
    CONSTRAINT notice_has_a_number          PRIMARY KEY (id),
    CONSTRAINT notice_is_queued_once        UNIQUE (stream, sequence, template, email),
    CONSTRAINT notice_has_its_own_message_id UNIQUE (message_id),
    CONSTRAINT notice_language_is_known     CHECK (language IN ('vi', 'en')),
    CONSTRAINT notice_state_is_known        CHECK (state IN ('queued', 'sent', 'parked')),
    CONSTRAINT notice_attempts_are_counted  CHECK (attempts >= 0),
    CONSTRAINT notice_sent_says_when        CHECK ((state = 'sent') = (sent_at IS NOT NULL)),
    CONSTRAINT notice_parked_says_why       CHECK (state <> 'parked' OR last_error IS NOT NULL)
);

CREATE INDEX notice_due ON notice (next_at) WHERE state = 'queued';

COMMENT ON TABLE notice IS 'Letters, queued in the transaction of the fact they tell of.';
COMMENT ON COLUMN notice.sequence IS 'With stream: the fact it tells of.';
COMMENT ON COLUMN notice.email IS 'The mailbox of an office; name is what the office is called.';
COMMENT ON COLUMN notice.about IS 'What the letter may mention, as JSON.';
COMMENT ON COLUMN notice.message_id IS 'What stands before the @ of its Message-ID: the same however often it is tried, so a copy is known as one.';
COMMENT ON COLUMN notice.state IS 'queued: to be sent at next_at; sent: a mail server took it; parked: given up, a person must look.';
COMMENT ON COLUMN notice.last_error IS 'What the mail server, or the way to it, said last.';

CREATE FUNCTION call_the_postman() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Many in one transaction are one call: PostgreSQL folds equal ones together.
    PERFORM pg_notify('notice', '');
    RETURN NULL;
END
$$;

-- For each row and not for each statement: a fact without notices calls nobody.
CREATE TRIGGER notice_calls_the_postman
AFTER INSERT ON notice FOR EACH ROW EXECUTE FUNCTION call_the_postman();

-- migrate: rollback

-- There is no way back.
