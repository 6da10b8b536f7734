//! Contracts with employers (uppdragsavtal).

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth, once, seen},
    catalogue::Made,
    problem::{ReadFailure, WriteFailure},
    respond::{Created, Tagged, created, tagged},
    types::Day,
};
use crate::{
    error::Error,
    usecase::contracts::{self, ContractRequest, ContractView},
};
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path},
    payload::Json,
};
use serde::Deserialize;
use uuid::Uuid;

/// The places an employer has in a channel (uppdragsavtal).
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Contract {
    pub id: Uuid,
    pub code: String,
    pub employer: String,
    pub seats: i64,
    /// Places taken, or asked for and not yet decided.
    pub seats_used: i64,
    /// Last day on which somebody else may take a named person's place; missing: nobody may.
    pub substitute_until: Option<Day>,
    pub invoice_reference: Option<String>,
    /// Who approves nominations.
    pub head_email: Option<String>,
    pub deputy_email: Option<String>,
    /// Price per place, in öre (hundredths of a krona).
    pub price_ore: Option<i64>,
    /// The buyer's order number.
    pub order_reference: Option<String>,
    /// Last day on which a place can be given back without being charged.
    pub free_until: Option<Day>,
    pub revision: i64,
}

/// A new contract in a channel of the kind employer.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct NewContract {
    /// As the employer's list names it.
    pub code: String,
    pub employer: String,
    pub seats: i64,
    /// Last day on which somebody else may take a named person's place.
    #[serde(default)]
    pub substitute_until: Option<Day>,
    #[serde(default)]
    pub invoice_reference: Option<String>,
    #[serde(default)]
    pub head_email: Option<String>,
    #[serde(default)]
    pub deputy_email: Option<String>,
    /// Price per place, in öre (hundredths of a krona).
    #[serde(default)]
    pub price_ore: Option<i64>,
    /// The buyer's order number.
    #[serde(default)]
    pub order_reference: Option<String>,
    /// Last day on which a place can be given back without being charged.
    #[serde(default)]
    pub free_until: Option<Day>,
}

/// A contract as it is to be; what is left out is taken away.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct ContractBody {
    pub employer: String,
    pub seats: i64,
    #[serde(default)]
    pub substitute_until: Option<Day>,
    #[serde(default)]
    pub invoice_reference: Option<String>,
    #[serde(default)]
    pub head_email: Option<String>,
    #[serde(default)]
    pub deputy_email: Option<String>,
    /// Price per place, in öre (hundredths of a krona).
    #[serde(default)]
    pub price_ore: Option<i64>,
    /// The buyer's order number.
    #[serde(default)]
    pub order_reference: Option<String>,
    /// Last day on which a place can be given back without being charged.
    #[serde(default)]
    pub free_until: Option<Day>,
}

impl TryFrom<ContractView> for Contract {
    type Error = Error;

    fn try_from(view: ContractView) -> Result<Self, Error> {
        let ContractView { row, seats_used } = view;
        let substitute_until = row.substitute_until.map(|day| day.parse().map(Day));
        let free_until = row.free_until.map(|day| day.parse().map(Day));
        Ok(Self {
            id: row.id,
            code: row.code,
            employer: row.employer,
            seats: row.seats,
            seats_used,
            substitute_until: substitute_until.transpose().map_err(Error::internal)?,
            invoice_reference: row.invoice_reference,
            head_email: row.head_email,
            deputy_email: row.deputy_email,
            price_ore: row.price_ore,
            order_reference: row.order_reference,
            free_until: free_until.transpose().map_err(Error::internal)?,
            revision: row.revision,
        })
    }
}

pub struct ContractsApi;

#[OpenApi(tag = "Tags::Catalogue")]
impl ContractsApi {
    /// Contracts of a channel, by code
    #[oai(
        path = "/channels/:channel/contracts",
        method = "get",
        operation_id = "list_contracts"
    )]
    async fn list_contracts(
        &self,
        app: AppData<'_>,
        auth: Auth,
        channel: Path<String>,
    ) -> Result<Json<Vec<Contract>>, ReadFailure> {
        let views = contracts::list(&app, auth.caller(), &channel).await?;
        let contracts: Result<Vec<Contract>, Error> =
            views.into_iter().map(TryInto::try_into).collect();
        Ok(Json(contracts?))
    }

    /// Add a contract to a channel
    ///
    /// Once a channel has contracts, nominations must name one of them and fit in it.
    #[oai(
        path = "/channels/:channel/contracts",
        method = "post",
        operation_id = "create_contract"
    )]
    async fn create_contract(
        &self,
        app: AppData<'_>,
        auth: Auth,
        channel: Path<String>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        Body(new): Body<NewContract>,
    ) -> Result<Created<Made>, WriteFailure> {
        let request = ContractRequest {
            code: new.code,
            employer: new.employer,
            seats: new.seats,
            substitute_until: new.substitute_until.map(|day| day.0),
            invoice_reference: new.invoice_reference,
            head_email: new.head_email,
            deputy_email: new.deputy_email,
            price_ore: new.price_ore,
            order_reference: new.order_reference,
            free_until: new.free_until.map(|day| day.0),
        };
        let route = format!("create_contract {}", channel.0);
        let once = once(auth.caller(), &route, key.as_deref(), &request)?;
        let id = contracts::create(&app, auth.caller(), &channel, &request, once.as_ref()).await?;
        let location = format!("/api/v1/channels/{}/contracts", channel.0);
        Ok(created(Made { id }, location))
    }

    /// Change a contract
    #[oai(
        path = "/channels/:channel/contracts/:code",
        method = "put",
        operation_id = "edit_contract"
    )]
    async fn edit_contract(
        &self,
        app: AppData<'_>,
        auth: Auth,
        channel: Path<String>,
        code: Path<String>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        Body(body): Body<ContractBody>,
    ) -> Result<Tagged<Contract>, WriteFailure> {
        let request = ContractRequest {
            code: code.0,
            employer: body.employer,
            seats: body.seats,
            substitute_until: body.substitute_until.map(|day| day.0),
            invoice_reference: body.invoice_reference,
            head_email: body.head_email,
            deputy_email: body.deputy_email,
            price_ore: body.price_ore,
            order_reference: body.order_reference,
            free_until: body.free_until.map(|day| day.0),
        };
        let seen = seen(if_match.as_deref());
        let view = contracts::edit(&app, auth.caller(), &channel, &request, seen).await?;
        let revision = view.row.revision;
        Ok(tagged(view.try_into()?, revision))
    }
}
