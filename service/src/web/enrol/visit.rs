//! What every page of an application knows.

use super::{
    CHANGE, ENROL, REVIEW,
    demand::{about_credits, about_work},
    draft::Draft,
    step::Step,
    stop::Stop,
};
use crate::{
    app::App,
    error::{FieldError, Result},
    texts::Texts,
    usecase::{
        Caller,
        catalogue::{self, OfferingView},
        channels::ChannelView,
        cohorts,
        enrolment::{self, ApplicationView, ListRequest},
        sign_in::Signed,
    },
    web::{
        form::CSRF,
        frame::Frame,
        meeting::both_ways,
        page::{Page, Place},
        places::takes_applications,
    },
};
use poem::http::HeaderMap;
use samverkan_domain::{admission::ChannelPolicy, application::ApplicationState};

/// What is wrong with an answer: the field's id, and the words.
pub(super) type Fault = (String, String);

pub(super) struct Visit<'a> {
    pub(super) app: &'a App,
    pub(super) frame: &'a Frame,
    pub(super) caller: Caller,
    pub(super) offering: OfferingView,
    /// Where in the offering's channels the open ones are.
    pub(super) open: Vec<usize>,
    pub(super) draft: Draft,
    /// Something is changed that was answered before.
    pub(super) change: bool,
    /// There are cohorts already: wishes about them come too late.
    divided: bool,
    /// What others write to name the caller in a wish.
    pub(super) company_code: String,
    /// The address of a calendar that was typed just now.
    pub(super) calendar: String,
    /// The workplace that was chosen just now, as the form says it.
    pub(super) workplace: Option<String>,
}

/// What every form has.
pub(super) struct Asked<'a> {
    pub(super) t: Texts,
    pub(super) csrf: &'a str,
    pub(super) csrf_field: &'static str,
    pub(super) change_field: &'static str,
    pub(super) change: bool,
    pub(super) faults: Vec<Fault>,
}

impl Asked<'_> {
    /// What is wrong with a field.
    pub(super) fn wrong(&self, id: &str) -> Option<&str> {
        let fault = self.faults.iter().find(|(field, _)| field == id)?;
        Some(&fault.1)
    }
}

/// The latest application of the caller to an offering, and whether it still stands.
pub(super) async fn latest(
    app: &App,
    caller: &Caller,
    offering: &str,
) -> Result<Option<(ApplicationView, bool)>> {
    let wanted = ListRequest {
        offering: Some(offering.to_owned()),
        limit: 100,
        ..ListRequest::default()
    };
    let stands = |view: &ApplicationView| {
        ApplicationState::parse(&view.row.state).is_some_and(ApplicationState::is_active)
    };
    let all = enrolment::list(app, caller, wanted).await?.items;
    let found = all.into_iter().map(|view| (stands(&view), view));
    let found = found.max_by_key(|(stands, view)| (*stands, view.row.created_at.0, view.row.id));
    Ok(found.map(|(stands, view)| (view, stands)))
}

impl<'a> Visit<'a> {
    /// Everything; or why nobody can apply here now.
    pub(super) async fn load(
        app: &'a App,
        frame: &'a Frame,
        signed: &Signed,
        code: &str,
        headers: &HeaderMap,
    ) -> Result<std::result::Result<Self, Stop>> {
        let offering = catalogue::offering(app, code).await?;
        let caller = signed.caller();
        if let Some((_, true)) = latest(app, &caller, &offering.row.code).await? {
            return Ok(Err(Stop::Applied(offering)));
        }
        let now = app.clock.now();
        let channels = offering.channels.iter().enumerate();
        let open: Vec<usize> = channels
            .filter(|(_, channel)| takes_applications(channel, now))
            .map(|(at, _)| at)
            .collect();
        if open.is_empty() {
            return Ok(Err(Stop::NotOpen(offering)));
        }
        let kept = Draft::read(app, headers, signed.person.0, &offering.row.code);
        let mut draft = match kept {
            Some(draft) => draft,
            None => Draft::begin(app, &caller, &offering.row.code).await?,
        };
        let code_of = |at: &usize| &*offering.channels[*at].row.code;
        match &*open {
            [only] => draft.channel = code_of(only).to_owned(),
            several => {
                if !several.iter().any(|at| code_of(at) == draft.channel) {
                    draft.channel.clear();
                    draft.done.remove(&Step::Way);
                }
            }
        }
        let company = cohorts::my_company(app, &caller, &offering.row.code).await?;
        if draft.done.is_empty() {
            (draft.company, draft.without) = (company.wish.with, company.wish.without);
        }
        Ok(Ok(Self {
            divided: company.divided,
            company_code: company.code,
            app,
            frame,
            caller,
            offering,
            open,
            draft,
            change: false,
            calendar: String::new(),
            workplace: None,
        }))
    }

    pub(super) fn t(&self) -> Texts {
        self.frame.t
    }

    pub(super) fn code(&self) -> &str {
        &self.offering.row.code
    }

