//! An actor of any leg takes an undecided transaction back. Its account may live under another zone's prefix, so
//! accounts are compared by their bytes.

use crate::decide::resolve;
use crate::error::HubError;
use bech32::primitives::decode::CheckedHrpstring;
use bech32::Bech32;
use causeway_commit::hub::HubEvent;
use causeway_proto::{
    actors, authorisation_digest, authorisation_text, check_authorisation, decode_canonical, leg_of, parse_manifest,
    sha256, transaction_id, Authorisation, Code, Manifest, Purpose,
};
use cosmwasm_std::{Binary, Deps, DepsMut, Env, MessageInfo, Response};
use ripemd::{Digest, Ripemd160};

pub fn cancel(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    manifest_bytes: Binary,
    authorisation: Option<Binary>,
) -> Result<Response, HubError> {
    let manifest = parse_manifest(&manifest_bytes)?;
    let entitled = match authorisation {
        Some(bytes) => has_signed(deps.as_ref(), &manifest, &transaction_id(&manifest_bytes), &bytes)?,
        None => {
            leg_of(&manifest, &env.block.chain_id).is_some_and(|(_, leg)| actors(leg).contains(&info.sender.as_str()))
        }
    };
    if !entitled {
        return Err(Code::Unauthorised.into());
    }
    resolve(deps, env, &manifest_bytes, HubEvent::Cancel)
}

fn has_signed(deps: Deps, manifest: &Manifest, id: &[u8; 32], bytes: &Binary) -> Result<bool, HubError> {
    let authorisation: Authorisation = decode_canonical(bytes)?;
    let scheme = check_authorisation(&authorisation)?;
    let account = Ripemd160::digest(sha256(&authorisation.public_key));
    let (hub, contract) = (&manifest.hub_chain_id, &manifest.hub_contract);
    let text = authorisation_text(Purpose::Cancel, id, hub, contract, manifest.deadline_ns);
    let Some(actor) = manifest.legs.iter().flat_map(actors).find(|actor| is_account(actor, &account)) else {
        return Ok(false);
    };
    let digest = authorisation_digest(scheme, actor, &text)?;
    let verified = deps.api.secp256k1_verify(&digest, &authorisation.signature, &authorisation.public_key);
    Ok(verified.unwrap_or(false))
}

/// Whether a bech32 address of any prefix stands for these bytes.
fn is_account(address: &str, account: &[u8]) -> bool {
    CheckedHrpstring::new::<Bech32>(address).is_ok_and(|parsed| parsed.byte_iter().eq(account.iter().copied()))
}
