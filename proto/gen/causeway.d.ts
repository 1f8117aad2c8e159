import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

/** Namespace causeway. */
export namespace causeway {

    /** Namespace services. */
    namespace services {

        /** Namespace v1. */
        namespace v1 {

            /** ServiceCode enum. */
            enum ServiceCode {

                /** SERVICE_CODE_UNSPECIFIED value */
                SERVICE_CODE_UNSPECIFIED = 0,

                /** SERVICE_CODE_SUBJECT_UNKNOWN value */
                SERVICE_CODE_SUBJECT_UNKNOWN = 1000,

                /** SERVICE_CODE_SUBJECT_INACTIVE value */
                SERVICE_CODE_SUBJECT_INACTIVE = 1001,

                /** SERVICE_CODE_TRANSITION_ILLEGAL value */
                SERVICE_CODE_TRANSITION_ILLEGAL = 1002,

                /** SERVICE_CODE_SCOPE_MISSING value */
                SERVICE_CODE_SCOPE_MISSING = 1003,

                /** SERVICE_CODE_VOTE_REPEATED value */
                SERVICE_CODE_VOTE_REPEATED = 1004,

                /** SERVICE_CODE_QUORUM_MISSING value */
                SERVICE_CODE_QUORUM_MISSING = 1005,

                /** SERVICE_CODE_BINDING_INVALID value */
                SERVICE_CODE_BINDING_INVALID = 1006,

                /** SERVICE_CODE_KEY_INVALID value */
                SERVICE_CODE_KEY_INVALID = 1007,

                /** SERVICE_CODE_KEY_TAKEN value */
                SERVICE_CODE_KEY_TAKEN = 1008,

                /** SERVICE_CODE_SIGNATURE_INVALID value */
                SERVICE_CODE_SIGNATURE_INVALID = 1009,

                /** SERVICE_CODE_SUBJECT_REFERENCED value */
                SERVICE_CODE_SUBJECT_REFERENCED = 1010,

                /** SERVICE_CODE_NOT_HOME value */
                SERVICE_CODE_NOT_HOME = 1011,

                /** SERVICE_CODE_ROLE_UNKNOWN value */
                SERVICE_CODE_ROLE_UNKNOWN = 1012,

                /** SERVICE_CODE_STREAM_UNKNOWN value */
                SERVICE_CODE_STREAM_UNKNOWN = 1100,

                /** SERVICE_CODE_DEVICE_NOT_ALLOWED value */
                SERVICE_CODE_DEVICE_NOT_ALLOWED = 1101,

                /** SERVICE_CODE_CLOCK_SKEW value */
                SERVICE_CODE_CLOCK_SKEW = 1102,

                /** SERVICE_CODE_SEQUENCE_GAP value */
                SERVICE_CODE_SEQUENCE_GAP = 1103,

                /** SERVICE_CODE_BATCH_CONFLICT value */
                SERVICE_CODE_BATCH_CONFLICT = 1104,

                /** SERVICE_CODE_MODEL_UNKNOWN value */
                SERVICE_CODE_MODEL_UNKNOWN = 1105,

                /** SERVICE_CODE_NOT_VALIDATED value */
                SERVICE_CODE_NOT_VALIDATED = 1106,

                /** SERVICE_CODE_NOT_DRAWN value */
                SERVICE_CODE_NOT_DRAWN = 1107,

                /** SERVICE_CODE_COMMITMENT_MISMATCH value */
                SERVICE_CODE_COMMITMENT_MISMATCH = 1108,

                /** SERVICE_CODE_PHASE_OVER value */
                SERVICE_CODE_PHASE_OVER = 1109,

                /** SERVICE_CODE_PHASE_EARLY value */
                SERVICE_CODE_PHASE_EARLY = 1110,

                /** SERVICE_CODE_ALREADY_PAID value */
                SERVICE_CODE_ALREADY_PAID = 1111,

                /** SERVICE_CODE_SELF_CHECK value */
                SERVICE_CODE_SELF_CHECK = 1112,

                /** SERVICE_CODE_FUNDS_MISMATCH value */
                SERVICE_CODE_FUNDS_MISMATCH = 1113,

                /** SERVICE_CODE_BATCH_UNKNOWN value */
                SERVICE_CODE_BATCH_UNKNOWN = 1114,

                /** SERVICE_CODE_CHECKERS_SHORT value */
                SERVICE_CODE_CHECKERS_SHORT = 1115,

                /** SERVICE_CODE_SCHEMA_FAILED value */
                SERVICE_CODE_SCHEMA_FAILED = 1120,

                /** SERVICE_CODE_RANGE_FAILED value */
                SERVICE_CODE_RANGE_FAILED = 1121,

                /** SERVICE_CODE_TIMING_FAILED value */
                SERVICE_CODE_TIMING_FAILED = 1122,

                /** SERVICE_CODE_SIGNATURE_FAILED value */
                SERVICE_CODE_SIGNATURE_FAILED = 1123,

                /** SERVICE_CODE_CREDENTIAL_UNKNOWN value */
                SERVICE_CODE_CREDENTIAL_UNKNOWN = 1200,

                /** SERVICE_CODE_CREDENTIAL_EXPIRED value */
                SERVICE_CODE_CREDENTIAL_EXPIRED = 1201,

                /** SERVICE_CODE_CREDENTIAL_REVOKED value */
                SERVICE_CODE_CREDENTIAL_REVOKED = 1202,

                /** SERVICE_CODE_CREDENTIAL_UNBOUND value */
                SERVICE_CODE_CREDENTIAL_UNBOUND = 1203,

                /** SERVICE_CODE_ISSUER_REVOKED value */
                SERVICE_CODE_ISSUER_REVOKED = 1204,

                /** SERVICE_CODE_STORE_UNKNOWN value */
                SERVICE_CODE_STORE_UNKNOWN = 1300,

                /** SERVICE_CODE_RECEIPT_INVALID value */
                SERVICE_CODE_RECEIPT_INVALID = 1301,

                /** SERVICE_CODE_OBJECT_UNKNOWN value */
                SERVICE_CODE_OBJECT_UNKNOWN = 1302,

                /** SERVICE_CODE_OBJECT_TAKEN value */
                SERVICE_CODE_OBJECT_TAKEN = 1303,

                /** SERVICE_CODE_CHALLENGE_OPEN value */
                SERVICE_CODE_CHALLENGE_OPEN = 1304,

                /** SERVICE_CODE_CHALLENGE_UNKNOWN value */
                SERVICE_CODE_CHALLENGE_UNKNOWN = 1305,

                /** SERVICE_CODE_PROOF_INVALID value */
                SERVICE_CODE_PROOF_INVALID = 1306,

                /** SERVICE_CODE_DEPOSIT_SHORT value */
                SERVICE_CODE_DEPOSIT_SHORT = 1307,

                /** SERVICE_CODE_NOT_STORED value */
                SERVICE_CODE_NOT_STORED = 1308,

                /** SERVICE_CODE_OWNER_REPEATED value */
                SERVICE_CODE_OWNER_REPEATED = 1309,

                /** SERVICE_CODE_OBJECT_ERASED value */
                SERVICE_CODE_OBJECT_ERASED = 1310,

                /** SERVICE_CODE_GRANT_UNKNOWN value */
                SERVICE_CODE_GRANT_UNKNOWN = 1400,

                /** SERVICE_CODE_GRANT_REVOKED value */
                SERVICE_CODE_GRANT_REVOKED = 1401,

                /** SERVICE_CODE_GRANT_EXPIRED value */
                SERVICE_CODE_GRANT_EXPIRED = 1402,

                /** SERVICE_CODE_GRANT_USED_UP value */
                SERVICE_CODE_GRANT_USED_UP = 1403,

                /** SERVICE_CODE_PURPOSE_NOT_GRANTED value */
                SERVICE_CODE_PURPOSE_NOT_GRANTED = 1404,

                /** SERVICE_CODE_FIELDS_NOT_GRANTED value */
                SERVICE_CODE_FIELDS_NOT_GRANTED = 1405,

                /** SERVICE_CODE_NOT_GRANTEE value */
                SERVICE_CODE_NOT_GRANTEE = 1406,

                /** SERVICE_CODE_SHARES_INVALID value */
                SERVICE_CODE_SHARES_INVALID = 1407,

                /** SERVICE_CODE_CONDITIONS_MISSING value */
                SERVICE_CODE_CONDITIONS_MISSING = 1408,

                /** SERVICE_CODE_MANDATE_INVALID value */
                SERVICE_CODE_MANDATE_INVALID = 1409,

                /** SERVICE_CODE_TERMS_WIDENED value */
                SERVICE_CODE_TERMS_WIDENED = 1410,

                /** SERVICE_CODE_ARCHIVED value */
                SERVICE_CODE_ARCHIVED = 1411,

                /** SERVICE_CODE_RIGHTS_UNKNOWN value */
                SERVICE_CODE_RIGHTS_UNKNOWN = 1412,

                /** SERVICE_CODE_REQUEST_EXPIRED value */
                SERVICE_CODE_REQUEST_EXPIRED = 1413,

                /** SERVICE_CODE_NONCE_TAKEN value */
                SERVICE_CODE_NONCE_TAKEN = 1414,

                /** SERVICE_CODE_OFFER_UNKNOWN value */
                SERVICE_CODE_OFFER_UNKNOWN = 1500,

                /** SERVICE_CODE_OFFER_CLOSED value */
                SERVICE_CODE_OFFER_CLOSED = 1501,

                /** SERVICE_CODE_PRICE_MISMATCH value */
                SERVICE_CODE_PRICE_MISMATCH = 1502,

                /** SERVICE_CODE_DENOM_MISMATCH value */
                SERVICE_CODE_DENOM_MISMATCH = 1503,

                /** SERVICE_CODE_TERMS_MISMATCH value */
                SERVICE_CODE_TERMS_MISMATCH = 1504,

                /** SERVICE_CODE_AGREEMENT_UNKNOWN value */
                SERVICE_CODE_AGREEMENT_UNKNOWN = 1505,

                /** SERVICE_CODE_NOT_PARTY value */
                SERVICE_CODE_NOT_PARTY = 1506,

                /** SERVICE_CODE_CONDITION_UNMET value */
                SERVICE_CODE_CONDITION_UNMET = 1507,

                /** SERVICE_CODE_SETTLED value */
                SERVICE_CODE_SETTLED = 1508,

                /** SERVICE_CODE_VOUCHER_INVALID value */
                SERVICE_CODE_VOUCHER_INVALID = 1509,

