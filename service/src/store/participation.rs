//! Who takes part in an offering, and who waits for places in a channel.

use super::{
    At, Result, Tx,
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
    pub id: Uuid,
    pub selection_group: Option<String>,
    pub reserve_position: Option<i64>,
    pub joint_code: Option<String>,
    pub merit_tenths: Option<i64>,
    /// The family of the profession, or else of the programme.
    pub family: Option<String>,
    pub programme: Option<String>,
    pub created_at: At,
}

impl WaitingRow {
    /// Whether who waits is a member of a group of the channel.
    pub fn is_member(&self, group: &Group, channel: &ChannelRow) -> Result<bool> {
        let family = match &self.family {
            Some(word) => Some(codec::word("application", self.id, word)?),
            None => None,
        };
        Ok(group.members.include(Standing {
            credits_tenths: self.merit_tenths,
            family,
            programme: self.programme.as_deref(),
            on_time: channel
                .closes_at
                .is_none_or(|closes| self.created_at < closes),
        }))
    }
}

impl Tx {
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

    /// For each selection group of a channel: seats taken, people waiting, and the highest reserve
    /// number ever given. No group is empty.
    pub async fn group_counts(
        &mut self,
        channel: ChannelId,
    ) -> Result<Vec<(String, i64, i64, i64)>> {
        fetch_all!(
            self,
            (String, i64, i64, i64),
            "SELECT COALESCE(selection_group, ''),
                    COUNT(CASE WHEN state IN ('called', 'admitted', 'accepted', 'registered',
                                             'completed') THEN 1 END),
                    COUNT(CASE WHEN state = 'reserve' THEN 1 END),
                    COALESCE(MAX(reserve_position), 0)
             FROM application WHERE channel_id = $1 GROUP BY COALESCE(selection_group, '')",
            channel.0
        )
    }

    /// Those who wait in a channel, with what tells the groups they are members of.
    pub async fn waiting(&mut self, channel: ChannelId) -> Result<Vec<WaitingRow>> {
        fetch_all!(
            self,
            WaitingRow,
            "SELECT a.id, a.selection_group, a.reserve_position, a.joint_code, a.merit_tenths,
                    COALESCE(f.family, g.family) AS family, a.programme, a.created_at
             FROM application a LEFT JOIN profession f ON f.code = a.profession
                                LEFT JOIN programme g ON g.code = a.programme
             WHERE a.channel_id = $1 AND a.state = 'reserve'
             ORDER BY a.selection_group, a.reserve_position",
            channel.0
        )
    }
}
