//! Reading the catalogue of texts (`texts/sv`, `texts/en`), what is wrong with it, and the Rust
//! that is made of it. The build script refuses to build with a fault; a test shows that it would.

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey},
    parser,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs, io,
    path::Path,
};

/// What is given for an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Somebody's words: a name, a date that is written out already.
    Words,
    /// A number, by which a form of the sentence is chosen.
    Number,
}

/// One text in one language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Message {
    pub(crate) arguments: BTreeMap<String, Kind>,
    /// The text, if nothing in it depends on anything.
    pub(crate) plain: Option<String>,
    /// The first words, for whoever reads the Rust.
    pub(crate) shown: String,
}

/// The texts of one language by their names.
pub(crate) type Texts = BTreeMap<String, Message>;

/// Everything in the folder's `.ftl` files, one after the other in order of name.
pub(crate) fn source(folder: &Path) -> io::Result<String> {
    let entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    let paths: BTreeSet<_> = entries.iter().map(fs::DirEntry::path).collect();
    let mut all = String::new();
    for path in paths {
        if path.extension().is_some_and(|ending| ending == "ftl") {
            all += &fs::read_to_string(path)?;
            all.push('\n');
        }
    }
    Ok(all)
}

/// Reads the texts of one language; says what cannot be read.
pub(crate) fn read(language: &str, source: &str) -> (Texts, Vec<String>) {
    let (resource, errors) = match parser::parse(source) {
        Ok(resource) => (resource, Vec::new()),
        Err(both) => both,
    };
    let mut faults: Vec<String> = errors
        .iter()
        .map(|error| format!("{language}: {error}"))
        .collect();
    let mut terms = BTreeSet::new();
    for entry in &resource.body {
        if let Entry::Term(term) = entry {
            terms.insert(term.id.name);
        }
    }
    let mut texts = Texts::new();
    for entry in &resource.body {
        let Entry::Message(message) = entry else {
            continue;
        };
        let id = message.id.name;
        let mut found = Found {
            terms: &terms,
            message: Message::default(),
            faults: Vec::new(),
        };
        match &message.value {
            Some(pattern) => {
                found.pattern(pattern);
                found.message.plain = plain(pattern);
                found.message.shown = shown(pattern);
            }
            None => found.faults.push("says nothing".to_owned()),
        }
        if !message.attributes.is_empty() {
            let no = "has attributes, which nobody can ask for";
            found.faults.push(no.to_owned());
        }
        let named = found.faults.iter();
        faults.extend(named.map(|fault| format!("{language}: {id} {fault}")));
        if texts.insert(id.to_owned(), found.message).is_some() {
            faults.push(format!("{language}: {id} stands twice"));
        }
    }
    (texts, faults)
}

/// What the two languages disagree about.
pub(crate) fn differences(sv: &Texts, en: &Texts) -> Vec<String> {
    let mut found = Vec::new();
    for (here, there, missing_in) in [(sv, en, "en"), (en, sv, "sv")] {
        for id in here.keys().filter(|id| !there.contains_key(*id)) {
            found.push(format!("{missing_in}: {id} is missing"));
        }
    }
    for (id, message) in sv {
        let Some(other) = en.get(id) else { continue };
        let names =
            |message: &Message| -> Vec<String> { message.arguments.keys().cloned().collect() };
        let (sv, en) = (names(message), names(other));
        if sv != en {
            found.push(format!("{id}: sv has the arguments {sv:?}, en {en:?}"));
        }
    }
    found
}

/// A method for every text. Arguments come in order of the alphabet: so a sentence can be turned
/// about without changing what its callers say.
pub(crate) fn rust(sv: &Texts, en: &Texts) -> String {
    let mut code = String::from("impl Texts {\n");
    for (id, message) in sv {
        let Some(other) = en.get(id) else { continue };
        let _ = writeln!(code, "    /// {}", message.shown);
        let name = id.replace('-', "_");
        if let (Some(sv), Some(en)) = (&message.plain, &other.plain) {
            let _ = writeln!(
                code,
                "    pub(crate) fn {name}(self) -> &'static str {{ self.of({sv:?}, {en:?}) }}"
            );
            continue;
        }
        let mut parameters = String::new();
        let mut given = String::new();
        for (argument, kind) in &message.arguments {
            let variable = argument.replace('-', "_");
            let number = other.arguments.get(argument).max(Some(kind)) == Some(&Kind::Number);
            let kind = if number {
                "impl Number"
            } else {
                "impl AsRef<str>"
            };
            let value = if number {
                format!("{variable}.number().into()")
            } else {
                format!("{variable}.as_ref().into()")
            };
            let _ = write!(parameters, ", {variable}: {kind}");
            let _ = write!(given, "({argument:?}, {value}), ");
        }
        let _ = writeln!(
            code,
            "    pub(crate) fn {name}(self{parameters}) -> String {{ self.say({id:?}, [{given}]) }}"
        );
    }
    code.push_str("}\n");
    code
}

struct Found<'a> {
    terms: &'a BTreeSet<&'a str>,
    message: Message,
    faults: Vec<String>,
}

impl Found<'_> {
    fn pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.expression(expression);
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                let counts = variants.iter().any(|variant| match &variant.key {
                    VariantKey::Identifier { name } => *name == "one",
                    VariantKey::NumberLiteral { .. } => true,
                });
                match selector {
                    InlineExpression::VariableReference { id } if counts => {
                        self.argument(id.name, Kind::Number);
                    }
                    other => self.inline(other),
                }
                for variant in variants {
                    self.pattern(&variant.value);
                }
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => self.argument(id.name, Kind::Words),
            InlineExpression::TermReference { id, .. } => {
                if !self.terms.contains(id.name) {
                    self.faults
                        .push(format!("names -{}, which is nothing", id.name));
                }
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
            InlineExpression::FunctionReference { id, .. }
            | InlineExpression::MessageReference { id, .. } => {
                self.faults
                    .push(format!("calls {}, which is not done here", id.name));
            }
        }
    }

    fn argument(&mut self, name: &str, kind: Kind) {
        let known = self
            .message
            .arguments
            .entry(name.to_owned())
            .or_insert(kind);
        *known = kind.max(*known);
    }
}

/// The text, if it has nothing but text.
fn plain(pattern: &Pattern<&str>) -> Option<String> {
    let parts = pattern.elements.iter().map(|element| match element {
        PatternElement::TextElement { value } => Some(*value),
        PatternElement::Placeable { .. } => None,
    });
    parts.collect()
}

fn shown(pattern: &Pattern<&str>) -> String {
    let parts = pattern.elements.iter().map(|element| match element {
        PatternElement::TextElement { value } => value.replace('\n', " "),
        PatternElement::Placeable { .. } => "…".to_owned(),
    });
    let whole: String = parts.collect();
    whole
        .chars()
        .take(90)
        .filter(|c| !"[]<>`".contains(*c))
        .collect()
}
