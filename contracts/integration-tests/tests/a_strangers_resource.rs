//! A platform owner's own contract takes part in a commit that neither hub nor gate has ever heard of.

use causeway_example_parking::{BayResponse, InstantiateMsg, QueryMsg};
use causeway_gate::msg::LegStateName;
use causeway_hub::msg::PhaseName;
use causeway_integration_tests::books::broken_at_rest;
use causeway_integration_tests::data::{asset_id, certificate, coins, receive_coins, release, release_coins};
use causeway_integration_tests::data::{check_asset, receive};
use causeway_integration_tests::host::Kind;
use causeway_integration_tests::people::Person;
use causeway_integration_tests::world::World;
use causeway_proto::operation::Body;
use causeway_proto::{Code, Custom, Manifest, Operation};

struct CarPark {
    address: String,
}

impl CarPark {
    fn open(world: &mut World, zone: &str) -> Self {
        let gate = world.zones[zone].gate.clone();
        let bays = vec!["p-1".to_string(), "p-2".to_string()];
        let msg = InstantiateMsg { gate, operator: world.admin.address.clone(), bays };
        let address = world.chain(zone).instantiate(Kind::Parking, "car park", &msg).expect("car park");
        world.register_resource(zone, &address);
        CarPark { address }
    }

    fn reserve(&self, who: &Person, bay: &str) -> Operation {
        let body = Body::Custom(Custom { name: "parking.reserve".into(), body: bay.into() });
        Operation { resource: self.address.clone(), actor: who.address.clone(), body: Some(body) }
    }

    fn bay(&self, world: &World, zone: &str, bay: &str) -> BayResponse {
        world.chains[zone].query(&self.address, &QueryMsg::Bay { bay: bay.into() }).expect("bay")
    }
}

/// Coins on zone A for a bay on zone B, where the driver must also show a permit; the permit is assets' business.
fn parking_trip() -> (World, CarPark, [Person; 2], Manifest) {
    let mut world = World::new(&["zone-a", "zone-b"]);
    let car_park = CarPark::open(&mut world, "zone-b");
    let (driver, operator) = (Person::new("driver"), Person::new("operator"));
    world.deposit("zone-a", &driver, 50);
    let permit = certificate(&asset_id("zone-b", "permit-1"));
    world.register("zone-b", &driver, &permit, None).expect("register");
    let fee = coins("zone-a", 5);
    let legs = vec![
        ("zone-a", vec![world.operation("zone-a", &driver, release_coins(fee.clone(), "zone-b"))]),
        (
            "zone-b",
            vec![
                world.operation("zone-b", &driver, check_asset(&permit.id, 0, &driver.address)),
                car_park.reserve(&driver, "p-1"),
                world.operation("zone-b", &operator, receive_coins(fee, "zone-a", &operator.address)),
            ],
        ),
    ];
    let manifest = world.manifest(legs);
    (world, car_park, [driver, operator], manifest)
}

#[test]
fn a_bay_is_reserved_in_the_same_commit_that_pays_for_it_and_checks_the_permit() {
    let (mut world, car_park, [driver, operator], manifest) = parking_trip();
    world.prepare_all(&manifest, &[&driver, &operator]);
    let in_doubt = car_park.bay(&world, "zone-b", "p-1");
    assert_eq!((in_doubt.holder, in_doubt.in_doubt), (None, true));
    world.relay_all();
    assert_eq!(world.phase(&manifest), Some((PhaseName::Commit, 0)));
    assert_eq!(car_park.bay(&world, "zone-b", "p-1").holder, Some(driver.address.clone()));
    assert_eq!(world.balance("zone-b", &operator, "zone-a"), (5, 0));
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn a_bay_that_is_taken_keeps_the_assets_of_the_same_leg_unlocked() {
    let (mut world, car_park, [driver, operator], manifest) = parking_trip();
    let other = Person::new("other driver");
    let taken = world.manifest(vec![("zone-b", vec![car_park.reserve(&other, "p-1")])]);
    world.prepare("zone-b", &taken, &[&other]).expect("prepare");
    let error = world.prepare("zone-b", &manifest, &[&driver, &operator]).expect_err("busy");
    assert!(error.contains("LOCKED"), "{error}");
    assert_eq!((world.leg_state("zone-b", &manifest), world.locks("zone-b")), (None, 0));
    world.relay_all();
    assert_eq!(
        car_park.bay(&world, "zone-b", "p-1").holder,
        Some(other.address.clone()),
        "one leg is a transaction too"
    );
    world.prepare("zone-a", &manifest, &[&driver, &operator]).expect("prepare");
    world.pass_deadline();
    world.relay_all();
    assert_eq!(world.balance("zone-a", &driver, "zone-a"), (50, 0));
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn a_refusal_by_the_stranger_s_contract_aborts_everybody() {
    let (mut world, car_park, [driver, _], _) = parking_trip();
    let title = certificate(&asset_id("zone-a", "title-1"));
    world.register("zone-a", &driver, &title, None).expect("register");
    let mut paint = car_park.reserve(&driver, "p-1");
    paint.body = Some(Body::Custom(Custom { name: "parking.paint".into(), body: "p-1".into() }));
    let arrival = world.operation("zone-b", &driver, receive(&title, 0, "zone-a", &driver.address));
    let legs = vec![
        ("zone-a", vec![world.operation("zone-a", &driver, release(&title, 0, "zone-b"))]),
        ("zone-b", vec![arrival, paint]),
    ];
    let manifest = world.manifest(legs);
    world.prepare_all(&manifest, &[&driver]);
    world.relay_all();
    assert_eq!(world.phase(&manifest), Some((PhaseName::Abort, Code::OperationNotDefined as u32)));
    assert_eq!(world.leg_states(&manifest), [Some(LegStateName::Aborted), Some(LegStateName::Refused)]);
    assert_eq!(world.live_on(&title.id), ["zone-a"]);
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn a_contract_that_the_zone_has_not_registered_is_never_called() {
    let (mut world, car_park, [driver, _], _) = parking_trip();
    let mut elsewhere = car_park.reserve(&driver, "p-1");
    elsewhere.resource = world.zones["zone-b"].gate.clone();
    let manifest = world.manifest(vec![("zone-b", vec![elsewhere])]);
    let error = world.prepare("zone-b", &manifest, &[&driver]).expect_err("unknown");
    assert!(error.contains("RESOURCE_UNKNOWN"), "{error}");
}
