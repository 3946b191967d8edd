The outbox: notices are leased, sent and marked; or deferred, or parked for a person to investigate.

-- name: take_up
-- $1 is how many, $2 for how long. The lease is next_at itself: the notices of a postman that dies become due again.
-- A try is counted when it begins, so that a notice that crashes its postman is parked in the end as well.
WITH due AS MATERIALIZED (
    SELECT id
    FROM notice
    WHERE state = 'queued' AND next_at <= now()
    ORDER BY next_at, id
    LIMIT $1
    FOR UPDATE SKIP LOCKED
)
UPDATE notice
SET attempts = attempts + 1, next_at = now() + $2
FROM due
WHERE notice.id = due.id
RETURNING
    notice.id, stream, template, email, name, language, about, message_id, queued_at, attempts;

-- name: give_back
-- Leased and not tried.
UPDATE notice
SET attempts = attempts - 1, next_at = now()
WHERE id = $1 AND state = 'queued' AND attempts = $2;

-- name: mark_sent
-- Even if the lease has ended meanwhile: it was sent.
UPDATE notice
SET state = 'sent', sent_at = now()
WHERE id = $1 AND state <> 'sent';

-- name: put_off
-- Only by the postman that tried last: another may have leased it since.
UPDATE notice
SET next_at = now() + $3, last_error = $4
WHERE id = $1 AND state = 'queued' AND attempts = $2;

-- name: park
UPDATE notice
SET state = 'parked', last_error = $3
WHERE id = $1 AND state = 'queued' AND attempts = $2;

-- name: until_next
-- Seconds until a notice is due; negative if one is already, null if there is none.
SELECT extract(epoch FROM min(next_at) - now())::float8
FROM notice
WHERE state = 'queued';

-- name: parked
-- $1 is how many, $2 after which: newest first.
SELECT id, stream, sequence, template, email, language, queued_at, attempts, last_error
FROM notice
WHERE state = 'parked' AND id < $2
ORDER BY id DESC
LIMIT $1;

-- name: queue_again
-- Its tries are counted from the beginning, and a postman is woken.
WITH queued AS (
    UPDATE notice
    SET state = 'queued', attempts = 0, next_at = now()
    WHERE id = $1 AND state = 'parked'
    RETURNING id
)
SELECT pg_notify('notice', '')
FROM queued;

-- name: by_template
-- How many notices of each template were sent, and how many were not.
SELECT template, count(*) FILTER (WHERE state = 'sent') AS sent, count(*) FILTER (WHERE state <> 'sent') AS unsent
FROM notice
GROUP BY template
ORDER BY template;
