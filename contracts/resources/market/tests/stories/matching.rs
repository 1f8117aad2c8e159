//! Demands and what they are matched with: four rules, one book, and always the same answer.

use crate::world::*;
use causeway_market::matching::{choose, fits, Candidate};
use causeway_market::msg::*;
use causeway_services::assets::Units;
use causeway_services::identity::scope;
use causeway_services::rights::{Onward, RightsResponse};
use cosmwasm_std::Uint128;

const DEMAND: &str = "zone-a/wanted";

fn demand(world: &World, rule: Rule) -> NewDemand {
    NewDemand {
        id: DEMAND.into(),
        topic: "air".into(),
        class: Class::Closed,
        max_price: units(1_000),
        latest_ns: (world.now() + DAY_SEC * NS).into(),
        fields: names(&["no2"]),
        purposes: names(&["research"]),
        term_sec: 3_600,
        rule,
    }
}

fn run(world: &mut World, id: &str) -> MatchResponse {
    world.call("anyone", &ExecuteMsg::Match { demand: id.into() }).expect("matched");
    world.ask::<Option<_>>(&QueryMsg::Match { demand: id.into() }).expect("stored")
}

/// An offer of a supplier of its own.
fn supplied(world: &mut World, name: &str, price: u128, delivery_sec: u64) {
    world.person(name, &[scope::SUPPLY]);
    let (owner, asset) = (format!("did:causeway:party:zone-a:{name}"), format!("{ASSET}-{name}"));
    world.register(&RightsResponse { owner, asset: asset.clone(), ..rights() });
    let offer =
        NewOffer { id: format!("zone-a/{name}"), asset, price: units(price), delivery_sec, ..world.new_offer() };
    world.call(name, &ExecuteMsg::PostOffer(offer)).expect("offered");
}

fn buy_from(world: &mut World, name: &str, price: u128) -> String {
    let buy = Paid::Buy(Purchase { offer: format!("zone-a/{name}"), ..purchase() });
    let response = world.pay("other", &buy, price).expect("bought");
    attribute(&response, "market_agreed", "agreement")
}

/// Cheap sells cheapest, fast delivers first, calm has nothing open, good has settled most.
fn fixed_book() -> World {
    let mut world = World::new();
    for (name, price, delivery) in [("calm", 900, 900), ("cheap", 500, 800), ("fast", 800, 60), ("good", 700, 700)] {
        supplied(&mut world, name, price, delivery);
    }
    for _ in 0..3 {
        let id = buy_from(&mut world, "good", 700);
        world.call("other", &ExecuteMsg::Confirm { agreement: id }).expect("confirmed");
    }
    for (name, price) in [("good", 700), ("cheap", 500), ("fast", 800)] {
        buy_from(&mut world, name, price);
    }
    world
}

/// Y-9.7c, Y-8.3.1
#[test]
fn four_rules_give_four_documented_results_on_one_book() {
    let mut world = fixed_book();
    let expected = [
        (Rule::Price, "cheap", 500, 700),
        (Rule::Time, "fast", 60, 700),
        (Rule::Load, "calm", 0, 1),
        (Rule::Reputation, "good", 8_000, 5_000),
    ];
    for (number, (rule, winner, score, next)) in expected.into_iter().enumerate() {
        let id = format!("zone-a/wanted-{number}");
        let wanted = NewDemand { id: id.clone(), ..demand(&world, rule) };
        world.call("shop", &ExecuteMsg::PostDemand(wanted)).expect("posted");
        let found = run(&mut world, &id);
        assert_eq!((found.offer, found.considered), (format!("zone-a/{winner}"), 4), "{rule:?}");
        assert_eq!((found.score.u128(), found.next), (score, Some(Uint128::new(next))), "{rule:?}");
        assert_eq!(found.rule, rule);
    }
    let book: BookResponse = world.ask(&QueryMsg::Book { topic: "air".into() });
    let open: Vec<u64> = book.entries.iter().map(|entry| entry.standing.open).collect();
    assert_eq!(open, [0, 1, 1, 1]);
}

/// Y-9.7b, Y-8.3.1
#[test]
fn a_match_names_both_parties_and_the_hash_of_the_terms() {
    let mut world = World::new();
    world.offered();
    let wanted = demand(&world, Rule::Price);
    world.call("shop", &ExecuteMsg::PostDemand(wanted)).expect("posted");
    let found = run(&mut world, DEMAND);
    assert_eq!((found.buyer.as_str(), found.seller.as_str()), (SHOP, CITY));
    assert_eq!(found.terms_hash, world.offer(OFFER).terms_hash);
    let id = world.bought("shop");
    assert_eq!(world.agreement(&id).terms_hash, found.terms_hash);
}

