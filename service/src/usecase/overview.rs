//! An offering at a glance: who has applied, by channel and by family of professions. Counts only.

use super::{Caller, Permission, catalogue::find_offering, people::Families};
use crate::{
    app::App,
    error::{Error, Result, Text},
    store::{Tx, catalogue::OfferingRow},
};
use samverkan_domain::{application::ApplicationState, profession::ProfessionFamily};
use std::collections::BTreeMap;

/// People by family; `None`: the profession is not known.
pub type ByFamily = BTreeMap<Option<ProfessionFamily>, i64>;

/// The applications of one channel.
#[derive(Debug, Clone)]
pub struct ChannelCounts {
    pub code: String,
    pub title: Text,
    pub seats: i64,
    /// Everybody who has applied, been nominated or imported, whatever has become of it.
    pub applied: ByFamily,
    /// Those who take part.
    pub taking_part: ByFamily,
    /// Those who wait: for a decision, a head's word, or on a reserve list.
    pub waiting: i64,
    /// Those whose application has ended without a place.
    pub ended: i64,
}

/// The applications of an offering, channel by channel.
pub async fn applicants(app: &App, caller: &Caller, offering: &str) -> Result<Vec<ChannelCounts>> {
    caller.require(Permission::ReadPeople)?;
    let mut tx = app.read().await?;
    let offering = find_offering(&mut tx, offering).await?;
    count(&mut tx, &offering).await
}

pub(super) async fn count(tx: &mut Tx, offering: &OfferingRow) -> Result<Vec<ChannelCounts>> {
    let families = Families::load(tx).await?;
    let mut channels = Vec::new();
    for row in tx.channels(offering.offering()).await? {
        let counts = ChannelCounts {
            code: row.code,
            title: Text::new(row.title_sv, row.title_en),
            seats: row.seats,
            applied: ByFamily::new(),
            taking_part: ByFamily::new(),
            waiting: 0,
            ended: 0,
        };
        channels.push((row.id, counts));
    }
    for row in tx.applicant_counts(offering.offering()).await? {
        let channel = channels.iter_mut().find(|(id, _)| *id == row.channel_id);
        let (_, counts) = channel.ok_or(Error::NotFound { what: "channel" })?;
        let state = ApplicationState::parse(&row.state);
        let state = state.ok_or_else(|| Error::internal("an unknown state is counted"))?;
        let family = families.of(row.profession.as_deref(), row.programme.as_deref());
        *counts.applied.entry(family).or_default() += row.people;
        if state.takes_part() {
            *counts.taking_part.entry(family).or_default() += row.people;
        } else if state.is_active() {
            counts.waiting += row.people;
        } else {
            counts.ended += row.people;
        }
    }
    Ok(channels.into_iter().map(|(_, counts)| counts).collect())
}
