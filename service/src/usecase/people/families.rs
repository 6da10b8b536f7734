//! The profession family of a person: what cohorts are balanced on.

use crate::{
    error::{Error, Result},
    store::Tx,
};
use samverkan_domain::profession::ProfessionFamily;
use serde_json::json;

/// Families by profession and programme, read once for a list.
pub struct Families {
    professions: Vec<(String, ProfessionFamily)>,
    programmes: Vec<(String, ProfessionFamily)>,
}

impl Families {
    pub async fn load(tx: &mut Tx) -> Result<Self> {
        let family = |word: &str| {
            serde_json::from_value(json!(word))
                .map_err(|_| Error::internal(format!("unknown profession family {word:?}")))
        };
        let professions = tx.professions().await?.into_iter();
        let programmes = tx.programmes().await?.into_iter();
        Ok(Self {
            professions: professions
                .map(|p| Ok((p.code, family(&p.family)?)))
                .collect::<Result<_>>()?,
            programmes: programmes
                .map(|p| Ok((p.code, family(&p.family)?)))
                .collect::<Result<_>>()?,
        })
    }

    /// A profession held counts before a programme studied: who works as a counsellor and
    /// studies to be a teacher brings the counsellor's view.
    pub fn of(
        &self,
        profession: Option<&str>,
        programme: Option<&str>,
    ) -> Option<ProfessionFamily> {
        let find = |list: &[(String, ProfessionFamily)], code: Option<&str>| {
            let code = code?;
            list.iter()
                .find(|(c, _)| c == code)
                .map(|(_, family)| *family)
        };
        find(&self.professions, profession).or_else(|| find(&self.programmes, programme))
    }
}

/// A family by its word in the database.
pub fn family(word: Option<&str>) -> Result<Option<ProfessionFamily>> {
    let Some(word) = word else { return Ok(None) };
    let family = serde_json::from_value(json!(word));
    family
        .map(Some)
        .map_err(|_| Error::internal(format!("unknown profession family {word:?}")))
}
