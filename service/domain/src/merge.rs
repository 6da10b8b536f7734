//! Making two records of one human one, and two again: which values count.

use crate::{
    identity::IdentityKind,
    person::{Language, SecurityMarking},
};

/// The marking of both once they are one: whoever is protected stays protected.
pub fn stricter(one: SecurityMarking, other: SecurityMarking) -> SecurityMarking {
    if rank(one) >= rank(other) { one } else { other }
}

fn rank(marking: SecurityMarking) -> u8 {
    match marking {
        SecurityMarking::None => 0,
        SecurityMarking::Confidential => 1,
        SecurityMarking::ProtectedRegistration => 2,
    }
}

/// Whether the number of the merged record goes over to the kept one: where that has none, or one that a person has
/// until they get another.
pub fn number_goes_over(kept: Option<IdentityKind>, merged: Option<IdentityKind>) -> bool {
    let rank = |kind: Option<IdentityKind>| match kind {
        None => 0,
        Some(IdentityKind::Interim) => 1,
        Some(IdentityKind::Coordination) => 2,
        Some(IdentityKind::Personal) => 3,
    };
    rank(merged) > rank(kept)
}

/// A value of the kept record when the merge is undone: as it was, unless somebody has changed it since the merge.
pub fn back<T: PartialEq>(before: T, left: &T, now: T) -> T {
    if now == *left { before } else { now }
}

/// The marking of the merged record when the merge is undone. A protection that has come since then is about either, so
/// it covers both; one that has been lifted since is not lifted from who had it before.
pub fn marking_back(
    before: SecurityMarking,
    left: SecurityMarking,
    now: SecurityMarking,
) -> SecurityMarking {
    if rank(now) > rank(left) {
        stricter(before, now)
    } else {
        before
    }
}

/// What a kind of things that follow a person is called. None: it is part of another kind.
pub fn what_follows(thing: &str, language: Language) -> Option<&'static str> {
    let (sv, en) = match thing {
        "name_consent" => ("visat namn i kurser", "name shown in courses"),
        "application" => ("anmälningar", "applications"),
        "cohort_member" => ("platser i grupper", "places in cohorts"),
        "cohort_rule" => ("regler om vem som är med vem", "rules of who is with whom"),
        "cohort_transfer" => ("önskemål om gruppbyte", "wishes to change cohort"),
        "company_wish" => ("önskemål om sällskap", "wishes of company"),
        "availability" => ("tider personen kan", "times the person can"),
        "facilitator" => ("uppdrag som handledare", "work as facilitator"),
        "cohort_leader" => ("grupper personen leder", "cohorts the person leads"),
        "merit" => ("meriter", "merits"),
        "practical_need" => ("praktiska behov", "practical needs"),
        "calendar_file" => ("egen kalender", "own calendar"),
        "calendar_address" => ("adress till egen kalender", "address of own calendar"),
        "feed" => ("kalenderadresser", "calendar addresses"),
        "email" => ("e-postadresser", "e-mail addresses"),
        "sign_in" => ("inloggningar", "sign-ins"),
        "issuer" => ("kopplade inloggningar", "linked sign-ins"),
        "passkey" => ("nycklar", "passkeys"),
        "token" => ("nycklar till API:et", "tokens"),
        "message" => ("brev", "letters"),
        "mail_unsubscribed" => ("avsägelse av påminnelser", "unsubscription from reminders"),
        "erasure_request" => ("begäran om radering", "requests for erasure"),
        "hold" => ("stopp för gallring", "holds from weeding"),
        "record" => ("tidigare sammanslagna", "records merged before"),
        _ => return None,
    };
    Some(match language {
        Language::Sv => sv,
        Language::En => en,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use SecurityMarking::{Confidential, None as Open, ProtectedRegistration};

    #[test]
    fn a_protection_covers_both() {
        for (one, other, both) in [
            (Open, Open, Open),
            (Open, Confidential, Confidential),
            (Confidential, ProtectedRegistration, ProtectedRegistration),
        ] {
            assert_eq!(stricter(one, other), both);
            assert_eq!(stricter(other, one), both);
        }
    }

    #[test]
    fn the_better_number_counts() {
        use IdentityKind::{Coordination, Interim, Personal};
        assert!(number_goes_over(None, Some(Interim)));
        assert!(number_goes_over(Some(Coordination), Some(Personal)));
        assert!(!number_goes_over(Some(Personal), Some(Coordination)));
        assert!(!number_goes_over(Some(Personal), Some(Personal)));
        assert!(!number_goes_over(None, None));
    }

    #[test]
    fn what_was_changed_since_stays() {
        assert_eq!(back("Ek", &"Ek", "Ek"), "Ek");
        assert_eq!(back(None, &Some("W1"), Some("W1")), None);
        assert_eq!(back(None, &Some("W1"), Some("W2")), Some("W2"));
    }

    #[test]
    fn a_protection_since_then_covers_both_and_a_lifted_one_only_the_kept() {
        assert_eq!(marking_back(Open, Open, Confidential), Confidential);
        assert_eq!(marking_back(Confidential, Confidential, Open), Confidential);
        assert_eq!(marking_back(Open, Confidential, Confidential), Open);
    }
}
