//! The question of which way.

use super::{
    step::Step,
    visit::{Asked, Fault, Visit, wrong},
};
use crate::{
    error::{Error, Result},
    texts::Texts,
    usecase::{channels::ChannelView, letters::moment},
    web::{form::Form, places::free, requirement_words::requirement},
};
use askama::Template;
use poem::Response;
use samverkan_domain::admission::Method;

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

fn ways<'a>(visit: &'a Visit<'_>) -> Result<Vec<Way<'a>>> {
    let t = visit.t();
    let ways = visit.open().map(|channel| {
        let mut said = rules(t, channel)?;
        for one in &channel.row.policy()?.eligibility {
            said.push(t.enrol_requires(requirement(t, one)));
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

pub(super) fn ask(visit: &Visit<'_>, faults: Vec<Fault>) -> Result<Response> {
    let t = visit.t();
    let page = visit.page(Step::Way, t.enrol_way_title(), &faults);
    let page = page.lead(t.enrol_way_lead());
    Ok(page.show(&Which {
        q: visit.asked(faults),
        ways: ways(visit)?,
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
