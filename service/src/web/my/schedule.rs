//! My meetings and my cohorts: who is in them, whom one's name is shown to, and wishes for another.

use super::{below, csrf, done, flash, id, refused, transfer};
use crate::{
    app::App,
    error::Result,
    texts::Texts,
    usecase::{
        cohorts::{self, TransferView},
        letters::day,
        mine::{self, MyCohort, MySession},
    },
    web::{
        frame::Frame,
        schedule::clock,
        sign_in::who::{Posted, SignedIn},
    },
};
use askama::Template;
use poem::{
    Request, Response, handler,
    web::{Data, Path},
};
use samverkan_domain::{
    id::CohortId, profession::ProfessionFamily as Family, schedule::SessionMode,
};
use transfer::Wish;

const HERE: &str = "/min-sida/schema";
/// The field that says whether one's name is shown, and its yes.
const SHOW: &str = "visa";
const YES: &str = "ja";

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
    id: String,
    code: String,
    course: String,
    people: String,
    families: Vec<(&'static str, String, usize)>,
    others: usize,
    /// Names that are shown, with what the reader may choose.
    named: Vec<String>,
    may_choose: bool,
    agrees: bool,
    /// Another cohort has been asked for already.
    waits: bool,
}

fn cohort(t: Texts, cohort: &MyCohort, wishes: &[TransferView]) -> Cohort {
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
    let names = &cohort.names;
    let named = names.others.iter().map(|(name, family)| match family {
        Some(family) => format!("{name}, {}", family.label(t.language())),
        None => name.clone(),
    });
    Cohort {
        id: cohort.cohort.to_string(),
        named: named.collect(),
        may_choose: names.may_choose,
        agrees: names.agrees,
        waits: wishes.iter().any(|wish| {
            let same = (&wish.offering_code, &wish.set_name);
            wish.state == "waiting" && same == (&cohort.offering_code, &cohort.set_name)
        }),
        code: cohort.code.clone(),
        course: format!("{course} ({})", cohort.offering_code),
        people: t.my_cohort_people(cohort.people),
        families: families.collect(),
        others: cohort.others,
    }
}

#[derive(Template)]
#[template(path = "my_schedule.html")]
struct Schedule<'a> {
    t: Texts,
    csrf: &'a str,
    meetings: Vec<Meeting>,
    cohorts: Vec<Cohort>,
    wishes: Vec<Wish>,
}

async fn page(app: &App, frame: &Frame, signed: &SignedIn) -> Result<Response> {
    let (t, caller) = (frame.t, signed.caller());
    let sessions = mine::sessions(app, &caller).await?;
    let cohorts = mine::cohorts(app, &caller).await?;
    let wishes = cohorts::my_transfers(app, &caller).await?;
    let body = Schedule {
        t,
        csrf: csrf(frame),
        wishes: wishes.iter().map(|view| transfer::wish(t, view)).collect(),
        meetings: meetings(t, &sessions),
        cohorts: cohorts.iter().map(|one| cohort(t, one, &wishes)).collect(),
    };
    Ok(below(frame, t.my_schedule_title()).show(&body))
}

/// What was done before this page, in words.
fn said(t: Texts, what: &str) -> Option<&'static str> {
    Some(match what {
        "begart" => t.transfer_done_asked(),
        "atertaget" => t.transfer_done_withdrawn(),
        "namn" => t.names_done_shown(),
        "inget-namn" => t.names_done_hidden(),
        _ => return None,
    })
}

#[handler]
pub(super) async fn show(
    app: Data<&App>,
    mut frame: Frame,
    signed: SignedIn,
    request: &Request,
) -> Response {
    let t = frame.t;
    frame.visitor.flash = flash(request, |what| said(t, what));
    let page = page(&app, &frame, &signed).await;
    page.unwrap_or_else(|error| refused(&frame, error))
}

/// Whether the others of a cohort may see one's name.
#[handler]
pub(super) async fn choose_names(
    app: Data<&App>,
    cohort: Path<String>,
    frame: Frame,
    signed: SignedIn,
    form: Posted,
) -> Response {
    let shown = form.value(SHOW) == YES;
    let chosen = async {
        let cohort = CohortId(id(&cohort)?);
        mine::choose_names(&app, &signed.caller(), cohort, shown).await
    };
    match chosen.await {
        Ok(()) => done(HERE, if shown { "namn" } else { "inget-namn" }),
        Err(error) => refused(&frame, error),
    }
}
