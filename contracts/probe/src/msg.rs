//! The messages of the probe, as JSON on the wire.

use cosmwasm_schema::{cw_serde, QueryResponses};
use cosmwasm_std::Binary;

#[cw_serde]
pub struct InstantiateMsg {}

#[cw_serde]
pub enum ExecuteMsg {
    /// Sends `count` packets over a channel.
    Send {
        channel_id: String,
        count: u32,
        /// What is in each packet. Its first byte asks the other end for something: see `Ask`.
        #[serde(default)]
        data: Binary,
        /// Zeros fill the data up to this length.
        #[serde(default)]
        bytes: u32,
        /// From this block's time until the packets time out.
        timeout_ns: u64,
    },
    /// The same over IBC v2, to a port of the chain that this client follows; it counts the timeout in whole seconds.
    Send2 {
        source_client: String,
        destination_port: String,
        count: u32,
        #[serde(default)]
        data: Binary,
        #[serde(default)]
        bytes: u32,
        timeout_ns: u64,
    },
    /// Writes the acknowledgement of a packet that asked for it later; over IBC v2, `channel_id` is the client here.
    Answer {
        channel_id: String,
        sequence: u64,
    },
    Close {
        channel_id: String,
    },
}

#[cw_serde]
#[derive(QueryResponses)]
pub enum QueryMsg {
    /// Of a channel, or of a client of IBC v2.
    #[returns(Counts)]
    Counts { channel_id: String },
    /// Packets that asked for an acknowledgement later and have none yet, at most 1,000.
    #[returns(Vec<u64>)]
    Unanswered { channel_id: String },
}

#[cw_serde]
#[derive(Default)]
pub struct Counts {
    pub sent: u64,
    pub received: u64,
    /// Of these, `refused` were errors.
    pub acknowledged: u64,
    pub refused: u64,
    pub timed_out: u64,
}
