//! A look at all the answers before they are sent.

use super::{
    CHANGE,
    draft::Draft,
    see,
    step::Step,
    visit::{Asked, Fault, Visit},
    way,
};
use crate::{
    app::App,
    error::Result,
    texts::Texts,
    usecase::{eligibility, registers},
    web::{dates, error, frame::Frame, page::Place, sign_in::who::SignedIn, week},
};
use askama::Template;
use poem::{
    Request, Response, handler,
    web::{Data, Path},
};
use samverkan_domain::{
    admission::eligibility::Standing,
    person::{Language, Modality},
};

#[derive(Template)]
#[template(path = "enrol_review.html")]
struct Review<'a> {
    q: Asked<'a>,
    lines: Vec<Line>,
    /// What need not be said.
    optional: Vec<Line>,
    rules: Vec<Rule>,
    standing: &'static str,
    /// Each requirement is met, so that they need not be read one by one.
    eligible: bool,
    /// A decision can be asked for in spite of the rules.
    may_insist: bool,
    insists: bool,
    places: Vec<String>,
    key: &'a str,
}

/// An answer, and where to change it.
struct Line {
    name: &'static str,
    value: String,
    change: String,
    /// Nothing has been said: it is added, not changed.
    added: bool,
}

/// A requirement and how it is met.
struct Rule {
    requirement: String,
    sentence: String,
    cure: Option<String>,
    mark: &'static str,
    class: &'static str,
}

/// What was asked of everybody, or what need not be said.
async fn lines(visit: &Visit<'_>, optional: bool) -> Result<Vec<Line>> {
    let (t, draft) = (visit.t(), &visit.draft);
    let mut lines = Vec::new();
    let steps = Step::ALL.into_iter();
    for step in steps.filter(|step| visit.asks(*step) && step.is_optional() == optional) {
        let change = format!("{}?{CHANGE}=ja", visit.address(step.path()));
        let mut line = |name, value: String| {
            lines.push(Line {
                name,
                value,
                change: change.clone(),
                added: optional && says_nothing(draft, step),
            });
        };
        match step {
            Step::Way => {
                let way = visit
                    .way()
                    .map(|way| t.of(&way.row.title_sv, &way.row.title_en));
                line(t.enrol_review_way(), way.cloned().unwrap_or_default());
            }
            Step::Person => {
                line(
                    t.enrol_review_name(),
                    format!("{} {}", draft.given_name, draft.family_name),
                );
                line(t.enrol_review_work(), work(visit).await?);
            }
            Step::Workplace => line(t.enrol_review_workplace(), workplace(visit).await?),
            Step::Studies => line(
                t.enrol_review_studies(),
                match &*draft.credits {
                    "" => t.enrol_review_not_given().to_owned(),
                    credits => t.credits(credits),
                },
            ),
            Step::Times => line(t.enrol_review_times(), week(t, draft)),
            Step::Meeting => line(super::meeting::title(visit).0, meeting(visit)),
            Step::Company => line(t.enrol_review_company(), company(t, draft)),
            Step::Needs => line(t.enrol_review_needs(), needs(t, draft)),
        }
    }
    Ok(lines)
}

/// Whether nothing has been said of what need not be.
fn says_nothing(draft: &Draft, step: Step) -> bool {
    match step {
        Step::Meeting => {
            draft.modality.is_none() && draft.languages.is_empty() && draft.joint_code.is_empty()
        }
        Step::Company => draft.company.is_empty() && draft.without.is_empty(),
        Step::Needs => draft.needs.is_empty(),
        _ => false,
    }
}

async fn work(visit: &Visit<'_>) -> Result<String> {
    let (t, draft) = (visit.t(), &visit.draft);
    let professions = registers::professions(visit.app).await?.into_iter();
    let profession = professions
        .filter(|row| row.code == draft.profession)
        .map(|row| t.of(row.title_sv, row.title_en));
    let programmes = registers::programmes(visit.app).await?.into_iter();
    let programme = programmes
        .filter(|row| row.code == draft.programme)
        .map(|row| row.title);
    Ok(profession.chain(programme).collect::<Vec<_>>().join(", "))
}

async fn workplace(visit: &Visit<'_>) -> Result<String> {
    let draft = &visit.draft;
    if let Some(row) = registers::workplace(visit.app, &draft.workplace).await? {
        return Ok(format!("{}, {}", row.title, row.municipality));
    }
    Ok(match &*draft.employer {
        "" => visit.t().enrol_workplace_none().to_owned(),
        employer => employer.to_owned(),
    })
}

fn week(t: Texts, draft: &Draft) -> String {
    let mut said = Vec::new();
    if !draft.cannot.is_empty() {
        said.push(t.enrol_review_cannot(week::words(t, draft.cannot)));
    }
    if !draft.avoid.is_empty() {
        said.push(t.enrol_review_avoid(week::words(t, draft.avoid)));
    }
    if said.is_empty() {
        said.push(t.enrol_review_any_time().to_owned());
    }
    said.join(" ")
}

