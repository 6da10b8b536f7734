//! Documents to print: name signs, and certificates for places under contracts. Who is protected is in none: an alias
//! on a badge would tell a whole room, and a certificate needs a name. They are counted, and get theirs by hand.

use super::{
    Export, ExportKind, ExportRequest, Names, host, partition,
    people::{Shown, shown},
    seen,
};
use crate::{
    app::App,
    clock::day,
    error::{Error, Result},
    store::{Tx, catalogue::OfferingRow, session::SessionRow},
    usecase::people::Families,
};
use samverkan_domain::{
    application::ApplicationState,
    export::{File, LeftOut, Seen},
    id::{ChannelId, OfferingId},
    paper::{
        Paper, PaperError,
        certificate::{Certificate, Course, certificates},
        signs::{Sign, signs},
    },
    person::Language,
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

pub(super) async fn paper(
    app: &App,
    tx: &mut Tx,
    offering: &OfferingRow,
    request: &ExportRequest,
) -> Result<Export> {
    let names = Names::load(tx, offering, request.set_name.as_deref()).await?;
    let people = shown(tx, offering, &names, true).await?;
    let on_contract = request.kind == ExportKind::Certificates;
    let mut wanted = Vec::with_capacity(people.len());
    for one in people {
        let state = one.application.state()?;
        let gets_one = if on_contract {
            one.application.contract.is_some() && is_certified(state)
        } else {
            state.takes_part()
        };
        if gets_one {
            wanted.push(one);
        }
    }
    let mut people = wanted;
    let all = people.len();
    people.retain(|one| !one.person.is_protected());
    let mut left_out = LeftOut {
        protected: all - people.len(),
        ..LeftOut::default()
    };
    let (name, count, paper) = if on_contract {
        let set_name = request.set_name.as_deref();
        let made = certified(app, tx, offering, set_name, &people).await?;
        left_out.not_seen = people.len() - made.len();
        let paper = certificates_of(app, offering, &made, request.language);
        ("certificates", made.len(), paper)
    } else {
        let families = Families::load(tx).await?;
        let made: Vec<Sign> = people.iter().map(|one| sign(one, &families)).collect();
        let title = title(offering, request.language);
        let paper = signs(title, &made, request.language, day(app.clock.now()));
        ("name-signs", made.len(), paper)
    };
    if count == 0 {
        return Err(nobody());
    }
    let Paper {
        pdf,
        unknown_letters,
    } = paper.map_err(Error::internal)?;
    left_out.unknown_letters = unknown_letters;
    Ok(Export {
        files: vec![File::pdf(format!("{}-{name}.pdf", offering.code), pdf)],
        people: count,
        left_out,
    })
}

fn is_certified(state: ApplicationState) -> bool {
    matches!(
        state,
        ApplicationState::Registered | ApplicationState::Completed
    )
}

fn title(offering: &OfferingRow, language: Language) -> &str {
    match language {
        Language::Sv => &offering.title_sv,
        Language::En => &offering.title_en,
    }
}

fn sign(one: &Shown, families: &Families) -> Sign {
    let person = &one.person;
    Sign {
        name: person.full_name(),
        family: families.of(person.profession.as_deref(), person.programme.as_deref()),
        cohort: Some(one.line.cohort.clone()).filter(|code| !code.is_empty()),
    }
}

fn certificates_of(
    app: &App,
    offering: &OfferingRow,
    people: &[Certificate],
    language: Language,
) -> std::result::Result<Paper, PaperError> {
    let dates = offering.dates().map_err(PaperError::new)?;
    let course = Course {
        title: title(offering, language),
        code: &offering.code,
        credits_tenths: offering.credits_tenths,
        starts_on: dates.starts_on,
        ends_on: dates.ends_on,
    };
    certificates(&course, people, language, day(app.clock.now()))
}

/// Certificates of those who have been seen at a meeting.
async fn certified(
    app: &App,
    tx: &mut Tx,
    offering: &OfferingRow,
    set_name: Option<&str>,
    people: &[Shown],
) -> Result<Vec<Certificate>> {
    let employers = employers(tx, people).await?;
    let mut seen = seen(tx, offering).await?;
    let meetings = held(app, tx, offering, set_name).await?;
    let mut made = Vec::new();
    for one in people {
        let contract = one.application.contract.clone().unwrap_or_default();
        let times = seen.remove(&one.application.id).unwrap_or_default();
        let times: BTreeSet<Seen> = times.into_iter().filter(|t| t.kind == "meeting").collect();
        if times.is_empty() {
            continue;
        }
        let cohort = Some(&one.line.cohort).filter(|code| !code.is_empty());
        let theirs = meetings
            .iter()
            .filter(|of| of.as_ref().is_none_or(|code| Some(code) == cohort));
        made.push(Certificate {
            name: one.person.full_name(),
            employer: employers
                .get(&(one.application.channel_id, contract.clone()))
                .cloned(),
            contract,
            attended: times.len(),
            // Somebody who has changed cohort may have been at more than the present one has held.
            held: theirs.count().max(times.len()),
        });
    }
    Ok(made)
}

/// Who is behind a contract, by channel and code.
async fn employers(tx: &mut Tx, people: &[Shown]) -> Result<BTreeMap<(Uuid, String), String>> {
    let channels: BTreeSet<Uuid> = people
        .iter()
        .map(|one| one.application.channel_id)
        .collect();
    let mut employers = BTreeMap::new();
    for channel in channels {
        for contract in tx.contracts(ChannelId(channel)).await? {
            employers.insert((channel, contract.code), contract.employer);
        }
    }
    Ok(employers)
}

/// The meetings that have been held: of which cohort each was, or of everybody.
async fn held(
    app: &App,
    tx: &mut Tx,
    offering: &OfferingRow,
    set_name: Option<&str>,
) -> Result<Vec<Option<String>>> {
    let host = host(offering);
    let cohorts = match partition(tx, host, set_name).await? {
        Some(found) => found.cohorts,
        None => Vec::new(),
    };
    let now = app.clock.now();
    let over = |row: &SessionRow| row.state != "cancelled" && row.ends_at.0 <= now;
    let mut held = Vec::new();
    for of in BTreeSet::from([offering.offering().0, host.0]) {
        for row in tx
            .sessions(OfferingId(of))
            .await?
            .iter()
            .filter(|row| over(row))
        {
            let code = |id| cohorts.iter().find(|c| c.id == id).map(|c| c.code.clone());
            // A meeting of a cohort of another partition is nobody's here.
            match row.cohort_id.map(code) {
                None => held.push(None),
                Some(Some(code)) => held.push(Some(code)),
                Some(None) => {}
            }
        }
    }
    Ok(held)
}

fn nobody() -> Error {
    Error::refused(
        "nobody-to-print",
        "Det finns ingen att skriva ut för. Skyltar görs för dem som har en plats; intyg för registrerade på uppdragsplatser som setts på ett möte.",
        "There is nobody to print for. Signs are for those with a place; certificates for those registered on commissioned places who have been seen at a meeting.",
    )
}
