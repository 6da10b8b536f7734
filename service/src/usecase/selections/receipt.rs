//! The receipt of an application: what was decided and why, and how to check it.

use super::{content, sentences};
use crate::{
    app::App,
    error::{Error, Result, Text},
    store::decision::AdmissionRow,
    usecase::{
        Caller,
        answers::{link, question::unknown},
        channels::find_channel,
        eligibility::{FindingView, finding_view},
        enrolment::{self, ApplicationView},
        reserves::call::offering_of,
    },
};
use jiff::civil::Date;
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

/// A receipt as it is shown to whoever has the link in the letter.
#[derive(Debug, Clone)]
pub struct LinkedReceipt {
    pub receipt: ReceiptView,
    pub course: Text,
    pub starts_on: Date,
    pub ends_on: Date,
    pub channel: Text,
    /// Requirements are withheld here: the person has protected identity.
    pub withheld: bool,
}

/// The receipt of an application the caller may see.
pub async fn receipt(app: &App, caller: &Caller, id: ApplicationId) -> Result<ReceiptView> {
    let application = enrolment::get(app, caller, id).await?;
    told(app, application).await
}

/// The receipt behind a link. A letter may be read by others than its addressee: of a person with
/// protected identity it shows the alias, and not what requirements were met by.
pub async fn receipt_by_link(app: &App, token: &str) -> Result<LinkedReceipt> {
    let (id, expires_at) = link::read_receipt(app, token).ok_or_else(unknown)?;
    if app.clock.now() >= expires_at {
        return Err(Error::refused(
            "link-expired",
            "Länken till kvittot gäller inte längre. Logga in för att se din anmälan, eller hör av dig till oss.",
            "The link to the receipt is no longer valid. Sign in to see your application, or contact us.",
        ));
    }
    let mut tx = app.read().await?;
    let row = tx.application(id).await?.ok_or_else(unknown)?;
    let person = tx.person(row.person()).await?;
    let withheld = person
        .ok_or(Error::NotFound { what: "person" })?
        .is_protected();
    let offering = offering_of(&mut tx, &row).await?;
    let channel = find_channel(&mut tx, &row.channel_id.to_string()).await?;
    let mut application = enrolment::view(&mut tx, &Caller::Anonymous, row, true).await?;
    application.protected_from_reader = withheld;
    drop(tx);
    let dates = offering.dates()?;
    Ok(LinkedReceipt {
        receipt: told(app, application).await?,
        course: Text::new(offering.title_sv, offering.title_en),
        starts_on: dates.starts_on,
        ends_on: dates.ends_on,
        channel: Text::new(channel.title_sv, channel.title_en),
        withheld,
    })
}

/// The receipt of one's own application, as its link shows it but with nothing withheld.
pub async fn own_receipt(app: &App, caller: &Caller, id: ApplicationId) -> Result<LinkedReceipt> {
    caller.participant()?;
    let receipt = receipt(app, caller, id).await?;
    let mut tx = app.read().await?;
    let row = &receipt.application.row;
    let offering = offering_of(&mut tx, row).await?;
    let channel = find_channel(&mut tx, &row.channel_id.to_string()).await?;
    let dates = offering.dates()?;
    Ok(LinkedReceipt {
        receipt,
        course: Text::new(offering.title_sv, offering.title_en),
        starts_on: dates.starts_on,
        ends_on: dates.ends_on,
        channel: Text::new(channel.title_sv, channel.title_en),
        withheld: false,
    })
}

async fn told(app: &App, application: ApplicationView) -> Result<ReceiptView> {
    let id = application.row.application();
    let state = application.row.state()?;
    let drawn = match application.decisions.iter().rev().find_map(selection_of) {
        Some(selection) => drawn(app, selection, id).await?,
        None => None,
    };
    let mut reasons = drawn.as_ref().map_or_else(Vec::new, |d| sentences(&d.line));
    reasons.extend(application.decisions.last().and_then(given));
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
        appeal: refused_on.map(|on| {
            let on = on.to_string();
            Text::new(appeal(Language::Sv, &on), appeal(Language::En, &on))
        }),
        drawn,
        application,
    })
}

/// The reason that was written down with a decision.
fn given(decision: &AdmissionRow) -> Option<Text> {
    let sv = decision.reason.clone()?;
    let en = decision.reason_en.clone().unwrap_or_else(|| sv.clone());
    Some(Text::new(sv, en))
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
