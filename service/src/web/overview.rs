//! An offering at a glance, for staff: who has applied, how cohorts are mixed, what clashes, whether
//! letters arrive. Reads only. Every picture is a row of the table that says the same in numbers.

use super::{
    board::{OFFERINGS, mix},
    error as error_page,
    frame::Frame,
    page::Place,
    sign_in::who::{ReadPeople, Staff},
};
use crate::{
    app::App,
    error::Result,
    texts::Texts,
    usecase::{
        clashes::{self, SessionClashes},
        cohorts,
        letters::{day, moment},
        messages,
        overview::{self, ByFamily},
    },
    web::schedule::clock,
};
use askama::Template;
use poem::{
    Response, handler,
    web::{Data, Path},
};
use samverkan_domain::profession::ProfessionFamily as Family;

/// Failed letters shown at most.
const FAILED: i64 = 10;
/// Sessions shown at most, those that hinder most people first.
const SESSIONS: usize = 10;

/// A part of a bar: class, where it begins and how long it is, in hundredths of the longest row.
struct Part {
    class: &'static str,
    from: i64,
    length: i64,
}

/// A row of a table, and its picture.
struct Row {
    name: String,
    parts: Vec<Part>,
    counts: Vec<i64>,
    total: i64,
}

/// A table of families with a picture in each row.
struct Chart {
    id: &'static str,
    caption: &'static str,
    rows: Vec<Row>,
}

struct Letter {
    subject: String,
    when: String,
    attempts: i64,
    why: Option<String>,
}

struct Clash {
    name: String,
    when: String,
    blocked: usize,
    people: usize,
    more: Vec<String>,
}

#[derive(Template)]
#[template(path = "overview.html")]
struct Overview {
    t: Texts,
    families: Vec<(&'static str, &'static str)>,
    charts: Vec<Chart>,
    /// Channel, seats, taken, waiting, ended.
    channels: Vec<(String, [i64; 4])>,
    mixes: Chart,
    sessions: usize,
    clashes: Vec<Clash>,
    waiting: i64,
    sent: i64,
    failed: i64,
    letters: Vec<Letter>,
}

/// The columns: every family, then those whose profession is not known.
fn columns() -> impl Iterator<Item = (Option<Family>, &'static str)> {
    let families = Family::ALL.into_iter();
    let families = families.map(|family| (Some(family), mix::class(family)));
    families.chain([(None, "unknown")])
}

fn rows<'a>(given: impl IntoIterator<Item = (String, &'a ByFamily)>) -> Vec<Row> {
    let given: Vec<_> = given.into_iter().collect();
    let total = |counts: &ByFamily| counts.values().sum::<i64>();
    let most = given.iter().map(|(_, counts)| total(counts));
    let most = most.max().unwrap_or(1).max(1);
    let row = |(name, by_family): (String, &ByFamily)| {
        let (mut parts, mut counts, mut before) = (Vec::new(), Vec::new(), 0);
        for (family, class) in columns() {
            let count = by_family.get(&family).copied().unwrap_or_default();
            let (from, to) = (before * 100 / most, (before + count) * 100 / most);
            if count > 0 {
                parts.push(Part {
                    class,
                    from,
                    length: to - from,
                });
            }
            counts.push(count);
            before += count;
        }
        Row {
            name,
            parts,
            counts,
            total: before,
        }
    };
    given.into_iter().map(row).collect()
}

fn clash(t: Texts, found: &SessionClashes) -> Clash {
    let session = &found.session;
    let (starts, ends) = (session.starts.wall(), session.ends.wall());
    let mut more = Vec::new();
    if !found.teacher.is_empty() {
        more.push(t.overview_teacher_taken().to_owned());
    }
    if !found.room.is_empty() {
        more.push(t.overview_room_taken().to_owned());
    }
    let warnings = found.warnings.iter();
    more.extend(warnings.map(|warning| warning.sentence(t.language())));
    let cohort = found.cohort_code.iter();
    Clash {
        name: cohort.fold(session.title.clone(), |name, code| {
            format!("{name}, {code}")
        }),
        when: format!(
            "{} {}–{}",
            day(starts.date(), t.language()),
            clock(starts),
            clock(ends)
        ),
        blocked: found.blocked.len(),
        people: found.people,
        more,
    }
}

