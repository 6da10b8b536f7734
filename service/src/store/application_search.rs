//! Finding applications: by person, channel, offering, state.

use super::{
    Result, Tx,
    application::{ApplicationRow, application_columns},
};
use samverkan_domain::{
    application::ApplicationState,
    id::{OfferingId, PersonId},
};
use uuid::Uuid;

/// What to look for among applications; `None` means anything.
#[derive(Debug, Clone, Default)]
pub struct ApplicationFilter {
    pub offering: Option<Uuid>,
    pub channel: Option<Uuid>,
    pub person: Option<Uuid>,
    pub state: Option<ApplicationState>,
    pub selection_group: Option<String>,
    /// Only what counts as an application still alive.
    pub active: bool,
    pub after: Option<Uuid>,
}

/// The statement that looks for applications. What `$leads` it is what an index is searched for: of what may be asked
/// for or not, none is.
macro_rules! looked_for {
    ($leads:literal) => {
        concat!(
            "SELECT ",
            application_columns!(),
            " FROM application
             WHERE ",
            $leads,
            "      ($1 IS NULL OR offering_id = $1)
               AND ($2 IS NULL OR channel_id = $2)
               AND ($3 IS NULL OR person_id = $3)
               AND ($4 IS NULL OR state = $4)
               AND ($5 IS NULL OR selection_group = $5)
               AND (NOT $6 OR state IN ('awaiting_approval', 'submitted', 'reserve', 'called', 'admitted',
                                         'accepted', 'registered', 'completed'))
               AND ($7 IS NULL OR id > $7)
             ORDER BY id LIMIT $8"
        )
    };
}

impl Tx {
    pub async fn applications(
        &mut self,
        filter: &ApplicationFilter,
        limit: i64,
    ) -> Result<Vec<ApplicationRow>> {
        let sql = match filter.person {
            Some(_) => looked_for!("person_id = $3 AND"),
            None => looked_for!(""),
        };
        fetch_all!(
            self,
            ApplicationRow,
            sql,
            filter.offering,
            filter.channel,
            filter.person,
            filter.state.map(ApplicationState::as_str),
            filter.selection_group.clone(),
            filter.active,
            filter.after,
            limit
        )
    }

    /// The one application of this person to this offering that is still alive.
    pub async fn active_application(
        &mut self,
        person: PersonId,
        offering: OfferingId,
    ) -> Result<Option<ApplicationRow>> {
        let filter = ApplicationFilter {
            offering: Some(offering.0),
            person: Some(person.0),
            active: true,
            ..ApplicationFilter::default()
        };
        Ok(self.applications(&filter, 1).await?.pop())
    }

    /// Whether a reserve number is another person's in the same selection group.
    pub async fn reserve_number_taken(
        &mut self,
        wanted: &ApplicationRow,
        position: i64,
    ) -> Result<bool> {
        let (taken,): (i64,) = fetch_one!(
            self,
            (i64,),
            "SELECT COUNT(*) FROM application
             WHERE channel_id = $1 AND COALESCE(selection_group, '') = $2
               AND reserve_position = $3 AND person_id <> $4",
            wanted.channel_id,
            wanted.selection_group.as_deref().unwrap_or_default(),
            position,
            wanted.person_id
        )?;
        Ok(taken > 0)
    }
}
