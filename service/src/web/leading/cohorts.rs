//! The cohorts that somebody leads.

use super::{MY_COHORTS, cohort_id};
use crate::{
    app::App,
    clock::day as day_of,
    error::Result,
    texts::Texts,
    usecase::{
        leading::{self, Led},
        letters::day,
    },
    web::{
        board::mix::{self, Bar},
        dates, error as error_page,
        frame::Frame,
        page::Place,
        schedule::clock,
        sign_in::who::SignedIn,
        ways,
    },
};
use askama::Template;
use poem::{
    Response, handler,
    web::{Data, Path},
};
use samverkan_domain::schedule::{Session, SessionState};

struct Card {
    address: String,
    code: String,
    facts: Vec<String>,
}

#[derive(Template)]
#[template(path = "led_cohorts.html")]
struct All {
    t: Texts,
    cohorts: Vec<Card>,
}

struct Meeting {
    address: Option<String>,
    starts: String,
    day: String,
    time: String,
    title: String,
    tags: Vec<&'static str>,
    place: Option<String>,
    link: Option<String>,
    cancelled: bool,
}

#[derive(Template)]
#[template(path = "led_cohort.html")]
struct One {
    t: Texts,
    here: String,
    facts: Vec<(&'static str, String)>,
    members: Vec<String>,
    bars: Vec<Bar>,
    /// What is needed, and by how many.
    needs: Vec<String>,
    coming: Vec<Meeting>,
    past: Vec<Meeting>,
}

fn address(led: &Led) -> String {
    format!("{MY_COHORTS}/{}", led.cohort)
}

pub(super) fn course(t: Texts, led: &Led) -> String {
    let name = led.course.in_language(t.language());
    format!("{name} ({})", led.offering_code)
}

fn card(t: Texts, led: &Led) -> Card {
    let mut facts = vec![
        course(t, led),
        dates::from_to(t, led.starts_on, led.ends_on),
        t.board_people(led.people),
    ];
    if !led.times.is_empty() {
        facts.push(t.board_meets(led.times.names(t.language()).join(", ")));
    }
    Card {
        address: address(led),
        code: led.code.clone(),
        facts,
    }
}

#[handler]
pub(super) async fn show_all(app: Data<&App>, frame: Frame, signed: SignedIn) -> Response {
    let t = frame.t;
    let cohorts = match leading::cohorts(&app, &signed.caller()).await {
        Ok(cohorts) => cohorts,
        Err(error) => return error_page::page(&frame, error),
    };
    let page = frame.page(t.leading_title()).at(Place::MyPage);
    let page = page.up(ways::MY_PAGE, t.my_page_title());
    page.lead(t.leading_lead()).show(&All {
        t,
        cohorts: cohorts.iter().map(|led| card(t, led)).collect(),
    })
}

fn meeting(t: Texts, led: &Led, session: &Session) -> Meeting {
    let (starts, ends) = (session.starts.wall(), session.ends.wall());
    let cancelled = matches!(session.state, SessionState::Cancelled { .. });
    let mut tags = Vec::new();
    if cancelled {
        tags.push(t.my_schedule_cancelled());
    } else if session.state == SessionState::Preliminary {
        tags.push(t.my_schedule_preliminary());
    }
    if session.cohort.is_none() {
        tags.push(t.leading_for_all());
    }
    Meeting {
        address: (!cancelled).then(|| format!("{}/mote/{}", address(led), session.id)),
        starts: starts.to_string(),
        day: day(starts.date(), t.language()),
        time: format!("{}–{}", clock(starts), clock(ends)),
        title: session.title.clone(),
        tags,
        place: session.place.clone().filter(|_| !cancelled),
        link: session.online_url.clone().filter(|_| !cancelled),
        cancelled,
    }
}

async fn page(app: &App, frame: &Frame, signed: &SignedIn, cohort: &str) -> Result<Response> {
    let t = frame.t;
    let found = leading::cohort(app, &signed.caller(), cohort_id(cohort)?).await?;
    let led = &found.led;
    let today = day_of(app.clock.now());
    let (past, coming): (Vec<_>, Vec<_>) = found
        .sessions
        .iter()
        .partition(|session| session.ends.wall().date() < today);
    let in_words = |list: Vec<&Session>| list.into_iter().map(|one| meeting(t, led, one)).collect();
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let most = found.mix.values().copied().max().unwrap_or(1);
    let counts = found
        .mix
        .iter()
        .map(|(family, n)| (*family, count(*n), false));
    let mut facts = vec![
        (t.leading_course(), course(t, led)),
        (
            t.leading_when(),
            dates::from_to(t, led.starts_on, led.ends_on),
        ),
    ];
    if !led.times.is_empty() {
        facts.push((t.leading_times(), led.times.names(t.language()).join(", ")));
    }
    let body = One {
        t,
        here: address(led),
        facts,
        members: found.members.clone(),
        bars: mix::bars(t, counts, count(most)),
        needs: found
            .needs
            .iter()
            .map(|(need, people)| t.leading_need(need.label(t.language()), people.to_string()))
            .collect(),
        coming: in_words(coming),
        past: in_words(past),
    };
    let page = frame.page(t.leading_cohort(&led.code)).at(Place::MyPage);
    Ok(page.up(MY_COHORTS, t.leading_title()).show(&body))
}

#[handler]
pub(super) async fn show_one(
    app: Data<&App>,
    cohort: Path<String>,
    frame: Frame,
    signed: SignedIn,
) -> Response {
    let page = page(&app, &frame, &signed, &cohort).await;
    page.unwrap_or_else(|error| error_page::page(&frame, error))
}
