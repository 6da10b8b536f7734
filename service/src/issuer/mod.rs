//! Issuers that vouch for people: OpenID Connect, as a relying party.
//!
//! Authorization code with PKCE, and nothing else. Who an issuer vouches for is known by issuer and
//! subject, never by an address. What is checked of a token is the library's; what is asked of it
//! stands here: signature by the issuer's published keys, issuer, audience, expiry by our clock,
//! nonce; and the `iss` of the answer (RFC 9207) before the code is sent anywhere.

mod http;
mod settings;
mod types;

pub use settings::{BadIssuer, IssuerSettings};

use http::Http;
use jiff::{SignedDuration, Timestamp};
use openidconnect::{
    AccessTokenHash, AuthType, AuthenticationContextClass, AuthorizationCode, ClientId,
    ClientSecret, CsrfToken, IssuerUrl, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, TokenResponse as _,
    core::{CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreTokenResponse},
};
use samverkan_domain::person::Language;
use std::sync::{Arc, Mutex, PoisonError};
use types::{Client, Metadata};

/// How long what an issuer publishes about itself is believed.
const BELIEVED: SignedDuration = SignedDuration::from_mins(10);
/// How far the issuer's clock may differ from ours (seconds).
const SKEW_SECONDS: i64 = 60;

/// Why an issuer's word was not taken. People are told that it did not work; this is for the log.
#[derive(Debug, thiserror::Error)]
pub enum NotVouched {
    #[error("the issuer cannot be reached: {0}")]
    Unreachable(String),
    #[error("the answer came from another issuer")]
    OtherIssuer,
    #[error("the issuer did not take the code: {0}")]
    Code(String),
    #[error("the answer has no ID token")]
    NoToken,
    #[error("the ID token is not good: {0}")]
    Token(String),
}

/// What a person is sent to the issuer with, and what is kept until the person is back.
#[derive(Debug, Clone)]
pub struct Visit<'a> {
    pub state: &'a str,
    pub nonce: &'a str,
    pub verifier: &'a str,
}

/// Whom an issuer vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vouched {
    pub issuer: String,
    pub subject: String,
    pub acr: Option<String>,
    /// Whether the settings take that acr for as good as a passkey.
    pub strong: bool,
    /// An address that the issuer says it has verified: a suggestion, and no proof.
    pub email: Option<String>,
}

struct Published {
    metadata: Metadata,
    at: Timestamp,
}

/// One issuer.
pub struct Issuer {
    settings: IssuerSettings,
    secret: Option<ClientSecret>,
    redirect: RedirectUrl,
    http: Http,
    published: Mutex<Option<Arc<Published>>>,
}

/// All issuers of the settings.
#[derive(Default)]
pub struct Issuers(Vec<Issuer>);

impl Issuers {
    /// Reads secrets from their files; `public_url` is where people come back to.
    pub fn new(settings: &[IssuerSettings], public_url: &str) -> Result<Self, BadIssuer> {
        settings::check(settings)?;
        let issuers = settings.iter().map(|settings| {
            let redirect = RedirectUrl::new(format!("{public_url}/logga-in/svar"));
            let redirect = redirect.map_err(|_| settings.bad("public_url is no address"))?;
            Ok(Issuer {
                secret: settings.secret()?.map(ClientSecret::new),
                settings: settings.clone(),
                redirect,
                http: Http::default(),
                published: Mutex::default(),
            })
        });
        issuers.collect::<Result<_, _>>().map(Self)
    }

    pub fn get(&self, key: &str) -> Option<&Issuer> {
        self.0.iter().find(|issuer| issuer.settings.key == key)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Issuer> {
        self.0.iter()
    }

    /// What an issuer is called, by the address it vouches under.
    pub fn name_of(&self, issuer: &str, language: Language) -> Option<&str> {
        let mut issuers = self.0.iter();
        let found = issuers.find(|known| known.settings.issuer == issuer)?;
        Some(found.name(language))
    }
}

impl Issuer {
    pub fn key(&self) -> &str {
        &self.settings.key
    }

    pub fn name(&self, language: Language) -> &str {
        match language {
            Language::Sv => &self.settings.name_sv,
            Language::En => &self.settings.name_en,
        }
    }

