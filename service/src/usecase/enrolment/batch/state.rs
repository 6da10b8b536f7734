//! What a batch is decided on: loaded once, brought up to date with each decision, written once.

use super::{
    Request,
    new::{New, NewLetter},
};
use crate::{
    app::App,
    error::{Error, Result},
    mail::letter::{Letter, Outcome},
    store::{
        self, StoreError, Tx,
        application::ApplicationRow,
        catalogue::{ChannelRow, OfferingRow},
        codec::Inconsistent,
        person::PersonRow,
        rush::{Asker, Asking},
    },
    usecase::{
        enrolment::{
            apply::Receipt,
            channel_title, course_title, decision_row, new_application,
            refusal::{apply_refused, complete_enough},
        },
        letters,
        once::Once,
    },
};
use jiff::Timestamp;
use samverkan_domain::{
    application::ApplicationState,
    course::Channel,
    enrolment::{self, Occupancy, Placement},
    fact::Fact,
    id::{ChannelId, MessageId, OfferingId, PersonId},
};
use serde_json::json;
use std::collections::HashMap;
use uuid::Uuid;

/// All that is decided on, brought up to date with each decision, and what is to be written.
pub(super) struct State {
    offering: OfferingRow,
    channels: Vec<ChannelRow>,
    askers: Vec<Option<Asker>>,
    pub(super) occupancy: HashMap<Uuid, Occupancy>,
    /// Who has come in earlier in this batch, with the channel.
    arrived: HashMap<PersonId, (Uuid, Receipt)>,
    now: Timestamp,
    pub(super) new: New,
}

impl State {
    pub(super) async fn load(
        tx: &mut Tx,
        app: &App,
        id: OfferingId,
        requests: &[Request],
        mut occupancy: HashMap<Uuid, Occupancy>,
    ) -> Result<Self> {
        let offering = tx.offering_by_id(id).await?;
        let offering = offering.ok_or(Error::NotFound { what: "offering" })?;
        let channels = tx.channels(id).await?;
        for channel in &channels {
            let wanted = |request: &Request| named(channel, &request.channel);
            if requests.iter().any(wanted) && !occupancy.contains_key(&channel.id) {
                let counted = tx.occupancy(ChannelId(channel.id), None).await?;
                occupancy.insert(channel.id, counted);
            }
        }
        let asking: Vec<Asking<'_>> = requests
            .iter()
            .map(|request| Asking {
                person: request.person.0,
                key_hash: request.once.as_ref().map(Once::key_hash),
            })
            .collect();
        let mut askers: Vec<Option<Asker>> = vec![None; requests.len()];
        for asker in tx.askers(id, &asking).await? {
            let n = usize::try_from(asker.n).unwrap_or(usize::MAX);
            if let Some(place) = askers.get_mut(n) {
                *place = Some(asker);
            }
        }
        Ok(Self {
            offering,
            channels,
            askers,
            occupancy,
            arrived: HashMap::new(),
            now: app.clock.now(),
            new: New::default(),
        })
    }

    /// One after the other, in order of arrival.
    pub(super) fn decide_all(&mut self, app: &App, requests: &[Request]) -> Vec<Result<Receipt>> {
        let mut answers: Vec<Result<Receipt>> = Vec::with_capacity(requests.len());
        // Keys answered earlier in this batch, by whose answer.
        let mut answered: HashMap<&[u8], usize> = HashMap::new();
        for (n, request) in requests.iter().enumerate() {
            let before = request.once.as_ref().and_then(|once| {
                let before = *answered.get(once.key_hash())?;
                Some((once, before))
            });
            let answer = match before {
                Some((once, before)) => repeated(once, &requests[before], &answers[before]),
                None => self.answer(app, n, request),
            };
            if let (Some(once), Ok(_), None) = (&request.once, &answer, before) {
                answered.insert(once.key_hash(), n);
            }
            answers.push(answer);
        }
        answers
    }

    /// The answer kept under the key, or a new one, which is kept if it is a yes.
    fn answer(&mut self, app: &App, n: usize, request: &Request) -> Result<Receipt> {
        let asker = self.askers[n].as_ref().ok_or(Error::Unauthenticated)?;
        if let (Some(once), Some(fingerprint), Some(kept)) =
            (&request.once, &asker.kept_fingerprint, &asker.kept_answer)
        {
            return once.reopen(app, fingerprint, kept);
        }
        let receipt = self.receipt(app, n, request)?;
        if request.once.is_some() {
            self.new.answers.push((n, Once::seal(app, &receipt)?));
        }
        Ok(receipt)
    }

