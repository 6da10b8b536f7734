//! Everything that is somebody's, table by table: what follows a record into another, and back.
//!
//! What names a person otherwise stays as it was written: the trail, plans, protocols of weeding and entries of imports
//! tell what happened then.

pub(super) struct Follows {
    /// As it is told.
    pub thing: &'static str,
    pub table: &'static str,
    pub column: &'static str,
    /// Notes what goes over: $1 the merge, $2 from whom, $3 to whom.
    pub note: &'static str,
    /// Lets it go, by what is noted.
    pub give: &'static str,
    /// How much is left.
    pub left: &'static str,
}

/// `by`: the column that tells a person's rows apart. `unless`: when the row stays, as the kept one has its own.
macro_rules! follows {
    ($thing:literal, $table:literal, $column:literal, $into:literal, $by:literal, $unless:literal) => {
        Follows {
            thing: $thing,
            table: $table,
            column: $column,
            note: concat!(
                "INSERT INTO person_merge_row (merge_id, thing, ",
                $into,
                ") SELECT $1, '",
                $thing,
                "', t.",
                $by,
                " FROM ",
                $table,
                " t WHERE t.",
                $column,
                " = $2 AND t.",
                $column,
                " <> $3",
                $unless
            ),
            give: concat!(
                "UPDATE ",
                $table,
                " SET ",
                $column,
                " = $3 WHERE ",
                $column,
                " = $2 AND ",
                $by,
                " IN (SELECT ",
                $into,
                " FROM person_merge_row WHERE merge_id = $1 AND thing = '",
                $thing,
                "')"
            ),
            left: concat!("SELECT COUNT(*) FROM ", $table, " WHERE ", $column, " = $1"),
        }
    };
    ($thing:literal, $table:literal, $column:literal, $unless:literal) => {
        follows!($thing, $table, $column, "row_id", "id", $unless)
    };
    ($thing:literal, $table:literal) => {
        follows!($thing, $table, "person_id", "row_id", "id", "")
    };
}

