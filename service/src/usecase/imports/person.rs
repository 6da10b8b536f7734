//! Which human a row is about: one already here, a new one, or a question.

use super::{Question, Run};
use crate::{
    error::{Error, Result},
    store::{
        Tx, as_word,
        person::{PersonData, PersonRow, SealedIdentity},
    },
    usecase::people::{now_protected, parse_marking},
};
use samverkan_domain::{
    fact::Fact,
    id::PersonId,
    identity::{IdentityKind, IdentityNumber},
    import::{
        report::{Code, Finding, Words},
        same_person::{Evidence, PersonTraits, Strength, evidence},
        undo::Thing,
    },
    person::{Modality, SecurityMarking},
    text::{email_key, fold_name},
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// What somebody has decided about rows that resemble people.
pub(super) struct Decisions<'a> {
    pub same: &'a BTreeMap<u32, PersonId>,
    pub new: &'a BTreeSet<u32>,
}

/// A person as a row describes one.
pub(super) struct Described<'a> {
    pub given_name: &'a str,
    pub family_name: &'a str,
    pub email: Option<&'a str>,
    pub identity: Option<&'a IdentityNumber>,
    pub marking: SecurityMarking,
    pub modality: Option<Modality>,
    pub profession: Option<&'a str>,
    pub programme: Option<&'a str>,
    pub workplace: Option<&'a str>,
}

/// What became of the description.
pub(super) struct Found {
    pub person: PersonId,
    pub changed: bool,
}

/// Finds or makes the person. `None` if somebody has to decide first: the finding is noted.
pub(super) async fn resolve(
    run: &mut Run<'_>,
    tx: &mut Tx,
    row: u32,
    described: &Described<'_>,
) -> Result<Option<Found>> {
    let identity = described.identity.map(|number| seal(run, number));
    let by_identity = match &identity {
        Some(identity) => tx.person_by_identity(&identity.hash).await?,
        None => None,
    };
    let key = described.email.and_then(email_key);
    let by_email = match &key {
        Some(key) => tx.person_by_email(key).await?,
        None => None,
    };
    if let (Some(a), Some(b)) = (by_identity, by_email)
        && a != b
    {
        run.findings.push(address_of_another(row));
        return Ok(None);
    }
    let person = match by_identity.or(by_email) {
        Some(person) => Some(person),
        None => match resembles(run, tx, row, described, identity.as_ref()).await? {
            Resemblance::Nobody => None,
            Resemblance::Person(person) => Some(person),
            Resemblance::Undecided => return Ok(None),
        },
    };
    let is_new = person.is_none();
    let (person, mut changed) = match person {
        Some(person) => {
            let changed = update(run, tx, row, person, described, identity.as_ref()).await?;
            (person, changed)
        }
        None => {
            let person = insert(run, tx, row, described, identity.as_ref()).await?;
            (person, false)
        }
    };
    if let (Some(key), None) = (&key, by_email) {
        let address = described.email.unwrap_or_default().trim();
        tx.insert_email(person, key, address, None).await?;
        if !is_new {
            run.journal.made(row, Thing::Address, person.0, Some(key));
            changed = true;
        }
    }
    Ok(Some(Found { person, changed }))
}

fn seal(run: &Run<'_>, number: &IdentityNumber) -> SealedIdentity {
    let kind = match number.kind() {
        IdentityKind::Personal => "personal",
        IdentityKind::Coordination => "coordination",
        IdentityKind::Interim => "interim",
    };
    SealedIdentity {
        kind,
        sealed: run
            .app
            .secrets
            .seal(&run.app.seeds, number.canonical().as_bytes()),
        hash: run.app.secrets.identity_hash(number.canonical()),
    }
}

enum Resemblance {
    Nobody,
    Person(PersonId),
    Undecided,
}

/// Asks about people of the same name. A protected person is never asked about: the question
/// itself would tell.
async fn resembles(
    run: &mut Run<'_>,
    tx: &mut Tx,
    row: u32,
    described: &Described<'_>,
    identity: Option<&SealedIdentity>,
) -> Result<Resemblance> {
    if let Some(person) = run.decisions.same.get(&row) {
        let known = tx.person(*person).await?;
        known.ok_or(Error::NotFound { what: "person" })?;
        run.same_person_rows.push(row);
        return Ok(Resemblance::Person(*person));
    }
    if described.marking.is_protected() || run.decisions.new.contains(&row) {
        return Ok(Resemblance::Nobody);
    }
    let mut traits = PersonTraits::new(described.given_name, described.family_name);
    traits.identity_hash = identity.map(|identity| identity.hash.clone());
    traits.profession = described.profession.map(str::to_owned);
    traits.workplace = described.workplace.map(str::to_owned);
    let name = fold_name(&format!(
        "{} {}",
        described.given_name, described.family_name
    ));
    for candidate in tx.people_by_name_key(&name).await? {
        let found = evidence(&traits, &traits_of(&candidate));
        if let Some(Evidence {
            strength: Strength::Question | Strength::Strong,
            facts,
        }) = found
        {
            let person = candidate.person();
            run.findings.push(possible_same_person(row, person));
            run.questions.push(Question {
                row,
                person,
                shared: facts,
            });
            return Ok(Resemblance::Undecided);
        }
    }
    Ok(Resemblance::Nobody)
}

