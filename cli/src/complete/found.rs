//! What there is of a kind that begins as was typed.

use super::fitting::{beginning, shortest};
use crate::{
    client::api::{Client, types},
    error::Result,
    page::{Page, Paging, page},
    text::{Lang, word},
};

/// People who are offered at a time: who sees more types a letter more.
const MOST_PEOPLE: i64 = 50;

/// What may stand in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Offering,
    Channel,
    Course,
    Package,
    Programme,
    Profession,
    Person,
    /// By name, or `OFFERING/NAME`.
    Application,
    /// `OFFERING/DAY`.
    Session,
    /// Of the offering that the line names.
    Cohort,
    /// Letters of the offering that the line names.
    Template,
    /// Partitions of the offering that the line names.
    Set,
    /// Saved mappings of columns.
    Mapping,
    Workplace,
    /// An offering; when the line names one already, who and what is in it.
    Any,
}

/// Something that could be meant: what to write, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) word: String,
    pub(super) about: String,
}

impl Found {
    pub(super) fn new(word: &str, about: &str) -> Self {
        let (word, about) = (word.to_owned(), about.to_owned());
        Self { word, about }
    }
}

/// What a call gives that has a code and a title in both languages.
macro_rules! titled {
    ($call:expr, $lang:expr) => {{
        let all = $call.send().await?.into_inner();
        let found = all
            .iter()
            .map(|one| Found::new(&one.code, $lang.pick(&one.title_sv, &one.title_en)));
        found.collect()
    }};
}

/// What there is of the kind that begins as typed. `line` has the other words of the command.
pub(super) async fn find(
    api: &Client,
    lang: Lang,
    kind: Kind,
    typed: &str,
    line: &[String],
) -> Result<Vec<Found>> {
    let within = async || offering_on(api, line).await;
    let found = match kind {
        Kind::Offering => offerings(api).await?.iter().map(offering).collect(),
        Kind::Channel => channels(&offerings(api).await?, lang),
        Kind::Course => titled!(api.list_courses(), lang),
        Kind::Package => titled!(api.list_packages(), lang),
        Kind::Programme => programmes(api).await?,
        Kind::Profession => titled!(api.list_professions(), lang),
        Kind::Person => people(api, typed, within().await?.as_ref()).await?,
        Kind::Application => applications(api, lang, typed, within().await?).await?,
        Kind::Session => sessions(api, typed).await?,
        Kind::Cohort => match within().await? {
            Some(offering) => cohorts(api, lang, &offering.code).await?,
            None => Vec::new(),
        },
        Kind::Template => match within().await? {
            Some(offering) => templates(api, &offering.code).await?,
            None => Vec::new(),
        },
        Kind::Set => match within().await? {
            Some(offering) => sets(api, &offering.code).await?,
            None => Vec::new(),
        },
        Kind::Mapping => mappings(api).await?,
        Kind::Workplace => workplaces(api).await?,
        Kind::Any => match within().await? {
            Some(offering) => {
                let mut found = cohorts(api, lang, &offering.code).await?;
                found.extend(people(api, typed, Some(&offering)).await?);
                found
            }
            None => sessions(api, typed).await?,
        },
    };
    Ok(beginning(found, typed))
}

async fn offerings(api: &Client) -> Result<Vec<types::Offering>> {
    let all = Paging::everything();
    let all = all.fetch(async |limit, cursor| {
        let call = api.list_offerings().limit(limit);
        let call = match cursor {
            Some(cursor) => call.cursor(cursor),
            None => call,
        };
        Ok(page!(call.send().await?))
    });
    let all: Page<types::Offering> = all.await?;
    Ok(all.items)
}

fn offering(offering: &types::Offering) -> Found {
    let about = format!("{} {}", offering.course_code, offering.term);
    Found::new(&offering.code, &about)
}

/// The offering that the line names, if any.
async fn offering_on(api: &Client, line: &[String]) -> Result<Option<types::Offering>> {
    // Codes of offerings have a digit and a hyphen: without such a word nothing need be asked.
    let could = |word: &&String| word.contains('-') && word.contains(|c: char| c.is_ascii_digit());
    if !line.iter().any(|word| could(&word)) {
        return Ok(None);
    }
    let named = |code: &str| line.iter().any(|word| word.eq_ignore_ascii_case(code));
    let all = offerings(api).await?.into_iter();
    Ok(all.into_iter().find(|one| named(&one.code)))
}

