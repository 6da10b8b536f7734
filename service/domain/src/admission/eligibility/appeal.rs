//! How to appeal a decision that somebody is not eligible, or that deferral is refused.

use crate::person::Language;

/// The text that tells how to appeal to Överklagandenämnden för högskolan (ÖNH), through the
/// university, within three weeks of receiving the decision (`domain.md` §2.3 and §3.6;
/// högskoleförordningen 12 kap. 2 §, förvaltningslagen 33 and 43–44 §§). `reference` is the case
/// number that the university finds the decision by.
///
/// For decisions that can be appealed only: ranking and placing in groups cannot. The last day is
/// not computed, as it runs from the day on which the person received the decision.
///
/// **Needs legal review** by the university before it is used in a real decision.
pub fn appeal(language: Language, reference: &str) -> String {
    match language {
        Language::Sv => format!(
            "Du kan överklaga beslutet till Överklagandenämnden för högskolan (ÖNH). Skriv vilket \
             beslut du överklagar, hur du vill att det ska ändras och varför. Ange ärendets \
             nummer: {reference}. Skicka överklagandet till oss, inte till nämnden. Det måste ha \
             kommit till oss inom tre veckor från den dag då du fick del av beslutet."
        ),
        Language::En => format!(
            "You can appeal the decision to the Higher Education Appeals Board \
             (Överklagandenämnden för högskolan, ÖNH). Write which decision you appeal, how you \
             want it to be changed and why. State the case number: {reference}. Send the appeal to \
             us, not to the board. It must have reached us within three weeks of the day when you \
             received the decision."
        ),
    }
}
