//! Judging one person against all requirements.

use super::{Applicant, Requirement};
use crate::{person::Language, text::fold_name};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How a person stands, from worst to best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Standing {
    /// Obehörig.
    NotEligible,
    /// Villkorligt behörig. `until` is the first day on which something must have been shown, that
    /// day included; a later day is better.
    Conditional { until: Date },
    /// Behörig.
    Eligible,
}

/// How far one requirement is met, from worst to best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Met {
    /// The fact it asks about is missing.
    Unknown,
    Unmet,
    /// The person says so, but has not shown it.
    OnlyStated,
    Met,
}

/// What the person has of what is asked for, kept so that a finding can be put into words later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Have {
    Nothing,
    /// Credits in tenths: completed, or in the term with this course.
    Credits {
        tenths: i64,
    },
    /// The programme, or the other packages.
    Codes {
        codes: Vec<String>,
    },
}

/// What was found about one requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// JSON pointer into the list of requirements: `/0`, `/2/of/1`.
    pub pointer: String,
    pub requirement: Requirement,
    pub met: Met,
    pub have: Have,
    /// What the person would be if this were the only requirement.
    pub standing: Standing,
    /// The findings within a group; empty for a leaf.
    pub parts: Vec<Finding>,
}

impl Finding {
    /// The last day on which the requirement may be met or shown.
    pub fn due(&self) -> Option<Date> {
        self.requirement.due()
    }

    /// It could have been met or shown later, but the day has passed.
    pub(super) fn too_late(&self) -> bool {
        self.due().is_some() && self.standing == Standing::NotEligible && self.curable()
    }

    /// Time or a document can help.
    pub(super) fn curable(&self) -> bool {
        !(self.met == Met::Unmet && matches!(self.requirement, Requirement::CourseNotPassed { .. }))
    }
}

/// The outcome for one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    pub standing: Standing,
    /// One for each requirement and each choice, in the order of the list; `all_of` is opened.
    pub findings: Vec<Finding>,
}

/// Judges every requirement, never stopping at the first. `today` is the day in Sweden.
pub fn assess(requirements: &[Requirement], applicant: &Applicant, today: Date) -> Assessment {
    let mut findings = Vec::new();
    collect(requirements, "", applicant, today, &mut findings);
    let worst = findings.iter().map(|finding| finding.standing).min();
    Assessment {
        standing: worst.unwrap_or(Standing::Eligible),
        findings,
    }
}

/// The reasons of a written refusal: one for each requirement that makes the person not eligible.
pub fn refusal(findings: &[Finding], language: Language) -> Vec<String> {
    findings
        .iter()
        .filter(|finding| finding.standing == Standing::NotEligible)
        .map(|finding| finding.sentence(language))
        .collect()
}

fn collect(
    requirements: &[Requirement],
    prefix: &str,
    applicant: &Applicant,
    today: Date,
    findings: &mut Vec<Finding>,
) {
    for (index, requirement) in requirements.iter().enumerate() {
        let pointer = format!("{prefix}/{index}");
        match requirement {
            Requirement::AllOf { of } => {
                collect(of, &format!("{pointer}/of"), applicant, today, findings);
            }
            _ => findings.push(judge(requirement, pointer, applicant, today)),
        }
    }
}

fn judge(
    requirement: &Requirement,
    pointer: String,
    applicant: &Applicant,
    today: Date,
) -> Finding {
    let parts: Vec<Finding> = match requirement {
        Requirement::AllOf { of } | Requirement::AnyOf { of } => of
            .iter()
            .enumerate()
            .map(|(index, part)| judge(part, format!("{pointer}/of/{index}"), applicant, today))
            .collect(),
        _ => Vec::new(),
    };
    let (met, have) = measure(requirement, applicant, &parts);
    let mut finding = Finding {
        pointer,
        requirement: requirement.clone(),
        met,
        have,
        standing: Standing::NotEligible,
        parts,
    };
    finding.standing = weigh(&finding, today);
    finding
}

