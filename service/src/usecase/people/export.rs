//! Everything that is kept of one person, for that person (dataskyddsförordningen, article 15).
//!
//! It is put together from what each use case gives a participant, who is never given another's; the
//! rows that are read here are chosen by the person's id or by the id of an own application.

mod behind;

use super::{
    me,
    week::{spoken, times},
};
use crate::{
    app::App,
    error::{Error, Result},
    store::{Tx, application::ApplicationRow},
    usecase::{
        Caller,
        cohorts::{my_company, my_transfers},
        enrolment, erasure, feeds, merits, messages, mine, needs, sign_in, timetables,
    },
};
use samverkan_domain::{
    clash::instant_of,
    id::{OfferingId, PersonId},
};
use serde_json::{Value, json};

/// Rows at a time.
pub(super) const AT_A_TIME: i64 = 100;

/// Everything that is kept of the caller, as JSON.
pub async fn export(app: &App, caller: &Caller) -> Result<Value> {
    let person = caller.participant()?;
    let own = me(app, caller).await?;
    let mut tx = app.read().await?;
    let emails = tx.emails(person).await?.into_iter();
    let emails: Vec<Value> = emails
        .map(|row| json!({ "address": row.address, "main": row.main }))
        .collect();
    let issuers = tx.identities(person).await?.into_iter();
    let issuers: Vec<Value> = issuers
        .map(|row| json!({ "issuer": row.issuer, "linked_at": row.created_at.0 }))
        .collect();
    drop(tx);
    Ok(json!({
        "made_at": app.clock.now(),
        "person": {
            "id": person,
            "given_name": own.given_name,
            "family_name": own.family_name,
            "addresses": emails,
            "language": own.language,
            "modality": own.modality,
            "profession": own.profession,
            "programme": own.programme,
            "profession_family": own.family,
            "workplace": own.workplace,
            "identity_number": own.identity,
            "kept_since": own.created_at,
        },
        "practical_needs": needs::mine(app, caller).await?,
        "merits": stated(app, caller).await?,
        "applications": applications(app, caller, person).await?,
        "cohorts": cohorts(app, caller).await?,
        "cohort_transfers": transfers(app, caller).await?,
        "erasure_requests": erasures(app, caller).await?,
        "changed_by_files": behind::imported(app, person).await?,
        "told_apart": behind::told_apart(app, person).await?,
        "merged_records": behind::merged_records(app, person).await?,
        "sessions": sessions(app, caller).await?,
        "own_calendar": calendar(app, caller).await?,
        "feeds": subscriptions(app, caller).await?,
        "messages": letters(app, caller).await?,
        "sign_ins": sign_ins(app, caller, person).await?,
        "linked_sign_ins": issuers,
    }))
}

/// What somebody lacks is not there; that is no fault here.
fn none_if_missing<T>(found: Result<T>) -> Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn stated(app: &App, caller: &Caller) -> Result<Value> {
    let merits = none_if_missing(merits::get(app, caller, None).await)?;
    Ok(merits.map_or(Value::Null, |merits| {
        json!({
            "credits_tenths": merits.credits_tenths,
            "degrees": merits.degrees,
            "courses": merits.courses,
            "employer": merits.employer,
        })
    }))
}

async fn applications(app: &App, caller: &Caller, person: PersonId) -> Result<Vec<Value>> {
    let mut all = Vec::new();
    for place in mine::places(app, caller).await? {
        let view = enrolment::get(app, caller, place.id()).await?;
        let row = &view.row;
        let decisions = view.decisions.iter().map(|decision| {
            json!({
                "outcome": decision.outcome,
                "reserve_position": decision.reserve_position,
                "condition": decision.condition_text,
                "reason": decision.reason,
                "automatic": decision.automatic,
                "decided_at": decision.decided_at.0,
                "case_number": decision.diarienummer,
            })
        });
        let decisions: Vec<Value> = decisions.collect();
        let company = my_company(app, caller, &row.offering_id.to_string()).await?;
        let mut tx = app.read().await?;
        let kept = kept_with(&mut tx, person, row).await?;
        let paid_for = behind::paid_for(&mut tx, person, row).await?;
        all.push(json!({
            "id": row.id,
            "course": place.course.sv,
            "offering": view.offering_code,
            "channel": view.channel_code,
            "state": row.state,
            "received_at": row.created_at.0,
            "changed_at": row.changed_at.0,
            "selection_group": row.selection_group,
            "reserve_position": row.reserve_position,
            "condition": row.condition_text,
            "profession": row.profession,
            "programme": row.programme,
            "workplace": row.workplace,
            "contract": row.contract,
            "head_address": row.head_email,
            "deputy_address": row.deputy_email,
            "eligibility": row.standing,
            "answer_by": row.answer_by.map(|at| at.0),
            "answered_at": row.answered_at.map(|at| at.0),
            "decisions": decisions,
            "wishes_to_be_with": company.wish.with,
            "wishes_to_be_without": company.wish.without,
            "company_code": company.code,
            "invoice_bases": paid_for,
            "kept": kept,
        }));
    }
    Ok(all)
}

