//! "Still interested?": asking all who wait.

use super::{call, locked_channel};
use crate::{
    app::App,
    error::{Error, Result},
    mail::letter::Letter,
    store::application::ApplicationFilter,
    usecase::{
        Caller, Permission,
        answers::link,
        enrolment::{self, course_title},
        letters,
        once::{Claim, Once},
    },
};
use samverkan_domain::{
    admission::working_time::WorkingHours, application::ApplicationState, fact::Fact,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// How long the link in the letter works: five working days. After that one answers signed in.
const LINK_MINUTES: i64 = 5 * 9 * 60;

/// How many were asked.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Asked {
    pub asked: i64,
}

/// Asks everybody on the channel's reserve lists. Who does not answer stays on the list.
pub async fn ask_interest(
    app: &App,
    caller: &Caller,
    channel: &str,
    once: Option<&Once>,
) -> Result<Asked> {
    caller.require(Permission::EditPeople)?;
    let mut tx = app.write(caller).await?;
    if let Claim::Done(asked) = Once::claim(once, app, &mut tx).await? {
        return Ok(asked);
    }
    let channel = locked_channel(&mut tx, channel).await?;
    let filter = ApplicationFilter {
        channel: Some(channel.id),
        state: Some(ApplicationState::Reserve),
        ..ApplicationFilter::default()
    };
    let now = tx.now();
    let answer_by = WorkingHours::default().deadline(now, LINK_MINUTES);
    let answer_by = answer_by.map_err(Error::internal)?;
    let rows = tx.applications(&filter, i64::MAX).await?;
    let asked = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    for mut row in rows {
        row.interest_asked_at = Some(now.into());
        // An answer to an earlier question is none to this one.
        row.interested_at = None;
        enrolment::save(&mut tx, &mut row, ApplicationState::Reserve).await?;
        let offering = call::offering_of(&mut tx, &row).await?;
        let person = tx.person(row.person()).await?;
        let person = person.ok_or(Error::NotFound { what: "person" })?;
        let token = link::signed(app, link::Purpose::Interest, row.application(), answer_by);
        let letter = Letter::InterestAsked {
            course: course_title(&offering, &person),
            offering_code: offering.code,
            group: row.selection_group.clone().filter(|g| !g.is_empty()),
            position: call::position(&row),
            answer_by,
            link: link::url(app, &token),
        };
        letters::enqueue(app, &mut tx, row.person(), &letter).await?;
    }
    tx.record(
        Fact::new("channel.interest_asked", "channel", channel.id)
            .after(json!({ "asked": asked, "answer_by": answer_by })),
    );
    let asked = Asked { asked };
    Once::keep(once, app, &mut tx, &asked).await?;
    app.commit(tx).await?;
    Ok(asked)
}
