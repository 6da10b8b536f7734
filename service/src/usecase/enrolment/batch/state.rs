//! What is known of a batch, and deciding it request by request.

use super::{
    super::{
        apply::Receipt,
        refusal::{apply_refused, complete_enough, joint_needs_selection, no_group},
    },
    Request,
    count::{askers, count, merits_of},
    settle::{Decided, New},
};
use crate::{
    app::App,
    clock::day,
    error::{Error, Result},
    store::{
        StoreError, Tx, catalogue::OfferingRow, channel::ChannelRow, codec::Inconsistent,
        merit::HoldingRow, rush::Asker,
    },
    usecase::{
        answers::AnswerTimes,
        eligibility::{applicant, not_eligible},
        merits::MeritView,
        once::Once,
        people::family,
        wordings::Wordings,
    },
};
use jiff::Timestamp;
use samverkan_domain::{
    admission::{
        self, Asked, ChannelPolicy, NotAsked, Standing, Tally,
        eligibility::{Assessment, assess},
    },
    application::ApplicationState,
    course::Channel,
    enrolment::may_ask,
    id::{OfferingId, PersonId},
};
use std::{
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};
use uuid::Uuid;

/// A channel and its rules.
type Ruled = (ChannelRow, ChannelPolicy);

/// All that is decided on, brought up to date with each decision, and what is to be written.
pub(super) struct State {
    pub offering: OfferingRow,
    /// The channels that are asked for, with their rules.
    channels: Vec<Arc<Ruled>>,
    pub askers: Vec<Option<Arc<Asker>>>,
    /// Places of the askers on other offerings; read where something is required only.
    holdings: Vec<HoldingRow>,
    pub tallies: HashMap<Uuid, Tally>,
    /// Who has come in earlier in this batch, with the channel.
    arrived: HashMap<PersonId, (Uuid, Receipt)>,
    /// The words that administrators have written for the offering's letters.
    pub wordings: Wordings,
    pub now: Timestamp,
    pub new: New,
}

impl State {
    pub(super) async fn load(
        tx: &mut Tx,
        app: &App,
        id: OfferingId,
        requests: &[Request],
        mut tallies: HashMap<Uuid, Tally>,
    ) -> Result<Self> {
        let offering = tx.offering_by_id(id).await?;
        let offering = offering.ok_or(Error::NotFound { what: "offering" })?;
        let now = app.clock.now();
        let mut channels = Vec::new();
        for row in tx.channels(id).await? {
            let wanted = |request: &Request| named(&row, &request.channel);
            if requests.iter().any(wanted) {
                let policy = row.policy()?;
                if let Entry::Vacant(entry) = tallies.entry(row.id) {
                    entry.insert(count(tx, &row, &policy, day(now)).await?);
                }
                channels.push(Arc::new((row, policy)));
            }
        }
        let askers = askers(tx, id, requests).await?;
        let requires = |ruled: &Arc<Ruled>| !ruled.1.eligibility.is_empty();
        let holdings = if channels.iter().any(requires) {
            let people: Vec<Uuid> = requests.iter().map(|request| request.person.0).collect();
            tx.holdings(id, &people).await?
        } else {
            Vec::new()
        };
        let wordings = Wordings::of(tx, &offering.code).await?;
        Ok(Self {
            offering,
            channels,
            askers,
            holdings,
            tallies,
            arrived: HashMap::new(),
            wordings,
            now,
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
        let asker = Arc::clone(self.askers[n].as_ref().ok_or(Error::Unauthenticated)?);
        let named = |ruled: &&Arc<Ruled>| named(&ruled.0, &request.channel);
        let found = self.channels.iter().find(named).map(Arc::clone);
        let ruled = found.ok_or(Error::NotFound { what: "channel" })?;
        let (channel, policy) = &*ruled;
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
        let open = Channel::try_from(channel)?;
        may_ask(&open, elsewhere, request.at).map_err(apply_refused)?;
        if request.wish.joint_code.is_some() && !policy.selects() {
            return Err(joint_needs_selection());
        }
        let merits = merits_of(&asker)?;
        let assessment = self.assess(policy, &asker, &merits);
        // A copy: what cannot be written down has not happened.
        let tally = self.tallies.get(&channel.id).cloned();
        let mut tally = tally.ok_or_else(|| Error::internal("a channel that nobody counted"))?;
        let asked = place(
            &mut tally,
            channel,
            policy,
            &asker,
            &merits,
            &assessment,
            request,
        )?;
        let outcome = Decided {
            asked,
            group: group_of(&tally, asked),
            assessment,
            merit_tenths: merits.credits_tenths,
            answer: match asked {
                Asked::Admitted { .. } => AnswerTimes::of(policy, self.now)?,
                _ => None,
            },
        };
        let receipt = self.settle(app, n, request, channel, &asker.person, &outcome)?;
        self.tallies.insert(channel.id, tally);
        // A refusal is no application that is alive: one may ask again when things have changed.
        if receipt.state.is_active() {
            self.arrived
                .insert(request.person, (channel.id, receipt.clone()));
        }
        Ok(receipt)
    }

    fn assess(&self, policy: &ChannelPolicy, asker: &Asker, merits: &MeritView) -> Assessment {
        let today = day(self.now);
        let facts = applicant(&self.offering, &asker.person, merits, &self.holdings);
        assess(&policy.eligibility, &facts, today)
    }
}

/// What becomes of the request, counted in `tally`.
fn place(
    tally: &mut Tally,
    channel: &ChannelRow,
    policy: &ChannelPolicy,
    asker: &Asker,
    merits: &MeritView,
    assessment: &Assessment,
    request: &Request,
) -> Result<Asked> {
    let groups = policy.selection.groups_of(Standing {
        credits_tenths: merits.credits_tenths,
        family: family(asker.family.as_deref())?,
        programme: asker.person.programme.as_deref(),
        on_time: channel.closes_at.is_none_or(|closes| request.at < closes.0),
    });
    let asking = admission::Asking {
        policy,
        groups: tally.set(&groups),
        standing: assessment.standing,
        insists: request.wish.insist,
    };
    admission::ask(tally, asking).map_err(|not| match not {
        NotAsked::NotEligible => not_eligible(&assessment.findings),
        NotAsked::NoGroup => no_group(),
    })
}

/// The group a decision is about, if the channel has groups.
fn group_of(tally: &Tally, asked: Asked) -> Option<String> {
    let group = match asked {
        Asked::Admitted { group, .. } | Asked::Reserve { group, .. } => group,
        Asked::Submitted | Asked::Refused => return None,
    };
    let code = tally.codes().get(group)?;
    (!code.is_empty()).then(|| code.clone())
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
        selection_group: asker.active_group.clone(),
        reserve_position: asker.active_position,
        received_at: since.0,
        is_new: false,
    };
    Ok(Some((channel, receipt)))
}
