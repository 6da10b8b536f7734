//! What a score consists of, in words.

use crate::texts::Texts;

/// What a criterion is called; its key is as in `domain::cohort::Criterion::key`.
pub(super) fn words(t: Texts, key: &str) -> String {
    let (kind, of) = key.split_once(':').unwrap_or((key, ""));
    let of = attribute(t, of);
    match kind {
        "mix" => t.board_criterion_mix(of),
        "spread" => t.board_criterion_spread(of),
        "level" => t.board_criterion_level(of),
        "clash" => t.board_criterion_clash().to_owned(),
        "modality" => t.board_criterion_modality().to_owned(),
        "wish" => t.board_criterion_wish().to_owned(),
        "size" => t.board_criterion_size().to_owned(),
        "move" => t.board_criterion_move().to_owned(),
        other => other.to_owned(),
    }
}

/// What people are mixed on or spread by, in the plural.
pub(super) fn attribute(t: Texts, key: &str) -> &str {
    match key {
        "family" => t.board_of_family(),
        "workplace" => t.board_of_workplace(),
        "municipality" => t.board_of_municipality(),
        "channel" => t.board_of_channel(),
        "programme" => t.board_of_programme(),
        other => other,
    }
}

/// "3 poäng bättre", "lika bra", "2 poäng sämre".
pub(super) fn difference(t: Texts, points: i64) -> String {
    match points {
        0 => t.board_just_as_good().to_owned(),
        1.. => t.board_worse(points),
        _ => t.board_better(-points),
    }
}