/// Y-9.7a
#[test]
fn incompatible_offers_never_match_whatever_is_wrong_with_them() {
    let mut world = World::new();
    world.offered();
    let wanted = demand(&world, Rule::Price);
    let offer = world.offer(OFFER).offer;
    let now = world.now();
    assert!(fits(&wanted, SHOP, &offer, now));
    let offers: [fn(&mut OfferRecord); 11] = [
        |offer| offer.topic = "noise".into(),
        |offer| offer.class = Class::Open,
        |offer| offer.price.amount = 1_001u128.into(),
        |offer| offer.price.denom = "uother".into(),
        |offer| offer.price.origin_chain_id = "zone-b".into(),
        |offer| offer.terms.fields = names(&["pm10"]),
        |offer| offer.terms.purposes = names(&["traffic"]),
        |offer| offer.terms.term_sec = 3_599,
        |offer| offer.delivery_sec = DAY_SEC + 1,
        |offer| offer.open = false,
        |offer| offer.method = Method::Auction { end_ns: u64::MAX.into(), reserve: 0u128.into() },
    ];
    for change in offers {
        let mut other = offer.clone();
        change(&mut other);
        assert!(!fits(&wanted, SHOP, &other, now), "{other:?}");
    }
    assert!(!fits(&wanted, CITY, &offer, now), "nobody is matched with itself");
    assert!(!fits(&wanted, SHOP, &offer, offer.until_ns.u64()), "the offer is over");
    let delegate = OfferRecord { delegate: Some(SHOP.into()), ..offer };
    assert!(!fits(&wanted, SHOP, &delegate, now));
    let dear = NewDemand { max_price: Units { amount: 999u128.into(), ..units(0) }, ..wanted };
    world.call("shop", &ExecuteMsg::PostDemand(dear)).expect("posted");
    world.refused("anyone", &ExecuteMsg::Match { demand: DEMAND.into() }, "NO_MATCH");
}

/// Y-6.1-4, Y-8.3.1
#[test]
fn equal_offers_are_chosen_by_id_alone_and_the_order_of_the_book_does_not_matter() {
    let record = |id: &str, price: u128| OfferRecord {
        id: id.into(),
        asset: ASSET.into(),
        seller: format!("did:causeway:party:zone-a:{price}"),
        delegate: None,
        topic: "air".into(),
        class: Class::Closed,
        price: units(price),
        method: Method::Fixed {},
        terms: OfferTerms {
            fields: names(&["*"]),
            purposes: names(&["research"]),
            term_sec: TERM_SEC,
            count: 0,
            onward: Onward::None,
            royalty_bps: 0,
        },
        certificate: None,
        delivery_sec: 60,
        penalty: None,
        until_ns: u64::MAX.into(),
        open: true,
        version: 1,
    };
    let offers = [record("zone-a/c", 5), record("zone-b/a", 5), record("zone-a/b", 5), record("zone-a/a", 6)];
    for rule in [Rule::Price, Rule::Time, Rule::Load, Rule::Reputation] {
        for turn in 0..offers.len() {
            let mut book: Vec<Candidate> =
                offers.iter().map(|offer| Candidate { offer, standing: Standing::default() }).collect();
            book.rotate_left(turn);
            let expected = if rule == Rule::Price { "zone-a/b" } else { "zone-a/a" };
            assert_eq!(choose(rule, &book).map(|choice| choice.offer.id.as_str()), Some(expected), "{rule:?}");
        }
    }
    assert_eq!(choose(Rule::Price, &[]), None);
}

/// Y-9.1-2
#[test]
fn a_demand_is_posted_by_who_may_buy_and_withdrawn_by_its_party_alone() {
    let mut world = World::new();
    world.offered();
    let wanted = demand(&world, Rule::Price);
    world.refused("city", &ExecuteMsg::PostDemand(wanted.clone()), "SCOPE_MISSING");
    world.call("shop", &ExecuteMsg::PostDemand(wanted.clone())).expect("posted");
    world.refused("other", &ExecuteMsg::PostDemand(wanted.clone()), "EXISTS");
    let withdraw = ExecuteMsg::WithdrawDemand { demand: DEMAND.into() };
    world.refused("other", &withdraw, "NOT_PARTY");
    world.call("shop", &withdraw).expect("withdrawn");
    world.refused("anyone", &ExecuteMsg::Match { demand: DEMAND.into() }, "DEMAND_UNKNOWN");
    let kept: Option<DemandResponse> = world.ask(&QueryMsg::Demand { id: DEMAND.into() });
    assert_eq!(kept, Some(DemandResponse { demand: wanted.clone(), party: SHOP.into(), open: false }));
    let past = NewDemand { id: "zone-a/past".into(), latest_ns: 1u64.into(), ..wanted };
    world.refused("shop", &ExecuteMsg::PostDemand(past), "LIMIT_EXCEEDED");
}

#[test]
fn a_match_stands_as_long_as_its_offer_does() {
    let mut world = World::new();
    supplied(&mut world, "cheap", 500, 60);
    supplied(&mut world, "dear", 900, 60);
    let wanted = demand(&world, Rule::Price);
    world.call("shop", &ExecuteMsg::PostDemand(wanted)).expect("posted");
    assert_eq!(run(&mut world, DEMAND).offer, "zone-a/cheap");
    world.refused("anyone", &ExecuteMsg::Match { demand: DEMAND.into() }, "EXISTS");
    world.call("cheap", &ExecuteMsg::WithdrawOffer { offer: "zone-a/cheap".into() }).expect("withdrawn");
    assert_eq!(run(&mut world, DEMAND).offer, "zone-a/dear");
}
