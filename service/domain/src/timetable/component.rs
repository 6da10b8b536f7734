//! The events and free/busy components of a file. Everything else (zones, alarms, to-dos) is
//! passed over.

use super::{
    fault::{Fault, Wrong, quoted},
    limits::{COMPONENTS, DEPTH, PROPERTIES},
    lines::{Line, lines},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Event,
    FreeBusy,
}

/// A VEVENT or VFREEBUSY with its own properties, those of parts within it left out.
#[derive(Debug, Clone)]
pub(super) struct Component {
    pub(super) kind: Kind,
    /// Where it begins.
    pub(super) line: usize,
    properties: Vec<Line>,
}

impl Component {
    pub(super) fn get(&self, name: &str) -> Option<&Line> {
        self.properties.iter().find(|line| line.name == name)
    }

    pub(super) fn all(&self, name: &'static str) -> impl Iterator<Item = &Line> {
        self.properties.iter().filter(move |line| line.name == name)
    }

    /// The value without white space around it, in capitals; empty if it is missing.
    pub(super) fn word(&self, name: &str) -> String {
        self.get(name)
            .map_or_else(String::new, |line| line.value.trim().to_ascii_uppercase())
    }
}

/// What a file consists of.
#[derive(Debug, Clone, Default)]
pub(super) struct File {
    pub(super) prodid: String,
    pub(super) components: Vec<Component>,
}

/// Reads the parts of a file. A file whose structure is broken says nothing reliable, so the first
/// fault ends the reading.
pub(super) fn file(bytes: &[u8]) -> Result<File, Fault> {
    let mut file = File::default();
    let mut open: Vec<(String, usize)> = Vec::new();
    for line in lines(bytes) {
        let line = line?;
        let name = || line.value.trim().to_ascii_uppercase();
        match &*line.name {
            "BEGIN" => {
                begin(&mut file, &open, &name(), line.number)?;
                open.push((name(), line.number));
            }
            "END" => match open.pop() {
                Some((opened, _)) if opened == name() => {}
                _ => {
                    let name = quoted(&name());
                    return Err(Fault::new(line.number, Wrong::Nesting { name }));
                }
            },
            _ if open.is_empty() => return Err(Fault::new(line.number, Wrong::NotACalendar)),
            "PRODID" if open.len() == 1 => file.prodid = line.value,
            _ => keep(&mut file, &open, line)?,
        }
    }
    match open.last() {
        Some((name, line)) => {
            let name = quoted(name);
            Err(Fault::new(*line, Wrong::Unclosed { name }))
        }
        None if file.components.is_empty() && !starts_as_calendar(bytes) => {
            Err(Fault::new(0, Wrong::NotACalendar))
        }
        None => Ok(file),
    }
}

fn starts_as_calendar(bytes: &[u8]) -> bool {
    let first = lines(bytes).next();
    first.is_some_and(|line| line.is_ok_and(|line| line.name == "BEGIN"))
}

fn begin(
    file: &mut File,
    open: &[(String, usize)],
    name: &str,
    number: usize,
) -> Result<(), Fault> {
    if open.is_empty() && name != "VCALENDAR" {
        return Err(Fault::new(number, Wrong::NotACalendar));
    }
    if open.len() >= DEPTH {
        return Err(Fault::new(number, Wrong::TooDeep));
    }
    let kind = match name {
        "VEVENT" if open.len() == 1 => Kind::Event,
        "VFREEBUSY" if open.len() == 1 => Kind::FreeBusy,
        _ => return Ok(()),
    };
    if file.components.len() >= COMPONENTS {
        return Err(Fault::new(number, Wrong::TooManyComponents));
    }
    file.components.push(Component {
        kind,
        line: number,
        properties: Vec::new(),
    });
    Ok(())
}

/// A property counts if it stands directly in a component that is read.
fn keep(file: &mut File, open: &[(String, usize)], line: Line) -> Result<(), Fault> {
    let [_, (name, began)] = open else {
        return Ok(());
    };
    if let ("VEVENT" | "VFREEBUSY", Some(component)) = (&**name, file.components.last_mut())
        && component.line == *began
    {
        if component.properties.len() >= PROPERTIES {
            return Err(Fault::new(line.number, Wrong::TooManyProperties));
        }
        component.properties.push(line);
    }
    Ok(())
}
