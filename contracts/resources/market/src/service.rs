//! The part that the market takes in commits: purchases, offers that end with something else, offers of other zones.

use crate::agreements::{agree, extend};
use crate::companions;
use crate::cover;
use crate::events;
use crate::limits::{OFFERS_PER_TOPIC_MAX, RECORD_BYTES_MAX};
use crate::msg::{AgreementResponse, BuyBody, Method, OfferRecord, WithdrawBody, ATTEST, BUY, REPLICATE, WITHDRAW};
use crate::offers::{check_withdraw, close, leave_book};
use crate::sale::{self, check_buyer, check_open, check_recipient_key, known, next_period, period_lock};
use crate::state::{book_size, grow_book, shrink_book, Offer, BOOK, CONFIG, OFFERS};
use crate::terms::home_of;
use causeway_proto::{sha256, Code};
use causeway_resource_kit::{
    attested_by_peer, Attestation, Decided, Key, LockKind, Proposal, Replica, Service, ServiceCode, ServiceError,
    Verdict,
};
use causeway_services::identity::scope;
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{from_json, to_json_vec, Deps, Empty, Env, Response, StdError, StdResult, Storage};

pub struct Market;

/// What a prepared operation will do.
#[cw_serde]
pub enum Step {
    Look,
    Agree {
        agreement: Box<AgreementResponse>,
        subscription: bool,
    },
    Withdraw {
        offer: String,
    },
    /// `enters`: it takes a place in the book.
    Replicate {
        record: Box<OfferRecord>,
        enters: bool,
    },
}

impl Service for Market {
    type Step = Step;

    fn decide(deps: Deps, env: &Env, proposal: &Proposal) -> Result<Decided<Step>, Verdict> {
        match proposal.name.as_str() {
            BUY => decide_buy(deps, env, proposal),
            WITHDRAW => decide_withdraw(deps, env, proposal),
            ATTEST => decide_attest(deps, &from_json(&proposal.body).map_err(malformed)?),
            REPLICATE => decide_replicate(deps, env, proposal),
            _ => Err(Verdict::refused(Code::OperationNotDefined)),
        }
    }

    fn take(storage: &mut dyn Storage, step: &Step) -> StdResult<()> {
        match step {
            Step::Agree { agreement, .. } => cover::take(storage, &agreement.offer, &agreement.penalty),
            Step::Replicate { record, enters: true } => grow_book(storage, &record.topic),
            _ => Ok(()),
        }
    }

    fn give_back(storage: &mut dyn Storage, step: &Step) -> StdResult<()> {
        match step {
            Step::Agree { agreement, .. } => cover::give_back(storage, &agreement.offer, &agreement.penalty),
            Step::Replicate { record, enters: true } => shrink_book(storage, &record.topic),
            _ => Ok(()),
        }
    }

    fn carry_out(storage: &mut dyn Storage, env: &Env, step: Step) -> StdResult<Response> {
        match step {
            Step::Look => Ok(Response::new()),
            Step::Agree { agreement, subscription } => {
                if subscription {
                    extend(storage, &agreement)?;
                }
                agree(storage, env, *agreement)
            }
            Step::Withdraw { offer } => close(storage, &offer, "withdrawn"),
            Step::Replicate { record, enters } => replicate(storage, *record, enters),
        }
    }
}

fn malformed(_: StdError) -> Verdict {
    Verdict::refused(Code::Malformed)
}

fn busy(error: ServiceError) -> Verdict {
    match error {
        ServiceError::Reason(reason) => Verdict::Busy(reason),
        ServiceError::Std(error) => Verdict::Host(error),
    }
}

