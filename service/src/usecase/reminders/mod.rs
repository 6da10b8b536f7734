//! Reminders by rule: which days before or after what, to whom, in which words. The rules are
//! `domain/reminder`; here they are kept, tried without sending, and gone off.

mod change;
mod dry;
mod gather;
pub mod send;
pub mod unsubscribe;

pub use change::{RuleState, Wish, set, set_state};
pub use dry::{DryRun, OccurrenceView, PersonView, dry_run, dry_run_of};

use super::{Caller, Permission, catalogue::find_offering, wordings::Key};
use crate::{
    app::App,
    error::{Error, Result},
    store::{
        Tx, as_word,
        catalogue::OfferingRow,
        mail_rule::{FiredRow, MailRuleRow},
    },
};
use jiff::{Timestamp, civil::Time};
use samverkan_domain::reminder::{Audience, Moment, Offset};
use serde::{Deserialize, Serialize};

/// Whom a rule reminds, as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AudienceWord {
    TakingPart,
    Admitted,
    Registered,
    Unanswered,
    Reserves,
    Leaders,
    /// Who is in a cohort of a division that is named.
    CohortSet,
}

/// What a rule says, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    moment: Moment,
    offset: Offset,
    audience: Audience,
    variant: String,
    counts_from: Timestamp,
}

impl Rule {
    fn read(row: &MailRuleRow) -> Result<Self> {
        let corrupt =
            |what: &str| Error::internal(format!("table mail_rule, row {}: {what}", row.id));
        let audience: AudienceWord = word(&row.audience)?;
        Ok(Self {
            moment: word(&row.moment)?,
            offset: Offset {
                days: row.days,
                at: time(&row.at_time).ok_or_else(|| corrupt("not a time of day"))?,
            },
            audience: audience
                .of(row.cohort_set.clone())
                .ok_or_else(|| corrupt("no division"))?,
            variant: row.variant.clone(),
            counts_from: row.counts_from.0,
        })
    }
}

impl AudienceWord {
    fn of(self, set: Option<String>) -> Option<Audience> {
        Some(match self {
            Self::TakingPart => Audience::TakingPart,
            Self::Admitted => Audience::Admitted,
            Self::Registered => Audience::Registered,
            Self::Unanswered => Audience::Unanswered,
            Self::Reserves => Audience::Reserves,
            Self::Leaders => Audience::Leaders,
            Self::CohortSet => Audience::CohortSet(set?),
        })
    }
}

fn word<T: serde::de::DeserializeOwned>(word: &str) -> Result<T> {
    serde_json::from_value(word.into()).map_err(Error::internal)
}

/// A time of day as it is written, "09:00".
fn time(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    let two = |text: &str| text.len() == 2 && text.bytes().all(|c| c.is_ascii_digit());
    if !two(hour) || !two(minute) {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// A rule as it is shown.
#[derive(Debug, Clone)]
pub struct RuleView {
    pub name: String,
    pub moment: Moment,
    pub days: i64,
    pub at: String,
    pub audience: AudienceWord,
    /// Name of the division.
    pub cohort_set: Option<String>,
    /// The letter.
    pub template: String,
    pub state: RuleState,
    pub fired: Vec<FiredRow>,
    pub changed_by: String,
    pub changed_at: Timestamp,
    pub revision: i64,
}

async fn view(tx: &mut Tx, row: &MailRuleRow) -> Result<RuleView> {
    let moment: Moment = word(&row.moment)?;
    let key = Key {
        kind: moment.letter(),
        variant: row.variant.clone(),
    };
    Ok(RuleView {
        name: row.name.clone(),
        moment,
        days: row.days,
        at: row.at_time.clone(),
        audience: word(&row.audience)?,
        cohort_set: row.cohort_set.clone(),
        template: key.word(),
        state: word(&row.state)?,
        fired: tx.mail_rule_fired(row.id).await?,
        changed_by: row.changed_by.clone(),
        changed_at: row.changed_at.0,
        revision: row.revision,
    })
}

/// An offering's rules, those that were removed last.
pub async fn list(app: &App, caller: &Caller, offering: &str) -> Result<Vec<RuleView>> {
    caller.require(Permission::ReadMail)?;
    let mut tx = app.read().await?;
    let offering = find_offering(&mut tx, offering).await?;
    let mut rules = Vec::new();
    for row in tx.mail_rules(offering.offering()).await? {
        rules.push(view(&mut tx, &row).await?);
    }
    Ok(rules)
}

/// One rule.
pub async fn get(app: &App, caller: &Caller, offering: &str, name: &str) -> Result<RuleView> {
    caller.require(Permission::ReadMail)?;
    let mut tx = app.read().await?;
    let offering = find_offering(&mut tx, offering).await?;
    let row = find(&mut tx, &offering, name).await?;
    view(&mut tx, &row).await
}

async fn find(tx: &mut Tx, offering: &OfferingRow, name: &str) -> Result<MailRuleRow> {
    let row = tx.mail_rule(offering.offering(), name).await?;
    row.ok_or(Error::NotFound { what: "rule" })
}

/// As it stands in the database.
fn stored(moment: Moment, audience: AudienceWord) -> (String, String) {
    (as_word(moment), as_word(audience))
}
