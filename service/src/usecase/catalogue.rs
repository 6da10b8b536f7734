//! The catalogue: packages, courses and offerings.

use super::{
    Caller, Page, Permission, Seen,
    channels::ChannelView,
    once::{Claim, Once},
    validate::Faults,
};
use crate::{
    app::App,
    error::{Error, Result},
    store::{
        Tx,
        catalogue::{NewCourse, NewOffering, NewPackage},
    },
};
use jiff::civil::Date;
use samverkan_domain::{
    code::{is_course_code, is_offering_code},
    fact::Fact,
    id::{CourseId, OfferingId, PackageId},
    limits,
    text::is_link,
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

// What is shown is what is stored.
pub use crate::store::catalogue::{CourseRow, OfferingRow, PackageRow};

#[derive(Debug, Clone, Serialize)]
pub struct PackageRequest {
    pub code: String,
    pub title_sv: String,
    pub title_en: String,
    pub source: String,
    pub demo: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct CourseRequest {
    pub code: String,
    pub package: Option<String>,
    pub title_sv: String,
    pub title_en: String,
    pub credits_tenths: i64,
    pub level: String,
    pub main_field: String,
    pub syllabus_url: Option<String>,
    pub source: String,
    pub demo: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct OfferingRequest {
    pub course: String,
    pub code: String,
    pub term: String,
    pub starts_on: Date,
    pub ends_on: Date,
    pub pace_percent: i64,
    pub teaching: String,
    pub language: String,
    pub cohort_size: i64,
    pub demo_note: String,
}

/// What an administrator may change of an offering; `None` leaves it.
#[derive(Debug, Clone, Default)]
pub struct OfferingChange {
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    pub pace_percent: Option<i64>,
    pub cohort_size: Option<i64>,
    pub demo_note: Option<String>,
    /// Code or id of the offering in whose cohorts this one's people are placed (samläsning);
    /// empty: its own again.
    pub cohorts_of: Option<String>,
}

#[derive(Debug, Clone)]
pub struct OfferingView {
    pub row: OfferingRow,
    pub channels: Vec<ChannelView>,
}

pub async fn packages(app: &App) -> Result<Vec<PackageRow>> {
    Ok(app.read().await?.packages().await?)
}

pub async fn courses(app: &App) -> Result<Vec<CourseRow>> {
    Ok(app.read().await?.courses().await?)
}

pub async fn course(app: &App, code: &str) -> Result<CourseRow> {
    app.read()
        .await?
        .course_by_code(code)
        .await?
        .ok_or(Error::NotFound { what: "course" })
}

/// Offerings in order of code.
pub async fn offerings(app: &App, cursor: Option<&str>, limit: i64) -> Result<Page<OfferingView>> {
    let mut tx = app.read().await?;
    let rows = tx.offerings(cursor, limit + 1).await?;
    let page = Page::cut(rows, limit, |row| row.code.clone());
    let mut items = Vec::with_capacity(page.items.len());
    for row in page.items {
        items.push(offering_view(&mut tx, row).await?);
    }
    Ok(Page {
        items,
        next: page.next,
    })
}

pub async fn offering(app: &App, id_or_code: &str) -> Result<OfferingView> {
    let mut tx = app.read().await?;
    let row = find_offering(&mut tx, id_or_code).await?;
    offering_view(&mut tx, row).await
}

pub async fn find_offering(tx: &mut Tx, id_or_code: &str) -> Result<OfferingRow> {
    tx.offering(id_or_code)
        .await?
        .ok_or(Error::NotFound { what: "offering" })
}

async fn offering_view(tx: &mut Tx, row: OfferingRow) -> Result<OfferingView> {
    let mut channels = Vec::new();
    for channel in tx.channels(row.offering()).await? {
        channels.push(super::channels::view(tx, channel).await?);
    }
    Ok(OfferingView { row, channels })
}

pub async fn create_package(
    app: &App,
    caller: &Caller,
    request: &PackageRequest,
    once: Option<&Once>,
) -> Result<Uuid> {
    caller.require(Permission::EditCatalogue)?;
    let mut faults = Faults::default();
    let code = faults.line("/code", &request.code, 40);
    let title_sv = faults.line("/title_sv", &request.title_sv, limits::LINE_CHARS);
    let title_en = faults.line("/title_en", &request.title_en, limits::LINE_CHARS);
    faults.finish()?;
    let mut tx = app.write(caller).await?;
    if let Claim::Done(id) = Once::claim(once, app, &mut tx).await? {
        return Ok(id);
    }
    let id = PackageId(app.seeds.id(tx.now()));
    let (source, demo) = (request.source.as_str(), request.demo);
    tx.insert_package(&NewPackage {
        id,
        code: &code,
        title_sv: &title_sv,
        title_en: &title_en,
        source,
        demo,
    })
    .await?;
    tx.record(Fact::new("package.created", "package", id.0).after(json!({ "code": code })));
    Once::keep(once, app, &mut tx, &id.0).await?;
    app.commit(tx).await?;
    Ok(id.0)
}

pub async fn create_course(
    app: &App,
    caller: &Caller,
    request: &CourseRequest,
    once: Option<&Once>,
) -> Result<Uuid> {
    caller.require(Permission::EditCatalogue)?;
    let mut faults = Faults::default();
    if !is_course_code(&request.code) {
        faults.add(
            "/code",
            "bad-course-code",
            "En kurskod har två stora bokstäver, tre siffror och en nivåbokstav, som SA123A.",
            "A course code has two capitals, three digits and a level letter, as SA123A.",
        );
    }
    let title_sv = faults.line("/title_sv", &request.title_sv, limits::LINE_CHARS);
    let title_en = faults.line("/title_en", &request.title_en, limits::LINE_CHARS);
    let level = faults.line("/level", &request.level, 20);
    let main_field = faults.line("/main_field", &request.main_field, limits::LINE_CHARS);
    let source = faults.line("/source", &request.source, limits::LINE_CHARS);
    let syllabus_url = request.syllabus_url.as_deref();
    if syllabus_url.is_some_and(|url| !is_link(url)) {
        faults.add(
            "/syllabus_url",
            "bad-link",
            "Länken måste vara en fullständig adress som börjar med https://.",
            "The link must be a full address that starts with https://.",
        );
    }
    faults.range("/credits_tenths", request.credits_tenths, 1, 3_300);
    faults.finish()?;
    let mut tx = app.write(caller).await?;
    if let Claim::Done(id) = Once::claim(once, app, &mut tx).await? {
        return Ok(id);
    }
    let package = match &request.package {
        Some(code) => {
            let found = tx.package_by_code(code).await?;
            Some(found.ok_or(Error::NotFound { what: "package" })?.id)
        }
        None => None,
    };
    let id = CourseId(app.seeds.id(tx.now()));
    tx.insert_course(&NewCourse {
        id,
        code: &request.code,
        package,
        title_sv: &title_sv,
        title_en: &title_en,
        credits_tenths: request.credits_tenths,
        level: &level,
        main_field: &main_field,
        syllabus_url,
        source: &source,
        demo: request.demo,
    })
    .await?;
    tx.record(Fact::new("course.created", "course", id.0).after(json!({ "code": request.code })));
    Once::keep(once, app, &mut tx, &id.0).await?;
    app.commit(tx).await?;
    Ok(id.0)
}

pub async fn create_offering(
    app: &App,
    caller: &Caller,
    request: &OfferingRequest,
    once: Option<&Once>,
) -> Result<Uuid> {
    caller.require(Permission::EditCatalogue)?;
    check_offering(request)?;
    let mut tx = app.write(caller).await?;
    if let Claim::Done(id) = Once::claim(once, app, &mut tx).await? {
        return Ok(id);
    }
    let course = tx.course_by_code(&request.course).await?;
    let course = course.ok_or(Error::NotFound { what: "course" })?;
    let id = OfferingId(app.seeds.id(tx.now()));
    tx.insert_offering(&NewOffering {
        id,
        course: course.id,
        code: &request.code,
        term: &request.term,
        starts_on: request.starts_on,
        ends_on: request.ends_on,
        pace_percent: request.pace_percent,
        teaching: &request.teaching,
        language: &request.language,
        cohort_size: request.cohort_size,
        demo_note: &request.demo_note,
    })
    .await?;
    tx.record(
        Fact::new("offering.created", "offering", id.0).after(json!({ "code": request.code })),
    );
    Once::keep(once, app, &mut tx, &id.0).await?;
    app.commit(tx).await?;
    Ok(id.0)
}

fn check_offering(request: &OfferingRequest) -> Result<()> {
    let mut faults = Faults::default();
    if !is_offering_code(&request.code) || !request.code.starts_with(&request.course) {
        faults.add(
            "/code",
            "bad-offering-code",
            "Kurstillfällets kod är kurskoden, ett bindestreck och tillfället, som SA123A-V9001V27.",
            "An offering's code is the course code, a hyphen and the delivery, as SA123A-V9001V27.",
        );
    }
    faults.line("/term", &request.term, 10);
    if request.ends_on < request.starts_on {
        faults.add(
            "/ends_on",
            "ends-before-start",
            "Kurstillfället slutar före det börjar.",
            "The offering ends before it starts.",
        );
    }
    if !["campus", "distance", "mixed"].contains(&request.teaching.as_str()) {
        let (sv, en) = (
            "Välj campus, distance eller mixed.",
            "Choose campus, distance or mixed.",
        );
        faults.add("/teaching", "unknown-word", sv, en);
    }
    if !["sv", "en"].contains(&request.language.as_str()) {
        faults.add(
            "/language",
            "unknown-word",
            "Välj sv eller en.",
            "Choose sv or en.",
        );
    }
    faults.range("/pace_percent", request.pace_percent, 1, 100);
    faults.range("/cohort_size", request.cohort_size, 1, 100);
    faults.finish()
}

pub async fn edit_offering(
    app: &App,
    caller: &Caller,
    id_or_code: &str,
    change: OfferingChange,
    seen: Seen,
) -> Result<OfferingView> {
    caller.require(Permission::EditCatalogue)?;
    let mut tx = app.write(caller).await?;
    let found = find_offering(&mut tx, id_or_code).await?;
    tx.lock_offering(found.offering()).await?;
    let mut row = find_offering(&mut tx, id_or_code).await?;
    seen.require(row.revision - 1)?;
    let before = json!(
        { "starts_on": row.starts_on, "ends_on": row.ends_on, "cohort_size": row.cohort_size }
    );
    if let Some(date) = change.starts_on {
        row.starts_on = date.to_string();
    }
    if let Some(date) = change.ends_on {
        row.ends_on = date.to_string();
    }
    row.pace_percent = change.pace_percent.unwrap_or(row.pace_percent);
    row.cohort_size = change.cohort_size.unwrap_or(row.cohort_size);
    row.demo_note = change.demo_note.unwrap_or(row.demo_note);
    let dates = row.dates()?;
    let mut faults = Faults::default();
    if dates.ends_on < dates.starts_on {
        faults.add(
            "/ends_on",
            "ends-before-start",
            "Kurstillfället slutar före det börjar.",
            "The offering ends before it starts.",
        );
    }
    faults.range("/pace_percent", row.pace_percent, 1, 100);
    faults.range("/cohort_size", row.cohort_size, 1, 100);
    faults.finish()?;
    if let Some(host) = &change.cohorts_of {
        row.cohorts_of = host_of(&mut tx, &row, host).await?;
        tx.bump_calendar().await?;
    }
    tx.update_offering(&row).await?;
    tx.record(Fact::new("offering.changed", "offering", row.id).before(before).after(json!(
        { "starts_on": row.starts_on, "ends_on": row.ends_on, "cohort_size": row.cohort_size,
          "cohorts_of": row.cohorts_of }
    )));
    let view = offering_view(&mut tx, row).await?;
    app.commit(tx).await?;
    Ok(view)
}

/// The offering whose cohorts `row` is to share; `None` for an empty word.
async fn host_of(tx: &mut Tx, row: &OfferingRow, host: &str) -> Result<Option<Uuid>> {
    let fault = |sv: &str, en: &str| Error::invalid("/cohorts_of", "cannot-share-cohorts", sv, en);
    if host.is_empty() {
        return Ok(None);
    }
    let host = tx.offering(host).await?.ok_or_else(|| {
        fault(
            "Det finns inget sådant kurstillfälle.",
            "There is no such offering.",
        )
    })?;
    if host.id == row.id || host.cohorts_of.is_some() {
        return Err(fault(
            "Välj det kurstillfälle som har grupperna, inte ett som självt delar någon annans.",
            "Choose the offering that has the cohorts, not one that itself shares another's.",
        ));
    }
    if !tx.guests(row.offering()).await?.is_empty()
        || !tx.cohort_sets(row.offering()).await?.is_empty()
    {
        return Err(fault(
            "Kurstillfället har egna grupper, eller andra som delar dem.",
            "The offering has cohorts of its own, or others share them.",
        ));
    }
    // Writers lock the host first; a change of host is made with both locked.
    tx.lock_offering(host.offering()).await?;
    Ok(Some(host.id))
}
