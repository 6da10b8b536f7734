//! Behörighet: what is known of an applicant, held against what a channel requires.

use super::{
    Caller, Permission,
    catalogue::find_offering,
    channels::find_channel,
    merits::{self, MeritView},
    people,
};
use crate::{
    app::App,
    clock::day,
    error::{Error, Result, Text},
    store::{Tx, catalogue::OfferingRow, merit::HoldingRow, person::PersonRow},
};
use samverkan_domain::{
    admission::{
        ChannelPolicy,
        eligibility::{
            Applicant, Assessment, Finding, Standing, ThisCourse, assess, describe, refusal,
        },
    },
    id::PersonId,
    person::Language,
};

/// Everything requirements ask about, put together from the service's records.
pub fn applicant(
    offering: &OfferingRow,
    person: &PersonRow,
    merits: &MeritView,
    holdings: &[HoldingRow],
) -> Applicant {
    let own = || holdings.iter().filter(|held| held.person_id == person.id);
    let mut packages: Vec<String> = own()
        .filter_map(|held| held.package.clone())
        .filter(|package| offering.package.as_ref() != Some(package))
        .collect();
    packages.sort_unstable();
    packages.dedup();
    Applicant {
        credits_tenths: merits.credits_tenths,
        degrees: merits.degrees.clone(),
        courses_passed: merits.courses.clone(),
        programme: person.programme.clone(),
        employment_known: person.workplace.is_some() || merits.employer.is_some(),
        packages_active: packages,
        term_credits_tenths: own().map(|held| held.credits_tenths).sum(),
        this_course: ThisCourse {
            code: offering.course_code.clone(),
            package: offering.package.clone(),
            credits_tenths: offering.credits_tenths,
        },
        verified: merits.verified_at.is_some(),
    }
}

/// Judges one person against a channel's requirements, today.
pub async fn judge(
    tx: &mut Tx,
    offering: &OfferingRow,
    policy: &ChannelPolicy,
    person: &PersonRow,
    today: jiff::civil::Date,
) -> Result<Assessment> {
    if policy.eligibility.is_empty() {
        return Ok(assess(&[], &Applicant::default(), today));
    }
    let merits = merits::view(tx, person.person()).await?;
    let holdings = tx.holdings(offering.offering(), &[person.id]).await?;
    let applicant = applicant(offering, person, &merits, &holdings);
    Ok(assess(&policy.eligibility, &applicant, today))
}

/// What an application keeps of an assessment: standing, findings, and the condition in words.
#[derive(Debug, Clone)]
pub struct Kept {
    pub standing: &'static str,
    pub findings: Option<String>,
    pub condition: Option<String>,
    pub condition_due_on: Option<String>,
}

/// Puts an assessment into the columns of an application. The condition is written in the
/// person's own language, since it goes into the person's letters.
pub fn kept(assessment: &Assessment, language: Language) -> Result<Kept> {
    let (standing, due) = match assessment.standing {
        Standing::Eligible => ("eligible", None),
        Standing::Conditional { until } => ("conditional", Some(until.to_string())),
        Standing::NotEligible => ("not_eligible", None),
    };
    let open = |finding: &&Finding| matches!(finding.standing, Standing::Conditional { .. });
    let conditions: Vec<String> = assessment
        .findings
        .iter()
        .filter(open)
        .filter_map(|finding| finding.cure(language))
        .collect();
    let findings = (!assessment.findings.is_empty())
        .then(|| serde_json::to_string(&assessment.findings))
        .transpose()
        .map_err(Error::internal)?;
    Ok(Kept {
        standing,
        findings,
        condition: (due.is_some() && !conditions.is_empty()).then(|| conditions.join(" ")),
        condition_due_on: due,
    })
}

/// Why somebody is not eligible, as a refusal of the request.
pub fn not_eligible(findings: &[Finding]) -> Error {
    let reasons = |language| {
        let cures = findings
            .iter()
            .filter(|finding| finding.standing == Standing::NotEligible)
            .filter_map(|finding| finding.cure(language));
        let mut words = refusal(findings, language);
        words.extend(cures);
        words.join(" ")
    };
    Error::refused(
        "not-eligible",
        format!("Du är inte behörig. {}", reasons(Language::Sv)),
        format!("You are not eligible. {}", reasons(Language::En)),
    )
}