                /** SERVICE_CODE_CHANNEL_EXHAUSTED value */
                SERVICE_CODE_CHANNEL_EXHAUSTED = 1510,

                /** SERVICE_CODE_NO_MATCH value */
                SERVICE_CODE_NO_MATCH = 1511,

                /** SERVICE_CODE_BID_TOO_LOW value */
                SERVICE_CODE_BID_TOO_LOW = 1512,

                /** SERVICE_CODE_GRANT_MISSING value */
                SERVICE_CODE_GRANT_MISSING = 1513,

                /** SERVICE_CODE_CERTIFICATE_MISSING value */
                SERVICE_CODE_CERTIFICATE_MISSING = 1514,

                /** SERVICE_CODE_METHOD_MISMATCH value */
                SERVICE_CODE_METHOD_MISMATCH = 1515,

                /** SERVICE_CODE_SELF_TRADE value */
                SERVICE_CODE_SELF_TRADE = 1516,

                /** SERVICE_CODE_DEMAND_UNKNOWN value */
                SERVICE_CODE_DEMAND_UNKNOWN = 1517,

                /** SERVICE_CODE_CHANNEL_UNKNOWN value */
                SERVICE_CODE_CHANNEL_UNKNOWN = 1518,

                /** SERVICE_CODE_MANIFEST_MISSING value */
                SERVICE_CODE_MANIFEST_MISSING = 1600,

                /** SERVICE_CODE_COMPANION_MISSING value */
                SERVICE_CODE_COMPANION_MISSING = 1601,

                /** SERVICE_CODE_PEER_UNKNOWN value */
                SERVICE_CODE_PEER_UNKNOWN = 1602
            }
        }
    }

    /** Namespace v1. */
    namespace v1 {

        /** Code enum. */
        enum Code {

            /** CODE_UNSPECIFIED value */
            CODE_UNSPECIFIED = 0,

            /** CODE_MALFORMED value */
            CODE_MALFORMED = 100,

            /** CODE_NOT_CANONICAL value */
            CODE_NOT_CANONICAL = 101,

            /** CODE_SCHEMA_UNKNOWN value */
            CODE_SCHEMA_UNKNOWN = 102,

            /** CODE_LIMIT_EXCEEDED value */
            CODE_LIMIT_EXCEEDED = 103,

            /** CODE_ID_MALFORMED value */
            CODE_ID_MALFORMED = 104,

            /** CODE_PART_MISSING value */
            CODE_PART_MISSING = 105,

            /** CODE_FINGERPRINT_MISMATCH value */
            CODE_FINGERPRINT_MISMATCH = 106,

            /** CODE_LEGS_INVALID value */
            CODE_LEGS_INVALID = 107,

            /** CODE_UNPAIRED value */
            CODE_UNPAIRED = 108,

            /** CODE_CONTENT_MISSING value */
            CODE_CONTENT_MISSING = 109,

            /** CODE_UNAUTHORISED value */
            CODE_UNAUTHORISED = 200,

            /** CODE_NOT_OWNER value */
            CODE_NOT_OWNER = 201,

            /** CODE_WRONG_ADDRESSEE value */
            CODE_WRONG_ADDRESSEE = 202,

            /** CODE_ZONE_UNKNOWN value */
            CODE_ZONE_UNKNOWN = 203,

            /** CODE_FORBIDDEN value */
            CODE_FORBIDDEN = 204,

            /** CODE_CHANNEL_REFUSED value */
            CODE_CHANNEL_REFUSED = 205,

            /** CODE_RESOURCE_UNKNOWN value */
            CODE_RESOURCE_UNKNOWN = 206,

            /** CODE_NOT_A_LEG value */
            CODE_NOT_A_LEG = 207,

            /** CODE_COPY_OF_CLOSED value */
            CODE_COPY_OF_CLOSED = 300,

            /** CODE_COPY_NOT_ALLOWED value */
            CODE_COPY_NOT_ALLOWED = 301,

            /** CODE_MOVE_OF_OPEN value */
            CODE_MOVE_OF_OPEN = 302,

            /** CODE_MOVE_NOT_ALLOWED value */
            CODE_MOVE_NOT_ALLOWED = 303,

            /** CODE_OPERATION_NOT_DEFINED value */
            CODE_OPERATION_NOT_DEFINED = 304,

            /** CODE_KIND_NOT_ACCEPTED value */
            CODE_KIND_NOT_ACCEPTED = 305,

            /** CODE_LOCKED value */
            CODE_LOCKED = 400,

            /** CODE_ABSENT value */
            CODE_ABSENT = 401,

            /** CODE_EXISTS value */
            CODE_EXISTS = 402,

            /** CODE_INSUFFICIENT_FUNDS value */
            CODE_INSUFFICIENT_FUNDS = 403,

            /** CODE_VERSION_MISMATCH value */
            CODE_VERSION_MISMATCH = 404,

            /** CODE_CONTENT_MISMATCH value */
            CODE_CONTENT_MISMATCH = 405,

            /** CODE_RESOURCE_FAILED value */
            CODE_RESOURCE_FAILED = 406,

            /** CODE_DEADLINE_PASSED value */
            CODE_DEADLINE_PASSED = 500,

            /** CODE_DEADLINE_TOO_FAR value */
            CODE_DEADLINE_TOO_FAR = 501,

            /** CODE_REFUSED_BY_LEG value */
            CODE_REFUSED_BY_LEG = 502,

            /** CODE_REGISTRY_MISMATCH value */
            CODE_REGISTRY_MISMATCH = 503,

            /** CODE_SUPPLY_EXCEEDED value */
            CODE_SUPPLY_EXCEEDED = 504,

            /** CODE_CANCELLED value */
            CODE_CANCELLED = 505,

            /** CODE_UNDECIDED value */
            CODE_UNDECIDED = 506,

            /** CODE_TRANSACTION_UNKNOWN value */
            CODE_TRANSACTION_UNKNOWN = 507,

            /** CODE_FINAL value */
            CODE_FINAL = 508,

            /** CODE_TOO_EARLY value */
            CODE_TOO_EARLY = 509,

            /** CODE_VOTE_TIMED_OUT value */
            CODE_VOTE_TIMED_OUT = 510,

            /** CODE_VOTE_NOT_COUNTED value */
            CODE_VOTE_NOT_COUNTED = 511,

            /** CODE_REFUSED_BY_ACTOR value */
            CODE_REFUSED_BY_ACTOR = 512,

            /** CODE_TOO_MANY_OPEN value */
            CODE_TOO_MANY_OPEN = 513,

            /** CODE_NO_CHANNEL value */
            CODE_NO_CHANNEL = 600
        }

        /**
         * Properties of a Manifest.
         * @deprecated Use causeway.v1.Manifest.$Properties instead.
         */
        interface IManifest extends causeway.v1.Manifest.$Properties {
        }

        /** Represents a Manifest. */
        class Manifest {

            /**
             * Constructs a new Manifest.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.Manifest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Manifest schema. */
            schema?: (causeway.v1.SchemaVersion.$Properties|null);

            /** Manifest hubChainId. */
            hubChainId: string;

            /** Manifest hubContract. */
            hubContract: string;

            /** Manifest legs. */
            legs: causeway.v1.Leg.$Properties[];

            /** Manifest deadlineNs. */
            deadlineNs: (number|Long);

            /** Manifest nonce. */
            nonce: Uint8Array;

            /**
             * Creates a new Manifest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Manifest instance
             */
            static create(properties: causeway.v1.Manifest.$Shape): causeway.v1.Manifest & causeway.v1.Manifest.$Shape;
            static create(properties?: causeway.v1.Manifest.$Properties): causeway.v1.Manifest;

            /**
             * Encodes the specified Manifest message. Does not implicitly {@link causeway.v1.Manifest.verify|verify} messages.
             * @param message Manifest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.Manifest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Manifest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.Manifest & causeway.v1.Manifest.$Shape} Manifest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.Manifest & causeway.v1.Manifest.$Shape;

            /**
             * Creates a Manifest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Manifest
             */
            static fromObject(object: { [k: string]: any }): causeway.v1.Manifest;

            /**
             * Creates a plain object from a Manifest message. Also converts values to other types if specified.
             * @param message Manifest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: causeway.v1.Manifest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Manifest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Manifest {

            /** Properties of a Manifest. */
            interface $Properties {

                /** Manifest schema */
                schema?: (causeway.v1.SchemaVersion.$Properties|null);

                /** Manifest hubChainId */
                hubChainId?: (string|null);

                /** Manifest hubContract */
                hubContract?: (string|null);

                /** Manifest legs */
                legs?: (causeway.v1.Leg.$Properties[]|null);

                /** Manifest deadlineNs */
                deadlineNs?: (number|Long|null);