fn traits_of(row: &PersonRow) -> PersonTraits {
    let mut traits = PersonTraits::new(&row.given_name, &row.family_name);
    traits.identity_hash.clone_from(&row.identity_hash);
    traits.profession.clone_from(&row.profession);
    traits.workplace.clone_from(&row.workplace);
    traits
}

fn address_of_another(row: u32) -> Finding {
    Finding::new(
        Code::AddressOfAnother,
        Words::new(
            "E-postadressen hör till en annan person än identitetsnumret.",
            "The e-mail address belongs to another person than the identity number.",
        ),
        Words::new(
            "Rätta adressen eller numret i filen, eller rätta personen här.",
            "Correct the address or the number in the file, or correct the person here.",
        ),
    )
    .at_row(row)
}

fn possible_same_person(row: u32, person: PersonId) -> Finding {
    Finding::new(
        Code::PossibleSamePerson,
        Words::new(
            "Raden liknar någon som redan finns: samma namn, och samma yrke eller arbetsplats.",
            "The row resembles somebody already here: the same name, and profession or workplace.",
        ),
        Words::new(
            format!("Svara --same-person {row}={person} eller --new-person {row}."),
            format!("Answer --same-person {row}={person} or --new-person {row}."),
        ),
    )
    .at_row(row)
}

async fn insert(
    run: &mut Run<'_>,
    tx: &mut Tx,
    row: u32,
    described: &Described<'_>,
    identity: Option<&SealedIdentity>,
) -> Result<PersonId> {
    let id = PersonId(run.app.seeds.id(tx.now()));
    let data = PersonData {
        id,
        given_name: described.given_name.to_owned(),
        family_name: described.family_name.to_owned(),
        security_marking: described.marking,
        language: "sv".to_owned(),
        modality: described.modality.map(as_word),
        profession: described.profession.map(str::to_owned),
        programme: described.programme.map(str::to_owned),
        workplace: described.workplace.map(str::to_owned),
    };
    tx.insert_person(&data, identity).await?;
    run.journal.made(row, Thing::Person, id.0, None);
    tx.record(Fact::new("person.created", "person", id.0).after(json!({ "by": "import" })));
    Ok(id)
}

/// Brings a person up to date. Names come from the register and win. What the person may have
/// said herself (profession, workplace, how to meet) is only filled in where it is empty. A
/// protection is never lifted by a file.
async fn update(
    run: &mut Run<'_>,
    tx: &mut Tx,
    row: u32,
    person: PersonId,
    described: &Described<'_>,
    identity: Option<&SealedIdentity>,
) -> Result<bool> {
    let stored = tx
        .person(person)
        .await?
        .ok_or(Error::NotFound { what: "person" })?;
    let fill = |have: &Option<String>, given: Option<&str>| {
        have.clone().or_else(|| given.map(str::to_owned))
    };
    let before = parse_marking(&stored.security_marking);
    let marking = if before.is_protected() {
        before
    } else {
        described.marking
    };
    if before.is_protected() && !described.marking.is_protected() {
        run.findings.push(protection_kept(row));
    }
    // A name from an employer's list does not replace one from the register.
    let register = identity.is_some() || stored.identity_hash.is_none();
    let name = |have: &str, given: &str| {
        if register && !before.is_protected() {
            given.to_owned()
        } else {
            have.to_owned()
        }
    };
    let data = PersonData {
        id: person,
        given_name: name(&stored.given_name, described.given_name),
        family_name: name(&stored.family_name, described.family_name),
        security_marking: marking,
        language: stored.language.clone(),
        modality: fill(&stored.modality, described.modality.map(as_word).as_deref()),
        profession: fill(&stored.profession, described.profession),
        programme: fill(&stored.programme, described.programme),
        workplace: fill(&stored.workplace, described.workplace),
    };
    let gives_identity = identity.filter(|_| stored.identity_hash.is_none());
    let same = data.given_name == stored.given_name
        && data.family_name == stored.family_name
        && before == marking
        && data.modality == stored.modality
        && data.profession == stored.profession
        && data.programme == stored.programme
        && data.workplace == stored.workplace;
    if same && gives_identity.is_none() {
        return Ok(false);
    }
    run.journal.person(row, &stored)?;
    if let Some(identity) = gives_identity {
        tx.set_identity(person, identity).await?;
    }
    tx.update_person(&data).await?;
    tx.record(Fact::new("person.changed", "person", person.0).after(json!({ "by": "import" })));
    if marking.is_protected() && !before.is_protected() {
        now_protected(tx, person).await?;
        tx.bump_calendar().await?;
    }
    Ok(true)
}

fn protection_kept(row: u32) -> Finding {
    Finding::new(
        Code::ProtectionKept,
        Words::new(
            "Filen säger att personen inte längre är skyddad. Skyddet ligger kvar.",
            "The file says that the person is no longer protected. The protection stays.",
        ),
        Words::new(
            "Be sekretesshandläggaren ändra det om det stämmer.",
            "Ask the protected-identity officer to change it if it is right.",
        ),
    )
    .at_row(row)
}