    /// The place there is, or a new one.
    fn receipt(&mut self, app: &App, n: usize, request: &Request) -> Result<Receipt> {
        let asker = self.askers[n].clone().ok_or(Error::Unauthenticated)?;
        let named = |channel: &&ChannelRow| named(channel, &request.channel);
        let channel = self.channels.iter().find(named).cloned();
        let channel = channel.ok_or(Error::NotFound { what: "channel" })?;
        let present = match self.arrived.get(&request.person) {
            Some(arrived) => Some(arrived.clone()),
            None => active(&asker)?,
        };
        let elsewhere = match present {
            Some((there, receipt)) if there == channel.id => {
                return Ok(Receipt {
                    is_new: false,
                    ..receipt
                });
            }
            other => other.is_some(),
        };
        complete_enough(&asker.person)?;
        let occupancy = self.occupancy.entry(channel.id).or_default();
        let open = Channel::try_from(&channel)?;
        let placement =
            enrolment::apply(&open, *occupancy, elsewhere, request.at).map_err(apply_refused)?;
        let receipt = self.settle(app, n, request, &channel, &asker.person, placement)?;
        // Only now: what could not be written down has not happened.
        let occupancy = self.occupancy.entry(channel.id).or_default();
        *occupancy = occupancy.after(placement);
        self.arrived
            .insert(request.person, (channel.id, receipt.clone()));
        Ok(receipt)
    }

    /// Notes what a placement adds: application, decision, fact and letter.
    fn settle(
        &mut self,
        app: &App,
        n: usize,
        request: &Request,
        channel: &ChannelRow,
        applicant: &PersonRow,
        placement: Placement,
    ) -> Result<Receipt> {
        let mut row = new_application(app, request.at, &self.offering, channel, request.person);
        row.state = placement.state().as_str().to_owned();
        row.programme.clone_from(&applicant.programme);
        row.profession.clone_from(&applicant.profession);
        row.workplace.clone_from(&applicant.workplace);
        row.modality.clone_from(&applicant.modality);
        if let Placement::Reserve { position } = placement {
            row.reserve_position = Some(position);
        }
        let decision = decision_row(app, self.now, &row, "service", true, None)?;
        let letter = self.letter(app, n, &row, channel, applicant, placement)?;
        let fact = Fact::new("application.received", "application", row.id).after(json!({
            "offering": self.offering.code, "channel": channel.code, "state": row.state,
            "reserve_position": row.reserve_position,
        }));
        let receipt = Receipt {
            application: row.id,
            state: placement.state(),
            reserve_position: row.reserve_position,
            received_at: row.created_at.0,
            is_new: true,
        };
        self.new.facts.push((request.actor.clone(), fact));
        self.new.admissions.push(decision);
        self.new.letters.extend(letter);
        self.new.applications.push(row);
        self.new.admitted |= placement == Placement::Admitted;
        Ok(receipt)
    }

    /// The letter about a placement; nothing for who has no address.
    fn letter(
        &self,
        app: &App,
        n: usize,
        row: &ApplicationRow,
        channel: &ChannelRow,
        applicant: &PersonRow,
        placement: Placement,
    ) -> Result<Option<NewLetter>> {
        if applicant.address.is_none() {
            return Ok(None);
        }
        let outcome = match placement {
            Placement::Admitted => Outcome::Admitted,
            Placement::Reserve { position } => Outcome::Reserve {
                group: channel.code.clone(),
                position: u32::try_from(position).unwrap_or(u32::MAX),
            },
        };
        let letter = Letter::ApplicationReceived {
            reference: row.id.to_string(),
            course: course_title(&self.offering, applicant),
            offering_code: self.offering.code.clone(),
            channel: channel_title(channel, applicant),
            received_at: row.created_at.0,
            outcome,
        };
        Ok(Some(NewLetter {
            id: MessageId(app.seeds.id(self.now)),
            n,
            to_name: applicant.shown_name(),
            sealed: letters::seal(app, &letter)?,
        }))
    }

    /// Writes it all down.
    pub(super) async fn write(&mut self, tx: &mut Tx, requests: &[Request]) -> store::Result<()> {
        let new = std::mem::take(&mut self.new);
        new.write(tx, &self.askers, requests).await
    }
}

fn named(channel: &ChannelRow, id_or_code: &str) -> bool {
    channel.code == id_or_code || Uuid::parse_str(id_or_code).is_ok_and(|id| id == channel.id)
}

/// The answer to a key that was answered earlier in the same batch.
fn repeated(once: &Once, before: &Request, answer: &Result<Receipt>) -> Result<Receipt> {
    let same = |other: &Once| other.fingerprint() == once.fingerprint();
    if !before.once.as_ref().is_some_and(same) {
        return Err(Error::KeyReused);
    }
    match answer {
        Ok(receipt) => Ok(receipt.clone()),
        Err(_) => Err(Error::internal("only what succeeded is kept")),
    }
}

/// The application that is alive already, with its channel.
fn active(asker: &Asker) -> Result<Option<(Uuid, Receipt)>> {
    let (Some(id), Some(channel), Some(state), Some(since)) = (
        asker.active_id,
        asker.active_channel,
        &asker.active_state,
        asker.active_since,
    ) else {
        return Ok(None);
    };
    let unknown = || Inconsistent {
        table: "application",
        row: id.to_string(),
        what: format!("unknown state {state:?}"),
    };
    let state = ApplicationState::parse(state).ok_or_else(|| StoreError::from(unknown()))?;
    let receipt = Receipt {
        application: id,
        state,
        reserve_position: asker.active_position,
        received_at: since.0,
        is_new: false,
    };
    Ok(Some((channel, receipt)))
}
