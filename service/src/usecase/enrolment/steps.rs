//! Steps that an administrator takes by decision: refusing, striking, deferral, and what is found
//! out at the roll-call and at the end.

use super::{
    ApplicationView, course_title, lock, not_possible, save,
    shared::{Ruling, leave, offering_of, person_of, rule},
    view,
};
use crate::{
    app::App,
    clock::day,
    error::{Error, Result, Text},
    mail::Letter,
    store::{Tx, application::ApplicationRow},
    usecase::{Caller, Permission, Seen, letters, validate::Faults},
};
use jiff::civil::Date;
use samverkan_domain::{
    application::{Command, transition},
    fact::Fact,
    id::ApplicationId,
    limits,
    person::Language,
    term::TermCode,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

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
    fn command(self) -> Command {
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
    fn outcome(self) -> Option<&'static str> {
        match self {
            Self::Refuse => Some("refused"),
            Self::Strike => Some("struck"),
            Self::Defer => Some("deferred"),
            Self::RefuseDeferral => Some("deferral_refused"),
            Self::MarkNotStarted | Self::Complete => None,
        }
    }

    fn action(self) -> &'static str {
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
struct Wanted {
    step: StepKind,
    /// One after the other, in both languages.
    reasons: Vec<Text>,
    until_term: Option<TermCode>,
    on: Option<Date>,
    about_eligibility: bool,
    diarienummer: Option<String>,
}

impl StepRequest {
    fn checked(self) -> Result<Wanted> {
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
    fn reason(&self) -> Option<Text> {
        let all = |language| self.reasons_in(language).join(" ");
        (!self.reasons.is_empty()).then(|| Text::new(all(Language::Sv), all(Language::En)))
    }

    fn reasons_in(&self, language: Language) -> Vec<String> {
        let in_language = |reason: &Text| reason.in_language(language).to_owned();
        self.reasons.iter().map(in_language).collect()
    }
}

/// Takes a step, if the table of the life cycle has it: decision, trace and letter in one.
pub async fn take(
    app: &App,
    caller: &Caller,
    id: ApplicationId,
    seen: Seen,
    request: StepRequest,
) -> Result<ApplicationView> {
    caller.require(Permission::EditPeople)?;
    let wanted = request.checked()?;
    let mut tx = app.write(caller).await?;
    let mut row = lock(&mut tx, caller, id).await?;
    seen.require(row.revision)?;
    let before = row.state()?;
    let mut to = transition(before, wanted.step.command()).map_err(not_possible)?;
    let mut passed_on = None;
    match wanted.step {
        StepKind::RefuseDeferral => to = before,
        StepKind::Defer => row.deferred_to = wanted.until_term.map(|term| term.to_string()),
        StepKind::Complete => passed_on = Some(complete(&mut tx, id, wanted.on).await?),
        _ => {}
    }
    save(&mut tx, &mut row, to).await?;
    let reason = wanted.reason();
    if let Some(outcome) = wanted.step.outcome() {
        let ruling = Ruling {
            outcome,
            reason: reason.clone(),
            diarienummer: wanted.diarienummer.clone(),
        };
        rule(app, &mut tx, caller, &row, ruling).await?;
    }
    let left = if to.is_active() {
        0
    } else {
        leave(app, &mut tx, &row, before).await?
    };
    tx.record(
        Fact::new(wanted.step.action(), "application", row.id)
            .before(json!({ "state": before }))
            .after(json!({
                "state": to, "diarienummer": wanted.diarienummer, "cohorts_left": left,
                "until_term": row.deferred_to, "passed_on": passed_on,
            }))
            .reason(reason.map(|reason| reason.sv)),
    );
    tell(app, &mut tx, &row, &wanted).await?;
    let view = view(&mut tx, caller, row, true).await?;
    app.commit(tx).await?;
    Ok(view)
}

/// Notes the result, on a day between registration and today.
async fn complete(tx: &mut Tx, id: ApplicationId, on: Option<Date>) -> Result<Date> {
    let today = day(tx.now());
    let on = on.unwrap_or(today);
    let registration = tx.registration(id).await?;
    let registration = registration.ok_or(Error::NotFound {
        what: "registration",
    })?;
    if on > today || on < registration.registered_on()? {
        let first = registration.registered_on;
        return Err(Error::invalid(
            "/on",
            "out-of-range",
            format!("Ange en dag från registreringen {first} till i dag, {today}."),
            format!("Give a day from the registration on {first} to today, {today}."),
        ));
    }
    tx.set_passed_on(id, on).await?;
    Ok(on)
}

/// Writes to the person. Results are told by the university's own system.
async fn tell(app: &App, tx: &mut Tx, row: &ApplicationRow, wanted: &Wanted) -> Result<()> {
    let (person, offering) = (person_of(tx, row).await?, offering_of(tx, row).await?);
    let course = course_title(&offering, &person);
    let offering_code = offering.code;
    let reference = wanted
        .diarienummer
        .clone()
        .unwrap_or_else(|| row.id.to_string());
    let language = letters::language_of(&person);
    let reasons = wanted.reasons_in(language);
    let letter = match wanted.step {
        StepKind::Refuse => Letter::NotAdmitted {
            reference,
            course,
            offering_code,
            reasons,
            how_to_appeal: wanted.about_eligibility,
        },
        StepKind::Strike => Letter::Struck {
            reference,
            course,
            offering_code,
            reason: reasons.join(" "),
        },
        StepKind::Defer | StepKind::RefuseDeferral => Letter::DeferralDecided {
            reference,
            course,
            offering_code,
            granted: wanted.step == StepKind::Defer,
            until_term: wanted.until_term.map(|term| term.name(language)),
            reasons,
        },
        StepKind::MarkNotStarted => Letter::NotStarted {
            reference,
            course,
            offering_code,
        },
        StepKind::Complete => return Ok(()),
    };
    letters::enqueue(app, tx, row.person(), &letter).await
}
