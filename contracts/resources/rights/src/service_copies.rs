//! Rights that travel with copies of the data: the home chain attests a record, another chain writes exactly that.

use crate::msg::{Access, RecordResponse};
use crate::service::{verdict, Step};
use crate::state::{load_record, Copied, CONFIG, COPIES};
use causeway_proto::Code;
use causeway_resource_kit::{attestation, attested_by_peer, Attestation, Decided, Proposal, ServiceCode, Verdict};
use causeway_services::identity::Status;
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{from_json, to_json_vec, Binary, Deps, Env, Event, StdResult, Storage};

pub const ATTEST: &str = "rights.attest";
pub const REPLICATE: &str = "rights.replicate";

/// A record on its way into a copy.
#[cw_serde]
pub struct Copying {
    pub home: String,
    pub asset: String,
    pub version: u64,
    pub record: Binary,
}

/// This asset's record has this version and hash. Of open data every active party may have it attested, of closed data
/// only who controls it.
pub fn decide_attest(deps: Deps, proposal: &Proposal) -> Result<Decided<Step>, Verdict> {
    let body: Attestation = from_json(&proposal.body).map_err(|_| Verdict::refused(Code::Malformed))?;
    let record = load_record(deps.storage, &body.key).map_err(verdict)?;
    let party = CONFIG.load(deps.storage)?.identity.party(&deps.querier, &proposal.actor)?;
    let party = party.filter(|party| party.status == Status::Active);
    let party = party.ok_or(Verdict::busy(ServiceCode::SubjectUnknown))?;
    if record.access != Access::Open && !record.is_controlled_by(&party.id) {
        return Err(Verdict::busy(Code::NotOwner));
    }
    // Versions only ascend.
    if body.version.u64() > record.version {
        return Err(Verdict::busy(Code::VersionMismatch));
    }
    if body.version.u64() < record.version {
        return Err(Verdict::refused(Code::VersionMismatch));
    }
    let version = record.version;
    if attestation(&body.key, version, &to_json_vec(&record.shown())?)? != proposal.body.as_slice() {
        return Err(Verdict::refused(Code::FingerprintMismatch));
    }
    Ok(Decided::reading(body.key, Step::Look))
}

pub fn decide_replicate(deps: Deps, env: &Env, proposal: &Proposal) -> Result<Decided<Step>, Verdict> {
    let replica = attested_by_peer(deps.storage, proposal, ATTEST)?;
    let record: RecordResponse = from_json(&replica.record).map_err(|_| Verdict::refused(Code::Malformed))?;
    let version = replica.version.u64();
    if replica.home == env.block.chain_id || record.asset != replica.key || record.version != version {
        return Err(Verdict::refused(Code::Malformed));
    }
    let earlier = COPIES.may_load(deps.storage, (&replica.home, &replica.key))?;
    if earlier.is_some_and(|copy| copy.version > version) {
        return Err(Verdict::refused(Code::VersionMismatch));
    }
    let key = format!("copy/{}/{}", replica.home, replica.key);
    let copying = Copying { home: replica.home, asset: replica.key, version, record: replica.record };
    Ok(Decided::writing(key, Step::Copy(copying)))
}

pub fn write_copy(storage: &mut dyn Storage, env: &Env, copying: Copying) -> StdResult<Event> {
    let Copying { home, asset, version, record } = copying;
    COPIES.save(storage, (&home, &asset), &Copied { version, record, height: env.block.height })?;
    Ok(Event::new("rights_copied")
        .add_attribute("asset", asset)
        .add_attribute("home", home)
        .add_attribute("version", version.to_string()))
}