    /// Where to send a person who wants to be vouched for. `staff` asks for an acr that lets staff in.
    pub async fn address(
        &self,
        visit: &Visit<'_>,
        staff: bool,
        now: Timestamp,
    ) -> Result<String, NotVouched> {
        let published = self.published(now).await?;
        let client = self.client(&published.metadata);
        let verifier = PkceCodeVerifier::new(visit.verifier.to_owned());
        let (state, nonce) = (visit.state.to_owned(), visit.nonce.to_owned());
        let mut request = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        for scope in &self.settings.scopes {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        if staff {
            for acr in &self.settings.strong_acr {
                let acr = AuthenticationContextClass::new(acr.clone());
                request = request.add_auth_context_value(acr);
            }
        }
        Ok(request.url().0.to_string())
    }

    /// Gives the code back to the issuer that `iss` names, and reads whom it vouches for.
    pub async fn vouched(
        &self,
        visit: &Visit<'_>,
        code: &str,
        iss: Option<&str>,
        now: Timestamp,
    ) -> Result<Vouched, NotVouched> {
        // The answer of one issuer is never shown to another.
        let published = self.published(now).await?;
        let told = published.metadata.additional_metadata();
        match iss {
            Some(iss) if iss != self.settings.issuer => return Err(NotVouched::OtherIssuer),
            None if told.authorization_response_iss_parameter_supported => {
                return Err(NotVouched::OtherIssuer);
            }
            _ => {}
        }
        let client = self.client(&published.metadata);
        let asked = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|error| NotVouched::Unreachable(error.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(visit.verifier.to_owned()));
        let answer = asked.request_async(&self.http).await;
        let answer = answer.map_err(|error| match error {
            RequestTokenError::Request(error) => NotVouched::Unreachable(error.to_string()),
            error => NotVouched::Code(error.to_string()),
        })?;
        match self.read(&published.metadata, &answer, visit, now) {
            // Keys may have been changed since they were looked at.
            Err(NotVouched::Token(_)) if published.at != now => {
                let published = self.publishes(now).await?;
                self.read(&published.metadata, &answer, visit, now)
            }
            read => read,
        }
    }

    /// Reads the ID token of an answer: whom it is about, if all of it holds.
    fn read(
        &self,
        metadata: &Metadata,
        answer: &CoreTokenResponse,
        visit: &Visit<'_>,
        now: Timestamp,
    ) -> Result<Vouched, NotVouched> {
        let bad = |error: &dyn std::error::Error| NotVouched::Token(error.to_string());
        let client = self.client(metadata);
        let token = answer.id_token().ok_or(NotVouched::NoToken)?;
        let seconds = now.as_second();
        let verifier = client
            .id_token_verifier()
            .set_time_fn(move || at(seconds - SKEW_SECONDS))
            .set_issue_time_verifier_fn(move |issued| {
                if issued > at(seconds + SKEW_SECONDS) {
                    return Err("issued in time to come".to_owned());
                }
                Ok(())
            });
        let nonce = Nonce::new(visit.nonce.to_owned());
        let claims = token.claims(&verifier, &nonce).map_err(|e| bad(&e))?;
        if let Some(expected) = claims.access_token_hash() {
            let algorithm = token.signing_alg().map_err(|e| bad(&e))?;
            let key = token.signing_key(&verifier).map_err(|e| bad(&e))?;
            let actual = AccessTokenHash::from_token(answer.access_token(), algorithm, key);
            if actual.map_err(|e| bad(&e))? != *expected {
                return Err(NotVouched::Token("at_hash differs".to_owned()));
            }
        }
        let acr = claims.auth_context_ref().map(|acr| acr.to_string());
        let strong = acr
            .as_ref()
            .is_some_and(|acr| self.settings.strong_acr.contains(acr));
        let email = claims
            .email()
            .filter(|_| claims.email_verified() == Some(true));
        Ok(Vouched {
            issuer: self.settings.issuer.clone(),
            subject: claims.subject().to_string(),
            acr,
            strong,
            email: email.map(|email| email.to_string()),
        })
    }

    fn client(&self, metadata: &Metadata) -> Client {
        let id = ClientId::new(self.settings.client_id.clone());
        // Basic is what a client is registered with unless something else is said.
        let methods = metadata.token_endpoint_auth_methods_supported();
        let basic = methods
            .is_none_or(|methods| methods.contains(&CoreClientAuthMethod::ClientSecretBasic));
        let auth = if basic {
            AuthType::BasicAuth
        } else {
            AuthType::RequestBody
        };
        CoreClient::from_provider_metadata(metadata.clone(), id, self.secret.clone())
            .set_redirect_uri(self.redirect.clone())
            .set_auth_type(auth)
    }

    /// What the issuer publishes: endpoints and keys.
    async fn published(&self, now: Timestamp) -> Result<Arc<Published>, NotVouched> {
        let kept = || {
            self.published
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone()
        };
        if let Some(published) = kept()
            && now.duration_since(published.at).abs() < BELIEVED
        {
            return Ok(published);
        }
        self.publishes(now).await
    }

    /// The same, asked for anew.
    async fn publishes(&self, now: Timestamp) -> Result<Arc<Published>, NotVouched> {
        let unreachable = |error: String| NotVouched::Unreachable(error);
        let issuer = IssuerUrl::new(self.settings.issuer.clone())
            .map_err(|error| unreachable(error.to_string()))?;
        let metadata = Metadata::discover_async(issuer, &self.http)
            .await
            .map_err(|error| unreachable(error.to_string()))?;
        let published = Arc::new(Published { metadata, at: now });
        let mut kept = self
            .published
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *kept = Some(Arc::clone(&published));
        Ok(published)
    }
}

/// An instant as the library wants it.
fn at(seconds: i64) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}
