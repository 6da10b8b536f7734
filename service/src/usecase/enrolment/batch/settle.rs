//! Writing down what was decided: application, decision, fact, letter; one statement a table.

use super::{
    super::{apply::Receipt, channel_title, course_title, decision_row, new_application},
    Request,
    state::State,
};
use crate::{
    app::App,
    error::Result,
    mail::letter::{Letter, Outcome},
    store::{
        self, Tx, application::ApplicationRow, channel::ChannelRow, decision::AdmissionRow,
        outbox::NewMessage, person::PersonRow, rush::NewAnswer,
    },
    usecase::{
        answers::{self, AnswerTimes, link},
        eligibility::{Kept, kept},
        letters::{self, language_of},
        once::ANSWERED,
    },
};
use samverkan_domain::{
    admission::{
        Asked,
        eligibility::{Assessment, refusal},
    },
    application::ApplicationState,
    fact::Fact,
    id::MessageId,
};
use serde_json::json;

/// What became of one request.
pub(super) struct Decided {
    pub asked: Asked,
    pub group: Option<String>,
    pub assessment: Assessment,
    pub merit_tenths: Option<i64>,
    /// What is asked of who is admitted.
    pub answer: Option<AnswerTimes>,
}

impl Decided {
    fn state(&self) -> ApplicationState {
        match self.asked {
            Asked::Admitted { .. } => ApplicationState::Admitted,
            Asked::Reserve { .. } => ApplicationState::Reserve,
            Asked::Submitted => ApplicationState::Submitted,
            Asked::Refused => ApplicationState::Refused,
        }
    }
}

/// What a batch adds.
#[derive(Default)]
pub(super) struct New {
    applications: Vec<ApplicationRow>,
    admissions: Vec<AdmissionRow>,
    facts: Vec<(String, Fact)>,
    letters: Vec<NewLetter>,
    /// Number of the request, and the sealed answer.
    pub answers: Vec<(usize, String)>,
    admitted: bool,
}

struct NewLetter {
    id: MessageId,
    /// Number of the request, whose person it is for.
    n: usize,
    to_name: String,
    sealed: String,
}

impl New {
    pub(super) fn is_nothing(&self) -> bool {
        self.applications.is_empty() && self.answers.is_empty()
    }
}

impl State {
    /// Notes what a decision adds: application, decision, fact and letter.
    pub(super) fn settle(
        &mut self,
        app: &App,
        n: usize,
        request: &Request,
        channel: &ChannelRow,
        applicant: &PersonRow,
        decided: &Decided,
    ) -> Result<Receipt> {
        let row = self.row(app, request, channel, applicant, decided)?;
        let letter = self.letter(app, n, &row, channel, applicant, decided)?;
        let fact = Fact::new("application.received", "application", row.id).after(json!({
            "offering": self.offering.code, "channel": channel.code, "state": row.state,
            "group": row.selection_group, "reserve_position": row.reserve_position,
            "standing": row.standing, "answer_by": row.answer_by.map(|by| by.0),
        }));
        let receipt = Receipt {
            application: row.id,
            state: decided.state(),
            selection_group: row.selection_group.clone(),
            reserve_position: row.reserve_position,
            received_at: row.created_at.0,
            is_new: true,
        };
        if decided.asked != Asked::Submitted {
            let decision = decision_row(app, self.now, &row, "service", true, None)?;
            self.new.admissions.push(decision);
        }
        self.new.facts.push((request.actor.clone(), fact));
        self.new.letters.extend(letter);
        self.new.applications.push(row);
        self.new.admitted |= receipt.state.takes_part();
        Ok(receipt)
    }

