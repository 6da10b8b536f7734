//! What an address gives, and what that does.

use super::{
    address::{Kept, jitter},
    import::{record, take_over, wanting},
    private, window,
};
use crate::{
    app::App,
    error::{Error, Result, Text},
    fetch::{Address, Failed, Fetched, Place, Validators},
    store::{Tx, busy_address::BusyAddressRow},
};
use jiff::SignedDuration;
use samverkan_domain::{
    fetching::{Failure, Said, WHOLE_DAYS, wait},
    id::PersonId,
    person::Language,
    timetable::{self, Busy, Fault, Timetable, Wrong},
};

/// How long a server that is too busy with others keeps a visitor waiting (seconds).
const BUSY_SECONDS: u32 = 10;

/// What a server gave, understood.
pub(super) enum Read {
    Unchanged,
    Timetable(Timetable),
    Busy(Busy),
}

/// What is in an answer, and what to ask with next time.
pub(super) struct Fresh {
    pub(super) read: Read,
    pub(super) validators: Validators,
}

/// Fetches and reads a calendar for somebody who waits for it. No transaction may be open.
pub(super) async fn visit(app: &App, address: &Address, of_programme: bool) -> Result<Fresh> {
    let place = app.fetcher.visit();
    let _place = place.ok_or(Error::Busy {
        retry_after_seconds: BUSY_SECONDS,
    })?;
    let place = app.fetcher.place(address).await;
    let place = place.map_err(|failed| not_fetched(&failed.failure))?;
    let target = Target {
        address: address.clone(),
        known: Validators::default(),
    };
    let fresh = read(app, &target, of_programme, place).await;
    fresh.map_err(|failed| not_fetched(&failed.failure))
}

/// A calendar that could not be had from its address.
fn not_fetched(failure: &Failure) -> Error {
    let text = |language| failure.sentence(language);
    Error::Refused {
        code: "calendar-not-fetched",
        text: Text::new(text(Language::Sv), text(Language::En)),
    }
}

async fn read(
    app: &App,
    Target { address, known }: &Target,
    of_programme: bool,
    place: Place,
) -> std::result::Result<Fresh, Failed> {
    let (octets, validators) = match app.fetcher.fetch(address, known, place).await? {
        Fetched::Content { octets, validators } => (octets, validators),
        Fetched::Unchanged => {
            return Ok(Fresh {
                read: Read::Unchanged,
                validators: known.clone(),
            });
        }
    };
    if !begins_as_calendar(&octets) {
        // A page to sign in, most often. To quote a line of it would help nobody.
        return Err(Failure::Malformed {
            line: 0,
            said: None,
        }
        .into());
    }
    let window = window(app.clock.now());
    // A large calendar takes a while: not on a thread that answers others.
    let understood = tokio::task::spawn_blocking(move || {
        if of_programme {
            timetable::read_timetable(&octets, window).map(Read::Timetable)
        } else {
            timetable::read_busy(&octets, window).map(Read::Busy)
        }
    });
    let understood = understood.await.map_err(|error| {
        tracing::error!(%error, "the reader of calendars stopped");
        Failure::Malformed {
            line: 0,
            said: None,
        }
    })?;
    let read = understood.map_err(|fault| malformed(&fault, of_programme))?;
    Ok(Fresh { read, validators })
}

/// Whether what came says that it is a calendar. Blank lines and a byte order mark may stand before.
fn begins_as_calendar(octets: &[u8]) -> bool {
    const BEGIN: &[u8] = b"BEGIN:VCALENDAR";
    let text = octets.strip_prefix(b"\xef\xbb\xbf").unwrap_or(octets);
    let start = text.trim_ascii_start().get(..BEGIN.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(BEGIN))
}

/// A calendar that cannot be read as a whole. What is wrong may quote the line, and of a private
/// calendar nothing is kept.
fn malformed(fault: &Fault, of_programme: bool) -> Failure {
    let text = |language| fault.sentence(language);
    match fault.what {
        Wrong::TooLarge => Failure::TooLarge,
        _ => Failure::Malformed {
            line: fault.line,
            said: of_programme.then(|| Said {
                sv: text(Language::Sv),
                en: text(Language::En),
            }),
        },
    }
}

/// How long an address is claimed: until the fetch is over for certain, also for who has to wait for a
/// place at the server as long as one may, and what it gave is stored.
pub(super) fn lease(app: &App) -> SignedDuration {
    let longest = SignedDuration::try_from(app.fetcher.longest());
    longest.unwrap_or(SignedDuration::from_mins(1)) * 2 + SignedDuration::from_mins(2)
}

/// Where to go for a calendar, and what is known of it.
pub(super) struct Target {
    pub(super) address: Address,
    known: Validators,
}

