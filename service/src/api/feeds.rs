//! Calendar feeds: addresses to subscribe to.

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth, once},
    problem::{ReadFailure, WriteFailure},
    respond::{Created, Done, Listed, created, limit, listed},
    types::{FeedKind, Instant, Language},
};
use crate::usecase::feeds::{self, FeedListing, FeedRequest};
use poem::Request;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path, Query},
};
use samverkan_domain::id::FeedId;
use serde::Deserialize;
use uuid::Uuid;

/// A calendar feed (kalenderprenumeration), without its address.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Feed {
    pub id: Uuid,
    pub kind: FeedKind,
    /// The person, cohort or offering whose schedule it shows; of a teacher or a room, an id made
    /// from the name.
    pub subject: Uuid,
    /// The teacher or the room.
    pub named: Option<String>,
    pub name: String,
    pub language: Language,
    pub created_at: Instant,
    pub last_used_at: Option<Instant>,
    pub revoked_at: Option<Instant>,
}

/// A new feed.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct NewFeed {
    pub kind: FeedKind,
    /// Id of the person, cohort or offering; for your own feed it may be left out.
    #[serde(default)]
    pub subject: Option<Uuid>,
    /// For `teacher` and `room`: the name as it stands in the schedule.
    #[serde(default)]
    pub named: Option<String>,
    /// What the calendar is called in your list; one per device is a good habit.
    pub name: String,
    pub language: Language,
}

/// A feed's address, the only time it is shown. Who has it can read the schedule.
#[derive(Debug, Object)]
pub struct MadeFeed {
    pub id: Uuid,
    /// For calendar programs.
    pub url: String,
    /// The same, for a link that opens the calendar program of a telephone.
    pub webcal: String,
    /// A page for people: how to subscribe, with a QR code, and the schedule to print.
    pub page: String,
}

impl From<feeds::NewFeed> for MadeFeed {
    fn from(made: feeds::NewFeed) -> Self {
        Self {
            id: made.id.0,
            webcal: feeds::webcal(&made.url),
            page: made.url.trim_end_matches(".ics").to_owned(),
            url: made.url,
        }
    }
}

impl From<FeedListing> for Feed {
    fn from(view: FeedListing) -> Self {
        Self {
            id: view.id.0,
            kind: view.kind.into(),
            subject: view.subject,
            named: view.named,
            name: view.name,
            language: view.language.into(),
            created_at: view.created_at.into(),
            last_used_at: view.last_used_at.map(Into::into),
            revoked_at: view.revoked_at.map(Into::into),
        }
    }
}

pub struct FeedsApi;

#[OpenApi(tag = "Tags::Feeds")]
impl FeedsApi {
    /// Feeds: your own, or anybody's for who manages them
    #[oai(path = "/feeds", method = "get", operation_id = "list_feeds")]
    #[expect(clippy::too_many_arguments, reason = "one argument a query parameter")]
    async fn list_feeds(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        kind: Query<Option<FeedKind>>,
        subject: Query<Option<Uuid>>,
        /// From the page before.
        cursor: Query<Option<String>>,
        /// Rows on the page, at most 200.
        #[oai(name = "limit")]
        rows: Query<Option<i64>>,
    ) -> Result<Listed<Feed>, ReadFailure> {
        let kind = kind.0.map(Into::into);
        let rows = limit(rows.0);
        let page = feeds::list(
            &app,
            auth.caller(),
            kind,
            subject.0,
            cursor.as_deref(),
            rows,
        )
        .await?;
        Ok(listed(
            page.items.into_iter().map(Into::into).collect(),
            page.next,
            request,
        ))
    }

    /// Make a feed
    #[oai(path = "/feeds", method = "post", operation_id = "create_feed")]
    async fn create_feed(
        &self,
        app: AppData<'_>,
        auth: Auth,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        Body(new): Body<NewFeed>,
    ) -> Result<Created<MadeFeed>, WriteFailure> {
        let wanted = FeedRequest {
            kind: new.kind.into(),
            subject: new.subject,
            named: new.named,
            name: new.name,
            language: new.language.into(),
        };
        let once = once(auth.caller(), "create_feed", key.as_deref(), &wanted)?;
        let made = feeds::create(&app, auth.caller(), &wanted, once.as_ref()).await?;
        let location = format!("/api/v1/feeds/{}", made.id);
        Ok(created(made.into(), location))
    }

    /// Give a feed a new address; the old one ends at once
    #[oai(
        path = "/feeds/:feed/rotate",
        method = "post",
        operation_id = "rotate_feed"
    )]
    async fn rotate_feed(
        &self,
        app: AppData<'_>,
        auth: Auth,
        feed: Path<Uuid>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
    ) -> Result<Created<MadeFeed>, WriteFailure> {
        let route = format!("rotate_feed {}", feed.0);
        let once = once(auth.caller(), &route, key.as_deref(), &())?;
        let made = feeds::rotate(&app, auth.caller(), FeedId(feed.0), once.as_ref()).await?;
        let location = format!("/api/v1/feeds/{}", made.id);
        Ok(created(made.into(), location))
    }

    /// End a feed's address for good
    #[oai(path = "/feeds/:feed", method = "delete", operation_id = "revoke_feed")]
    async fn revoke_feed(
        &self,
        app: AppData<'_>,
        auth: Auth,
        feed: Path<Uuid>,
    ) -> Result<Done, WriteFailure> {
        feeds::revoke(&app, auth.caller(), FeedId(feed.0)).await?;
        Ok(Done::Done)
    }
}