/// What a person has one of.
macro_rules! one_each {
    ($table:literal) => {
        Follows {
            thing: $table,
            table: $table,
            column: "person_id",
            note: concat!(
                "INSERT INTO person_merge_row (merge_id, thing, row_id) SELECT $1, '",
                $table,
                "', t.person_id FROM ",
                $table,
                " t WHERE t.person_id = $2
                  AND NOT EXISTS (SELECT 1 FROM ",
                $table,
                " k WHERE k.person_id = $3)"
            ),
            give: concat!(
                "UPDATE ",
                $table,
                " SET person_id = $3 WHERE person_id = $2 AND EXISTS
                 (SELECT 1 FROM person_merge_row WHERE merge_id = $1 AND thing = '",
                $table,
                "')"
            ),
            left: concat!("SELECT COUNT(*) FROM ", $table, " WHERE person_id = $1"),
        }
    };
}

pub(super) const FOLLOWS: &[Follows] = &[
    // Before the applications: it asks where the kept one has some.
    follows!(
        "name_consent",
        "name_consent",
        "person_id",
        "row_id",
        "offering_id",
        " AND NOT EXISTS (SELECT 1 FROM application k
                          WHERE k.person_id = $3 AND k.offering_id = t.offering_id)
          AND NOT EXISTS (SELECT 1 FROM name_consent k
                          WHERE k.person_id = $3 AND k.offering_id = t.offering_id)"
    ),
    follows!("application", "application"),
    follows!(
        "cohort_member",
        "cohort_member",
        "person_id",
        "row_id",
        "cohort_set_id",
        ""
    ),
    follows!("cohort_rule", "cohort_rule"),
    follows!("cohort_rule_other", "cohort_rule", "other_id", ""),
    follows!("cohort_transfer", "cohort_transfer"),
    follows!("company_wish", "company_wish"),
    follows!(
        "availability",
        "availability",
        "person_id",
        "row_id",
        "offering_id",
        " AND NOT EXISTS (SELECT 1 FROM availability k
                          WHERE k.person_id = $3 AND k.offering_id = t.offering_id)"
    ),
    follows!(
        "facilitator",
        "facilitator",
        "person_id",
        "row_id",
        "offering_id",
        ""
    ),
    follows!(
        "cohort_leader",
        "cohort_leader",
        "person_id",
        "row_id",
        "cohort_id",
        ""
    ),
    one_each!("merit"),
    one_each!("practical_need"),
    follows!(
        "calendar_file",
        "busy_source",
        "person_id",
        " AND NOT EXISTS (SELECT 1 FROM busy_source k WHERE k.person_id = $3)"
    ),
    follows!(
        "calendar_address",
        "busy_address",
        "person_id",
        " AND NOT EXISTS (SELECT 1 FROM busy_address k WHERE k.person_id = $3)"
    ),
    follows!("feed", "feed", "owner_id", ""),
    follows!(
        "feed_subject",
        "feed",
        "subject_id",
        " AND t.kind = 'person'"
    ),
    follows!("email", "email", "person_id", "row_key", "address_key", ""),
    follows!("address_change", "address_change"),
    follows!("sign_in", "web_sign_in"),
    follows!("issuer", "issuer_identity"),
    follows!("passkey", "passkey"),
    follows!("token", "token"),
    follows!("message", "outbox"),
    follows!(
        "notice_told",
        "notice_told",
        "person_id",
        "row_id",
        "notice_id",
        " AND NOT EXISTS (SELECT 1 FROM notice_told k
                          WHERE k.person_id = $3 AND k.notice_id = t.notice_id)"
    ),
    follows!(
        "reminded",
        "mail_reminded",
        "person_id",
        "row_id",
        "message_id",
        " AND NOT EXISTS (SELECT 1 FROM mail_reminded k WHERE k.person_id = $3
                          AND k.rule_id = t.rule_id AND k.occurrence = t.occurrence)"
    ),
    one_each!("mail_unsubscribed"),
    follows!("erasure_request", "erasure_request"),
    follows!("hold", "retention_hold"),
    // Records that had become part of the merged one.
    follows!("record", "person", "merged_into", ""),
];

/// What has come since the merge in courses that go back: $1 from whom, $2 to whom. The kept one has nothing there.
pub(super) const SINCE: &[&str] = &[
    "UPDATE cohort_member SET person_id = $2
     WHERE person_id = $1 AND cohort_set_id IN (
       SELECT s.id FROM cohort_set s JOIN offering o ON o.id = s.offering_id OR o.cohorts_of = s.offering_id
       WHERE EXISTS (SELECT 1 FROM application a WHERE a.person_id = $2 AND a.offering_id = o.id))
       AND NOT EXISTS (
         SELECT 1 FROM cohort_set s JOIN offering o ON o.id = s.offering_id OR o.cohorts_of = s.offering_id
         JOIN application a ON a.offering_id = o.id
         WHERE s.id = cohort_member.cohort_set_id AND a.person_id = $1)",
    "UPDATE cohort_transfer SET person_id = $2
     WHERE person_id = $1 AND offering_id IN (SELECT offering_id FROM application WHERE person_id = $2)
       AND offering_id NOT IN (SELECT offering_id FROM application WHERE person_id = $1)",
    "UPDATE company_wish SET person_id = $2
     WHERE person_id = $1 AND offering_id IN (SELECT offering_id FROM application WHERE person_id = $2)
       AND offering_id NOT IN (SELECT offering_id FROM application WHERE person_id = $1)",
    "UPDATE name_consent SET person_id = $2
     WHERE person_id = $1 AND offering_id IN (SELECT offering_id FROM application WHERE person_id = $2)
       AND offering_id NOT IN (SELECT offering_id FROM application WHERE person_id = $1)",
    "UPDATE availability SET person_id = $2
     WHERE person_id = $1 AND offering_id IN (SELECT offering_id FROM application WHERE person_id = $2)
       AND offering_id NOT IN (SELECT offering_id FROM application WHERE person_id = $1)
       AND offering_id NOT IN (SELECT offering_id FROM availability WHERE person_id = $2)",
];