pub(super) fn target(app: &App, row: &BusyAddressRow) -> std::result::Result<Target, Failed> {
    let kept = Kept::open(app, row)?;
    let address = kept.address(app)?;
    let until = kept.whole_at + SignedDuration::from_hours(24 * WHOLE_DAYS);
    // What was read while the clock was ahead shows days that are far from now.
    let known = if (kept.whole_at..until).contains(&app.clock.now()) {
        kept.validators
    } else {
        Validators::default()
    };
    Ok(Target { address, known })
}

/// Fetches what a claimed address leads to, with no transaction open.
pub(super) async fn ask(
    app: &App,
    row: &BusyAddressRow,
    target: &Target,
    place: Place,
) -> std::result::Result<Fresh, Failed> {
    read(app, target, row.programme.is_some(), place).await
}

/// The same for somebody who waits for it, a place at the server included.
pub(super) async fn ask_in_turn(
    app: &App,
    row: &BusyAddressRow,
) -> std::result::Result<Fresh, Failed> {
    let target = target(app, row)?;
    let place = app.fetcher.place(&target.address).await?;
    ask(app, row, &target, place).await
}

/// How a fetch went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Settled {
    pub(super) changed: bool,
    pub(super) failure: Option<Failure>,
}

/// Takes in what a claimed address gave, in one transaction. `None` if the address has been changed
/// or taken away meanwhile: then nothing is kept of it.
pub(super) async fn settle(
    app: &App,
    mut row: BusyAddressRow,
    fresh: std::result::Result<Fresh, Failed>,
) -> Result<Option<Settled>> {
    let mut tx = app.write_as_service().await?;
    let now = tx.now();
    let taken = match fresh {
        Ok(fresh) => take(app, &mut tx, &mut row, fresh)
            .await?
            .map_err(Failed::from),
        Err(failed) => Err(failed),
    };
    row.tried_at = now.into();
    let settled = match taken {
        Ok(changed) => {
            row.read_at = now.into();
            if changed {
                row.changed_at = now.into();
            }
            (row.failure, row.failures) = (None, 0);
            row.due_at = Some((now + wait(0, None, jitter(app))).into());
            Settled {
                changed,
                failure: None,
            }
        }
        Err(Failed {
            failure,
            retry_after,
        }) => {
            row.failures += 1;
            let times = u32::try_from(row.failures).unwrap_or(u32::MAX);
            let due = now + wait(times, retry_after, jitter(app));
            row.due_at = (!failure.ends()).then(|| due.into());
            row.failure = Some(serde_json::to_string(&failure).map_err(Error::internal)?);
            Settled {
                changed: false,
                failure: Some(failure),
            }
        }
    };
    if !tx.update_busy_address(&row).await? {
        tx.rollback().await?;
        return Ok(None);
    }
    app.commit(tx).await?;
    Ok(Some(settled))
}

/// Puts what was given in place of what was known; says whether anything is new.
async fn take(
    app: &App,
    tx: &mut Tx,
    row: &mut BusyAddressRow,
    fresh: Fresh,
) -> Result<std::result::Result<bool, Failure>> {
    let changed = match (&row.programme, fresh.read) {
        (_, Read::Unchanged) => return Ok(Ok(false)),
        (Some(programme), Read::Timetable(read)) => {
            if let Some(failure) = wanting(&read) {
                return Ok(Err(failure));
            }
            let taken = match take_over(app, tx, programme, &read).await? {
                Ok(taken) => taken,
                Err(failure) => return Ok(Err(failure)),
            };
            if taken.changed {
                record(tx, programme, &taken);
            }
            taken.changed
        }
        (_, Read::Busy(busy)) => {
            let person = row.person_id.map(PersonId);
            let person = person.ok_or_else(|| Error::internal("an address of nobody"))?;
            private::store(app, tx, person, &busy).await?.1
        }
        (None, Read::Timetable(_)) => return Err(Error::internal("a timetable of nobody")),
    };
    let mut kept = Kept::open(app, row).map_err(Error::internal)?;
    kept.validators = fresh.validators;
    kept.whole_at = tx.now();
    row.sealed = kept.seal(app)?;
    Ok(Ok(changed))
}

/// Claims an address, for who wants it read now. No transaction may be open.
pub(super) async fn claim(app: &App, row: &BusyAddressRow) -> Result<BusyAddressRow> {
    let mut tx = app.write_as_service().await?;
    let until = tx.now() + lease(app);
    let claimed = tx.claim_busy_address(row.id, until).await?;
    tx.commit().await?;
    claimed.ok_or_else(|| {
        Error::refused(
            "calendar-being-fetched",
            "Kalendern hämtas just nu. Titta igen om en stund.",
            "The calendar is being fetched just now. Look again in a while.",
        )
    })
}
