//! The trail, as it is told to whom it is about.

use crate::{
    error::Result,
    store::{Tx, audit::AuditRow},
};
use samverkan_domain::id::PersonId;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// As what somebody acts, said of nobody by name.
pub(super) struct Roles {
    own: String,
    by_actor: BTreeMap<String, String>,
}

impl Roles {
    pub(super) async fn load(tx: &mut Tx, person: PersonId) -> Result<Self> {
        let mut by_actor = BTreeMap::new();
        for token in tx.tokens(None).await? {
            by_actor.insert(format!("token:{}", token.id), token.role);
        }
        for staff in tx.staff().await? {
            by_actor.insert(format!("staff:{}", staff.person_id), staff.role);
        }
        let own = format!("person:{person}");
        Ok(Self { own, by_actor })
    }

    /// The role of an actor of the trail.
    pub(super) fn of(&self, actor: &str) -> &str {
        let kind = actor.split(':').next().unwrap_or_default();
        match (self.by_actor.get(actor), kind) {
            _ if actor == self.own => "yourself",
            (Some(role), _) => role,
            (None, "service" | "elsewhere") => "service",
            (None, "person") => "participant",
            (None, "token" | "staff") => "staff",
            (None, _) => "by_letter",
        }
    }

    /// A row of the trail, without whatever leads to somebody else.
    pub(super) fn trace(&self, row: &AuditRow, own: &BTreeSet<Uuid>) -> Value {
        let told = |text: &Option<String>| {
            let value: Option<Value> = text
                .as_ref()
                .and_then(|text| serde_json::from_str(text).ok());
            value.and_then(|value| without_others(value, own))
        };
        let reason = row.reason.clone();
        json!({
            "at": row.at.0, "what": row.action, "by": self.of(&row.actor),
            "before": told(&row.before), "after": told(&row.after),
            "reason": reason.filter(|text| !text.contains('@')),
        })
    }
}

/// A value without ids that are not the person's own, without actors and without addresses. What
/// is left of a list or an object may be empty; then it is nothing.
fn without_others(value: Value, own: &BTreeSet<Uuid>) -> Option<Value> {
    match value {
        Value::String(text) => {
            let strange = Uuid::parse_str(&text).is_ok_and(|id| !own.contains(&id));
            let tail = text.rsplit(':').next().unwrap_or_default();
            let actor = text.contains(':') && Uuid::parse_str(tail).is_ok();
            (!strange && !actor && !text.contains('@')).then_some(Value::String(text))
        }
        Value::Array(items) => {
            let items = items.into_iter();
            let left: Vec<Value> = items.filter_map(|one| without_others(one, own)).collect();
            (!left.is_empty()).then_some(Value::Array(left))
        }
        Value::Object(fields) => {
            let fields = fields.into_iter();
            let left = fields.filter_map(|(name, one)| {
                // A key may be an id too.
                let strange = Uuid::parse_str(&name).is_ok_and(|id| !own.contains(&id));
                let one = (!strange).then(|| without_others(one, own)).flatten()?;
                Some((name, one))
            });
            let left: serde_json::Map<String, Value> = left.collect();
            (!left.is_empty()).then_some(Value::Object(left))
        }
        Value::Null => None,
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_to_others_is_left_out() {
        let (mine, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let own = BTreeSet::from([mine]);
        let value = json!({
            "person": mine, "other": other, "state": "admitted", "n": 3,
            "people": [other, mine], "by": format!("token:{other}"), "to": "b@example.org",
            "nested": { "person": other }, "same_person": { other.to_string(): 1 },
        });
        assert_eq!(
            without_others(value, &own),
            Some(json!({ "person": mine, "state": "admitted", "n": 3, "people": [mine] }))
        );
    }

    #[test]
    fn actors_are_said_by_role() {
        let me = PersonId(Uuid::from_u128(1));
        let roles = Roles {
            own: format!("person:{me}"),
            by_actor: BTreeMap::from([("token:x".to_owned(), "administrator".to_owned())]),
        };
        let said =
            ["person:y", "token:x", "staff:z", "service", "head:q"].map(|actor| roles.of(actor));
        assert_eq!(
            said,
            [
                "participant",
                "administrator",
                "staff",
                "service",
                "by_letter"
            ]
        );
        assert_eq!(roles.of(&format!("person:{me}")), "yourself");
    }
}