/// How somebody stands, with every requirement in words.
#[derive(Debug, Clone)]
pub struct StandingView {
    pub standing: Standing,
    pub findings: Vec<FindingView>,
}

/// One requirement and how it is met.
#[derive(Debug, Clone)]
pub struct FindingView {
    /// What is asked for.
    pub requirement: Text,
    /// `met`, `only_stated`, `unmet` or `unknown`.
    pub met: String,
    pub sentence: Text,
    /// What would help, if anything does.
    pub cure: Option<Text>,
}

/// What somebody is about to state of themselves, and has not yet.
#[derive(Debug, Clone, Default)]
pub struct Supposed {
    pub programme: Option<String>,
    pub workplace: Option<String>,
    pub employer: Option<String>,
    pub credits_tenths: Option<i64>,
}

/// How the caller would stand against a channel's requirements after stating this. What an
/// administrator has verified is not changed by what is stated.
pub async fn suppose(
    app: &App,
    caller: &Caller,
    channel: &str,
    supposed: Supposed,
) -> Result<StandingView> {
    let id = caller.participant()?;
    let mut tx = app.read().await?;
    let channel = find_channel(&mut tx, channel).await?;
    let offering = find_offering(&mut tx, &channel.offering_id.to_string()).await?;
    let row = tx.person(id).await?;
    let mut row = row.ok_or(Error::NotFound { what: "person" })?;
    row.programme = supposed.programme;
    row.workplace = supposed.workplace;
    let mut merits = merits::view(&mut tx, id).await?;
    if merits.verified_at.is_none() {
        merits.employer = supposed.employer;
        merits.credits_tenths = supposed.credits_tenths;
    }
    let holdings = tx.holdings(offering.offering(), &[row.id]).await?;
    let applicant = applicant(&offering, &row, &merits, &holdings);
    let today = day(app.clock.now());
    let assessment = assess(&channel.policy()?.eligibility, &applicant, today);
    Ok(StandingView {
        standing: assessment.standing,
        findings: assessment.findings.iter().map(finding_view).collect(),
    })
}

/// How a person stands against a channel's requirements before, or after, applying: oneself, or
/// somebody the caller may see.
pub async fn preview(
    app: &App,
    caller: &Caller,
    channel: &str,
    person: Option<PersonId>,
) -> Result<StandingView> {
    let mut tx = app.read().await?;
    let id = match (caller, person) {
        (Caller::Participant { person: own, .. }, None) => *own,
        (Caller::Participant { person: own, .. }, Some(asked)) if *own == asked => asked,
        (Caller::Participant { .. }, _) => return Err(Error::NotFound { what: "person" }),
        (_, asked) => {
            caller.require(Permission::ReadPeople)?;
            asked.ok_or(Error::Forbidden)?
        }
    };
    let channel = find_channel(&mut tx, channel).await?;
    let offering = find_offering(&mut tx, &channel.offering_id.to_string()).await?;
    let row = tx.person(id).await?;
    let row = row
        .filter(|row| people::sees(caller, row))
        .ok_or(Error::NotFound { what: "person" })?;
    let today = day(app.clock.now());
    let assessment = judge(&mut tx, &offering, &channel.policy()?, &row, today).await?;
    Ok(StandingView {
        standing: assessment.standing,
        findings: assessment.findings.iter().map(finding_view).collect(),
    })
}

pub fn finding_view(finding: &Finding) -> FindingView {
    let both = |say: &dyn Fn(Language) -> String| Text::new(say(Language::Sv), say(Language::En));
    let cure = finding
        .cure(Language::Sv)
        .zip(finding.cure(Language::En))
        .map(|(sv, en)| Text::new(sv, en));
    FindingView {
        requirement: both(&|language| describe(&finding.requirement, language)),
        met: crate::store::as_word(finding.met),
        sentence: both(&|language| finding.sentence(language)),
        cure,
    }
}
