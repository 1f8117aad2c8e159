//! Which accounts act for a party: both sides sign, and the address must be the key's own.

use crate::keys::claim_account;
use crate::limits::ACCOUNTS_MAX;
use crate::msg::Happening;
use crate::state::{close, Note, Record, ACCOUNT_HOLDERS};
use crate::subjects::{acting, home_subject, Waits};
use crate::texts;
use causeway_proto::{adr036_document, check_address, check_chain_id, sha256, Code};
use causeway_resource_kit::{verify_signature, Algorithm, ServiceCode, ServiceError};
use causeway_services::identity::AccountResponse;
use cosmwasm_std::{Api, Binary, DepsMut, Env, MessageInfo, Response, Storage};
use ripemd::{Digest, Ripemd160};

/// The other side of a binding.
pub struct Claim {
    pub account: AccountResponse,
    pub public_key: Binary,
    pub signature: Binary,
}

pub fn bind(deps: DepsMut, env: &Env, info: &MessageInfo, id: &str, claim: &Claim) -> Result<Response, ServiceError> {
    let mut record = own_party(deps.storage, env, info, id, Waits::ForAll)?;
    let AccountResponse { chain_id, address } = &claim.account;
    check_chain_id(chain_id)?;
    check_address(address)?;
    if record.accounts.len() >= ACCOUNTS_MAX {
        return Err(Code::LimitExceeded.into());
    }
    check_claim(deps.api, env, id, claim)?;
    claim_account(deps.storage, env, id, chain_id, address)?;
    record.accounts.push(claim.account.clone());
    let text = format!("{chain_id}:{address}");
    let note = Note::by(Happening::AccountBound, id, &text);
    Ok(Response::new().add_event(close(deps.storage, env, record, note)?))
}

/// BINDING_INVALID unless the address is the key's, under whatever prefix its chain has, and the key signed the text:
/// as it is, or as wallets sign texts (ADR-036).
fn check_claim(api: &dyn Api, env: &Env, id: &str, claim: &Claim) -> Result<(), ServiceError> {
    let AccountResponse { chain_id, address } = &claim.account;
    let text = texts::binding(env, id, chain_id, address);
    let document = adr036_document(address, &text);
    let signed =
        |text: &str| verify_signature(api, Algorithm::Secp256k1, &claim.public_key, text, &claim.signature).is_ok();
    if is_address_of(address, &claim.public_key) && (signed(&text) || signed(&document)) {
        Ok(())
    } else {
        Err(ServiceCode::BindingInvalid.into())
    }
}

fn is_address_of(address: &str, public_key: &[u8]) -> bool {
    let expected = Ripemd160::digest(sha256(public_key));
    Algorithm::Secp256k1.fits(public_key)
        && bech32::decode(address).is_ok_and(|(_, bytes)| bytes.as_slice() == expected.as_slice())
}

/// One account here has to stay, or nobody could act for the party any more.
pub fn unbind(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    id: &str,
    account: &AccountResponse,
) -> Result<Response, ServiceError> {
    let mut record = own_party(deps.storage, env, info, id, Waits::ForWriters)?;
    let before = record.accounts.len();
    record.accounts.retain(|one| one != account);
    if record.accounts.len() == before {
        return Err(Code::Absent.into());
    }
    if !record.accounts.iter().any(|one| one.chain_id == env.block.chain_id) {
        return Err(ServiceCode::TransitionIllegal.into());
    }
    ACCOUNT_HOLDERS.remove(deps.storage, (&account.chain_id, &account.address));
    let text = format!("{}:{}", account.chain_id, account.address);
    let note = Note::by(Happening::AccountUnbound, id, &text);
    Ok(Response::new().add_event(close(deps.storage, env, record, note)?))
}

/// The sender's own party, and no other.
fn own_party(
    storage: &mut dyn Storage,
    env: &Env,
    info: &MessageInfo,
    id: &str,
    waits: Waits,
) -> Result<Record, ServiceError> {
    if acting(storage, env, info.sender.as_str())?.id != id {
        return Err(ServiceCode::BindingInvalid.into());
    }
    home_subject(storage, env, id, waits)
}
