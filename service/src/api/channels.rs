//! Channels: how people come in to an offering, and by which rules.

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth, once, seen},
    catalogue::Made,
    problem::{ReadFailure, WriteFailure},
    respond::{Created, Tagged, created, tagged},
    types::{ChannelKind, Instant},
};
use crate::usecase::channels::{self, ChannelChange, ChannelRequest, ChannelView};
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path},
};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

/// How people come in to an offering (antagningskanal).
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Channel {
    pub id: Uuid,
    pub code: String,
    pub kind: ChannelKind,
    pub title_sv: String,
    pub title_en: String,
    pub seats: i64,
    pub seats_taken: i64,
    pub reserves: i64,
    pub opens_at: Option<Instant>,
    pub closes_at: Option<Instant>,
    /// How places are given: method, groups, requirements, time to answer. Described on the page
    /// about channels in the documentation.
    pub policy: Value,
    /// SHA-256 of the secret seed of the next lottery, promised before applications close.
    pub seed_hash: Option<String>,
    pub seed_promised_at: Option<Instant>,
    pub revision: i64,
}

/// A new channel.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct NewChannel {
    /// Anmälningskod, the contract's code, or one of your own.
    pub code: String,
    pub kind: ChannelKind,
    pub title_sv: String,
    pub title_en: String,
    pub seats: i64,
    /// When applications open; left out: open from the start.
    #[serde(default)]
    pub opens_at: Option<Instant>,
    /// When applications close; left out: never.
    #[serde(default)]
    pub closes_at: Option<Instant>,
    /// How places are given; left out: first come, first served.
    #[serde(default)]
    pub policy: Option<Value>,
}

/// What to change in a channel; what is left out stays.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct ChannelPatch {
    #[serde(default)]
    pub title_sv: Option<String>,
    #[serde(default)]
    pub title_en: Option<String>,
    #[serde(default)]
    pub seats: Option<i64>,
    #[serde(default)]
    pub opens_at: Option<Instant>,
    #[serde(default)]
    pub closes_at: Option<Instant>,
    /// In place of the whole policy there was.
    #[serde(default)]
    pub policy: Option<Value>,
}

impl From<ChannelView> for Channel {
    fn from(view: ChannelView) -> Self {
        let ChannelView {
            row,
            occupancy,
            draw,
        } = view;
        let kind = samverkan_domain::course::Channel::try_from(&row)
            .map_or(samverkan_domain::course::ChannelKind::Imported, |channel| {
                channel.kind
            });
        Self {
            id: row.id,
            kind: kind.into(),
            code: row.code,
            title_sv: row.title_sv,
            title_en: row.title_en,
            seats: row.seats,
            seats_taken: occupancy.seats_taken,
            reserves: occupancy.reserves,
            opens_at: row.opens_at.map(|at| Instant(at.0)),
            closes_at: row.closes_at.map(|at| Instant(at.0)),
            policy: serde_json::from_str(&row.policy).unwrap_or_default(),
            seed_hash: draw.as_ref().map(|draw| draw.seed_hash.clone()),
            seed_promised_at: draw.map(|draw| Instant(draw.committed_at.0)),
            revision: row.revision,
        }
    }
}

pub struct ChannelsApi;

#[OpenApi(tag = "Tags::Catalogue")]
impl ChannelsApi {
    /// Add a channel to an offering
    #[oai(
        path = "/offerings/:offering/channels",
        method = "post",
        operation_id = "create_channel"
    )]
    async fn create_channel(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        Body(new): Body<NewChannel>,
    ) -> Result<Created<Made>, WriteFailure> {
        let request = ChannelRequest {
            code: new.code,
            kind: new.kind.into(),
            title_sv: new.title_sv,
            title_en: new.title_en,
            seats: new.seats,
            opens_at: new.opens_at.map(|at| at.0),
            closes_at: new.closes_at.map(|at| at.0),
            policy: new.policy,
        };
        let route = format!("create_channel {}", offering.0);
        let once = once(auth.caller(), &route, key.as_deref(), &request)?;
        let id = channels::create_channel(&app, auth.caller(), &offering, &request, once.as_ref())
            .await?;
        Ok(created(
            Made { id },
            format!("/api/v1/offerings/{}", offering.0),
        ))
    }

    /// One channel, by id or code
    #[oai(
        path = "/channels/:channel",
        method = "get",
        operation_id = "get_channel"
    )]
    async fn get_channel(
        &self,
        app: AppData<'_>,
        channel: Path<String>,
    ) -> Result<Tagged<Channel>, ReadFailure> {
        let view = channels::channel(&app, &channel).await?;
        let revision = view.row.revision;
        Ok(tagged(view.into(), revision))
    }

    /// Change a channel, by id or code
    #[oai(
        path = "/channels/:channel",
        method = "patch",
        operation_id = "edit_channel"
    )]
    async fn edit_channel(
        &self,
        app: AppData<'_>,
        auth: Auth,
        channel: Path<String>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        Body(patch): Body<ChannelPatch>,
    ) -> Result<Tagged<Channel>, WriteFailure> {
        let change = ChannelChange {
            title_sv: patch.title_sv,
            title_en: patch.title_en,
            seats: patch.seats,
            opens_at: patch.opens_at.map(|at| at.0),
            closes_at: patch.closes_at.map(|at| at.0),
            policy: patch.policy,
        };
        let seen = seen(if_match.as_deref());
        let view = channels::edit_channel(&app, auth.caller(), &channel, change, seen).await?;
        let revision = view.row.revision;
        Ok(tagged(view.into(), revision))
    }
}