/// A list is worth its worst, a choice its best; a leaf by what is met, and by the day.
fn weigh(finding: &Finding, today: Date) -> Standing {
    let parts = finding.parts.iter().map(|part| part.standing);
    match (&finding.requirement, finding.met, finding.due()) {
        (Requirement::AllOf { .. }, ..) => parts.min().unwrap_or(Standing::Eligible),
        (Requirement::AnyOf { .. }, ..) => parts.max().unwrap_or(Standing::NotEligible),
        (_, Met::Met, _) | (_, Met::OnlyStated, None) => Standing::Eligible,
        (_, _, Some(due)) if due >= today && finding.curable() => {
            Standing::Conditional { until: due }
        }
        _ => Standing::NotEligible,
    }
}

fn measure(requirement: &Requirement, applicant: &Applicant, parts: &[Finding]) -> (Met, Have) {
    // Facts a person brings count as shown only if they are.
    let brought = |holds: bool| match (holds, applicant.verified) {
        (true, true) => Met::Met,
        (true, false) => Met::OnlyStated,
        (false, _) => Met::Unmet,
    };
    let kept = |holds: bool| if holds { Met::Met } else { Met::Unmet };
    match requirement {
        Requirement::MinCredits { tenths, .. } => match applicant.credits_tenths {
            Some(has) => (brought(has >= *tenths), Have::Credits { tenths: has }),
            None => (Met::Unknown, Have::Nothing),
        },
        Requirement::Programme { any_of, .. } => match &applicant.programme {
            Some(code) => (brought(contains(any_of, code)), codes([code])),
            None => (Met::Unknown, Have::Nothing),
        },
        Requirement::Degree { .. } if applicant.degrees.is_empty() => (Met::Unknown, Have::Nothing),
        Requirement::Degree { any_of, .. } => {
            let holds = applicant.degrees.iter().any(|has| contains(any_of, has));
            (brought(holds), codes(&applicant.degrees))
        }
        Requirement::Employment { .. } if applicant.employment_known => {
            (brought(true), Have::Nothing)
        }
        Requirement::Employment { .. } => (Met::Unknown, Have::Nothing),
        Requirement::CoursePassed { code, .. } => (
            brought(contains(&applicant.courses_passed, code)),
            Have::Nothing,
        ),
        Requirement::CourseNotPassed { code, .. } => (
            brought(!contains(&applicant.courses_passed, code)),
            Have::Nothing,
        ),
        Requirement::OnePackageAtATime { .. } => {
            let others = other_packages(applicant);
            (kept(others.is_empty()), codes(others))
        }
        Requirement::TermLoad { max_tenths, .. } => {
            let this = applicant.this_course.credits_tenths;
            let tenths = applicant.term_credits_tenths.saturating_add(this);
            (kept(tenths <= *max_tenths), Have::Credits { tenths })
        }
        Requirement::AllOf { .. } => {
            let worst = parts.iter().map(|part| part.met).min();
            (worst.unwrap_or(Met::Met), Have::Nothing)
        }
        Requirement::AnyOf { .. } => {
            let best = parts.iter().map(|part| (part.standing, part.met)).max();
            (best.map_or(Met::Unmet, |(_, met)| met), Have::Nothing)
        }
    }
}

/// Packages that stand in the way of another. None does for a course outside packages.
fn other_packages(applicant: &Applicant) -> Vec<&String> {
    let Some(own) = &applicant.this_course.package else {
        return Vec::new();
    };
    let packages = applicant.packages_active.iter();
    packages.filter(|package| !same(package, own)).collect()
}

fn codes<'a>(codes: impl IntoIterator<Item = &'a String>) -> Have {
    Have::Codes {
        codes: codes.into_iter().cloned().collect(),
    }
}

fn contains(list: &[String], wanted: &str) -> bool {
    list.iter().any(|entry| same(entry, wanted))
}

/// Equal however capitalised and punctuated. Nothing equals an empty name.
fn same(one: &str, other: &str) -> bool {
    let key = fold_name(one);
    !key.is_empty() && key == fold_name(other)
}
