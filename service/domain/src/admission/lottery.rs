//! The lottery (lottning): everybody's place in line, which nobody can choose and everybody can
//! check afterwards.
//!
//! 1. A secret [`Seed`] is drawn, and its [hash](Seed::hash) is published before the window closes.
//! 2. When the window has closed and the set of applicants is final, the [`DrawSeed`] is made of
//!    the seed **and of all pseudonyms**.
//! 3. A [`Ticket`] is made of the draw seed and the pseudonym. Lower goes first.
//! 4. The seed is published, and anyone can repeat 2 and 3.
//!
//! Without the pseudonyms in step 2, one who knows the secret seed could try pseudonyms for a friend
//! until one gave a low ticket. With them, each applicant that comes or leaves gives every ticket
//! anew, so nobody's ticket can be known before the last has applied. Without the hash in step 1,
//! the seed could be chosen after the window has closed.

use super::digest::{delimited, sha256, unhex};
use crate::text::hex;
use std::fmt;

const SEED_LABEL: &str = "samverkan/seed/1";
const APPLICANTS_LABEL: &str = "samverkan/applicants/1";
const DRAW_LABEL: &str = "samverkan/draw/1";
const TICKET_LABEL: &str = "samverkan/ticket/1";
const JOINT_LABEL: &str = "samverkan/ticket/joint/1";
const GROUP_LABEL: &str = "samverkan/ticket/group/1";

/// The secret of a lottery: 32 octets from the service's random source, published after the draw.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Seed(pub [u8; 32]);

impl Seed {
    /// What is published beforehand: 64 hexadecimal digits, SHA-256 of `samverkan/seed/1`, a zero
    /// octet and the seed.
    pub fn hash(&self) -> String {
        hex(&sha256(SEED_LABEL, &[&self.0]))
    }

    /// 64 lower-case hexadecimal digits.
    pub fn to_hex(&self) -> String {
        hex(&self.0)
    }

    /// Reads what [`Self::to_hex`] wrote; `None` for anything else.
    pub fn from_hex(text: &str) -> Option<Self> {
        unhex(text).map(Self)
    }
}

/// Secrets are not for logs.
impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(…)")
    }
}

/// The seed of one draw: of the secret and of everybody who takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DrawSeed([u8; 32]);

impl DrawSeed {
    /// SHA-256(`samverkan/draw/1` ‖ 0 ‖ seed ‖ SHA-256(`samverkan/applicants/1` ‖ 0 ‖ pseudonyms)),
    /// the pseudonyms sorted by their octets and each preceded by its length.
    pub fn new<'a>(seed: &Seed, pseudonyms: impl IntoIterator<Item = &'a str>) -> Self {
        let mut pseudonyms: Vec<&str> = pseudonyms.into_iter().collect();
        pseudonyms.sort_unstable();
        let applicants = sha256(APPLICANTS_LABEL, &[&delimited(pseudonyms)]);
        Self(sha256(DRAW_LABEL, &[&seed.0, &applicants]))
    }

    /// The ticket of one who applied alone:
    /// SHA-256(`samverkan/ticket/1` ‖ 0 ‖ draw seed ‖ pseudonym).
    pub fn ticket(&self, pseudonym: &str) -> Ticket {
        Ticket(sha256(TICKET_LABEL, &[&self.0, pseudonym.as_bytes()]))
    }

    /// The one ticket of those who applied together, under a label of its own. Made of who they
    /// are, not of the code of their joint application: that could be chosen.
    pub fn joint_ticket<'a>(&self, members: impl IntoIterator<Item = &'a str>) -> Ticket {
        let mut members: Vec<&str> = members.into_iter().collect();
        members.sort_unstable();
        Ticket(sha256(JOINT_LABEL, &[&self.0, &delimited(members)]))
    }

    /// The ticket of a selection group, for equal remainders in [`super::apportion()`].
    pub fn group_ticket(&self, code: &str) -> Ticket {
        Ticket(sha256(GROUP_LABEL, &[&self.0, code.as_bytes()]))
    }
}

/// A place in line: the lower goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket([u8; 32]);

