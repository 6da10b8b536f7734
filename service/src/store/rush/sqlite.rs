//! The statements for SQLite. `jsonb_each` gives each row in its binary form, so that the text is
//! read once and not once a column. CROSS JOIN keeps the order of the tables: the rows given first.

pub(super) const ASKERS: &str = "
    SELECT q.key AS n, p.id, p.given_name, p.family_name, p.security_marking, p.language, p.modality,
           p.profession, p.programme, p.workplace, p.identity_kind, p.identity_sealed,
           p.identity_hash, e.address, p.created_at, p.revision,
           a.id AS active_id, a.channel_id AS active_channel, a.state AS active_state,
           a.selection_group AS active_group, a.reserve_position AS active_position, a.created_at AS active_since,
           i.fingerprint AS kept_fingerprint, i.answer AS kept_answer,
           COALESCE(f.family, g.family) AS family, m.credits_tenths, m.degrees, m.courses,
           m.employer, m.verified_at
    FROM jsonb_each($1) q
    CROSS JOIN person p ON p.id = unhex(q.value->>'person') AND p.merged_into IS NULL
    LEFT JOIN email e ON e.person_id = p.id AND e.main
    LEFT JOIN application a ON a.person_id = p.id AND a.offering_id = $2
        AND a.state IN ('awaiting_approval', 'submitted', 'reserve', 'called', 'admitted',
                        'accepted', 'registered', 'completed')
    LEFT JOIN idempotency i ON i.key_hash = unhex(q.value->>'key')
    LEFT JOIN profession f ON f.code = p.profession
    LEFT JOIN programme g ON g.code = p.programme
    LEFT JOIN merit m ON m.person_id = p.id
    ORDER BY q.key";

pub(super) const APPLICATIONS: &str = "
    INSERT INTO application (
        id, offering_id, channel_id, person_id, state, selection_group, merit_tenths,
        reserve_position, condition_text, condition_due_on, condition_met, registration_kind,
        programme, profession, workplace, modality, contract, invoice_reference, head_email,
        substitute_allowed, superseded_by, created_at, changed_at, standing, findings, answer_by,
        answered_at, joint_code, keeps, interest_asked_at, interested_at, deferred_to,
        deputy_email, answer_remind_at, revision)
    SELECT
        unhex(value->>'id'), unhex(value->>'offering_id'), unhex(value->>'channel_id'),
        unhex(value->>'person_id'), value->>'state', value->>'selection_group',
        value->>'merit_tenths', value->>'reserve_position', value->>'condition_text',
        value->>'condition_due_on', value->>'condition_met', value->>'registration_kind',
        value->>'programme', value->>'profession', value->>'workplace', value->>'modality',
        value->>'contract', value->>'invoice_reference', value->>'head_email',
        value->>'substitute_allowed', unhex(value->>'superseded_by'), value->>'created_at',
        value->>'changed_at', value->>'standing', value->>'findings', value->>'answer_by',
        value->>'answered_at', value->>'joint_code', unhex(value->>'keeps'),
        value->>'interest_asked_at', value->>'interested_at', value->>'deferred_to',
        value->>'deputy_email', value->>'answer_remind_at', 1
    FROM jsonb_each($1)";

/// The limit keeps the rows given in a loop of their own, outside: the applications are looked up.
pub(super) const APPLICATIONS_CHANGED: &str = "
    UPDATE application SET
        state = r.value->>'state', selection_group = r.value->>'selection_group',
        merit_tenths = r.value->>'merit_tenths', reserve_position = r.value->>'reserve_position',
        condition_text = r.value->>'condition_text',
        condition_due_on = r.value->>'condition_due_on', condition_met = r.value->>'condition_met',
        registration_kind = r.value->>'registration_kind', programme = r.value->>'programme',
        profession = r.value->>'profession', workplace = r.value->>'workplace',
        modality = r.value->>'modality', contract = r.value->>'contract',
        invoice_reference = r.value->>'invoice_reference', head_email = r.value->>'head_email',
        substitute_allowed = r.value->>'substitute_allowed',
        superseded_by = unhex(r.value->>'superseded_by'), standing = r.value->>'standing',
        findings = r.value->>'findings', answer_by = r.value->>'answer_by',
        answered_at = r.value->>'answered_at', joint_code = r.value->>'joint_code',
        keeps = unhex(r.value->>'keeps'), interest_asked_at = r.value->>'interest_asked_at',
        interested_at = r.value->>'interested_at', deferred_to = r.value->>'deferred_to',
        deputy_email = r.value->>'deputy_email', answer_remind_at = r.value->>'answer_remind_at',
        changed_at = $2, revision = application.revision + 1
    FROM (SELECT value FROM jsonb_each($1) LIMIT -1) AS r
    WHERE application.id = unhex(r.value->>'id') AND application.revision = r.value->>'revision'";

