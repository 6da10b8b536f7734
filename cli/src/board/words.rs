//! What the board says, and the letters and patterns of profession families.

use super::state::{Board, Busy, Mode};
use crate::{
    client::api::types::{Family, FamilyShare},
    text::{Lang, Text, text},
};

/// A family's pattern, and its letter in both languages: nothing is told by colour alone.
pub(super) fn mark(family: Family, lang: Lang) -> (char, char) {
    match family {
        Family::Teaching => ('█', lang.pick('U', 'T')),
        Family::SpecialEducation => ('▓', lang.pick('S', 'P')),
        Family::SocialWork => ('▒', lang.pick('A', 'S')),
        Family::Health => ('░', 'H'),
        Family::Guidance => ('◆', lang.pick('L', 'G')),
    }
}

/// The mix as patterns, a family's letter before its own; as numbers where that is too wide.
pub(super) fn mix(shares: &[FamilyShare], lang: Lang, width: usize) -> String {
    let present = shares.iter().filter(|share| share.count > 0);
    let drawn = present.clone().map(|share| {
        let (pattern, letter) = mark(share.family, lang);
        let times = usize::try_from(share.count).unwrap_or(0);
        format!("{letter}{}", pattern.to_string().repeat(times.min(width)))
    });
    let drawn = drawn.collect::<Vec<_>>().join(" ");
    if drawn.chars().count() <= width {
        return drawn;
    }
    let numbers = present.map(|share| format!("{}{}", mark(share.family, lang).1, share.count));
    numbers.collect::<Vec<_>>().join(" ")
}

/// Which letter and pattern stand for which family, of those that anybody is of.
pub(super) fn legend(board: &Board) -> String {
    let mut seen: Vec<&FamilyShare> = Vec::new();
    let shares = board.plan.cohorts.iter().flat_map(|cohort| &cohort.mix);
    for share in shares.filter(|share| share.count > 0) {
        if !seen.iter().any(|one| one.family == share.family) {
            seen.push(share);
        }
    }
    seen.sort_by_key(|share| share.family);
    let one = |share: &&FamilyShare| {
        let (pattern, letter) = mark(share.family, board.lang);
        format!("{letter}{pattern} {}", share.label)
    };
    seen.iter().map(one).collect::<Vec<_>>().join("  ")
}

/// The score, how it has changed since the board was opened, and what stands beside it.
pub(super) fn score(board: &Board) -> Text {
    let (points, hard) = (board.plan.score.soft, board.plan.score.hard);
    let (moves, change) = (board.plan.moves, points - board.opened_at);
    let change = if change == 0 {
        String::new()
    } else {
        format!(" ({change:+})")
    };
    text!(
        "Poäng {points}{change} · brutna regler {hard} · byter grupp {moves}",
        "Score {points}{change} · rules broken {hard} · change cohort {moves}"
    )
}

/// The keys that matter now.
pub(super) fn keys(board: &Board) -> Text {
    match board.mode {
        Mode::Look if board.open() => text!(
            "? hjälp  q sluta  Enter flytta  s byt  l lås  u ångra  c fastställ  p problem",
            "? help  q quit  Enter move  s swap  l hold  u undo  c commit  p problems"
        ),
        Mode::Look => text!(
            "? hjälp  q sluta  p problem  r läs om",
            "? help  q quit  p problems  r read again"
        ),
        Mode::Move { .. } => text!(
            "← → välj grupp  Enter flytta dit  Esc tillbaka",
            "← → choose cohort  Enter move there  Esc back"
        ),
        Mode::Swap { .. } => text!(
            "piltangenter välj den andra  Enter byt plats  Esc tillbaka",
            "arrows choose the other  Enter change places  Esc back"
        ),
        Mode::Problems { .. } => text!("↑ ↓ bläddra  Esc tillbaka", "↑ ↓ browse  Esc back"),
        Mode::Help => text!("valfri tangent: tillbaka", "any key: back"),
        Mode::Commit => text!("j fastställ  n tillbaka", "y commit  n back"),
    }
}

/// What is being waited for.
pub(super) fn waiting(board: &Board) -> Option<Text> {
    Some(match board.busy? {
        Busy::Writing if board.leaving => text!(
            "Slutar så snart ändringen är gjord …",
            "Quits as soon as the change is made …"
        ),
        Busy::Writing => text!("Ändrar …", "Changing …"),
        Busy::Reading => text!("Räknar …", "Reckoning …"),
    })
}

/// The page that `?` gives.
pub(super) fn help() -> [Text; 17] {
    [
        text!(
            "piltangenter   välj grupp och person",
            "arrows      choose cohort and person"
        ),
        text!(
            "Home, End      första och sista i gruppen",
            "Home, End   first and last of the cohort"
        ),
        text!(
            "Enter, m       flytta: varje annan grupp visar vad det kostar",
            "Enter, m    move: every other cohort shows what it costs"
        ),
        text!(
            "s              byt plats med någon i en annan grupp",
            "s           change places with somebody in another cohort"
        ),
        text!(
            "l              lås i gruppen, eller lås upp",
            "l           hold in the cohort, or let go"
        ),
        text!(
            "u              ångra det du gjorde sist här",
            "u           undo what you did last here"
        ),
        text!(
            "c              fastställ; först en fråga",
            "c           commit; asks first"
        ),
        text!(
            "p              allt som inte blev som önskat",
            "p           all that is not as wished"
        ),
        text!(
            "r              läs om: andra kan ha ändrat",
            "r           read again: others may have changed it"
        ),
        text!(
            "q              sluta (Ctrl-C genast)",
            "q           quit (Ctrl-C at once)"
        ),
        text!("", ""),
        text!(
            "L              låst: stannar när förslaget räknas om",
            "L           held: stays when plans are made anew"
        ),
        text!(
            "<G02           gäller nu i G02, byter grupp",
            "<G02        in G02 now, changes cohort"
        ),
        text!(
            "+5  -3         poäng sämre, poäng bättre",
            "+5  -3      points worse, points better"
        ),
        text!(
            "regel          flytten bryter en regel och går inte",
            "rule        the move breaks a rule and cannot be made"
        ),
        text!("", ""),
        text!(
            "Allt du ändrar sparas i förslaget genast. Ingen får veta något förrän det är fastställt.",
            "All you change is kept in the plan at once. Nobody is told before it is committed."
        ),
    ]
}
