//! Weeding what is in a plan: whole categories at a time, by what the plan holds.

use super::super::{Result, Tx};
use samverkan_domain::retention::Category;
use uuid::Uuid;

impl Tx {
    /// Weeds what a plan holds of a category.
    pub async fn weed(&mut self, plan: Uuid, category: Category) -> Result<()> {
        let statements = match category {
            Category::Needs => NEEDS,
            Category::Availability => AVAILABILITY,
            Category::Calendars => CALENDARS,
            Category::Wishes => WISHES,
            Category::Transfers => TRANSFERS,
            Category::Consents => CONSENTS,
            Category::Attendance => ATTENDANCE,
            Category::Letters => LETTERS,
            Category::Imports => IMPORTS,
            Category::Erasures => ERASURES,
            Category::Plans => PLANS,
            Category::Admission => return self.weed_people(plan).await,
        };
        for statement in statements {
            execute!(self, *statement, plan)?;
        }
        Ok(())
    }

    /// Makes people nobody. What was decided, in which channel, of which family, stays.
    async fn weed_people(&mut self, plan: Uuid) -> Result<()> {
        // What is append-only lets go only of this, and only while the row is there.
        execute!(self, "INSERT INTO weeding_now (one) VALUES (1)")?;
        // Records that have become part of somebody go with them.
        execute!(
            self,
            "INSERT INTO weeding_item (plan_id, category, thing, person_id, event_on, event_at, again)
             SELECT i.plan_id, i.category, p.id, p.id, i.event_on, i.event_at, i.again
             FROM person p JOIN weeding_item i ON i.thing = p.merged_into
             WHERE i.plan_id = $1 AND i.category = 'admission'",
            plan
        )?;
        for statement in ADMISSION {
            execute!(self, *statement, plan)?;
        }
        execute!(
            self,
            "UPDATE person SET given_name = '(gallrad)', family_name = '', name_key = '',
                    sort_key = '', security_marking = 'none', language = 'sv', modality = NULL,
                    workplace = NULL, identity_kind = NULL, identity_sealed = NULL,
                    identity_hash = NULL, weeded_at = $2, revision = revision + 1
             WHERE id IN (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')",
            plan,
            self.now
        )?;
        execute!(self, "DELETE FROM weeding_now")?;
        Ok(())
    }
}

const NEEDS: &[&str] = &["DELETE FROM practical_need WHERE person_id IN
    (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'needs')"];

const AVAILABILITY: &[&str] = &["DELETE FROM availability WHERE EXISTS
    (SELECT 1 FROM weeding_item i WHERE i.plan_id = $1 AND i.category = 'availability'
       AND i.thing = availability.person_id AND i.offering_id = availability.offering_id)"];

const CALENDARS: &[&str] = &[
    "DELETE FROM busy_source WHERE person_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'calendars')",
    "DELETE FROM busy_address WHERE person_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'calendars')",
];

const WISHES: &[&str] = &["DELETE FROM company_wish WHERE id IN
    (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'wishes')"];

const TRANSFERS: &[&str] = &["DELETE FROM cohort_transfer WHERE id IN
    (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'transfers')"];

const CONSENTS: &[&str] = &["DELETE FROM name_consent WHERE EXISTS
    (SELECT 1 FROM weeding_item i WHERE i.plan_id = $1 AND i.category = 'consents'
       AND i.thing = name_consent.person_id AND i.offering_id = name_consent.offering_id)"];

const ATTENDANCE: &[&str] = &[
    "DELETE FROM presence WHERE application_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'attendance')",
    "DELETE FROM meeting_presence WHERE application_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'attendance')",
];

/// That there was a letter, and what became of it, stays for the counts.
const LETTERS: &[&str] = &[
    "UPDATE outbox SET to_name = '', to_address = '', letter = '', last_error = NULL
     WHERE id IN (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'letters')",
    "DELETE FROM mail_reminded WHERE message_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'letters')",
];

const IMPORTS: &[&str] = &[
    "DELETE FROM import_entry WHERE run_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'imports')",
    "DELETE FROM import_run WHERE id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'imports')",
];

const ERASURES: &[&str] = &["DELETE FROM erasure_request WHERE id IN
    (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'erasures')"];

const PLANS: &[&str] = &["DELETE FROM cohort_plan WHERE id IN
    (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'plans')"];

/// Everything that leads to the human, wherever it stands: what hangs on the addresses first.
const ADMISSION: &[&str] = &[
    "DELETE FROM sign_in WHERE address_key IN
       (SELECT e.address_key FROM email e JOIN weeding_item i ON i.thing = e.person_id
        WHERE i.plan_id = $1 AND i.category = 'admission')",
    "UPDATE outbox SET to_name = '', to_address = '', letter = '', last_error = NULL
     WHERE done_at IS NOT NULL AND person_id IS NULL AND to_address IN
       (SELECT e.address FROM email e JOIN weeding_item i ON i.thing = e.person_id
        WHERE i.plan_id = $1 AND i.category = 'admission')",
    "UPDATE outbox SET to_name = '', to_address = '', letter = '', last_error = NULL
     WHERE person_id IN (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')",
    "DELETE FROM email WHERE person_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')",
    "DELETE FROM address_change WHERE person_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')",
    "DELETE FROM web_sign_in WHERE person_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')",
    "DELETE FROM issuer_identity WHERE person_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')",
    "DELETE FROM passkey WHERE person_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')",
    "DELETE FROM staff WHERE person_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')",
    "DELETE FROM token WHERE person_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')",
    "DELETE FROM feed WHERE owner_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')
       OR (kind = 'person' AND subject_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission'))",
    "DELETE FROM mail_reminded WHERE person_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')",
    "DELETE FROM mail_unsubscribed WHERE person_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')",
    "DELETE FROM merit WHERE person_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')",
    "DELETE FROM practical_need WHERE person_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')",
    "DELETE FROM availability WHERE person_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')",
    "DELETE FROM busy_source WHERE person_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')",
    "DELETE FROM busy_address WHERE person_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')",
    "DELETE FROM company_wish WHERE person_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')",
    "DELETE FROM cohort_transfer WHERE person_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')",
    "DELETE FROM name_consent WHERE person_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')",
    "DELETE FROM erasure_request WHERE person_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')",
    "DELETE FROM facilitator WHERE person_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')",
    "UPDATE cohort_rule SET reason = '' WHERE person_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')
       OR other_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')",
    "UPDATE retention_hold SET reason = '' WHERE person_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')",
    "DELETE FROM person_merge_row WHERE merge_id IN (SELECT m.id FROM person_merge m
       JOIN weeding_item i ON i.thing IN (m.kept_id, m.merged_id)
       WHERE i.plan_id = $1 AND i.category = 'admission')",
    "DELETE FROM person_merge WHERE id IN (SELECT m.id FROM person_merge m
       JOIN weeding_item i ON i.thing IN (m.kept_id, m.merged_id)
       WHERE i.plan_id = $1 AND i.category = 'admission')",
    "DELETE FROM person_apart WHERE first_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')
       OR second_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')",
    "DELETE FROM import_entry WHERE subject_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')
       OR subject_id IN
       (SELECT a.id FROM application a JOIN weeding_item i ON i.thing = a.person_id
        WHERE i.plan_id = $1 AND i.category = 'admission')",
    "DELETE FROM contact WHERE application_id IN
       (SELECT a.id FROM application a JOIN weeding_item i ON i.thing = a.person_id
        WHERE i.plan_id = $1 AND i.category = 'admission')",
    "UPDATE approval SET head_email = '', deputy_email = NULL WHERE application_id IN
       (SELECT a.id FROM application a JOIN weeding_item i ON i.thing = a.person_id
        WHERE i.plan_id = $1 AND i.category = 'admission')",
    "UPDATE admission SET reason = NULL, reason_en = NULL, condition_text = NULL, findings = NULL,
            diarienummer = NULL
     WHERE application_id IN
       (SELECT a.id FROM application a JOIN weeding_item i ON i.thing = a.person_id
        WHERE i.plan_id = $1 AND i.category = 'admission')",
    "UPDATE application SET workplace = NULL, modality = NULL, contract = NULL,
            invoice_reference = NULL, head_email = NULL, deputy_email = NULL, condition_text = NULL,
            findings = NULL, merit_tenths = NULL, joint_code = NULL
     WHERE person_id IN
       (SELECT thing FROM weeding_item WHERE plan_id = $1 AND category = 'admission')",
];
