//! What a probe sends, answers and counts, over channels and over IBC v2.

use crate::msg::{Counts, ExecuteMsg, QueryMsg};
use crate::{execute, query, v2};
use cosmwasm_std::testing::{
    message_info, mock_dependencies, mock_env, mock_ibc_channel_open_init, mock_ibc_packet_ack, mock_ibc_packet_recv,
    mock_ibc_packet_timeout, MockApi, MockQuerier, MockStorage,
};
use cosmwasm_std::{
    from_json, Addr, Binary, CosmosMsg, Env, Ibc2Msg, Ibc2PacketAckMsg, Ibc2PacketReceiveMsg, Ibc2PacketSendMsg,
    Ibc2PacketTimeoutMsg, Ibc2Payload, IbcAcknowledgement, IbcMsg, IbcOrder, IbcPacketReceiveMsg, IbcReceiveResponse,
    OwnedDeps, Response, StdResult,
};
use serde::de::DeserializeOwned;

type Dependencies = OwnedDeps<MockStorage, MockApi, MockQuerier>;

fn run(deps: &mut Dependencies, json: &str) -> StdResult<Response> {
    let msg: ExecuteMsg = from_json(json.as_bytes()).unwrap();
    execute(deps.as_mut(), mock_env(), message_info(&Addr::unchecked("anyone"), &[]), msg)
}

fn ask<T: DeserializeOwned>(deps: &Dependencies, msg: QueryMsg) -> T {
    from_json(query(deps.as_ref(), mock_env(), msg).unwrap()).unwrap()
}

fn counts(deps: &Dependencies, channel_id: &str) -> Counts {
    ask(deps, QueryMsg::Counts { channel_id: channel_id.into() })
}

fn unanswered(deps: &Dependencies, channel_id: &str) -> Vec<u64> {
    ask(deps, QueryMsg::Unanswered { channel_id: channel_id.into() })
}

/// A packet to channel-7 with these bytes.
fn packet(sequence: u64, data: &[u8]) -> IbcPacketReceiveMsg {
    let mut msg = mock_ibc_packet_recv("channel-7", &()).unwrap();
    msg.packet.sequence = sequence;
    msg.packet.data = data.into();
    msg
}

fn receive(deps: &mut Dependencies, sequence: u64, data: &[u8]) -> StdResult<IbcReceiveResponse> {
    crate::ibc_packet_receive(deps.as_mut(), mock_env(), packet(sequence, data))
}

fn text(response: &IbcReceiveResponse) -> &str {
    std::str::from_utf8(response.acknowledgement.as_ref().unwrap()).unwrap()
}

#[test]
fn sends_as_many_packets_as_asked_with_their_data_filled_up_and_their_timeout() {
    let mut deps = mock_dependencies();
    let send = r#"{"send":{"channel_id":"channel-7","count":3,"data":"bA==","bytes":4,"timeout_ns":5000}}"#;
    let response = run(&mut deps, send).unwrap();
    assert_eq!(response.messages.len(), 3);
    for sub in response.messages {
        let CosmosMsg::Ibc(IbcMsg::SendPacket { channel_id, data, timeout }) = sub.msg else { panic!("no packet") };
        assert_eq!((channel_id.as_str(), data.as_slice()), ("channel-7", b"l\0\0\0".as_slice()));
        assert_eq!(timeout.timestamp(), Some(mock_env().block.time.plus_nanos(5000)));
        assert_eq!(timeout.block(), None);
    }
    assert_eq!(counts(&deps, "channel-7"), Counts { sent: 3, ..Counts::default() });
    assert_eq!(counts(&deps, "channel-8"), Counts::default());
    let empty = r#"{"send":{"channel_id":"channel-7","count":1,"timeout_ns":5000}}"#;
    assert!(run(&mut deps, empty).unwrap_err().to_string().contains("needs data"));
}