/// Registrations, presence and availability: kept by offering, and of those only what is one's own.
async fn kept_with(tx: &mut Tx, person: PersonId, row: &ApplicationRow) -> Result<Value> {
    let offering = OfferingId(row.offering_id);
    let registered = tx.registrations(offering).await?.into_iter();
    let registered: Vec<Value> = registered
        .filter(|one| one.application_id == row.id)
        .map(|one| {
            json!({
                "kind": one.kind, "from": one.registered_on, "until": one.ended_on,
                "passed_on": one.passed_on,
            })
        })
        .collect();
    let seen = tx.presence(offering).await?.into_iter();
    let seen: Vec<Value> = seen
        .filter(|one| one.application_id == row.id)
        .map(|one| json!({ "kind": one.kind, "on": one.on_day }))
        .collect();
    let meetings = tx.meeting_presence(offering).await?.into_iter();
    let meetings: Vec<Value> = meetings
        .filter(|one| one.application_id == row.id)
        .map(|one| json!({ "session": one.session_id, "on": one.on_day }))
        .collect();
    let noted = tx.availability(offering).await?.into_iter();
    let noted: Vec<Value> = noted
        .filter(|one| one.person_id == person.0)
        .map(|one| {
            json!({
                "cannot": times(one.cannot), "would_rather_not": times(one.avoid),
                "modality_is_a_need": one.modality_strict, "languages": spoken(one.languages.as_deref()),
                "noted_at": one.noted_at.0,
            })
        })
        .collect();
    Ok(json!({
        "registrations": registered, "presence": seen, "meetings_attended": meetings,
        "availability": noted,
    }))
}

async fn cohorts(app: &App, caller: &Caller) -> Result<Vec<Value>> {
    let cohorts = mine::cohorts(app, caller).await?.into_iter();
    Ok(cohorts
        .map(|one| {
            json!({
                "offering": one.offering_code, "cohort": one.code, "partition": one.set_name,
                "lets_name_be_seen": one.names.agrees,
            })
        })
        .collect())
}

async fn transfers(app: &App, caller: &Caller) -> Result<Vec<Value>> {
    let asked = my_transfers(app, caller).await?.into_iter();
    Ok(asked
        .map(|one| {
            json!({
                "offering": one.offering_code, "from": one.from, "wanted": one.wanted,
                "reason": one.reason, "state": one.state, "to": one.to, "answer": one.answer,
                "asked_at": one.asked_at, "decided_at": one.decided_at,
            })
        })
        .collect())
}

async fn erasures(app: &App, caller: &Caller) -> Result<Vec<Value>> {
    let asked = erasure::mine(app, caller).await?.into_iter();
    Ok(asked
        .map(|one| {
            json!({
                "what": one.what, "state": one.state, "ground": one.ground, "answer": one.answer,
                "asked_at": one.asked_at, "decided_at": one.decided_at,
            })
        })
        .collect())
}

async fn sessions(app: &App, caller: &Caller) -> Result<Vec<Value>> {
    let sessions = mine::sessions(app, caller).await?.into_iter();
    Ok(sessions
        .map(|one| {
            json!({
                "title": one.title, "course": one.course_code, "cohort": one.cohort_code,
                "starts_at": one.starts.instant(), "ends_at": one.ends.instant(),
            })
        })
        .collect())
}

async fn calendar(app: &App, caller: &Caller) -> Result<Value> {
    let calendar = none_if_missing(timetables::private(app, caller).await)?;
    Ok(calendar.map_or(Value::Null, |calendar| {
        let busy = calendar.busy.into_iter();
        let busy: Vec<Value> = busy
            .map(|(from, to)| json!({ "from": instant_of(from), "to": instant_of(to) }))
            .collect();
        json!({ "read_at": calendar.read_at, "busy": busy })
    }))
}

async fn subscriptions(app: &App, caller: &Caller) -> Result<Vec<Value>> {
    let (mut all, mut cursor) = (Vec::new(), None);
    loop {
        let page = feeds::list(app, caller, None, None, cursor.as_deref(), AT_A_TIME).await?;
        all.extend(page.items.into_iter().map(|one| {
            json!({
                "id": one.id, "kind": one.kind, "name": one.name, "language": one.language,
                "created_at": one.created_at, "last_used_at": one.last_used_at,
                "ended_at": one.revoked_at,
            })
        }));
        cursor = page.next;
        if cursor.is_none() {
            return Ok(all);
        }
    }
}

async fn letters(app: &App, caller: &Caller) -> Result<Vec<Value>> {
    let (mut all, mut cursor) = (Vec::new(), None);
    loop {
        let page = messages::list(app, caller, None, None, cursor.as_deref(), AT_A_TIME).await?;
        all.extend(page.items.into_iter().map(|one| {
            json!({
                "id": one.id, "subject": one.subject, "state": one.state,
                "written_at": one.created_at, "delivered_at": one.delivered_at,
            })
        }));
        cursor = page.next;
        if cursor.is_none() {
            return Ok(all);
        }
    }
}

async fn sign_ins(app: &App, caller: &Caller, person: PersonId) -> Result<Vec<Value>> {
    let open = sign_in::sign_ins(app, caller, person).await?.into_iter();
    Ok(open
        .map(|one| {
            json!({
                "browser": one.agent, "since": one.created_at, "last_used_at": one.last_used_at,
                "issuer": one.issuer,
            })
        })
        .collect())
}
