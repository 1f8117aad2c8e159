//! Stories of the market, told with a ledger of units, several parties and real signatures.

mod agreeing;
mod auctions;
mod channels;
mod committing;
mod disputing;
mod matching;
mod offering;
mod settling;
mod stub;
mod transaction;
mod world;
