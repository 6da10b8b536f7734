//! Everything an administrator declares about a channel, as one JSON object.

use super::{
    eligibility::{self, Requirement},
    policy::{Method, Policy},
};
use crate::{course::ChannelKind, person::Language};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Longest time to answer (working hours): 60 working days.
const MOST_HOURS: i64 = 540;

/// Time to say yes or no, counted in working hours
/// ([`super::working_time::WorkingHours`]): a working day has nine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerTime {
    pub working_hours: i64,
}

impl AnswerTime {
    pub fn minutes(self) -> i64 {
        self.working_hours.saturating_mul(60)
    }
}

/// How reserves are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CallPolicy {
    pub working_hours: i64,
    /// Last day on which anybody is called: normally the first week of the course.
    pub until: Option<Date>,
    /// The service calls the next as soon as a seat comes free; otherwise an administrator does.
    pub automatic: bool,
}

impl Default for CallPolicy {
    fn default() -> Self {
        Self {
            working_hours: 18,
            until: None,
            automatic: false,
        }
    }
}

impl CallPolicy {
    pub fn minutes(self) -> i64 {
        self.working_hours.saturating_mul(60)
    }
}

/// How nominations of an employer are approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NominationPolicy {
    /// The head (or the head's deputy) must say yes before a named person gets a place.
    pub approval: bool,
    /// Time for the head to answer.
    pub working_hours: i64,
}

impl Default for NominationPolicy {
    fn default() -> Self {
        Self {
            approval: false,
            working_hours: 90,
        }
    }
}

impl NominationPolicy {
    pub fn minutes(self) -> i64 {
        self.working_hours.saturating_mul(60)
    }
}

/// The rules of a channel. `{}`: first come, first served; nothing required; no answer asked for;
/// reserves are called by hand with two working days to answer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ChannelPolicy {
    /// Method, överintag and groups.
    pub selection: Policy,
    /// Behörighetskrav: all must be met.
    pub eligibility: Vec<Requirement>,
    /// Svarskrav: who is admitted here, in whichever way, must say yes within this time. Absent: no
    /// answer is needed. (What the national system has admitted is answered there.)
    pub answer: Option<AnswerTime>,
    pub calls: CallPolicy,
    pub nomination: NominationPolicy,
}

/// What is wrong with a policy, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyProblem {
    /// JSON pointer (RFC 6901) into the policy.
    pub pointer: String,
    pub sv: String,
    pub en: String,
}

impl ChannelPolicy {
    /// Whether places are given by a selection after the window has closed.
    pub fn selects(&self) -> bool {
        self.selection.method != Method::FirstCome
    }

    /// Everything that is wrong with the policy for a channel of this kind.
    pub fn problems(&self, kind: ChannelKind, seats: i64) -> Vec<PolicyProblem> {
        let mut problems: Vec<PolicyProblem> = Vec::new();
        for fault in self.selection.validate(seats) {
            problems.push(PolicyProblem {
                pointer: format!("/selection{}", fault.pointer),
                sv: fault.sentence(Language::Sv),
                en: fault.sentence(Language::En),
            });
        }
        for fault in eligibility::validate(&self.eligibility) {
            problems.push(PolicyProblem {
                pointer: format!("/eligibility{}", fault.pointer),
                sv: fault.sentence(Language::Sv),
                en: fault.sentence(Language::En),
            });
        }
        let hours = [
            (
                "/answer/working_hours",
                self.answer.map(|a| a.working_hours),
            ),
            ("/calls/working_hours", Some(self.calls.working_hours)),
            (
                "/nomination/working_hours",
                Some(self.nomination.working_hours),
            ),
        ];
        for (pointer, hours) in hours {
            if hours.is_some_and(|hours| !(1..=MOST_HOURS).contains(&hours)) {
                problems.push(PolicyProblem {
                    pointer: pointer.to_owned(),
                    sv: format!("Ange 1–{MOST_HOURS} arbetstimmar; en arbetsdag har nio."),
                    en: format!("Give 1–{MOST_HOURS} working hours; a working day has nine."),
                });
            }
        }
        problems.extend(self.misplaced(kind));
        problems
    }

    /// What is declared but can have no effect in a channel of this kind.
    fn misplaced(&self, kind: ChannelKind) -> Option<PolicyProblem> {
        if kind != ChannelKind::Open && self.selects() {
            return Some(PolicyProblem {
                pointer: "/selection/method".to_owned(),
                sv: "Lottning och rangordning görs bara i öppna kanaler; i de andra avgörs platserna någon annanstans.".to_owned(),
                en: "Lottery and ranking are for open channels; in the others places are decided elsewhere.".to_owned(),
            });
        }
        (kind != ChannelKind::Employer && self.nomination.approval).then(|| PolicyProblem {
            pointer: "/nomination/approval".to_owned(),
            sv: "Chefens godkännande gäller bara arbetsgivarkanaler.".to_owned(),
            en: "The head's approval is for employers' channels only.".to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<ChannelPolicy, serde_json::Error> {
        serde_json::from_str(json)
    }

    #[test]
    fn nothing_declared_is_first_come() {
        let policy = read("{}").unwrap();
        assert!(!policy.selects());
        assert!(policy.problems(ChannelKind::Open, 10).is_empty());
        assert_eq!(
            read(&serde_json::to_string(&policy).unwrap()).unwrap(),
            policy
        );
    }

    #[test]
    fn unknown_words_are_refused() {
        assert!(read(r#"{"eligibilty": []}"#).is_err());
        assert!(read(r#"{"calls": {"hours": 3}}"#).is_err());
    }

    #[test]
    fn every_problem_is_named_with_its_place() {
        let policy = read(
            r#"{"selection": {"method": "lottery", "overbook": -1},
                "eligibility": [{"rule": "any_of", "of": []}],
                "answer": {"working_hours": 0}}"#,
        )
        .unwrap();
        let found = policy.problems(ChannelKind::Employer, 10);
        let pointers: Vec<&str> = found.iter().map(|p| p.pointer.as_str()).collect();
        assert_eq!(
            pointers,
            [
                "/selection/overbook",
                "/eligibility/0/of",
                "/answer/working_hours",
                "/selection/method",
            ]
        );
    }
}
