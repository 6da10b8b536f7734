//! Making rules, changing them, pausing, removing, and the way back.

use super::{AudienceWord, Rule, RuleView, find, stored, time, view};
use crate::{
    app::App,
    error::{Error, Result},
    store::{Tx, as_word, catalogue::OfferingRow, codec::At, mail_rule::MailRuleRow},
    usecase::{
        Caller, Permission, Seen,
        catalogue::find_offering,
        validate::Faults,
        wordings::{self, is_name},
    },
};
use jiff::Timestamp;
use samverkan_domain::{
    fact::Fact,
    reminder::{DAYS, Moment},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Where a rule stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleState {
    Active,
    Paused,
    Removed,
}

/// A rule as somebody wants it.
#[derive(Debug, Clone)]
pub struct Wish {
    pub moment: Moment,
    pub days: i64,
    pub at: String,
    pub audience: AudienceWord,
    /// Name of a division.
    pub cohort_set: Option<String>,
    /// Words with a name; none: those without.
    pub template: Option<String>,
    /// Goes off also for what has passed already.
    pub include_past: bool,
}

/// Reads a wish; all that is wrong with it at once.
pub(super) async fn read(
    tx: &mut Tx,
    offering: &OfferingRow,
    name: &str,
    wish: &Wish,
    now: Timestamp,
) -> Result<MailRuleRow> {
    let mut faults = Faults::default();
    if name.is_empty() || !is_name(name) {
        faults.add(
            "/name",
            "not-a-name",
            "Namnge regeln med små bokstäver a–z, siffror och bindestreck, högst 40 tecken.",
            "Name the rule with small letters a–z, digits and hyphens, at most 40 characters.",
        );
    }
    faults.range("/days", wish.days, -DAYS, DAYS);
    if time(&wish.at).is_none() {
        faults.add(
            "/at",
            "not-a-time",
            "Skriv tiden på dygnet som 09:00.",
            "Write the time of day like 09:00.",
        );
    }
    if (wish.moment == Moment::AnswerBy) != (wish.audience == AudienceWord::Unanswered) {
        faults.add(
            "/audience",
            "not-with-moment",
            "Den som ska svara påminns om sin egen sista dag: answer_by och unanswered hör ihop.",
            "Who is to answer is reminded of their own last day: answer_by and unanswered belong together.",
        );
    }
    let set = cohort_set(tx, offering, wish, &mut faults).await?;
    let variant = variant(tx, offering, wish, &mut faults).await?;
    faults.finish()?;
    let (moment, audience) = stored(wish.moment, wish.audience);
    let from = if wish.include_past {
        Timestamp::UNIX_EPOCH
    } else {
        now
    };
    let by = tx.actor().to_owned();
    Ok(MailRuleRow {
        id: uuid::Uuid::nil(),
        offering_id: offering.id,
        name: name.to_owned(),
        moment,
        days: wish.days,
        at_time: wish.at.clone(),
        audience,
        cohort_set: set,
        variant,
        state: as_word(RuleState::Active),
        counts_from: from.into(),
        look_at: now.into(),
        created_by: by.clone(),
        created_at: now.into(),
        changed_by: by,
        changed_at: now.into(),
        revision: 1,
    })
}

async fn cohort_set(
    tx: &mut Tx,
    offering: &OfferingRow,
    wish: &Wish,
    faults: &mut Faults,
) -> Result<Option<String>> {
    let wanted = wish.audience == AudienceWord::CohortSet;
    let Some(name) = wish.cohort_set.as_deref().filter(|_| wanted) else {
        if wanted != wish.cohort_set.is_some() {
            faults.add(
                "/cohort_set",
                "not-with-audience",
                "Gruppindelningens namn hör ihop med mottagarna cohort_set.",
                "The division's name belongs together with the audience cohort_set.",
            );
        }
        return Ok(None);
    };
    let sets = tx.cohort_sets(offering.offering()).await?;
    let there = sets.iter().any(|set| set.name == name);
    if !there {
        let names: Vec<&str> = sets.iter().map(|set| &*set.name).collect();
        let names = names.join(", ");
        faults.add(
            "/cohort_set",
            "unknown-cohort-set",
            format!("Ingen gruppindelning heter så. De som finns: {names}"),
            format!("No division is called that. Those there are: {names}"),
        );
    }
    Ok(Some(name.to_owned()))
}

async fn variant(
    tx: &mut Tx,
    offering: &OfferingRow,
    wish: &Wish,
    faults: &mut Faults,
) -> Result<String> {
    let Some(template) = &wish.template else {
        return Ok(String::new());
    };
    let letter = wish.moment.letter();
    let key = wordings::key(template).ok();
    let Some(key) = key.filter(|key| key.kind == letter) else {
        let letter = letter.word();
        faults.add(
            "/template",
            "not-with-moment",
            format!("Brevet till den tidpunkten heter {letter}, eller {letter}-NAMN."),
            format!("The letter of that moment is called {letter}, or {letter}-NAME."),
        );
        return Ok(String::new());
    };
    let rows = tx.mail_templates(offering.offering()).await?;
    let there = rows
        .iter()
        .any(|row| row.kind == letter.word() && row.variant == key.variant && row.body.is_some());
    if !key.variant.is_empty() && !there {
        faults.add(
            "/template",
            "unknown-template",
            "Mallen finns inte. Skriv den först.",
            "There is no such template. Write it first.",
        );
    }
    Ok(key.variant)
}

/// Makes a rule, or another of one that there is; a removed one comes back.
pub async fn set(
    app: &App,
    caller: &Caller,
    offering: &str,
    name: &str,
    wish: &Wish,
    seen: Seen,
) -> Result<RuleView> {
    caller.require(Permission::EditMail)?;
    let mut tx = app.write(caller).await?;
    let offering = find_offering(&mut tx, offering).await?;
    let before = tx.mail_rule(offering.offering(), name).await?;
    seen.require(before.as_ref().map_or(0, |row| row.revision))?;
    let now = tx.now();
    let mut row = read(&mut tx, &offering, name, wish, now).await?;
    let known = Rule::read(&row)?;
    let done = match &before {
        None => {
            row.id = app.seeds.id(now);
            tx.insert_mail_rule(&row).await?
        }
        Some(before) => {
            row.id = before.id;
            row.revision = before.revision;
            let was = Rule::read(before)?;
            let same = (was.moment, was.offset) == (known.moment, known.offset);
            if same && !wish.include_past && before.state == as_word(RuleState::Active) {
                // It goes on counting from where it did.
                row.counts_from = before.counts_from;
            }
            tx.update_mail_rule(&row).await?
        }
    };
    if !done {
        return Err(Error::Stale {
            current: row.revision + 1,
        });
    }
    let fact = Fact::new("mail_rule.set", "mail_rule", row.id).after(said(&row));
    tx.record(match &before {
        Some(before) => fact.before(said(before)),
        None => fact,
    });
    finish(app, tx, &offering, name).await
}

fn said(row: &MailRuleRow) -> serde_json::Value {
    json!({
        "name": row.name, "offering": row.offering_id, "moment": row.moment, "days": row.days,
        "at": row.at_time, "audience": row.audience, "cohort_set": row.cohort_set,
        "variant": row.variant, "state": row.state,
    })
}

async fn finish(app: &App, mut tx: Tx, offering: &OfferingRow, name: &str) -> Result<RuleView> {
    let row = find(&mut tx, offering, name).await?;
    let shown = view(&mut tx, &row).await?;
    app.commit(tx).await?;
    Ok(shown)
}

/// Pauses a rule, removes it, or sets it going again: from now on, unless what passed meanwhile is
/// asked for.
pub async fn set_state(
    app: &App,
    caller: &Caller,
    offering: &str,
    name: &str,
    state: RuleState,
    include_past: bool,
    seen: Seen,
) -> Result<RuleView> {
    caller.require(Permission::EditMail)?;
    let mut tx = app.write(caller).await?;
    let offering = find_offering(&mut tx, offering).await?;
    let mut row = find(&mut tx, &offering, name).await?;
    seen.require(row.revision)?;
    let before = row.state.clone();
    let now = tx.now();
    row.state = as_word(state);
    if row.state != before || include_past {
        if state == RuleState::Active {
            row.counts_from = if include_past {
                At::from(Timestamp::UNIX_EPOCH)
            } else {
                now.into()
            };
            row.look_at = now.into();
        }
        tx.actor().clone_into(&mut row.changed_by);
        row.changed_at = now.into();
        if !tx.update_mail_rule(&row).await? {
            return Err(Error::Stale {
                current: row.revision + 1,
            });
        }
        let fact = Fact::new("mail_rule.state", "mail_rule", row.id);
        let after = json!({ "name": row.name, "state": row.state, "include_past": include_past });
        tx.record(fact.before(json!({ "state": before })).after(after));
    }
    finish(app, tx, &offering, name).await
}
