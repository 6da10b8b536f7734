//! What one person may not do alone: somebody else than who began it has to say yes.

use super::Caller;
use crate::{
    error::Result,
    store::{Tx, as_word},
};

/// Whether the caller is somebody else than who began: neither the same token nor, by the same
/// name in the same role, another of the same holder's.
pub(super) async fn is_another(tx: &mut Tx, caller: &Caller, began: &str) -> Result<bool> {
    if caller.actor() == began {
        return Ok(false);
    }
    let Caller::Staff { name, role, .. } = caller else {
        return Ok(false);
    };
    let tokens = tx.tokens(None).await?.into_iter();
    let mut beginner = tokens.filter(|token| format!("token:{}", token.id) == began);
    Ok(beginner
        .next()
        .is_none_or(|token| token.name != *name || token.role != as_word(*role)))
}