    fn row(
        &self,
        app: &App,
        request: &Request,
        channel: &ChannelRow,
        applicant: &PersonRow,
        decided: &Decided,
    ) -> Result<ApplicationRow> {
        let mut row = new_application(app, request.at, &self.offering, channel, request.person);
        row.state = decided.state().as_str().to_owned();
        row.programme.clone_from(&applicant.programme);
        row.profession.clone_from(&applicant.profession);
        row.workplace.clone_from(&applicant.workplace);
        row.modality.clone_from(&applicant.modality);
        row.selection_group.clone_from(&decided.group);
        row.merit_tenths = decided.merit_tenths;
        row.joint_code.clone_from(&request.wish.joint_code);
        row.keeps = request.wish.keeps;
        if let Asked::Reserve { position, .. } = decided.asked {
            row.reserve_position = Some(position);
        }
        let Kept {
            standing,
            findings,
            condition,
            condition_due_on,
        } = kept(&decided.assessment, language_of(applicant))?;
        row.standing = standing.to_owned();
        row.findings = findings;
        if decided.state() == ApplicationState::Admitted {
            row.condition_text = condition;
            row.condition_due_on = condition_due_on;
            AnswerTimes::set(decided.answer, &mut row);
        }
        Ok(row)
    }

    /// The letter about a decision; nothing for who has no address.
    fn letter(
        &self,
        app: &App,
        n: usize,
        row: &ApplicationRow,
        channel: &ChannelRow,
        applicant: &PersonRow,
        decided: &Decided,
    ) -> Result<Option<NewLetter>> {
        if applicant.address.is_none() {
            return Ok(None);
        }
        let outcome = match decided.asked {
            Asked::Admitted { .. } => Some(Outcome::Admitted),
            Asked::Reserve { position, .. } => Some(Outcome::Reserve {
                group: decided.group.clone().unwrap_or_default(),
                position: u32::try_from(position).unwrap_or(u32::MAX),
            }),
            Asked::Submitted => Some(Outcome::UnderReview),
            Asked::Refused => None,
        };
        let course = course_title(&self.offering, applicant);
        let ends_on = self.offering.dates()?.ends_on;
        let letter = match outcome {
            Some(outcome) => Letter::ApplicationReceived {
                reference: row.id.to_string(),
                course,
                offering_code: self.offering.code.clone(),
                channel: channel_title(channel, applicant),
                received_at: row.created_at.0,
                outcome,
                answer_by: row.answer_by.map(|by| by.0),
                answer_link: answers::answer_link(app, row),
                receipt_link: Some(link::receipt_url(app, row.application(), ends_on)?),
            },
            None => Letter::NotAdmitted {
                reference: row.id.to_string(),
                course,
                offering_code: self.offering.code.clone(),
                reasons: refusal(&decided.assessment.findings, language_of(applicant)),
                how_to_appeal: true,
            },
        };
        let letter = self.wordings.word(letter, applicant);
        Ok(Some(NewLetter {
            id: MessageId(app.seeds.id(self.now)),
            n,
            to_name: applicant.shown_name(),
            sealed: letters::seal(app, &letter)?,
        }))
    }

    /// Writes it all down, one statement a table.
    pub(super) async fn write(&mut self, tx: &mut Tx, requests: &[Request]) -> store::Result<()> {
        let new = std::mem::take(&mut self.new);
        if !new.applications.is_empty() {
            tx.insert_applications(&new.applications).await?;
            tx.insert_admissions(&new.admissions).await?;
        }
        let letters: Vec<NewMessage<'_>> = new
            .letters
            .iter()
            .filter_map(|letter| {
                let person = &self.askers[letter.n].as_ref()?.person;
                Some(NewMessage {
                    id: letter.id,
                    person: Some(person.person()),
                    to_name: &letter.to_name,
                    to_address: person.address.as_deref()?,
                    language: &person.language,
                    letter: &letter.sealed,
                    urgent: false,
                })
            })
            .collect();
        if !letters.is_empty() {
            tx.enqueue_all(&letters).await?;
        }
        let answers: Vec<NewAnswer<'_>> = new
            .answers
            .iter()
            .filter_map(|(n, answer)| {
                let once = requests[*n].once.as_ref()?;
                Some(NewAnswer {
                    key_hash: once.key_hash(),
                    fingerprint: once.fingerprint(),
                    status: ANSWERED,
                    answer,
                })
            })
            .collect();
        if !answers.is_empty() {
            tx.keep_answers(&answers).await?;
        }
        if new.admitted {
            tx.bump_calendar().await?;
        }
        for (actor, fact) in new.facts {
            tx.record_as(actor, fact);
        }
        Ok(())
    }
}
