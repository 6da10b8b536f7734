//! Överintag: how many to admit.

use super::{
    Tags,
    caller::{AppData, Auth},
    problem::ReadFailure,
    types::{ChannelKind, RateSource},
};
use crate::usecase::overbooking::{self, BINS, OverbookingRequest, OverbookingView};
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

/// How many to admit so that the room is almost never too small.
#[derive(Debug, Object)]
pub struct Overbooking {
    /// Seats in the room.
    pub room: i64,
    /// How often more may come than the room holds, of a thousand times.
    pub tolerance_permille: i64,
    pub parts: Vec<OverbookingPart>,
    /// Recommended number to admit in all.
    pub total: i64,
    /// The probability that more come than the room holds.
    pub over: f64,
    /// How many come on average.
    pub mean: f64,
    /// The standard deviation.
    pub sd: f64,
    pub quantiles: Vec<Quantile>,
    /// For comparison, the rule of expected value: room / (1 − inactive).
    pub simple_total: i64,
    /// The probability that more come than the room holds, by that rule.
    pub simple_over: f64,
    /// The distribution of how many come, for a diagram.
    pub bins: Vec<OverbookingBin>,
}

/// One channel.
#[derive(Debug, Object)]
pub struct OverbookingPart {
    pub channel: String,
    pub kind: ChannelKind,
    pub seats: i64,
    /// Of a thousand admitted, so many never become active.
    pub inactive_permille: i64,
    /// Where the rate comes from.
    pub source: RateSource,
    /// Recommended number to admit.
    pub admit: i64,
    /// The number by the simple rule.
    pub simple: i64,
}

/// At most `persons` come with this probability.
#[derive(Debug, Object)]
pub struct Quantile {
    pub permille: i64,
    pub persons: i64,
}

/// The probability that so many come, both ends included.
#[derive(Debug, Object)]
pub struct OverbookingBin {
    pub from: i64,
    pub to: i64,
    pub probability: f64,
}

/// Quantiles that are told: the median, and what nine of ten times lies between.
const QUANTILES: [i64; 3] = [50, 500, 950];

impl From<OverbookingView> for Overbooking {
    fn from(view: OverbookingView) -> Self {
        let recommendation = view.recommendation;
        let coming = &recommendation.coming;
        let parts = view.parts.into_iter().map(|part| OverbookingPart {
            channel: part.code,
            kind: part.kind.into(),
            seats: part.seats,
            inactive_permille: part.inactive_permille,
            source: part.source.into(),
            admit: part.admit,
            simple: part.simple,
        });
        let bins = coming.bins(BINS).into_iter().map(|bin| OverbookingBin {
            from: bin.from,
            to: bin.to,
            probability: bin.probability,
        });
        Self {
            room: view.room,
            tolerance_permille: view.tolerance_permille,
            parts: parts.collect(),
            total: recommendation.total,
            over: recommendation.over,
            mean: coming.mean(),
            sd: coming.sd(),
            quantiles: QUANTILES
                .map(|permille| Quantile {
                    permille,
                    persons: coming.quantile(permille),
                })
                .into(),
            simple_total: recommendation.simple.total,
            simple_over: recommendation.simple.over,
            bins: bins.collect(),
        }
    }
}

pub struct OverbookingApi;

#[OpenApi(tag = "Tags::Applications")]
impl OverbookingApi {
    /// How many to admit when some of them will not come (överintag)
    ///
    /// Begins from UKÄ's figures for 2019/20: 22.6 % inactive on freestanding courses, 4.5 % of
    /// programme students. For employers' channels no figure is known; it must be given.
    #[oai(
        path = "/offerings/:offering/overbooking",
        method = "get",
        operation_id = "recommend_overbooking"
    )]
    async fn recommend_overbooking(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
        /// Seats in the room.
        room: Query<i64>,
        /// How often more may come than the room holds, of a thousand times; left out: 50.
        tolerance_permille: Query<Option<i64>>,
        /// Rates of your own, of a thousand: `OPEN:226,UPPDRAG-1880:20`.
        inactive: Query<Option<String>>,
    ) -> Result<Json<Overbooking>, ReadFailure> {
        let request = OverbookingRequest {
            room: room.0,
            tolerance_permille: tolerance_permille.0,
            inactive: inactive.0,
        };
        let view = overbooking::recommend(&app, auth.caller(), &offering, &request).await?;
        Ok(Json(view.into()))
    }
}
