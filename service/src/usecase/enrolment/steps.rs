//! Steps that an administrator takes by decision: refusing, striking, deferral, and what is found
//! out at the roll-call and at the end.

mod request;

use request::Wanted;
pub use request::{StepKind, StepRequest};

use super::{
    ApplicationView, course_title, lock, not_possible, save,
    shared::{Ruling, leave, offering_of, person_of, rule},
    view,
};
use crate::{
    app::App,
    clock::day,
    error::{Error, Result, Text},
    mail::Letter,
    store::{Tx, application::ApplicationRow},
    usecase::{Caller, Permission, Seen, letters},
};
use jiff::civil::Date;
use samverkan_domain::{
    application::{Command, transition},
    fact::Fact,
    id::ApplicationId,
    person::Language,
};
use serde_json::json;

/// Takes a step, if the table of the life cycle has it: decision, trace and letter in one.
pub async fn take(
    app: &App,
    caller: &Caller,
    id: ApplicationId,
    seen: Seen,
    request: StepRequest,
) -> Result<ApplicationView> {
    caller.require(Permission::EditPeople)?;
    let wanted = request.checked()?;
    let mut tx = app.write(caller).await?;
    let mut row = lock(&mut tx, caller, id).await?;
    seen.require(row.revision)?;
    let before = row.state()?;
    let mut to = transition(before, wanted.step.command()).map_err(not_possible)?;
    let mut passed_on = None;
    match wanted.step {
        StepKind::RefuseDeferral => to = before,
        StepKind::Defer => row.deferred_to = wanted.until_term.map(|term| term.to_string()),
        StepKind::Complete => passed_on = Some(complete(&mut tx, id, wanted.on).await?),
        _ => {}
    }
    save(&mut tx, &mut row, to).await?;
    let reason = wanted.reason();
    if let Some(outcome) = wanted.step.outcome() {
        let ruling = Ruling {
            outcome,
            reason: reason.clone(),
            diarienummer: wanted.diarienummer.clone(),
        };
        rule(app, &mut tx, caller, &row, ruling).await?;
    }
    let left = if to.is_active() {
        0
    } else {
        leave(app, &mut tx, &row, before).await?
    };
    tx.record(
        Fact::new(wanted.step.action(), "application", row.id)
            .before(json!({ "state": before }))
            .after(json!({
                "state": to, "diarienummer": wanted.diarienummer, "cohorts_left": left,
                "until_term": row.deferred_to, "passed_on": passed_on,
            }))
            .reason(reason.map(|reason| reason.sv)),
    );
    tell(app, &mut tx, &row, &wanted).await?;
    let view = view(&mut tx, caller, row, true).await?;
    app.commit(tx).await?;
    Ok(view)
}

/// Strikes an application in a transaction that holds its offering's lock: decision, trace and letter. Says whether its
/// state allowed that.
pub(in crate::usecase) async fn strike(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    mut row: ApplicationRow,
    reason: Text,
) -> Result<bool> {
    let before = row.state()?;
    let Ok(to) = transition(before, Command::Strike) else {
        return Ok(false);
    };
    save(tx, &mut row, to).await?;
    let ruling = Ruling {
        outcome: "struck",
        reason: Some(reason.clone()),
        diarienummer: None,
    };
    rule(app, tx, caller, &row, ruling).await?;
    let left = leave(app, tx, &row, before).await?;
    tx.record(
        Fact::new(StepKind::Strike.action(), "application", row.id)
            .before(json!({ "state": before }))
            .after(json!({ "state": to, "cohorts_left": left }))
            .reason(Some(reason.sv.clone())),
    );
    let (person, offering) = (person_of(tx, &row).await?, offering_of(tx, &row).await?);
    let letter = Letter::Struck {
        reference: row.id.to_string(),
        course: course_title(&offering, &person),
        offering_code: offering.code,
        reason: match letters::language_of(&person) {
            Language::Sv => reason.sv,
            Language::En => reason.en,
        },
    };
    letters::enqueue(app, tx, row.person(), &letter).await?;
    Ok(true)
}

/// Notes the result, on a day between registration and today.
async fn complete(tx: &mut Tx, id: ApplicationId, on: Option<Date>) -> Result<Date> {
    let today = day(tx.now());
    let on = on.unwrap_or(today);
    let registration = tx.registration(id).await?;
    let registration = registration.ok_or(Error::NotFound {
        what: "registration",
    })?;
    if on > today || on < registration.registered_on()? {
        let first = registration.registered_on;
        return Err(Error::invalid(
            "/on",
            "out-of-range",
            format!("Ange en dag från registreringen {first} till i dag, {today}."),
            format!("Give a day from the registration on {first} to today, {today}."),
        ));
    }
    tx.set_passed_on(id, on).await?;
    Ok(on)
}

/// Writes to the person. Results are told by the university's own system.
async fn tell(app: &App, tx: &mut Tx, row: &ApplicationRow, wanted: &Wanted) -> Result<()> {
    let (person, offering) = (person_of(tx, row).await?, offering_of(tx, row).await?);
    let course = course_title(&offering, &person);
    let offering_code = offering.code;
    let reference = wanted
        .diarienummer
        .clone()
        .unwrap_or_else(|| row.id.to_string());
    let language = letters::language_of(&person);
    let reasons = wanted.reasons_in(language);
    let letter = match wanted.step {
        StepKind::Refuse => Letter::NotAdmitted {
            reference,
            course,
            offering_code,
            reasons,
            how_to_appeal: wanted.about_eligibility,
        },
        StepKind::Strike => Letter::Struck {
            reference,
            course,
            offering_code,
            reason: reasons.join(" "),
        },
        StepKind::Defer | StepKind::RefuseDeferral => Letter::DeferralDecided {
            reference,
            course,
            offering_code,
            granted: wanted.step == StepKind::Defer,
            until_term: wanted.until_term.map(|term| term.name(language)),
            reasons,
        },
        StepKind::MarkNotStarted => Letter::NotStarted {
            reference,
            course,
            offering_code,
        },
        StepKind::Complete => return Ok(()),
    };
    letters::enqueue(app, tx, row.person(), &letter).await
}
