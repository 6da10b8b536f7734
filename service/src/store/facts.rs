//! The facts of a transaction, until it commits. A large import has one for each row: beyond some thousands they wait in
//! a file without a name, so that memory does not grow with the import. No fact holds a name, an address or a number of
//! anybody.

use super::{Result, StoreError};
use samverkan_domain::fact::Fact;
use serde::{Deserialize, Serialize};
use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Seek, Write},
};
use uuid::Uuid;

/// Facts that wait in memory.
const IN_MEMORY: usize = 4_000;

#[derive(Default)]
pub(super) struct Facts {
    /// With the actor of each: a batch acts in many names.
    waiting: Vec<(String, Fact)>,
    spilled: Option<BufWriter<File>>,
    count: i64,
    /// A file that could not be written fails the transaction when it commits.
    fault: Option<io::Error>,
}

/// A fact as the trail keeps it.
#[derive(Serialize, Deserialize)]
pub(super) struct TrailFact {
    pub(super) actor: String,
    pub(super) action: String,
    pub(super) subject_kind: String,
    pub(super) subject: Uuid,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    pub(super) reason: Option<String>,
}

impl From<(String, Fact)> for TrailFact {
    fn from((actor, fact): (String, Fact)) -> Self {
        Self {
            actor,
            action: fact.action.to_owned(),
            subject_kind: fact.subject_kind.to_owned(),
            subject: fact.subject,
            before: fact.before.map(|value| value.to_string()),
            after: fact.after.map(|value| value.to_string()),
            reason: fact.reason,
        }
    }
}

impl Facts {
    pub(super) fn push(&mut self, actor: String, fact: Fact) {
        self.count += 1;
        self.waiting.push((actor, fact));
        if self.waiting.len() >= IN_MEMORY
            && let Err(fault) = self.spill()
        {
            self.waiting.clear();
            self.fault.get_or_insert(fault);
        }
    }

    pub(super) fn count(&self) -> i64 {
        self.count
    }

    fn spill(&mut self) -> io::Result<()> {
        let file = match &mut self.spilled {
            Some(file) => file,
            none => none.insert(BufWriter::new(tempfile::tempfile()?)),
        };
        for fact in self.waiting.drain(..) {
            serde_json::to_writer(&mut *file, &TrailFact::from(fact))?;
            file.write_all(b"\n")?;
        }
        Ok(())
    }

    /// All of them, in the order in which they were told.
    pub(super) fn into_trail(self) -> Result<impl Iterator<Item = Result<TrailFact>> + Send> {
        if let Some(fault) = self.fault {
            return Err(StoreError::Facts(fault));
        }
        let spilled = self.spilled.map(rewound).transpose();
        let lines = spilled.map_err(StoreError::Facts)?;
        let lines = lines.into_iter().flat_map(BufRead::lines);
        let earlier = lines.map(|line| {
            let line = line.map_err(StoreError::Facts)?;
            serde_json::from_str(&line).map_err(|fault| StoreError::Facts(fault.into()))
        });
        Ok(earlier.chain(self.waiting.into_iter().map(|fact| Ok(fact.into()))))
    }
}

fn rewound(file: BufWriter<File>) -> io::Result<BufReader<File>> {
    let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.rewind()?;
    Ok(BufReader::new(file))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn facts_come_back_in_order_from_wherever_they_waited() {
        for count in [0, 1, 4_000, 8_007] {
            let mut facts = Facts::default();
            for n in 0..count {
                let fact = Fact::new("thing.done", "thing", Uuid::from_u128(n));
                let fact = fact
                    .after(json!({ "n": n }))
                    .reason(Some("a\nb".to_owned()));
                facts.push(format!("actor {n}"), fact);
            }
            assert!(facts.waiting.len() < IN_MEMORY);
            assert_eq!(u128::try_from(facts.count()), Ok(count));
            let told: Vec<TrailFact> = facts.into_trail().unwrap().map(Result::unwrap).collect();
            assert_eq!(told.len() as u128, count);
            for (n, one) in (0..).zip(&told) {
                assert_eq!(one.subject.as_u128(), n);
                assert_eq!(one.actor, format!("actor {n}"));
                assert_eq!(one.after.as_deref(), Some(&*format!("{{\"n\":{n}}}")));
                assert_eq!(one.reason.as_deref(), Some("a\nb"));
            }
        }
    }

    #[test]
    fn a_fact_that_could_not_be_kept_fails_the_whole() {
        let mut facts = Facts::default();
        facts.push(
            "a".to_owned(),
            Fact::new("thing.done", "thing", Uuid::nil()),
        );
        facts.fault = Some(io::Error::other("full"));
        assert!(matches!(facts.into_trail(), Err(StoreError::Facts(_))));
    }
}
