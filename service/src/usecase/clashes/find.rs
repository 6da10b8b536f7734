//! Finding times for an offering, or for each of its cohorts.

use super::{
    cohorts,
    gather::{Leave, Scene, Taken},
};
use crate::{
    app::App,
    error::{Error, Result},
    usecase::{Caller, Permission, catalogue::find_offering},
};
use jiff::civil::{Time, Weekday};
use samverkan_domain::{
    clash::{self, Pattern, People, Question, Spans, Unanswerable, WeekMap, week_map},
    course::OfferingDates,
    holiday::Holidays,
    person::Language,
    series::weeks_of,
};

/// Most patterns in an answer.
const PATTERNS: usize = 50;
/// The hours that the picture of the week shows.
const HOURS: (i8, i8) = (8, 21);

/// What is sought; what is empty is left to us.
#[derive(Debug, Clone, Default)]
pub struct TimeRequest {
    /// `5, 7, 10-12`; empty = all weeks of the offering.
    pub weeks: String,
    /// In how many of the weeks; `None` = all.
    pub meetings: Option<usize>,
    pub weekdays: Vec<Weekday>,
    pub starts: Vec<Time>,
    pub minutes: u32,
    pub teachers: Vec<String>,
    pub rooms: Vec<String>,
    pub each_cohort: bool,
    pub most: usize,
}

/// The best times for an offering or one cohort.
#[derive(Debug, Clone)]
pub struct Found {
    /// Code; `None` for the whole offering.
    pub cohort: Option<String>,
    pub people: usize,
    /// The best first, each with its reasons in the reader's language.
    pub patterns: Vec<(Pattern, Vec<String>)>,
    pub map: WeekMap,
}

/// Ranks weekly times. Sessions that the offering has already do not count: they are what is to be
/// placed.
pub async fn find_time(
    app: &App,
    caller: &Caller,
    offering: &str,
    request: &TimeRequest,
    language: Language,
) -> Result<Vec<Found>> {
    caller.require(Permission::EditSchedule)?;
    let mut tx = app.read().await?;
    let offering = find_offering(&mut tx, offering).await?;
    let scene = Scene::load(&mut tx, &offering).await?;
    let mut groups: Vec<(Option<String>, People)> = Vec::new();
    if request.each_cohort {
        for (_, code, members) in cohorts(&mut tx, &offering).await? {
            let people = scene.people.only(|member| members.contains(&member.person));
            groups.push((Some(code), people));
        }
        if groups.is_empty() {
            return Err(Error::refused(
                "no-cohorts-yet",
                "Det finns inga grupper än. Sök tid för hela kurstillfället i stället.",
                "There are no cohorts yet. Look for times for the whole offering instead.",
            ));
        }
    } else {
        groups.push((None, scene.people.clone()));
    }
    drop(tx);
    let question = question(&scene, offering.dates()?, request)?;
    // A second of arithmetic for ten thousand people: not on a thread that answers others.
    let search = move || -> std::result::Result<Vec<Found>, Unanswerable> {
        let found = groups.into_iter().map(|(cohort, people)| {
            let patterns = clash::find_time(&people, &question)?;
            let (first, last) = HOURS;
            let map = week_map(&people, &question.weeks, &question.weekdays, first, last);
            let explain = |pattern: Pattern| {
                let reasons = clash::reasons(&people, &pattern, language);
                (pattern, reasons)
            };
            Ok(Found {
                cohort,
                people: people.members().len(),
                patterns: patterns.into_iter().map(explain).collect(),
                map,
            })
        });
        found.collect()
    };
    let found = tokio::task::spawn_blocking(search)
        .await
        .map_err(Error::internal)?;
    found.map_err(unanswerable)
}

fn question(
    scene: &Scene,
    dates: OfferingDates,
    request: &TimeRequest,
) -> Result<Question<'static>> {
    let weeks = if request.weeks.trim().is_empty() {
        scene.weeks.clone()
    } else {
        weeks_of(&request.weeks, dates.starts_on, dates.ends_on).map_err(|no| {
            let (sv, en) = (no.sentence(Language::Sv), no.sentence(Language::En));
            Error::invalid("/weeks", "no-week", sv, en)
        })?
    };
    let spans = |taken: Vec<Taken>| -> Spans {
        taken
            .into_iter()
            .map(|taken| (taken.starts, taken.ends))
            .collect()
    };
    let teacher = |name: &String| (name.clone(), spans(scene.teacher(name, Leave::Offering)));
    let room = |name: &String| (name.clone(), spans(scene.room(name, Leave::Offering)));
    Ok(Question {
        weeks,
        meetings: request.meetings,
        weekdays: or(&request.weekdays, &WORKING_DAYS),
        starts: or(
            &request.starts,
            &STARTS.map(|(hour, minute)| Time::constant(hour, minute, 0, 0)),
        ),
        minutes: request.minutes,
        teachers: request.teachers.iter().map(teacher).collect(),
        rooms: request.rooms.iter().map(room).collect(),
        holidays: Holidays::own(),
        most: request.most.clamp(1, PATTERNS),
    })
}

const WORKING_DAYS: [Weekday; 5] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
];
/// When lessons begin at the university, and the evening.
const STARTS: [(i8, i8); 6] = [(8, 15), (10, 15), (13, 15), (15, 15), (16, 15), (17, 15)];

fn or<T: Clone>(given: &[T], usual: &[T]) -> Vec<T> {
    if given.is_empty() {
        usual.to_vec()
    } else {
        given.to_vec()
    }
}

fn unanswerable(why: Unanswerable) -> Error {
    match why {
        Unanswerable::TooFewWeeks => Error::invalid(
            "/meetings",
            "too-few-weeks",
            "Det är färre veckor än möten.",
            "There are fewer weeks than meetings.",
        ),
        Unanswerable::Nothing => Error::invalid(
            "/weeks",
            "nothing-to-look-at",
            "Ange minst en vecka, en veckodag, en starttid och ett möte.",
            "Give at least one week, one weekday, one start and one meeting.",
        ),
        Unanswerable::TooMany => Error::invalid(
            "/starts",
            "too-many-times",
            format!("Det blir fler än {} tider att gå igenom.", clash::TIMES),
            format!("That makes more than {} times to look at.", clash::TIMES),
        ),
        Unanswerable::Length => Error::invalid(
            "/minutes",
            "meeting-length",
            "Ett möte är 1 minut till ett dygn.",
            "A meeting lasts from 1 minute to a day.",
        ),
    }
}
