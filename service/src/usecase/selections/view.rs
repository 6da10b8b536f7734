//! Selections as their readers may see them.

use super::gather;
use crate::{
    app::App,
    error::{Error, Result, Text},
    store::{Tx, as_word, person::PersonRow, selection::SelectionRow},
    usecase::{Caller, channels::find_channel, people},
};
use jiff::{Timestamp, civil::Date};
use samverkan_domain::{
    admission::{GroupResult, Line, Reason, SelectionRecord},
    id::{ApplicationId, DrawId, PersonId, SelectionId},
    person::Language,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What a draft keeps: the outcome, without the seed that made it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Draft {
    pub as_of: Date,
    pub seats: i64,
    pub groups: Vec<GroupResult>,
    pub unassigned: i64,
    pub lines: Vec<Line>,
}

/// A selection as staff see it.
#[derive(Debug, Clone)]
pub struct SelectionView {
    pub id: SelectionId,
    pub channel_code: String,
    pub state: String,
    pub seats: i64,
    pub groups: Vec<GroupResult>,
    pub unassigned: i64,
    pub seed_hash: String,
    pub committed_at: Timestamp,
    pub digest: Option<String>,
    pub diarienummer: Option<String>,
    pub created_at: Timestamp,
    pub reviewed_at: Option<Timestamp>,
    pub published_at: Option<Timestamp>,
    pub reviewed_by: Option<String>,
    pub published_by: Option<String>,
    /// By group and place in it; empty in a list of selections.
    pub lines: Vec<LineView>,
    pub revision: i64,
}

/// One applicant's outcome.
#[derive(Debug, Clone)]
pub struct LineView {
    pub application: ApplicationId,
    pub person: PersonId,
    /// Name, or alias.
    pub person_name: String,
    /// `admitted`, `reserve` or `refused`.
    pub result: String,
    pub line: Line,
    pub reasons: Vec<Text>,
}

pub(super) async fn view(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    row: SelectionRow,
    with_lines: bool,
) -> Result<SelectionView> {
    let draw = tx.draw(DrawId(row.draw_id)).await?;
    let draw = draw.ok_or(Error::internal("a selection without its draw"))?;
    let channel = find_channel(tx, &row.channel_id.to_string()).await?;
    let draft = content(&row)?;
    let lines = if with_lines {
        line_views(app, tx, caller, row.channel_id, &draft.lines).await?
    } else {
        Vec::new()
    };
    Ok(SelectionView {
        id: SelectionId(row.id),
        channel_code: channel.code,
        state: row.state,
        seats: draft.seats,
        groups: draft.groups,
        unassigned: draft.unassigned,
        seed_hash: draw.seed_hash,
        committed_at: draw.committed_at.0,
        digest: row.digest,
        diarienummer: row.diarienummer,
        created_at: row.created_at.0,
        reviewed_at: row.reviewed_at.map(|at| at.0),
        published_at: row.published_at.map(|at| at.0),
        reviewed_by: row.reviewed_by,
        published_by: row.published_by,
        lines,
        revision: row.revision,
    })
}

/// The outcome in a row, published or not.
pub(super) fn content(row: &SelectionRow) -> Result<Draft> {
    if row.state != "published" {
        return serde_json::from_str(&row.record).map_err(Error::internal);
    }
    let record: SelectionRecord = serde_json::from_str(&row.record).map_err(Error::internal)?;
    Ok(Draft {
        as_of: record.as_of,
        seats: record.seats,
        groups: record.groups,
        unassigned: record.unassigned,
        lines: record.lines,
    })
}

async fn line_views(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    channel: Uuid,
    lines: &[Line],
) -> Result<Vec<LineView>> {
    let mut people = gather::people_of(app, tx, channel).await?;
    let mut views = Vec::with_capacity(lines.len());
    for line in lines {
        let Some((application, row)) = people.remove(&line.pseudonym) else {
            continue;
        };
        let seen = people::sees(caller, &row);
        views.push(LineView {
            application,
            person: row.person(),
            person_name: if seen {
                row.full_name()
            } else {
                row.shown_name()
            },
            reasons: sentences(line),
            result: as_word(line.result),
            line: line.clone(),
        });
    }
    let order = |view: &LineView| (view.line.result, view.line.group.clone(), view.line.rank);
    views.sort_by_key(order);
    Ok(views)
}

/// Why a line says what it says.
pub(super) fn sentences(line: &Line) -> Vec<Text> {
    let say =
        |reason: &Reason| Text::new(reason.sentence(Language::Sv), reason.sentence(Language::En));
    line.reasons.iter().map(say).collect()
}

/// Applications of a channel by pseudonym.
pub(super) type ByPseudonym = BTreeMap<String, (ApplicationId, PersonRow)>;
