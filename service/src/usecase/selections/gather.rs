//! Everything a selection starts from, read in a few statements.

use super::ByPseudonym;
use crate::{
    app::App,
    clock::day,
    error::{Error, Result},
    store::{
        Tx,
        application::{ApplicationFilter, ApplicationRow},
        catalogue::OfferingRow,
        channel::ChannelRow,
        person::PersonRow,
        selection::DrawRow,
    },
    usecase::{
        catalogue::find_offering,
        channels::find_channel,
        eligibility::applicant,
        merits::{self, MeritView},
        people::Families,
    },
};
use jiff::Timestamp;
use samverkan_domain::{
    admission::{
        ChannelPolicy, Eligibility, Entrant, Policy, Standing,
        eligibility::{self, Assessment, assess},
    },
    application::ApplicationState,
    enrolment::Occupancy,
    id::{ChannelId, OfferingId, PersonId},
    limits,
};
use serde_json::json;
use std::collections::BTreeMap;
use uuid::Uuid;

/// One applicant and what was found.
pub(super) struct Candidate {
    pub row: ApplicationRow,
    pub person: PersonRow,
    pub assessment: Assessment,
    pub entrant: Entrant,
}

pub(super) struct Gathered {
    pub offering: OfferingRow,
    pub channel: ChannelRow,
    pub policy: ChannelPolicy,
    /// Seats to give: those of the channel that nobody has and nobody waits for.
    pub seats: i64,
    /// The rules to give them by.
    pub selection: Policy,
    pub closes_at: Timestamp,
    pub draw: DrawRow,
    pub applicants: Vec<Candidate>,
}

impl Gathered {
    pub(super) fn entrants(&self) -> Vec<Entrant> {
        self.applicants.iter().map(|c| c.entrant.clone()).collect()
    }

    /// Digest of all that decides: a draft is only published while it is the same.
    pub(super) fn basis(&self) -> String {
        let mut entrants = self.entrants();
        entrants.sort_unstable();
        let what = json!([self.draw.seed_hash, self.seats, self.selection, entrants,]);
        crate::secrets::base64url(&crate::secrets::sha256(what.to_string().as_bytes()))
    }
}

/// Gathers under the offering's lock. Refuses while the window is open, and channels that do not
/// select.
pub(super) async fn gather(app: &App, tx: &mut Tx, channel: &str) -> Result<Gathered> {
    let channel = find_channel(tx, channel).await?;
    let offering = find_offering(tx, &channel.offering_id.to_string()).await?;
    let policy = channel.policy()?;
    if !policy.selects() {
        return Err(Error::refused(
            "no-selection-here",
            "I den här kanalen görs inget urval: platserna ges i den ordning anmälningarna kommer, eller avgörs någon annanstans.",
            "There is no selection in this channel: places are given in order of arrival, or decided elsewhere.",
        ));
    }
    let closes_at = channel
        .closes_at
        .map(|at| at.0)
        .filter(|at| *at <= tx.now());
    let closes_at = closes_at.ok_or_else(|| {
        Error::refused(
            "window-open",
            "Anmälan är fortfarande öppen. Urvalet görs när den har stängt.",
            "Applications are still open. The selection is made when they have closed.",
        )
    })?;
    let draw = tx.current_draw(channel.channel()).await?.ok_or_else(|| {
        Error::refused(
            "nothing-to-select",
            "Urvalet är redan publicerat, och ingen ny anmälningstid har satts efter det.",
            "The selection is published already, and no new time to apply has been set since.",
        )
    })?;
    let applicants = candidates(app, tx, &offering, &channel, &policy, closes_at).await?;
    if applicants.is_empty() {
        return Err(Error::refused(
            "nothing-to-select",
            "Det finns inga anmälda att göra urval bland.",
            "Nobody has applied; there is nothing to select among.",
        ));
    }
    let (seats, selection) = to_give(tx, &channel, &policy).await?;
    Ok(Gathered {
        offering,
        channel,
        policy,
        seats,
        selection,
        closes_at,
        draw,
        applicants,
    })
}

