//! Answers to what participants ask for, as they might be sent.

use super::{
    samples::{COURSE_EN, said},
    *,
};
use samverkan_domain::erasure::{ErasureGround, ErasureOutcome};

fn transfer(language: Language, to: Option<&str>, reason: Option<String>) -> Letter {
    Letter::TransferDecided {
        course: said(language, COURSE, COURSE_EN),
        offering_code: OFFERING.into(),
        from_code: "G01".into(),
        to_code: to.map(Into::into),
        reason,
    }
}

pub(super) fn transfer_approved(language: Language) -> Letter {
    transfer(language, Some("G02"), None)
}

pub(super) fn transfer_refused(language: Language) -> Letter {
    let why = said(
        language,
        "De andra grupperna är fulla",
        "The other groups are full",
    );
    transfer(language, None, Some(why))
}

pub(super) fn erasure_refused(language: Language) -> Letter {
    Letter::ErasureDecided {
        outcome: ErasureOutcome::Refused,
        ground: ErasureGround::PublicTask,
        reason: said(
            language,
            "Antagningsbeslut måste vi spara.",
            "Admission decisions we have to keep.",
        ),
    }
}

pub(super) fn erasure_granted(language: Language) -> Letter {
    Letter::ErasureDecided {
        outcome: ErasureOutcome::Granted,
        ground: ErasureGround::NotNeeded,
        reason: said(
            language,
            "Vi tar bort ditt önskemål om distans.",
            "We erase your wish for distance.",
        ),
    }
}

pub(super) fn address_code(_: Language) -> Letter {
    Letter::AddressCode {
        code: "493 027".into(),
        minutes: 10,
    }
}

pub(super) fn address_changed(_: Language) -> Letter {
    Letter::AddressChanged
}

/// Every letter of this room, with `text` wherever a text from outside can stand.
pub(super) fn every(text: &str) -> Vec<Letter> {
    let t = || text.to_owned();
    let transfer = |to_code, reason| Letter::TransferDecided {
        course: t(),
        offering_code: t(),
        from_code: t(),
        to_code,
        reason,
    };
    let erasure = |outcome, ground| Letter::ErasureDecided {
        outcome,
        ground,
        reason: t(),
    };
    vec![
        erasure(ErasureOutcome::Granted, ErasureGround::Objection),
        erasure(ErasureOutcome::Partly, ErasureGround::Archive),
        erasure(ErasureOutcome::Refused, ErasureGround::LegalClaims),
        transfer(Some(t()), None),
        transfer(Some(t()), Some(t())),
        transfer(None, Some(t())),
        Letter::AddressCode {
            code: t(),
            minutes: 10,
        },
        Letter::AddressChanged,
    ]
}
