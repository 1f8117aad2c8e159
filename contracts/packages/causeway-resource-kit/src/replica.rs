//! Copies of a record on other chains, proved by the commit: in one transaction the home chain attests version and hash
//! (a read condition, held until the decision), and the other chain writes exactly that. Nobody is believed.

use crate::reason::{ServiceError, Verdict};
use crate::service::Proposal;
use crate::ServiceCode;
use causeway_proto::{check_address, check_chain_id, sha256, Code};
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{from_json, to_json_vec, Binary, HexBinary, StdResult, Storage, Uint64};
use cw_storage_plus::Map;

/// Contracts of the same service on other chains, by chain id.
const PEERS: Map<&str, String> = Map::new("kit_peer");

/// Body of `<service>.attest`: this record is here, in this version, with this hash.
#[cw_serde]
pub struct Attestation {
    pub key: String,
    pub version: Uint64,
    /// sha256 of the record's bytes as its replica will hold them.
    pub digest: HexBinary,
}

/// Body of `<service>.replicate`: the record as its home chain attests it.
#[cw_serde]
pub struct Replica {
    pub home: String,
    pub key: String,
    pub version: Uint64,
    pub record: Binary,
}

/// The attestation's one encoding, as the operation's body holds it.
pub fn attestation(key: &str, version: u64, record: &[u8]) -> StdResult<Vec<u8>> {
    let digest = HexBinary::from(&sha256(record));
    to_json_vec(&Attestation { key: key.into(), version: version.into(), digest })
}

/// Names the contract of this service on another chain; the caller has checked who may. Once for each chain: a peer
/// that could be exchanged would be a key to every record of that chain.
pub fn set_peer(storage: &mut dyn Storage, chain_id: &str, contract: &str) -> Result<(), ServiceError> {
    check_chain_id(chain_id)?;
    check_address(contract)?;
    if PEERS.has(storage, chain_id) {
        return Err(Code::Exists.into());
    }
    Ok(PEERS.save(storage, chain_id, &contract.to_string())?)
}

/// Parses a replica and demands that the peer on its home chain attests it in the same transaction.
pub fn attested_by_peer(storage: &dyn Storage, proposal: &Proposal, attest: &str) -> Result<Replica, Verdict> {
    let replica: Replica = from_json(&proposal.body).map_err(|_| Verdict::refused(Code::Malformed))?;
    let peer = PEERS.may_load(storage, &replica.home)?.ok_or(Verdict::refused(ServiceCode::PeerUnknown))?;
    let body = attestation(&replica.key, replica.version.u64(), &replica.record)?;
    proposal.demand_custom(&replica.home, ServiceCode::CompanionMissing, &peer, attest, &body)?;
    Ok(replica)
}