/// In a second round the seats that are taken are not there to give, and those that are free
/// belong to who waits from the first: nobody overtakes a reserve by applying late. There is no
/// överintag but in the first.
async fn to_give(
    tx: &mut Tx,
    channel: &ChannelRow,
    policy: &ChannelPolicy,
) -> Result<(i64, Policy)> {
    let held = tx.occupancy(channel.channel(), None).await?;
    let mut selection = policy.selection.clone();
    if held == Occupancy::default() {
        return Ok((channel.seats, selection));
    }
    selection.overbook = 0;
    let free = channel.seats - held.seats_taken - held.reserves;
    Ok((free.max(0), selection))
}

async fn candidates(
    app: &App,
    tx: &mut Tx,
    offering: &OfferingRow,
    channel: &ChannelRow,
    policy: &ChannelPolicy,
    closes_at: Timestamp,
) -> Result<Vec<Candidate>> {
    let today = day(tx.now());
    let families = Families::load(tx).await?;
    let waiting = submitted(tx, channel.id).await?;
    let ids: Vec<Uuid> = waiting.iter().map(|row| row.person_id).collect();
    let holdings = tx.holdings(OfferingId(channel.offering_id), &ids).await?;
    let merits = tx.merits(&ids).await?;
    let merits: BTreeMap<Uuid, MeritView> = merits
        .iter()
        .map(|row| Ok((row.person_id, merits::view_of(row)?)))
        .collect::<Result<_>>()?;
    let mut people = people(tx, channel.id, Some(ApplicationState::Submitted)).await?;
    let mut candidates = Vec::new();
    for (arrival, row) in (1..).zip(waiting) {
        let Some(person) = people.remove(&row.person_id) else {
            return Err(Error::internal("an application without its person"));
        };
        let merit = merits.get(&row.person_id).cloned();
        let merit = merit.unwrap_or_else(|| merits::nothing(PersonId(row.person_id)));
        let facts = applicant(offering, &person, &merit, &holdings);
        let assessment = assess(&policy.eligibility, &facts, today);
        let profession = row.profession.as_deref().or(person.profession.as_deref());
        let programme = row.programme.as_deref().or(person.programme.as_deref());
        let groups = policy.selection.groups_of(Standing {
            credits_tenths: merit.credits_tenths,
            family: families.of(profession, programme),
            programme,
            on_time: row.created_at.0 < closes_at,
        });
        candidates.push(Candidate {
            entrant: Entrant {
                pseudonym: app.secrets.pseudonym(row.application()),
                groups,
                merit_tenths: merit.credits_tenths.unwrap_or(0),
                arrival,
                joint: row
                    .joint_code
                    .as_deref()
                    .map(|code| app.secrets.joint_pseudonym(channel.channel(), code)),
                eligibility: match assessment.standing {
                    eligibility::Standing::Eligible => Eligibility::Eligible,
                    eligibility::Standing::Conditional { .. } => Eligibility::Conditional,
                    eligibility::Standing::NotEligible => Eligibility::NotEligible,
                },
            },
            row,
            person,
            assessment,
        });
    }
    Ok(candidates)
}

/// Applications that wait for a decision, in order of arrival.
async fn submitted(tx: &mut Tx, channel: Uuid) -> Result<Vec<ApplicationRow>> {
    let filter = ApplicationFilter {
        channel: Some(channel),
        state: Some(ApplicationState::Submitted),
        ..ApplicationFilter::default()
    };
    let mut rows = tx.applications(&filter, limits::SEATS).await?;
    rows.sort_by_key(|row| (row.created_at, row.id));
    Ok(rows)
}

/// The people of a channel, by id, in one statement.
async fn people(
    tx: &mut Tx,
    channel: Uuid,
    state: Option<ApplicationState>,
) -> Result<BTreeMap<Uuid, PersonRow>> {
    let rows = tx.people_of_channel(ChannelId(channel), state).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Everybody who has ever applied in a channel, by pseudonym.
pub(super) async fn people_of(app: &App, tx: &mut Tx, channel: Uuid) -> Result<ByPseudonym> {
    let mut by_id = people(tx, channel, None).await?;
    let filter = ApplicationFilter {
        channel: Some(channel),
        ..ApplicationFilter::default()
    };
    let mut found = BTreeMap::new();
    for row in tx.applications(&filter, limits::SEATS).await? {
        if let Some(person) = by_id.remove(&row.person_id) {
            let pseudonym = app.secrets.pseudonym(row.application());
            by_id.insert(person.id, person.clone());
            found.insert(pseudonym, (row.application(), person));
        }
    }
    Ok(found)
}
