//! What has happened with a person here, in order: from the trail, and the letters that were written.

mod words;

pub(in crate::usecase) use words::of_action;

use super::{Families, sees, view};
use crate::{
    app::App,
    error::{Error, Result},
    store::{Tx, audit::AuditRow},
    usecase::{Caller, Permission, messages},
};
use jiff::Timestamp;
use samverkan_domain::{id::PersonId, limits};
use serde_json::Value;
use std::collections::HashMap;
use uuid::Uuid;

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doer {
    /// The person whose history it is.
    Oneself,
    /// Staff, by the name of their key or their own.
    Staff(String),
    /// Somebody else, not named.
    Another,
    /// The service, by itself.
    Service,
}

/// One thing that happened.
#[derive(Debug, Clone)]
pub struct Happened {
    pub at: Timestamp,
    pub by: Doer,
    pub what: What,
    /// Code of the offering it was about, where one is.
    pub offering: Option<String>,
    /// Why, where a reason is asked for.
    pub reason: Option<String>,
}

#[derive(Debug, Clone)]
pub enum What {
    /// A row of the trail: its number, its action, and the fields before and after.
    Action {
        seq: i64,
        action: String,
        before: Option<Value>,
        after: Option<Value>,
    },
    /// A letter: its subject, and how it fares, as `MessageView` says it.
    Letter {
        subject: String,
        state: &'static str,
    },
}

/// Everything, oldest first. Of a protected person only for who may see them.
pub async fn history(app: &App, caller: &Caller, person: PersonId) -> Result<Vec<Happened>> {
    caller.require(Permission::ReadAudit)?;
    caller.require(Permission::ReadPeople)?;
    let mut tx = app.read().await?;
    let row = tx.person(person).await?;
    let row = row.ok_or(Error::NotFound { what: "person" })?;
    if !sees(caller, &row) {
        return Err(Error::Forbidden);
    }
    let offerings = offerings(&mut tx, person).await?;
    let traces = tx.traces(person).await?;
    let mut doers = Doers::load(app, caller, &mut tx, person).await?;
    let mut all = Vec::new();
    for row in traces {
        all.push(Happened {
            at: row.at.0,
            by: doers.of(&row.actor).await?,
            offering: offerings.get(&row.subject_id).cloned(),
            reason: row.reason.clone(),
            what: action(row)?,
        });
    }
    drop(tx);
    all.extend(letters(app, caller, person).await?);
    // What is done at once stays in the order of the trail.
    all.sort_by_key(|one| one.at);
    Ok(all)
}

fn action(row: AuditRow) -> Result<What> {
    let value = |text: Option<String>| {
        let read = text.map(|text| serde_json::from_str(&text));
        read.transpose().map_err(Error::internal)
    };
    Ok(What::Action {
        seq: row.seq,
        action: row.action,
        before: value(row.before)?,
        after: value(row.after)?,
    })
}

async fn letters(app: &App, caller: &Caller, person: PersonId) -> Result<Vec<Happened>> {
    let mut all = Vec::new();
    let mut cursor = None;
    loop {
        let page = messages::list(
            app,
            caller,
            Some(person.0),
            None,
            cursor.as_deref(),
            limits::PAGE_ROWS,
        )
        .await?;
        all.extend(page.items.into_iter().map(|letter| Happened {
            at: letter.created_at,
            by: Doer::Service,
            what: What::Letter {
                subject: letter.subject,
                state: letter.state,
            },
            offering: None,
            reason: None,
        }));
        if page.next.is_none() {
            return Ok(all);
        }
        cursor = page.next;
    }
}

/// Codes of offerings, by the applications of a person and by themselves.
async fn offerings(tx: &mut Tx, person: PersonId) -> Result<HashMap<Uuid, String>> {
    let mut codes = HashMap::new();
    for (application, offering, code) in tx.offerings_of(person).await? {
        codes.insert(application, code.clone());
        codes.insert(offering, code);
    }
    Ok(codes)
}

/// Who stands behind the trail's words for them.
struct Doers<'a> {
    app: &'a App,
    caller: &'a Caller,
    tx: &'a mut Tx,
    person: PersonId,
    families: Families,
    known: HashMap<String, Doer>,
}

impl<'a> Doers<'a> {
    async fn load(
        app: &'a App,
        caller: &'a Caller,
        tx: &'a mut Tx,
        person: PersonId,
    ) -> Result<Self> {
        let tokens = tx.tokens(None).await?.into_iter();
        let known = tokens.map(|token| (format!("token:{}", token.id), Doer::Staff(token.name)));
        Ok(Self {
            app,
            caller,
            person,
            families: Families::load(tx).await?,
            known: known.collect(),
            tx,
        })
    }

    async fn of(&mut self, actor: &str) -> Result<Doer> {
        if let Some(known) = self.known.get(actor) {
            return Ok(known.clone());
        }
        let doer = match actor.split_once(':') {
            Some(("person", id)) if id == self.person.to_string() => Doer::Oneself,
            Some(("staff", id)) => match Uuid::parse_str(id) {
                Ok(id) => match self.tx.person(PersonId(id)).await? {
                    Some(row) => {
                        Doer::Staff(view(self.app, self.caller, &row, &self.families).name)
                    }
                    None => Doer::Another,
                },
                Err(_) => Doer::Another,
            },
            _ if actor == "service" => Doer::Service,
            _ => Doer::Another,
        };
        self.known.insert(actor.to_owned(), doer.clone());
        Ok(doer)
    }
}
