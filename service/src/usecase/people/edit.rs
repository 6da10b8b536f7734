//! What becomes of a value when somebody is changed.

/// What becomes of a value that may be missing.
#[derive(Debug, Clone, Copy, Default)]
pub enum Edit<T> {
    #[default]
    Keep,
    Clear,
    Set(T),
}

impl<T> Edit<T> {
    /// What is said, be it nothing, in place of what was said before.
    pub fn to(value: Option<T>) -> Self {
        value.map_or(Self::Clear, Self::Set)
    }
}
