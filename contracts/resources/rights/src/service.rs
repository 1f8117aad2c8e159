//! What a transaction can do here: give a grant beside its price, use one, give an asset away, attest and copy rights.

use crate::access::{evaluate, write as write_access, Wish};
use crate::grants::{check_grantee, granting, plan, write as write_grant};
use crate::msg::GrantBody;
use crate::owners::{plan_transfer, write_transfer};
use crate::request::check_form_of;
use crate::service_copies::{decide_attest, decide_replicate, write_copy, Copying, ATTEST, REPLICATE};
use crate::state::{load_grant, Grant, CONFIG, GRANTS};
use causeway_proto::{operation::Body, Code, Custom, Operation};
use causeway_resource_kit::{Decided, Key, LockKind, Proposal, Reason, Service, ServiceCode, ServiceError, Verdict};
use causeway_services::rights::{TransferBody, UseBody, GRANT, TRANSFER, USE};
use cosmwasm_schema::cw_serde;
use cosmwasm_schema::serde::Deserialize;
use cosmwasm_std::{from_json, Deps, Env, Response, StdResult, Storage};

/// Name of the market's operation that a bought grant goes with.
const BUY: &str = "market.buy";

#[cw_serde]
pub enum Step {
    Grant(Box<Grant>),
    Use(UseBody),
    Transfer(TransferBody),
    Copy(Copying),
    Look,
}

pub struct RightsService;

impl Service for RightsService {
    type Step = Step;

    fn decide(deps: Deps, env: &Env, proposal: &Proposal) -> Result<Decided<Step>, Verdict> {
        match proposal.name.as_str() {
            GRANT => decide_grant(deps, env, proposal),
            USE => decide_use(deps, env, proposal),
            TRANSFER => {
                let body: TransferBody = parsed(proposal)?;
                plan_transfer(deps, &proposal.actor, &body.asset, &body.to).map_err(verdict)?;
                Ok(Decided::writing(body.asset.clone(), Step::Transfer(body)))
            }
            ATTEST => decide_attest(deps, proposal),
            REPLICATE => decide_replicate(deps, env, proposal),
            _ => Err(Verdict::refused(Code::OperationNotDefined)),
        }
    }

    fn carry_out(storage: &mut dyn Storage, env: &Env, step: Step) -> StdResult<Response> {
        let event = match step {
            Step::Look => return Ok(Response::new()),
            Step::Grant(grant) => write_grant(storage, env, *grant)?,
            Step::Transfer(body) => write_transfer(storage, &body.asset, &body.to)?,
            Step::Copy(copying) => write_copy(storage, env, copying)?,
            Step::Use(body) => {
                let mut grant = GRANTS.load(storage, &body.grant)?;
                let grantee = grant.body.grantee.clone();
                let (fields, purpose) = (&body.fields, body.purpose.as_str());
                let wish = Wish { grantee: &grantee, server: &grantee, fields, purpose };
                write_access(storage, env, &mut grant, &wish, 0)?
            }
        };
        Ok(Response::new().add_event(event))
    }
}

fn parsed<T: cosmwasm_schema::serde::de::DeserializeOwned>(proposal: &Proposal) -> Result<T, Verdict> {
    from_json(&proposal.body).map_err(|_| Verdict::refused(Code::Malformed))
}

/// The asset is only read, so many buyers prepare at once; the grant's own key is nobody else's.
fn decide_grant(deps: Deps, env: &Env, proposal: &Proposal) -> Result<Decided<Step>, Verdict> {
    let body: GrantBody = parsed(proposal)?;
    let delegate = match &body.offer {
        Some(offer) => {
            check_grantee(deps, &proposal.actor, &body.grantee).map_err(verdict)?;
            demand_purchase(deps, env, proposal, offer)?;
            None
        }
        None => granting(deps, env, &proposal.actor, &body.asset).map_err(verdict)?,
    };
    let seed = format!("transaction\n{}\n{}", proposal.transaction_id.to_hex(), proposal.index);
    let asset = Key { name: body.asset.clone(), kind: LockKind::Shared };
    let grant = plan(deps, env, body, delegate, &seed).map_err(verdict)?;
    let own = Key { name: grant.id.clone(), kind: LockKind::Exclusive };
    Ok(Decided { keys: vec![asset, own], step: Step::Grant(Box::new(grant)) })
}

/// The market's purchase by this offer is in the leg, and this is the only grant by it: the market compares its terms
/// with the offer, and a second one would be compared with nothing.
fn demand_purchase(deps: Deps, env: &Env, proposal: &Proposal, offer: &str) -> Result<(), Verdict> {
    let market = CONFIG.load(deps.storage)?.market.ok_or(Verdict::busy(ServiceCode::CompanionMissing))?;
    let chain_id = env.block.chain_id.as_str();
    let buys = |one: &Operation| one.resource == market.as_str() && names_offer(one, BUY, offer);
    proposal.demand(chain_id, ServiceCode::CompanionMissing, buys)?;
    let Some(leg) = proposal.leg(chain_id)? else { return Ok(()) };
    let own = env.contract.address.as_str();
    let grants = leg.operations.iter().filter(|one| one.resource == own && names_offer(one, GRANT, offer));
    if grants.count() == 1 {
        Ok(())
    } else {
        Err(Verdict::refused(Code::LegsInvalid))
    }
}

/// The part of an operation's body that says by which offer.
#[derive(Deserialize)]
#[serde(crate = "cosmwasm_schema::serde")]
struct ByOffer {
    offer: Option<String>,
}

fn names_offer(operation: &Operation, verb: &str, offer: &str) -> bool {
    let Some(Body::Custom(Custom { name, body })) = &operation.body else { return false };
    name == verb && from_json::<ByOffer>(body).is_ok_and(|one| one.offer.as_deref() == Some(offer))
}

fn decide_use(deps: Deps, env: &Env, proposal: &Proposal) -> Result<Decided<Step>, Verdict> {
    let body: UseBody = parsed(proposal)?;
    check_form_of(&body.fields, &body.purpose).map_err(verdict)?;
    let grant = load_grant(deps.storage, &body.grant).map_err(verdict)?;
    check_grantee(deps, &proposal.actor, &grant.body.grantee).map_err(verdict)?;
    let decided = evaluate(deps.storage, env, &grant, &body.fields, &body.purpose).map_err(verdict)?;
    let early = env.block.time.nanos() < grant.body.terms.from_ns.u64();
    match decided {
        Ok(()) => Ok(Decided::writing(body.grant.clone(), Step::Use(body))),
        Err(reason) if early && reason == ServiceCode::GrantExpired.into() => Err(Verdict::Busy(reason)),
        // What is granted is not changed, and what was used or revoked does not come back.
        Err(reason) => Err(Verdict::Refused(reason)),
    }
}

/// Form, the archive and the end of a term are for good; everything else may change.
pub fn verdict(error: ServiceError) -> Verdict {
    let never: [Reason; 8] = [
        Code::Malformed.into(),
        Code::LimitExceeded.into(),
        Code::IdMalformed.into(),
        Code::PartMissing.into(),
        ServiceCode::ConditionsMissing.into(),
        ServiceCode::Archived.into(),
        ServiceCode::GrantExpired.into(),
        ServiceCode::GrantRevoked.into(),
    ];
    match error {
        ServiceError::Reason(reason) if never.contains(&reason) => Verdict::Refused(reason),
        ServiceError::Reason(reason) => Verdict::Busy(reason),
        ServiceError::Std(host) => Verdict::Host(host),
    }
}
