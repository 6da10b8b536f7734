//! Adding one session.

use super::{
    Context,
    session::{FOLDS, MODES, show},
};
use crate::{
    args::{one_of, wall},
    client::{api::types, fresh_key},
    error::Result,
};
use clap::Args;
use uuid::Uuid;

pub(super) const EXAMPLE: &str = "\
Example:
  samverkan session create SA123A-V9001V27 --title 'Seminarium 1' \\
    --starts 2027-02-04T13:15 --ends 2027-02-04T16:00 --mode online";

#[derive(Debug, Args)]
pub(crate) struct Create {
    /// Code or id of the offering
    offering: String,
    /// What it is called
    #[arg(long)]
    title: String,
    /// Wall time in Stockholm
    #[arg(long, value_name = "TIME", value_parser = wall)]
    starts: String,
    /// Wall time in Stockholm
    #[arg(long, value_name = "TIME", value_parser = wall)]
    ends: String,
    /// Which of the two, for a start in the hour that comes twice in October
    #[arg(long, value_parser = one_of::<types::Fold>(FOLDS))]
    starts_fold: Option<types::Fold>,
    /// Which of the two, for an end in the hour that comes twice in October
    #[arg(long, value_parser = one_of::<types::Fold>(FOLDS))]
    ends_fold: Option<types::Fold>,
    /// How it meets
    #[arg(long, value_parser = one_of::<types::SessionMode>(MODES))]
    mode: types::SessionMode,
    /// Id of the cohort that meets; left out: the whole offering
    #[arg(long, value_name = "ID")]
    cohort: Option<Uuid>,
    /// Room or address
    #[arg(long, value_name = "TEXT")]
    place: Option<String>,
    /// Link to join, beginning with https
    #[arg(long, value_name = "URL")]
    online_url: Option<String>,
    #[arg(long, value_name = "NAME")]
    teacher: Option<String>,
    /// Attendance is compulsory
    #[arg(long)]
    compulsory: bool,
    /// Shown as preliminary until published
    #[arg(long)]
    preliminary: bool,
}

pub(super) async fn create(context: &Context<'_>, new: &Create) -> Result {
    let body = types::NewSession {
        cohort: new.cohort,
        compulsory: new.compulsory,
        ends: new.ends.clone(),
        ends_fold: new.ends_fold,
        mode: new.mode,
        online_url: new.online_url.clone(),
        place: new.place.clone(),
        preliminary: new.preliminary,
        starts: new.starts.clone(),
        starts_fold: new.starts_fold,
        teacher: new.teacher.clone(),
        title: new.title.clone(),
    };
    let call = context
        .api
        .create_session()
        .offering(&new.offering)
        .idempotency_key(fresh_key());
    show(context.out, &call.body(body).send().await?.into_inner())
}