/// What offer and body say cannot change, so it is refused; rights, roles, deposits and periods may, so they are busy.
fn decide_buy(deps: Deps, env: &Env, proposal: &Proposal) -> Result<Decided<Step>, Verdict> {
    let body: BuyBody = from_json(&proposal.body).map_err(malformed)?;
    check_recipient_key(&body.recipient_key).map_err(Verdict::refused)?;
    let account = body.payment_account.as_ref().unwrap_or(&proposal.actor);
    deps.api.addr_validate(account).map_err(malformed)?;
    let offer = known(deps.storage, &body.offer).map_err(busy)?;
    check_open(env, &offer).map_err(Verdict::refused)?;
    let record = offer.record;
    check_buyer(&record, &body.buyer).map_err(Verdict::refused)?;
    if matches!(record.method, Method::Auction { .. } | Method::PayPerUse {}) {
        return Err(Verdict::refused(ServiceCode::MethodMismatch));
    }
    if body.from_ns > record.until_ns {
        return Err(Verdict::refused(ServiceCode::TermsMismatch));
    }
    let config = CONFIG.load(deps.storage)?;
    let party = config.identity.acting(&deps.querier, &proposal.actor, scope::DEMAND).map_err(busy)?;
    if party.id != body.buyer {
        return Err(Verdict::busy(ServiceCode::NotParty));
    }
    let (now, from_ns) = (env.block.time.nanos(), body.from_ns.u64());
    let next = next_period(deps.storage, &record, &body.buyer, now)?;
    if next > now && from_ns != next {
        return Err(Verdict::busy(ServiceCode::TermsMismatch));
    }
    let order = sale::Order {
        id: format!("{}-{}", proposal.transaction_id.to_hex(), proposal.index),
        buyer: &body.buyer,
        refund_account: account,
        from_ns,
        price: record.price.amount,
    };
    let agreement = sale::draft(deps, &config, &record, order).map_err(busy)?;
    companions::check(proposal, env, &config, &record, &agreement, &body.recipient_key)?;
    let subscription = matches!(record.method, Method::Subscription { .. });
    let mut decided = Decided::reading(&record.id, Step::Agree { agreement: Box::new(agreement), subscription });
    if subscription {
        decided.keys.push(Key { name: period_lock(&record.id, &body.buyer), kind: LockKind::Exclusive });
    }
    Ok(decided)
}

fn decide_withdraw(deps: Deps, env: &Env, proposal: &Proposal) -> Result<Decided<Step>, Verdict> {
    let body: WithdrawBody = from_json(&proposal.body).map_err(malformed)?;
    let offer = known(deps.storage, &body.offer).map_err(busy)?;
    if offer.account.is_some() && !offer.record.open {
        return Err(Verdict::refused(ServiceCode::OfferClosed));
    }
    check_withdraw(deps, env, &proposal.actor, &offer).map_err(busy)?;
    Ok(Decided::writing(&body.offer, Step::Withdraw { offer: body.offer.clone() }))
}

fn decide_attest(deps: Deps, body: &Attestation) -> Result<Decided<Step>, Verdict> {
    let offer = known(deps.storage, &body.key).map_err(busy)?;
    if offer.account.is_none() {
        return Err(Verdict::refused(ServiceCode::NotHome));
    }
    let (wanted, version) = (body.version.u64(), offer.record.version);
    if wanted > version {
        return Err(Verdict::busy(Code::VersionMismatch));
    }
    if wanted < version {
        return Err(Verdict::refused(Code::VersionMismatch));
    }
    if sha256(&to_json_vec(&offer.record)?) != body.digest.as_slice() {
        return Err(Verdict::refused(Code::ContentMismatch));
    }
    Ok(Decided::reading(&body.key, Step::Look))
}

fn decide_replicate(deps: Deps, env: &Env, proposal: &Proposal) -> Result<Decided<Step>, Verdict> {
    let replica = attested_by_peer(deps.storage, proposal, ATTEST)?;
    let record = parse_record(env, &replica)?;
    if OFFERS.may_load(deps.storage, &record.id)?.is_some_and(|offer| offer.record.version >= record.version) {
        return Err(Verdict::refused(Code::VersionMismatch));
    }
    let enters = record.open && !BOOK.has(deps.storage, (&record.topic, &record.id));
    if enters && book_size(deps.storage, &record.topic)? >= OFFERS_PER_TOPIC_MAX {
        return Err(Verdict::busy(Code::LimitExceeded));
    }
    let key = record.id.clone();
    Ok(Decided::writing(key, Step::Replicate { record: Box::new(record), enters }))
}

/// A record is what its home says of its own offers, and of nobody else's.
fn parse_record(env: &Env, replica: &Replica) -> Result<OfferRecord, Verdict> {
    if replica.record.len() > RECORD_BYTES_MAX {
        return Err(Verdict::refused(Code::LimitExceeded));
    }
    let record: OfferRecord = from_json(&replica.record).map_err(malformed)?;
    let home = home_of(&record.id).map_err(Verdict::refused)?;
    if home == env.block.chain_id || home != replica.home {
        return Err(Verdict::refused(ServiceCode::NotHome));
    }
    if record.id != replica.key || record.version != replica.version.u64() {
        return Err(Verdict::refused(Code::ContentMismatch));
    }
    Ok(record)
}

fn replicate(storage: &mut dyn Storage, record: OfferRecord, enters: bool) -> StdResult<Response> {
    if enters {
        BOOK.save(storage, (&record.topic, &record.id), &Empty {})?;
    } else if !record.open {
        leave_book(storage, &record)?;
    }
    let event = events::offer("replicated", &record).add_attribute("version", record.version.to_string());
    OFFERS.save(storage, &record.id.clone(), &Offer { record, account: None })?;
    Ok(Response::new().add_event(event))
}
