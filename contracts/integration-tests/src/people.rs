//! People with keys: they sign authorisation texts, plain or as wallets do (ADR-036).

use causeway_proto::{
    authorisation_digest, authorisation_text, encode, sha256, transaction_id, Authorisation, AuthorisationScheme,
    Manifest, Purpose,
};
use cosmwasm_std::testing::MockApi;
use cosmwasm_std::{Api, Binary, CanonicalAddr};
use k256::ecdsa::signature::hazmat::PrehashSigner;
use k256::ecdsa::{Signature, SigningKey};
use ripemd::{Digest, Ripemd160};

#[derive(Clone)]
pub struct Person {
    key: SigningKey,
    pub address: String,
}

impl Person {
    /// The same person for the same seed.
    pub fn new(seed: &str) -> Self {
        let key = SigningKey::from_slice(&sha256(seed.as_bytes())).expect("a hash is a valid key");
        let public = key.verifying_key().to_encoded_point(true);
        let hash = Ripemd160::digest(sha256(public.as_bytes()));
        let api = MockApi::default().with_prefix("wasm");
        let address = api.addr_humanize(&CanonicalAddr::from(hash.as_slice())).expect("20 bytes").into_string();
        Person { key, address }
    }

    pub fn say(&self, purpose: Purpose, scheme: AuthorisationScheme, manifest: &Manifest) -> Binary {
        let id = transaction_id(&encode(manifest));
        let (hub, contract) = (&manifest.hub_chain_id, &manifest.hub_contract);
        let text = authorisation_text(purpose, &id, hub, contract, manifest.deadline_ns);
        let digest = authorisation_digest(scheme, &self.address, &text).expect("a known scheme");
        let signature: Signature = self.key.sign_prehash(&digest).expect("a 32 byte digest");
        let signature = signature.normalize_s().unwrap_or(signature);
        let authorisation = Authorisation {
            scheme: scheme as i32,
            public_key: self.key.verifying_key().to_encoded_point(true).as_bytes().to_vec(),
            signature: signature.to_bytes().to_vec(),
        };
        encode(&authorisation).into()
    }

    pub fn authorise(&self, manifest: &Manifest) -> Binary {
        self.say(Purpose::Authorise, AuthorisationScheme::Secp256k1, manifest)
    }

    pub fn refuse(&self, manifest: &Manifest) -> Binary {
        self.say(Purpose::Refuse, AuthorisationScheme::Secp256k1, manifest)
    }

    pub fn cancel(&self, manifest: &Manifest) -> Binary {
        self.say(Purpose::Cancel, AuthorisationScheme::Secp256k1, manifest)
    }
}
