//! What a gate does: it prepares an operation and commits it.

use super::World;
use causeway_identity::msg::ExecuteMsg;
use causeway_proto::{encode, operation::Body, transaction_id, Custom, Operation};
use causeway_resource_kit::{LegCall, PrepareCall, PrepareOutcome};
use cosmwasm_std::{from_json, Binary, HexBinary};
use cw_multi_test::AppResponse;

pub fn operation(world: &World, name: &str, body: Vec<u8>) -> Operation {
    let body = Some(Body::Custom(Custom { name: name.into(), body }));
    Operation { resource: world.identity.to_string(), actor: world.account("carrier").into(), body }
}

pub fn prepare(world: &mut World, manifest: &[u8], operation: &Operation, content: bool) -> PrepareOutcome {
    let call = PrepareCall {
        transaction_id: HexBinary::from(&transaction_id(manifest)),
        leg: 0,
        operations: vec![encode(operation).into()],
        contents: vec![content.then(|| Binary::from(manifest))],
        until_ns: 1u64.into(),
    };
    let data = world.send("gate", &ExecuteMsg::Prepare(call)).data.expect("an outcome");
    from_json(data).expect("an outcome")
}

pub fn commit(world: &mut World, manifest: &[u8]) -> AppResponse {
    let call = LegCall { transaction_id: HexBinary::from(&transaction_id(manifest)), leg: 0 };
    world.send("gate", &ExecuteMsg::Commit(call))
}

pub fn refused(code: u32) -> PrepareOutcome {
    PrepareOutcome::Refused { code }
}

pub fn busy(code: u32) -> PrepareOutcome {
    PrepareOutcome::Busy { code }
}
