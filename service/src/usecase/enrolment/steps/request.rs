//! What a step is asked for with, and looking it through.

use crate::{
    error::{Result, Text},
    usecase::validate::Faults,
};
use jiff::civil::Date;
use samverkan_domain::{application::Command, limits, person::Language, term::TermCode};
use serde::{Deserialize, Serialize};

/// Which step is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Not eligible, or cannot be admitted for another reason.
    Refuse,
    /// Struken.
    Strike,
    /// Anstånd: the place is kept for a later term.
    Defer,
    /// Anstånd is refused; the place stays.
    RefuseDeferral,
    /// Never turned up.
    MarkNotStarted,
    /// All of the course is passed.
    Complete,
}

/// What is asked for. What a step has no use for must be left out.
#[derive(Debug, Clone)]
pub struct StepRequest {
    pub step: StepKind,
    /// Sentences for the person: needed for every decision.
    pub reasons: Vec<String>,
    /// The same in English, or none; then they stand as they are for those who read English too.
    pub reasons_en: Vec<String>,
    /// Deferral: the term the place is kept for.
    pub until_term: Option<String>,
    /// Completion: the day of the last passed result. Today, if nothing is said.
    pub on: Option<Date>,
    /// Refusal: whether it is about eligibility, which can be appealed. Yes, if nothing is said.
    pub about_eligibility: Option<bool>,
    pub diarienummer: Option<String>,
}

/// Most reasons in one decision.
const REASONS: usize = 20;

impl StepKind {
    pub(super) fn command(self) -> Command {
        match self {
            Self::Refuse => Command::Refuse,
            Self::Strike => Command::Strike,
            // Deferral is refused to those to whom it could have been granted.
            Self::Defer | Self::RefuseDeferral => Command::Defer,
            Self::MarkNotStarted => Command::MarkNotStarted,
            Self::Complete => Command::Complete,
        }
    }

    /// The outcome of the decision that the step is; the last two are observations.
    pub(super) fn outcome(self) -> Option<&'static str> {
        match self {
            Self::Refuse => Some("refused"),
            Self::Strike => Some("struck"),
            Self::Defer => Some("deferred"),
            Self::RefuseDeferral => Some("deferral_refused"),
            Self::MarkNotStarted | Self::Complete => None,
        }
    }

    pub(super) fn action(self) -> &'static str {
        match self {
            Self::Refuse => "application.refused",
            Self::Strike => "application.struck",
            Self::Defer => "application.deferred",
            Self::RefuseDeferral => "application.deferral_refused",
            Self::MarkNotStarted => "application.not_started",
            Self::Complete => "application.completed",
        }
    }
}

/// A request that has been looked through.
pub(super) struct Wanted {
    pub step: StepKind,
    /// One after the other, in both languages.
    pub reasons: Vec<Text>,
    pub until_term: Option<TermCode>,
    pub on: Option<Date>,
    pub about_eligibility: bool,
    pub diarienummer: Option<String>,
}

impl StepRequest {
    pub(super) fn checked(self) -> Result<Wanted> {
        let mut faults = Faults::default();
        let step = self.step;
        let reasons = reasons(&mut faults, &self.reasons, &self.reasons_en);
        if step.outcome().is_some() && reasons.is_empty() {
            let (sv, en) = ("Ett beslut måste ha skäl.", "A decision must have reasons.");
            faults.add("/reasons", "required", sv, en);
        }
        if reasons.len() > REASONS {
            let (sv, en) = ("Högst 20 skäl får plats.", "At most 20 reasons fit.");
            faults.add("/reasons", "too-long", sv, en);
        }
        let only = [
            (
                "/until_term",
                self.until_term.is_some(),
                step == StepKind::Defer,
            ),
            ("/on", self.on.is_some(), step == StepKind::Complete),
            (
                "/about_eligibility",
                self.about_eligibility.is_some(),
                step == StepKind::Refuse,
            ),
        ];
        for (pointer, given, wanted) in only {
            if given && !wanted {
                let (sv, en) = (
                    "Hör inte till det här steget.",
                    "Does not belong to this step.",
                );
                faults.add(pointer, "not-for-this-step", sv, en);
            }
        }
        let until_term = self.until_term.as_deref().map(str::parse::<TermCode>);
        match (&until_term, step) {
            (None, StepKind::Defer) => {
                let (sv, en) = ("Ange till vilken termin.", "Say until which term.");
                faults.add("/until_term", "required", sv, en);
            }
            (Some(Err(problem)), _) => {
                let (sv, en) = (
                    problem.sentence(Language::Sv),
                    problem.sentence(Language::En),
                );
                faults.add("/until_term", "not-a-term", sv, en);
            }
            _ => {}
        }
        let diarienummer = faults.optional_line("/diarienummer", self.diarienummer.as_deref(), 60);
        faults.finish()?;
        Ok(Wanted {
            step,
            reasons,
            until_term: until_term.and_then(std::result::Result::ok),
            on: self.on,
            about_eligibility: self.about_eligibility.unwrap_or(true),
            diarienummer,
        })
    }
}

/// Reasons in both languages: typed once, or once in each.
fn reasons(faults: &mut Faults, sv: &[String], en: &[String]) -> Vec<Text> {
    if !en.is_empty() && en.len() != sv.len() {
        faults.add(
            "/reasons_en",
            "not-as-many",
            "Ange lika många skäl på engelska som på svenska, eller inga.",
            "Give as many reasons in English as in Swedish, or none.",
        );
    }
    let mut line = |field: &str, n: usize, text: &String| {
        faults.line(&format!("/{field}/{n}"), text, limits::TEXT_CHARS)
    };
    let mut both = Vec::with_capacity(sv.len());
    for (n, reason) in sv.iter().enumerate() {
        let sv = line("reasons", n, reason);
        both.push(match en.get(n) {
            Some(reason) => Text::new(sv, line("reasons_en", n, reason)),
            None => Text::typed(sv),
        });
    }
    both
}

impl Wanted {
    /// All the reasons as one text.
    pub(super) fn reason(&self) -> Option<Text> {
        let all = |language| self.reasons_in(language).join(" ");
        (!self.reasons.is_empty()).then(|| Text::new(all(Language::Sv), all(Language::En)))
    }

    pub(super) fn reasons_in(&self, language: Language) -> Vec<String> {
        let in_language = |reason: &Text| reason.in_language(language).to_owned();
        self.reasons.iter().map(in_language).collect()
    }
}
