//! Which offers fit a demand, and which of them its rule chooses. Pure: the same book gives the same match.

use crate::msg::{Method, NewDemand, OfferRecord, Rule, Standing};
use crate::terms::{after, check_denom, includes};
use causeway_services::rights::covers;
use cosmwasm_std::Uint128;

/// An open offer with what its seller's agreements came to.
pub struct Candidate<'a> {
    pub offer: &'a OfferRecord,
    pub standing: Standing,
}

/// The chosen offer, and how near it was.
#[derive(Debug, PartialEq)]
pub struct Choice<'a> {
    pub offer: &'a OfferRecord,
    pub considered: u32,
    pub score: Uint128,
    pub next: Option<Uint128>,
}

/// Topic, class, denomination, price, rights, term and time. What an auction will cost nobody knows, so none fits.
pub fn fits(demand: &NewDemand, party: &str, offer: &OfferRecord, now_ns: u64) -> bool {
    let affordable = check_denom(&demand.max_price, &offer.price).is_ok()
        && offer.price.amount <= demand.max_price.amount
        && !matches!(offer.method, Method::Auction { .. });
    let permitted = covers(&offer.terms.fields, &demand.fields)
        && includes(&offer.terms.purposes, &demand.purposes)
        && offer.terms.term_sec >= demand.term_sec;
    let in_time =
        offer.open && now_ns < offer.until_ns.u64() && after(now_ns, offer.delivery_sec) <= demand.latest_ns.u64();
    let among_others = offer.seller != party && offer.delegate.as_deref() != Some(party);
    demand.topic == offer.topic && demand.class == offer.class && affordable && permitted && in_time && among_others
}

/// By the demand's rule; equals are chosen by id.
pub fn choose<'a>(rule: Rule, fitting: &'a [Candidate]) -> Option<Choice<'a>> {
    let mut ranked: Vec<(Uint128, &Candidate)> = fitting.iter().map(|one| (score(rule, one), one)).collect();
    ranked.sort_by(|(left, one), (right, other)| {
        let order = match rule {
            Rule::Reputation => right.cmp(left),
            Rule::Price | Rule::Time | Rule::Load => left.cmp(right),
        };
        order.then_with(|| one.offer.id.cmp(&other.offer.id))
    });
    let (score, best) = ranked.first()?;
    let next = ranked.get(1).map(|(score, _)| *score);
    Some(Choice {
        offer: best.offer,
        considered: u32::try_from(fitting.len()).unwrap_or(u32::MAX),
        score: *score,
        next,
    })
}

/// For reputation the settled part of all that ended, of 10,000, as if one more had ended each way: who is new stands
/// in the middle.
fn score(rule: Rule, candidate: &Candidate) -> Uint128 {
    let standing = &candidate.standing;
    match rule {
        Rule::Price => candidate.offer.price.amount,
        Rule::Time => Uint128::from(candidate.offer.delivery_sec),
        Rule::Load => Uint128::from(standing.open),
        Rule::Reputation => {
            let (settled, refunded) = (u128::from(standing.settled), u128::from(standing.refunded));
            Uint128::new(
                settled.saturating_add(1).saturating_mul(10_000) / settled.saturating_add(refunded).saturating_add(2),
            )
        }
    }
}
