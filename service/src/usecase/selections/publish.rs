//! Publishing a selection: the record, everybody's new state, decisions and letters, at once.

use super::{
    Draft, SelectionView, content,
    gather::{Candidate, Gathered, gather},
    letter::letter,
    lock, require_state, save, second_person, seed_of, view,
};
use crate::{
    app::App,
    error::{Error, Result},
    mail::letter::TEMPLATE_VERSION,
    store::{Tx, application::ApplicationRow, decision::AdmissionRow, selection::SelectionRow},
    usecase::{
        Caller, Permission, Seen,
        answers::AnswerTimes,
        eligibility::kept,
        letters::{self, language_of},
        validate::Faults,
        wordings::Wordings,
    },
};
use samverkan_domain::{
    admission::{Draw, Line, SelectionRecord, SelectionResult},
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
    // Reviewed before the settings asked for a second person.
    if app.two_people.selection && row.reviewed_by.as_ref() == Some(&row.created_by) {
        return Err(second_person());
    }
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

/// How many applications are written in one statement a table.
const AT_ONCE: usize = 1_000;

/// What becomes of applicants: their new rows, decisions and letters.
#[derive(Default)]
struct Outcomes {
    rows: Vec<ApplicationRow>,
    decisions: Vec<AdmissionRow>,
    letters: letters::Sealed,
}

impl Outcomes {
    async fn write(self, tx: &mut Tx) -> Result<()> {
        let wanted = self.rows.len();
        let written = tx.update_applications(&self.rows).await?;
        if usize::try_from(written) != Ok(wanted) {
            // The offering is locked: nobody can have changed one of them meanwhile.
            return Err(Error::internal("an applicant has changed meanwhile"));
        }
        tx.insert_admissions(&self.decisions).await?;
        self.letters.enqueue(tx).await
    }
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
    let counts = tx.group_counts(gathered.channel.channel()).await?;
    let before: BTreeMap<&str, i64> = counts
        .iter()
        .map(|count| (count.selection_group.as_str(), count.last_position))
        .collect();
    let times = AnswerTimes::of(&gathered.policy, tx.now())?;
    let wordings = Wordings::of(tx, &gathered.offering.code).await?;
    for some in gathered.applicants.chunks(AT_ONCE) {
        let mut outcomes = Outcomes::default();
        for candidate in some {
            let line = lines.get(candidate.entrant.pseudonym.as_str());
            let line = *line.ok_or(Error::internal("an applicant without a line"))?;
            let numbered = line
                .group
                .as_ref()
                .and_then(|group| before.get(group.as_str()));
            let step = Step {
                line,
                times,
                numbered: numbered.copied().unwrap_or_default(),
            };
            let row = step.row(candidate)?;
            let decision = step.decision(app, tx, caller, selection, &row)?;
            tx.record(selected(selection, candidate, &row));
            let letter = letter(app, selection, gathered, candidate, &row, line);
            let letter = wordings.word(letter, &candidate.person);
            outcomes.letters.add(app, tx, &candidate.person, &letter)?;
            outcomes.decisions.push(decision);
            outcomes.rows.push(row);
        }
        outcomes.write(tx).await?;
    }
    Ok(())
}

/// What one line means for its applicant.
struct Step<'a> {
    line: &'a Line,
    times: Option<AnswerTimes>,
    /// Reserve numbers given in the group before; numbers are never used again.
    numbered: i64,
}

impl Step<'_> {
    fn row(&self, candidate: &Candidate) -> Result<ApplicationRow> {
        let line = self.line;
        let command = match line.result {
            SelectionResult::Admitted => Command::Admit,
            SelectionResult::Reserve => Command::PlaceInReserve,
            SelectionResult::Refused => Command::Refuse,
        };
        let mut row = candidate.row.clone();
        let to = transition(row.state()?, command).map_err(Error::internal)?;
        let kept = kept(&candidate.assessment, language_of(&candidate.person))?;
        row.state = to.as_str().to_owned();
        row.selection_group = line.group.clone().filter(|group| !group.is_empty());
        row.merit_tenths = Some(candidate.entrant.merit_tenths);
        row.reserve_position = line.position.map(|position| position + self.numbered);
        row.standing = kept.standing.to_owned();
        row.findings = kept.findings;
        if line.result == SelectionResult::Admitted {
            row.condition_text = kept.condition;
            row.condition_due_on = kept.condition_due_on;
            AnswerTimes::set(self.times, &mut row);
        }
        Ok(row)
    }

    fn decision(
        &self,
        app: &App,
        tx: &Tx,
        caller: &Caller,
        selection: &SelectionRow,
        row: &ApplicationRow,
    ) -> Result<AdmissionRow> {
        let now = tx.now();
        Ok(AdmissionRow {
            id: app.seeds.id(now),
            application_id: row.id,
            outcome: match self.line.result {
                SelectionResult::Admitted => "admitted",
                SelectionResult::Reserve => "reserve",
                SelectionResult::Refused => "refused",
            }
            .to_owned(),
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
            findings: Some(serde_json::to_string(&self.line.reasons).map_err(Error::internal)?),
            reason_en: None,
        })
    }
}

fn selected(selection: &SelectionRow, candidate: &Candidate, row: &ApplicationRow) -> Fact {
    Fact::new("application.selected", "application", row.id)
        .before(json!({ "state": candidate.row.state }))
        .after(
            json!({ "state": row.state, "selection": selection.id, "group": row.selection_group,
                        "reserve_position": row.reserve_position }),
        )
}
