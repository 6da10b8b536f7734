//! Makes Rust of the catalogue of texts, so that a text that is missing is no program.

#[path = "texts/catalogue.rs"]
mod catalogue;

use std::{env, fs, io, path::Path};

fn main() -> io::Result<()> {
    let out = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    let out = Path::new(&out);
    let mut languages = Vec::new();
    let mut faults = Vec::new();
    for language in ["sv", "en"] {
        let folder = Path::new("texts").join(language);
        println!("cargo::rerun-if-changed={}", folder.display());
        let source = catalogue::source(&folder)?;
        fs::write(out.join(language).with_extension("ftl"), &source)?;
        let (texts, wrong) = catalogue::read(language, &source);
        languages.push(texts);
        faults.extend(wrong);
    }
    println!("cargo::rerun-if-changed=texts/catalogue.rs");
    let [sv, en] = &languages[..] else {
        return Err(io::ErrorKind::InvalidData.into());
    };
    faults.extend(catalogue::differences(sv, en));
    for fault in &faults {
        println!("cargo::error=texts: {fault}");
    }
    fs::write(out.join("texts.rs"), catalogue::rust(sv, en))
}