fn meeting(visit: &Visit<'_>) -> String {
    let (t, draft) = (visit.t(), &visit.draft);
    let mut said = Vec::new();
    if visit.has_both_ways() {
        said.push(way_of_meeting(t, draft));
    }
    if draft.languages.is_empty() && said.is_empty() {
        said.push(t.enrol_languages_either().to_owned());
    }
    for language in &draft.languages {
        said.push(
            match language {
                Language::Sv => t.enrol_meeting_swedish(),
                Language::En => t.enrol_meeting_english(),
            }
            .to_owned(),
        );
    }
    if !draft.joint_code.is_empty() {
        said.push(t.enrol_review_joint(&draft.joint_code));
    }
    said.join(" · ")
}

fn way_of_meeting(t: Texts, draft: &Draft) -> String {
    match (draft.modality, draft.strict) {
        (Some(Modality::Campus), false) => t.enrol_meeting_campus().to_owned(),
        (Some(Modality::Distance), false) => t.enrol_meeting_distance().to_owned(),
        (Some(Modality::Campus), true) => t.enrol_review_only(t.enrol_meeting_campus()),
        (Some(Modality::Distance), true) => t.enrol_review_only(t.enrol_meeting_distance()),
        (None, _) => t.enrol_meeting_either().to_owned(),
    }
}

fn company(t: Texts, draft: &Draft) -> String {
    let mut said = Vec::new();
    if !draft.company.is_empty() {
        said.push(t.enrol_review_with(draft.company.join(", ")));
    }
    if !draft.without.is_empty() {
        said.push(t.enrol_review_without(draft.without.join(", ")));
    }
    if said.is_empty() {
        said.push(t.enrol_review_no_wish().to_owned());
    }
    said.join(" ")
}

fn needs(t: Texts, draft: &Draft) -> String {
    let words = draft.needs.iter().map(|need| need.label(t.language()));
    let words = words.collect::<Vec<_>>().join(" · ");
    if words.is_empty() {
        return t.enrol_review_no_needs().to_owned();
    }
    words
}

pub(super) async fn page(visit: &Visit<'_>, insists: bool, faults: Vec<Fault>) -> Result<Response> {
    let (t, language) = (visit.t(), visit.frame.language());
    let supposed = visit.draft.supposed();
    let channel = visit.way().map(|way| way.row.id.to_string());
    let channel = channel.unwrap_or_default();
    let standing = eligibility::suppose(visit.app, &visit.caller, &channel, supposed).await?;
    let rules = standing.findings.iter().map(|finding| {
        let (mark, class) = match &*finding.met {
            "met" => (t.enrol_rule_met(), "met"),
            "only_stated" => (t.enrol_rule_stated(), "stated"),
            "unmet" => (t.enrol_rule_unmet(), "unmet"),
            _ => (t.enrol_rule_unknown(), "stated"),
        };
        Rule {
            requirement: finding.requirement.in_language(language).to_owned(),
            sentence: finding.sentence.in_language(language).to_owned(),
            cure: finding
                .cure
                .as_ref()
                .map(|cure| cure.in_language(language).to_owned()),
            mark,
            class,
        }
    });
    let row = &visit.offering.row;
    let dates = row.dates()?;
    let dates = dates::from_to(t, dates.starts_on, dates.ends_on);
    let above = format!("{} · {dates}", visit.course());
    let page = visit
        .frame
        .page(t.enrol_review_title())
        .above(above)
        .lead(t.enrol_review_lead())
        .at(Place::Courses);
    let page = if faults.is_empty() {
        page
    } else {
        page.faulty()
    };
    Ok(page.show(&Review {
        q: visit.asked(faults),
        lines: lines(visit, false).await?,
        optional: lines(visit, true).await?,
        rules: rules.collect(),
        standing: match standing.standing {
            Standing::Eligible => t.enrol_standing_eligible(),
            Standing::Conditional { .. } => t.enrol_standing_conditional(),
            Standing::NotEligible => t.enrol_standing_not(),
        },
        eligible: standing.standing == Standing::Eligible,
        may_insist: standing.standing == Standing::NotEligible,
        insists,
        places: match visit.way() {
            Some(way) => way::rules(t, way)?,
            None => Vec::new(),
        },
        key: &visit.draft.key,
    }))
}

#[handler]
pub(super) async fn show(
    app: Data<&App>,
    offering: Path<String>,
    frame: Frame,
    signed: SignedIn,
    request: &Request,
) -> Response {
    let visit = Visit::load(&app, &frame, &signed, &offering, request.headers()).await;
    let shown = match visit {
        Ok(Ok(visit)) => match visit.missing() {
            Some(step) => Ok(see(&visit.address(step.path()))),
            None => page(&visit, false, Vec::new()).await,
        },
        Ok(Err(stop)) => Ok(stop.page(&app, &frame)),
        Err(error) => Err(error),
    };
    shown.unwrap_or_else(|error| error::page(&frame, error))
}
