//! Substitution: an employer sends somebody else to a named person's place (uppdragsavtal).

use super::{
    ApplicationRow, course_title, letter_of_admission, new_application, not_possible, save,
    shared::{offering_of, person_of, said, take_out},
};
use crate::{
    app::App,
    clock::day,
    error::{Error, Result, Text},
    mail::Letter,
    store::{
        Tx,
        person::{PersonData, PersonRow},
    },
    usecase::{
        Caller, Permission, Seen,
        answers::AnswerTimes,
        letters,
        once::{Claim, Once},
        validate::Faults,
    },
};
use jiff::civil::Date;
use samverkan_domain::{
    application::{ApplicationState, Command, transition},
    fact::Fact,
    id::{ApplicationId, ChannelId, OfferingId, PersonId},
    person::{Language, SecurityMarking},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

/// Who comes instead: somebody known, or somebody described.
#[derive(Debug, Clone, Serialize)]
pub struct SubstituteRequest {
    pub person: Option<Uuid>,
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    pub email: Option<String>,
    /// Code in the register of professions.
    pub profession: Option<String>,
    pub reason: Option<String>,
}

/// Who came instead.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Substituted {
    /// The newcomer's.
    pub application: Uuid,
    pub person: Uuid,
    /// The application that gave up its place.
    pub replaced: Uuid,
}

/// Gives the place of a named person to somebody else, until the day that the contract says.
///
/// The old application ends as återbud, the employer's; the newcomer is admitted under the same
/// contract. Nobody takes over a place in a cohort: cohorts are mixed by profession, so the
/// newcomer is placed by the next plan.
pub async fn substitute(
    app: &App,
    caller: &Caller,
    id: ApplicationId,
    seen: Seen,
    request: SubstituteRequest,
    once: Option<&Once>,
) -> Result<Substituted> {
    caller.require(Permission::EditPeople)?;
    let mut tx = app.write(caller).await?;
    if let Claim::Done(done) = Once::claim(once, app, &mut tx).await? {
        return Ok(done);
    }
    let mut old = super::lock(&mut tx, caller, id).await?;
    seen.require(old.revision)?;
    let before = old.state()?;
    holds_an_unused_place(before)?;
    open(&mut tx, &old).await?;
    let newcomer = newcomer(app, &mut tx, &request).await?;
    not_there_already(&mut tx, &old, newcomer.person()).await?;
    let new = in_the_same_contract(app, &mut tx, &old, &newcomer).await?;
    let leaving = Command::Withdraw {
        on: day(tx.now()),
        starts_on: offering_of(&mut tx, &old).await?.dates()?.starts_on,
        passed_result: false,
    };
    let to = transition(before, leaving).map_err(not_possible)?;
    save(&mut tx, &mut old, to).await?;
    let left = take_out(&mut tx, &old).await?;
    tx.insert_application(&new).await?;
    let reason = said(request.reason);
    let given = reason.clone().map(Text::typed);
    super::decision(app, &mut tx, &new, &caller.actor(), false, given).await?;
    tx.record(
        Fact::new("application.substituted", "application", old.id)
            .before(json!({ "state": before }))
            .after(json!({ "state": old.state, "by": new.id, "cohorts_left": left }))
            .reason(reason),
    );
    tx.record(
        Fact::new("application.received", "application", new.id).after(json!({
            "state": new.state, "contract": new.contract, "substitutes": old.id,
        })),
    );
    tell(app, &mut tx, &old).await?;
    letter_of_admission(app, &mut tx, &new, false).await?;
    let done = Substituted {
        application: new.id,
        person: new.person_id,
        replaced: old.id,
    };
    Once::keep(once, app, &mut tx, &done).await?;
    app.commit(tx).await?;
    Ok(done)
}

fn holds_an_unused_place(state: ApplicationState) -> Result<()> {
    if matches!(
        state,
        ApplicationState::Admitted | ApplicationState::Accepted
    ) {
        return Ok(());
    }
    Err(Error::refused(
        "wrong-state",
        format!(
            "Anmälan är i läget \"{}\". Bara den som är antagen och inte registrerad kan ersättas.",
            state.label(Language::Sv)
        ),
        format!(
            "The application is \"{}\". Only who is admitted and not registered can be replaced.",
            state.label(Language::En)
        ),
    ))
}

