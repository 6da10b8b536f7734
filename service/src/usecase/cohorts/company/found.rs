//! Whom wishes are about. Found when it is needed, for cohorts and for administrators only.

use super::{CompanyView, kind_of, shown};
use crate::{
    app::App,
    error::Result,
    store::{Tx, catalogue::OfferingRow, company::CompanyRow, person::PersonRow},
    usecase::{Caller, own_words, people},
};
use samverkan_domain::{
    cohort::{
        PlanPerson,
        company::{CompanyKind, mutual},
        company_code::CompanyCode,
    },
    id::{ApplicationId, OfferingId, PersonId},
    text::email_key,
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

type Pair = (PersonId, PersonId);

/// A wish, and whom it is about if that is somebody else whose application is to the same cohorts.
pub(super) struct One {
    pub(super) row: CompanyRow,
    pub(super) kind: CompanyKind,
    pub(super) other: Option<PersonId>,
}

/// The wishes about an offering's cohorts.
pub(super) struct Found {
    pub(super) wishes: Vec<One>,
    people: BTreeMap<Uuid, PersonRow>,
}

/// What of it the search has to know.
pub(in crate::usecase::cohorts) struct Company {
    pub(in crate::usecase::cohorts) mutual: Vec<Pair>,
    pub(in crate::usecase::cohorts) apart: Vec<Pair>,
}

impl Found {
    pub(super) async fn load(app: &App, tx: &mut Tx, offering: &OfferingRow) -> Result<Self> {
        let rows = tx.company(offering.offering()).await?;
        let mut people = BTreeMap::new();
        if !rows.is_empty() {
            let concerned = tx.people_concerned(offering.offering()).await?;
            people.extend(concerned.into_iter().map(|row| (row.id, row)));
        }
        let mut codes = None;
        let mut wishes = Vec::new();
        for row in rows {
            let text = own_words::open(app, &row.other_sealed)?;
            let other = match CompanyCode::parse(&text) {
                Some(code) => {
                    if codes.is_none() {
                        codes = Some(Codes::load(app, tx, offering.offering()).await?);
                    }
                    codes.as_ref().and_then(|codes| codes.whose(code))
                }
                None => about(tx, &text).await?,
            };
            let here = |id: &PersonId| people.contains_key(&id.0) && id.0 != row.person_id;
            wishes.push(One {
                other: other.filter(here),
                kind: kind_of(&row)?,
                row,
            });
        }
        Ok(Self { wishes, people })
    }

    /// Pairs of whom both wish to be with the other. With protected people there are none: how others
    /// are placed, and why, must not tell that they are here.
    fn mutual(&self) -> Vec<Pair> {
        let open = |id: Uuid| self.people.get(&id).is_some_and(|row| !row.is_protected());
        let with = self.wishes.iter().filter(|one| {
            one.kind == CompanyKind::With
                && open(one.row.person_id)
                && one.other.is_some_and(|other| open(other.0))
        });
        mutual(with.filter_map(|one| Some((one.row.person(), one.other?))))
    }

    /// Pairs that an administrator keeps apart, as one of them wished.
    fn apart(&self) -> Vec<Pair> {
        let approved = self.wishes.iter().filter(|one| one.row.state == "approved");
        let pairs = approved.filter_map(|one| Some((one.row.person(), one.other?)));
        let pairs: BTreeSet<Pair> = pairs.map(|(a, b)| (a.min(b), a.max(b))).collect();
        pairs.into_iter().collect()
    }

    /// Whom a wish is about, if the reader may see them.
    pub(super) fn known(&self, caller: &Caller, one: &One) -> Option<&PersonRow> {
        let other = self.people.get(&one.other?.0)?;
        people::sees(caller, other).then_some(other)
    }

    pub(super) fn whose(&self, caller: &Caller, one: &One) -> Option<&PersonRow> {
        let person = self.people.get(&one.row.person_id)?;
        people::sees(caller, person).then_some(person)
    }

    pub(super) fn view(&self, caller: &Caller, one: &One, mutual: &[Pair]) -> Option<CompanyView> {
        let person = self.whose(caller, one)?;
        let known = self.known(caller, one);
        let pair = known.map(|row| {
            let (a, b) = (person.person(), row.person());
            (a.min(b), a.max(b))
        });
        let with = one.kind == CompanyKind::With;
        Some(CompanyView {
            id: one.row.id,
            person: person.person(),
            person_name: shown(caller, person),
            kind: one.kind,
            other: known.map(|row| (row.person(), shown(caller, row))),
            mutual: with && pair.is_some_and(|pair| mutual.contains(&pair)),
            // That something has been decided would tell that somebody is here.
            state: match known {
                Some(_) => one.row.state.clone(),
                None => "stated".to_owned(),
            },
        })
    }

    pub(super) fn views(&self, caller: &Caller) -> Vec<CompanyView> {
        let mutual = self.mutual();
        let all = self.wishes.iter();
        all.filter_map(|one| self.view(caller, one, &mutual))
            .collect()
    }
}

/// The codes of everybody who has applied to the cohorts. They are computed when somebody has
/// written one, and stand nowhere.
struct Codes(BTreeMap<CompanyCode, BTreeSet<PersonId>>);

impl Codes {
    async fn load(app: &App, tx: &mut Tx, offering: OfferingId) -> Result<Self> {
        let mut codes: BTreeMap<_, BTreeSet<PersonId>> = BTreeMap::new();
        for (offering, person) in tx.company_applicants(offering).await? {
            let code = app.secrets.company_code(offering, person);
            codes.entry(code).or_default().insert(person);
        }
        Ok(Self(codes))
    }

    /// Whose a code is; nobody's, should two people ever have the same.
    fn whose(&self, code: CompanyCode) -> Option<PersonId> {
        let people = self.0.get(&code)?;
        people.first().filter(|_| people.len() == 1).copied()
    }
}

/// Whom an address or a number is about.
async fn about(tx: &mut Tx, text: &str) -> Result<Option<PersonId>> {
    if let Ok(id) = Uuid::parse_str(text) {
        let application = tx.application(ApplicationId(id)).await?;
        return Ok(application.map(|row| row.person()));
    }
    match email_key(text) {
        Some(key) => Ok(tx.person_by_email(&key).await?),
        None => Ok(None),
    }
}

/// What counts among those who are to be placed.
pub(in crate::usecase::cohorts) async fn gathered(
    app: &App,
    tx: &mut Tx,
    offering: &OfferingRow,
    people: &[PlanPerson],
) -> Result<Company> {
    let found = Found::load(app, tx, offering).await?;
    let placed: BTreeSet<PersonId> = people.iter().map(|person| person.person).collect();
    let both = |(a, b): &Pair| placed.contains(a) && placed.contains(b);
    Ok(Company {
        mutual: found.mutual().into_iter().filter(both).collect(),
        apart: found.apart().into_iter().filter(both).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_that_two_people_have_is_nobodys() {
        let [a, b] = [1, 2].map(|n| PersonId(Uuid::from_u128(n)));
        let [shared, own, free] = [*b"together", *b"anybody!", *b"unknown."].map(CompanyCode::of);
        let codes = Codes(BTreeMap::from([
            (shared, BTreeSet::from([a, b])),
            (own, BTreeSet::from([a])),
        ]));
        assert_eq!(codes.whose(own), Some(a));
        assert_eq!((codes.whose(shared), codes.whose(free)), (None, None));
    }
}
