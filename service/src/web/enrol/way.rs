//! What is before the first question, and the question of which way.

use super::{
    step::Step,
    visit::{Asked, Fault, Visit, wrong},
};
use crate::{
    error::{Error, Result},
    texts::Texts,
    usecase::{channels::ChannelView, letters::moment},
    web::{form::Form, page::Place, places::free, requirement_words::requirement},
};
use askama::Template;
use poem::Response;
use samverkan_domain::admission::Method;

#[derive(Template)]
#[template(path = "enrol_begin.html")]
struct Begin<'a> {
    t: Texts,
    first: String,
    ways: Vec<Way<'a>>,
    /// What is asked, and why.
    asked: Vec<(&'static str, &'static str)>,
}

#[derive(Template)]
#[template(path = "enrol_way.html")]
struct Which<'a> {
    q: Asked<'a>,
    ways: Vec<Way<'a>>,
}

struct Way<'a> {
    code: &'a str,
    title: &'a str,
    said: Vec<String>,
    chosen: bool,
}

/// How places are given in a channel, and how many are left.
pub(super) fn rules(t: Texts, channel: &ChannelView) -> Result<Vec<String>> {
    let policy = channel.row.policy()?;
    let mut said = vec![
        match policy.selection.method {
            Method::FirstCome => t.channel_first_come(),
            Method::Lottery => t.channel_lottery(),
            Method::Ranked => t.channel_ranked(),
        }
        .to_owned(),
    ];
    if !policy.selects() {
        said.push(match free(channel) {
            0 => t.enrol_full(channel.occupancy.reserves.to_string()),
            free => t.enrol_free(free),
        });
    }
    if let Some(closes) = channel.row.closes_at {
        said.push(t.channel_open_until(moment(closes.0, t.language())));
    }
    Ok(said)
}

fn ways<'a>(visit: &'a Visit<'_>, requirements: bool) -> Result<Vec<Way<'a>>> {
    let t = visit.t();
    let ways = visit.open().map(|channel| {
        let mut said = rules(t, channel)?;
        if requirements {
            for one in &channel.row.policy()?.eligibility {
                said.push(t.enrol_requires(requirement(t, one)));
            }
        }
        Ok(Way {
            code: &channel.row.code,
            title: t.of(&*channel.row.title_sv, &*channel.row.title_en),
            said,
            chosen: channel.row.code == visit.draft.channel,
        })
    });
    ways.collect()
}

pub(super) async fn begin(visit: &Visit<'_>) -> Result<Response> {
    let t = visit.t();
    let steps = Step::ALL.into_iter().filter(|step| visit.asks(*step));
    let asked = steps.map(|step| match step {
        Step::Way => (t.enrol_way_title(), t.enrol_way_lead()),
        Step::Name => (t.enrol_name_title(), t.enrol_name_lead()),
        Step::Work => (t.enrol_work_title(), t.enrol_work_lead()),
        Step::Workplace => (t.enrol_workplace_title(), t.enrol_workplace_lead()),
        Step::Studies => (t.enrol_studies_title(), t.enrol_studies_lead()),
        Step::Times => (t.enrol_times_title(), t.enrol_times_lead()),
        Step::Meeting => super::meeting::title(visit),
        Step::Company => (t.company_title(), t.company_lead()),
        Step::Needs => (t.needs_title(), t.needs_lead()),
    });
    let first = visit.missing().map_or(super::REVIEW, Step::path);
    let page = visit
        .frame
        .page(t.enrol_begin_title())
        .above(visit.course())
        .up(format!("/kurser/{}", visit.code()), t.enrol_stop_course())
        .lead(t.enrol_begin_lead())
        .at(Place::Courses);
    Ok(page.show(&Begin {
        t,
        first: visit.address(first),
        ways: ways(visit, true)?,
        asked: asked.collect(),
    }))
}

pub(super) fn ask(visit: &Visit<'_>, faults: Vec<Fault>) -> Result<Response> {
    let t = visit.t();
    let page = visit.page(Step::Way, t.enrol_way_title(), &faults);
    let page = page.lead(t.enrol_way_lead());
    Ok(page.show(&Which {
        q: visit.asked(faults),
        ways: ways(visit, true)?,
    }))
}

pub(super) fn read(visit: &mut Visit<'_>, form: &Form) -> Result<()> {
    let code = form.value("vag");
    let open = visit.open().find(|way| way.row.code == code);
    let Some(way) = open else {
        return Err(Error::Invalid(vec![wrong("way", |t| {
            t.enrol_way_missing()
        })]));
    };
    let code = way.row.code.clone();
    if visit.draft.channel != code {
        // Another way may ask other things.
        visit.change = false;
        visit.draft.channel = code;
    }
    Ok(())
}
