//! What the service can do: load, decide in the domain, save, enqueue. One transaction each.

pub mod access;
pub mod address;
pub mod answers;
pub mod approvals;
pub mod audit;
pub mod catalogue;
pub mod channels;
pub mod clashes;
pub mod cohorts;
pub mod contact;
pub mod contracts;
pub mod duplicates;
pub mod eligibility;
pub mod employer;
pub mod enrolment;
pub mod erasure;
pub mod exports;
pub mod feeds;
pub mod imports;
pub mod invoices;
pub mod leading;
pub mod letters;
pub mod merges;
pub mod merits;
pub mod messages;
pub mod mine;
pub mod needs;
pub mod notices;
pub mod once;
pub mod operations;
pub mod overbooking;
pub mod overview;
mod own_words;
pub mod people;
pub mod programmes;
pub mod registers;
pub mod reminders;
pub mod report;
pub mod reserves;
pub mod retention;
mod role;
pub mod schedule;
pub mod selections;
pub mod series;
pub mod sign_in;
pub mod timetables;
pub mod today;
mod two_people;
pub mod validate;
pub mod wordings;

pub use role::{Permission, Role};

use crate::{
    app::App,
    error::{Error, Result},
    store::Tx,
};
use samverkan_domain::id::{PersonId, TokenId};
use std::sync::Arc;

/// Who is asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    Anonymous,
    Participant {
        person: PersonId,
        token: TokenId,
    },
    Staff {
        role: Role,
        token: TokenId,
        name: String,
        through: Through,
    },
    /// Who answers for programmes, these and no others. No permission of the table is theirs: they
    /// reach only what asks for them by [`Caller::for_programme`].
    Programmes {
        token: TokenId,
        codes: Arc<[String]>,
    },
}

/// How staff come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Through {
    /// With a token, which may be a program's.
    Token,
    /// On the web site, as this person; `token` is then the sign-in.
    Site(PersonId),
}

impl Caller {
    /// Denies unless the table of permissions says yes.
    pub fn require(&self, permission: Permission) -> Result<()> {
        match self {
            Self::Anonymous => Err(Error::Unauthenticated),
            Self::Staff { role, .. } if role.permits(permission) => Ok(()),
            _ => Err(Error::Forbidden),
        }
    }

    pub fn may(&self, permission: Permission) -> bool {
        self.require(permission).is_ok()
    }

    /// The person on whose behalf a participant acts.
    pub fn participant(&self) -> Result<PersonId> {
        match self {
            Self::Participant { person, .. } => Ok(*person),
            Self::Anonymous => Err(Error::Unauthenticated),
            Self::Staff { .. } | Self::Programmes { .. } => Err(Error::Forbidden),
        }
    }

    /// Denies unless the caller answers for this programme, or may read everybody. Another's
    /// programme does not exist for who answers for some.
    pub fn for_programme(&self, programme: &str) -> Result<()> {
        match self {
            Self::Programmes { codes, .. } if codes.iter().any(|code| code == programme) => Ok(()),
            Self::Programmes { .. } => Err(Error::NotFound { what: "programme" }),
            _ => self.require(Permission::ReadPeople),
        }
    }

    pub fn is_staff(&self) -> bool {
        matches!(self, Self::Staff { .. })
    }

    /// How the audit trail names the caller: never by a person's name.
    pub fn actor(&self) -> String {
        match self {
            Self::Anonymous => "anonymous".to_owned(),
            Self::Participant { person, .. } => format!("person:{person}"),
            Self::Programmes { token, .. }
            | Self::Staff {
                token,
                through: Through::Token,
                ..
            } => format!("token:{token}"),
            Self::Staff {
                through: Through::Site(person),
                ..
            } => format!("staff:{person}"),
        }
    }
}

/// The revision a caller says it has seen (If-Match).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// The header was missing.
    Missing,
    /// `*`: any revision.
    Any,
    Revision(i64),
    /// Some other text: matches nothing.
    Unknown,
}

impl Seen {
    /// Requires that the caller has seen the present revision.
    pub fn require(self, current: i64) -> Result<()> {
        match self {
            Self::Any => Ok(()),
            Self::Revision(seen) if seen == current => Ok(()),
            Self::Missing => Err(Error::PreconditionRequired),
            Self::Revision(_) | Self::Unknown => Err(Error::Stale { current }),
        }
    }
}

impl App {
    /// Opens a transaction that writes in the caller's name, now.
    pub async fn write(&self, caller: &Caller) -> Result<Tx> {
        self.write_as(&caller.actor()).await
    }

    /// Opens a transaction that writes in the service's own name.
    pub async fn write_as_service(&self) -> Result<Tx> {
        self.write_as("service").await
    }

    /// Opens a transaction that writes in the name of somebody who is not signed in but has been
    /// asked by letter.
    pub async fn write_as(&self, actor: &str) -> Result<Tx> {
        let span = self.traces.part("write");
        let tx = self.database.write(actor, self.clock.now()).await?;
        Ok(tx.seen_as(span))
    }

    pub async fn read(&self) -> Result<Tx> {
        let span = self.traces.part("read");
        Ok(self.database.read().await?.seen_as(span))
    }

    /// Commits, and wakes the worker: there may be mail to send. Calendars follow at once; other
    /// instances' follow when their workers look.
    pub async fn commit(&self, tx: Tx) -> Result<()> {
        let bumped = tx.bumped_calendar();
        tx.commit().await?;
        if let Some(generation) = bumped {
            self.feeds.saw_generation(generation);
        }
        self.work.notify_one();
        Ok(())
    }
}

/// A page of a list and where the next one starts.
#[derive(Debug, Clone)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Opaque; `None` on the last page.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Cuts a list fetched one row too long, and makes the cursor from the last row kept.
    pub fn cut(mut items: Vec<T>, limit: i64, cursor: impl Fn(&T) -> String) -> Self {
        let limit = usize::try_from(limit).unwrap_or_default();
        let next = (items.len() > limit)
            .then(|| {
                items.truncate(limit);
                items.last().map(cursor)
            })
            .flatten();
        Self { items, next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_precondition_is_not_any() {
        assert!(matches!(
            Seen::Missing.require(3),
            Err(Error::PreconditionRequired)
        ));
        assert!(matches!(
            Seen::Revision(2).require(3),
            Err(Error::Stale { current: 3 })
        ));
        assert!(Seen::Revision(3).require(3).is_ok() && Seen::Any.require(3).is_ok());
    }

    #[test]
    fn a_page_ends_where_the_list_ends() {
        let page = Page::cut(vec![1, 2, 3], 2, ToString::to_string);
        assert_eq!((page.items, page.next), (vec![1, 2], Some("2".to_owned())));
        let last = Page::cut(vec![1, 2], 2, ToString::to_string);
        assert_eq!(last.next, None);
    }
}
