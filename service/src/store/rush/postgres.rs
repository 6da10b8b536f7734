//! The statements for PostgreSQL.

/// Opens a transaction for these statements.
///
/// PostgreSQL keeps a plan from a connection's first executions, made when the tables were small:
/// it reads them whole for every batch, and got three times slower as they grew. What is read here
/// is always found by an index, so the plan that fits always is nested loops over indexes; it may as
/// well be made once. And whoever holds the offering's lock for seconds must not hold up everybody.
pub(super) const BEGIN: &str = "
    BEGIN; SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off;
    SET LOCAL enable_mergejoin = off; SET LOCAL enable_material = off; SET LOCAL plan_cache_mode = force_generic_plan;
    SET LOCAL lock_timeout = '5s'";

/// The sub-select with its limit is looked up for each person. As a plain join it is planned for the
/// few rows an offering has when the plan is made, and reads all of the offering's for each person.
pub(super) const ASKERS: &str = "
    SELECT q.n, p.id, p.given_name, p.family_name, p.security_marking, p.language, p.modality,
           p.profession, p.programme, p.workplace, p.identity_kind, p.identity_sealed,
           p.identity_hash, e.address, p.created_at, p.revision,
           a.id AS active_id, a.channel_id AS active_channel, a.state AS active_state,
           a.selection_group AS active_group, a.reserve_position AS active_position, a.created_at AS active_since,
           i.fingerprint AS kept_fingerprint, i.answer AS kept_answer,
           COALESCE(f.family, g.family) AS family, m.credits_tenths, m.degrees, m.courses,
           m.employer, m.verified_at
    FROM json_to_recordset($1::json) AS q (n bigint, person uuid, key text)
    JOIN person p ON p.id = q.person AND p.merged_into IS NULL
    LEFT JOIN email e ON e.person_id = p.id AND e.main
    LEFT JOIN LATERAL (
        SELECT id, channel_id, state, selection_group, reserve_position, created_at FROM application
        WHERE person_id = p.id AND offering_id = $2
            AND state IN ('awaiting_approval', 'submitted', 'reserve', 'called', 'admitted',
                          'accepted', 'registered', 'completed')
        LIMIT 1) a ON TRUE
    LEFT JOIN idempotency i ON i.key_hash = decode(q.key, 'hex')
    LEFT JOIN profession f ON f.code = p.profession
    LEFT JOIN programme g ON g.code = p.programme
    LEFT JOIN merit m ON m.person_id = p.id
    ORDER BY q.n";

pub(super) const APPLICATIONS: &str = "
    INSERT INTO application (
        id, offering_id, channel_id, person_id, state, selection_group, merit_tenths,
        reserve_position, condition_text, condition_due_on, condition_met, registration_kind,
        programme, profession, workplace, modality, contract, invoice_reference, head_email,
        substitute_allowed, superseded_by, created_at, changed_at, standing, findings, answer_by,
        answered_at, joint_code, keeps, interest_asked_at, interested_at, deferred_to,
        deputy_email, answer_remind_at, revision)
    SELECT
        r.id, r.offering_id, r.channel_id, r.person_id, r.state, r.selection_group,
        r.merit_tenths, r.reserve_position, r.condition_text, r.condition_due_on, r.condition_met,
        r.registration_kind, r.programme, r.profession, r.workplace, r.modality, r.contract,
        r.invoice_reference, r.head_email, r.substitute_allowed, r.superseded_by,
        r.created_at * interval '1 us' + timestamptz 'epoch',
        r.changed_at * interval '1 us' + timestamptz 'epoch', r.standing, r.findings,
        r.answer_by * interval '1 us' + timestamptz 'epoch',
        r.answered_at * interval '1 us' + timestamptz 'epoch', r.joint_code, r.keeps,
        r.interest_asked_at * interval '1 us' + timestamptz 'epoch',
        r.interested_at * interval '1 us' + timestamptz 'epoch', r.deferred_to, r.deputy_email,
        r.answer_remind_at * interval '1 us' + timestamptz 'epoch', 1
    FROM json_to_recordset($1::json) AS r (
        id uuid, offering_id uuid, channel_id uuid, person_id uuid, state text,
        selection_group text, merit_tenths bigint, reserve_position bigint, condition_text text,
        condition_due_on text, condition_met boolean, registration_kind text, programme text,
        profession text, workplace text, modality text, contract text, invoice_reference text,
        head_email text, substitute_allowed boolean, superseded_by uuid, created_at bigint,
        changed_at bigint, standing text, findings text, answer_by bigint, answered_at bigint,
        joint_code text, keeps uuid, interest_asked_at bigint, interested_at bigint,
        deferred_to text, deputy_email text, answer_remind_at bigint)";

