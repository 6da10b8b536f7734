-- Reminders of answers to admissions, urgent mail, decisions in both languages.

-- When to remind an admitted person of the answer; empty once that is done, or if nothing is asked.
ALTER TABLE application ADD COLUMN answer_remind_at TIMESTAMPTZ;
-- Those who have been asked already are reminded when half of their time has passed.
UPDATE application SET answer_remind_at = changed_at + (answer_by - changed_at) / 2
WHERE state = 'admitted' AND answer_by IS NOT NULL;
CREATE INDEX application_answer_remind_at ON application (answer_remind_at)
    WHERE state = 'admitted' AND answer_remind_at IS NOT NULL;

-- Somebody waits for it at a screen: it goes before all else.
ALTER TABLE outbox ADD COLUMN urgent BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX outbox_urgent ON outbox (urgent DESC, due_at, id)
    WHERE done_at IS NULL AND failed_at IS NULL;
DROP INDEX outbox_due;

-- The reason in English, where the service itself gives it; `reason` is Swedish then.
ALTER TABLE admission ADD COLUMN reason_en TEXT;
