//! What people call things on the command line instead of ids: names, codes, days.
//!
//! An id always works. Words must mean one thing: if they mean several, all of them are named, with their ids.

use crate::{
    client::api::types,
    commands::Context,
    error::{CliError, Result},
    page::{Paging, page},
    text::text,
};
use samverkan_domain::text::search_key;
use uuid::Uuid;

/// People who are looked at when a name is looked up: more would be too many to choose from.
const MOST_PEOPLE: i64 = 20;

/// Something that is meant: an id, and what else may be said of it.
struct Meant {
    id: Uuid,
    /// What the words are compared with.
    name: String,
    /// What tells it apart from others of the name.
    about: String,
}

/// The one that is meant. Who has the very name goes before those whose names only hold it.
fn one(words: &str, found: Vec<Meant>) -> Result<Uuid> {
    let key = search_key(words);
    let mut exact = found.iter().filter(|meant| search_key(&meant.name) == key);
    if let (Some(one), None) = (exact.next(), exact.next()) {
        return Ok(one.id);
    }
    match &found[..] {
        [one] => Ok(one.id),
        [] => Err(CliError::usage(text!(
            "Inget här heter {words}",
            "Nothing here is called {words}"
        ))),
        several => Err(CliError::Faulty {
            what: text!(
                "{words} kan betyda flera; skriv mer, eller id",
                "{words} may mean several; write more, or the id"
            ),
            faults: several
                .iter()
                .map(|meant| format!("{}  {}  {}", meant.id, meant.name, meant.about))
                .collect(),
        }),
    }
}

