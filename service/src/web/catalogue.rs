//! The catalogue: front page, list of courses, a course.

use super::{
    dates,
    doors::{self, Oneself},
    error,
    frame::Frame,
    notice::{Facts, filled},
    offering,
    page::Place,
    sign_in::who::Browser,
    structured,
};
use crate::{
    app::App,
    error::{Error, Result},
    texts::Texts,
    usecase::{
        catalogue::{self, OfferingView},
        contact, registers,
    },
};
use askama::Template;
use jiff::civil::Date;
use poem::{
    Response, handler,
    web::{Data, Path},
};
use samverkan_domain::{limits, profession::ProfessionFamily, text::fold_name};

/// An offering in a list.
pub(super) struct Card {
    pub(super) code: String,
    title: String,
    facts: Vec<String>,
    /// Where one applies, if one can now.
    apply: Option<Oneself>,
    /// When it is, which tells those of one course apart.
    when: String,
    ends_on: Date,
}

/// Offerings under the package they belong to.
struct Package {
    title: Option<String>,
    cards: Vec<Card>,
}

struct Family {
    class: &'static str,
    label: String,
    professions: String,
}

#[derive(Template)]
#[template(path = "front.html")]
struct Front {
    t: Texts,
    packages: Vec<Package>,
    families: Vec<Family>,
}

#[derive(Template)]
#[template(path = "courses.html")]
struct Courses {
    t: Texts,
    packages: Vec<Package>,
}

#[derive(Template)]
#[template(path = "course.html")]
struct Course {
    t: Texts,
    cards: Vec<Card>,
    facts: Facts,
    syllabus: Option<String>,
    source: Option<String>,
}

#[handler]
pub(super) async fn front(app: Data<&App>, frame: Frame) -> Response {
    match front_page(&app, &frame).await {
        Ok(page) => page,
        Err(error) => error::page(&frame, error),
    }
}

async fn front_page(app: &App, frame: &Frame) -> Result<Response> {
    let t = frame.t;
    let mut packages = packages(app, t).await?;
    let today = dates::today(app);
    for package in &mut packages {
        package.cards.retain(|card| card.ends_on >= today);
    }
    packages.retain(|package| !package.cards.is_empty());
    for package in &mut packages {
        // Where there are places to apply for, then where one can queue, then the rest.
        package.cards.sort_by_key(|card| {
            card.apply
                .as_ref()
                .map_or((true, false), |way| (false, way.queues))
        });
    }
    let families = families(app, t).await?;
    let page = frame.page(t.front_title()).lead(t.front_lead());
    Ok(page.indexed(t.front_description()).show(&Front {
        t,
        packages,
        families,
    }))
}

#[handler]
pub(super) async fn courses(app: Data<&App>, frame: Frame) -> Response {
    let t = frame.t;
    match packages(&app, t).await {
        Ok(packages) => frame
            .page(t.courses_title())
            .lead(t.courses_lead())
            .indexed(t.courses_description())
            .at(Place::Courses)
            .show(&Courses { t, packages }),
        Err(error) => error::page(&frame, error),
    }
}

/// A course by its code, or an offering by its own.
#[handler]
pub(super) async fn course_or_offering(
    app: Data<&App>,
    code: Path<String>,
    frame: Frame,
    browser: Browser,
) -> Response {
    let shown = match catalogue::course(&app, &code).await {
        Ok(_) => course_page(&app, &frame, &code).await,
        Err(Error::NotFound { .. }) => offering::page(&app, &frame, &code, browser.signed()).await,
        Err(error) => Err(error),
    };
    shown.unwrap_or_else(|error| error::page(&frame, error))
}

