//! With whom, and without whom, an applicant wishes to be in a cohort.
//!
//! A wish to be with somebody counts when both have it ([`mutual`]): nobody is drawn to somebody who has
//! not asked for it. A wish to be without somebody is read by administrators only, and counts when
//! one of them approves it. Whoever writes is never told whether the other is here: nothing is looked up
//! when a wish is written, and whatever is written gets the same answer.

mod decide;
mod found;

pub use decide::{approve_company, refuse_company};
pub(super) use found::gathered;

use super::shown;
use crate::{
    app::App,
    error::{Error, Result},
    store::{Tx, as_word, catalogue::OfferingRow, company::CompanyRow},
    usecase::{Caller, Permission, catalogue::find_offering, own_words, validate::Faults},
};
use found::Found;
use samverkan_domain::{
    cohort::{company::CompanyKind, company_code::CompanyCode},
    fact::Fact,
    id::{OfferingId, PersonId},
    limits,
    text::email_key,
};
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

/// With whom and without whom, by address, by the code that each has in an offering, or by the number
/// of an application.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CompanyWish {
    pub with: Vec<String>,
    pub without: Vec<String>,
}

/// A wish, as an administrator may see it.
#[derive(Debug, Clone)]
pub struct CompanyView {
    pub id: Uuid,
    pub person: PersonId,
    pub person_name: String,
    pub kind: CompanyKind,
    /// Whom it is about, if that is somebody here whom the reader may see.
    pub other: Option<(PersonId, String)>,
    /// Both wish it.
    pub mutual: bool,
    /// `stated`, `approved` or `refused`.
    pub state: String,
}

/// What is written, in the one form that it has for everybody; `None` if it can be nobody's.
fn handle(text: &str) -> Option<String> {
    if text.chars().count() > limits::COMPANY_CHARS {
        return None;
    }
    let number = Uuid::parse_str(text.trim()).ok();
    let number = number.map(|id| id.to_string());
    let code = || CompanyCode::parse(text).map(|code| code.to_string());
    number.or_else(code).or_else(|| email_key(text))
}

impl CompanyWish {
    pub fn is_empty(&self) -> bool {
        self.with.is_empty() && self.without.is_empty()
    }

    /// What is wrong with what is written, whoever it may be about. Nothing tells who is here.
    pub fn check(&self) -> Result<()> {
        let mut faults = Faults::default();
        for (name, all) in [("with", &self.with), ("without", &self.without)] {
            if all.len() > limits::COMPANY {
                let most = limits::COMPANY;
                faults.add(
                    &format!("/{name}"),
                    "too-many",
                    format!("Ange högst {most}."),
                    format!("Name at most {most}."),
                );
            }
            for (i, other) in all.iter().enumerate() {
                let pointer = format!("/{name}/{i}");
                match handle(other) {
                    None => faults.add(
                        &pointer,
                        "neither-address-nor-code",
                        "Skriv en e-postadress, som namn@exempel.se, eller en kod. Är det en kod, \
                         jämför den med den du har fått: något tecken är fel.",
                        "Write an e-mail address, such as name@example.org, or a code. If it is a \
                         code, compare it with the one you were given: a character is wrong.",
                    ),
                    Some(key)
                        if name == "without"
                            && self
                                .with
                                .iter()
                                .any(|with| handle(with).as_ref() == Some(&key)) =>
                    {
                        faults.add(
                            &pointer,
                            "both-with-and-without",
                            "Du har skrivit samma person på båda ställena.",
                            "You have written the same person in both places.",
                        );
                    }
                    Some(_) => {}
                }
            }
        }
        faults.finish()
    }

    /// Each once, in the form that is kept.
    fn kept(&self) -> Vec<(CompanyKind, String)> {
        let with = self.with.iter().map(|other| (CompanyKind::With, other));
        let without = self.without.iter();
        let all = with.chain(without.map(|other| (CompanyKind::Without, other)));
        let mut seen = BTreeSet::new();
        all.filter_map(|(kind, other)| Some((kind, handle(other)?)))
            .filter(|(_, other)| seen.insert(other.clone()))
            .collect()
    }
}

/// The offering whose cohorts the people of an offering are placed in.
fn host(offering: &OfferingRow) -> OfferingId {
    offering.cohorts_of.map_or(offering.offering(), OfferingId)
}