/// What stands for an id.
pub(crate) trait Named {
    async fn id(&self, context: &Context<'_>) -> Result<Uuid>;
}

/// The id, if anything is meant.
pub(crate) async fn maybe(
    meant: Option<&impl Named>,
    context: &Context<'_>,
) -> Result<Option<Uuid>> {
    match meant {
        Some(meant) => meant.id(context).await.map(Some),
        None => Ok(None),
    }
}

/// A kind of words; clap reads any text as such.
macro_rules! named {
    ($(#[$about:meta])* $name:ident) => {
        $(#[$about])*
        #[derive(Debug, Clone)]
        pub(crate) struct $name(String);

        impl From<String> for $name {
            fn from(words: String) -> Self {
                Self(words)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id.to_string())
            }
        }
    };
}

named! {
    /// A person: an id, or a part of the name.
    PersonRef
}

impl Named for PersonRef {
    async fn id(&self, context: &Context<'_>) -> Result<Uuid> {
        if let Ok(id) = self.0.parse() {
            return Ok(id);
        }
        let call = context.api.list_people().name(&self.0).limit(MOST_PEOPLE);
        let people = call.send().await?.into_inner().items.into_iter();
        let meant = people.map(|person| Meant {
            id: person.id,
            name: person.name,
            about: person.email.unwrap_or_default(),
        });
        one(&self.0, meant.collect())
    }
}

named! {
    /// An application: an id, a name, or `OFFERING/NAME` for one who has several.
    ApplicationRef
}

impl Named for ApplicationRef {
    async fn id(&self, context: &Context<'_>) -> Result<Uuid> {
        self.find(context, None).await
    }
}

impl ApplicationRef {
    /// The same where the offering is known.
    pub(crate) async fn id_on(&self, context: &Context<'_>, offering: &str) -> Result<Uuid> {
        self.find(context, Some(offering)).await
    }

    async fn find(&self, context: &Context<'_>, offering: Option<&str>) -> Result<Uuid> {
        if let Ok(id) = self.0.parse() {
            return Ok(id);
        }
        let (offering, name) = match (offering, self.0.split_once('/')) {
            (Some(offering), _) => (Some(offering), &*self.0),
            (None, Some((offering, name))) => (Some(offering), name),
            (None, None) => (None, &*self.0),
        };
        let found = match offering {
            // By the names that are shown: also an alias finds whom it stands for.
            Some(offering) => {
                let key = search_key(name);
                let mut all = applications(context, None, Some(offering)).await?;
                all.retain(|one| search_key(&one.person_name).contains(&key));
                all
            }
            None => {
                let person = PersonRef(name.to_owned()).id(context).await?;
                applications(context, Some(person), None).await?
            }
        };
        let meant = found.into_iter().map(|application| Meant {
            id: application.id,
            about: format!("{}  {}", application.offering_code, application.state),
            name: application.person_name,
        });
        one(name, meant.collect())
    }
}

async fn applications(
    context: &Context<'_>,
    person: Option<Uuid>,
    offering: Option<&str>,
) -> Result<Vec<types::Application>> {
    let all = Paging::everything();
    let page = all.fetch(async |limit, cursor| {
        let mut call = context.api.list_applications().limit(limit);
        if let Some(person) = person {
            call = call.person(person);
        }
        if let Some(offering) = offering {
            call = call.offering(offering);
        }
        if let Some(cursor) = cursor {
            call = call.cursor(cursor);
        }
        Ok(page!(call.send().await?))
    });
    Ok(page.await?.items)
}

named! {
    /// A plan: an id, or the code of an offering for its newest.
    PlanRef
}

impl Named for PlanRef {
    async fn id(&self, context: &Context<'_>) -> Result<Uuid> {
        if let Ok(id) = self.0.parse() {
            return Ok(id);
        }
        let offering = &self.0;
        let call = context.api.list_cohort_plans().offering(offering);
        let plans = call.send().await?.into_inner().into_iter();
        let newest = plans.max_by(|a, b| a.created_at.cmp(&b.created_at));
        let newest = newest.ok_or_else(|| {
            CliError::usage(text!(
                "{offering} har inget förslag till grupper än: samverkan cohort propose {offering}",
                "{offering} has no plan for cohorts yet: samverkan cohort propose {offering}"
            ))
        })?;
        Ok(newest.id)
    }
}

named! {
    /// A session: an id, `OFFERING/2027-02-04` (with `T13:15` if there are several that day), or
    /// `OFFERING/TITLE`.
    SessionRef
}

impl Named for SessionRef {
    async fn id(&self, context: &Context<'_>) -> Result<Uuid> {
        if let Ok(id) = self.0.parse() {
            return Ok(id);
        }
        let Some((offering, words)) = self.0.split_once('/') else {
            return Err(CliError::usage(text!(
                "Skriv tillfällets id, KURSTILLFÄLLE/DAG eller KURSTILLFÄLLE/TITEL",
                "Write the session's id, OFFERING/DAY or OFFERING/TITLE"
            )));
        };
        let call = context.api.list_sessions().offering(offering);
        let sessions = call.send().await?.into_inner().into_iter();
        let key = search_key(words);
        let meant = sessions.filter(|session| {
            session.starts.starts_with(words) || search_key(&session.title).contains(&key)
        });
        let meant = meant.map(|session| Meant {
            id: session.id,
            name: session.title,
            about: [
                &*session.starts,
                session.cohort_code.as_deref().unwrap_or_default(),
            ]
            .join("  "),
        });
        one(words, meant.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(n: u128, name: &str) -> Meant {
        Meant {
            id: Uuid::from_u128(n),
            name: name.to_owned(),
            about: String::new(),
        }
    }

    #[test]
    fn words_mean_one_or_it_is_said() {
        let id = |n| Some(Uuid::from_u128(n));
        let all = || vec![meant(1, "Anna Ek"), meant(2, "Anna Ekman")];
        assert_eq!(one("anna ek", all()).ok(), id(1), "the very name");
        assert_eq!(one("anna", vec![meant(3, "Anna Öst")]).ok(), id(3));
        assert_eq!(
            one(
                "anna ost",
                vec![meant(3, "Anna Öst"), meant(4, "Anna Östman")]
            )
            .ok(),
            id(3)
        );
        assert!(
            matches!(one("anna", all()), Err(CliError::Faulty { faults, .. }) if faults.len() == 2)
        );
        // Two of the very name are told apart by hand.
        let twice = vec![meant(1, "Anna Ek"), meant(2, "Anna Ek")];
        assert!(matches!(
            one("Anna Ek", twice),
            Err(CliError::Faulty { .. })
        ));
        assert!(matches!(one("bo", vec![]), Err(CliError::Usage { .. })));
    }
}
