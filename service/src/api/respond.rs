//! Answers: with an ETag, created, or a page of a list.

use poem::http::StatusCode;
use poem_openapi::{
    ApiResponse, Object,
    payload::Json,
    types::{ParseFromJSON, ToJSON, Type},
};
use samverkan_domain::limits;

/// 200 with the revision that the caller has now seen.
#[derive(ApiResponse)]
pub enum Tagged<T: ParseFromJSON + ToJSON + Send + Sync> {
    /// Done.
    #[oai(status = 200)]
    Ok(
        Json<T>,
        /// Revision, to be sent back in If-Match.
        #[oai(header = "ETag")]
        String,
    ),
}

/// 201 with the address of what was made.
#[derive(ApiResponse)]
pub enum Created<T: ParseFromJSON + ToJSON + Send + Sync> {
    /// Made.
    #[oai(status = 201)]
    Created(
        Json<T>,
        /// Address of what was made.
        #[oai(header = "Location")]
        String,
    ),
}

/// 204.
#[derive(ApiResponse)]
pub enum Done {
    /// Done; nothing to say.
    #[oai(status = 204)]
    Done,
}

/// 200 with one page of a list.
#[derive(ApiResponse)]
pub enum Listed<T: ParseFromJSON + ToJSON + Send + Sync + Type> {
    /// One page.
    #[oai(status = 200)]
    Ok(
        Json<PageOf<T>>,
        /// `rel="next"` with the next page's address, if there is one (RFC 8288).
        #[oai(header = "Link")]
        Option<String>,
    ),
}

/// One page of a list.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct PageOf<T: ParseFromJSON + ToJSON + Send + Sync + Type> {
    pub items: Vec<T>,
    /// Give it as `cursor` for the next page; missing on the last.
    pub next: Option<String>,
}

/// The status of a refusal: a conflict, but for links that lead nowhere or are another's.
pub fn refused(code: &str) -> StatusCode {
    match code {
        "unknown-link" => StatusCode::NOT_FOUND,
        "not-your-link" => StatusCode::FORBIDDEN,
        _ => StatusCode::CONFLICT,
    }
}

/// A revision as an ETag.
pub fn etag(revision: i64) -> String {
    format!("\"{revision}\"")
}

pub fn tagged<T: ParseFromJSON + ToJSON + Send + Sync>(value: T, revision: i64) -> Tagged<T> {
    Tagged::Ok(Json(value), etag(revision))
}

pub fn created<T: ParseFromJSON + ToJSON + Send + Sync>(value: T, location: String) -> Created<T> {
    Created::Created(Json(value), location)
}

/// A page and its Link header. `path` is the list's address with every parameter but the cursor.
pub fn listed<T: ParseFromJSON + ToJSON + Send + Sync + Type>(
    items: Vec<T>,
    next: Option<String>,
    request: &poem::Request,
) -> Listed<T> {
    let link = next.as_ref().map(|next| {
        let uri = request.original_uri();
        let kept = uri.query().unwrap_or_default().split('&');
        let kept: Vec<&str> = kept
            .filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="))
            .collect();
        let cursor: String = next.bytes().map(percent_encoded).collect();
        let query = [&kept[..], &[&format!("cursor={cursor}")]]
            .concat()
            .join("&");
        format!("<{}?{query}>; rel=\"next\"", uri.path())
    });
    Listed::Ok(Json(PageOf { items, next }), link)
}

fn percent_encoded(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

/// The number of rows asked for, within bounds.
pub fn limit(asked: Option<i64>) -> i64 {
    asked
        .unwrap_or(limits::PAGE_ROWS_DEFAULT)
        .clamp(1, limits::PAGE_ROWS)
}
