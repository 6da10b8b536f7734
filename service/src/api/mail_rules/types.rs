//! Rules that send reminders, as they are written on the wire.

use crate::{
    api::{
        mail_words::{MailAudience, MailLeftOut, MailMoment, MailRuleState, MailStanding},
        types::Instant,
    },
    usecase::reminders::{DryRun, RuleView, Wish},
};
use poem_openapi::Object;
use serde::Deserialize;
use uuid::Uuid;

/// When a reminder goes, to whom, in which words (påminnelseregel).
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct MailRule {
    pub name: String,
    pub moment: MailMoment,
    /// Days after the moment; before it, if negative.
    pub days: i64,
    /// Time of day in Stockholm.
    pub at: String,
    pub audience: MailAudience,
    /// Name of the division whose members are meant.
    pub cohort_set: Option<String>,
    /// The letter, as mail templates name it.
    pub template: String,
    pub state: MailRuleState,
    /// What it has gone off for, the latest first.
    pub fired: Vec<MailRuleFired>,
    pub changed_by: String,
    pub changed_at: Instant,
    pub revision: i64,
}

/// One time that a rule has gone off.
#[derive(Debug, Object)]
pub struct MailRuleFired {
    pub occurrence: String,
    pub at: Instant,
    /// How many were reminded.
    pub people: i64,
}

/// A rule as it is wanted.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailRuleBody {
    pub moment: MailMoment,
    /// Days after the moment; before it, if negative.
    pub days: i64,
    /// Time of day in Stockholm, `09:00`.
    pub at: String,
    pub audience: MailAudience,
    #[serde(default)]
    pub cohort_set: Option<String>,
    /// Words with a name, `remind_meeting-bring-a-laptop`; left out: those without.
    #[serde(default)]
    pub template: Option<String>,
    /// Goes off also for what has passed already.
    #[serde(default)]
    #[oai(default)]
    pub include_past: bool,
}

/// Another state of a rule.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewMailRuleState {
    pub state: MailRuleState,
    /// Goes off also for what has passed meanwhile.
    #[serde(default)]
    #[oai(default)]
    pub include_past: bool,
}

/// What a rule would do; nothing is sent.
#[derive(Debug, Object)]
pub struct MailRuleDryRun {
    pub occurrences: Vec<MailOccurrence>,
    /// Of the occurrence that was asked for, or the next; those who are reminded first.
    pub people: Vec<MailRecipient>,
}

/// One time that a rule goes off.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct MailOccurrence {
    pub occurrence: String,
    /// Of a meeting, its title.
    pub about: Option<String>,
    /// When what is reminded of begins or ends.
    pub moment: Instant,
    pub fires_at: Instant,
    pub standing: MailStanding,
    /// How many would be reminded, as things are now.
    pub people: i64,
}

/// Somebody, and why they are not reminded if they are not.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct MailRecipient {
    pub person: Uuid,
    /// Name; of a person with protected identity, the alias.
    pub name: String,
    pub occurrence: String,
    pub fires_at: Instant,
    pub left_out: Option<MailLeftOut>,
}

impl From<RuleView> for MailRule {
    fn from(view: RuleView) -> Self {
        let fired = view.fired.into_iter().map(|row| MailRuleFired {
            occurrence: row.occurrence,
            at: row.fired_at.0.into(),
            people: row.people,
        });
        Self {
            name: view.name,
            moment: view.moment.into(),
            days: view.days,
            at: view.at,
            audience: view.audience.into(),
            cohort_set: view.cohort_set,
            template: view.template,
            state: view.state.into(),
            fired: fired.collect(),
            changed_by: view.changed_by,
            changed_at: view.changed_at.into(),
            revision: view.revision,
        }
    }
}

impl From<MailRuleBody> for Wish {
    fn from(body: MailRuleBody) -> Self {
        Self {
            moment: body.moment.into(),
            days: body.days,
            at: body.at,
            audience: body.audience.into(),
            cohort_set: body.cohort_set,
            template: body.template,
            include_past: body.include_past,
        }
    }
}

impl From<DryRun> for MailRuleDryRun {
    fn from(run: DryRun) -> Self {
        let occurrences = run.occurrences.into_iter().map(|one| MailOccurrence {
            occurrence: one.key,
            about: one.about,
            moment: one.moment.into(),
            fires_at: one.fires_at.into(),
            standing: one.standing.into(),
            people: one.people,
        });
        let people = run.people.into_iter().map(|one| MailRecipient {
            person: one.person.0,
            name: one.name,
            occurrence: one.occurrence,
            fires_at: one.fires_at.into(),
            left_out: one.left_out.map(Into::into),
        });
        Self {
            occurrences: occurrences.collect(),
            people: people.collect(),
        }
    }
}
