//! The report of an offering.

use super::{
    Tags,
    caller::{AppData, Auth},
    edge::language,
    problem::ReadFailure,
    types::{Day, Instant},
};
use crate::usecase::report::{self, Report, STAGES, Table};
use poem::Request;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

/// A number of people, or of letters.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct ReportCount {
    /// A family of professions or `unknown`; a stage; or what else is counted.
    pub what: String,
    /// Missing where the public report leaves it out.
    pub count: Option<i64>,
}

/// A row of a table.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct ReportRow {
    /// A channel, a cohort, a programme, or the offering.
    pub name: String,
    /// In the same order in all rows.
    pub counts: Vec<ReportCount>,
    /// Missing where the public report leaves it out.
    pub total: Option<i64>,
}

/// A table with its sums.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct ReportTable {
    pub rows: Vec<ReportRow>,
    /// The sums of the columns.
    pub counts: Vec<ReportCount>,
    pub total: Option<i64>,
}

/// How a partition is mixed.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct ReportMix {
    pub set_name: String,
    /// Whether `after` is a proposal. Otherwise it is in force.
    pub proposed: bool,
    /// What is in force where `after` is proposed, or else what the last commit replaced. Never in
    /// the public report.
    pub before: Option<ReportTable>,
    pub after: ReportTable,
}

/// The three-week control in numbers.
#[derive(Debug, Object)]
pub struct ReportControl {
    pub due_on: Day,
    /// `present`, `fading` (not for two weeks) and `silent`.
    pub table: ReportTable,
}

/// An offering in numbers. Nobody is named, and who is protected is counted like everybody.
///
/// The public report tells about nobody who belongs to fewer than five: such numbers are missing,
/// and so are others from which they could be computed. A table that cannot be told so is missing.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct OfferingReport {
    pub offering_code: String,
    pub course: String,
    pub starts_on: Day,
    pub made_at: Instant,
    pub public: bool,
    /// Applications by channel and family of professions.
    pub applications: Option<ReportTable>,
    /// How far applications have come: `applied`, `eligible`, `offered`, `accepted` (or not asked),
    /// `registered`, `still_there` (not left within the first three weeks).
    pub stages: Vec<ReportCount>,
    pub mixes: Vec<ReportMix>,
    /// Those who take part, by programme: `free` can come to every session, `hindered` cannot.
    /// Missing where there are no sessions or no timetables.
    pub clashes: Option<ReportTable>,
    /// Missing where nobody is registered.
    pub control: Option<ReportControl>,
    /// Letters to those who have applied: `delivered`, `waiting`, `failed`.
    pub letters: Option<ReportTable>,
}

fn number(count: Option<u64>) -> Option<i64> {
    count.map(|count| i64::try_from(count).unwrap_or(i64::MAX))
}

fn counts<'a>(
    columns: impl IntoIterator<Item = &'a str>,
    given: Vec<Option<u64>>,
) -> Vec<ReportCount> {
    let pairs = columns.into_iter().zip(given);
    pairs
        .map(|(what, count)| ReportCount {
            what: what.to_owned(),
            count: number(count),
        })
        .collect()
}

fn table(table: Table) -> ReportTable {
    let columns = || table.columns.iter().map(String::as_str);
    let rows = table.counts.cells.into_iter().zip(table.counts.rows);
    let rows = table.rows.into_iter().zip(rows);
    ReportTable {
        rows: rows
            .map(|(name, (cells, total))| ReportRow {
                name,
                counts: counts(columns(), cells),
                total: number(total),
            })
            .collect(),
        counts: counts(columns(), table.counts.columns),
        total: number(table.counts.all),
    }
}

impl From<Report> for OfferingReport {
    fn from(report: Report) -> Self {
        let mixes = report.mixes.into_iter().map(|mix| ReportMix {
            set_name: mix.set_name,
            proposed: mix.proposed,
            before: mix.before.map(table),
            after: table(mix.after),
        });
        Self {
            offering_code: report.offering.code,
            course: report.course,
            starts_on: Day(report.starts_on),
            made_at: Instant(report.made_at),
            public: report.public,
            applications: report.applications.map(table),
            stages: counts(STAGES, report.stages),
            mixes: mixes.collect(),
            clashes: report.clashes.map(table),
            control: report.control.map(|control| ReportControl {
                due_on: Day(control.due_on),
                table: table(control.table),
            }),
            letters: report.letters.map(table),
        }
    }
}

pub struct ReportApi;

#[OpenApi(tag = "Tags::Applications")]
impl ReportApi {
    /// An offering in numbers; `public` gives the report that anybody may read
    ///
    /// The trail says who took out which.
    #[oai(
        path = "/offerings/:offering/report",
        method = "get",
        operation_id = "get_report"
    )]
    async fn get_report(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        offering: Path<String>,
        /// As anybody may read it.
        public: Query<Option<bool>>,
    ) -> Result<Json<OfferingReport>, ReadFailure> {
        let language = language(request);
        let report = report::make(
            &app,
            auth.caller(),
            &offering,
            public.unwrap_or_default(),
            language,
        )
        .await?;
        Ok(Json(report.into()))
    }
}