async fn page(
    app: &App,
    frame: &Frame,
    staff: &Staff<ReadPeople>,
    offering: &str,
) -> Result<Response> {
    let (t, caller) = (frame.t, &staff.caller);
    let channels = overview::applicants(app, caller, offering).await?;
    let in_force = cohorts::cohorts(app, caller, offering).await?;
    let mixes: Vec<(String, ByFamily)> = in_force
        .iter()
        .map(|cohort| {
            let mut counts = ByFamily::new();
            for member in &cohort.members {
                *counts.entry(member.family).or_default() += 1;
            }
            let several = in_force
                .iter()
                .any(|other| other.set_name != cohort.set_name);
            let name = if several {
                format!("{}, {}", cohort.set_name, cohort.row.code)
            } else {
                cohort.row.code.clone()
            };
            (name, counts)
        })
        .collect();
    let mut hindered = clashes::of_offering(app, caller, offering).await?;
    let sessions = hindered.len();
    hindered
        .retain(|one| !one.blocked.is_empty() || !one.teacher.is_empty() || !one.room.is_empty());
    hindered.sort_by_key(|one| std::cmp::Reverse(one.blocked.len()));
    let health = messages::health(app, caller, FAILED).await?;
    let title = |one: &overview::ChannelCounts| match one.title.in_language(t.language()) {
        title if title == one.code => one.code.clone(),
        title => format!("{title} ({})", one.code),
    };
    let taken = |one: &overview::ChannelCounts| one.taking_part.values().sum();
    let body = Overview {
        t,
        families: columns()
            .map(|(family, class)| {
                let label = family.map(|family| family.label(t.language()));
                (class, label.unwrap_or(t.overview_unknown()))
            })
            .collect(),
        charts: vec![
            Chart {
                id: "applied",
                caption: t.overview_applied(),
                rows: rows(channels.iter().map(|one| (title(one), &one.applied))),
            },
            Chart {
                id: "taking-part",
                caption: t.overview_taking_part(),
                rows: rows(channels.iter().map(|one| (title(one), &one.taking_part))),
            },
        ],
        channels: channels
            .iter()
            .map(|one| (title(one), [one.seats, taken(one), one.waiting, one.ended]))
            .collect(),
        mixes: Chart {
            id: "mixes",
            caption: t.overview_mixes(),
            rows: rows(mixes.iter().map(|(name, counts)| (name.clone(), counts))),
        },
        sessions,
        clashes: hindered
            .iter()
            .take(SESSIONS)
            .map(|one| clash(t, one))
            .collect(),
        waiting: health.counts.waiting,
        sent: health.counts.delivered,
        failed: health.counts.failed,
        letters: health
            .failed
            .into_iter()
            .map(|letter| Letter {
                subject: letter.subject,
                when: moment(letter.created_at, t.language()),
                attempts: letter.attempts,
                why: letter.last_error,
            })
            .collect(),
    };
    let page = frame.page(t.overview_title()).at(Place::Staff).wide();
    let page = page.up(OFFERINGS, t.board_offerings()).above(offering);
    Ok(page.lead(t.overview_lead()).show(&body))
}

#[handler]
pub(super) async fn show(
    app: Data<&App>,
    offering: Path<String>,
    frame: Frame,
    staff: Staff<ReadPeople>,
) -> Response {
    let page = page(&app, &frame, &staff, &offering).await;
    page.unwrap_or_else(|error| error_page::page(&frame, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_bar_meet_and_fill_the_longest_row() {
        let long = ByFamily::from([
            (Some(Family::Teaching), 2),
            (Some(Family::Health), 3),
            (None, 2),
        ]);
        let short = ByFamily::from([(Some(Family::Teaching), 1)]);
        let given = [("A".to_owned(), &long), ("B".to_owned(), &short)];
        let rows = rows(given);
        let ends: Vec<_> = rows[0]
            .parts
            .iter()
            .map(|p| (p.from, p.from + p.length))
            .collect();
        assert_eq!(ends, [(0, 28), (28, 71), (71, 100)]);
        assert_eq!((rows[1].parts[0].length, rows[1].total), (14, 1));
        assert_eq!(rows[0].counts, [2, 0, 0, 3, 0, 2]);
        assert!(super::rows([]).is_empty());
    }
}
