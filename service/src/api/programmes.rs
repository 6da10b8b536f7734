//! What those who answer for a programme read. The fields that stand here are all there are.

use super::{
    Tags,
    caller::{AppData, Auth},
    edge::language,
    problem::ReadFailure,
    respond::{Listed, limit, listed},
    types::{ApplicationState, BusyCause, Instant},
};
use crate::usecase::programmes::{self, ProgrammeClash as Clash};
use poem::Request;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};
use uuid::Uuid;

/// An application, as far as it concerns who answers for the applicant's programme.
#[derive(Debug, Object)]
pub struct ProgrammeApplication {
    pub id: Uuid,
    /// Code.
    pub offering: String,
    pub course: String,
    pub name: String,
    pub state: ApplicationState,
    pub changed_at: Instant,
}

/// Somebody of the programme who cannot come.
#[derive(Debug, Object)]
pub struct ProgrammeHindered {
    pub name: String,
    pub causes: Vec<BusyCause>,
}

/// A meeting that somebody of the programme cannot come to.
#[derive(Debug, Object)]
pub struct ProgrammeClash {
    /// Code.
    pub offering: String,
    pub session: Uuid,
    pub title: String,
    /// Wall times in Stockholm.
    pub starts: String,
    pub ends: String,
    pub hindered: Vec<ProgrammeHindered>,
}

fn shown(one: programmes::ProgrammeApplication) -> ProgrammeApplication {
    ProgrammeApplication {
        id: one.id,
        offering: one.offering,
        course: one.course,
        name: one.name,
        state: one.state.into(),
        changed_at: one.changed_at.into(),
    }
}

fn clash(clash: Clash) -> ProgrammeClash {
    let wall = |at: jiff::civil::DateTime| at.strftime("%Y-%m-%dT%H:%M").to_string();
    let hindered = clash.hindered.into_iter();
    ProgrammeClash {
        offering: clash.offering,
        session: clash.session.id.0,
        starts: wall(clash.session.starts.wall()),
        ends: wall(clash.session.ends.wall()),
        title: clash.session.title,
        hindered: hindered
            .map(|(_, name, causes)| ProgrammeHindered {
                name,
                causes: causes.into_iter().map(Into::into).collect(),
            })
            .collect(),
    }
}

pub struct ProgrammesApi;

#[OpenApi(tag = "Tags::Registers")]
impl ProgrammesApi {
    /// Applications of a programme's people, oldest first
    ///
    /// For who answers for the programme, and who reads everybody. Another's programme does not exist.
    #[oai(
        path = "/programmes/:programme/applications",
        method = "get",
        operation_id = "list_programme_applications"
    )]
    async fn list_programme_applications(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        programme: Path<String>,
        /// From the page before.
        cursor: Query<Option<String>>,
        /// Rows on the page, at most 200.
        #[oai(name = "limit")]
        rows: Query<Option<i64>>,
    ) -> Result<Listed<ProgrammeApplication>, ReadFailure> {
        let cursor = cursor.0.as_deref();
        let (caller, language) = (auth.caller(), language(request));
        let found =
            programmes::applications(&app, caller, &programme, cursor, limit(rows.0), language);
        let page = found.await?;
        let items = page.items.into_iter().map(shown).collect();
        Ok(listed(items, page.next, request))
    }

    /// The meetings that somebody of a programme cannot come to
    #[oai(
        path = "/programmes/:programme/clashes",
        method = "get",
        operation_id = "list_programme_clashes"
    )]
    async fn list_programme_clashes(
        &self,
        app: AppData<'_>,
        auth: Auth,
        programme: Path<String>,
    ) -> Result<Json<Vec<ProgrammeClash>>, ReadFailure> {
        let found = programmes::programme_clashes(&app, auth.caller(), &programme).await?;
        Ok(Json(found.into_iter().map(clash).collect()))
    }
}