pub(super) const APPLICATIONS_CHANGED: &str = "
    UPDATE application SET
        state = r.state, selection_group = r.selection_group, merit_tenths = r.merit_tenths,
        reserve_position = r.reserve_position, condition_text = r.condition_text,
        condition_due_on = r.condition_due_on, condition_met = r.condition_met,
        registration_kind = r.registration_kind, programme = r.programme,
        profession = r.profession, workplace = r.workplace, modality = r.modality,
        contract = r.contract, invoice_reference = r.invoice_reference, head_email = r.head_email,
        substitute_allowed = r.substitute_allowed, superseded_by = r.superseded_by,
        standing = r.standing, findings = r.findings,
        answer_by = r.answer_by * interval '1 us' + timestamptz 'epoch',
        answered_at = r.answered_at * interval '1 us' + timestamptz 'epoch',
        joint_code = r.joint_code, keeps = r.keeps,
        interest_asked_at = r.interest_asked_at * interval '1 us' + timestamptz 'epoch',
        interested_at = r.interested_at * interval '1 us' + timestamptz 'epoch',
        deferred_to = r.deferred_to, deputy_email = r.deputy_email,
        answer_remind_at = r.answer_remind_at * interval '1 us' + timestamptz 'epoch',
        changed_at = $2, revision = application.revision + 1
    FROM json_to_recordset($1::json) AS r (
        id uuid, revision bigint, state text, selection_group text, merit_tenths bigint,
        reserve_position bigint, condition_text text, condition_due_on text, condition_met boolean,
        registration_kind text, programme text, profession text, workplace text, modality text,
        contract text, invoice_reference text, head_email text, substitute_allowed boolean,
        superseded_by uuid, standing text, findings text, answer_by bigint, answered_at bigint,
        joint_code text, keeps uuid, interest_asked_at bigint, interested_at bigint,
        deferred_to text, deputy_email text, answer_remind_at bigint)
    WHERE application.id = r.id AND application.revision = r.revision";

pub(super) const ADMISSIONS: &str = "
    INSERT INTO admission (
        id, application_id, outcome, selection_group, reserve_position, condition_text,
        decided_by, automatic, reason, decided_at, template_version, diarienummer, selection_id,
        findings, reason_en)
    SELECT
        r.id, r.application_id, r.outcome, r.selection_group, r.reserve_position,
        r.condition_text, r.decided_by, r.automatic, r.reason,
        r.decided_at * interval '1 us' + timestamptz 'epoch', r.template_version, r.diarienummer,
        r.selection_id, r.findings, r.reason_en
    FROM json_to_recordset($1::json) AS r (
        id uuid, application_id uuid, outcome text, selection_group text, reserve_position bigint,
        condition_text text, decided_by text, automatic boolean, reason text, decided_at bigint,
        template_version bigint, diarienummer text, selection_id uuid, findings text,
        reason_en text)";

pub(super) const OUTBOX: &str = "
    INSERT INTO outbox (id, person_id, to_name, to_address, language, letter, created_at, due_at,
                        lease_until, attempts, urgent)
    SELECT r.id, r.person, r.to_name, r.to_address, r.language, r.letter, $2, $2, $2, 0, r.urgent
    FROM json_to_recordset($1::json) AS r (
        id uuid, person uuid, to_name text, to_address text, language text, letter text,
        urgent boolean)";

pub(super) const TOLD: &str = "
    INSERT INTO notice_told (notice_id, person_id, message_id)
    SELECT r.notice, r.person, r.message
    FROM json_to_recordset($1::json) AS r (notice uuid, person uuid, message uuid)";

pub(super) const ANSWERS: &str = "
    INSERT INTO idempotency (key_hash, fingerprint, status, answer, created_at)
    SELECT decode(r.key, 'hex'), decode(r.fingerprint, 'hex'), r.status, r.answer, $2
    FROM json_to_recordset($1::json) AS r (key text, fingerprint text, status bigint, answer text)";

pub(super) const AUDIT: &str = "
    INSERT INTO audit (seq, at, actor, action, subject_kind, subject_id, before, after, reason, hash)
    SELECT r.seq, r.at * interval '1 us' + timestamptz 'epoch', r.actor, r.action, r.subject_kind,
           r.subject, r.before, r.after, r.reason, decode(r.hash, 'hex')
    FROM json_to_recordset($1::json) AS r (
        seq bigint, at bigint, actor text, action text, subject_kind text, subject uuid,
        before text, after text, reason text, hash text)";

pub(super) const ENTRIES: &str = "
    INSERT INTO import_entry (run_id, position, row_number, thing, subject_id, kept)
    SELECT r.run, r.position, r.n, r.thing, r.subject, decode(r.kept, 'hex')
    FROM json_to_recordset($1::json) AS r (
        run uuid, position bigint, n bigint, thing text, subject uuid, kept text)";

pub(super) const TOKENS: &str = "
    SELECT id, name, role, person_id, token_hash, created_at, expires_at, last_used_at, revoked_at,
           programmes
    FROM token WHERE token_hash = ANY($1)";

pub(super) const TOKENS_USED: &str = "
    UPDATE token SET last_used_at = r.at * interval '1 us' + timestamptz 'epoch'
    FROM json_to_recordset($1::json) AS r (token uuid, at bigint) WHERE token.id = r.token";

/// Places that people have on other offerings of the term.
pub(super) const HOLDINGS: &str = "
    SELECT a.person_id, c.credits_tenths, p.code AS package
    FROM json_array_elements_text($1::json) AS q (person)
    JOIN application a ON a.person_id = CAST(q.person AS uuid)
        AND a.state IN ('admitted', 'accepted', 'registered') AND a.offering_id <> $2
    JOIN offering o ON o.id = a.offering_id AND o.term = (SELECT term FROM offering WHERE id = $2)
    JOIN course c ON c.id = o.course_id
    LEFT JOIN package p ON p.id = c.package_id
    ORDER BY a.person_id, a.id";

/// Merits of people.
pub(super) const MERITS: &str = "
    SELECT m.person_id, m.credits_tenths, m.degrees, m.courses, m.employer, m.stated_at,
           m.verified_by, m.verified_at, m.revision
    FROM json_array_elements_text($1::json) AS q (person)
    JOIN merit m ON m.person_id = CAST(q.person AS uuid)";
