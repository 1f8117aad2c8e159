//! Every cell of the published duplication table, enforced by the contracts alone: no API stands before them here.

use causeway_hub::msg::PhaseName;
use causeway_integration_tests::books::broken_at_rest;
use causeway_integration_tests::data::*;
use causeway_integration_tests::people::Person;
use causeway_integration_tests::world::{prepared, World};
use causeway_proto::operation::Body;
use causeway_proto::{duplication, AccessClass, Code, DataClass, DataOperation, DataType, Envelope, Manifest};

const CONTENT: &[u8] = b"time,celsius\n1,21.5\n";

/// An item of zone A that falls under the class.
fn item_of(class: DataClass) -> Envelope {
    let record = |access| record(&entry_id("zone-a", "item"), access, CONTENT);
    let asset = certificate(&asset_id("zone-a", "item"));
    match class {
        DataClass::OpenCopyable => Envelope { copyable: true, ..record(AccessClass::Open) },
        DataClass::OpenFixed => record(AccessClass::Open),
        DataClass::ClosedMovable => Envelope { movable: true, ..record(AccessClass::Closed) },
        DataClass::ClosedFixed => record(AccessClass::Closed),
        DataClass::NonFungibleMovable => asset,
        DataClass::NonFungibleFixed => Envelope { movable: false, ..asset },
        DataClass::Fungible => Envelope { data_type: DataType::Fungible as i32, movable: false, ..asset },
    }
}

fn is_open(class: DataClass) -> bool {
    matches!(class, DataClass::OpenCopyable | DataClass::OpenFixed)
}

/// The operation as a manifest between zone A and zone B.
fn attempt(world: &mut World, operation: DataOperation, class: DataClass, who: &Person) -> Manifest {
    let envelope = item_of(class);
    let units = || coins("zone-a", 5);
    let fungible = class == DataClass::Fungible;
    let (on_a, on_b): (Body, Option<Body>) = match operation {
        DataOperation::Read => (check_record(&envelope, 0), None),
        DataOperation::Replicate => (check_record(&envelope, 0), Some(replicate(&envelope, 0, "zone-a"))),
        DataOperation::Move if fungible => {
            (release_coins(units(), "zone-b"), Some(receive_coins(units(), "zone-a", &who.address)))
        }
        DataOperation::Move => (release(&envelope, 0, "zone-b"), Some(receive(&envelope, 0, "zone-a", &who.address))),
        DataOperation::Transfer if fungible => (pay(units(), &who.address), None),
        DataOperation::Transfer => (transfer(&envelope.id, 0, &who.address), None),
    };
    let mut legs = vec![("zone-a", vec![world.operation("zone-a", who, on_a)])];
    legs.extend(on_b.map(|body| ("zone-b", vec![world.operation("zone-b", who, body)])));
    world.manifest(legs)
}

/// How the contracts answer: the manifest commits, or the first code that anybody gives.
fn outcome(operation: DataOperation, class: DataClass) -> Result<(), u32> {
    let mut world = World::new(&["zone-a", "zone-b"]);
    let alice = Person::new("alice");
    world.deposit("zone-a", &alice, 10);
    let content = is_open(class).then_some(CONTENT);
    if let Err(error) = world.register("zone-a", &alice, &item_of(class), content) {
        // Units are never items: reading, like every operation on an item, ends before it begins.
        assert_eq!(class, DataClass::Fungible);
        if operation == DataOperation::Read {
            return Err(code_in(&error));
        }
    }
    let manifest = attempt(&mut world, operation, class, &alice);
    for leg in &manifest.legs {
        let contents: &[(u32, &[u8])] = if leg.chain_id == "zone-b" { &[(0, CONTENT)] } else { &[] };
        if let Err(error) = world.prepare_legs(&leg.chain_id, vec![prepared(&manifest, &[&alice], contents)]) {
            assert_eq!(world.all_locks(), 0);
            return Err(code_in(&error));
        }
    }
    world.relay_all();
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
    match world.phase(&manifest) {
        Some((PhaseName::Commit, _)) => Ok(()),
        Some((_, code)) => Err(code),
        None => panic!("no record"),
    }
}

/// The number in "NAME (code 123)".
fn code_in(error: &str) -> u32 {
    let number = error.split("(code ").nth(1).and_then(|rest| rest.split(')').next());
    number.and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("no code in {error}"))
}

#[test]
fn every_operation_on_every_class_is_allowed_or_refused_with_the_code_of_the_table() {
    let mut cells = 0;
    for operation in DataOperation::ALL {
        for class in DataClass::ALL {
            let expected = duplication(operation, class).map_err(|code| code as u32);
            let found = outcome(operation, class);
            assert_eq!(found, expected, "{} of {}", operation.name(), class.name());
            cells += 1;
        }
    }
    assert_eq!(cells, 28);
}

#[test]
fn no_envelope_escapes_the_table_by_contradicting_itself() {
    let alice = Person::new("alice");
    let base = item_of(DataClass::ClosedFixed);
    let contradictions = [
        (Envelope { access: 0, ..base.clone() }, Code::PartMissing),
        (Envelope { data_type: 0, ..base.clone() }, Code::PartMissing),
        (Envelope { copyable: true, ..base.clone() }, Code::CopyOfClosed),
        (Envelope { movable: true, ..item_of(DataClass::OpenFixed) }, Code::MoveOfOpen),
        (
            Envelope { access: AccessClass::Open as i32, ..item_of(DataClass::NonFungibleFixed) },
            Code::OperationNotDefined,
        ),
    ];
    for (envelope, code) in contradictions {
        let mut world = World::new(&["zone-a"]);
        let error = world.register("zone-a", &alice, &envelope, None).expect_err("contradiction");
        assert_eq!(code_in(&error), code as u32, "{envelope:?}");
    }
}