    pub(super) fn course(&self) -> &str {
        let row = &self.offering.row;
        self.t().of(&row.title_sv, &row.title_en)
    }

    pub(super) fn open(&self) -> impl Iterator<Item = &ChannelView> {
        self.open.iter().map(|at| &self.offering.channels[*at])
    }

    /// The way that is chosen.
    pub(super) fn way(&self) -> Option<&ChannelView> {
        self.open().find(|way| way.row.code == self.draft.channel)
    }

    pub(super) fn policy(&self) -> Result<ChannelPolicy> {
        let policy = self.way().map(|way| way.row.policy());
        Ok(policy.transpose()?.unwrap_or_default())
    }

    /// Whether a question is asked at all.
    pub(super) fn asks(&self, step: Step) -> bool {
        match step {
            Step::Way => self.open.len() > 1,
            Step::Company => !self.divided,
            Step::Workplace => self.may_work(),
            Step::Studies => self.policy().is_ok_and(|policy| {
                policy.selects() || policy.eligibility.iter().any(about_credits)
            }),
            _ => true,
        }
    }

    /// Whether a workplace means anything: the reader has a profession or may have, has said where
    /// before, or the way demands it.
    fn may_work(&self) -> bool {
        let draft = &self.draft;
        let studies_only = draft.done.contains(&Step::Person) && draft.profession.is_empty();
        let said = !draft.workplace.is_empty() || !draft.employer.is_empty();
        let demanded = || {
            self.policy()
                .is_ok_and(|policy| policy.eligibility.iter().any(about_work))
        };
        !studies_only || said || demanded()
    }

    /// Whether one can choose to meet on campus or at a distance.
    pub(super) fn has_both_ways(&self) -> bool {
        both_ways(&self.offering.row.teaching)
    }

    pub(super) fn address(&self, last: &str) -> String {
        format!("{ENROL}{}/{last}", self.code())
    }

    /// The questions that everybody answers here, in order.
    fn needed(&self) -> impl Iterator<Item = Step> {
        let all = Step::ALL.into_iter();
        all.filter(|step| !step.is_optional() && self.asks(*step))
    }

    /// Where an answer leads: to the next question, or to the look at all of them.
    pub(super) fn after(&self, step: Step) -> String {
        let next = self.needed().find(|other| *other > step);
        match next.filter(|_| !self.change) {
            Some(next) => self.address(next.path()),
            None => self.address(REVIEW),
        }
    }

    /// The first question without an answer.
    pub(super) fn missing(&self) -> Option<Step> {
        self.needed().find(|step| !self.draft.done.contains(step))
    }

    /// The page of a question.
    pub(super) fn page(&self, step: Step, title: &'a str, faults: &[Fault]) -> Page<'a> {
        let t = self.t();
        let needed: Vec<Step> = self.needed().collect();
        let at = needed.iter().take_while(|one| **one < step).count();
        let back = match at.checked_sub(1).and_then(|before| needed.get(before)) {
            _ if self.change || step.is_optional() => self.address(REVIEW),
            Some(before) => self.address(before.path()),
            None => format!("/kurser/{}", self.code()),
        };
        let (number, of) = ((at + 1).to_string(), needed.len().to_string());
        let above = match step.is_optional() {
            true => t.enrol_optional().to_owned(),
            false if self.draft.done.contains(&Step::Person) => t.enrol_question(number, of),
            // Who studies only will not be asked where they work.
            false => t.enrol_question_most(number, of),
        };
        let page = self
            .frame
            .page(title)
            .above(above)
            .up(back, t.enrol_back())
            .at(Place::Courses);
        match faults {
            [] => page,
            _ => page.faulty(),
        }
    }

    pub(super) fn asked(&self, faults: Vec<Fault>) -> Asked<'a> {
        Asked {
            t: self.t(),
            csrf: self.frame.visitor.csrf.as_deref().unwrap_or_default(),
            csrf_field: CSRF,
            change_field: CHANGE,
            change: self.change,
            faults,
        }
    }

    /// What use cases say of fields, at the fields: `/given_name` is that of the id `given_name`.
    pub(super) fn faults(&self, faults: &[FieldError]) -> Vec<Fault> {
        let language = self.frame.language();
        // One of a list goes by the list's name and its number.
        let id = |pointer: &str| {
            let mut parts = pointer.rsplit('/');
            let last = parts.next().unwrap_or_default();
            match parts.next() {
                Some(list) if last.parse::<usize>().is_ok() => format!("{list}-{last}"),
                _ => last.to_owned(),
            }
        };
        let faults = faults.iter();
        faults
            .map(|fault| {
                (
                    id(&fault.pointer),
                    fault.text.in_language(language).to_owned(),
                )
            })
            .collect()
    }
}

/// An answer that will not do.
pub(super) fn wrong<S: Into<String>>(id: &str, say: impl Fn(Texts) -> S) -> FieldError {
    FieldError::new(format!("/{id}"), "required", Texts::both(say))
}
