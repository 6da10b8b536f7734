//! Who rows are by and about.

use crate::{
    error::Result,
    store::Tx,
    usecase::{Caller, Permission},
};
use samverkan_domain::id::{ApplicationId, PersonId};
use std::collections::HashMap;
use uuid::Uuid;

/// What a row is about.
#[derive(Debug, Clone, Default)]
pub(super) struct About {
    pub name: String,
    /// Code of the offering.
    pub offering: String,
}

pub(super) struct Names {
    /// Whether people are named at all.
    named: bool,
    people: HashMap<Uuid, String>,
    tokens: HashMap<String, String>,
    offerings: HashMap<Uuid, String>,
    about: HashMap<Uuid, About>,
}

impl Names {
    pub(super) async fn load(tx: &mut Tx, caller: &Caller) -> Result<Self> {
        let tokens = tx.tokens(None).await?.into_iter();
        let offerings = tx.offering_codes().await?.into_iter();
        Ok(Self {
            named: caller.may(Permission::ReadPeople),
            people: HashMap::new(),
            tokens: tokens
                .map(|token| (format!("token:{}", token.id), token.name))
                .collect(),
            offerings: offerings.collect(),
            about: HashMap::new(),
        })
    }

    /// The name; of who is protected the alias, whoever asks.
    async fn person(&mut self, tx: &mut Tx, id: Uuid) -> Result<String> {
        if !self.named {
            return Ok(id.to_string());
        }
        if let Some(name) = self.people.get(&id) {
            return Ok(name.clone());
        }
        let row = tx.person_even_merged(PersonId(id)).await?;
        let name = row.map_or_else(|| id.to_string(), |(row, _)| row.shown_name());
        self.people.insert(id, name.clone());
        Ok(name)
    }

    pub(super) async fn actor(&mut self, tx: &mut Tx, actor: &str) -> Result<String> {
        if let Some(name) = self.tokens.get(actor) {
            return Ok(name.clone());
        }
        match actor.split_once(':') {
            Some(("person" | "staff", id)) => match Uuid::parse_str(id) {
                Ok(id) => self.person(tx, id).await,
                Err(_) => Ok(actor.to_owned()),
            },
            _ => Ok(actor.to_owned()),
        }
    }

    pub(super) async fn about(&mut self, tx: &mut Tx, kind: &str, id: Uuid) -> Result<About> {
        if let Some(about) = self.about.get(&id) {
            return Ok(about.clone());
        }
        let about = match kind {
            "person" => About {
                name: self.person(tx, id).await?,
                ..About::default()
            },
            "application" => match tx.application(ApplicationId(id)).await? {
                Some(row) => About {
                    name: self.person(tx, row.person_id).await?,
                    offering: self.code(row.offering_id),
                },
                None => About::default(),
            },
            "offering" => About {
                name: kind.to_owned(),
                offering: self.code(id),
            },
            _ => About {
                name: format!("{kind} {id}"),
                ..About::default()
            },
        };
        self.about.insert(id, about.clone());
        Ok(about)
    }

    fn code(&self, offering: Uuid) -> String {
        self.offerings.get(&offering).cloned().unwrap_or_default()
    }
}