async fn course_page(app: &App, frame: &Frame, code: &str) -> Result<Response> {
    let t = frame.t;
    let course = catalogue::course(app, code).await?;
    let all = all_offerings(app).await?;
    let own: Vec<&OfferingView> = all
        .iter()
        .filter(|one| one.row.course_code == code)
        .collect();
    let cards = own.iter().map(|one| card(app, t, one));
    let cards = cards.collect::<Result<Vec<_>>>()?;
    let package = catalogue::packages(app).await?.into_iter();
    let package = package.filter(|package| Some(package.id) == course.package_id);
    let package = package.map(|package| t.of(package.title_sv, package.title_en));
    let title = t.of(&course.title_sv, &course.title_en);
    let credits = dates::credits(t, course.credits_tenths);
    let facts = filled(vec![
        (t.course_code(), course.code.clone()),
        (t.course_credits(), t.credits(&credits)),
        (t.course_level(), level(t, &course.level)),
        (t.course_field(), course.main_field.clone()),
        (t.course_package(), package.collect()),
    ]);
    let data = structured::course(
        frame,
        &course,
        &own,
        contact::operator(app, frame.language()),
    );
    let page = frame
        .page(title)
        .above(&course.code)
        .up("/kurser", t.course_up())
        .indexed(t.course_description(&credits, title))
        .at(Place::Courses)
        .data(data);
    Ok(page.show(&Course {
        t,
        cards,
        facts,
        syllabus: course.syllabus_url.clone(),
        source: (!course.source.is_empty()).then(|| t.course_source(&course.source)),
    }))
}

/// Every offering; few enough to be read at once.
pub(super) async fn all_offerings(app: &App) -> Result<Vec<OfferingView>> {
    let mut all = Vec::new();
    let mut cursor = None;
    loop {
        let page = catalogue::offerings(app, cursor.as_deref(), limits::PAGE_ROWS).await?;
        all.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            return Ok(all);
        }
    }
}

/// Offerings by package, the next to start first.
async fn packages(app: &App, t: Texts) -> Result<Vec<Package>> {
    let mut rest = all_offerings(app).await?;
    rest.sort_by(|a, b| a.row.starts_on.cmp(&b.row.starts_on));
    let mut found = Vec::new();
    for package in catalogue::packages(app).await? {
        let (own, others): (Vec<_>, Vec<_>) = rest
            .into_iter()
            .partition(|one| one.row.package.as_ref() == Some(&package.code));
        rest = others;
        let cards = own.iter().map(|one| card(app, t, one));
        found.push(Package {
            title: Some(t.of(package.title_sv, package.title_en)),
            cards: cards.collect::<Result<_>>()?,
        });
    }
    if !rest.is_empty() {
        let cards = rest.iter().map(|one| card(app, t, one));
        found.push(Package {
            title: None,
            cards: cards.collect::<Result<_>>()?,
        });
    }
    Ok(found)
}

fn card(app: &App, t: Texts, offering: &OfferingView) -> Result<Card> {
    let row = &offering.row;
    let dates = row.dates()?;
    let seats = if dates.ends_on < dates::today(app) {
        t.card_ended().to_owned()
    } else {
        doors::standing(app, t, &offering.channels)?
    };
    let when = dates::from_to(t, dates.starts_on, dates.ends_on);
    Ok(Card {
        apply: doors::oneself(app, t, offering)?,
        code: row.code.clone(),
        title: t.of(&row.title_sv, &row.title_en).clone(),
        facts: vec![
            when.clone(),
            t.credits(dates::credits(t, row.credits_tenths)),
            format!(
                "{} {}",
                t.pace(row.pace_percent),
                offering::teaching(t, &row.teaching)
            ),
            seats,
        ],
        when,
        ends_on: dates.ends_on,
    })
}

/// The level of a course by its depth (A1N, G2F…).
pub(super) fn level(t: Texts, depth: &str) -> String {
    let words = match depth.chars().next() {
        Some('G') => t.level_first(),
        Some('A') => t.level_second(),
        Some('F') => t.level_third(),
        _ => return depth.to_owned(),
    };
    format!("{words} ({depth})")
}

async fn families(app: &App, t: Texts) -> Result<Vec<Family>> {
    let professions = registers::professions(app).await?;
    let family = |family: ProfessionFamily| {
        let class = match family {
            ProfessionFamily::Teaching => "teaching",
            ProfessionFamily::SpecialEducation => "special-education",
            ProfessionFamily::SocialWork => "social-work",
            ProfessionFamily::Health => "health",
            ProfessionFamily::Guidance => "guidance",
        };
        let own = professions.iter();
        let own = own.filter(|one| one.family.replace('_', "-") == class);
        let mut titles: Vec<&str> = own
            .map(|one| &**t.of(&one.title_sv, &one.title_en))
            .collect();
        titles.sort_by_cached_key(|title| fold_name(title));
        Family {
            class,
            label: capital(family.label(t.language())),
            professions: titles.join(", "),
        }
    };
    Ok(ProfessionFamily::ALL.map(family).into())
}

pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