fn channels(offerings: &[types::Offering], lang: Lang) -> Vec<Found> {
    let all = offerings.iter().flat_map(|offering| {
        offering.channels.iter().map(|channel| {
            let title = lang.pick(&channel.title_sv, &channel.title_en);
            Found::new(&channel.code, &format!("{title}, {}", offering.code))
        })
    });
    all.collect()
}

async fn programmes(api: &Client) -> Result<Vec<Found>> {
    let all = api.list_programmes().send().await?.into_inner();
    let found = all.iter().map(|one| Found::new(&one.code, &one.title));
    Ok(found.collect())
}

async fn people(
    api: &Client,
    typed: &str,
    offering: Option<&types::Offering>,
) -> Result<Vec<Found>> {
    let mut call = api.list_people().limit(MOST_PEOPLE);
    if !typed.is_empty() {
        call = call.name(typed);
    }
    if let Some(offering) = offering {
        call = call.offering(offering.id);
    }
    let people = call.send().await?.into_inner().items;
    let found = people
        .iter()
        .map(|one| Found::new(&one.name, one.email.as_deref().unwrap_or_default()));
    Ok(found.collect())
}

/// By name on the offering of the line; with none there, people, or who has applied to the one that is typed.
async fn applications(
    api: &Client,
    lang: Lang,
    typed: &str,
    within: Option<types::Offering>,
) -> Result<Vec<Found>> {
    let (offering, place) = match (within, typed.rsplit_once('/')) {
        (Some(offering), _) => (offering.code, String::new()),
        (None, Some((offering, _))) => (offering.to_owned(), format!("{offering}/")),
        (None, None) => return people(api, typed, None).await,
    };
    let all: Page<types::Application> = Paging::everything()
        .fetch(async |limit, cursor| {
            let call = api.list_applications().offering(&offering).limit(limit);
            let call = match cursor {
                Some(cursor) => call.cursor(cursor),
                None => call,
            };
            Ok(page!(call.send().await?))
        })
        .await?;
    let found = all.items.iter().map(|one| {
        let name = format!("{place}{}", one.person_name);
        Found::new(&name, &word(lang, one.state))
    });
    Ok(found.collect())
}

/// Offerings, and when one is written with its slash, the days of its sessions.
async fn sessions(api: &Client, typed: &str) -> Result<Vec<Found>> {
    let Some((offering, _)) = typed.rsplit_once('/') else {
        let all = offerings(api).await?;
        let place = |one: &types::Offering| Found::new(&format!("{}/", one.code), &one.term);
        return Ok(all.iter().map(place).collect());
    };
    let sessions = api.list_sessions().offering(offering).send().await?;
    let sessions = sessions.into_inner();
    let found = sessions.iter().map(|one| {
        let times = || sessions.iter().map(|session| &*session.starts);
        let when = shortest(&one.starts, times());
        Found::new(&format!("{offering}/{when}"), &one.title)
    });
    Ok(found.collect())
}

async fn cohorts(api: &Client, lang: Lang, offering: &str) -> Result<Vec<Found>> {
    let all = api.list_cohorts().offering(offering).send().await?;
    let found = all.into_inner();
    let found = found.iter().map(|one| {
        let count = one.members.len();
        let people = lang.pick("personer", "people");
        Found::new(&one.code, &format!("{count} {people}"))
    });
    Ok(found.collect())
}

async fn sets(api: &Client, offering: &str) -> Result<Vec<Found>> {
    let all = api.list_cohorts().offering(offering).send().await?;
    let names = all.into_inner().into_iter().map(|one| one.set_name);
    Ok(each_once(names.collect()))
}

async fn mappings(api: &Client) -> Result<Vec<Found>> {
    let all = api.list_import_mappings().send().await?.into_inner();
    Ok(each_once(all.into_iter().map(|one| one.name).collect()))
}

async fn workplaces(api: &Client) -> Result<Vec<Found>> {
    let all = api.list_workplaces().send().await?.into_inner();
    let found = all
        .iter()
        .map(|one| Found::new(&one.school_unit_code, &one.title));
    Ok(found.collect())
}

async fn templates(api: &Client, offering: &str) -> Result<Vec<Found>> {
    let all = api.list_mail_templates().offering(offering).send().await?;
    let names = all.into_inner().into_iter().map(|one| one.template);
    Ok(each_once(names.collect()))
}

fn each_once(mut names: Vec<String>) -> Vec<Found> {
    names.sort();
    names.dedup();
    names.iter().map(|name| Found::new(name, "")).collect()
}
