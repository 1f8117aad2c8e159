//! Writes decisions: once each, with the books, before any message leaves.

use crate::acks::settle_waiting;
use crate::error::HubError;
use crate::events;
use crate::msg::{LegNote, Moment, PhaseName, VoteName};
use crate::registry::{set, Changes};
use crate::state::{save_manifest, Transaction, Waiting, OPEN_BY_DEADLINE, TRANSACTIONS, ZONES};
use crate::vote::REASONS;
use causeway_commit::hub::{step, Answer, HubEvent, Now};
use causeway_commit::Decision;
use causeway_proto::{parse_manifest, transaction_id, Code, Manifest};
use cosmwasm_std::{Binary, DepsMut, Env, Event, Response, Storage, Uint64};

/// A decision of this very call, and who waits for it.
pub struct Decided {
    pub id: [u8; 32],
    pub decision: Decision,
    pub waiting: Vec<Waiting>,
}

pub fn moment(env: &Env) -> Moment {
    Moment { height: env.block.height, time_ns: Uint64::new(env.block.time.nanos()) }
}

/// An empty record of a manifest; every operation gets one, committed or aborted (Y-7.2.3b).
pub fn new_transaction(env: &Env, manifest: &Manifest, opener: &str) -> Transaction {
    let leg =
        |chain_id: &String| LegNote { chain_id: chain_id.clone(), vote: VoteName::Missing, code: 0, confirmed: false };
    Transaction {
        phase: PhaseName::Open,
        code: 0,
        yes: 0,
        deadline_ns: Uint64::new(manifest.deadline_ns),
        opened: moment(env),
        decided: None,
        legs: manifest.legs.iter().map(|one| leg(&one.chain_id)).collect(),
        opener: opener.to_string(),
        waiting: vec![],
    }
}

/// Record and books together; `changes` come from the comparison that let the commit happen.
pub fn decide(
    storage: &mut dyn Storage,
    env: &Env,
    id: [u8; 32],
    mut transaction: Transaction,
    decision: Decision,
    changes: Option<Changes>,
    events: &mut Vec<Event>,
) -> Result<Decided, HubError> {
    close(storage, &id, &transaction)?;
    match decision {
        Decision::Commit => {
            transaction.phase = PhaseName::Commit;
            transaction.yes = u32::MAX >> (32 - (transaction.legs.len() as u32).clamp(1, 32));
            set(storage, changes.unwrap_or_default())?;
        }
        Decision::Abort(code) => {
            transaction.phase = PhaseName::Abort;
            transaction.code = code;
        }
    }
    transaction.decided = Some(moment(env));
    let waiting = std::mem::take(&mut transaction.waiting);
    events.extend(events::untold(&id, &transaction, &waiting));
    events.push(events::decision(&id, decision));
    TRANSACTIONS.save(storage, &id, &transaction)?;
    Ok(Decided { id, decision, waiting })
}

/// Takes an open record out of the indexes; one that was never stored is in none.
fn close(storage: &mut dyn Storage, id: &[u8; 32], transaction: &Transaction) -> Result<(), HubError> {
    let key = (transaction.deadline_ns.u64(), id.as_slice());
    if !OPEN_BY_DEADLINE.has(storage, key) {
        return Ok(());
    }
    OPEN_BY_DEADLINE.remove(storage, key);
    if let Some(mut zone) = ZONES.may_load(storage, &transaction.opener)? {
        zone.open = zone.open.saturating_sub(1);
        ZONES.save(storage, &transaction.opener, &zone)?;
    }
    Ok(())
}

/// `Expire` and `Cancel`: the ends that need no vote.
pub fn resolve(deps: DepsMut, env: Env, manifest_bytes: &Binary, event: HubEvent) -> Result<Response, HubError> {
    let manifest = parse_manifest(manifest_bytes)?;
    if manifest.hub_chain_id != env.block.chain_id || manifest.hub_contract != env.contract.address.as_str() {
        return Err(Code::WrongAddressee.into());
    }
    let id = transaction_id(manifest_bytes);
    let known = TRANSACTIONS.may_load(deps.storage, &id)?;
    let now = Now {
        legs: manifest.legs.len() as u32,
        past_deadline: env.block.time.nanos() >= manifest.deadline_ns,
        reasons: REASONS,
    };
    // No vote is counted here, so the registry is never asked.
    let next = step(known.as_ref().map(Transaction::record), event, now, || Err(Code::RegistryMismatch as u32));
    if let Answer::Reject(code) = next.answer {
        return Err(Code::try_from(code as i32).unwrap_or(Code::TooEarly).into());
    }
    let (true, Some(causeway_commit::hub::Record::Decided(decision))) = (next.decided_now, next.record) else {
        return Ok(Response::new());
    };
    let transaction = match known {
        Some(transaction) => transaction,
        None => {
            save_manifest(deps.storage, &id, manifest_bytes);
            new_transaction(&env, &manifest, "")
        }
    };
    let mut events = vec![];
    let one = decide(deps.storage, &env, id, transaction, decision, None, &mut events)?;
    let messages = settle_waiting(deps.storage, &[one], None, &mut events)?;
    Ok(Response::new().add_submessages(messages).add_events(events))
}
