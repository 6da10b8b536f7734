//! Registerutdrag: everything that is kept of one person, taken out by staff for that person
//! (dataskyddsförordningen, article 15), with what the article says must be told beside it.
//!
//! What the person could download comes from the same code, asked in the person's own name. What is
//! added names nobody else: staff stand by role, ids that are not the person's own are left out, and
//! what others have wished about the person is not said (article 15.4), nor whether there is any.

mod information;
mod trail;

use super::{
    Families, export, sees, view,
    week::{spoken, times},
    words::in_words,
};
use crate::{
    app::App,
    error::{Error, Result},
    store::Tx,
    texts::Texts,
    usecase::{Caller, Permission, letters, retention},
};
use jiff::Timestamp;
use samverkan_domain::{
    fact::Fact,
    id::{ApplicationId, PersonId},
    person::Language,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use trail::Roles;
use uuid::Uuid;

/// An access export.
#[derive(Debug, Clone)]
pub struct Extract {
    pub person: PersonId,
    pub name: String,
    pub language: Language,
    pub made_at: Timestamp,
    /// Everything that is kept, by heading.
    pub content: Value,
    /// Rules about who is in which cohort that name the person and somebody else: what of them may be
    /// given out is for somebody to assess.
    pub rules_to_assess: i64,
}

/// Takes out everything that is kept of somebody; the trail says who did.
pub async fn extract(
    app: &App,
    caller: &Caller,
    person: PersonId,
    language: Option<Language>,
) -> Result<Extract> {
    caller.require(Permission::ReadPeople)?;
    let Caller::Staff { token, .. } = caller else {
        return Err(Error::Forbidden);
    };
    let mut tx = app.read().await?;
    let row = tx.person(person).await?;
    let row = row.ok_or(Error::NotFound { what: "person" })?;
    if !sees(caller, &row) {
        return Err(Error::Forbidden);
    }
    let families = Families::load(&mut tx).await?;
    let shown = view(app, caller, &row, &families);
    let language = language.unwrap_or(shown.language);
    drop(tx);
    let own = Caller::Participant {
        person,
        token: *token,
    };
    let mut content = export(app, &own).await?;
    if let Value::Object(content) = &mut content {
        in_words(app, Texts::of_language(language), content).await?;
    }
    let mut tx = app.read().await?;
    let roles = Roles::load(&mut tx, person).await?;
    content["person"]["security_marking"] = json!(row.security_marking);
    content["messages"] = json!(messages(app, &mut tx, person).await?);
    content["calls_and_contacts"] = json!(attempts(&mut tx, &roles, &content).await?);
    content["leading"] = leading(&mut tx, person).await?;
    content["working_here"] = working(&mut tx, person).await?;
    let ids: BTreeSet<Uuid> = tx
        .own_ids(person)
        .await?
        .into_iter()
        .map(|(id,)| id)
        .collect();
    let traces = tx.traces(person).await?.into_iter();
    let traces: Vec<Value> = traces.map(|row| roles.trace(&row, &ids)).collect();
    content["trail"] = json!(traces);
    let taken = tx.taken_out(person).await?.into_iter();
    let taken: Vec<Value> = taken.map(|row| roles.trace(&row, &ids)).collect();
    content["lists_taken_out"] = json!(taken);
    content["retention"] = json!(kept_for(&mut tx).await?);
    content["information"] = information::of(app, language);
    let rules_to_assess = tx.rules_about(person).await?;
    drop(tx);
    let mut tx = app.write(caller).await?;
    // Whoever has become protected meanwhile is protected.
    let now = tx.person(person).await?;
    if !now.is_some_and(|row| sees(caller, &row)) {
        return Err(Error::Forbidden);
    }
    let made_at = tx.now();
    tx.record(Fact::new("person.extracted", "person", person.0));
    app.commit(tx).await?;
    Ok(Extract {
        person,
        name: shown.name,
        language,
        made_at,
        content,
        rules_to_assess,
    })
}

/// For how long what is kept; what is not in it has no time.
async fn kept_for(tx: &mut Tx) -> Result<Vec<Value>> {
    let rules = retention::told(tx).await?.into_iter();
    let told = rules.filter_map(|view| {
        let rule = view.rule?;
        Some(json!({
            "category": view.category, "keep_for": rule.keep_for,
            "counted_from": view.counted_from, "decision": rule.decision,
        }))
    });
    Ok(told.collect())
}

/// Letters with what they said, the latest first. What has been weeded has no text.
async fn messages(app: &App, tx: &mut Tx, person: PersonId) -> Result<Vec<Value>> {
    let (mut all, mut before) = (Vec::new(), None);
    loop {
        let rows = tx
            .messages(Some(person.0), before, export::AT_A_TIME)
            .await?;
        before = rows.last().map(|row| row.id);
        if before.is_none() {
            return Ok(all);
        }
        for row in rows {
            let letter = letters::open_kept(app, &row)?;
            let letter = letter.as_ref();
            let written_in = letters::language_word(&row.language);
            all.push(json!({
                "subject": letter.map(|letter| letter.subject(written_in)),
                "text": letter.and_then(|letter| letter.said(written_in)),
                "to": row.to_address, "written_at": row.created_at.0,
                "delivered_at": row.done_at.map(|at| at.0), "failed_at": row.failed_at.map(|at| at.0),
            }));
        }
    }
}

/// How the person has been called to a free place and tried to be reached.
async fn attempts(tx: &mut Tx, roles: &Roles, content: &Value) -> Result<Vec<Value>> {
    let mut all = Vec::new();
    for one in content["applications"].as_array().into_iter().flatten() {
        let id = serde_json::from_value(one["id"].clone()).map_err(Error::internal)?;
        let application = ApplicationId(id);
        for call in tx
            .reserve_calls(crate::store::reserve::CallFilter::Application(application))
            .await?
        {
            all.push(json!({
                "application": id, "what": "called", "at": call.called_at.0,
                "answer_by": call.answer_by.0, "outcome": call.outcome,
            }));
        }
        for contact in tx.contacts(application).await? {
            all.push(json!({
                "application": id, "what": contact.way, "at": contact.made_at.0,
                "outcome": contact.outcome, "by": roles.of(&contact.made_by),
            }));
        }
    }
    Ok(all)
}

async fn leading(tx: &mut Tx, person: PersonId) -> Result<Value> {
    let cohorts = tx.led_by(person).await?.into_iter();
    let cohorts: Vec<Value> = cohorts
        .map(|row| json!({ "partition": row.set_name, "cohort": row.code }))
        .collect();
    let asked = tx.facilitating(person).await?.into_iter();
    let asked: Vec<Value> = asked
        .map(|row| {
            json!({
                "offering": row.offering, "most_cohorts": row.most, "cannot": times(row.cannot),
                "languages": spoken(row.languages.as_deref()),
            })
        })
        .collect();
    Ok(json!({ "cohorts": cohorts, "offerings": asked }))
}

async fn working(tx: &mut Tx, person: PersonId) -> Result<Value> {
    let staff = tx.staff_role(person).await?;
    let passkeys = tx.passkeys(person).await?.into_iter();
    let passkeys: Vec<Value> = passkeys
        .map(|key| {
            json!({
                "name": key.name, "since": key.created_at.0,
                "last_used_at": key.last_used_at.map(|at| at.0),
            })
        })
        .collect();
    Ok(json!({
        "role": staff.as_ref().map(|row| row.role.clone()),
        "since": staff.map(|row| row.created_at.0),
        "passkeys": passkeys,
    }))
}
