//! One way to write a JSON value, so that equal contents have equal octets and one digest.
//!
//! - UTF-8, no white space outside strings, no byte order mark;
//! - keys of objects sorted by their code points, each once;
//! - numbers are integers that fit in 64 bits with sign, in decimal, without sign `+`, leading
//!   zeros, fraction or exponent;
//! - in strings only `"` and `\` are escaped, with `\`; control characters (U+0000–U+001F) are refused,
//!   so no other escape is needed; everything else stands as it is.

use serde_json::Value;

/// Why a value has no canonical form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotCanonical {
    #[error("{0} is not an integer of 64 bits")]
    Number(String),
    #[error("a control character in {0:?}")]
    ControlCharacter(String),
}

/// The canonical form.
pub fn canonical(value: &Value) -> Result<String, NotCanonical> {
    let mut text = String::new();
    write(value, &mut text)?;
    Ok(text)
}

fn write(value: &Value, text: &mut String) -> Result<(), NotCanonical> {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(true) => text.push_str("true"),
        Value::Bool(false) => text.push_str("false"),
        Value::Number(number) => {
            let integer = number.as_i64();
            let integer = integer.ok_or_else(|| NotCanonical::Number(number.to_string()))?;
            text.push_str(&integer.to_string());
        }
        Value::String(string) => write_string(string, text)?,
        Value::Array(items) => write_list(text, ['[', ']'], items, write)?,
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_unstable_by_key(|(key, _)| *key);
            write_list(text, ['{', '}'], fields, |(key, value), text| {
                write_string(key, text)?;
                text.push(':');
                write(value, text)
            })?;
        }
    }
    Ok(())
}

fn write_list<T>(
    text: &mut String,
    [open, close]: [char; 2],
    items: impl IntoIterator<Item = T>,
    each: impl Fn(T, &mut String) -> Result<(), NotCanonical>,
) -> Result<(), NotCanonical> {
    text.push(open);
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        each(item, text)?;
    }
    text.push(close);
    Ok(())
}

fn write_string(string: &str, text: &mut String) -> Result<(), NotCanonical> {
    text.push('"');
    for c in string.chars() {
        match c {
            '\0'..='\u{1f}' => return Err(NotCanonical::ControlCharacter(string.to_owned())),
            '"' | '\\' => text.extend(['\\', c]),
            c => text.push(c),
        }
    }
    text.push('"');
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn equal_contents_have_equal_octets() {
        let value: Value =
            serde_json::from_str(r#"{ "b" : [1, -2, null, true], "a": "\u00c5 \"\\ /", "Z": {} }"#)
                .unwrap();
        let text = canonical(&value).unwrap();
        assert_eq!(text, r#"{"Z":{},"a":"Å \"\\ /","b":[1,-2,null,true]}"#);
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }

    #[test]
    fn what_could_be_written_in_two_ways_is_refused() {
        for value in [
            json!(1.5),
            json!(1.0),
            json!(u64::MAX),
            json!("a\nb"),
            json!({"\u{1}": 1}),
        ] {
            assert!(canonical(&json!([value])).is_err(), "{value}");
        }
    }
}
