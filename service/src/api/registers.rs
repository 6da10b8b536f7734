//! Registers: professions, programmes, workplaces.

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth, seen},
    problem::{ReadFailure, WriteFailure},
    respond::{Tagged, tagged},
    types::Family,
};
use crate::{
    error::Error,
    store::registry::{ProfessionRow, WorkplaceRow},
    usecase::registers::{self, ProfessionChange},
};
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path},
    payload::Json,
};
use serde::Deserialize;
use serde_json::json;

/// A profession (yrke).
#[derive(Debug, Object)]
pub struct Profession {
    pub code: String,
    pub title_sv: String,
    pub title_en: String,
    pub family: Family,
    /// `ss12000` (the national value set), `outside_school` or `local`.
    pub source: String,
    pub revision: i64,
}

/// A profession as written.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfessionBody {
    pub title_sv: String,
    pub title_en: String,
    pub family: Family,
}

/// A study programme.
#[derive(Debug, Object)]
pub struct Programme {
    pub code: String,
    pub title: String,
    pub family: Family,
    /// Whether the code is known to be the university's own; otherwise it is demo data.
    pub verified: bool,
}

/// A workplace: a school unit.
#[derive(Debug, Object)]
pub struct Workplace {
    pub school_unit_code: String,
    pub title: String,
    pub municipality_code: String,
    pub municipality: String,
}

fn family(word: &str) -> Result<Family, Error> {
    serde_json::from_value(json!(word)).map_err(Error::internal)
}

impl TryFrom<ProfessionRow> for Profession {
    type Error = Error;

    fn try_from(row: ProfessionRow) -> Result<Self, Error> {
        Ok(Self {
            family: family(&row.family)?,
            code: row.code,
            title_sv: row.title_sv,
            title_en: row.title_en,
            source: row.source,
            revision: row.revision,
        })
    }
}

pub struct RegistersApi;

#[OpenApi(tag = "Tags::Registers")]
impl RegistersApi {
    /// Professions and the families they count to
    #[oai(
        path = "/professions",
        method = "get",
        operation_id = "list_professions"
    )]
    async fn list_professions(
        &self,
        app: AppData<'_>,
    ) -> Result<Json<Vec<Profession>>, ReadFailure> {
        let rows = registers::professions(&app).await?;
        Ok(Json(
            rows.into_iter()
                .map(TryInto::try_into)
                .collect::<Result<_, _>>()?,
        ))
    }

    /// Change a profession, or add one of your own
    #[oai(
        path = "/professions/:code",
        method = "put",
        operation_id = "put_profession"
    )]
    async fn put_profession(
        &self,
        app: AppData<'_>,
        auth: Auth,
        code: Path<String>,
        /// Needed to change one that exists.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        Body(body): Body<ProfessionBody>,
    ) -> Result<Tagged<Profession>, WriteFailure> {
        let change = ProfessionChange {
            title_sv: body.title_sv,
            title_en: body.title_en,
            family: body.family.into(),
        };
        let seen = seen(if_match.as_deref());
        let row = registers::put_profession(&app, auth.caller(), &code, change, seen).await?;
        let revision = row.revision;
        Ok(tagged(row.try_into()?, revision))
    }

    /// Study programmes
    #[oai(path = "/programmes", method = "get", operation_id = "list_programmes")]
    async fn list_programmes(&self, app: AppData<'_>) -> Result<Json<Vec<Programme>>, ReadFailure> {
        let rows = registers::programmes(&app).await?.into_iter();
        let programmes = rows.map(|row| {
            let family = family(&row.family)?;
            Ok(Programme {
                code: row.code,
                title: row.title,
                family,
                verified: row.verified,
            })
        });
        Ok(Json(programmes.collect::<Result<_, Error>>()?))
    }

    /// Workplaces
    #[oai(path = "/workplaces", method = "get", operation_id = "list_workplaces")]
    async fn list_workplaces(&self, app: AppData<'_>) -> Result<Json<Vec<Workplace>>, ReadFailure> {
        let rows = registers::workplaces(&app).await?.into_iter();
        let workplaces = rows.map(|row| {
            let WorkplaceRow {
                school_unit_code,
                title,
                municipality_code,
                municipality,
                ..
            } = row;
            Workplace {
                school_unit_code,
                title,
                municipality_code,
                municipality,
            }
        });
        Ok(Json(workplaces.collect()))
    }
}
