//! What selections and receipts look like on the wire.

use super::super::{
    applications::Application,
    merits::{RequirementFinding, finding, said},
    types::Instant,
};
use crate::{
    error::Error,
    usecase::selections::{LineView, ReceiptView, SelectionView},
};
use poem_openapi::Object;
use samverkan_domain::{admission::GroupResult, person::Language};
use serde::Deserialize;
use uuid::Uuid;

/// One run of selection.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Selection {
    pub id: Uuid,
    pub channel_code: String,
    /// `draft`, `reviewed`, `published` or `discarded`.
    pub state: String,
    pub seats: i64,
    pub groups: Vec<SelectionGroup>,
    /// Places that belong to no group.
    pub unassigned: i64,
    /// What was promised before applications closed: SHA-256 of the seed.
    pub seed_hash: String,
    pub seed_promised_at: Instant,
    /// Of the published record.
    pub digest: Option<String>,
    pub diarienummer: Option<String>,
    pub created_at: Instant,
    pub reviewed_at: Option<Instant>,
    pub reviewed_by: Option<String>,
    pub published_at: Option<Instant>,
    pub published_by: Option<String>,
    /// Admitted, reserves, refused, each by group and place; only when one selection is asked for.
    pub lines: Option<Vec<SelectionLine>>,
    pub revision: i64,
}

/// The figures of one selection group.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct SelectionGroup {
    /// Empty where the channel has no groups.
    pub group: String,
    pub places: i64,
    /// Places that fell from other groups.
    pub received: i64,
    /// Places that fell to other groups.
    pub given: i64,
    pub admitted: i64,
    pub reserves: i64,
    /// The lowest merit admitted (tenths), where merit ranks.
    pub last_admitted_tenths: Option<i64>,
}

/// One applicant's outcome.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct SelectionLine {
    pub application: Uuid,
    pub person: Uuid,
    /// Name, or alias.
    pub person_name: String,
    /// How the applicant is named in the record.
    pub pseudonym: String,
    /// `admitted`, `reserve` or `refused`.
    pub result: String,
    pub group: Option<String>,
    /// Reserve number in the group.
    pub position: Option<i64>,
    /// Place in the group's ranking.
    pub rank: Option<i64>,
    /// Why, in words.
    pub reasons: Vec<String>,
}

/// What is added when a selection is published.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct Publish {
    /// The case number of its decisions: `ORU 2026/04979`.
    #[serde(default)]
    pub diarienummer: Option<String>,
}

/// What was decided about an application and why, and how to check it.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct ApplicationReceipt {
    pub application: Application,
    /// Where the application stands, in words.
    pub state_label: String,
    /// Why, a sentence each.
    pub reasons: Vec<String>,
    /// Requirements and how they were met.
    pub requirements: Vec<RequirementFinding>,
    /// How to appeal, where the decision can be appealed.
    pub appeal: Option<String>,
    pub selection: Option<ReceiptDraw>,
}

/// Where to find oneself in a record that anyone can repeat with `samverkan selection verify`.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct ReceiptDraw {
    pub id: Uuid,
    /// How you are named in the record.
    pub pseudonym: String,
    pub group: Option<String>,
    pub rank: Option<i64>,
    pub position: Option<i64>,
    /// The lottery ticket: the lower goes first.
    pub ticket: Option<String>,
    pub seed_hash: String,
    pub digest: String,
    /// Address of the record.
    pub record: String,
}

impl From<GroupResult> for SelectionGroup {
    fn from(group: GroupResult) -> Self {
        Self {
            group: group.group,
            places: group.places,
            received: group.received,
            given: group.given,
            admitted: group.admitted,
            reserves: group.reserves,
            last_admitted_tenths: group.last_admitted_tenths,
        }
    }
}

fn line(view: LineView, language: Language) -> SelectionLine {
    SelectionLine {
        application: view.application.0,
        person: view.person.0,
        person_name: view.person_name,
        pseudonym: view.line.pseudonym,
        result: view.result,
        group: view.line.group,
        position: view.line.position,
        rank: view.line.rank,
        reasons: view.reasons.iter().map(|r| said(r, language)).collect(),
    }
}

pub(super) fn selection(view: SelectionView, language: Language) -> Selection {
    let lines: Vec<SelectionLine> = view.lines.into_iter().map(|l| line(l, language)).collect();
    Selection {
        id: view.id.0,
        channel_code: view.channel_code,
        state: view.state,
        seats: view.seats,
        groups: view.groups.into_iter().map(Into::into).collect(),
        unassigned: view.unassigned,
        seed_hash: view.seed_hash,
        seed_promised_at: view.committed_at.into(),
        digest: view.digest,
        diarienummer: view.diarienummer,
        created_at: view.created_at.into(),
        reviewed_at: view.reviewed_at.map(Instant),
        reviewed_by: view.reviewed_by,
        published_at: view.published_at.map(Instant),
        published_by: view.published_by,
        lines: (!lines.is_empty()).then_some(lines),
        revision: view.revision,
    }
}

pub(super) fn receipt(view: ReceiptView, language: Language) -> Result<ApplicationReceipt, Error> {
    Ok(ApplicationReceipt {
        state_label: said(&view.state, language),
        reasons: view.reasons.iter().map(|r| said(r, language)).collect(),
        requirements: view.findings.iter().map(|f| finding(f, language)).collect(),
        appeal: view.appeal.as_ref().map(|text| said(text, language)),
        selection: view.drawn.map(|drawn| ReceiptDraw {
            id: drawn.selection.0,
            pseudonym: drawn.pseudonym,
            group: drawn.line.group,
            rank: drawn.line.rank,
            position: drawn.line.position,
            ticket: drawn.line.ticket,
            seed_hash: drawn.seed_hash,
            digest: drawn.digest,
            record: format!("/api/v1/selections/{}/record", drawn.selection),
        }),
        application: view.application.try_into()?,
    })
}
