//! The messages of this contract, as JSON on the wire.

pub use crate::answers::*;

use causeway_resource_kit::{CheckResponse, LegCall, LocksResponse, PrepareCall};
use causeway_services::assets::Units;
use causeway_services::rights::Onward;
use cosmwasm_schema::{cw_serde, QueryResponses};
use cosmwasm_std::{Binary, HexBinary, Uint128, Uint64};

/// Names of the operations.
pub const BUY: &str = "market.buy";
pub const WITHDRAW: &str = "market.withdraw";
pub const ATTEST: &str = "market.attest";
pub const REPLICATE: &str = "market.replicate";

#[cw_serde]
pub struct InstantiateMsg {
    pub gate: String,
    pub admin: String,
    pub assets: String,
    pub identity: String,
    pub rights: String,
    pub stores: String,
    pub credentials: String,
    /// Of every price that is paid out; nobody can change it.
    pub fee_bps: u32,
    pub fee_account: String,
    /// How long a delivery may be disputed after it was due.
    pub window_sec: u64,
}

#[cw_serde]
pub enum ExecuteMsg {
    Prepare(PrepareCall),
    Commit(LegCall),
    Abort(LegCall),
    /// Names the contract of this service on another chain, once; the admin's only power.
    SetPeer {
        chain_id: String,
        contract: String,
    },
    /// From the assets contract alone: somebody paid, and says in `message` (`Paid`) what for.
    UnitsReceived {
        payer: String,
        units: Units,
        message: Binary,
    },
    /// An offer without a deposit.
    PostOffer(NewOffer),
    /// By its seller; by anyone once it is over. The deposit goes back as far as no agreement needs it.
    WithdrawOffer {
        offer: String,
    },
    PostDemand(NewDemand),
    WithdrawDemand {
        demand: String,
    },
    /// By anyone: the demand's rule chooses among the offers of its topic.
    Match {
        demand: String,
    },
    /// What is offered free of charge.
    Buy(Purchase),
    /// By the buyer: delivered, pay at once.
    Confirm {
        agreement: String,
    },
    /// By anyone, once the time for disputes is over.
    Settle {
        agreement: String,
    },
    /// By the buyer: a store has signed for other bytes than were agreed on.
    Dispute {
        agreement: String,
        statement: Delivery,
    },
    /// By anyone: delivery was due, and too few stores hold the object.
    Undelivered {
        agreement: String,
    },
    /// By anyone, after its end.
    CloseAuction {
        offer: String,
    },
    /// By anyone: pays what the payer's voucher adds to the last one.
    Redeem {
        channel: String,
        total: Uint128,
        signature: Binary,
    },
    /// By the seller; by anyone once it has expired. The rest goes back to the payer.
    CloseChannel {
        channel: String,
    },
}

/// What units are paid to this contract for.
#[cw_serde]
pub enum Paid {
    /// The units are the deposit.
    PostOffer(Box<NewOffer>),
    Buy(Purchase),
    Bid(Purchase),
    /// The units are the channel's deposit; the payer's account is the one of its key.
    OpenChannel {
        offer: String,
        payer_key: Binary,
        recipient_key: Binary,
    },
}

#[cw_serde]
pub struct Purchase {
    pub offer: String,
    /// Key that shares of the content key are wrapped to, as in the grant.
    pub recipient_key: Binary,
}

/// Body of `market.buy`. Its actor acts for the buyer, and the transaction's manifest comes as its content.
#[cw_serde]
pub struct BuyBody {
    pub offer: String,
    pub buyer: String,
    pub recipient_key: Binary,
    /// Begin of the grant; not after the end of the offer.
    pub from_ns: Uint64,
    /// Account on this chain that a refund goes to; the actor where there is none.
    pub payment_account: Option<String>,
}

/// Body of `market.withdraw`.
#[cw_serde]
pub struct WithdrawBody {
    pub offer: String,
}

#[cw_serde]
#[derive(Copy)]
pub enum Class {
    Open,
    Closed,
}

