//! Quoting what stands in a file.

/// A piece of the file as it may stand in a message: one line, no control characters, short.
pub(super) fn quotable(text: &str) -> String {
    const QUOTED_CHARS: usize = 40;
    let head: String = text.chars().take(4 * QUOTED_CHARS).collect();
    let line = crate::text::plain_line(&head);
    match line.char_indices().nth(QUOTED_CHARS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
