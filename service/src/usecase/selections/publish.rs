//! Publishing a selection: the record, everybody's new state, decisions and letters, at once.

use super::{
    Draft, SelectionView, content,
    gather::{Candidate, Gathered, gather},
    lock, require_state, save, seed_of, view,
};
use crate::{
    app::App,
    error::{Error, Result},
    mail::letter::{Letter, Outcome, TEMPLATE_VERSION},
    store::{Tx, decision::AdmissionRow, selection::SelectionRow},
    usecase::{
        Caller, Permission, Seen,
        answers::{self, AnswerTimes},
        eligibility::kept,
        enrolment::course_title,
        letters::{self, language_of},
        validate::Faults,
    },
};
use samverkan_domain::{
    admission::{Draw, Line, SelectionRecord, SelectionResult, eligibility::refusal},
    application::{Command, transition},
    fact::Fact,
    id::{DrawId, SelectionId},
    limits,
};
use serde_json::json;
use std::collections::BTreeMap;

/// What is added when a selection is published.
#[derive(Debug, Clone, Default)]
pub struct PublishRequest {
    /// The case number of all its decisions.
    pub diarienummer: Option<String>,
}

/// Publishes a reviewed draft: reveals the seed, decides every application, and writes to everybody.
/// Refuses a draft whose applicants, merits, rules or seats have changed since.
pub async fn publish(
    app: &App,
    caller: &Caller,
    id: SelectionId,
    seen: Seen,
    request: PublishRequest,
) -> Result<SelectionView> {
    caller.require(Permission::EditPeople)?;
    let mut faults = Faults::default();
    let diarienummer = request.diarienummer.as_deref();
    let diarienummer = faults.optional_line("/diarienummer", diarienummer, limits::LINE_CHARS);
    faults.finish()?;
    let mut tx = app.write(caller).await?;
    let mut row = lock(&mut tx, id).await?;
    seen.require(row.revision)?;
    require_state(&row, &["reviewed"])?;
    let gathered = gather(app, &mut tx, &row.channel_id.to_string()).await?;
    if gathered.basis() != row.basis || gathered.draw.id != row.draw_id {
        return Err(outdated());
    }
    let record = record(app, &tx, &gathered, &content(&row)?)?;
    row.record = record.to_json().map_err(Error::internal)?;
    row.digest = Some(record.digest.clone());
    row.diarienummer = diarienummer;
    row.published_by = Some(caller.actor());
    row.published_at = Some(tx.now().into());
    row.state = "published".to_owned();
    tx.reveal_draw(DrawId(row.draw_id)).await?;
    decide(app, &mut tx, caller, &row, &gathered, &record).await?;
    save(&mut tx, &mut row).await?;
    tx.record(
        Fact::new("selection.published", "selection", row.id).after(json!({
            "digest": record.digest, "seed_hash": record.seed_hash, "groups": record.groups,
        })),
    );
    tx.bump_calendar().await?;
    let view = view(app, &mut tx, caller, row, true).await?;
    app.commit(tx).await?;
    Ok(view)
}

fn outdated() -> Error {
    Error::refused(
        "selection-outdated",
        "Sökande, meriter, regler eller platser har ändrats sedan utkastet gjordes. Kasta det och gör ett nytt.",
        "Applicants, merits, rules or seats have changed since the draft was made. Discard it and make a new one.",
    )
}

fn record(app: &App, tx: &Tx, gathered: &Gathered, draft: &Draft) -> Result<SelectionRecord> {
    SelectionRecord::new(Draw {
        offering: gathered.offering.code.clone(),
        channel: gathered.channel.code.clone(),
        policy: gathered.selection.clone(),
        seats: gathered.seats,
        as_of: draft.as_of,
        closes_at: gathered.closes_at,
        committed_at: gathered.draw.committed_at.0,
        published_at: tx.now(),
        seed: seed_of(app, gathered)?,
        entrants: gathered.entrants(),
    })
    .map_err(Error::internal)
}

/// Gives every applicant the state, decision and letter of their line.
async fn decide(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    selection: &SelectionRow,
    gathered: &Gathered,
    record: &SelectionRecord,
) -> Result<()> {
    let lines: BTreeMap<&str, &Line> = record
        .lines
        .iter()
        .map(|line| (line.pseudonym.as_str(), line))
        .collect();
    let before: BTreeMap<String, i64> = tx
        .last_positions(gathered.channel.channel())
        .await?
        .into_iter()
        .collect();
    let times = AnswerTimes::of(&gathered.policy, tx.now())?;
    for candidate in &gathered.applicants {
        let line = lines.get(candidate.entrant.pseudonym.as_str());
        let line = line.ok_or(Error::internal("an applicant without a line"))?;
        let numbered = line.group.as_ref().map_or(0, |group| {
            before.get(group.as_str()).copied().unwrap_or_default()
        });
        let step = Step {
            line,
            times,
            numbered,
        };
        settle(app, tx, caller, selection, gathered, candidate, &step).await?;
    }
    Ok(())
}

