//! Change notices: what people are to be told about sessions, when, and who has been.

pub mod types;

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth, seen},
    problem::{ReadFailure, WriteFailure},
    respond::{Listed, Tagged, limit, listed, tagged},
    types::NoticeState,
};
use crate::usecase::notices::{
    decide,
    list::{self, NoticeView},
    preview,
};
use poem::Request;
use poem_openapi::{
    OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};
use samverkan_domain::id::{NoticeId, PersonId};
use types::{DiscardNotice, Notice, NoticeLetter, NoticeRecipient, NoticesSent};
use uuid::Uuid;

fn answer(view: NoticeView) -> Tagged<Notice> {
    let revision = view.revision;
    tagged(view.into(), revision)
}

pub struct NoticesApi;

#[OpenApi(tag = "Tags::Sessions")]
impl NoticesApi {
    /// What waits to be told about sessions, and what has been; newest first
    #[oai(path = "/notices", method = "get", operation_id = "list_notices")]
    #[expect(clippy::too_many_arguments, reason = "one argument a query parameter")]
    async fn list_notices(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        /// Code or id of the offering.
        offering: Query<Option<String>>,
        state: Query<Option<NoticeState>>,
        /// From the page before.
        cursor: Query<Option<String>>,
        /// Rows on the page, at most 200.
        #[oai(name = "limit")]
        rows: Query<Option<i64>>,
    ) -> Result<Listed<Notice>, ReadFailure> {
        let page = list::list(
            &app,
            auth.caller(),
            offering.as_deref(),
            state.0.map(Into::into),
            cursor.as_deref(),
            limit(rows.0),
        );
        let page = page.await?;
        let items = page.items.into_iter().map(Into::into).collect();
        Ok(listed(items, page.next, request))
    }

    /// One notice
    #[oai(path = "/notices/:notice", method = "get", operation_id = "get_notice")]
    async fn get_notice(
        &self,
        app: AppData<'_>,
        auth: Auth,
        notice: Path<Uuid>,
    ) -> Result<Tagged<Notice>, ReadFailure> {
        let view = list::get(&app, auth.caller(), NoticeId(notice.0)).await?;
        Ok(answer(view))
    }

    /// Who has been told of a notice, and whether the letter arrived; or who would be told now
    #[oai(
        path = "/notices/:notice/recipients",
        method = "get",
        operation_id = "list_notice_recipients"
    )]
    async fn list_notice_recipients(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        notice: Path<Uuid>,
        /// From the page before.
        cursor: Query<Option<String>>,
        /// Rows on the page, at most 200.
        #[oai(name = "limit")]
        rows: Query<Option<i64>>,
    ) -> Result<Listed<NoticeRecipient>, ReadFailure> {
        let id = NoticeId(notice.0);
        let (cursor, limit) = (cursor.as_deref(), limit(rows.0));
        let page = list::recipients(&app, auth.caller(), id, cursor, limit).await?;
        let items = page.items.into_iter().map(Into::into).collect();
        Ok(listed(items, page.next, request))
    }

    /// The letter by which a person is told of a notice, or would be
    ///
    /// Before it is sent: with all that is due at the same time for that person.
    #[oai(
        path = "/notices/:notice/letter",
        method = "get",
        operation_id = "get_notice_letter"
    )]
    async fn get_notice_letter(
        &self,
        app: AppData<'_>,
        auth: Auth,
        notice: Path<Uuid>,
        /// Id of the person.
        person: Query<Uuid>,
    ) -> Result<Json<NoticeLetter>, ReadFailure> {
        let (id, person) = (NoticeId(notice.0), PersonId(person.0));
        let letter = preview::letter(&app, auth.caller(), id, person).await?;
        Ok(Json(letter.into()))
    }

    /// Send a notice now
    #[oai(
        path = "/notices/:notice/send",
        method = "post",
        operation_id = "send_notice"
    )]
    async fn send_notice(
        &self,
        app: AppData<'_>,
        auth: Auth,
        notice: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
    ) -> Result<Tagged<Notice>, WriteFailure> {
        let (id, seen) = (NoticeId(notice.0), seen(if_match.as_deref()));
        Ok(answer(decide::send(&app, auth.caller(), id, seen).await?))
    }

    /// Send all that waits about an offering now, in one letter to each person
    #[oai(
        path = "/offerings/:offering/notices/send",
        method = "post",
        operation_id = "send_notices"
    )]
    async fn send_notices(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
    ) -> Result<Json<NoticesSent>, WriteFailure> {
        let count = decide::send_all(&app, auth.caller(), &offering).await?;
        let notices = i64::try_from(count).unwrap_or(i64::MAX);
        Ok(Json(NoticesSent { notices }))
    }

    /// Decide that nobody is told; calendars follow all the same
    #[oai(
        path = "/notices/:notice/discard",
        method = "post",
        operation_id = "discard_notice"
    )]
    async fn discard_notice(
        &self,
        app: AppData<'_>,
        auth: Auth,
        notice: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        Body(body): Body<DiscardNotice>,
    ) -> Result<Tagged<Notice>, WriteFailure> {
        let (id, seen) = (NoticeId(notice.0), seen(if_match.as_deref()));
        let view = decide::discard(&app, auth.caller(), id, &body.reason, seen).await?;
        Ok(answer(view))
    }
}
