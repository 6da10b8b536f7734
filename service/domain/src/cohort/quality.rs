//! How far a plan is from the best possible, in words.

use super::search::solve::Status;
use crate::person::Language;

/// What is known of a plan's distance to the best possible one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quality {
    /// Proven that no division costs fewer points.
    Best,
    /// At most this many per cent above the best possible.
    Within { percent: i64 },
    /// At most this many points above the best possible, which may be next to nothing.
    WithinPoints { points: i64 },
    /// No bound yet.
    Unknown,
}

/// A percentage of fewer points than these says nothing.
const LEAST_FOR_PERCENT: i64 = 50;

/// Judges points against a lower bound.
pub fn quality(status: Status, points: i64, bound: Option<i64>) -> Quality {
    match bound {
        _ if status == Status::Optimal => Quality::Best,
        None => Quality::Unknown,
        Some(bound) if points <= bound => Quality::Best,
        Some(bound) if bound < LEAST_FOR_PERCENT => Quality::WithinPoints {
            points: points - bound.max(0),
        },
        Some(bound) => {
            let percent = ((points - bound) * 100 + bound - 1) / bound;
            Quality::Within { percent }
        }
    }
}

impl Quality {
    pub fn words(self, language: Language) -> String {
        match (self, language) {
            (Self::Best, Language::Sv) => "bästa möjliga".to_owned(),
            (Self::Best, Language::En) => "optimal".to_owned(),
            (Self::Within { percent }, Language::Sv) => {
                format!("högst {percent} % från bästa möjliga")
            }
            (Self::Within { percent }, Language::En) => {
                format!("within {percent} % of the best possible")
            }
            (Self::WithinPoints { points }, Language::Sv) => {
                format!("högst {points} poäng från bästa möjliga")
            }
            (Self::WithinPoints { points }, Language::En) => {
                format!("within {points} points of the best possible")
            }
            (Self::Unknown, Language::Sv) => "ingen gräns ännu".to_owned(),
            (Self::Unknown, Language::En) => "no bound yet".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_rounded_away_from_the_best() {
        let of = |points, bound| quality(Status::Feasible, points, bound);
        assert_eq!(of(101, Some(100)), Quality::Within { percent: 1 });
        assert_eq!(of(1001, Some(1000)), Quality::Within { percent: 1 });
        assert_eq!(of(100, Some(100)), Quality::Best);
        assert_eq!(of(7, Some(0)), Quality::WithinPoints { points: 7 });
        assert_eq!(of(6, Some(2)), Quality::WithinPoints { points: 4 });
        assert_eq!(of(7, None), Quality::Unknown);
        assert_eq!(quality(Status::Optimal, 7, None), Quality::Best);
    }
}