#[test]
fn answers_as_the_first_byte_asks() {
    let mut deps = mock_dependencies();
    assert_eq!(text(&receive(&mut deps, 1, b"\0").unwrap()), r#"{"result":"AQ=="}"#);
    assert_eq!(text(&receive(&mut deps, 2, b"e").unwrap()), r#"{"error":"asked to refuse"}"#);
    assert!(receive(&mut deps, 3, b"f").unwrap_err().to_string().contains("asked to fail"));
    assert_eq!(receive(&mut deps, 4, b"later").unwrap().acknowledgement, None);
    // A failed receive counts here because nobody undoes what these mocks have stored.
    assert_eq!(counts(&deps, "channel-7").received, 4);
}

#[test]
#[should_panic(expected = "asked to panic")]
fn panics_when_asked_to() {
    let _ = receive(&mut mock_dependencies(), 1, b"p");
}

#[test]
fn burns_32_writes_for_each_million_of_gas_and_accepts() {
    let mut deps = mock_dependencies();
    assert_eq!(text(&receive(&mut deps, 1, b"g\x02").unwrap()), r#"{"result":"AQ=="}"#);
    assert_eq!(crate::BURNT.load(&deps.storage).unwrap().len(), 768);
}

#[test]
fn answers_later_once_and_knows_what_is_unanswered() {
    let mut deps = mock_dependencies();
    for sequence in [9, 4] {
        receive(&mut deps, sequence, b"l").unwrap();
    }
    assert_eq!(unanswered(&deps, "channel-7"), [4, 9]);
    let answer = r#"{"answer":{"channel_id":"channel-7","sequence":4}}"#;
    let response = run(&mut deps, answer).unwrap();
    let ack = IbcAcknowledgement::new(br#"{"result":"AQ=="}"#);
    let written = IbcMsg::WriteAcknowledgement { channel_id: "channel-7".into(), packet_sequence: 4, ack };
    assert_eq!(response.messages[0].msg, written.into());
    assert_eq!(unanswered(&deps, "channel-7"), [9]);
    assert!(run(&mut deps, answer).is_err());
}

#[test]
fn counts_acknowledgements_errors_among_them_and_timeouts() {
    let mut deps = mock_dependencies();
    for ack in [br#"{"result":"AQ=="}"#.as_slice(), br#"{"error":"ABCI code: 5"}"#] {
        let msg = mock_ibc_packet_ack("channel-7", &(), IbcAcknowledgement::new(ack)).unwrap();
        crate::ibc_packet_ack(deps.as_mut(), mock_env(), msg).unwrap();
    }
    let msg = mock_ibc_packet_timeout("channel-7", &()).unwrap();
    crate::ibc_packet_timeout(deps.as_mut(), mock_env(), msg).unwrap();
    let expected = Counts { acknowledged: 2, refused: 1, timed_out: 1, ..Counts::default() };
    assert_eq!(counts(&deps, "channel-7"), expected);
}

#[test]
fn opens_channels_of_either_order_and_of_its_version_alone_and_closes_them_when_told() {
    let mut deps = mock_dependencies();
    for order in [IbcOrder::Ordered, IbcOrder::Unordered] {
        let good = mock_ibc_channel_open_init("channel-7", order.clone(), "probe-1");
        assert_eq!(crate::ibc_channel_open(deps.as_mut(), mock_env(), good).unwrap(), None);
        let bad = mock_ibc_channel_open_init("channel-7", order, "ics20-1");
        assert!(crate::ibc_channel_open(deps.as_mut(), mock_env(), bad).is_err());
    }
    let response = run(&mut deps, r#"{"close":{"channel_id":"channel-7"}}"#).unwrap();
    assert_eq!(response.messages[0].msg, IbcMsg::CloseChannel { channel_id: "channel-7".into() }.into());
}

fn payload(value: &[u8]) -> Ibc2Payload {
    Ibc2Payload::new("wasm21a".into(), "wasm21b".into(), "probe-1".into(), "any".into(), value.into())
}

fn receive2(deps: &mut Dependencies, sequence: u64, value: &[u8]) -> StdResult<IbcReceiveResponse> {
    let (source, destination) = ("07-tendermint-3".into(), "07-tendermint-8".into());
    let msg = Ibc2PacketReceiveMsg::new(payload(value), Addr::unchecked("r"), source, destination, sequence);
    v2::ibc2_packet_receive(deps.as_mut(), mock_env(), msg)
}

fn env_at(address: &str) -> Env {
    let mut env = mock_env();
    env.contract.address = Addr::unchecked(address);
    env
}

#[test]
fn sends_over_ibc_v2_from_the_port_that_wasmd_gives_it() {
    let mut deps = mock_dependencies();
    let json = r#"{"send2":{"source_client":"07-tendermint-3","destination_port":"wasm21b","count":2,"bytes":1,
        "timeout_ns":7000000000}}"#;
    let msg: ExecuteMsg = from_json(json.as_bytes()).unwrap();
    let env = env_at("wasm1abc");
    let response = execute(deps.as_mut(), env.clone(), message_info(&Addr::unchecked("anyone"), &[]), msg).unwrap();
    assert_eq!(response.messages.len(), 2);
    let sent = &response.messages[0].msg;
    let CosmosMsg::Ibc2(Ibc2Msg::SendPacket { source_client, timeout, payloads }) = sent else { panic!("no packet") };
    assert_eq!((source_client.as_str(), *timeout), ("07-tendermint-3", env.block.time.plus_seconds(7)));
    assert_eq!((payloads[0].source_port.as_str(), payloads[0].destination_port.as_str()), ("wasm21abc", "wasm21b"));
    assert_eq!((payloads[0].version.as_str(), payloads[0].value.as_slice()), ("probe-1", b"\0".as_slice()));
    assert_eq!(counts(&deps, "07-tendermint-3").sent, 2);
}

#[test]
fn lets_nobody_else_send_over_its_port_of_ibc_v2() {
    let mut deps = mock_dependencies();
    for (signer, allowed) in [("wasm1abc", true), ("wasm1xyz", false)] {
        let (source, destination) = ("07-tendermint-3".into(), "07-tendermint-8".into());
        let msg = Ibc2PacketSendMsg::new(payload(b"\0"), source, destination, 1, Addr::unchecked(signer));
        assert_eq!(v2::ibc2_packet_send(deps.as_mut(), env_at("wasm1abc"), msg).is_ok(), allowed);
    }
}

#[test]
fn answers_and_counts_over_ibc_v2_by_its_client() {
    let mut deps = mock_dependencies();
    assert_eq!(text(&receive2(&mut deps, 1, b"\0").unwrap()), r#"{"result":"AQ=="}"#);
    assert!(receive2(&mut deps, 2, b"f").is_err());
    assert_eq!(receive2(&mut deps, 3, b"l").unwrap().acknowledgement, None);
    assert_eq!(unanswered(&deps, "07-tendermint-8"), [3]);
    let response = run(&mut deps, r#"{"answer":{"channel_id":"07-tendermint-8","sequence":3}}"#).unwrap();
    let written = v2::write_acknowledgement("07-tendermint-3".into(), "07-tendermint-8".into(), 3);
    assert_eq!(response.messages[0].msg, written);
    assert!(unanswered(&deps, "07-tendermint-8").is_empty());

    let ends = || ("07-tendermint-8".to_string(), "07-tendermint-3".to_string());
    for ack in [br#"{"result":"AQ=="}"#.as_slice(), &v2::FAILED] {
        let (source, destination) = ends();
        let relayer = Addr::unchecked("r");
        let msg = Ibc2PacketAckMsg::new(source, destination, payload(b"\0"), Binary::from(ack), relayer);
        v2::ibc2_packet_ack(deps.as_mut(), mock_env(), msg).unwrap();
    }
    let (source, destination) = ends();
    let msg = Ibc2PacketTimeoutMsg::new(payload(b"\0"), source, destination, 5, Addr::unchecked("r"));
    v2::ibc2_packet_timeout(deps.as_mut(), mock_env(), msg).unwrap();
    let expected = Counts { sent: 0, received: 3, acknowledged: 2, refused: 1, timed_out: 1 };
    assert_eq!(counts(&deps, "07-tendermint-8"), expected);
}
