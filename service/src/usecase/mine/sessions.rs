//! One's own meetings that are not over: what one's calendar shows, with the place and the link,
//! which who is signed in may see.

use crate::{
    app::App,
    error::Result,
    usecase::{Caller, schedule::session_of},
};
use jiff::{SignedDuration, Timestamp};
use samverkan_domain::{
    id::SessionId,
    schedule::{SessionMode, SessionState, WallTime},
};

/// For how long a change is pointed out.
const CHANGED: SignedDuration = SignedDuration::from_hours(14 * 24);

/// A meeting that the caller is expected at.
#[derive(Debug, Clone)]
pub struct MySession {
    pub session: SessionId,
    pub title: String,
    pub course_code: String,
    pub cohort_code: Option<String>,
    pub starts: WallTime,
    pub ends: WallTime,
    pub mode: SessionMode,
    pub place: Option<String>,
    pub online_url: Option<String>,
    pub compulsory: bool,
    pub preliminary: bool,
    pub cancelled: bool,
    /// When it was last changed, if that is not long ago.
    pub changed_at: Option<Timestamp>,
}

/// The caller's meetings from now on, in time.
pub async fn sessions(app: &App, caller: &Caller) -> Result<Vec<MySession>> {
    let person = caller.participant()?;
    let now = app.clock.now();
    let mut tx = app.read().await?;
    let mut mine = Vec::new();
    for row in tx.feed_sessions_of_person(person).await? {
        let session = session_of(&row.session)?;
        if session.ends.instant() <= now {
            continue;
        }
        let changed = session.sequence > 0;
        let lately = now.duration_since(session.modified_at) <= CHANGED;
        let cancelled = matches!(session.state, SessionState::Cancelled { .. });
        mine.push(MySession {
            session: session.id,
            title: session.title,
            course_code: row.course_code,
            cohort_code: row.cohort_code,
            starts: session.starts,
            ends: session.ends,
            mode: session.mode,
            // Nobody is to go to what does not take place.
            place: session.place.filter(|_| !cancelled),
            online_url: session.online_url.filter(|_| !cancelled),
            compulsory: session.compulsory,
            preliminary: session.state == SessionState::Preliminary,
            cancelled,
            changed_at: (changed && lately).then_some(session.modified_at),
        });
    }
    Ok(mine)
}
