//! Identifiers. Each is a UUID (version 7 where we make it, so that ids sort by time of creation).

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                Uuid::from_str(text).map(Self)
            }
        }
    )*};
}

id! {
    /// Several courses taken as one choice (kurspaket).
    PackageId,
    /// A course (kurs).
    CourseId,
    /// One dated delivery of a course (kurstillfälle).
    OfferingId,
    /// How people come in to an offering (antagningskanal).
    ChannelId,
    /// One human.
    PersonId,
    /// A person's request for a place (anmälan).
    ApplicationId,
    /// One partition of an offering (gruppindelning).
    CohortSetId,
    /// One promised seed (lottning).
    DrawId,
    /// One run of selection (urval).
    SelectionId,
    /// A timed offer of a freed seat (kallelse).
    ReserveCallId,
    /// A head's word on a nomination (godkännande).
    ApprovalId,
    /// Places an employer has agreed on (uppdragsavtal).
    ContractId,
    /// A group.
    CohortId,
    /// A proposed partition.
    CohortPlanId,
    /// A wish to be moved to another cohort (gruppbyte).
    TransferId,
    /// A wish to have one's data erased (begäran om radering).
    ErasureId,
    /// One dated meeting (tillfälle).
    SessionId,
    /// A revocable calendar address (kalenderprenumeration).
    FeedId,
    /// A role-scoped access token.
    TokenId,
    /// One attempt to sign in by mailed code.
    SignInId,
    /// Somebody signed in on the web site, in one browser (inloggning).
    WebSignInId,
    /// A passkey (nyckel).
    PasskeyId,
    /// A person as another issuer knows them.
    IdentityId,
    /// One import run.
    ImportId,
    /// What people are to be told about a session (besked).
    NoticeId,
    /// One row of the outbox.
    MessageId,
}