                /** Manifest nonce */
                nonce?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Manifest. */
            type $Shape = {
              schema?: causeway.v1.SchemaVersion.$Shape|null;
              hubChainId?: string|null;
              hubContract?: string|null;
              legs?: causeway.v1.Leg.$Shape[]|null;
              deadlineNs?: number|Long|null;
              nonce?: Uint8Array|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a Leg.
         * @deprecated Use causeway.v1.Leg.$Properties instead.
         */
        interface ILeg extends causeway.v1.Leg.$Properties {
        }

        /** Represents a Leg. */
        class Leg {

            /**
             * Constructs a new Leg.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.Leg.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Leg chainId. */
            chainId: string;

            /** Leg gate. */
            gate: string;

            /** Leg operations. */
            operations: causeway.v1.Operation.$Properties[];

            /**
             * Creates a new Leg instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Leg instance
             */
            static create(properties: causeway.v1.Leg.$Shape): causeway.v1.Leg & causeway.v1.Leg.$Shape;
            static create(properties?: causeway.v1.Leg.$Properties): causeway.v1.Leg;

            /**
             * Encodes the specified Leg message. Does not implicitly {@link causeway.v1.Leg.verify|verify} messages.
             * @param message Leg message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.Leg.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Leg message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.Leg & causeway.v1.Leg.$Shape} Leg
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.Leg & causeway.v1.Leg.$Shape;

            /**
             * Creates a Leg message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Leg
             */
            static fromObject(object: { [k: string]: any }): causeway.v1.Leg;

            /**
             * Creates a plain object from a Leg message. Also converts values to other types if specified.
             * @param message Leg
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: causeway.v1.Leg, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Leg to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Leg {

            /** Properties of a Leg. */
            interface $Properties {

                /** Leg chainId */
                chainId?: (string|null);

                /** Leg gate */
                gate?: (string|null);

                /** Leg operations */
                operations?: (causeway.v1.Operation.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Leg. */
            type $Shape = {
              chainId?: string|null;
              gate?: string|null;
              operations?: causeway.v1.Operation.$Shape[]|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of an Operation.
         * @deprecated Use causeway.v1.Operation.$Properties instead.
         */
        interface IOperation extends causeway.v1.Operation.$Properties {
        }

        /** Represents an Operation. */
        class Operation {

            /**
             * Constructs a new Operation.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.Operation.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Operation resource. */
            resource: string;

            /** Operation actor. */
            actor: string;

            /** Operation checkRecord. */
            checkRecord?: (causeway.v1.CheckRecord.$Properties|null);

            /** Operation replicateRecord. */
            replicateRecord?: (causeway.v1.ReplicateRecord.$Properties|null);

            /** Operation checkAsset. */
            checkAsset?: (causeway.v1.CheckAsset.$Properties|null);

            /** Operation releaseAsset. */
            releaseAsset?: (causeway.v1.ReleaseAsset.$Properties|null);

            /** Operation receiveAsset. */
            receiveAsset?: (causeway.v1.ReceiveAsset.$Properties|null);

            /** Operation transferAsset. */
            transferAsset?: (causeway.v1.TransferAsset.$Properties|null);

            /** Operation transferCoins. */
            transferCoins?: (causeway.v1.TransferCoins.$Properties|null);

            /** Operation releaseCoins. */
            releaseCoins?: (causeway.v1.ReleaseCoins.$Properties|null);

            /** Operation receiveCoins. */
            receiveCoins?: (causeway.v1.ReceiveCoins.$Properties|null);

            /** Operation custom. */
            custom?: (causeway.v1.Custom.$Properties|null);

            /** Operation body. */
            body?: ("checkRecord"|"replicateRecord"|"checkAsset"|"releaseAsset"|"receiveAsset"|"transferAsset"|"transferCoins"|"releaseCoins"|"receiveCoins"|"custom");

            /**
             * Creates a new Operation instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Operation instance
             */
            static create(properties: causeway.v1.Operation.$Shape): causeway.v1.Operation & causeway.v1.Operation.$Shape;
            static create(properties?: causeway.v1.Operation.$Properties): causeway.v1.Operation;

            /**
             * Encodes the specified Operation message. Does not implicitly {@link causeway.v1.Operation.verify|verify} messages.
             * @param message Operation message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.Operation.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Operation message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.Operation & causeway.v1.Operation.$Shape} Operation
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.Operation & causeway.v1.Operation.$Shape;

            /**
             * Creates an Operation message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Operation
             */
            static fromObject(object: { [k: string]: any }): causeway.v1.Operation;

            /**
             * Creates a plain object from an Operation message. Also converts values to other types if specified.
             * @param message Operation
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: causeway.v1.Operation, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Operation to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Operation {

            /** Properties of an Operation. */
            interface $Properties {

                /** Operation resource */
                resource?: (string|null);

                /** Operation actor */
                actor?: (string|null);

                /** Operation checkRecord */
                checkRecord?: (causeway.v1.CheckRecord.$Properties|null);

                /** Operation replicateRecord */
                replicateRecord?: (causeway.v1.ReplicateRecord.$Properties|null);

                /** Operation checkAsset */
                checkAsset?: (causeway.v1.CheckAsset.$Properties|null);

                /** Operation releaseAsset */
                releaseAsset?: (causeway.v1.ReleaseAsset.$Properties|null);

                /** Operation receiveAsset */
                receiveAsset?: (causeway.v1.ReceiveAsset.$Properties|null);

                /** Operation transferAsset */
                transferAsset?: (causeway.v1.TransferAsset.$Properties|null);

                /** Operation transferCoins */
                transferCoins?: (causeway.v1.TransferCoins.$Properties|null);

                /** Operation releaseCoins */
                releaseCoins?: (causeway.v1.ReleaseCoins.$Properties|null);

                /** Operation receiveCoins */
                receiveCoins?: (causeway.v1.ReceiveCoins.$Properties|null);

                /** Operation custom */
                custom?: (causeway.v1.Custom.$Properties|null);

                /** Operation body */
                body?: ("checkRecord"|"replicateRecord"|"checkAsset"|"releaseAsset"|"receiveAsset"|"transferAsset"|"transferCoins"|"releaseCoins"|"receiveCoins"|"custom");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of an Operation. */
            type $Shape = {
              resource?: string|null;
              actor?: string|null;
              checkRecord?: causeway.v1.CheckRecord.$Shape|null;
              replicateRecord?: causeway.v1.ReplicateRecord.$Shape|null;
              checkAsset?: causeway.v1.CheckAsset.$Shape|null;
              releaseAsset?: causeway.v1.ReleaseAsset.$Shape|null;
              receiveAsset?: causeway.v1.ReceiveAsset.$Shape|null;
              transferAsset?: causeway.v1.TransferAsset.$Shape|null;
              transferCoins?: causeway.v1.TransferCoins.$Shape|null;
              releaseCoins?: causeway.v1.ReleaseCoins.$Shape|null;
              receiveCoins?: causeway.v1.ReceiveCoins.$Shape|null;
              custom?: causeway.v1.Custom.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; checkRecord?: null; replicateRecord?: null; checkAsset?: null; releaseAsset?: null; receiveAsset?: null; transferAsset?: null; transferCoins?: null; releaseCoins?: null; receiveCoins?: null; custom?: null }|{ body?: "checkRecord"; checkRecord: causeway.v1.CheckRecord.$Shape; replicateRecord?: null; checkAsset?: null; releaseAsset?: null; receiveAsset?: null; transferAsset?: null; transferCoins?: null; releaseCoins?: null; receiveCoins?: null; custom?: null }|{ body?: "replicateRecord"; checkRecord?: null; replicateRecord: causeway.v1.ReplicateRecord.$Shape; checkAsset?: null; releaseAsset?: null; receiveAsset?: null; transferAsset?: null; transferCoins?: null; releaseCoins?: null; receiveCoins?: null; custom?: null }|{ body?: "checkAsset"; checkRecord?: null; replicateRecord?: null; checkAsset: causeway.v1.CheckAsset.$Shape; releaseAsset?: null; receiveAsset?: null; transferAsset?: null; transferCoins?: null; releaseCoins?: null; receiveCoins?: null; custom?: null }|{ body?: "releaseAsset"; checkRecord?: null; replicateRecord?: null; checkAsset?: null; releaseAsset: causeway.v1.ReleaseAsset.$Shape; receiveAsset?: null; transferAsset?: null; transferCoins?: null; releaseCoins?: null; receiveCoins?: null; custom?: null }|{ body?: "receiveAsset"; checkRecord?: null; replicateRecord?: null; checkAsset?: null; releaseAsset?: null; receiveAsset: causeway.v1.ReceiveAsset.$Shape; transferAsset?: null; transferCoins?: null; releaseCoins?: null; receiveCoins?: null; custom?: null }|{ body?: "transferAsset"; checkRecord?: null; replicateRecord?: null; checkAsset?: null; releaseAsset?: null; receiveAsset?: null; transferAsset: causeway.v1.TransferAsset.$Shape; transferCoins?: null; releaseCoins?: null; receiveCoins?: null; custom?: null }|{ body?: "transferCoins"; checkRecord?: null; replicateRecord?: null; checkAsset?: null; releaseAsset?: null; receiveAsset?: null; transferAsset?: null; transferCoins: causeway.v1.TransferCoins.$Shape; releaseCoins?: null; receiveCoins?: null; custom?: null }|{ body?: "releaseCoins"; checkRecord?: null; replicateRecord?: null; checkAsset?: null; releaseAsset?: null; receiveAsset?: null; transferAsset?: null; transferCoins?: null; releaseCoins: causeway.v1.ReleaseCoins.$Shape; receiveCoins?: null; custom?: null }|{ body?: "receiveCoins"; checkRecord?: null; replicateRecord?: null; checkAsset?: null; releaseAsset?: null; receiveAsset?: null; transferAsset?: null; transferCoins?: null; releaseCoins?: null; receiveCoins: causeway.v1.ReceiveCoins.$Shape; custom?: null }|{ body?: "custom"; checkRecord?: null; replicateRecord?: null; checkAsset?: null; releaseAsset?: null; receiveAsset?: null; transferAsset?: null; transferCoins?: null; releaseCoins?: null; receiveCoins?: null; custom: causeway.v1.Custom.$Shape })
            );
        }

        /**
         * Properties of a CheckRecord.
         * @deprecated Use causeway.v1.CheckRecord.$Properties instead.
         */
        interface ICheckRecord extends causeway.v1.CheckRecord.$Properties {
        }

        /** Represents a CheckRecord. */
        class CheckRecord {

            /**
             * Constructs a new CheckRecord.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.CheckRecord.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CheckRecord id. */
            id: string;

            /** CheckRecord version. */
            version: (number|Long);

            /** CheckRecord envelopeDigest. */
            envelopeDigest: Uint8Array;

            /**
             * Creates a new CheckRecord instance using the specified properties.
             * @param [properties] Properties to set
             * @returns CheckRecord instance
             */
            static create(properties: causeway.v1.CheckRecord.$Shape): causeway.v1.CheckRecord & causeway.v1.CheckRecord.$Shape;
            static create(properties?: causeway.v1.CheckRecord.$Properties): causeway.v1.CheckRecord;

            /**
             * Encodes the specified CheckRecord message. Does not implicitly {@link causeway.v1.CheckRecord.verify|verify} messages.
             * @param message CheckRecord message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.CheckRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CheckRecord message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.CheckRecord & causeway.v1.CheckRecord.$Shape} CheckRecord
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.CheckRecord & causeway.v1.CheckRecord.$Shape;

            /**
             * Creates a CheckRecord message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns CheckRecord
             */
            static fromObject(object: { [k: string]: any }): causeway.v1.CheckRecord;

            /**
             * Creates a plain object from a CheckRecord message. Also converts values to other types if specified.
             * @param message CheckRecord
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: causeway.v1.CheckRecord, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this CheckRecord to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace CheckRecord {

            /** Properties of a CheckRecord. */
            interface $Properties {

                /** CheckRecord id */
                id?: (string|null);

                /** CheckRecord version */
                version?: (number|Long|null);

                /** CheckRecord envelopeDigest */
                envelopeDigest?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CheckRecord. */
            type $Shape = causeway.v1.CheckRecord.$Properties;
        }

        /**
         * Properties of a ReplicateRecord.
         * @deprecated Use causeway.v1.ReplicateRecord.$Properties instead.
         */
        interface IReplicateRecord extends causeway.v1.ReplicateRecord.$Properties {
        }

        /** Represents a ReplicateRecord. */
        class ReplicateRecord {

            /**
             * Constructs a new ReplicateRecord.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.ReplicateRecord.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ReplicateRecord envelope. */
            envelope?: (causeway.v1.Envelope.$Properties|null);

            /** ReplicateRecord version. */
            version: (number|Long);

            /** ReplicateRecord sourceChainId. */
            sourceChainId: string;

            /**
             * Creates a new ReplicateRecord instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ReplicateRecord instance
             */
            static create(properties: causeway.v1.ReplicateRecord.$Shape): causeway.v1.ReplicateRecord & causeway.v1.ReplicateRecord.$Shape;
            static create(properties?: causeway.v1.ReplicateRecord.$Properties): causeway.v1.ReplicateRecord;

            /**
             * Encodes the specified ReplicateRecord message. Does not implicitly {@link causeway.v1.ReplicateRecord.verify|verify} messages.
             * @param message ReplicateRecord message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.ReplicateRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ReplicateRecord message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.ReplicateRecord & causeway.v1.ReplicateRecord.$Shape} ReplicateRecord
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.ReplicateRecord & causeway.v1.ReplicateRecord.$Shape;

            /**
             * Creates a ReplicateRecord message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ReplicateRecord
             */
            static fromObject(object: { [k: string]: any }): causeway.v1.ReplicateRecord;

            /**
             * Creates a plain object from a ReplicateRecord message. Also converts values to other types if specified.
             * @param message ReplicateRecord
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: causeway.v1.ReplicateRecord, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ReplicateRecord to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ReplicateRecord {

            /** Properties of a ReplicateRecord. */
            interface $Properties {

                /** ReplicateRecord envelope */
                envelope?: (causeway.v1.Envelope.$Properties|null);

                /** ReplicateRecord version */
                version?: (number|Long|null);

                /** ReplicateRecord sourceChainId */
                sourceChainId?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ReplicateRecord. */
            type $Shape = causeway.v1.ReplicateRecord.$Properties;
        }

        /**
         * Properties of a CheckAsset.
         * @deprecated Use causeway.v1.CheckAsset.$Properties instead.
         */
        interface ICheckAsset extends causeway.v1.CheckAsset.$Properties {
        }

        /** Represents a CheckAsset. */
        class CheckAsset {

            /**
             * Constructs a new CheckAsset.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.CheckAsset.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CheckAsset id. */
            id: string;

            /** CheckAsset version. */
            version: (number|Long);

            /** CheckAsset owner. */
            owner: string;

            /**
             * Creates a new CheckAsset instance using the specified properties.
             * @param [properties] Properties to set
             * @returns CheckAsset instance
             */
            static create(properties: causeway.v1.CheckAsset.$Shape): causeway.v1.CheckAsset & causeway.v1.CheckAsset.$Shape;
            static create(properties?: causeway.v1.CheckAsset.$Properties): causeway.v1.CheckAsset;

            /**
             * Encodes the specified CheckAsset message. Does not implicitly {@link causeway.v1.CheckAsset.verify|verify} messages.
             * @param message CheckAsset message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.CheckAsset.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CheckAsset message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.CheckAsset & causeway.v1.CheckAsset.$Shape} CheckAsset
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.CheckAsset & causeway.v1.CheckAsset.$Shape;

            /**
             * Creates a CheckAsset message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns CheckAsset
             */
            static fromObject(object: { [k: string]: any }): causeway.v1.CheckAsset;

            /**
             * Creates a plain object from a CheckAsset message. Also converts values to other types if specified.
             * @param message CheckAsset
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: causeway.v1.CheckAsset, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this CheckAsset to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace CheckAsset {

            /** Properties of a CheckAsset. */
            interface $Properties {

                /** CheckAsset id */
                id?: (string|null);

                /** CheckAsset version */
                version?: (number|Long|null);

                /** CheckAsset owner */
                owner?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CheckAsset. */
            type $Shape = causeway.v1.CheckAsset.$Properties;
        }

        /**
         * Properties of a ReleaseAsset.
         * @deprecated Use causeway.v1.ReleaseAsset.$Properties instead.
         */
        interface IReleaseAsset extends causeway.v1.ReleaseAsset.$Properties {
        }

        /** Represents a ReleaseAsset. */
        class ReleaseAsset {

            /**
             * Constructs a new ReleaseAsset.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.ReleaseAsset.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ReleaseAsset id. */
            id: string;

            /** ReleaseAsset version. */
            version: (number|Long);

            /** ReleaseAsset destinationChainId. */
            destinationChainId: string;

            /** ReleaseAsset envelopeDigest. */
            envelopeDigest: Uint8Array;

            /**
             * Creates a new ReleaseAsset instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ReleaseAsset instance
             */
            static create(properties: causeway.v1.ReleaseAsset.$Shape): causeway.v1.ReleaseAsset & causeway.v1.ReleaseAsset.$Shape;
            static create(properties?: causeway.v1.ReleaseAsset.$Properties): causeway.v1.ReleaseAsset;

            /**
             * Encodes the specified ReleaseAsset message. Does not implicitly {@link causeway.v1.ReleaseAsset.verify|verify} messages.
             * @param message ReleaseAsset message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.ReleaseAsset.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ReleaseAsset message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.ReleaseAsset & causeway.v1.ReleaseAsset.$Shape} ReleaseAsset
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.ReleaseAsset & causeway.v1.ReleaseAsset.$Shape;

            /**
             * Creates a ReleaseAsset message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ReleaseAsset
             */
            static fromObject(object: { [k: string]: any }): causeway.v1.ReleaseAsset;

            /**
             * Creates a plain object from a ReleaseAsset message. Also converts values to other types if specified.
             * @param message ReleaseAsset
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: causeway.v1.ReleaseAsset, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ReleaseAsset to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ReleaseAsset {

            /** Properties of a ReleaseAsset. */
            interface $Properties {

                /** ReleaseAsset id */
                id?: (string|null);

                /** ReleaseAsset version */
                version?: (number|Long|null);

                /** ReleaseAsset destinationChainId */
                destinationChainId?: (string|null);

                /** ReleaseAsset envelopeDigest */
                envelopeDigest?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ReleaseAsset. */
            type $Shape = causeway.v1.ReleaseAsset.$Properties;
        }

        /**
         * Properties of a ReceiveAsset.
         * @deprecated Use causeway.v1.ReceiveAsset.$Properties instead.
         */
        interface IReceiveAsset extends causeway.v1.ReceiveAsset.$Properties {
        }

        /** Represents a ReceiveAsset. */
        class ReceiveAsset {

            /**
             * Constructs a new ReceiveAsset.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.ReceiveAsset.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ReceiveAsset envelope. */
            envelope?: (causeway.v1.Envelope.$Properties|null);

            /** ReceiveAsset version. */
            version: (number|Long);

            /** ReceiveAsset sourceChainId. */
            sourceChainId: string;

            /** ReceiveAsset recipient. */
            recipient: string;

            /**
             * Creates a new ReceiveAsset instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ReceiveAsset instance
             */
            static create(properties: causeway.v1.ReceiveAsset.$Shape): causeway.v1.ReceiveAsset & causeway.v1.ReceiveAsset.$Shape;
            static create(properties?: causeway.v1.ReceiveAsset.$Properties): causeway.v1.ReceiveAsset;

            /**
             * Encodes the specified ReceiveAsset message. Does not implicitly {@link causeway.v1.ReceiveAsset.verify|verify} messages.
             * @param message ReceiveAsset message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.ReceiveAsset.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ReceiveAsset message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.ReceiveAsset & causeway.v1.ReceiveAsset.$Shape} ReceiveAsset
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.ReceiveAsset & causeway.v1.ReceiveAsset.$Shape;

            /**
             * Creates a ReceiveAsset message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ReceiveAsset
             */
            static fromObject(object: { [k: string]: any }): causeway.v1.ReceiveAsset;

            /**
             * Creates a plain object from a ReceiveAsset message. Also converts values to other types if specified.
             * @param message ReceiveAsset
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: causeway.v1.ReceiveAsset, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ReceiveAsset to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ReceiveAsset {

            /** Properties of a ReceiveAsset. */
            interface $Properties {

                /** ReceiveAsset envelope */
                envelope?: (causeway.v1.Envelope.$Properties|null);

                /** ReceiveAsset version */
                version?: (number|Long|null);

                /** ReceiveAsset sourceChainId */
                sourceChainId?: (string|null);

                /** ReceiveAsset recipient */
                recipient?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ReceiveAsset. */
            type $Shape = causeway.v1.ReceiveAsset.$Properties;
        }

        /**
         * Properties of a TransferAsset.
         * @deprecated Use causeway.v1.TransferAsset.$Properties instead.
         */
        interface ITransferAsset extends causeway.v1.TransferAsset.$Properties {
        }

        /** Represents a TransferAsset. */
        class TransferAsset {

            /**
             * Constructs a new TransferAsset.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.TransferAsset.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TransferAsset id. */
            id: string;

            /** TransferAsset version. */
            version: (number|Long);

            /** TransferAsset recipient. */
            recipient: string;

            /**
             * Creates a new TransferAsset instance using the specified properties.
             * @param [properties] Properties to set
             * @returns TransferAsset instance
             */
            static create(properties: causeway.v1.TransferAsset.$Shape): causeway.v1.TransferAsset & causeway.v1.TransferAsset.$Shape;
            static create(properties?: causeway.v1.TransferAsset.$Properties): causeway.v1.TransferAsset;

            /**
             * Encodes the specified TransferAsset message. Does not implicitly {@link causeway.v1.TransferAsset.verify|verify} messages.
             * @param message TransferAsset message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.TransferAsset.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TransferAsset message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.TransferAsset & causeway.v1.TransferAsset.$Shape} TransferAsset
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.TransferAsset & causeway.v1.TransferAsset.$Shape;

            /**
             * Creates a TransferAsset message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns TransferAsset
             */
            static fromObject(object: { [k: string]: any }): causeway.v1.TransferAsset;

            /**
             * Creates a plain object from a TransferAsset message. Also converts values to other types if specified.
             * @param message TransferAsset
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: causeway.v1.TransferAsset, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this TransferAsset to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace TransferAsset {

            /** Properties of a TransferAsset. */
            interface $Properties {

                /** TransferAsset id */
                id?: (string|null);

                /** TransferAsset version */
                version?: (number|Long|null);

                /** TransferAsset recipient */
                recipient?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TransferAsset. */
            type $Shape = causeway.v1.TransferAsset.$Properties;
        }

        /**
         * Properties of a TransferCoins.
         * @deprecated Use causeway.v1.TransferCoins.$Properties instead.
         */
        interface ITransferCoins extends causeway.v1.TransferCoins.$Properties {
        }

        /** Represents a TransferCoins. */
        class TransferCoins {

            /**
             * Constructs a new TransferCoins.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.TransferCoins.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TransferCoins amount. */
            amount?: (causeway.v1.Amount.$Properties|null);

            /** TransferCoins recipient. */
            recipient: string;

            /**
             * Creates a new TransferCoins instance using the specified properties.
             * @param [properties] Properties to set
             * @returns TransferCoins instance
             */
            static create(properties: causeway.v1.TransferCoins.$Shape): causeway.v1.TransferCoins & causeway.v1.TransferCoins.$Shape;
            static create(properties?: causeway.v1.TransferCoins.$Properties): causeway.v1.TransferCoins;

            /**
             * Encodes the specified TransferCoins message. Does not implicitly {@link causeway.v1.TransferCoins.verify|verify} messages.
             * @param message TransferCoins message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.TransferCoins.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TransferCoins message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.TransferCoins & causeway.v1.TransferCoins.$Shape} TransferCoins
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.TransferCoins & causeway.v1.TransferCoins.$Shape;

            /**
             * Creates a TransferCoins message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns TransferCoins
             */
            static fromObject(object: { [k: string]: any }): causeway.v1.TransferCoins;

            /**
             * Creates a plain object from a TransferCoins message. Also converts values to other types if specified.
             * @param message TransferCoins
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: causeway.v1.TransferCoins, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this TransferCoins to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace TransferCoins {

            /** Properties of a TransferCoins. */
            interface $Properties {

                /** TransferCoins amount */
                amount?: (causeway.v1.Amount.$Properties|null);

                /** TransferCoins recipient */
                recipient?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TransferCoins. */
            type $Shape = causeway.v1.TransferCoins.$Properties;
        }

        /**
         * Properties of a ReleaseCoins.
         * @deprecated Use causeway.v1.ReleaseCoins.$Properties instead.
         */
        interface IReleaseCoins extends causeway.v1.ReleaseCoins.$Properties {
        }

        /** Represents a ReleaseCoins. */
        class ReleaseCoins {

            /**
             * Constructs a new ReleaseCoins.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.ReleaseCoins.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ReleaseCoins amount. */
            amount?: (causeway.v1.Amount.$Properties|null);

            /** ReleaseCoins destinationChainId. */
            destinationChainId: string;

            /**
             * Creates a new ReleaseCoins instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ReleaseCoins instance
             */
            static create(properties: causeway.v1.ReleaseCoins.$Shape): causeway.v1.ReleaseCoins & causeway.v1.ReleaseCoins.$Shape;
            static create(properties?: causeway.v1.ReleaseCoins.$Properties): causeway.v1.ReleaseCoins;

            /**
             * Encodes the specified ReleaseCoins message. Does not implicitly {@link causeway.v1.ReleaseCoins.verify|verify} messages.
             * @param message ReleaseCoins message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.ReleaseCoins.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ReleaseCoins message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.ReleaseCoins & causeway.v1.ReleaseCoins.$Shape} ReleaseCoins
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.ReleaseCoins & causeway.v1.ReleaseCoins.$Shape;

            /**
             * Creates a ReleaseCoins message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ReleaseCoins
             */
            static fromObject(object: { [k: string]: any }): causeway.v1.ReleaseCoins;

            /**
             * Creates a plain object from a ReleaseCoins message. Also converts values to other types if specified.
             * @param message ReleaseCoins
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: causeway.v1.ReleaseCoins, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ReleaseCoins to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ReleaseCoins {

            /** Properties of a ReleaseCoins. */
            interface $Properties {

                /** ReleaseCoins amount */
                amount?: (causeway.v1.Amount.$Properties|null);

                /** ReleaseCoins destinationChainId */
                destinationChainId?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ReleaseCoins. */
            type $Shape = causeway.v1.ReleaseCoins.$Properties;
        }

        /**
         * Properties of a ReceiveCoins.
         * @deprecated Use causeway.v1.ReceiveCoins.$Properties instead.
         */
        interface IReceiveCoins extends causeway.v1.ReceiveCoins.$Properties {
        }

        /** Represents a ReceiveCoins. */
        class ReceiveCoins {

            /**
             * Constructs a new ReceiveCoins.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.ReceiveCoins.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ReceiveCoins amount. */
            amount?: (causeway.v1.Amount.$Properties|null);

            /** ReceiveCoins sourceChainId. */
            sourceChainId: string;

            /** ReceiveCoins recipient. */
            recipient: string;

            /**
             * Creates a new ReceiveCoins instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ReceiveCoins instance
             */
            static create(properties: causeway.v1.ReceiveCoins.$Shape): causeway.v1.ReceiveCoins & causeway.v1.ReceiveCoins.$Shape;
            static create(properties?: causeway.v1.ReceiveCoins.$Properties): causeway.v1.ReceiveCoins;

            /**
             * Encodes the specified ReceiveCoins message. Does not implicitly {@link causeway.v1.ReceiveCoins.verify|verify} messages.
             * @param message ReceiveCoins message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.ReceiveCoins.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ReceiveCoins message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.ReceiveCoins & causeway.v1.ReceiveCoins.$Shape} ReceiveCoins
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.ReceiveCoins & causeway.v1.ReceiveCoins.$Shape;

            /**
             * Creates a ReceiveCoins message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ReceiveCoins
             */
            static fromObject(object: { [k: string]: any }): causeway.v1.ReceiveCoins;

            /**
             * Creates a plain object from a ReceiveCoins message. Also converts values to other types if specified.
             * @param message ReceiveCoins
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: causeway.v1.ReceiveCoins, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ReceiveCoins to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ReceiveCoins {

            /** Properties of a ReceiveCoins. */
            interface $Properties {

                /** ReceiveCoins amount */
                amount?: (causeway.v1.Amount.$Properties|null);

                /** ReceiveCoins sourceChainId */
                sourceChainId?: (string|null);

                /** ReceiveCoins recipient */
                recipient?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ReceiveCoins. */
            type $Shape = causeway.v1.ReceiveCoins.$Properties;
        }

        /**
         * Properties of a Custom.
         * @deprecated Use causeway.v1.Custom.$Properties instead.
         */
        interface ICustom extends causeway.v1.Custom.$Properties {
        }

        /** Represents a Custom. */
        class Custom {

            /**
             * Constructs a new Custom.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.Custom.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Custom name. */
            name: string;

            /** Custom body. */
            body: Uint8Array;

            /**
             * Creates a new Custom instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Custom instance
             */
            static create(properties: causeway.v1.Custom.$Shape): causeway.v1.Custom & causeway.v1.Custom.$Shape;
            static create(properties?: causeway.v1.Custom.$Properties): causeway.v1.Custom;

            /**
             * Encodes the specified Custom message. Does not implicitly {@link causeway.v1.Custom.verify|verify} messages.
             * @param message Custom message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.Custom.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Custom message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.Custom & causeway.v1.Custom.$Shape} Custom
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.Custom & causeway.v1.Custom.$Shape;

            /**
             * Creates a Custom message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Custom
             */
            static fromObject(object: { [k: string]: any }): causeway.v1.Custom;

            /**
             * Creates a plain object from a Custom message. Also converts values to other types if specified.
             * @param message Custom
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: causeway.v1.Custom, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Custom to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Custom {

            /** Properties of a Custom. */
            interface $Properties {

                /** Custom name */
                name?: (string|null);

                /** Custom body */
                body?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Custom. */
            type $Shape = causeway.v1.Custom.$Properties;
        }

        /** AuthorisationScheme enum. */
        enum AuthorisationScheme {

            /** AUTHORISATION_SCHEME_UNSPECIFIED value */
            AUTHORISATION_SCHEME_UNSPECIFIED = 0,

            /** AUTHORISATION_SCHEME_SECP256K1 value */
            AUTHORISATION_SCHEME_SECP256K1 = 1,

            /** AUTHORISATION_SCHEME_ADR036 value */
            AUTHORISATION_SCHEME_ADR036 = 2
        }

        /**
         * Properties of an Authorisation.
         * @deprecated Use causeway.v1.Authorisation.$Properties instead.
         */
        interface IAuthorisation extends causeway.v1.Authorisation.$Properties {
        }

        /** Represents an Authorisation. */
        class Authorisation {

            /**
             * Constructs a new Authorisation.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.Authorisation.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Authorisation scheme. */
            scheme: causeway.v1.AuthorisationScheme;

            /** Authorisation publicKey. */
            publicKey: Uint8Array;

            /** Authorisation signature. */
            signature: Uint8Array;

            /**
             * Creates a new Authorisation instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Authorisation instance
             */
            static create(properties: causeway.v1.Authorisation.$Shape): causeway.v1.Authorisation & causeway.v1.Authorisation.$Shape;
            static create(properties?: causeway.v1.Authorisation.$Properties): causeway.v1.Authorisation;

            /**
             * Encodes the specified Authorisation message. Does not implicitly {@link causeway.v1.Authorisation.verify|verify} messages.
             * @param message Authorisation message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.Authorisation.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Authorisation message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.Authorisation & causeway.v1.Authorisation.$Shape} Authorisation
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.Authorisation & causeway.v1.Authorisation.$Shape;

            /**
             * Creates an Authorisation message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Authorisation
             */
            static fromObject(object: { [k: string]: any }): causeway.v1.Authorisation;

            /**
             * Creates a plain object from an Authorisation message. Also converts values to other types if specified.
             * @param message Authorisation
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: causeway.v1.Authorisation, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Authorisation to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Authorisation {

            /** Properties of an Authorisation. */
            interface $Properties {

                /** Authorisation scheme */
                scheme?: (causeway.v1.AuthorisationScheme|null);

                /** Authorisation publicKey */
                publicKey?: (Uint8Array|null);

                /** Authorisation signature */
                signature?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Authorisation. */
            type $Shape = causeway.v1.Authorisation.$Properties;
        }

        /**
         * Properties of a SchemaVersion.
         * @deprecated Use causeway.v1.SchemaVersion.$Properties instead.
         */
        interface ISchemaVersion extends causeway.v1.SchemaVersion.$Properties {
        }

        /** Represents a SchemaVersion. */
        class SchemaVersion {

            /**
             * Constructs a new SchemaVersion.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.SchemaVersion.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SchemaVersion major. */
            major: number;

            /** SchemaVersion minor. */
            minor: number;

            /**
             * Creates a new SchemaVersion instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SchemaVersion instance
             */
            static create(properties: causeway.v1.SchemaVersion.$Shape): causeway.v1.SchemaVersion & causeway.v1.SchemaVersion.$Shape;
            static create(properties?: causeway.v1.SchemaVersion.$Properties): causeway.v1.SchemaVersion;

            /**
             * Encodes the specified SchemaVersion message. Does not implicitly {@link causeway.v1.SchemaVersion.verify|verify} messages.
             * @param message SchemaVersion message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.SchemaVersion.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SchemaVersion message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.SchemaVersion & causeway.v1.SchemaVersion.$Shape} SchemaVersion
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.SchemaVersion & causeway.v1.SchemaVersion.$Shape;

            /**
             * Creates a SchemaVersion message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns SchemaVersion
             */
            static fromObject(object: { [k: string]: any }): causeway.v1.SchemaVersion;

            /**
             * Creates a plain object from a SchemaVersion message. Also converts values to other types if specified.
             * @param message SchemaVersion
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: causeway.v1.SchemaVersion, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this SchemaVersion to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace SchemaVersion {

            /** Properties of a SchemaVersion. */
            interface $Properties {

                /** SchemaVersion major */
                major?: (number|null);

                /** SchemaVersion minor */
                minor?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SchemaVersion. */
            type $Shape = causeway.v1.SchemaVersion.$Properties;
        }

        /** DataType enum. */
        enum DataType {

            /** DATA_TYPE_UNSPECIFIED value */
            DATA_TYPE_UNSPECIFIED = 0,

            /** DATA_TYPE_RECORD value */
            DATA_TYPE_RECORD = 1,

            /** DATA_TYPE_NON_FUNGIBLE value */
            DATA_TYPE_NON_FUNGIBLE = 2,

            /** DATA_TYPE_FUNGIBLE value */
            DATA_TYPE_FUNGIBLE = 3
        }

        /** Structure enum. */
        enum Structure {

            /** STRUCTURE_UNSPECIFIED value */
            STRUCTURE_UNSPECIFIED = 0,

            /** STRUCTURE_TABLE value */
            STRUCTURE_TABLE = 1,

            /** STRUCTURE_DOCUMENT value */
            STRUCTURE_DOCUMENT = 2,

            /** STRUCTURE_BYTES value */
            STRUCTURE_BYTES = 3
        }

        /** AccessClass enum. */
        enum AccessClass {

            /** ACCESS_CLASS_UNSPECIFIED value */
            ACCESS_CLASS_UNSPECIFIED = 0,

            /** ACCESS_CLASS_OPEN value */
            ACCESS_CLASS_OPEN = 1,

            /** ACCESS_CLASS_CLOSED value */
            ACCESS_CLASS_CLOSED = 2
        }

        /** ElementType enum. */
        enum ElementType {

            /** ELEMENT_TYPE_UNSPECIFIED value */
            ELEMENT_TYPE_UNSPECIFIED = 0,

            /** ELEMENT_TYPE_BOOLEAN value */
            ELEMENT_TYPE_BOOLEAN = 1,

            /** ELEMENT_TYPE_INTEGER value */
            ELEMENT_TYPE_INTEGER = 2,

            /** ELEMENT_TYPE_DECIMAL value */
            ELEMENT_TYPE_DECIMAL = 3,

            /** ELEMENT_TYPE_TEXT value */
            ELEMENT_TYPE_TEXT = 4,

            /** ELEMENT_TYPE_BYTES value */
            ELEMENT_TYPE_BYTES = 5,

            /** ELEMENT_TYPE_TIMESTAMP value */
            ELEMENT_TYPE_TIMESTAMP = 6
        }

        /**
         * Properties of an Element.
         * @deprecated Use causeway.v1.Element.$Properties instead.
         */
        interface IElement extends causeway.v1.Element.$Properties {
        }

        /** Represents an Element. */
        class Element {

            /**
             * Constructs a new Element.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.Element.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Element name. */
            name: string;

            /** Element type. */
            type: causeway.v1.ElementType;

            /** Element unit. */
            unit: string;

            /** Element lengthMax. */
            lengthMax: number;

            /** Element optional. */
            optional: boolean;

            /**
             * Creates a new Element instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Element instance
             */
            static create(properties: causeway.v1.Element.$Shape): causeway.v1.Element & causeway.v1.Element.$Shape;
            static create(properties?: causeway.v1.Element.$Properties): causeway.v1.Element;

            /**
             * Encodes the specified Element message. Does not implicitly {@link causeway.v1.Element.verify|verify} messages.
             * @param message Element message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.Element.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Element message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.Element & causeway.v1.Element.$Shape} Element
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.Element & causeway.v1.Element.$Shape;

            /**
             * Creates an Element message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Element
             */
            static fromObject(object: { [k: string]: any }): causeway.v1.Element;

            /**
             * Creates a plain object from an Element message. Also converts values to other types if specified.
             * @param message Element
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: causeway.v1.Element, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Element to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Element {

            /** Properties of an Element. */
            interface $Properties {

                /** Element name */
                name?: (string|null);

                /** Element type */
                type?: (causeway.v1.ElementType|null);

                /** Element unit */
                unit?: (string|null);

                /** Element lengthMax */
                lengthMax?: (number|null);

                /** Element optional */
                optional?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Element. */
            type $Shape = causeway.v1.Element.$Properties;
        }

        /** HashAlgorithm enum. */
        enum HashAlgorithm {

            /** HASH_ALGORITHM_UNSPECIFIED value */
            HASH_ALGORITHM_UNSPECIFIED = 0,

            /** HASH_ALGORITHM_SHA2_256 value */
            HASH_ALGORITHM_SHA2_256 = 1,

            /** HASH_ALGORITHM_HMAC_SHA2_256 value */
            HASH_ALGORITHM_HMAC_SHA2_256 = 2
        }

        /**
         * Properties of a Fingerprint.
         * @deprecated Use causeway.v1.Fingerprint.$Properties instead.
         */
        interface IFingerprint extends causeway.v1.Fingerprint.$Properties {
        }

        /** Represents a Fingerprint. */
        class Fingerprint {

            /**
             * Constructs a new Fingerprint.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.Fingerprint.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Fingerprint algorithm. */
            algorithm: causeway.v1.HashAlgorithm;

            /** Fingerprint digest. */
            digest: Uint8Array;

            /**
             * Creates a new Fingerprint instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Fingerprint instance
             */
            static create(properties: causeway.v1.Fingerprint.$Shape): causeway.v1.Fingerprint & causeway.v1.Fingerprint.$Shape;
            static create(properties?: causeway.v1.Fingerprint.$Properties): causeway.v1.Fingerprint;

            /**
             * Encodes the specified Fingerprint message. Does not implicitly {@link causeway.v1.Fingerprint.verify|verify} messages.
             * @param message Fingerprint message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.Fingerprint.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Fingerprint message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.Fingerprint & causeway.v1.Fingerprint.$Shape} Fingerprint
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.Fingerprint & causeway.v1.Fingerprint.$Shape;

            /**
             * Creates a Fingerprint message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Fingerprint
             */
            static fromObject(object: { [k: string]: any }): causeway.v1.Fingerprint;

            /**
             * Creates a plain object from a Fingerprint message. Also converts values to other types if specified.
             * @param message Fingerprint
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: causeway.v1.Fingerprint, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Fingerprint to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Fingerprint {

            /** Properties of a Fingerprint. */
            interface $Properties {

                /** Fingerprint algorithm */
                algorithm?: (causeway.v1.HashAlgorithm|null);

                /** Fingerprint digest */
                digest?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Fingerprint. */
            type $Shape = causeway.v1.Fingerprint.$Properties;
        }

        /**
         * Properties of an Envelope.
         * @deprecated Use causeway.v1.Envelope.$Properties instead.
         */
        interface IEnvelope extends causeway.v1.Envelope.$Properties {
        }

        /** Represents an Envelope. */
        class Envelope {

            /**
             * Constructs a new Envelope.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.Envelope.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Envelope schema. */
            schema?: (causeway.v1.SchemaVersion.$Properties|null);

            /** Envelope id. */
            id: string;

            /** Envelope dataType. */
            dataType: causeway.v1.DataType;

            /** Envelope structure. */
            structure: causeway.v1.Structure;

            /** Envelope elements. */
            elements: causeway.v1.Element.$Properties[];

            /** Envelope length. */
            length: (number|Long);

            /** Envelope access. */
            access: causeway.v1.AccessClass;

            /** Envelope copyable. */
            copyable: boolean;

            /** Envelope movable. */
            movable: boolean;

            /** Envelope owner. */
            owner: string;

            /** Envelope controller. */
            controller: string;

            /** Envelope terms. */
            terms: string;

            /** Envelope stored. */
            stored?: (causeway.v1.Fingerprint.$Properties|null);

            /** Envelope plaintext. */
            plaintext?: (causeway.v1.Fingerprint.$Properties|null);

            /** Envelope lineage. */
            lineage: string[];

            /** Envelope claimedTimeNs. */
            claimedTimeNs: (number|Long);

            /**
             * Creates a new Envelope instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Envelope instance
             */
            static create(properties: causeway.v1.Envelope.$Shape): causeway.v1.Envelope & causeway.v1.Envelope.$Shape;
            static create(properties?: causeway.v1.Envelope.$Properties): causeway.v1.Envelope;

            /**
             * Encodes the specified Envelope message. Does not implicitly {@link causeway.v1.Envelope.verify|verify} messages.
             * @param message Envelope message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.Envelope.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Envelope message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.Envelope & causeway.v1.Envelope.$Shape} Envelope
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.Envelope & causeway.v1.Envelope.$Shape;

            /**
             * Creates an Envelope message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Envelope
             */
            static fromObject(object: { [k: string]: any }): causeway.v1.Envelope;

            /**
             * Creates a plain object from an Envelope message. Also converts values to other types if specified.
             * @param message Envelope
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: causeway.v1.Envelope, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Envelope to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Envelope {

            /** Properties of an Envelope. */
            interface $Properties {

                /** Envelope schema */
                schema?: (causeway.v1.SchemaVersion.$Properties|null);

                /** Envelope id */
                id?: (string|null);

                /** Envelope dataType */
                dataType?: (causeway.v1.DataType|null);

                /** Envelope structure */
                structure?: (causeway.v1.Structure|null);

                /** Envelope elements */
                elements?: (causeway.v1.Element.$Properties[]|null);

                /** Envelope length */
                length?: (number|Long|null);

                /** Envelope access */
                access?: (causeway.v1.AccessClass|null);

                /** Envelope copyable */
                copyable?: (boolean|null);

                /** Envelope movable */
                movable?: (boolean|null);

                /** Envelope owner */
                owner?: (string|null);

                /** Envelope controller */
                controller?: (string|null);

                /** Envelope terms */
                terms?: (string|null);

                /** Envelope stored */
                stored?: (causeway.v1.Fingerprint.$Properties|null);

                /** Envelope plaintext */
                plaintext?: (causeway.v1.Fingerprint.$Properties|null);

                /** Envelope lineage */
                lineage?: (string[]|null);

                /** Envelope claimedTimeNs */
                claimedTimeNs?: (number|Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Envelope. */
            type $Shape = causeway.v1.Envelope.$Properties;
        }

        /**
         * Properties of a Table.
         * @deprecated Use causeway.v1.Table.$Properties instead.
         */
        interface ITable extends causeway.v1.Table.$Properties {
        }

        /** Represents a Table. */
        class Table {

            /**
             * Constructs a new Table.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.Table.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Table rows. */
            rows: causeway.v1.Row.$Properties[];

            /**
             * Creates a new Table instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Table instance
             */
            static create(properties: causeway.v1.Table.$Shape): causeway.v1.Table & causeway.v1.Table.$Shape;
            static create(properties?: causeway.v1.Table.$Properties): causeway.v1.Table;

            /**
             * Encodes the specified Table message. Does not implicitly {@link causeway.v1.Table.verify|verify} messages.
             * @param message Table message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.Table.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Table message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.Table & causeway.v1.Table.$Shape} Table
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.Table & causeway.v1.Table.$Shape;

            /**
             * Creates a Table message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Table
             */
            static fromObject(object: { [k: string]: any }): causeway.v1.Table;

            /**
             * Creates a plain object from a Table message. Also converts values to other types if specified.
             * @param message Table
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: causeway.v1.Table, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Table to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Table {

            /** Properties of a Table. */
            interface $Properties {

                /** Table rows */
                rows?: (causeway.v1.Row.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Table. */
            type $Shape = {
              rows?: causeway.v1.Row.$Shape[]|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a Row.
         * @deprecated Use causeway.v1.Row.$Properties instead.
         */
        interface IRow extends causeway.v1.Row.$Properties {
        }

        /** Represents a Row. */
        class Row {

            /**
             * Constructs a new Row.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.Row.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Row cells. */
            cells: causeway.v1.Cell.$Properties[];

            /**
             * Creates a new Row instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Row instance
             */
            static create(properties: causeway.v1.Row.$Shape): causeway.v1.Row & causeway.v1.Row.$Shape;
            static create(properties?: causeway.v1.Row.$Properties): causeway.v1.Row;

            /**
             * Encodes the specified Row message. Does not implicitly {@link causeway.v1.Row.verify|verify} messages.
             * @param message Row message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.Row.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Row message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.Row & causeway.v1.Row.$Shape} Row
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.Row & causeway.v1.Row.$Shape;

            /**
             * Creates a Row message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Row
             */
            static fromObject(object: { [k: string]: any }): causeway.v1.Row;

            /**
             * Creates a plain object from a Row message. Also converts values to other types if specified.
             * @param message Row
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: causeway.v1.Row, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Row to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Row {

            /** Properties of a Row. */
            interface $Properties {

                /** Row cells */
                cells?: (causeway.v1.Cell.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Row. */
            type $Shape = {
              cells?: causeway.v1.Cell.$Shape[]|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a Cell.
         * @deprecated Use causeway.v1.Cell.$Properties instead.
         */
        interface ICell extends causeway.v1.Cell.$Properties {
        }

        /** Represents a Cell. */
        class Cell {

            /**
             * Constructs a new Cell.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.Cell.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Cell boolean. */
            boolean?: (boolean|null);

            /** Cell integer. */
            integer?: (number|Long|null);

            /** Cell decimal. */
            decimal?: (string|null);

            /** Cell text. */
            text?: (string|null);

            /** Cell data. */
            data?: (Uint8Array|null);

            /** Cell timestampNs. */
            timestampNs?: (number|Long|null);

            /** Cell value. */
            value?: ("boolean"|"integer"|"decimal"|"text"|"data"|"timestampNs");

            /**
             * Creates a new Cell instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Cell instance
             */
            static create(properties: causeway.v1.Cell.$Shape): causeway.v1.Cell & causeway.v1.Cell.$Shape;
            static create(properties?: causeway.v1.Cell.$Properties): causeway.v1.Cell;

            /**
             * Encodes the specified Cell message. Does not implicitly {@link causeway.v1.Cell.verify|verify} messages.
             * @param message Cell message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.Cell.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Cell message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.Cell & causeway.v1.Cell.$Shape} Cell
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.Cell & causeway.v1.Cell.$Shape;

            /**
             * Creates a Cell message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Cell
             */
            static fromObject(object: { [k: string]: any }): causeway.v1.Cell;

            /**
             * Creates a plain object from a Cell message. Also converts values to other types if specified.
             * @param message Cell
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: causeway.v1.Cell, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Cell to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Cell {

            /** Properties of a Cell. */
            interface $Properties {

                /** Cell boolean */
                boolean?: (boolean|null);

                /** Cell integer */
                integer?: (number|Long|null);

                /** Cell decimal */
                decimal?: (string|null);

                /** Cell text */
                text?: (string|null);

                /** Cell data */
                data?: (Uint8Array|null);

                /** Cell timestampNs */
                timestampNs?: (number|Long|null);

                /** Cell value */
                value?: ("boolean"|"integer"|"decimal"|"text"|"data"|"timestampNs");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a Cell. */
            type $Shape = {
              boolean?: boolean|null;
              integer?: number|Long|null;
              decimal?: string|null;
              text?: string|null;
              data?: Uint8Array|null;
              timestampNs?: number|Long|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ value?: undefined; boolean?: null; integer?: null; decimal?: null; text?: null; data?: null; timestampNs?: null }|{ value?: "boolean"; boolean: boolean; integer?: null; decimal?: null; text?: null; data?: null; timestampNs?: null }|{ value?: "integer"; boolean?: null; integer: number|Long; decimal?: null; text?: null; data?: null; timestampNs?: null }|{ value?: "decimal"; boolean?: null; integer?: null; decimal: string; text?: null; data?: null; timestampNs?: null }|{ value?: "text"; boolean?: null; integer?: null; decimal?: null; text: string; data?: null; timestampNs?: null }|{ value?: "data"; boolean?: null; integer?: null; decimal?: null; text?: null; data: Uint8Array; timestampNs?: null }|{ value?: "timestampNs"; boolean?: null; integer?: null; decimal?: null; text?: null; data?: null; timestampNs: number|Long })
            );
        }

        /**
         * Properties of an Amount.
         * @deprecated Use causeway.v1.Amount.$Properties instead.
         */
        interface IAmount extends causeway.v1.Amount.$Properties {
        }

        /** Represents an Amount. */
        class Amount {

            /**
             * Constructs a new Amount.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.Amount.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Amount originChainId. */
            originChainId: string;

            /** Amount denom. */
            denom: string;

            /** Amount amount. */
            amount: string;

            /**
             * Creates a new Amount instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Amount instance
             */
            static create(properties: causeway.v1.Amount.$Shape): causeway.v1.Amount & causeway.v1.Amount.$Shape;
            static create(properties?: causeway.v1.Amount.$Properties): causeway.v1.Amount;

            /**
             * Encodes the specified Amount message. Does not implicitly {@link causeway.v1.Amount.verify|verify} messages.
             * @param message Amount message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.Amount.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Amount message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.Amount & causeway.v1.Amount.$Shape} Amount
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.Amount & causeway.v1.Amount.$Shape;

            /**
             * Creates an Amount message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Amount
             */
            static fromObject(object: { [k: string]: any }): causeway.v1.Amount;

            /**
             * Creates a plain object from an Amount message. Also converts values to other types if specified.
             * @param message Amount
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: causeway.v1.Amount, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Amount to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Amount {

            /** Properties of an Amount. */
            interface $Properties {

                /** Amount originChainId */
                originChainId?: (string|null);

                /** Amount denom */
                denom?: (string|null);

                /** Amount amount */
                amount?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Amount. */
            type $Shape = causeway.v1.Amount.$Properties;
        }

        /**
         * Properties of a PacketData.
         * @deprecated Use causeway.v1.PacketData.$Properties instead.
         */
        interface IPacketData extends causeway.v1.PacketData.$Properties {
        }

        /** Represents a PacketData. */
        class PacketData {

            /**
             * Constructs a new PacketData.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.PacketData.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PacketData votes. */
            votes?: (causeway.v1.VotePacket.$Properties|null);

            /** PacketData decisions. */
            decisions?: (causeway.v1.DecisionPacket.$Properties|null);

            /** PacketData body. */
            body?: ("votes"|"decisions");

            /**
             * Creates a new PacketData instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PacketData instance
             */
            static create(properties: causeway.v1.PacketData.$Shape): causeway.v1.PacketData & causeway.v1.PacketData.$Shape;
            static create(properties?: causeway.v1.PacketData.$Properties): causeway.v1.PacketData;

            /**
             * Encodes the specified PacketData message. Does not implicitly {@link causeway.v1.PacketData.verify|verify} messages.
             * @param message PacketData message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.PacketData.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PacketData message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.PacketData & causeway.v1.PacketData.$Shape} PacketData
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.PacketData & causeway.v1.PacketData.$Shape;

            /**
             * Creates a PacketData message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns PacketData
             */
            static fromObject(object: { [k: string]: any }): causeway.v1.PacketData;

            /**
             * Creates a plain object from a PacketData message. Also converts values to other types if specified.
             * @param message PacketData
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: causeway.v1.PacketData, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this PacketData to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace PacketData {

            /** Properties of a PacketData. */
            interface $Properties {

                /** PacketData votes */
                votes?: (causeway.v1.VotePacket.$Properties|null);

                /** PacketData decisions */
                decisions?: (causeway.v1.DecisionPacket.$Properties|null);

                /** PacketData body */
                body?: ("votes"|"decisions");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a PacketData. */
            type $Shape = {
              votes?: causeway.v1.VotePacket.$Shape|null;
              decisions?: causeway.v1.DecisionPacket.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; votes?: null; decisions?: null }|{ body?: "votes"; votes: causeway.v1.VotePacket.$Shape; decisions?: null }|{ body?: "decisions"; votes?: null; decisions: causeway.v1.DecisionPacket.$Shape })
            );
        }

        /** Answer enum. */
        enum Answer {

            /** ANSWER_UNSPECIFIED value */
            ANSWER_UNSPECIFIED = 0,

            /** ANSWER_YES value */
            ANSWER_YES = 1,

            /** ANSWER_NO value */
            ANSWER_NO = 2
        }

        /**
         * Properties of a VotePacket.
         * @deprecated Use causeway.v1.VotePacket.$Properties instead.
         */
        interface IVotePacket extends causeway.v1.VotePacket.$Properties {
        }

        /** Represents a VotePacket. */
        class VotePacket {

            /**
             * Constructs a new VotePacket.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.VotePacket.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** VotePacket votes. */
            votes: causeway.v1.Vote.$Properties[];

            /**
             * Creates a new VotePacket instance using the specified properties.
             * @param [properties] Properties to set
             * @returns VotePacket instance
             */
            static create(properties: causeway.v1.VotePacket.$Shape): causeway.v1.VotePacket & causeway.v1.VotePacket.$Shape;
            static create(properties?: causeway.v1.VotePacket.$Properties): causeway.v1.VotePacket;

            /**
             * Encodes the specified VotePacket message. Does not implicitly {@link causeway.v1.VotePacket.verify|verify} messages.
             * @param message VotePacket message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.VotePacket.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a VotePacket message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.VotePacket & causeway.v1.VotePacket.$Shape} VotePacket
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.VotePacket & causeway.v1.VotePacket.$Shape;

            /**
             * Creates a VotePacket message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns VotePacket
             */
            static fromObject(object: { [k: string]: any }): causeway.v1.VotePacket;

            /**
             * Creates a plain object from a VotePacket message. Also converts values to other types if specified.
             * @param message VotePacket
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: causeway.v1.VotePacket, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this VotePacket to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace VotePacket {

            /** Properties of a VotePacket. */
            interface $Properties {

                /** VotePacket votes */
                votes?: (causeway.v1.Vote.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a VotePacket. */
            type $Shape = causeway.v1.VotePacket.$Properties;
        }

        /**
         * Properties of a Vote.
         * @deprecated Use causeway.v1.Vote.$Properties instead.
         */
        interface IVote extends causeway.v1.Vote.$Properties {
        }

        /** Represents a Vote. */
        class Vote {

            /**
             * Constructs a new Vote.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.Vote.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Vote answer. */
            answer: causeway.v1.Answer;

            /** Vote manifest. */
            manifest: Uint8Array;

            /** Vote code. */
            code: number;

            /**
             * Creates a new Vote instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Vote instance
             */
            static create(properties: causeway.v1.Vote.$Shape): causeway.v1.Vote & causeway.v1.Vote.$Shape;
            static create(properties?: causeway.v1.Vote.$Properties): causeway.v1.Vote;

            /**
             * Encodes the specified Vote message. Does not implicitly {@link causeway.v1.Vote.verify|verify} messages.
             * @param message Vote message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.Vote.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Vote message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.Vote & causeway.v1.Vote.$Shape} Vote
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.Vote & causeway.v1.Vote.$Shape;

            /**
             * Creates a Vote message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Vote
             */
            static fromObject(object: { [k: string]: any }): causeway.v1.Vote;

            /**
             * Creates a plain object from a Vote message. Also converts values to other types if specified.
             * @param message Vote
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: causeway.v1.Vote, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Vote to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Vote {

            /** Properties of a Vote. */
            interface $Properties {

                /** Vote answer */
                answer?: (causeway.v1.Answer|null);

                /** Vote manifest */
                manifest?: (Uint8Array|null);

                /** Vote code */
                code?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Vote. */
            type $Shape = causeway.v1.Vote.$Properties;
        }

        /** AckKind enum. */
        enum AckKind {

            /** ACK_KIND_UNSPECIFIED value */
            ACK_KIND_UNSPECIFIED = 0,

            /** ACK_KIND_DECISIONS value */
            ACK_KIND_DECISIONS = 1,

            /** ACK_KIND_RECEIVED value */
            ACK_KIND_RECEIVED = 2
        }

        /**
         * Properties of an Acknowledgement.
         * @deprecated Use causeway.v1.Acknowledgement.$Properties instead.
         */
        interface IAcknowledgement extends causeway.v1.Acknowledgement.$Properties {
        }

        /** Represents an Acknowledgement. */
        class Acknowledgement {

            /**
             * Constructs a new Acknowledgement.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.Acknowledgement.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Acknowledgement kind. */
            kind: causeway.v1.AckKind;

            /** Acknowledgement decisions. */
            decisions: causeway.v1.Decision.$Properties[];

            /**
             * Creates a new Acknowledgement instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Acknowledgement instance
             */
            static create(properties: causeway.v1.Acknowledgement.$Shape): causeway.v1.Acknowledgement & causeway.v1.Acknowledgement.$Shape;
            static create(properties?: causeway.v1.Acknowledgement.$Properties): causeway.v1.Acknowledgement;

            /**
             * Encodes the specified Acknowledgement message. Does not implicitly {@link causeway.v1.Acknowledgement.verify|verify} messages.
             * @param message Acknowledgement message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.Acknowledgement.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Acknowledgement message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.Acknowledgement & causeway.v1.Acknowledgement.$Shape} Acknowledgement
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.Acknowledgement & causeway.v1.Acknowledgement.$Shape;

            /**
             * Creates an Acknowledgement message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Acknowledgement
             */
            static fromObject(object: { [k: string]: any }): causeway.v1.Acknowledgement;

            /**
             * Creates a plain object from an Acknowledgement message. Also converts values to other types if specified.
             * @param message Acknowledgement
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: causeway.v1.Acknowledgement, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Acknowledgement to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Acknowledgement {

            /** Properties of an Acknowledgement. */
            interface $Properties {

                /** Acknowledgement kind */
                kind?: (causeway.v1.AckKind|null);

                /** Acknowledgement decisions */
                decisions?: (causeway.v1.Decision.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Acknowledgement. */
            type $Shape = causeway.v1.Acknowledgement.$Properties;
        }

        /** Outcome enum. */
        enum Outcome {

            /** OUTCOME_UNSPECIFIED value */
            OUTCOME_UNSPECIFIED = 0,

            /** OUTCOME_COMMIT value */
            OUTCOME_COMMIT = 1,

            /** OUTCOME_ABORT value */
            OUTCOME_ABORT = 2,

            /** OUTCOME_PENDING value */
            OUTCOME_PENDING = 3,

            /** OUTCOME_NOT_COUNTED value */
            OUTCOME_NOT_COUNTED = 4
        }

        /**
         * Properties of a Decision.
         * @deprecated Use causeway.v1.Decision.$Properties instead.
         */
        interface IDecision extends causeway.v1.Decision.$Properties {
        }

        /** Represents a Decision. */
        class Decision {

            /**
             * Constructs a new Decision.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.Decision.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Decision transactionId. */
            transactionId: Uint8Array;

            /** Decision outcome. */
            outcome: causeway.v1.Outcome;

            /** Decision code. */
            code: number;

            /**
             * Creates a new Decision instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Decision instance
             */
            static create(properties: causeway.v1.Decision.$Shape): causeway.v1.Decision & causeway.v1.Decision.$Shape;
            static create(properties?: causeway.v1.Decision.$Properties): causeway.v1.Decision;

            /**
             * Encodes the specified Decision message. Does not implicitly {@link causeway.v1.Decision.verify|verify} messages.
             * @param message Decision message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.Decision.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Decision message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.Decision & causeway.v1.Decision.$Shape} Decision
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.Decision & causeway.v1.Decision.$Shape;

            /**
             * Creates a Decision message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Decision
             */
            static fromObject(object: { [k: string]: any }): causeway.v1.Decision;

            /**
             * Creates a plain object from a Decision message. Also converts values to other types if specified.
             * @param message Decision
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: causeway.v1.Decision, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Decision to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Decision {

            /** Properties of a Decision. */
            interface $Properties {

                /** Decision transactionId */
                transactionId?: (Uint8Array|null);

                /** Decision outcome */
                outcome?: (causeway.v1.Outcome|null);

                /** Decision code */
                code?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Decision. */
            type $Shape = causeway.v1.Decision.$Properties;
        }

        /**
         * Properties of a DecisionPacket.
         * @deprecated Use causeway.v1.DecisionPacket.$Properties instead.
         */
        interface IDecisionPacket extends causeway.v1.DecisionPacket.$Properties {
        }

        /** Represents a DecisionPacket. */
        class DecisionPacket {

            /**
             * Constructs a new DecisionPacket.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.DecisionPacket.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DecisionPacket decisions. */
            decisions: causeway.v1.Decision.$Properties[];

            /**
             * Creates a new DecisionPacket instance using the specified properties.
             * @param [properties] Properties to set
             * @returns DecisionPacket instance
             */
            static create(properties: causeway.v1.DecisionPacket.$Shape): causeway.v1.DecisionPacket & causeway.v1.DecisionPacket.$Shape;
            static create(properties?: causeway.v1.DecisionPacket.$Properties): causeway.v1.DecisionPacket;

            /**
             * Encodes the specified DecisionPacket message. Does not implicitly {@link causeway.v1.DecisionPacket.verify|verify} messages.
             * @param message DecisionPacket message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.DecisionPacket.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DecisionPacket message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.DecisionPacket & causeway.v1.DecisionPacket.$Shape} DecisionPacket
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.DecisionPacket & causeway.v1.DecisionPacket.$Shape;

            /**
             * Creates a DecisionPacket message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns DecisionPacket
             */
            static fromObject(object: { [k: string]: any }): causeway.v1.DecisionPacket;

            /**
             * Creates a plain object from a DecisionPacket message. Also converts values to other types if specified.
             * @param message DecisionPacket
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: causeway.v1.DecisionPacket, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this DecisionPacket to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace DecisionPacket {

            /** Properties of a DecisionPacket. */
            interface $Properties {

                /** DecisionPacket decisions */
                decisions?: (causeway.v1.Decision.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a DecisionPacket. */
            type $Shape = causeway.v1.DecisionPacket.$Properties;
        }
    }
}
