//! Sign-in by mailed code, and access tokens.

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth, once},
    problem::{ReadFailure, WriteFailure},
    rates,
    respond::{Created, Done, created},
    types::{Instant, Language, Role},
};
use crate::usecase::access::{self, TokenRequest, TokenView};
use poem::Request;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path},
    payload::Json,
};
use samverkan_domain::id::{SignInId, TokenId};
use serde::Deserialize;
use uuid::Uuid;

/// A wish to sign in.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub struct NewSignIn {
    pub email: String,
    pub language: Language,
}

impl poem_openapi::types::Example for NewSignIn {
    fn example() -> Self {
        Self {
            email: "hanna.dahlgren@student.example".to_owned(),
            language: Language::Sv,
        }
    }
}

/// A sign-in that waits for its code.
#[derive(Debug, Object)]
pub struct SignIn {
    pub id: Uuid,
    /// Keep this: without it the mailed code opens nothing.
    pub secret: String,
    pub expires_at: Instant,
}

/// The mailed code, with the secret that was kept.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInCode {
    pub secret: String,
    /// Capitals, spaces and hyphens do not matter.
    pub code: String,
}

/// Signed in.
#[derive(Debug, Object)]
pub struct SignedIn {
    pub token: String,
    pub expires_at: Instant,
    pub person: Uuid,
    /// Whether the person is new and has yet to say a name (`PATCH /me`).
    pub is_new: bool,
}

/// A new token.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
    pub role: Role,
    /// Days until it expires, at most 90.
    pub days: i64,
    /// Codes of the programmes it is for: who answers for programmes has some, nobody else any.
    #[serde(default)]
    #[oai(default)]
    pub programmes: Vec<String>,
}

/// A token, the only time it is shown.
#[derive(Debug, Object)]
pub struct MadeToken {
    pub id: Uuid,
    pub token: String,
    pub expires_at: Instant,
}

/// A token as listed.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Token {
    pub id: Uuid,
    pub name: String,
    pub role: Role,
    /// Codes of the programmes it is for, if it is for some only.
    pub programmes: Vec<String>,
    pub created_at: Instant,
    pub expires_at: Instant,
    pub last_used_at: Option<Instant>,
    pub revoked_at: Option<Instant>,
}

impl From<TokenView> for Token {
    fn from(view: TokenView) -> Self {
        Self {
            id: view.id.0,
            name: view.name,
            role: view.role.into(),
            programmes: view.programmes,
            created_at: view.created_at.into(),
            expires_at: view.expires_at.into(),
            last_used_at: view.last_used_at.map(Into::into),
            revoked_at: view.revoked_at.map(Into::into),
        }
    }
}

pub struct AccessApi;

#[OpenApi(tag = "Tags::Access")]
impl AccessApi {
    /// Ask for a sign-in code by mail
    ///
    /// The answer is the same whether or not anybody has the address.
    #[oai(path = "/sign-ins", method = "post", operation_id = "start_sign_in")]
    async fn start_sign_in(
        &self,
        app: AppData<'_>,
        request: &Request,
        Body(new): Body<NewSignIn>,
    ) -> Result<Created<SignIn>, WriteFailure> {
        rates::may_sign_in(&app, request)?;
        let started = access::start_sign_in(&app, &new.email, new.language.into()).await?;
        let location = format!("/api/v1/sign-ins/{}", started.id);
        let sign_in = SignIn {
            id: started.id.0,
            secret: started.secret,
            expires_at: started.expires_at.into(),
        };
        Ok(created(sign_in, location))
    }

    /// Sign in with the mailed code
    #[oai(
        path = "/sign-ins/:sign_in/confirm",
        method = "post",
        operation_id = "confirm_sign_in"
    )]
    async fn confirm_sign_in(
        &self,
        app: AppData<'_>,
        request: &Request,
        sign_in: Path<Uuid>,
        Body(code): Body<SignInCode>,
    ) -> Result<Json<SignedIn>, WriteFailure> {
        rates::may_try(&app, request)?;
        let id = SignInId(sign_in.0);
        let signed_in = access::confirm_sign_in(&app, id, &code.secret, &code.code).await?;
        Ok(Json(SignedIn {
            token: signed_in.token.token,
            expires_at: signed_in.token.expires_at.into(),
            person: signed_in.person.0,
            is_new: signed_in.is_new,
        }))
    }

    /// Tokens: the staff's for who manages them, otherwise one's own
    #[oai(path = "/tokens", method = "get", operation_id = "list_tokens")]
    async fn list_tokens(
        &self,
        app: AppData<'_>,
        auth: Auth,
    ) -> Result<Json<Vec<Token>>, ReadFailure> {
        let tokens = access::tokens(&app, auth.caller()).await?;
        Ok(Json(tokens.into_iter().map(Into::into).collect()))
    }

    /// Make a token for staff
    #[oai(path = "/tokens", method = "post", operation_id = "create_token")]
    async fn create_token(
        &self,
        app: AppData<'_>,
        auth: Auth,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        Body(new): Body<NewToken>,
    ) -> Result<Created<MadeToken>, WriteFailure> {
        let request = TokenRequest {
            name: new.name,
            role: new.role.into(),
            days: new.days,
            programmes: new.programmes,
        };
        let once = once(auth.caller(), "create_token", key.as_deref(), &request)?;
        let made = access::create_token(&app, auth.caller(), &request, once.as_ref()).await?;
        let location = format!("/api/v1/tokens/{}", made.id);
        let made = MadeToken {
            id: made.id.0,
            token: made.token,
            expires_at: made.expires_at.into(),
        };
        Ok(created(made, location))
    }

    /// End a token at once
    #[oai(
        path = "/tokens/:token",
        method = "delete",
        operation_id = "revoke_token"
    )]
    async fn revoke_token(
        &self,
        app: AppData<'_>,
        auth: Auth,
        token: Path<Uuid>,
    ) -> Result<Done, WriteFailure> {
        access::revoke_token(&app, auth.caller(), TokenId(token.0)).await?;
        Ok(Done::Done)
    }
}
