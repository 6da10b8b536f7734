//! My meetings and my cohorts.

use super::{below, refused};
use crate::{
    app::App,
    error::Result,
    texts::Texts,
    usecase::{
        letters::day,
        mine::{self, MyCohort, MySession},
    },
    web::{frame::Frame, schedule::clock, sign_in::who::SignedIn},
};
use askama::Template;
use poem::{Response, handler, web::Data};
use samverkan_domain::{profession::ProfessionFamily as Family, schedule::SessionMode};

/// A meeting in words.
pub(super) struct Meeting {
    pub(super) starts: String,
    pub(super) day: String,
    pub(super) time: String,
    pub(super) title: String,
    pub(super) codes: String,
    pub(super) tags: Vec<String>,
    pub(super) cancelled: bool,
    pub(super) place: Option<String>,
    pub(super) link: Option<String>,
}

pub(super) fn meetings(t: Texts, sessions: &[MySession]) -> Vec<Meeting> {
    sessions.iter().map(|session| meeting(t, session)).collect()
}

fn meeting(t: Texts, session: &MySession) -> Meeting {
    let language = t.language();
    let (starts, ends) = (session.starts.wall(), session.ends.wall());
    let until = if starts.date() == ends.date() {
        clock(ends)
    } else {
        format!("{} {}", day(ends.date(), language), clock(ends))
    };
    let mut tags = Vec::new();
    if session.cancelled {
        tags.push(t.my_schedule_cancelled().to_owned());
    } else if session.preliminary {
        tags.push(t.my_schedule_preliminary().to_owned());
    }
    if let Some(at) = session.changed_at {
        let on = day(crate::clock::day(at), language);
        tags.push(t.my_schedule_changed(on));
    }
    if session.compulsory && !session.cancelled {
        tags.push(t.my_schedule_compulsory().to_owned());
    }
    let codes = session.cohort_code.iter();
    let online = session.mode == SessionMode::Online && !session.cancelled;
    Meeting {
        starts: starts.to_string(),
        day: day(starts.date(), language),
        time: format!("{}–{until}", clock(starts)),
        title: session.title.clone(),
        codes: codes.fold(session.course_code.clone(), |codes, cohort| {
            format!("{codes}, {cohort}")
        }),
        tags,
        cancelled: session.cancelled,
        place: session
            .place
            .clone()
            .or_else(|| online.then(|| t.my_schedule_online().to_owned())),
        link: session.online_url.clone(),
    }
}

/// A cohort in words.
struct Cohort {
    code: String,
    course: String,
    people: String,
    families: Vec<(&'static str, String, usize)>,
    others: usize,
}

fn cohort(t: Texts, cohort: &MyCohort) -> Cohort {
    let families = cohort.mix.iter().map(|(family, count)| {
        let class = match family {
            Family::Teaching => "teaching",
            Family::SpecialEducation => "special-education",
            Family::SocialWork => "social-work",
            Family::Health => "health",
            Family::Guidance => "guidance",
        };
        (class, family.label(t.language()).to_owned(), *count)
    });
    let course = cohort.course.in_language(t.language());
    Cohort {
        code: cohort.code.clone(),
        course: format!("{course} ({})", cohort.offering_code),
        people: t.my_cohort_people(cohort.people),
        families: families.collect(),
        others: cohort.others,
    }
}

#[derive(Template)]
#[template(path = "my_schedule.html")]
struct Schedule {
    t: Texts,
    meetings: Vec<Meeting>,
    cohorts: Vec<Cohort>,
}

async fn page(app: &App, frame: &Frame, signed: &SignedIn) -> Result<Response> {
    let (t, caller) = (frame.t, signed.caller());
    let sessions = mine::sessions(app, &caller).await?;
    let cohorts = mine::cohorts(app, &caller).await?;
    let body = Schedule {
        t,
        meetings: meetings(t, &sessions),
        cohorts: cohorts.iter().map(|one| cohort(t, one)).collect(),
    };
    Ok(below(frame, t.my_schedule_title()).show(&body))
}

#[handler]
pub(super) async fn show(app: Data<&App>, frame: Frame, signed: SignedIn) -> Response {
    let page = page(&app, &frame, &signed).await;
    page.unwrap_or_else(|error| refused(&frame, error))
}