struct Step<'a> {
    line: &'a Line,
    times: Option<AnswerTimes>,
    /// Reserve numbers given in the group before; numbers are never used again.
    numbered: i64,
}

async fn settle(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    selection: &SelectionRow,
    gathered: &Gathered,
    candidate: &Candidate,
    step: &Step<'_>,
) -> Result<()> {
    let line = step.line;
    let (command, outcome) = match line.result {
        SelectionResult::Admitted => (Command::Admit, "admitted"),
        SelectionResult::Reserve => (Command::PlaceInReserve, "reserve"),
        SelectionResult::Refused => (Command::Refuse, "refused"),
    };
    let mut row = candidate.row.clone();
    let from = row.state()?;
    let to = transition(from, command).map_err(Error::internal)?;
    let kept = kept(&candidate.assessment, language_of(&candidate.person))?;
    row.state = to.as_str().to_owned();
    row.selection_group = line.group.clone().filter(|group| !group.is_empty());
    row.merit_tenths = Some(candidate.entrant.merit_tenths);
    row.reserve_position = line.position.map(|position| position + step.numbered);
    row.standing = kept.standing.to_owned();
    row.findings = kept.findings;
    if line.result == SelectionResult::Admitted {
        row.condition_text = kept.condition;
        row.condition_due_on = kept.condition_due_on;
        AnswerTimes::set(step.times, &mut row);
    }
    row.revision = tx.update_application(&row).await?.ok_or(Error::Stale {
        current: row.revision + 1,
    })?;
    let now = tx.now();
    tx.insert_admission(&AdmissionRow {
        id: app.seeds.id(now),
        application_id: row.id,
        outcome: outcome.to_owned(),
        selection_group: row.selection_group.clone(),
        reserve_position: row.reserve_position,
        condition_text: row.condition_text.clone(),
        decided_by: caller.actor(),
        automatic: false,
        reason: None,
        decided_at: now.into(),
        template_version: TEMPLATE_VERSION,
        diarienummer: selection.diarienummer.clone(),
        selection_id: Some(selection.id),
        findings: Some(serde_json::to_string(&line.reasons).map_err(Error::internal)?),
        reason_en: None,
    })
    .await?;
    tx.record(
        Fact::new("application.selected", "application", row.id)
            .before(json!({ "state": from }))
            .after(
                json!({ "state": to, "selection": selection.id, "group": row.selection_group,
                           "reserve_position": row.reserve_position }),
            ),
    );
    let letter = letter(app, selection, gathered, candidate, &row, line);
    letters::enqueue(app, tx, row.person(), &letter).await
}

fn letter(
    app: &App,
    selection: &SelectionRow,
    gathered: &Gathered,
    candidate: &Candidate,
    row: &crate::store::application::ApplicationRow,
    line: &Line,
) -> Letter {
    let language = language_of(&candidate.person);
    let course = course_title(&gathered.offering, &candidate.person);
    let offering_code = gathered.offering.code.clone();
    let grounds: Vec<String> = line
        .reasons
        .iter()
        .map(|reason| reason.sentence(language))
        .collect();
    let outcome = match line.result {
        SelectionResult::Admitted => Outcome::Admitted,
        SelectionResult::Reserve => Outcome::Reserve {
            group: row.selection_group.clone().unwrap_or_default(),
            position: u32::try_from(row.reserve_position.unwrap_or_default()).unwrap_or(u32::MAX),
        },
        SelectionResult::Refused => {
            let mut reasons = refusal(&candidate.assessment.findings, language);
            let not_eligible = !reasons.is_empty();
            reasons.extend(grounds.into_iter().filter(|_| !not_eligible));
            return Letter::NotAdmitted {
                reference: row.id.to_string(),
                course,
                offering_code,
                reasons,
                // A ranking cannot be appealed; that somebody is not eligible can (HF 12:2).
                how_to_appeal: not_eligible,
            };
        }
    };
    Letter::SelectionResult {
        course,
        offering_code,
        outcome,
        grounds,
        answer_by: row.answer_by.map(|at| at.0),
        answer_link: answers::answer_link(app, row),
        pseudonym: line.pseudonym.clone(),
        record_url: format!(
            "{}/api/v1/selections/{}/record",
            app.public_url, selection.id
        ),
        condition: row.condition_text.clone(),
    }
}