impl Ticket {
    /// 64 lower-case hexadecimal digits; they sort as the tickets do.
    pub fn to_hex(&self) -> String {
        hex(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWS: u64 = 100_000;
    const PEOPLE: usize = 8;

    fn pseudonym(person: usize) -> String {
        format!("P{person}")
    }

    /// In how many draws each person came at each position, and before each other person.
    struct Counts {
        position: [[u64; PEOPLE]; PEOPLE],
        before: [[u64; PEOPLE]; PEOPLE],
    }

    /// Draws with the seeds 0, 1, 2, …; `ticket` may be unfair.
    fn draw(ticket: impl Fn(&DrawSeed, usize) -> Ticket) -> Counts {
        let names: Vec<String> = (0..PEOPLE).map(pseudonym).collect();
        let mut counts = Counts {
            position: [[0; PEOPLE]; PEOPLE],
            before: [[0; PEOPLE]; PEOPLE],
        };
        for number in 0..DRAWS {
            let mut seed = [0; 32];
            seed[..8].copy_from_slice(&number.to_be_bytes());
            let seed = DrawSeed::new(&Seed(seed), names.iter().map(String::as_str));
            let mut line: Vec<_> = (0..PEOPLE).map(|who| (ticket(&seed, who), who)).collect();
            line.sort_unstable();
            for (position, &(_, who)) in line.iter().enumerate() {
                counts.position[who][position] += 1;
                for &(_, later) in &line[position + 1..] {
                    counts.before[who][later] += 1;
                }
            }
        }
        counts
    }

    /// Σ (observed − expected)² / expected over all cells, times (n − 1) / n: χ² with (n − 1)²
    /// degrees of freedom when all orders are equally likely.
    fn chi_square(counts: &Counts) -> f64 {
        let expected = DRAWS as f64 / PEOPLE as f64;
        let cells = counts.position.iter().flatten();
        let sum: f64 = cells
            .map(|&seen| (seen as f64 - expected).powi(2) / expected)
            .sum();
        sum * (PEOPLE as f64 - 1.0) / PEOPLE as f64
    }

    /// The largest distance from one half over all pairs, in standard deviations.
    fn worst_pair(counts: &Counts) -> f64 {
        let deviation = (DRAWS as f64).sqrt() / 2.0;
        let pairs = (0..PEOPLE).flat_map(|a| (0..PEOPLE).map(move |b| (a, b)));
        pairs
            .filter(|(a, b)| a != b)
            .map(|(a, b)| (counts.before[a][b] as f64 - DRAWS as f64 / 2.0).abs() / deviation)
            .fold(0.0, f64::max)
    }

    /// χ² with 49 degrees of freedom exceeds this once in a thousand.
    const CHI_SQUARE_LIMIT: f64 = 85.35;
    /// The largest of 28 normal deviations exceeds this about once in six hundred.
    const PAIR_LIMIT: f64 = 4.0;

    #[test]
    fn every_position_and_every_order_is_equally_likely() {
        let counts = draw(|seed, who| seed.ticket(&pseudonym(who)));
        let (positions, pairs) = (chi_square(&counts), worst_pair(&counts));
        assert!(positions < CHI_SQUARE_LIMIT, "χ² = {positions}");
        assert!(pairs < PAIR_LIMIT, "{pairs} standard deviations");
    }

    #[test]
    fn negative_control_a_slight_favour_is_seen() {
        // Person 0 has a second ticket in one draw of eight, and keeps the better.
        let counts = draw(|seed, who| {
            let ticket = seed.ticket(&pseudonym(who));
            if who == 0 && ticket.0[31] < 32 {
                ticket.min(seed.group_ticket("friend"))
            } else {
                ticket
            }
        });
        let (positions, pairs) = (chi_square(&counts), worst_pair(&counts));
        assert!(positions > CHI_SQUARE_LIMIT, "χ² = {positions}");
        assert!(pairs > PAIR_LIMIT, "{pairs} standard deviations");
    }

    #[test]
    fn the_order_of_applying_changes_nothing_and_a_further_applicant_everything() {
        let seed = Seed([7; 32]);
        let two = DrawSeed::new(&seed, ["B", "A"]);
        assert_eq!(two, DrawSeed::new(&seed, ["A", "B"]));
        assert_ne!(two, DrawSeed::new(&seed, ["AB"]));
        let three = DrawSeed::new(&seed, ["A", "B", "C"]);
        assert_ne!(two.ticket("A"), three.ticket("A"));
        assert_eq!(two.joint_ticket(["B", "A"]), two.joint_ticket(["A", "B"]));
        assert_ne!(two.joint_ticket(["A"]), two.ticket("A"));
    }

    /// Computed with Python's hashlib from the definitions above.
    #[test]
    fn another_program_gives_the_same() {
        let seed = Seed([7; 32]);
        assert_eq!(seed.hash(), HASH);
        let draw = DrawSeed::new(&seed, ["B", "A"]);
        assert_eq!(draw.ticket("A").to_hex(), TICKET);
        assert_eq!(draw.joint_ticket(["B", "A"]).to_hex(), JOINT);
        assert_eq!(Seed::from_hex(&seed.to_hex()), Some(seed));
        assert_eq!(format!("{seed:?}"), "Seed(…)");
    }

    const HASH: &str = "1cdfff0f87255a3943ca3d672d789775b2dd32002def76423a4852c2807d3ae0";
    const TICKET: &str = "90b6fffd11cb824359f5d082235cdd354d4d2314ada5e696910866501ceef25e";
    const JOINT: &str = "1b68b7d470485c734a176357224a48e90bcaa8cef7b2b7230cd61311e751df1b";
}
