//! Answers to questions; lists come in pages.

use crate::msg::*;
use crate::state::{find_object, Object, Replica, CHALLENGES, CONFIG, DEPOSITS, HELD_BY, NEWEST, OBJECTS};
use causeway_proto::limits::PAGE_MAX;
use causeway_resource_kit::in_doubt;
use cosmwasm_std::{Deps, Order, StdResult};
use cw_storage_plus::Bound;

fn page(limit: Option<u32>) -> usize {
    limit.map_or(PAGE_MAX, |limit| limit.min(PAGE_MAX)) as usize
}

pub fn config(deps: Deps) -> StdResult<ConfigResponse> {
    let config = CONFIG.load(deps.storage)?;
    Ok(ConfigResponse {
        identity: config.identity.0.into_string(),
        intake: config.intake.0.into_string(),
        deposit: config.deposit,
        answer_blocks: config.answer_blocks,
        penalty: config.penalty,
    })
}

pub fn object(deps: Deps, id: &str, version: Option<u32>) -> StdResult<Option<ObjectResponse>> {
    Ok(find_object(deps.storage, id, version)?.map(shown))
}

fn shown(object: Object) -> ObjectResponse {
    let stored = object.is_stored();
    let placement = object.placement;
    let replica = |one: Replica| ReplicaResponse { store: one.store, state: one.state, share: one.share };
    ObjectResponse {
        id: placement.id,
        version: placement.version,
        fingerprint: placement.fingerprint,
        plaintext: placement.plaintext,
        key: placement.key,
        length: placement.length,
        chunks: placement.chunks,
        replicas: object.replicas.into_iter().map(replica).collect(),
        quorum: placement.quorum,
        stored,
        erased_height: object.erased_height,
    }
}

pub fn history(deps: Deps, id: &str, version: Option<u32>) -> StdResult<Option<HistoryResponse>> {
    let replica = |one: Replica| ReplicaHistory {
        store: one.store,
        owner: one.owner,
        state: one.state,
        held_height: one.held_height,
        claimed_ns: one.claimed_ns,
        ended_height: one.ended_height,
        challenged_height: one.challenged_height,
        answers: one.answers,
        settled: one.settled,
        forgotten_ns: one.forgotten_ns,
    };
    let in_doubt = in_doubt(deps.storage, id)?;
    Ok(find_object(deps.storage, id, version)?.map(|object| HistoryResponse {
        owner: object.owner,
        account: object.account.into_string(),
        height: object.height,
        time_ns: object.time_ns,
        reward: object.reward,
        replicas: object.replicas.into_iter().map(replica).collect(),
        in_doubt,
    }))
}

pub fn objects(deps: Deps, start_after: Option<String>, limit: Option<u32>) -> StdResult<ObjectsResponse> {
    let from = start_after.as_deref().map(Bound::exclusive);
    let newest = NEWEST.range(deps.storage, from, None, Order::Ascending).take(page(limit));
    let objects = newest.map(|entry| {
        let (id, version) = entry?;
        Ok(shown(OBJECTS.load(deps.storage, (&id, version))?))
    });
    Ok(ObjectsResponse { objects: objects.collect::<StdResult<_>>()? })
}

pub fn store(deps: Deps, id: String) -> StdResult<Option<StoreResponse>> {
    Ok(DEPOSITS.may_load(deps.storage, &id)?.map(|deposit| StoreResponse {
        id,
        owner: deposit.owner,
        account: deposit.account.into_string(),
        deposit: deposit.amount,
        held: deposit.held,
        leaves_height: deposit.leaves_height,
    }))
}

pub fn challenges(
    deps: Deps,
    store: &str,
    start_after: Option<ObjectKey>,
    limit: Option<u32>,
) -> StdResult<ChallengesResponse> {
    let from = start_after.as_ref().map(|after| Bound::exclusive((after.object.as_str(), after.version)));
    let found = CHALLENGES.sub_prefix(store).range(deps.storage, from, None, Order::Ascending).take(page(limit));
    let challenges = found.map(|entry| {
        let ((object, version), challenge) = entry?;
        let fingerprint = OBJECTS.load(deps.storage, (&object, version))?.placement.fingerprint;
        Ok(ChallengeResponse {
            object,
            version,
            index: challenge.index,
            height: challenge.height,
            due_height: challenge.due_height,
            fingerprint,
        })
    });
    Ok(ChallengesResponse { challenges: challenges.collect::<StdResult<_>>()? })
}

pub fn held_by(
    deps: Deps,
    store: &str,
    start_after: Option<ObjectKey>,
    limit: Option<u32>,
) -> StdResult<HeldByResponse> {
    let from = start_after.as_ref().map(|after| Bound::exclusive((after.object.as_str(), after.version)));
    let keys = HELD_BY.sub_prefix(store).keys(deps.storage, from, None, Order::Ascending).take(page(limit));
    let objects = keys.map(|key| key.map(|(object, version)| ObjectKey { object, version }));
    Ok(HeldByResponse { objects: objects.collect::<StdResult<_>>()? })
}