/// Whether somebody else may come, today.
async fn open(tx: &mut Tx, old: &ApplicationRow) -> Result<()> {
    let channel = tx.channel(&old.channel_id.to_string()).await?;
    let channel = channel.ok_or(Error::NotFound { what: "channel" })?;
    let contracts = tx.contracts(ChannelId(channel.id)).await?;
    let contract = contracts
        .into_iter()
        .find(|c| Some(&c.code) == old.contract.as_ref());
    let until = match &contract {
        Some(contract) => contract.substitute_until.clone(),
        // No contract is kept: the employer's own word counts, until the course starts.
        None if old.substitute_allowed == Some(true) => Some(offering_of(tx, old).await?.starts_on),
        None => None,
    };
    let Some(until) = until.filter(|_| channel.kind == "employer") else {
        return Err(Error::refused(
            "substitution-not-agreed",
            "Ingen får ersättas här: platsen har inget avtal som tillåter det.",
            "Nobody can be replaced here: the place has no contract that allows it.",
        ));
    };
    let last: Date = until.parse().map_err(Error::internal)?;
    if day(tx.now()) > last {
        return Err(Error::refused(
            "substitution-closed",
            format!("Sista dagen att skicka någon annan var {last}."),
            format!("The last day to send somebody else was {last}."),
        ));
    }
    Ok(())
}

async fn newcomer(app: &App, tx: &mut Tx, request: &SubstituteRequest) -> Result<PersonRow> {
    let found = match request.person {
        Some(person) => person,
        None => described(app, tx, request).await?.0,
    };
    let person = tx.person(PersonId(found)).await?;
    person.ok_or(Error::NotFound { what: "person" })
}

/// The person with this address, or a new one.
async fn described(app: &App, tx: &mut Tx, request: &SubstituteRequest) -> Result<PersonId> {
    let mut faults = Faults::default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let address = text(&request.email);
    let key = faults.email("/email", &address);
    let given_name = faults.name("/given_name", &text(&request.given_name));
    let family_name = faults.name("/family_name", &text(&request.family_name));
    let profession = text(&request.profession);
    if !tx
        .professions()
        .await?
        .iter()
        .any(|known| known.code == profession)
    {
        let (sv, en) = (
            "Ange en kod ur registret över yrken; grupperna blandas efter yrke.",
            "Give a code of the register of professions; cohorts are mixed by profession.",
        );
        faults.add("/profession", "unknown-code", sv, en);
    }
    faults.finish()?;
    if let Some(known) = tx.person_by_email(&key).await? {
        return Ok(known);
    }
    let id = PersonId(app.seeds.id(tx.now()));
    let data = PersonData {
        id,
        given_name,
        family_name,
        security_marking: SecurityMarking::None,
        language: "sv".to_owned(),
        modality: None,
        profession: Some(profession),
        programme: None,
        workplace: None,
    };
    tx.insert_person(&data, None).await?;
    tx.insert_email(id, &key, address.trim(), None).await?;
    tx.record(Fact::new("person.added", "person", id.0).after(json!({ "by": "substitution" })));
    Ok(id)
}

async fn not_there_already(tx: &mut Tx, old: &ApplicationRow, newcomer: PersonId) -> Result<()> {
    let there = tx
        .active_application(newcomer, OfferingId(old.offering_id))
        .await?;
    there.map_or(Ok(()), |_| {
        Err(Error::refused(
            "already-applied",
            "Den som ska komma i stället har redan en plats eller anmälan på kurstillfället.",
            "Who is to come instead has a place or an application on the offering already.",
        ))
    })
}

async fn in_the_same_contract(
    app: &App,
    tx: &mut Tx,
    old: &ApplicationRow,
    newcomer: &PersonRow,
) -> Result<ApplicationRow> {
    let offering = offering_of(tx, old).await?;
    let channel = tx.channel(&old.channel_id.to_string()).await?;
    let channel = channel.ok_or(Error::NotFound { what: "channel" })?;
    let mut new = new_application(app, tx.now(), &offering, &channel, newcomer.person());
    new.state = ApplicationState::Admitted.as_str().to_owned();
    new.programme.clone_from(&newcomer.programme);
    new.profession.clone_from(&newcomer.profession);
    new.modality.clone_from(&newcomer.modality);
    new.workplace = newcomer.workplace.clone().or_else(|| old.workplace.clone());
    new.contract.clone_from(&old.contract);
    new.invoice_reference.clone_from(&old.invoice_reference);
    new.head_email.clone_from(&old.head_email);
    new.deputy_email.clone_from(&old.deputy_email);
    new.substitute_allowed = old.substitute_allowed;
    AnswerTimes::set(AnswerTimes::of(&channel.policy()?, tx.now())?, &mut new);
    Ok(new)
}

/// Tells the one who was to have come.
async fn tell(app: &App, tx: &mut Tx, old: &ApplicationRow) -> Result<()> {
    let (person, offering) = (person_of(tx, old).await?, offering_of(tx, old).await?);
    let letter = Letter::Replaced {
        reference: old.id.to_string(),
        course: course_title(&offering, &person),
        offering_code: offering.code,
    };
    letters::enqueue(app, tx, old.person(), &letter).await
}