#[cw_serde]
pub enum Method {
    Free {},
    Fixed {},
    /// The price is where bidding begins; below the reserve nothing is sold.
    Auction {
        end_ns: Uint64,
        reserve: Uint128,
    },
    /// The price is for one period, which is the term of the grant; the next period is the next agreement.
    Subscription {
        period_sec: u64,
    },
    /// The price is the smallest deposit of a payment channel.
    PayPerUse {},
}

/// `rights::Terms` whose time begins with the purchase.
#[cw_serde]
pub struct OfferTerms {
    pub fields: Vec<String>,
    pub purposes: Vec<String>,
    pub term_sec: u64,
    pub count: u32,
    pub onward: Onward,
    pub royalty_bps: u32,
}

#[cw_serde]
pub struct NewOffer {
    /// `<chain id>/<name>`; never used again.
    pub id: String,
    pub asset: String,
    pub topic: String,
    pub class: Class,
    pub price: Units,
    pub method: Method,
    pub terms: OfferTerms,
    /// Credential about the asset that must be valid at each sale.
    pub certificate: Option<String>,
    pub delivery_sec: u64,
    /// What each failed delivery costs, out of the deposit and in its denomination; 0 without a deposit.
    pub penalty: Uint128,
    pub until_ns: Uint64,
}

/// An offer as its copies on other chains hold it. The hash of its first version is the hash of the terms.
#[cw_serde]
pub struct OfferRecord {
    pub id: String,
    pub asset: String,
    /// Party that owns the asset.
    pub seller: String,
    /// Party that offers in the seller's name, under its mandate.
    pub delegate: Option<String>,
    pub topic: String,
    pub class: Class,
    pub price: Units,
    pub method: Method,
    pub terms: OfferTerms,
    pub certificate: Option<String>,
    pub delivery_sec: u64,
    pub penalty: Option<Units>,
    pub until_ns: Uint64,
    pub open: bool,
    pub version: u64,
}

#[cw_serde]
#[derive(Copy)]
pub enum Rule {
    /// The lowest price.
    Price,
    /// The earliest delivery.
    Time,
    /// The seller with the fewest open agreements here.
    Load,
    /// The seller with the largest part of settled agreements here.
    Reputation,
}

#[cw_serde]
pub struct NewDemand {
    /// `<chain id>/<name>`; never used again.
    pub id: String,
    pub topic: String,
    pub class: Class,
    pub max_price: Units,
    /// Latest delivery.
    pub latest_ns: Uint64,
    pub fields: Vec<String>,
    pub purposes: Vec<String>,
    /// Shortest term.
    pub term_sec: u64,
    pub rule: Rule,
}

/// What a store signs about the bytes that it handed over under an agreement.
#[cw_serde]
pub struct Delivery {
    pub store: String,
    pub sha256: HexBinary,
    pub at_ns: Uint64,
    pub signature: Binary,
}

#[cw_serde]
#[derive(QueryResponses)]
pub enum QueryMsg {
    #[returns(CheckResponse)]
    Check { operation: Binary },
    #[returns(LocksResponse)]
    Locks { start_after: Option<String>, limit: Option<u32> },
    #[returns(FeesResponse)]
    Fees {},
    #[returns(Option<OfferResponse>)]
    Offer { id: String },
    /// Open offers of a topic, ascending by id.
    #[returns(OffersResponse)]
    Offers { topic: String, start_after: Option<String>, limit: Option<u32> },
    /// What a matching looks at now.
    #[returns(BookResponse)]
    Book { topic: String },
    /// What `market.attest` vouches for and `market.replicate` brings.
    #[returns(Option<RecordResponse>)]
    Record { offer: String },
    #[returns(Option<DemandResponse>)]
    Demand { id: String },
    #[returns(Option<MatchResponse>)]
    Match { demand: String },
    #[returns(Option<AgreementResponse>)]
    Agreement { id: String },
    /// Of a party as buyer, seller or delegate, ascending by id.
    #[returns(AgreementsResponse)]
    Agreements { party: String, start_after: Option<String>, limit: Option<u32> },
    #[returns(Option<AuctionResponse>)]
    Auction { offer: String },
    #[returns(Option<ChannelResponse>)]
    Channel { id: String },
    #[returns(Standing)]
    Standing { party: String },
}
