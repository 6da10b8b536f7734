//! Who takes part in an offering, and who waits for places in a channel.

use super::{
    Result, Tx,
    application::{ApplicationRow, application_columns},
    channel::ChannelRow,
    codec,
};
use samverkan_domain::{
    admission::{Group, Standing},
    id::{ChannelId, OfferingId, PersonId},
};
use uuid::Uuid;

/// One who waits on a reserve list.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct WaitingRow {
    #[sqlx(flatten)]
    pub application: ApplicationRow,
    /// The family of the profession, or else of the programme.
    pub family: Option<String>,
}

impl WaitingRow {
    /// Whether who waits is a member of a group of the channel. Merits count as they were when the
    /// person was put on the list.
    pub fn is_member(&self, group: &Group, channel: &ChannelRow) -> Result<bool> {
        let row = &self.application;
        let family = match &self.family {
            Some(word) => Some(codec::word("application", row.id, word)?),
            None => None,
        };
        Ok(group.members.include(Standing {
            credits_tenths: row.merit_tenths,
            family,
            programme: row.programme.as_deref(),
            on_time: channel
                .closes_at
                .is_none_or(|closes| row.created_at < closes),
        }))
    }
}

/// How many a selection group of a channel holds.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct GroupCountRow {
    /// Empty for those in no group.
    pub selection_group: String,
    /// Those who take part.
    pub taken: i64,
    /// Those who have been offered a seat.
    pub offered: i64,
    pub waiting: i64,
    /// The highest reserve number ever given; 0 for none.
    pub last_position: i64,
}

/// How many applications of a channel there are of one kind.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ApplicantCountRow {
    pub channel_id: Uuid,
    pub state: String,
    pub profession: Option<String>,
    pub programme: Option<String>,
    pub people: i64,
}

impl Tx {
    /// The applications of an offering, counted by channel, state, and what their people do.
    pub async fn applicant_counts(
        &mut self,
        offering: OfferingId,
    ) -> Result<Vec<ApplicantCountRow>> {
        fetch_all!(
            self,
            ApplicantCountRow,
            "SELECT a.channel_id, a.state, p.profession, p.programme, COUNT(*) AS people
             FROM application a JOIN person p ON p.id = a.person_id
             WHERE a.offering_id = $1
             GROUP BY a.channel_id, a.state, p.profession, p.programme
             ORDER BY a.channel_id, a.state, p.profession, p.programme",
            offering.0
        )
    }

    /// The applications of all who take part in an offering's sessions and cohorts: its own
    /// people, and those of offerings that share its cohorts (samläsning).
    pub async fn taking_part(&mut self, offering: OfferingId) -> Result<Vec<ApplicationRow>> {
        fetch_all!(
            self,
            ApplicationRow,
            concat!(
                "SELECT ",
                application_columns!(),
                " FROM application
             WHERE state IN ('admitted', 'accepted', 'registered', 'completed')
               AND (offering_id = $1
                    OR offering_id IN (SELECT o.id FROM offering o WHERE o.cohorts_of = $1))
             ORDER BY id"
            ),
            offering.0
        )
    }

    /// Whether a person takes part in an offering, on a place there or in one that shares its
    /// cohorts.
    pub async fn takes_part(&mut self, person: PersonId, offering: OfferingId) -> Result<bool> {
        let (places,): (i64,) = fetch_one!(
            self,
            (i64,),
            "SELECT COUNT(*) FROM application
             WHERE person_id = $2
               AND state IN ('admitted', 'accepted', 'registered', 'completed')
               AND (offering_id = $1
                    OR offering_id IN (SELECT o.id FROM offering o WHERE o.cohorts_of = $1))",
            offering.0,
            person.0
        )?;
        Ok(places > 0)
    }

    /// What each selection group of a channel holds; no group is empty.
    pub async fn group_counts(&mut self, channel: ChannelId) -> Result<Vec<GroupCountRow>> {
        fetch_all!(
            self,
            GroupCountRow,
            "SELECT COALESCE(selection_group, '') AS selection_group,
                    COUNT(CASE WHEN state IN ('admitted', 'accepted', 'registered', 'completed')
                               THEN 1 END) AS taken,
                    COUNT(CASE WHEN state = 'called' THEN 1 END) AS offered,
                    COUNT(CASE WHEN state = 'reserve' THEN 1 END) AS waiting,
                    COALESCE(MAX(reserve_position), 0) AS last_position
             FROM application WHERE channel_id = $1 GROUP BY COALESCE(selection_group, '')",
            channel.0
        )
    }

    /// Those who wait in a channel, in the order of their numbers, with what tells the groups they
    /// are members of.
    pub async fn waiting(&mut self, channel: ChannelId) -> Result<Vec<WaitingRow>> {
        fetch_all!(
            self,
            WaitingRow,
            concat!(
                "SELECT ",
                application_columns!(),
                ", COALESCE((SELECT f.family FROM profession f WHERE f.code = application.profession),
                            (SELECT g.family FROM programme g WHERE g.code = application.programme))
                   AS family
             FROM application
             WHERE channel_id = $1 AND state = 'reserve'
             ORDER BY reserve_position IS NULL, reserve_position, COALESCE(selection_group, ''), id"
            ),
            channel.0
        )
    }
}