pub(super) const ADMISSIONS: &str = "
    INSERT INTO admission (
        id, application_id, outcome, selection_group, reserve_position, condition_text,
        decided_by, automatic, reason, decided_at, template_version, diarienummer, selection_id,
        findings, reason_en)
    SELECT
        unhex(value->>'id'), unhex(value->>'application_id'), value->>'outcome',
        value->>'selection_group', value->>'reserve_position', value->>'condition_text',
        value->>'decided_by', value->>'automatic', value->>'reason', value->>'decided_at',
        value->>'template_version', value->>'diarienummer', unhex(value->>'selection_id'),
        value->>'findings', value->>'reason_en'
    FROM jsonb_each($1)";

pub(super) const OUTBOX: &str = "
    INSERT INTO outbox (id, person_id, to_name, to_address, language, letter, created_at, due_at,
                        lease_until, attempts, urgent)
    SELECT unhex(value->>'id'), unhex(value->>'person'), value->>'to_name',
           value->>'to_address', value->>'language', value->>'letter', $2, $2, $2, 0,
           value->>'urgent'
    FROM jsonb_each($1)";

pub(super) const TOLD: &str = "
    INSERT INTO notice_told (notice_id, person_id, message_id)
    SELECT unhex(value->>'notice'), unhex(value->>'person'), unhex(value->>'message')
    FROM jsonb_each($1)";

pub(super) const ANSWERS: &str = "
    INSERT INTO idempotency (key_hash, fingerprint, status, answer, created_at)
    SELECT unhex(value->>'key'), unhex(value->>'fingerprint'), value->>'status',
           value->>'answer', $2
    FROM jsonb_each($1)";

pub(super) const AUDIT: &str = "
    INSERT INTO audit (seq, at, actor, action, subject_kind, subject_id, before, after, reason, hash)
    SELECT value->>'seq', value->>'at', value->>'actor', value->>'action',
           value->>'subject_kind', unhex(value->>'subject'), value->>'before',
           value->>'after', value->>'reason', unhex(value->>'hash')
    FROM jsonb_each($1)";

pub(super) const ENTRIES: &str = "
    INSERT INTO import_entry (run_id, position, row_number, thing, subject_id, kept)
    SELECT unhex(value->>'run'), value->>'position', value->>'n', value->>'thing',
           unhex(value->>'subject'), unhex(value->>'kept')
    FROM jsonb_each($1)";

pub(super) const TOKENS: &str = "
    SELECT id, name, role, person_id, token_hash, created_at, expires_at, last_used_at, revoked_at,
           programmes
    FROM token WHERE token_hash IN (SELECT unhex(value) FROM json_each($1))";

pub(super) const TOKENS_USED: &str = "
    UPDATE token SET last_used_at = r.value->>'at'
    FROM jsonb_each($1) r WHERE token.id = unhex(r.value->>'token')";

/// Places that people have on other offerings of the term.
pub(super) const HOLDINGS: &str = "
    SELECT a.person_id, c.credits_tenths, p.code AS package
    FROM jsonb_each($1) q
    CROSS JOIN application a ON a.person_id = unhex(q.value)
        AND a.state IN ('admitted', 'accepted', 'registered') AND a.offering_id <> $2
    JOIN offering o ON o.id = a.offering_id AND o.term = (SELECT term FROM offering WHERE id = $2)
    JOIN course c ON c.id = o.course_id
    LEFT JOIN package p ON p.id = c.package_id
    ORDER BY a.person_id, a.id";

/// Merits of people.
pub(super) const MERITS: &str = "
    SELECT m.person_id, m.credits_tenths, m.degrees, m.courses, m.employer, m.stated_at,
           m.verified_by, m.verified_at, m.revision
    FROM jsonb_each($1) q CROSS JOIN merit m ON m.person_id = unhex(q.value)";
