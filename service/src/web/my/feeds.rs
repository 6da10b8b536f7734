//! My calendar subscriptions: what there is, a new one, another address, the end of one.

use super::{Confirm, below, csrf, done, flash, fresh_feed, id, refused};
use crate::{
    app::App,
    error::{Error, Result},
    secrets::new_feed_token,
    texts::Texts,
    usecase::{
        feeds::{self, FeedKind, FeedListing, FeedRequest},
        letters::moment,
        mine,
        once::Once,
    },
    web::{
        form::CSRF,
        frame::Frame,
        page::Place as At,
        sign_in::who::{Posted, SignedIn},
    },
};
use askama::Template;
use poem::{
    Request, Response, handler,
    web::{Data, Path},
};
use samverkan_domain::id::FeedId;

pub(super) const HERE: &str = "/min-sida/kalender";
/// Most subscriptions shown.
const SHOWN: i64 = 100;
/// The choice of all of one's own meetings; any other is a cohort's id.
const ALL: &str = "allt";
/// Makes a form that is sent twice do its work once.
const KEY: &str = "nyckel";

struct One {
    id: String,
    name: String,
    used: String,
    never: bool,
    since: String,
}

struct Choice {
    value: String,
    words: String,
}

#[derive(Template)]
#[template(path = "my_feeds.html")]
struct FeedsPage<'a> {
    t: Texts,
    csrf: &'a str,
    csrf_field: &'static str,
    feeds: Vec<One>,
    choices: Vec<Choice>,
    /// Nothing would be in it yet.
    empty: bool,
    key: String,
    /// What was wrong with the name, and the name.
    fault: Option<String>,
    name: &'a str,
}

fn words(frame: &Frame, feed: &FeedListing) -> One {
    let (t, language) = (frame.t, frame.language());
    let used = feed.last_used_at.map(|at| moment(at, language));
    One {
        id: feed.id.to_string(),
        name: feed.name.clone(),
        never: used.is_none(),
        used: used.unwrap_or_else(|| t.my_feed_unused().to_owned()),
        since: moment(feed.created_at, language),
    }
}

pub(super) async fn living(app: &App, signed: &SignedIn) -> Result<Vec<FeedListing>> {
    let page = feeds::list(app, &signed.caller(), None, None, None, SHOWN).await?;
    let mut feeds = page.items;
    feeds.retain(|feed| feed.revoked_at.is_none());
    Ok(feeds)
}

/// A name that none of the subscriptions has.
fn usual_name(t: Texts, feeds: &[FeedListing]) -> String {
    let usual = t.my_feed_name_usual();
    let taken = |name: &str| feeds.iter().any(|feed| feed.name == name);
    let more = (2..).map(|n| format!("{usual} {n}"));
    let mut names = std::iter::once(usual.to_owned()).chain(more);
    names.find(|name| !taken(name)).unwrap_or_default()
}

async fn page(
    app: &App,
    frame: &Frame,
    signed: &SignedIn,
    given: Option<(&str, String)>,
) -> Result<Response> {
    let t = frame.t;
    let mut choices = vec![Choice {
        value: ALL.to_owned(),
        words: t.my_feed_all().to_owned(),
    }];
    for cohort in mine::cohorts(app, &signed.caller()).await? {
        choices.push(Choice {
            value: cohort.cohort.to_string(),
            words: t.my_feed_cohort(&cohort.code, &cohort.offering_code),
        });
    }
    let feeds = living(app, signed).await?;
    let usual = usual_name(t, &feeds);
    let (name, fault) = match given {
        Some((name, fault)) => (name, Some(fault)),
        None => (&*usual, None),
    };
    let page = below(frame, t.my_feeds_title()).lead(t.my_feeds_lead());
    let page = if fault.is_some() { page.faulty() } else { page };
    Ok(page.show(&FeedsPage {
        t,
        csrf: csrf(frame),
        csrf_field: CSRF,
        feeds: feeds.iter().map(|feed| words(frame, feed)).collect(),
        choices,
        empty: mine::sessions(app, &signed.caller()).await?.is_empty(),
        key: new_feed_token(&app.seeds),
        fault,
        name,
    }))
}

#[handler]
pub(super) async fn show(
    app: Data<&App>,
    mut frame: Frame,
    signed: SignedIn,
    request: &Request,
) -> Response {
    let t = frame.t;
    frame.visitor.flash = flash(request, |what| {
        (what == "avslutad").then(|| t.my_feed_ended())
    });
    let page = page(&app, &frame, &signed, None).await;
    page.unwrap_or_else(|error| refused(&frame, error))
}

