//! The receipt of an application: what was decided and why, and how to check it.

use super::{content, sentences};
use crate::{
    app::App,
    error::{Error, Result, Text},
    store::decision::AdmissionRow,
    usecase::{
        Caller,
        eligibility::{FindingView, finding_view},
        enrolment::{self, ApplicationView},
    },
};
use samverkan_domain::{
    admission::{
        Line,
        eligibility::{Finding, appeal},
    },
    application::ApplicationState,
    id::{ApplicationId, DrawId, SelectionId},
    person::Language,
};

/// What somebody is told about a decision.
#[derive(Debug, Clone)]
pub struct ReceiptView {
    pub application: ApplicationView,
    /// The state in words.
    pub state: Text,
    /// Why, one sentence a reason.
    pub reasons: Vec<Text>,
    /// Behörighet: each requirement and how it was met.
    pub findings: Vec<FindingView>,
    /// How to appeal, where the decision can be appealed.
    pub appeal: Option<Text>,
    /// The line in the published record, for who went through a selection.
    pub drawn: Option<Drawn>,
}

/// Where to find oneself in a record that anyone can repeat.
#[derive(Debug, Clone)]
pub struct Drawn {
    pub selection: SelectionId,
    pub pseudonym: String,
    pub line: Line,
    pub seed_hash: String,
    pub digest: String,
}

/// The receipt of an application the caller may see.
pub async fn receipt(app: &App, caller: &Caller, id: ApplicationId) -> Result<ReceiptView> {
    let application = enrolment::get(app, caller, id).await?;
    let state = application.row.state()?;
    let drawn = match application.decisions.iter().rev().find_map(selection_of) {
        Some(selection) => drawn(app, selection, id).await?,
        None => None,
    };
    let mut reasons = drawn.as_ref().map_or_else(Vec::new, |d| sentences(&d.line));
    let given = application.decisions.last().and_then(|d| d.reason.clone());
    reasons.extend(given.map(|reason| Text::new(reason.clone(), reason)));
    let findings = findings(&application)?;
    let refused_on = application
        .decisions
        .last()
        .filter(|_| state == ApplicationState::Refused)
        .filter(|_| application.row.standing == "not_eligible")
        .map(|decision| crate::clock::day(decision.decided_at.0));
    Ok(ReceiptView {
        state: Text::new(state.label(Language::Sv), state.label(Language::En)),
        reasons,
        findings,
        appeal: refused_on.map(|on| Text::new(appeal(Language::Sv, on), appeal(Language::En, on))),
        drawn,
        application,
    })
}

fn selection_of(decision: &AdmissionRow) -> Option<SelectionId> {
    decision.selection_id.map(SelectionId)
}

fn findings(application: &ApplicationView) -> Result<Vec<FindingView>> {
    let Some(json) = &application.row.findings else {
        return Ok(Vec::new());
    };
    let findings: Vec<Finding> = serde_json::from_str(json).map_err(Error::internal)?;
    // To others than those who may see the person, what was missing says too much.
    if application.protected_from_reader {
        return Ok(Vec::new());
    }
    Ok(findings.iter().map(finding_view).collect())
}

async fn drawn(app: &App, id: SelectionId, application: ApplicationId) -> Result<Option<Drawn>> {
    let mut tx = app.read().await?;
    let row = super::selection(&mut tx, id).await?;
    let draw = tx.draw(DrawId(row.draw_id)).await?;
    let pseudonym = app.secrets.pseudonym(application);
    let line = content(&row)?
        .lines
        .into_iter()
        .find(|line| line.pseudonym == pseudonym);
    let digest = row.digest.clone().unwrap_or_default();
    Ok(line.zip(draw).map(|(line, draw)| Drawn {
        selection: id,
        pseudonym,
        line,
        seed_hash: draw.seed_hash,
        digest,
    }))
}