async fn divided(tx: &mut Tx, offering: &OfferingRow) -> Result<bool> {
    Ok(!tx.cohort_sets(host(offering)).await?.is_empty())
}

/// Wishes in an offering where one has an application, in place of what was wished before. Once there
/// are cohorts, wishes can be taken back, and no more are heard. What an administrator has decided of
/// a wish stands as long as the wish does.
pub async fn set_company(
    app: &App,
    caller: &Caller,
    offering: &str,
    wish: &CompanyWish,
) -> Result<()> {
    let person = caller.participant()?;
    wish.check()?;
    let mut tx = app.write(caller).await?;
    let offering = find_offering(&mut tx, offering).await?;
    let id = offering.offering();
    tx.lock_offering(id).await?;
    let mut new = wish.kept();
    let mut gone = 0;
    for row in tx.company_of(person, id).await? {
        let kept = (kind_of(&row)?, own_words::open(app, &row.other_sealed)?);
        if new.contains(&kept) {
            new.retain(|one| *one != kept);
        } else {
            tx.delete_company(row.id).await?;
            gone += 1;
        }
    }
    if !new.is_empty() {
        let own = tx.active_application(person, id).await?;
        if own.is_none() && !tx.takes_part(person, id).await? {
            return Err(Error::NotFound {
                what: "application",
            });
        }
        if divided(&mut tx, &offering).await? {
            return Err(Error::refused(
                "cohorts-made",
                "Grupperna är redan gjorda. Du kan ta bort önskemål men inte lägga till.",
                "The cohorts have been made already. You can take wishes back, but not add any.",
            ));
        }
    }
    if gone == 0 && new.is_empty() {
        return Ok(());
    }
    for (kind, other) in &new {
        let row = CompanyRow {
            id: app.seeds.id(tx.now()),
            offering_id: offering.id,
            person_id: person.0,
            kind: as_word(kind),
            other_sealed: own_words::seal(app, other),
            state: "stated".to_owned(),
            created_at: tx.now().into(),
            decided_at: None,
            decided_by: None,
        };
        tx.insert_company(&row).await?;
    }
    // How many, not of whom: who wishes to avoid whom is told to nobody who reads the trail.
    let fact = Fact::new("company_wish.stated", "person", person.0);
    tx.record(fact.after(json!({ "offering": id, "new": new.len(), "taken_back": gone })));
    app.commit(tx).await
}

fn kind_of(row: &CompanyRow) -> Result<CompanyKind> {
    serde_json::from_value(json!(row.kind)).map_err(Error::internal)
}

/// What somebody wishes in an offering.
pub struct MyCompany {
    pub wish: CompanyWish,
    /// There are cohorts already.
    pub divided: bool,
    /// What others write to name the caller.
    pub code: String,
}

/// One's own wishes in an offering, and the code to be wished for by.
pub async fn my_company(app: &App, caller: &Caller, offering: &str) -> Result<MyCompany> {
    let person = caller.participant()?;
    let mut tx = app.read().await?;
    let offering = find_offering(&mut tx, offering).await?;
    let mut wish = CompanyWish::default();
    for row in tx.company_of(person, offering.offering()).await? {
        let list = match kind_of(&row)? {
            CompanyKind::With => &mut wish.with,
            CompanyKind::Without => &mut wish.without,
        };
        list.push(own_words::open(app, &row.other_sealed)?);
    }
    Ok(MyCompany {
        wish,
        divided: divided(&mut tx, &offering).await?,
        code: my_code(app, offering.offering(), person),
    })
}

/// The code that others write to name a person in an offering. It is nobody's secret, and nothing is
/// found with it: it counts in cohorts only, where whoever wrote it never learns whether it is known.
pub fn my_code(app: &App, offering: OfferingId, person: PersonId) -> String {
    app.secrets.company_code(offering, person).to_string()
}

/// All wishes in an offering's cohorts. Those of people whom the reader may not see are not there, and
/// what is about somebody whom the reader may not see is about nobody.
pub async fn company(app: &App, caller: &Caller, offering: &str) -> Result<Vec<CompanyView>> {
    caller.require(Permission::EditCohorts)?;
    let mut tx = app.read().await?;
    let offering = find_offering(&mut tx, offering).await?;
    let found = Found::load(app, &mut tx, &offering).await?;
    Ok(found.views(caller))
}