#[handler]
pub(super) async fn create(
    app: Data<&App>,
    frame: Frame,
    signed: SignedIn,
    form: Posted,
) -> Response {
    let caller = signed.caller();
    let tried = async {
        let (kind, subject) = match form.value("vad") {
            "" | ALL => (FeedKind::Person, None),
            cohort => (FeedKind::Cohort, Some(id(cohort)?)),
        };
        let request = FeedRequest {
            kind,
            subject,
            named: None,
            name: form.value("namn").to_owned(),
            language: frame.language(),
        };
        let once = Once::new(&caller, "create_feed", form.value(KEY), &request);
        feeds::create(&app, &caller, &request, Some(&once)).await
    };
    match tried.await {
        Ok(new) => fresh_feed::made(&app, &signed, &new),
        Err(Error::Invalid(faults)) => {
            let first = faults.first();
            let fault = first.map_or("", |fault| fault.text.in_language(frame.language()));
            let given = Some((form.value("namn"), fault.to_owned()));
            let page = page(&app, &frame, &signed, given).await;
            page.unwrap_or_else(|error| refused(&frame, error))
        }
        Err(error) => refused(&frame, error),
    }
}

/// A living subscription of the person's own.
async fn one(app: &App, signed: &SignedIn, feed: &str) -> Result<FeedListing> {
    let feed = FeedId(id(feed)?);
    let feeds = living(app, signed).await?.into_iter();
    let mut found = feeds.filter(|listed| listed.id == feed);
    found.next().ok_or(Error::NotFound { what: "feed" })
}

async fn asked(
    app: &App,
    frame: &Frame,
    signed: &SignedIn,
    feed: &str,
    rotates: bool,
) -> Result<Response> {
    let t = frame.t;
    let feed = one(app, signed, feed).await?;
    let (title, means, button) = if rotates {
        let means = [t.my_feed_rotate_means(), t.my_feed_rotate_then()];
        (
            t.my_feed_rotate_title(&feed.name),
            means,
            t.my_feed_rotate(),
        )
    } else {
        let means = [t.my_feed_end_means(), t.my_feed_end_then()];
        (t.my_feed_end_title(&feed.name), means, t.my_feed_end())
    };
    let page = frame.page(title).at(At::MyPage);
    Ok(page.up(HERE, t.my_feeds_title()).show(&Confirm {
        t,
        csrf: csrf(frame),
        fault: None,
        said: means.map(str::to_owned).into(),
        facts: Vec::new(),
        carries: vec![(KEY, new_feed_token(&app.seeds))],
        button,
        back: HERE,
    }))
}

#[handler]
pub(super) async fn ask_rotate(
    app: Data<&App>,
    feed: Path<String>,
    frame: Frame,
    signed: SignedIn,
) -> Response {
    let page = asked(&app, &frame, &signed, &feed, true).await;
    page.unwrap_or_else(|error| refused(&frame, error))
}

#[handler]
pub(super) async fn ask_revoke(
    app: Data<&App>,
    feed: Path<String>,
    frame: Frame,
    signed: SignedIn,
) -> Response {
    let page = asked(&app, &frame, &signed, &feed, false).await;
    page.unwrap_or_else(|error| refused(&frame, error))
}

#[handler]
pub(super) async fn rotate(
    app: Data<&App>,
    feed: Path<String>,
    frame: Frame,
    signed: SignedIn,
    form: Posted,
) -> Response {
    let caller = signed.caller();
    let rotated = async {
        let feed = FeedId(id(&feed)?);
        let route = format!("rotate_feed/{feed}");
        let once = Once::new(&caller, &route, form.value(KEY), &());
        feeds::rotate(&app, &caller, feed, Some(&once)).await
    };
    match rotated.await {
        Ok(new) => fresh_feed::made(&app, &signed, &new),
        Err(error) => refused(&frame, error),
    }
}

#[handler]
pub(super) async fn revoke(
    app: Data<&App>,
    feed: Path<String>,
    frame: Frame,
    signed: SignedIn,
    _form: Posted,
) -> Response {
    let ended = async {
        let feed = FeedId(id(&feed)?);
        feeds::revoke(&app, &signed.caller(), feed).await
    };
    match ended.await {
        Ok(()) => done(HERE, "avslutad"),
        Err(error) => refused(&frame, error),
    }
}
