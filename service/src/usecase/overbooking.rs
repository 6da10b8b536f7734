//! Överintag: how many to admit in each channel of an offering, with the rates it was found by.

use super::{Caller, Permission, catalogue::find_offering, validate::Faults};
use crate::{
    app::App,
    error::{Error, FieldError, Result, Text},
    store::{Tx, application::ApplicationFilter, channel::ChannelRow},
};
use samverkan_domain::{
    admission::overbook::{
        OverbookProblem, Overbooking, PROGRAMME_INACTIVE_PERMILLE, Part, Recommendation,
        TOLERANCE_PERMILLE, default_inactive_permille,
    },
    course::{Channel, ChannelKind},
    id::OfferingId,
    person::Language,
};
use serde::{Deserialize, Serialize};

/// Bars of the diagram.
pub const BINS: i64 = 15;

#[derive(Debug, Clone, Default)]
pub struct OverbookingRequest {
    pub room: i64,
    pub tolerance_permille: Option<i64>,
    /// `CHANNEL:permille`, with commas between.
    pub inactive: Option<String>,
}

/// Where a rate comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RateSource {
    /// Said in the question.
    Given,
    /// UKÄ 2019/20: freestanding courses.
    Freestanding,
    /// UKÄ 2019/20: programme students.
    Programme,
}

#[derive(Debug, Clone)]
pub struct ChannelPart {
    pub code: String,
    pub kind: ChannelKind,
    pub seats: i64,
    pub inactive_permille: i64,
    pub source: RateSource,
    /// Recommended.
    pub admit: i64,
    /// By the simple rule of expected value.
    pub simple: i64,
}

pub struct OverbookingView {
    pub room: i64,
    pub tolerance_permille: i64,
    pub parts: Vec<ChannelPart>,
    pub recommendation: Recommendation,
}

/// Answers for the channels of an offering that have seats, by their seats.
pub async fn recommend(
    app: &App,
    caller: &Caller,
    offering: &str,
    request: &OverbookingRequest,
) -> Result<OverbookingView> {
    caller.require(Permission::EditCatalogue)?;
    let mut tx = app.read().await?;
    let offering = find_offering(&mut tx, offering).await?;
    let mut parts = parts(&mut tx, offering.offering(), request).await?;
    let tolerance_permille = request.tolerance_permille.unwrap_or(TOLERANCE_PERMILLE);
    let question = Overbooking {
        parts: parts
            .iter()
            .map(|part| Part {
                channel: part.kind,
                label: part.code.clone(),
                share: part.seats,
                inactive_permille: part.inactive_permille,
            })
            .collect(),
        room: request.room,
        tolerance_permille,
    };
    let recommendation = question.recommend().map_err(invalid)?;
    for (part, (admit, simple)) in parts.iter_mut().zip(
        recommendation
            .admit
            .iter()
            .zip(&recommendation.simple.admit),
    ) {
        (part.admit, part.simple) = (*admit, *simple);
    }
    Ok(OverbookingView {
        room: request.room,
        tolerance_permille,
        parts,
        recommendation,
    })
}

fn invalid(problem: OverbookProblem) -> Error {
    let pointer = match problem {
        OverbookProblem::Room { .. } | OverbookProblem::TooMany => "?room",
        OverbookProblem::Tolerance { .. } => "?tolerance_permille",
        OverbookProblem::Inactive { .. } => "?inactive",
        _ => "?offering",
    };
    let text = Text::new(
        problem.sentence(Language::Sv),
        problem.sentence(Language::En),
    );
    Error::Invalid(vec![FieldError::new(pointer, problem.code(), text)])
}

async fn parts(
    tx: &mut Tx,
    offering: OfferingId,
    request: &OverbookingRequest,
) -> Result<Vec<ChannelPart>> {
    let mut channels = tx.channels(offering).await?;
    channels.retain(|channel| channel.seats > 0);
    let mut faults = Faults::default();
    let given = given(
        &mut faults,
        &channels,
        request.inactive.as_deref().unwrap_or_default(),
    );
    let mut parts = Vec::new();
    for (channel, given) in channels.iter().zip(given) {
        let kind = Channel::try_from(channel)?.kind;
        let known = match given {
            Some(rate) => Some((rate, RateSource::Given)),
            None => default_rate(tx, channel, kind).await?,
        };
        let Some((inactive_permille, source)) = known else {
            let code = &channel.code;
            faults.add(
                "?inactive",
                "rate-needed",
                format!("För {code} finns ingen siffra att utgå från. Fråga arbetsgivaren och ange {code}:promille."),
                format!("For {code} there is no figure to begin with. Ask the employer and give {code}:permille."),
            );
            continue;
        };
        parts.push(ChannelPart {
            code: channel.code.clone(),
            kind,
            seats: channel.seats,
            inactive_permille,
            source,
            admit: 0,
            simple: 0,
        });
    }
    faults.finish()?;
    Ok(parts)
}

/// The rates that the question gives, in the order of the channels.
fn given(faults: &mut Faults, channels: &[ChannelRow], text: &str) -> Vec<Option<i64>> {
    let mut rates = vec![None; channels.len()];
    for pair in text.split(',').filter(|pair| !pair.trim().is_empty()) {
        let parsed = pair.rsplit_once(':').and_then(|(code, rate)| {
            let at = channels
                .iter()
                .position(|channel| channel.code == code.trim())?;
            Some((at, rate.trim().parse().ok()?))
        });
        match parsed {
            Some((at, rate)) => rates[at] = Some(rate),
            None => faults.add(
                "?inactive",
                "bad-rate",
                "Skriv KANAL:promille, med kanalens kod och ett heltal: OPEN:226 är 22,6 %.",
                "Write CHANNEL:permille, with the channel's code and a whole number: OPEN:226 is 22.6 %.",
            ),
        }
    }
    rates
}

/// The published rate of the kind. A channel in which most have a programme is its students'.
async fn default_rate(
    tx: &mut Tx,
    channel: &ChannelRow,
    kind: ChannelKind,
) -> Result<Option<(i64, RateSource)>> {
    let filter = ApplicationFilter {
        channel: Some(channel.id),
        ..ApplicationFilter::default()
    };
    let people = tx.applications(&filter, i64::MAX).await?;
    let students = people.iter().filter(|row| row.programme.is_some()).count();
    let programme = students * 2 > people.len();
    let rate = default_inactive_permille(kind, programme && kind != ChannelKind::Employer);
    Ok(rate.map(|rate| {
        if rate == PROGRAMME_INACTIVE_PERMILLE {
            (rate, RateSource::Programme)
        } else {
            (rate, RateSource::Freestanding)
        }
    }))
}
