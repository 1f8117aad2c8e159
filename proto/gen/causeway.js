/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError, $TypeError = $util.global.TypeError, $String = $util.global.String, $Array = $util.global.Array, $Number = $util.global.Number, $parseInt = $util.global.parseInt, $BigInt = $util.global.BigInt, $Boolean = $util.global.Boolean;

// Exported root namespace
const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const causeway = $root.causeway = (() => {

    /**
     * Namespace causeway.
     * @exports causeway
     * @namespace
     */
    const causeway = {};

    causeway.services = (function() {

        /**
         * Namespace services.
         * @memberof causeway
         * @namespace
         */
        const services = {};

        services.v1 = (function() {

            /**
             * Namespace v1.
             * @memberof causeway.services
             * @namespace
             */
            const v1 = {};

            /**
             * ServiceCode enum.
             * @name causeway.services.v1.ServiceCode
             * @enum {number}
             * @property {number} SERVICE_CODE_UNSPECIFIED=0 SERVICE_CODE_UNSPECIFIED value
             * @property {number} SERVICE_CODE_SUBJECT_UNKNOWN=1000 SERVICE_CODE_SUBJECT_UNKNOWN value
             * @property {number} SERVICE_CODE_SUBJECT_INACTIVE=1001 SERVICE_CODE_SUBJECT_INACTIVE value
             * @property {number} SERVICE_CODE_TRANSITION_ILLEGAL=1002 SERVICE_CODE_TRANSITION_ILLEGAL value
             * @property {number} SERVICE_CODE_SCOPE_MISSING=1003 SERVICE_CODE_SCOPE_MISSING value
             * @property {number} SERVICE_CODE_VOTE_REPEATED=1004 SERVICE_CODE_VOTE_REPEATED value
             * @property {number} SERVICE_CODE_QUORUM_MISSING=1005 SERVICE_CODE_QUORUM_MISSING value
             * @property {number} SERVICE_CODE_BINDING_INVALID=1006 SERVICE_CODE_BINDING_INVALID value
             * @property {number} SERVICE_CODE_KEY_INVALID=1007 SERVICE_CODE_KEY_INVALID value
             * @property {number} SERVICE_CODE_KEY_TAKEN=1008 SERVICE_CODE_KEY_TAKEN value
             * @property {number} SERVICE_CODE_SIGNATURE_INVALID=1009 SERVICE_CODE_SIGNATURE_INVALID value
             * @property {number} SERVICE_CODE_SUBJECT_REFERENCED=1010 SERVICE_CODE_SUBJECT_REFERENCED value
             * @property {number} SERVICE_CODE_NOT_HOME=1011 SERVICE_CODE_NOT_HOME value
             * @property {number} SERVICE_CODE_ROLE_UNKNOWN=1012 SERVICE_CODE_ROLE_UNKNOWN value
             * @property {number} SERVICE_CODE_STREAM_UNKNOWN=1100 SERVICE_CODE_STREAM_UNKNOWN value
             * @property {number} SERVICE_CODE_DEVICE_NOT_ALLOWED=1101 SERVICE_CODE_DEVICE_NOT_ALLOWED value
             * @property {number} SERVICE_CODE_CLOCK_SKEW=1102 SERVICE_CODE_CLOCK_SKEW value
             * @property {number} SERVICE_CODE_SEQUENCE_GAP=1103 SERVICE_CODE_SEQUENCE_GAP value
             * @property {number} SERVICE_CODE_BATCH_CONFLICT=1104 SERVICE_CODE_BATCH_CONFLICT value
             * @property {number} SERVICE_CODE_MODEL_UNKNOWN=1105 SERVICE_CODE_MODEL_UNKNOWN value
             * @property {number} SERVICE_CODE_NOT_VALIDATED=1106 SERVICE_CODE_NOT_VALIDATED value
             * @property {number} SERVICE_CODE_NOT_DRAWN=1107 SERVICE_CODE_NOT_DRAWN value
             * @property {number} SERVICE_CODE_COMMITMENT_MISMATCH=1108 SERVICE_CODE_COMMITMENT_MISMATCH value
             * @property {number} SERVICE_CODE_PHASE_OVER=1109 SERVICE_CODE_PHASE_OVER value
             * @property {number} SERVICE_CODE_PHASE_EARLY=1110 SERVICE_CODE_PHASE_EARLY value
             * @property {number} SERVICE_CODE_ALREADY_PAID=1111 SERVICE_CODE_ALREADY_PAID value
             * @property {number} SERVICE_CODE_SELF_CHECK=1112 SERVICE_CODE_SELF_CHECK value
             * @property {number} SERVICE_CODE_FUNDS_MISMATCH=1113 SERVICE_CODE_FUNDS_MISMATCH value
             * @property {number} SERVICE_CODE_BATCH_UNKNOWN=1114 SERVICE_CODE_BATCH_UNKNOWN value
             * @property {number} SERVICE_CODE_CHECKERS_SHORT=1115 SERVICE_CODE_CHECKERS_SHORT value
             * @property {number} SERVICE_CODE_SCHEMA_FAILED=1120 SERVICE_CODE_SCHEMA_FAILED value
             * @property {number} SERVICE_CODE_RANGE_FAILED=1121 SERVICE_CODE_RANGE_FAILED value
             * @property {number} SERVICE_CODE_TIMING_FAILED=1122 SERVICE_CODE_TIMING_FAILED value
             * @property {number} SERVICE_CODE_SIGNATURE_FAILED=1123 SERVICE_CODE_SIGNATURE_FAILED value
             * @property {number} SERVICE_CODE_CREDENTIAL_UNKNOWN=1200 SERVICE_CODE_CREDENTIAL_UNKNOWN value
             * @property {number} SERVICE_CODE_CREDENTIAL_EXPIRED=1201 SERVICE_CODE_CREDENTIAL_EXPIRED value
             * @property {number} SERVICE_CODE_CREDENTIAL_REVOKED=1202 SERVICE_CODE_CREDENTIAL_REVOKED value
             * @property {number} SERVICE_CODE_CREDENTIAL_UNBOUND=1203 SERVICE_CODE_CREDENTIAL_UNBOUND value
             * @property {number} SERVICE_CODE_ISSUER_REVOKED=1204 SERVICE_CODE_ISSUER_REVOKED value
             * @property {number} SERVICE_CODE_STORE_UNKNOWN=1300 SERVICE_CODE_STORE_UNKNOWN value
             * @property {number} SERVICE_CODE_RECEIPT_INVALID=1301 SERVICE_CODE_RECEIPT_INVALID value
             * @property {number} SERVICE_CODE_OBJECT_UNKNOWN=1302 SERVICE_CODE_OBJECT_UNKNOWN value
             * @property {number} SERVICE_CODE_OBJECT_TAKEN=1303 SERVICE_CODE_OBJECT_TAKEN value
             * @property {number} SERVICE_CODE_CHALLENGE_OPEN=1304 SERVICE_CODE_CHALLENGE_OPEN value
             * @property {number} SERVICE_CODE_CHALLENGE_UNKNOWN=1305 SERVICE_CODE_CHALLENGE_UNKNOWN value
             * @property {number} SERVICE_CODE_PROOF_INVALID=1306 SERVICE_CODE_PROOF_INVALID value
             * @property {number} SERVICE_CODE_DEPOSIT_SHORT=1307 SERVICE_CODE_DEPOSIT_SHORT value
             * @property {number} SERVICE_CODE_NOT_STORED=1308 SERVICE_CODE_NOT_STORED value
             * @property {number} SERVICE_CODE_OWNER_REPEATED=1309 SERVICE_CODE_OWNER_REPEATED value
             * @property {number} SERVICE_CODE_OBJECT_ERASED=1310 SERVICE_CODE_OBJECT_ERASED value
             * @property {number} SERVICE_CODE_GRANT_UNKNOWN=1400 SERVICE_CODE_GRANT_UNKNOWN value
             * @property {number} SERVICE_CODE_GRANT_REVOKED=1401 SERVICE_CODE_GRANT_REVOKED value
             * @property {number} SERVICE_CODE_GRANT_EXPIRED=1402 SERVICE_CODE_GRANT_EXPIRED value
             * @property {number} SERVICE_CODE_GRANT_USED_UP=1403 SERVICE_CODE_GRANT_USED_UP value
             * @property {number} SERVICE_CODE_PURPOSE_NOT_GRANTED=1404 SERVICE_CODE_PURPOSE_NOT_GRANTED value
             * @property {number} SERVICE_CODE_FIELDS_NOT_GRANTED=1405 SERVICE_CODE_FIELDS_NOT_GRANTED value
             * @property {number} SERVICE_CODE_NOT_GRANTEE=1406 SERVICE_CODE_NOT_GRANTEE value
             * @property {number} SERVICE_CODE_SHARES_INVALID=1407 SERVICE_CODE_SHARES_INVALID value
             * @property {number} SERVICE_CODE_CONDITIONS_MISSING=1408 SERVICE_CODE_CONDITIONS_MISSING value
             * @property {number} SERVICE_CODE_MANDATE_INVALID=1409 SERVICE_CODE_MANDATE_INVALID value
             * @property {number} SERVICE_CODE_TERMS_WIDENED=1410 SERVICE_CODE_TERMS_WIDENED value
             * @property {number} SERVICE_CODE_ARCHIVED=1411 SERVICE_CODE_ARCHIVED value
             * @property {number} SERVICE_CODE_RIGHTS_UNKNOWN=1412 SERVICE_CODE_RIGHTS_UNKNOWN value
             * @property {number} SERVICE_CODE_REQUEST_EXPIRED=1413 SERVICE_CODE_REQUEST_EXPIRED value
             * @property {number} SERVICE_CODE_NONCE_TAKEN=1414 SERVICE_CODE_NONCE_TAKEN value
             * @property {number} SERVICE_CODE_OFFER_UNKNOWN=1500 SERVICE_CODE_OFFER_UNKNOWN value
             * @property {number} SERVICE_CODE_OFFER_CLOSED=1501 SERVICE_CODE_OFFER_CLOSED value
             * @property {number} SERVICE_CODE_PRICE_MISMATCH=1502 SERVICE_CODE_PRICE_MISMATCH value
             * @property {number} SERVICE_CODE_DENOM_MISMATCH=1503 SERVICE_CODE_DENOM_MISMATCH value
             * @property {number} SERVICE_CODE_TERMS_MISMATCH=1504 SERVICE_CODE_TERMS_MISMATCH value
             * @property {number} SERVICE_CODE_AGREEMENT_UNKNOWN=1505 SERVICE_CODE_AGREEMENT_UNKNOWN value
             * @property {number} SERVICE_CODE_NOT_PARTY=1506 SERVICE_CODE_NOT_PARTY value
             * @property {number} SERVICE_CODE_CONDITION_UNMET=1507 SERVICE_CODE_CONDITION_UNMET value
             * @property {number} SERVICE_CODE_SETTLED=1508 SERVICE_CODE_SETTLED value
             * @property {number} SERVICE_CODE_VOUCHER_INVALID=1509 SERVICE_CODE_VOUCHER_INVALID value
             * @property {number} SERVICE_CODE_CHANNEL_EXHAUSTED=1510 SERVICE_CODE_CHANNEL_EXHAUSTED value
             * @property {number} SERVICE_CODE_NO_MATCH=1511 SERVICE_CODE_NO_MATCH value
             * @property {number} SERVICE_CODE_BID_TOO_LOW=1512 SERVICE_CODE_BID_TOO_LOW value
             * @property {number} SERVICE_CODE_GRANT_MISSING=1513 SERVICE_CODE_GRANT_MISSING value
             * @property {number} SERVICE_CODE_CERTIFICATE_MISSING=1514 SERVICE_CODE_CERTIFICATE_MISSING value
             * @property {number} SERVICE_CODE_METHOD_MISMATCH=1515 SERVICE_CODE_METHOD_MISMATCH value
             * @property {number} SERVICE_CODE_SELF_TRADE=1516 SERVICE_CODE_SELF_TRADE value
             * @property {number} SERVICE_CODE_DEMAND_UNKNOWN=1517 SERVICE_CODE_DEMAND_UNKNOWN value
             * @property {number} SERVICE_CODE_CHANNEL_UNKNOWN=1518 SERVICE_CODE_CHANNEL_UNKNOWN value
             * @property {number} SERVICE_CODE_MANIFEST_MISSING=1600 SERVICE_CODE_MANIFEST_MISSING value
             * @property {number} SERVICE_CODE_COMPANION_MISSING=1601 SERVICE_CODE_COMPANION_MISSING value
             * @property {number} SERVICE_CODE_PEER_UNKNOWN=1602 SERVICE_CODE_PEER_UNKNOWN value
             */
            v1.ServiceCode = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "SERVICE_CODE_UNSPECIFIED"] = 0;
                values[valuesById[1000] = "SERVICE_CODE_SUBJECT_UNKNOWN"] = 1000;
                values[valuesById[1001] = "SERVICE_CODE_SUBJECT_INACTIVE"] = 1001;
                values[valuesById[1002] = "SERVICE_CODE_TRANSITION_ILLEGAL"] = 1002;
                values[valuesById[1003] = "SERVICE_CODE_SCOPE_MISSING"] = 1003;
                values[valuesById[1004] = "SERVICE_CODE_VOTE_REPEATED"] = 1004;
                values[valuesById[1005] = "SERVICE_CODE_QUORUM_MISSING"] = 1005;
                values[valuesById[1006] = "SERVICE_CODE_BINDING_INVALID"] = 1006;
                values[valuesById[1007] = "SERVICE_CODE_KEY_INVALID"] = 1007;
                values[valuesById[1008] = "SERVICE_CODE_KEY_TAKEN"] = 1008;
                values[valuesById[1009] = "SERVICE_CODE_SIGNATURE_INVALID"] = 1009;
                values[valuesById[1010] = "SERVICE_CODE_SUBJECT_REFERENCED"] = 1010;
                values[valuesById[1011] = "SERVICE_CODE_NOT_HOME"] = 1011;
                values[valuesById[1012] = "SERVICE_CODE_ROLE_UNKNOWN"] = 1012;
                values[valuesById[1100] = "SERVICE_CODE_STREAM_UNKNOWN"] = 1100;
                values[valuesById[1101] = "SERVICE_CODE_DEVICE_NOT_ALLOWED"] = 1101;
                values[valuesById[1102] = "SERVICE_CODE_CLOCK_SKEW"] = 1102;
                values[valuesById[1103] = "SERVICE_CODE_SEQUENCE_GAP"] = 1103;
                values[valuesById[1104] = "SERVICE_CODE_BATCH_CONFLICT"] = 1104;
                values[valuesById[1105] = "SERVICE_CODE_MODEL_UNKNOWN"] = 1105;
                values[valuesById[1106] = "SERVICE_CODE_NOT_VALIDATED"] = 1106;
                values[valuesById[1107] = "SERVICE_CODE_NOT_DRAWN"] = 1107;
                values[valuesById[1108] = "SERVICE_CODE_COMMITMENT_MISMATCH"] = 1108;
                values[valuesById[1109] = "SERVICE_CODE_PHASE_OVER"] = 1109;
                values[valuesById[1110] = "SERVICE_CODE_PHASE_EARLY"] = 1110;
                values[valuesById[1111] = "SERVICE_CODE_ALREADY_PAID"] = 1111;
                values[valuesById[1112] = "SERVICE_CODE_SELF_CHECK"] = 1112;
                values[valuesById[1113] = "SERVICE_CODE_FUNDS_MISMATCH"] = 1113;
                values[valuesById[1114] = "SERVICE_CODE_BATCH_UNKNOWN"] = 1114;
                values[valuesById[1115] = "SERVICE_CODE_CHECKERS_SHORT"] = 1115;
                values[valuesById[1120] = "SERVICE_CODE_SCHEMA_FAILED"] = 1120;
                values[valuesById[1121] = "SERVICE_CODE_RANGE_FAILED"] = 1121;
                values[valuesById[1122] = "SERVICE_CODE_TIMING_FAILED"] = 1122;
                values[valuesById[1123] = "SERVICE_CODE_SIGNATURE_FAILED"] = 1123;
                values[valuesById[1200] = "SERVICE_CODE_CREDENTIAL_UNKNOWN"] = 1200;
                values[valuesById[1201] = "SERVICE_CODE_CREDENTIAL_EXPIRED"] = 1201;
                values[valuesById[1202] = "SERVICE_CODE_CREDENTIAL_REVOKED"] = 1202;
                values[valuesById[1203] = "SERVICE_CODE_CREDENTIAL_UNBOUND"] = 1203;
                values[valuesById[1204] = "SERVICE_CODE_ISSUER_REVOKED"] = 1204;
                values[valuesById[1300] = "SERVICE_CODE_STORE_UNKNOWN"] = 1300;
                values[valuesById[1301] = "SERVICE_CODE_RECEIPT_INVALID"] = 1301;
                values[valuesById[1302] = "SERVICE_CODE_OBJECT_UNKNOWN"] = 1302;
                values[valuesById[1303] = "SERVICE_CODE_OBJECT_TAKEN"] = 1303;
                values[valuesById[1304] = "SERVICE_CODE_CHALLENGE_OPEN"] = 1304;
                values[valuesById[1305] = "SERVICE_CODE_CHALLENGE_UNKNOWN"] = 1305;
                values[valuesById[1306] = "SERVICE_CODE_PROOF_INVALID"] = 1306;
                values[valuesById[1307] = "SERVICE_CODE_DEPOSIT_SHORT"] = 1307;
                values[valuesById[1308] = "SERVICE_CODE_NOT_STORED"] = 1308;
                values[valuesById[1309] = "SERVICE_CODE_OWNER_REPEATED"] = 1309;
                values[valuesById[1310] = "SERVICE_CODE_OBJECT_ERASED"] = 1310;
                values[valuesById[1400] = "SERVICE_CODE_GRANT_UNKNOWN"] = 1400;
                values[valuesById[1401] = "SERVICE_CODE_GRANT_REVOKED"] = 1401;
                values[valuesById[1402] = "SERVICE_CODE_GRANT_EXPIRED"] = 1402;
                values[valuesById[1403] = "SERVICE_CODE_GRANT_USED_UP"] = 1403;
                values[valuesById[1404] = "SERVICE_CODE_PURPOSE_NOT_GRANTED"] = 1404;
                values[valuesById[1405] = "SERVICE_CODE_FIELDS_NOT_GRANTED"] = 1405;
                values[valuesById[1406] = "SERVICE_CODE_NOT_GRANTEE"] = 1406;
                values[valuesById[1407] = "SERVICE_CODE_SHARES_INVALID"] = 1407;
                values[valuesById[1408] = "SERVICE_CODE_CONDITIONS_MISSING"] = 1408;
                values[valuesById[1409] = "SERVICE_CODE_MANDATE_INVALID"] = 1409;
                values[valuesById[1410] = "SERVICE_CODE_TERMS_WIDENED"] = 1410;
                values[valuesById[1411] = "SERVICE_CODE_ARCHIVED"] = 1411;
                values[valuesById[1412] = "SERVICE_CODE_RIGHTS_UNKNOWN"] = 1412;
                values[valuesById[1413] = "SERVICE_CODE_REQUEST_EXPIRED"] = 1413;
                values[valuesById[1414] = "SERVICE_CODE_NONCE_TAKEN"] = 1414;
                values[valuesById[1500] = "SERVICE_CODE_OFFER_UNKNOWN"] = 1500;
                values[valuesById[1501] = "SERVICE_CODE_OFFER_CLOSED"] = 1501;
                values[valuesById[1502] = "SERVICE_CODE_PRICE_MISMATCH"] = 1502;
                values[valuesById[1503] = "SERVICE_CODE_DENOM_MISMATCH"] = 1503;
                values[valuesById[1504] = "SERVICE_CODE_TERMS_MISMATCH"] = 1504;
                values[valuesById[1505] = "SERVICE_CODE_AGREEMENT_UNKNOWN"] = 1505;
                values[valuesById[1506] = "SERVICE_CODE_NOT_PARTY"] = 1506;
                values[valuesById[1507] = "SERVICE_CODE_CONDITION_UNMET"] = 1507;
                values[valuesById[1508] = "SERVICE_CODE_SETTLED"] = 1508;
                values[valuesById[1509] = "SERVICE_CODE_VOUCHER_INVALID"] = 1509;
                values[valuesById[1510] = "SERVICE_CODE_CHANNEL_EXHAUSTED"] = 1510;
                values[valuesById[1511] = "SERVICE_CODE_NO_MATCH"] = 1511;
                values[valuesById[1512] = "SERVICE_CODE_BID_TOO_LOW"] = 1512;
                values[valuesById[1513] = "SERVICE_CODE_GRANT_MISSING"] = 1513;
                values[valuesById[1514] = "SERVICE_CODE_CERTIFICATE_MISSING"] = 1514;
                values[valuesById[1515] = "SERVICE_CODE_METHOD_MISMATCH"] = 1515;
                values[valuesById[1516] = "SERVICE_CODE_SELF_TRADE"] = 1516;
                values[valuesById[1517] = "SERVICE_CODE_DEMAND_UNKNOWN"] = 1517;
                values[valuesById[1518] = "SERVICE_CODE_CHANNEL_UNKNOWN"] = 1518;
                values[valuesById[1600] = "SERVICE_CODE_MANIFEST_MISSING"] = 1600;
                values[valuesById[1601] = "SERVICE_CODE_COMPANION_MISSING"] = 1601;
                values[valuesById[1602] = "SERVICE_CODE_PEER_UNKNOWN"] = 1602;
                return values;
            })();

            return v1;
        })();

        return services;
    })();

    causeway.v1 = (function() {

        /**
         * Namespace v1.
         * @memberof causeway
         * @namespace
         */
        const v1 = {};

        /**
         * Code enum.
         * @name causeway.v1.Code
         * @enum {number}
         * @property {number} CODE_UNSPECIFIED=0 CODE_UNSPECIFIED value
         * @property {number} CODE_MALFORMED=100 CODE_MALFORMED value
         * @property {number} CODE_NOT_CANONICAL=101 CODE_NOT_CANONICAL value
         * @property {number} CODE_SCHEMA_UNKNOWN=102 CODE_SCHEMA_UNKNOWN value
         * @property {number} CODE_LIMIT_EXCEEDED=103 CODE_LIMIT_EXCEEDED value
         * @property {number} CODE_ID_MALFORMED=104 CODE_ID_MALFORMED value
         * @property {number} CODE_PART_MISSING=105 CODE_PART_MISSING value
         * @property {number} CODE_FINGERPRINT_MISMATCH=106 CODE_FINGERPRINT_MISMATCH value
         * @property {number} CODE_LEGS_INVALID=107 CODE_LEGS_INVALID value
         * @property {number} CODE_UNPAIRED=108 CODE_UNPAIRED value
         * @property {number} CODE_CONTENT_MISSING=109 CODE_CONTENT_MISSING value
         * @property {number} CODE_UNAUTHORISED=200 CODE_UNAUTHORISED value
         * @property {number} CODE_NOT_OWNER=201 CODE_NOT_OWNER value
         * @property {number} CODE_WRONG_ADDRESSEE=202 CODE_WRONG_ADDRESSEE value
         * @property {number} CODE_ZONE_UNKNOWN=203 CODE_ZONE_UNKNOWN value
         * @property {number} CODE_FORBIDDEN=204 CODE_FORBIDDEN value
         * @property {number} CODE_CHANNEL_REFUSED=205 CODE_CHANNEL_REFUSED value
         * @property {number} CODE_RESOURCE_UNKNOWN=206 CODE_RESOURCE_UNKNOWN value
         * @property {number} CODE_NOT_A_LEG=207 CODE_NOT_A_LEG value
         * @property {number} CODE_COPY_OF_CLOSED=300 CODE_COPY_OF_CLOSED value
         * @property {number} CODE_COPY_NOT_ALLOWED=301 CODE_COPY_NOT_ALLOWED value
         * @property {number} CODE_MOVE_OF_OPEN=302 CODE_MOVE_OF_OPEN value
         * @property {number} CODE_MOVE_NOT_ALLOWED=303 CODE_MOVE_NOT_ALLOWED value
         * @property {number} CODE_OPERATION_NOT_DEFINED=304 CODE_OPERATION_NOT_DEFINED value
         * @property {number} CODE_KIND_NOT_ACCEPTED=305 CODE_KIND_NOT_ACCEPTED value
         * @property {number} CODE_LOCKED=400 CODE_LOCKED value
         * @property {number} CODE_ABSENT=401 CODE_ABSENT value
         * @property {number} CODE_EXISTS=402 CODE_EXISTS value
         * @property {number} CODE_INSUFFICIENT_FUNDS=403 CODE_INSUFFICIENT_FUNDS value
         * @property {number} CODE_VERSION_MISMATCH=404 CODE_VERSION_MISMATCH value
         * @property {number} CODE_CONTENT_MISMATCH=405 CODE_CONTENT_MISMATCH value
         * @property {number} CODE_RESOURCE_FAILED=406 CODE_RESOURCE_FAILED value
         * @property {number} CODE_DEADLINE_PASSED=500 CODE_DEADLINE_PASSED value
         * @property {number} CODE_DEADLINE_TOO_FAR=501 CODE_DEADLINE_TOO_FAR value
         * @property {number} CODE_REFUSED_BY_LEG=502 CODE_REFUSED_BY_LEG value
         * @property {number} CODE_REGISTRY_MISMATCH=503 CODE_REGISTRY_MISMATCH value
         * @property {number} CODE_SUPPLY_EXCEEDED=504 CODE_SUPPLY_EXCEEDED value
         * @property {number} CODE_CANCELLED=505 CODE_CANCELLED value
         * @property {number} CODE_UNDECIDED=506 CODE_UNDECIDED value
         * @property {number} CODE_TRANSACTION_UNKNOWN=507 CODE_TRANSACTION_UNKNOWN value
         * @property {number} CODE_FINAL=508 CODE_FINAL value
         * @property {number} CODE_TOO_EARLY=509 CODE_TOO_EARLY value
         * @property {number} CODE_VOTE_TIMED_OUT=510 CODE_VOTE_TIMED_OUT value
         * @property {number} CODE_VOTE_NOT_COUNTED=511 CODE_VOTE_NOT_COUNTED value
         * @property {number} CODE_REFUSED_BY_ACTOR=512 CODE_REFUSED_BY_ACTOR value
         * @property {number} CODE_TOO_MANY_OPEN=513 CODE_TOO_MANY_OPEN value
         * @property {number} CODE_NO_CHANNEL=600 CODE_NO_CHANNEL value
         */
        v1.Code = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "CODE_UNSPECIFIED"] = 0;
            values[valuesById[100] = "CODE_MALFORMED"] = 100;
            values[valuesById[101] = "CODE_NOT_CANONICAL"] = 101;
            values[valuesById[102] = "CODE_SCHEMA_UNKNOWN"] = 102;
            values[valuesById[103] = "CODE_LIMIT_EXCEEDED"] = 103;
            values[valuesById[104] = "CODE_ID_MALFORMED"] = 104;
            values[valuesById[105] = "CODE_PART_MISSING"] = 105;
            values[valuesById[106] = "CODE_FINGERPRINT_MISMATCH"] = 106;
            values[valuesById[107] = "CODE_LEGS_INVALID"] = 107;
            values[valuesById[108] = "CODE_UNPAIRED"] = 108;
            values[valuesById[109] = "CODE_CONTENT_MISSING"] = 109;
            values[valuesById[200] = "CODE_UNAUTHORISED"] = 200;
            values[valuesById[201] = "CODE_NOT_OWNER"] = 201;
            values[valuesById[202] = "CODE_WRONG_ADDRESSEE"] = 202;
            values[valuesById[203] = "CODE_ZONE_UNKNOWN"] = 203;
            values[valuesById[204] = "CODE_FORBIDDEN"] = 204;
            values[valuesById[205] = "CODE_CHANNEL_REFUSED"] = 205;
            values[valuesById[206] = "CODE_RESOURCE_UNKNOWN"] = 206;
            values[valuesById[207] = "CODE_NOT_A_LEG"] = 207;
            values[valuesById[300] = "CODE_COPY_OF_CLOSED"] = 300;
            values[valuesById[301] = "CODE_COPY_NOT_ALLOWED"] = 301;
            values[valuesById[302] = "CODE_MOVE_OF_OPEN"] = 302;
            values[valuesById[303] = "CODE_MOVE_NOT_ALLOWED"] = 303;
            values[valuesById[304] = "CODE_OPERATION_NOT_DEFINED"] = 304;
            values[valuesById[305] = "CODE_KIND_NOT_ACCEPTED"] = 305;
            values[valuesById[400] = "CODE_LOCKED"] = 400;
            values[valuesById[401] = "CODE_ABSENT"] = 401;
            values[valuesById[402] = "CODE_EXISTS"] = 402;
            values[valuesById[403] = "CODE_INSUFFICIENT_FUNDS"] = 403;
            values[valuesById[404] = "CODE_VERSION_MISMATCH"] = 404;
            values[valuesById[405] = "CODE_CONTENT_MISMATCH"] = 405;
            values[valuesById[406] = "CODE_RESOURCE_FAILED"] = 406;
            values[valuesById[500] = "CODE_DEADLINE_PASSED"] = 500;
            values[valuesById[501] = "CODE_DEADLINE_TOO_FAR"] = 501;
            values[valuesById[502] = "CODE_REFUSED_BY_LEG"] = 502;
            values[valuesById[503] = "CODE_REGISTRY_MISMATCH"] = 503;
            values[valuesById[504] = "CODE_SUPPLY_EXCEEDED"] = 504;
            values[valuesById[505] = "CODE_CANCELLED"] = 505;
            values[valuesById[506] = "CODE_UNDECIDED"] = 506;
            values[valuesById[507] = "CODE_TRANSACTION_UNKNOWN"] = 507;
            values[valuesById[508] = "CODE_FINAL"] = 508;
            values[valuesById[509] = "CODE_TOO_EARLY"] = 509;
            values[valuesById[510] = "CODE_VOTE_TIMED_OUT"] = 510;
            values[valuesById[511] = "CODE_VOTE_NOT_COUNTED"] = 511;
            values[valuesById[512] = "CODE_REFUSED_BY_ACTOR"] = 512;
            values[valuesById[513] = "CODE_TOO_MANY_OPEN"] = 513;
            values[valuesById[600] = "CODE_NO_CHANNEL"] = 600;
            return values;
        })();

        v1.Manifest = (function() {

            /**
             * Properties of a Manifest.
             * @typedef {Object} causeway.v1.Manifest.$Properties
             * @property {causeway.v1.SchemaVersion.$Properties|null} [schema] Manifest schema
             * @property {string|null} [hubChainId] Manifest hubChainId
             * @property {string|null} [hubContract] Manifest hubContract
             * @property {Array.<causeway.v1.Leg.$Properties>|null} [legs] Manifest legs
             * @property {number|Long|null} [deadlineNs] Manifest deadlineNs
             * @property {Uint8Array|null} [nonce] Manifest nonce
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Manifest.
             * @memberof causeway.v1
             * @interface IManifest
             * @augments causeway.v1.Manifest.$Properties
             * @deprecated Use causeway.v1.Manifest.$Properties instead.
             */

            /**
             * Shape of a Manifest.
             * @typedef {{
             *   schema?: causeway.v1.SchemaVersion.$Shape|null;
             *   hubChainId?: string|null;
             *   hubContract?: string|null;
             *   legs?: Array.<causeway.v1.Leg.$Shape>|null;
             *   deadlineNs?: number|Long|null;
             *   nonce?: Uint8Array|null;
             *   $unknowns?: Array.<Uint8Array>;
             * }} causeway.v1.Manifest.$Shape
             */

            /**
             * Constructs a new Manifest.
             * @memberof causeway.v1
             * @classdesc Represents a Manifest.
             * @constructor
             * @param {causeway.v1.Manifest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Manifest = function (properties) {
                this.legs = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Manifest schema.
             * @member {causeway.v1.SchemaVersion.$Properties|null|undefined} schema
             * @memberof causeway.v1.Manifest
             * @instance
             */
            Manifest.prototype.schema = null;

            /**
             * Manifest hubChainId.
             * @member {string} hubChainId
             * @memberof causeway.v1.Manifest
             * @instance
             */
            Manifest.prototype.hubChainId = "";

            /**
             * Manifest hubContract.
             * @member {string} hubContract
             * @memberof causeway.v1.Manifest
             * @instance
             */
            Manifest.prototype.hubContract = "";

            /**
             * Manifest legs.
             * @member {Array.<causeway.v1.Leg.$Properties>} legs
             * @memberof causeway.v1.Manifest
             * @instance
             */
            Manifest.prototype.legs = $util.emptyArray;

            /**
             * Manifest deadlineNs.
             * @member {number|Long} deadlineNs
             * @memberof causeway.v1.Manifest
             * @instance
             */
            Manifest.prototype.deadlineNs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Manifest nonce.
             * @member {Uint8Array} nonce
             * @memberof causeway.v1.Manifest
             * @instance
             */
            Manifest.prototype.nonce = $util.newBuffer([]);

            /**
             * Creates a new Manifest instance using the specified properties.
             * @function create
             * @memberof causeway.v1.Manifest
             * @static
             * @param {causeway.v1.Manifest.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.Manifest} Manifest instance
             * @type {{
             *   (properties: causeway.v1.Manifest.$Shape): causeway.v1.Manifest & causeway.v1.Manifest.$Shape;
             *   (properties?: causeway.v1.Manifest.$Properties): causeway.v1.Manifest;
             * }}
             */
            Manifest.create = function(properties) {
                return new Manifest(properties);
            };

            /**
             * Encodes the specified Manifest message. Does not implicitly {@link causeway.v1.Manifest.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.Manifest
             * @static
             * @param {causeway.v1.Manifest.$Properties} message Manifest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Manifest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.schema != null && $Object.hasOwnProperty.call(message, "schema"))
                    $root.causeway.v1.SchemaVersion.encode(message.schema, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.hubChainId != null && $Object.hasOwnProperty.call(message, "hubChainId") && message.hubChainId !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.hubChainId);
                if (message.hubContract != null && $Object.hasOwnProperty.call(message, "hubContract") && message.hubContract !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.hubContract);
                if (message.legs != null && message.legs.length)
                    for (let i = 0; i < message.legs.length; ++i)
                        $root.causeway.v1.Leg.encode(message.legs[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.deadlineNs != null && $Object.hasOwnProperty.call(message, "deadlineNs") && (typeof message.deadlineNs === "object" ? message.deadlineNs.low || message.deadlineNs.high : message.deadlineNs !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.deadlineNs);
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.nonce);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Manifest message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.Manifest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.Manifest & causeway.v1.Manifest.$Shape} Manifest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Manifest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.causeway.v1.Manifest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.schema = $root.causeway.v1.SchemaVersion.decode(reader, reader.size(), $undefined, _depth + 1, message.schema);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.hubChainId = value;
                            else
                                delete message.hubChainId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.hubContract = value;
                            else
                                delete message.hubContract;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.legs && message.legs.length))
                                message.legs = [];
                            message.legs.push($root.causeway.v1.Leg.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.deadlineNs = value;
                            else
                                delete message.deadlineNs;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Manifest message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof causeway.v1.Manifest
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {causeway.v1.Manifest} Manifest
             */
            Manifest.fromObject = function (object, _depth) {
                if (object instanceof $root.causeway.v1.Manifest)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".causeway.v1.Manifest: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.causeway.v1.Manifest();
                if (object.schema != null) {
                    if (!$util.isObject(object.schema))
                        throw $TypeError(".causeway.v1.Manifest.schema: object expected");
                    message.schema = $root.causeway.v1.SchemaVersion.fromObject(object.schema, _depth + 1);
                }
                if (object.hubChainId != null)
                    if (typeof object.hubChainId !== "string" || object.hubChainId.length)
                        message.hubChainId = $String(object.hubChainId);
                if (object.hubContract != null)
                    if (typeof object.hubContract !== "string" || object.hubContract.length)
                        message.hubContract = $String(object.hubContract);
                if (object.legs) {
                    if (!$Array.isArray(object.legs))
                        throw $TypeError(".causeway.v1.Manifest.legs: array expected");
                    message.legs = $Array(object.legs.length);
                    for (let i = 0; i < object.legs.length; ++i) {
                        if (!$util.isObject(object.legs[i]))
                            throw $TypeError(".causeway.v1.Manifest.legs: object expected");
                        message.legs[i] = $root.causeway.v1.Leg.fromObject(object.legs[i], _depth + 1);
                    }
                }
                if (object.deadlineNs != null)
                    if (typeof object.deadlineNs === "object" ? object.deadlineNs.low || object.deadlineNs.high : $Number(object.deadlineNs) !== 0)
                        if ($util.Long)
                            message.deadlineNs = $util.Long.fromValue(object.deadlineNs, true);
                        else if (typeof object.deadlineNs === "string")
                            message.deadlineNs = $parseInt(object.deadlineNs, 10);
                        else if (typeof object.deadlineNs === "number")
                            message.deadlineNs = object.deadlineNs;
                        else if (typeof object.deadlineNs === "object")
                            message.deadlineNs = new $util.LongBits(object.deadlineNs.low >>> 0, object.deadlineNs.high >>> 0).toNumber(true);
                if (object.nonce != null)
                    if (object.nonce.length)
                        if (typeof object.nonce === "string")
                            $util.base64.decode(object.nonce, message.nonce = $util.newBuffer($util.base64.length(object.nonce)), 0);
                        else if (object.nonce.length >= 0)
                            message.nonce = object.nonce;
                return message;
            };

            /**
             * Creates a plain object from a Manifest message. Also converts values to other types if specified.
             * @function toObject
             * @memberof causeway.v1.Manifest
             * @static
             * @param {causeway.v1.Manifest} message Manifest
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Manifest.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.legs = [];
                if (options.defaults) {
                    object.schema = null;
                    object.hubChainId = "";
                    object.hubContract = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.deadlineNs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.deadlineNs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if (options.bytes === $String)
                        object.nonce = "";
                    else {
                        object.nonce = [];
                        if (options.bytes !== $Array)
                            object.nonce = $util.newBuffer(object.nonce);
                    }
                }
                if (message.schema != null && $Object.hasOwnProperty.call(message, "schema"))
                    object.schema = $root.causeway.v1.SchemaVersion.toObject(message.schema, options, _depth + 1);
                if (message.hubChainId != null && $Object.hasOwnProperty.call(message, "hubChainId"))
                    object.hubChainId = message.hubChainId;
                if (message.hubContract != null && $Object.hasOwnProperty.call(message, "hubContract"))
                    object.hubContract = message.hubContract;
                if (message.legs && message.legs.length) {
                    object.legs = $Array(message.legs.length);
                    for (let j = 0; j < message.legs.length; ++j)
                        object.legs[j] = $root.causeway.v1.Leg.toObject(message.legs[j], options, _depth + 1);
                }
                if (message.deadlineNs != null && $Object.hasOwnProperty.call(message, "deadlineNs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.deadlineNs = typeof message.deadlineNs === "number" ? $BigInt(message.deadlineNs) : $util.Long.fromBits(message.deadlineNs.low >>> 0, message.deadlineNs.high >>> 0, true).toBigInt();
                    else if (typeof message.deadlineNs === "number")
                        object.deadlineNs = options.longs === $String ? $String(message.deadlineNs) : message.deadlineNs;
                    else
                        object.deadlineNs = options.longs === $String ? $util.Long.prototype.toString.call(message.deadlineNs) : options.longs === $Number ? new $util.LongBits(message.deadlineNs.low >>> 0, message.deadlineNs.high >>> 0).toNumber(true) : message.deadlineNs;
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    object.nonce = options.bytes === $String ? $util.base64.encode(message.nonce, 0, message.nonce.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.nonce) : message.nonce;
                return object;
            };

            /**
             * Converts this Manifest to JSON.
             * @function toJSON
             * @memberof causeway.v1.Manifest
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Manifest.prototype.toJSON = function() {
                return Manifest.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Manifest;
        })();

        v1.Leg = (function() {

            /**
             * Properties of a Leg.
             * @typedef {Object} causeway.v1.Leg.$Properties
             * @property {string|null} [chainId] Leg chainId
             * @property {string|null} [gate] Leg gate
             * @property {Array.<causeway.v1.Operation.$Properties>|null} [operations] Leg operations
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Leg.
             * @memberof causeway.v1
             * @interface ILeg
             * @augments causeway.v1.Leg.$Properties
             * @deprecated Use causeway.v1.Leg.$Properties instead.
             */

            /**
             * Shape of a Leg.
             * @typedef {{
             *   chainId?: string|null;
             *   gate?: string|null;
             *   operations?: Array.<causeway.v1.Operation.$Shape>|null;
             *   $unknowns?: Array.<Uint8Array>;
             * }} causeway.v1.Leg.$Shape
             */

            /**
             * Constructs a new Leg.
             * @memberof causeway.v1
             * @classdesc Represents a Leg.
             * @constructor
             * @param {causeway.v1.Leg.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Leg = function (properties) {
                this.operations = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Leg chainId.
             * @member {string} chainId
             * @memberof causeway.v1.Leg
             * @instance
             */
            Leg.prototype.chainId = "";

            /**
             * Leg gate.
             * @member {string} gate
             * @memberof causeway.v1.Leg
             * @instance
             */
            Leg.prototype.gate = "";

            /**
             * Leg operations.
             * @member {Array.<causeway.v1.Operation.$Properties>} operations
             * @memberof causeway.v1.Leg
             * @instance
             */
            Leg.prototype.operations = $util.emptyArray;

            /**
             * Creates a new Leg instance using the specified properties.
             * @function create
             * @memberof causeway.v1.Leg
             * @static
             * @param {causeway.v1.Leg.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.Leg} Leg instance
             * @type {{
             *   (properties: causeway.v1.Leg.$Shape): causeway.v1.Leg & causeway.v1.Leg.$Shape;
             *   (properties?: causeway.v1.Leg.$Properties): causeway.v1.Leg;
             * }}
             */
            Leg.create = function(properties) {
                return new Leg(properties);
            };

            /**
             * Encodes the specified Leg message. Does not implicitly {@link causeway.v1.Leg.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.Leg
             * @static
             * @param {causeway.v1.Leg.$Properties} message Leg message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Leg.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.chainId != null && $Object.hasOwnProperty.call(message, "chainId") && message.chainId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.chainId);
                if (message.gate != null && $Object.hasOwnProperty.call(message, "gate") && message.gate !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.gate);
                if (message.operations != null && message.operations.length)
                    for (let i = 0; i < message.operations.length; ++i)
                        $root.causeway.v1.Operation.encode(message.operations[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Leg message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.Leg
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.Leg & causeway.v1.Leg.$Shape} Leg
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Leg.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.causeway.v1.Leg();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.chainId = value;
                            else
                                delete message.chainId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.gate = value;
                            else
                                delete message.gate;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.operations && message.operations.length))
                                message.operations = [];
                            message.operations.push($root.causeway.v1.Operation.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Leg message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof causeway.v1.Leg
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {causeway.v1.Leg} Leg
             */
            Leg.fromObject = function (object, _depth) {
                if (object instanceof $root.causeway.v1.Leg)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".causeway.v1.Leg: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.causeway.v1.Leg();
                if (object.chainId != null)
                    if (typeof object.chainId !== "string" || object.chainId.length)
                        message.chainId = $String(object.chainId);
                if (object.gate != null)
                    if (typeof object.gate !== "string" || object.gate.length)
                        message.gate = $String(object.gate);
                if (object.operations) {
                    if (!$Array.isArray(object.operations))
                        throw $TypeError(".causeway.v1.Leg.operations: array expected");
                    message.operations = $Array(object.operations.length);
                    for (let i = 0; i < object.operations.length; ++i) {
                        if (!$util.isObject(object.operations[i]))
                            throw $TypeError(".causeway.v1.Leg.operations: object expected");
                        message.operations[i] = $root.causeway.v1.Operation.fromObject(object.operations[i], _depth + 1);
                    }
                }
                return message;
            };

            /**
             * Creates a plain object from a Leg message. Also converts values to other types if specified.
             * @function toObject
             * @memberof causeway.v1.Leg
             * @static
             * @param {causeway.v1.Leg} message Leg
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Leg.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.operations = [];
                if (options.defaults) {
                    object.chainId = "";
                    object.gate = "";
                }
                if (message.chainId != null && $Object.hasOwnProperty.call(message, "chainId"))
                    object.chainId = message.chainId;
                if (message.gate != null && $Object.hasOwnProperty.call(message, "gate"))
                    object.gate = message.gate;
                if (message.operations && message.operations.length) {
                    object.operations = $Array(message.operations.length);
                    for (let j = 0; j < message.operations.length; ++j)
                        object.operations[j] = $root.causeway.v1.Operation.toObject(message.operations[j], options, _depth + 1);
                }
                return object;
            };

            /**
             * Converts this Leg to JSON.
             * @function toJSON
             * @memberof causeway.v1.Leg
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Leg.prototype.toJSON = function() {
                return Leg.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Leg;
        })();

        v1.Operation = (function() {

            /**
             * Properties of an Operation.
             * @typedef {Object} causeway.v1.Operation.$Properties
             * @property {string|null} [resource] Operation resource
             * @property {string|null} [actor] Operation actor
             * @property {causeway.v1.CheckRecord.$Properties|null} [checkRecord] Operation checkRecord
             * @property {causeway.v1.ReplicateRecord.$Properties|null} [replicateRecord] Operation replicateRecord
             * @property {causeway.v1.CheckAsset.$Properties|null} [checkAsset] Operation checkAsset
             * @property {causeway.v1.ReleaseAsset.$Properties|null} [releaseAsset] Operation releaseAsset
             * @property {causeway.v1.ReceiveAsset.$Properties|null} [receiveAsset] Operation receiveAsset
             * @property {causeway.v1.TransferAsset.$Properties|null} [transferAsset] Operation transferAsset
             * @property {causeway.v1.TransferCoins.$Properties|null} [transferCoins] Operation transferCoins
             * @property {causeway.v1.ReleaseCoins.$Properties|null} [releaseCoins] Operation releaseCoins
             * @property {causeway.v1.ReceiveCoins.$Properties|null} [receiveCoins] Operation receiveCoins
             * @property {causeway.v1.Custom.$Properties|null} [custom] Operation custom
             * @property {"checkRecord"|"replicateRecord"|"checkAsset"|"releaseAsset"|"receiveAsset"|"transferAsset"|"transferCoins"|"releaseCoins"|"receiveCoins"|"custom"} [body] Operation body
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Operation.
             * @memberof causeway.v1
             * @interface IOperation
             * @augments causeway.v1.Operation.$Properties
             * @deprecated Use causeway.v1.Operation.$Properties instead.
             */

            /**
             * Narrowed shape of an Operation.
             * @typedef {{
             *   resource?: string|null;
             *   actor?: string|null;
             *   checkRecord?: causeway.v1.CheckRecord.$Shape|null;
             *   replicateRecord?: causeway.v1.ReplicateRecord.$Shape|null;
             *   checkAsset?: causeway.v1.CheckAsset.$Shape|null;
             *   releaseAsset?: causeway.v1.ReleaseAsset.$Shape|null;
             *   receiveAsset?: causeway.v1.ReceiveAsset.$Shape|null;
             *   transferAsset?: causeway.v1.TransferAsset.$Shape|null;
             *   transferCoins?: causeway.v1.TransferCoins.$Shape|null;
             *   releaseCoins?: causeway.v1.ReleaseCoins.$Shape|null;
             *   receiveCoins?: causeway.v1.ReceiveCoins.$Shape|null;
             *   custom?: causeway.v1.Custom.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ body?: undefined; checkRecord?: null; replicateRecord?: null; checkAsset?: null; releaseAsset?: null; receiveAsset?: null; transferAsset?: null; transferCoins?: null; releaseCoins?: null; receiveCoins?: null; custom?: null }|{ body?: "checkRecord"; checkRecord: causeway.v1.CheckRecord.$Shape; replicateRecord?: null; checkAsset?: null; releaseAsset?: null; receiveAsset?: null; transferAsset?: null; transferCoins?: null; releaseCoins?: null; receiveCoins?: null; custom?: null }|{ body?: "replicateRecord"; checkRecord?: null; replicateRecord: causeway.v1.ReplicateRecord.$Shape; checkAsset?: null; releaseAsset?: null; receiveAsset?: null; transferAsset?: null; transferCoins?: null; releaseCoins?: null; receiveCoins?: null; custom?: null }|{ body?: "checkAsset"; checkRecord?: null; replicateRecord?: null; checkAsset: causeway.v1.CheckAsset.$Shape; releaseAsset?: null; receiveAsset?: null; transferAsset?: null; transferCoins?: null; releaseCoins?: null; receiveCoins?: null; custom?: null }|{ body?: "releaseAsset"; checkRecord?: null; replicateRecord?: null; checkAsset?: null; releaseAsset: causeway.v1.ReleaseAsset.$Shape; receiveAsset?: null; transferAsset?: null; transferCoins?: null; releaseCoins?: null; receiveCoins?: null; custom?: null }|{ body?: "receiveAsset"; checkRecord?: null; replicateRecord?: null; checkAsset?: null; releaseAsset?: null; receiveAsset: causeway.v1.ReceiveAsset.$Shape; transferAsset?: null; transferCoins?: null; releaseCoins?: null; receiveCoins?: null; custom?: null }|{ body?: "transferAsset"; checkRecord?: null; replicateRecord?: null; checkAsset?: null; releaseAsset?: null; receiveAsset?: null; transferAsset: causeway.v1.TransferAsset.$Shape; transferCoins?: null; releaseCoins?: null; receiveCoins?: null; custom?: null }|{ body?: "transferCoins"; checkRecord?: null; replicateRecord?: null; checkAsset?: null; releaseAsset?: null; receiveAsset?: null; transferAsset?: null; transferCoins: causeway.v1.TransferCoins.$Shape; releaseCoins?: null; receiveCoins?: null; custom?: null }|{ body?: "releaseCoins"; checkRecord?: null; replicateRecord?: null; checkAsset?: null; releaseAsset?: null; receiveAsset?: null; transferAsset?: null; transferCoins?: null; releaseCoins: causeway.v1.ReleaseCoins.$Shape; receiveCoins?: null; custom?: null }|{ body?: "receiveCoins"; checkRecord?: null; replicateRecord?: null; checkAsset?: null; releaseAsset?: null; receiveAsset?: null; transferAsset?: null; transferCoins?: null; releaseCoins?: null; receiveCoins: causeway.v1.ReceiveCoins.$Shape; custom?: null }|{ body?: "custom"; checkRecord?: null; replicateRecord?: null; checkAsset?: null; releaseAsset?: null; receiveAsset?: null; transferAsset?: null; transferCoins?: null; releaseCoins?: null; receiveCoins?: null; custom: causeway.v1.Custom.$Shape })
             * )} causeway.v1.Operation.$Shape
             */

            /**
             * Constructs a new Operation.
             * @memberof causeway.v1
             * @classdesc Represents an Operation.
             * @constructor
             * @param {causeway.v1.Operation.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Operation = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Operation resource.
             * @member {string} resource
             * @memberof causeway.v1.Operation
             * @instance
             */
            Operation.prototype.resource = "";

            /**
             * Operation actor.
             * @member {string} actor
             * @memberof causeway.v1.Operation
             * @instance
             */
            Operation.prototype.actor = "";

            /**
             * Operation checkRecord.
             * @member {causeway.v1.CheckRecord.$Properties|null|undefined} checkRecord
             * @memberof causeway.v1.Operation
             * @instance
             */
            Operation.prototype.checkRecord = null;

            /**
             * Operation replicateRecord.
             * @member {causeway.v1.ReplicateRecord.$Properties|null|undefined} replicateRecord
             * @memberof causeway.v1.Operation
             * @instance
             */
            Operation.prototype.replicateRecord = null;

            /**
             * Operation checkAsset.
             * @member {causeway.v1.CheckAsset.$Properties|null|undefined} checkAsset
             * @memberof causeway.v1.Operation
             * @instance
             */
            Operation.prototype.checkAsset = null;

            /**
             * Operation releaseAsset.
             * @member {causeway.v1.ReleaseAsset.$Properties|null|undefined} releaseAsset
             * @memberof causeway.v1.Operation
             * @instance
             */
            Operation.prototype.releaseAsset = null;

            /**
             * Operation receiveAsset.
             * @member {causeway.v1.ReceiveAsset.$Properties|null|undefined} receiveAsset
             * @memberof causeway.v1.Operation
             * @instance
             */
            Operation.prototype.receiveAsset = null;

            /**
             * Operation transferAsset.
             * @member {causeway.v1.TransferAsset.$Properties|null|undefined} transferAsset
             * @memberof causeway.v1.Operation
             * @instance
             */
            Operation.prototype.transferAsset = null;

            /**
             * Operation transferCoins.
             * @member {causeway.v1.TransferCoins.$Properties|null|undefined} transferCoins
             * @memberof causeway.v1.Operation
             * @instance
             */
            Operation.prototype.transferCoins = null;

            /**
             * Operation releaseCoins.
             * @member {causeway.v1.ReleaseCoins.$Properties|null|undefined} releaseCoins
             * @memberof causeway.v1.Operation
             * @instance
             */
            Operation.prototype.releaseCoins = null;

            /**
             * Operation receiveCoins.
             * @member {causeway.v1.ReceiveCoins.$Properties|null|undefined} receiveCoins
             * @memberof causeway.v1.Operation
             * @instance
             */
            Operation.prototype.receiveCoins = null;

            /**
             * Operation custom.
             * @member {causeway.v1.Custom.$Properties|null|undefined} custom
             * @memberof causeway.v1.Operation
             * @instance
             */
            Operation.prototype.custom = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * Operation body.
             * @member {"checkRecord"|"replicateRecord"|"checkAsset"|"releaseAsset"|"receiveAsset"|"transferAsset"|"transferCoins"|"releaseCoins"|"receiveCoins"|"custom"|undefined} body
             * @memberof causeway.v1.Operation
             * @instance
             */
            $Object.defineProperty(Operation.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["checkRecord", "replicateRecord", "checkAsset", "releaseAsset", "receiveAsset", "transferAsset", "transferCoins", "releaseCoins", "receiveCoins", "custom"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new Operation instance using the specified properties.
             * @function create
             * @memberof causeway.v1.Operation
             * @static
             * @param {causeway.v1.Operation.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.Operation} Operation instance
             * @type {{
             *   (properties: causeway.v1.Operation.$Shape): causeway.v1.Operation & causeway.v1.Operation.$Shape;
             *   (properties?: causeway.v1.Operation.$Properties): causeway.v1.Operation;
             * }}
             */
            Operation.create = function(properties) {
                return new Operation(properties);
            };

            /**
             * Encodes the specified Operation message. Does not implicitly {@link causeway.v1.Operation.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.Operation
             * @static
             * @param {causeway.v1.Operation.$Properties} message Operation message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Operation.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.resource != null && $Object.hasOwnProperty.call(message, "resource") && message.resource !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.resource);
                if (message.actor != null && $Object.hasOwnProperty.call(message, "actor") && message.actor !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.actor);
                if (message.checkRecord != null && $Object.hasOwnProperty.call(message, "checkRecord"))
                    $root.causeway.v1.CheckRecord.encode(message.checkRecord, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.replicateRecord != null && $Object.hasOwnProperty.call(message, "replicateRecord"))
                    $root.causeway.v1.ReplicateRecord.encode(message.replicateRecord, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.checkAsset != null && $Object.hasOwnProperty.call(message, "checkAsset"))
                    $root.causeway.v1.CheckAsset.encode(message.checkAsset, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.releaseAsset != null && $Object.hasOwnProperty.call(message, "releaseAsset"))
                    $root.causeway.v1.ReleaseAsset.encode(message.releaseAsset, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.receiveAsset != null && $Object.hasOwnProperty.call(message, "receiveAsset"))
                    $root.causeway.v1.ReceiveAsset.encode(message.receiveAsset, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.transferAsset != null && $Object.hasOwnProperty.call(message, "transferAsset"))
                    $root.causeway.v1.TransferAsset.encode(message.transferAsset, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.transferCoins != null && $Object.hasOwnProperty.call(message, "transferCoins"))
                    $root.causeway.v1.TransferCoins.encode(message.transferCoins, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.releaseCoins != null && $Object.hasOwnProperty.call(message, "releaseCoins"))
                    $root.causeway.v1.ReleaseCoins.encode(message.releaseCoins, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                if (message.receiveCoins != null && $Object.hasOwnProperty.call(message, "receiveCoins"))
                    $root.causeway.v1.ReceiveCoins.encode(message.receiveCoins, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.custom != null && $Object.hasOwnProperty.call(message, "custom"))
                    $root.causeway.v1.Custom.encode(message.custom, writer.uint32(/* id 15, wireType 2 =*/122).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Operation message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.Operation
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.Operation & causeway.v1.Operation.$Shape} Operation
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Operation.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.causeway.v1.Operation();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.resource = value;
                            else
                                delete message.resource;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.actor = value;
                            else
                                delete message.actor;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.checkRecord = $root.causeway.v1.CheckRecord.decode(reader, reader.size(), $undefined, _depth + 1, message.checkRecord);
                            message.body = "checkRecord";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.replicateRecord = $root.causeway.v1.ReplicateRecord.decode(reader, reader.size(), $undefined, _depth + 1, message.replicateRecord);
                            message.body = "replicateRecord";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.checkAsset = $root.causeway.v1.CheckAsset.decode(reader, reader.size(), $undefined, _depth + 1, message.checkAsset);
                            message.body = "checkAsset";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.releaseAsset = $root.causeway.v1.ReleaseAsset.decode(reader, reader.size(), $undefined, _depth + 1, message.releaseAsset);
                            message.body = "releaseAsset";
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.receiveAsset = $root.causeway.v1.ReceiveAsset.decode(reader, reader.size(), $undefined, _depth + 1, message.receiveAsset);
                            message.body = "receiveAsset";
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.transferAsset = $root.causeway.v1.TransferAsset.decode(reader, reader.size(), $undefined, _depth + 1, message.transferAsset);
                            message.body = "transferAsset";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.transferCoins = $root.causeway.v1.TransferCoins.decode(reader, reader.size(), $undefined, _depth + 1, message.transferCoins);
                            message.body = "transferCoins";
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.releaseCoins = $root.causeway.v1.ReleaseCoins.decode(reader, reader.size(), $undefined, _depth + 1, message.releaseCoins);
                            message.body = "releaseCoins";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.receiveCoins = $root.causeway.v1.ReceiveCoins.decode(reader, reader.size(), $undefined, _depth + 1, message.receiveCoins);
                            message.body = "receiveCoins";
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            message.custom = $root.causeway.v1.Custom.decode(reader, reader.size(), $undefined, _depth + 1, message.custom);
                            message.body = "custom";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an Operation message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof causeway.v1.Operation
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {causeway.v1.Operation} Operation
             */
            Operation.fromObject = function (object, _depth) {
                if (object instanceof $root.causeway.v1.Operation)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".causeway.v1.Operation: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.causeway.v1.Operation();
                if (object.resource != null)
                    if (typeof object.resource !== "string" || object.resource.length)
                        message.resource = $String(object.resource);
                if (object.actor != null)
                    if (typeof object.actor !== "string" || object.actor.length)
                        message.actor = $String(object.actor);
                if (object.checkRecord != null) {
                    if (!$util.isObject(object.checkRecord))
                        throw $TypeError(".causeway.v1.Operation.checkRecord: object expected");
                    message.checkRecord = $root.causeway.v1.CheckRecord.fromObject(object.checkRecord, _depth + 1);
                }
                if (object.replicateRecord != null) {
                    if (!$util.isObject(object.replicateRecord))
                        throw $TypeError(".causeway.v1.Operation.replicateRecord: object expected");
                    message.replicateRecord = $root.causeway.v1.ReplicateRecord.fromObject(object.replicateRecord, _depth + 1);
                }
                if (object.checkAsset != null) {
                    if (!$util.isObject(object.checkAsset))
                        throw $TypeError(".causeway.v1.Operation.checkAsset: object expected");
                    message.checkAsset = $root.causeway.v1.CheckAsset.fromObject(object.checkAsset, _depth + 1);
                }
                if (object.releaseAsset != null) {
                    if (!$util.isObject(object.releaseAsset))
                        throw $TypeError(".causeway.v1.Operation.releaseAsset: object expected");
                    message.releaseAsset = $root.causeway.v1.ReleaseAsset.fromObject(object.releaseAsset, _depth + 1);
                }
                if (object.receiveAsset != null) {
                    if (!$util.isObject(object.receiveAsset))
                        throw $TypeError(".causeway.v1.Operation.receiveAsset: object expected");
                    message.receiveAsset = $root.causeway.v1.ReceiveAsset.fromObject(object.receiveAsset, _depth + 1);
                }
                if (object.transferAsset != null) {
                    if (!$util.isObject(object.transferAsset))
                        throw $TypeError(".causeway.v1.Operation.transferAsset: object expected");
                    message.transferAsset = $root.causeway.v1.TransferAsset.fromObject(object.transferAsset, _depth + 1);
                }
                if (object.transferCoins != null) {
                    if (!$util.isObject(object.transferCoins))
                        throw $TypeError(".causeway.v1.Operation.transferCoins: object expected");
                    message.transferCoins = $root.causeway.v1.TransferCoins.fromObject(object.transferCoins, _depth + 1);
                }
                if (object.releaseCoins != null) {
                    if (!$util.isObject(object.releaseCoins))
                        throw $TypeError(".causeway.v1.Operation.releaseCoins: object expected");
                    message.releaseCoins = $root.causeway.v1.ReleaseCoins.fromObject(object.releaseCoins, _depth + 1);
                }
                if (object.receiveCoins != null) {
                    if (!$util.isObject(object.receiveCoins))
                        throw $TypeError(".causeway.v1.Operation.receiveCoins: object expected");
                    message.receiveCoins = $root.causeway.v1.ReceiveCoins.fromObject(object.receiveCoins, _depth + 1);
                }
                if (object.custom != null) {
                    if (!$util.isObject(object.custom))
                        throw $TypeError(".causeway.v1.Operation.custom: object expected");
                    message.custom = $root.causeway.v1.Custom.fromObject(object.custom, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from an Operation message. Also converts values to other types if specified.
             * @function toObject
             * @memberof causeway.v1.Operation
             * @static
             * @param {causeway.v1.Operation} message Operation
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Operation.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.resource = "";
                    object.actor = "";
                }
                if (message.resource != null && $Object.hasOwnProperty.call(message, "resource"))
                    object.resource = message.resource;
                if (message.actor != null && $Object.hasOwnProperty.call(message, "actor"))
                    object.actor = message.actor;
                if (message.checkRecord != null && $Object.hasOwnProperty.call(message, "checkRecord")) {
                    object.checkRecord = $root.causeway.v1.CheckRecord.toObject(message.checkRecord, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "checkRecord";
                }
                if (message.replicateRecord != null && $Object.hasOwnProperty.call(message, "replicateRecord")) {
                    object.replicateRecord = $root.causeway.v1.ReplicateRecord.toObject(message.replicateRecord, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "replicateRecord";
                }
                if (message.checkAsset != null && $Object.hasOwnProperty.call(message, "checkAsset")) {
                    object.checkAsset = $root.causeway.v1.CheckAsset.toObject(message.checkAsset, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "checkAsset";
                }
                if (message.releaseAsset != null && $Object.hasOwnProperty.call(message, "releaseAsset")) {
                    object.releaseAsset = $root.causeway.v1.ReleaseAsset.toObject(message.releaseAsset, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "releaseAsset";
                }
                if (message.receiveAsset != null && $Object.hasOwnProperty.call(message, "receiveAsset")) {
                    object.receiveAsset = $root.causeway.v1.ReceiveAsset.toObject(message.receiveAsset, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "receiveAsset";
                }
                if (message.transferAsset != null && $Object.hasOwnProperty.call(message, "transferAsset")) {
                    object.transferAsset = $root.causeway.v1.TransferAsset.toObject(message.transferAsset, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "transferAsset";
                }
                if (message.transferCoins != null && $Object.hasOwnProperty.call(message, "transferCoins")) {
                    object.transferCoins = $root.causeway.v1.TransferCoins.toObject(message.transferCoins, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "transferCoins";
                }
                if (message.releaseCoins != null && $Object.hasOwnProperty.call(message, "releaseCoins")) {
                    object.releaseCoins = $root.causeway.v1.ReleaseCoins.toObject(message.releaseCoins, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "releaseCoins";
                }
                if (message.receiveCoins != null && $Object.hasOwnProperty.call(message, "receiveCoins")) {
                    object.receiveCoins = $root.causeway.v1.ReceiveCoins.toObject(message.receiveCoins, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "receiveCoins";
                }
                if (message.custom != null && $Object.hasOwnProperty.call(message, "custom")) {
                    object.custom = $root.causeway.v1.Custom.toObject(message.custom, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "custom";
                }
                return object;
            };

            /**
             * Converts this Operation to JSON.
             * @function toJSON
             * @memberof causeway.v1.Operation
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Operation.prototype.toJSON = function() {
                return Operation.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Operation;
        })();

        v1.CheckRecord = (function() {

            /**
             * Properties of a CheckRecord.
             * @typedef {Object} causeway.v1.CheckRecord.$Properties
             * @property {string|null} [id] CheckRecord id
             * @property {number|Long|null} [version] CheckRecord version
             * @property {Uint8Array|null} [envelopeDigest] CheckRecord envelopeDigest
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a CheckRecord.
             * @memberof causeway.v1
             * @interface ICheckRecord
             * @augments causeway.v1.CheckRecord.$Properties
             * @deprecated Use causeway.v1.CheckRecord.$Properties instead.
             */

            /**
             * Shape of a CheckRecord.
             * @typedef {causeway.v1.CheckRecord.$Properties} causeway.v1.CheckRecord.$Shape
             */

            /**
             * Constructs a new CheckRecord.
             * @memberof causeway.v1
             * @classdesc Represents a CheckRecord.
             * @constructor
             * @param {causeway.v1.CheckRecord.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const CheckRecord = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * CheckRecord id.
             * @member {string} id
             * @memberof causeway.v1.CheckRecord
             * @instance
             */
            CheckRecord.prototype.id = "";

            /**
             * CheckRecord version.
             * @member {number|Long} version
             * @memberof causeway.v1.CheckRecord
             * @instance
             */
            CheckRecord.prototype.version = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * CheckRecord envelopeDigest.
             * @member {Uint8Array} envelopeDigest
             * @memberof causeway.v1.CheckRecord
             * @instance
             */
            CheckRecord.prototype.envelopeDigest = $util.newBuffer([]);

            /**
             * Creates a new CheckRecord instance using the specified properties.
             * @function create
             * @memberof causeway.v1.CheckRecord
             * @static
             * @param {causeway.v1.CheckRecord.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.CheckRecord} CheckRecord instance
             * @type {{
             *   (properties: causeway.v1.CheckRecord.$Shape): causeway.v1.CheckRecord & causeway.v1.CheckRecord.$Shape;
             *   (properties?: causeway.v1.CheckRecord.$Properties): causeway.v1.CheckRecord;
             * }}
             */
            CheckRecord.create = function(properties) {
                return new CheckRecord(properties);
            };

            /**
             * Encodes the specified CheckRecord message. Does not implicitly {@link causeway.v1.CheckRecord.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.CheckRecord
             * @static
             * @param {causeway.v1.CheckRecord.$Properties} message CheckRecord message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            CheckRecord.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && (typeof message.version === "object" ? message.version.low || message.version.high : message.version !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.version);
                if (message.envelopeDigest != null && $Object.hasOwnProperty.call(message, "envelopeDigest") && message.envelopeDigest.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.envelopeDigest);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a CheckRecord message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.CheckRecord
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.CheckRecord & causeway.v1.CheckRecord.$Shape} CheckRecord
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            CheckRecord.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.causeway.v1.CheckRecord();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.envelopeDigest = value;
                            else
                                delete message.envelopeDigest;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a CheckRecord message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof causeway.v1.CheckRecord
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {causeway.v1.CheckRecord} CheckRecord
             */
            CheckRecord.fromObject = function (object, _depth) {
                if (object instanceof $root.causeway.v1.CheckRecord)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".causeway.v1.CheckRecord: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.causeway.v1.CheckRecord();
                if (object.id != null)
                    if (typeof object.id !== "string" || object.id.length)
                        message.id = $String(object.id);
                if (object.version != null)
                    if (typeof object.version === "object" ? object.version.low || object.version.high : $Number(object.version) !== 0)
                        if ($util.Long)
                            message.version = $util.Long.fromValue(object.version, true);
                        else if (typeof object.version === "string")
                            message.version = $parseInt(object.version, 10);
                        else if (typeof object.version === "number")
                            message.version = object.version;
                        else if (typeof object.version === "object")
                            message.version = new $util.LongBits(object.version.low >>> 0, object.version.high >>> 0).toNumber(true);
                if (object.envelopeDigest != null)
                    if (object.envelopeDigest.length)
                        if (typeof object.envelopeDigest === "string")
                            $util.base64.decode(object.envelopeDigest, message.envelopeDigest = $util.newBuffer($util.base64.length(object.envelopeDigest)), 0);
                        else if (object.envelopeDigest.length >= 0)
                            message.envelopeDigest = object.envelopeDigest;
                return message;
            };

            /**
             * Creates a plain object from a CheckRecord message. Also converts values to other types if specified.
             * @function toObject
             * @memberof causeway.v1.CheckRecord
             * @static
             * @param {causeway.v1.CheckRecord} message CheckRecord
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            CheckRecord.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.id = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.version = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.version = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if (options.bytes === $String)
                        object.envelopeDigest = "";
                    else {
                        object.envelopeDigest = [];
                        if (options.bytes !== $Array)
                            object.envelopeDigest = $util.newBuffer(object.envelopeDigest);
                    }
                }
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    object.id = message.id;
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.version = typeof message.version === "number" ? $BigInt(message.version) : $util.Long.fromBits(message.version.low >>> 0, message.version.high >>> 0, true).toBigInt();
                    else if (typeof message.version === "number")
                        object.version = options.longs === $String ? $String(message.version) : message.version;
                    else
                        object.version = options.longs === $String ? $util.Long.prototype.toString.call(message.version) : options.longs === $Number ? new $util.LongBits(message.version.low >>> 0, message.version.high >>> 0).toNumber(true) : message.version;
                if (message.envelopeDigest != null && $Object.hasOwnProperty.call(message, "envelopeDigest"))
                    object.envelopeDigest = options.bytes === $String ? $util.base64.encode(message.envelopeDigest, 0, message.envelopeDigest.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.envelopeDigest) : message.envelopeDigest;
                return object;
            };

            /**
             * Converts this CheckRecord to JSON.
             * @function toJSON
             * @memberof causeway.v1.CheckRecord
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            CheckRecord.prototype.toJSON = function() {
                return CheckRecord.toObject(this, $protobuf.util.toJSONOptions);
            };

            return CheckRecord;
        })();

        v1.ReplicateRecord = (function() {

            /**
             * Properties of a ReplicateRecord.
             * @typedef {Object} causeway.v1.ReplicateRecord.$Properties
             * @property {causeway.v1.Envelope.$Properties|null} [envelope] ReplicateRecord envelope
             * @property {number|Long|null} [version] ReplicateRecord version
             * @property {string|null} [sourceChainId] ReplicateRecord sourceChainId
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ReplicateRecord.
             * @memberof causeway.v1
             * @interface IReplicateRecord
             * @augments causeway.v1.ReplicateRecord.$Properties
             * @deprecated Use causeway.v1.ReplicateRecord.$Properties instead.
             */

            /**
             * Shape of a ReplicateRecord.
             * @typedef {causeway.v1.ReplicateRecord.$Properties} causeway.v1.ReplicateRecord.$Shape
             */

            /**
             * Constructs a new ReplicateRecord.
             * @memberof causeway.v1
             * @classdesc Represents a ReplicateRecord.
             * @constructor
             * @param {causeway.v1.ReplicateRecord.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ReplicateRecord = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ReplicateRecord envelope.
             * @member {causeway.v1.Envelope.$Properties|null|undefined} envelope
             * @memberof causeway.v1.ReplicateRecord
             * @instance
             */
            ReplicateRecord.prototype.envelope = null;

            /**
             * ReplicateRecord version.
             * @member {number|Long} version
             * @memberof causeway.v1.ReplicateRecord
             * @instance
             */
            ReplicateRecord.prototype.version = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * ReplicateRecord sourceChainId.
             * @member {string} sourceChainId
             * @memberof causeway.v1.ReplicateRecord
             * @instance
             */
            ReplicateRecord.prototype.sourceChainId = "";

            /**
             * Creates a new ReplicateRecord instance using the specified properties.
             * @function create
             * @memberof causeway.v1.ReplicateRecord
             * @static
             * @param {causeway.v1.ReplicateRecord.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.ReplicateRecord} ReplicateRecord instance
             * @type {{
             *   (properties: causeway.v1.ReplicateRecord.$Shape): causeway.v1.ReplicateRecord & causeway.v1.ReplicateRecord.$Shape;
             *   (properties?: causeway.v1.ReplicateRecord.$Properties): causeway.v1.ReplicateRecord;
             * }}
             */
            ReplicateRecord.create = function(properties) {
                return new ReplicateRecord(properties);
            };

            /**
             * Encodes the specified ReplicateRecord message. Does not implicitly {@link causeway.v1.ReplicateRecord.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.ReplicateRecord
             * @static
             * @param {causeway.v1.ReplicateRecord.$Properties} message ReplicateRecord message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ReplicateRecord.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.envelope != null && $Object.hasOwnProperty.call(message, "envelope"))
                    $root.causeway.v1.Envelope.encode(message.envelope, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && (typeof message.version === "object" ? message.version.low || message.version.high : message.version !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.version);
                if (message.sourceChainId != null && $Object.hasOwnProperty.call(message, "sourceChainId") && message.sourceChainId !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.sourceChainId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ReplicateRecord message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.ReplicateRecord
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.ReplicateRecord & causeway.v1.ReplicateRecord.$Shape} ReplicateRecord
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ReplicateRecord.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.causeway.v1.ReplicateRecord();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.envelope = $root.causeway.v1.Envelope.decode(reader, reader.size(), $undefined, _depth + 1, message.envelope);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.sourceChainId = value;
                            else
                                delete message.sourceChainId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a ReplicateRecord message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof causeway.v1.ReplicateRecord
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {causeway.v1.ReplicateRecord} ReplicateRecord
             */
            ReplicateRecord.fromObject = function (object, _depth) {
                if (object instanceof $root.causeway.v1.ReplicateRecord)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".causeway.v1.ReplicateRecord: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.causeway.v1.ReplicateRecord();
                if (object.envelope != null) {
                    if (!$util.isObject(object.envelope))
                        throw $TypeError(".causeway.v1.ReplicateRecord.envelope: object expected");
                    message.envelope = $root.causeway.v1.Envelope.fromObject(object.envelope, _depth + 1);
                }
                if (object.version != null)
                    if (typeof object.version === "object" ? object.version.low || object.version.high : $Number(object.version) !== 0)
                        if ($util.Long)
                            message.version = $util.Long.fromValue(object.version, true);
                        else if (typeof object.version === "string")
                            message.version = $parseInt(object.version, 10);
                        else if (typeof object.version === "number")
                            message.version = object.version;
                        else if (typeof object.version === "object")
                            message.version = new $util.LongBits(object.version.low >>> 0, object.version.high >>> 0).toNumber(true);
                if (object.sourceChainId != null)
                    if (typeof object.sourceChainId !== "string" || object.sourceChainId.length)
                        message.sourceChainId = $String(object.sourceChainId);
                return message;
            };

            /**
             * Creates a plain object from a ReplicateRecord message. Also converts values to other types if specified.
             * @function toObject
             * @memberof causeway.v1.ReplicateRecord
             * @static
             * @param {causeway.v1.ReplicateRecord} message ReplicateRecord
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ReplicateRecord.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.envelope = null;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.version = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.version = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.sourceChainId = "";
                }
                if (message.envelope != null && $Object.hasOwnProperty.call(message, "envelope"))
                    object.envelope = $root.causeway.v1.Envelope.toObject(message.envelope, options, _depth + 1);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.version = typeof message.version === "number" ? $BigInt(message.version) : $util.Long.fromBits(message.version.low >>> 0, message.version.high >>> 0, true).toBigInt();
                    else if (typeof message.version === "number")
                        object.version = options.longs === $String ? $String(message.version) : message.version;
                    else
                        object.version = options.longs === $String ? $util.Long.prototype.toString.call(message.version) : options.longs === $Number ? new $util.LongBits(message.version.low >>> 0, message.version.high >>> 0).toNumber(true) : message.version;
                if (message.sourceChainId != null && $Object.hasOwnProperty.call(message, "sourceChainId"))
                    object.sourceChainId = message.sourceChainId;
                return object;
            };

            /**
             * Converts this ReplicateRecord to JSON.
             * @function toJSON
             * @memberof causeway.v1.ReplicateRecord
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ReplicateRecord.prototype.toJSON = function() {
                return ReplicateRecord.toObject(this, $protobuf.util.toJSONOptions);
            };

            return ReplicateRecord;
        })();

        v1.CheckAsset = (function() {

            /**
             * Properties of a CheckAsset.
             * @typedef {Object} causeway.v1.CheckAsset.$Properties
             * @property {string|null} [id] CheckAsset id
             * @property {number|Long|null} [version] CheckAsset version
             * @property {string|null} [owner] CheckAsset owner
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a CheckAsset.
             * @memberof causeway.v1
             * @interface ICheckAsset
             * @augments causeway.v1.CheckAsset.$Properties
             * @deprecated Use causeway.v1.CheckAsset.$Properties instead.
             */

            /**
             * Shape of a CheckAsset.
             * @typedef {causeway.v1.CheckAsset.$Properties} causeway.v1.CheckAsset.$Shape
             */

            /**
             * Constructs a new CheckAsset.
             * @memberof causeway.v1
             * @classdesc Represents a CheckAsset.
             * @constructor
             * @param {causeway.v1.CheckAsset.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const CheckAsset = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * CheckAsset id.
             * @member {string} id
             * @memberof causeway.v1.CheckAsset
             * @instance
             */
            CheckAsset.prototype.id = "";

            /**
             * CheckAsset version.
             * @member {number|Long} version
             * @memberof causeway.v1.CheckAsset
             * @instance
             */
            CheckAsset.prototype.version = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * CheckAsset owner.
             * @member {string} owner
             * @memberof causeway.v1.CheckAsset
             * @instance
             */
            CheckAsset.prototype.owner = "";

            /**
             * Creates a new CheckAsset instance using the specified properties.
             * @function create
             * @memberof causeway.v1.CheckAsset
             * @static
             * @param {causeway.v1.CheckAsset.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.CheckAsset} CheckAsset instance
             * @type {{
             *   (properties: causeway.v1.CheckAsset.$Shape): causeway.v1.CheckAsset & causeway.v1.CheckAsset.$Shape;
             *   (properties?: causeway.v1.CheckAsset.$Properties): causeway.v1.CheckAsset;
             * }}
             */
            CheckAsset.create = function(properties) {
                return new CheckAsset(properties);
            };

            /**
             * Encodes the specified CheckAsset message. Does not implicitly {@link causeway.v1.CheckAsset.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.CheckAsset
             * @static
             * @param {causeway.v1.CheckAsset.$Properties} message CheckAsset message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            CheckAsset.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && (typeof message.version === "object" ? message.version.low || message.version.high : message.version !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.version);
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner") && message.owner !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.owner);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a CheckAsset message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.CheckAsset
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.CheckAsset & causeway.v1.CheckAsset.$Shape} CheckAsset
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            CheckAsset.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.causeway.v1.CheckAsset();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.owner = value;
                            else
                                delete message.owner;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a CheckAsset message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof causeway.v1.CheckAsset
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {causeway.v1.CheckAsset} CheckAsset
             */
            CheckAsset.fromObject = function (object, _depth) {
                if (object instanceof $root.causeway.v1.CheckAsset)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".causeway.v1.CheckAsset: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.causeway.v1.CheckAsset();
                if (object.id != null)
                    if (typeof object.id !== "string" || object.id.length)
                        message.id = $String(object.id);
                if (object.version != null)
                    if (typeof object.version === "object" ? object.version.low || object.version.high : $Number(object.version) !== 0)
                        if ($util.Long)
                            message.version = $util.Long.fromValue(object.version, true);
                        else if (typeof object.version === "string")
                            message.version = $parseInt(object.version, 10);
                        else if (typeof object.version === "number")
                            message.version = object.version;
                        else if (typeof object.version === "object")
                            message.version = new $util.LongBits(object.version.low >>> 0, object.version.high >>> 0).toNumber(true);
                if (object.owner != null)
                    if (typeof object.owner !== "string" || object.owner.length)
                        message.owner = $String(object.owner);
                return message;
            };

            /**
             * Creates a plain object from a CheckAsset message. Also converts values to other types if specified.
             * @function toObject
             * @memberof causeway.v1.CheckAsset
             * @static
             * @param {causeway.v1.CheckAsset} message CheckAsset
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            CheckAsset.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.id = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.version = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.version = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.owner = "";
                }
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    object.id = message.id;
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.version = typeof message.version === "number" ? $BigInt(message.version) : $util.Long.fromBits(message.version.low >>> 0, message.version.high >>> 0, true).toBigInt();
                    else if (typeof message.version === "number")
                        object.version = options.longs === $String ? $String(message.version) : message.version;
                    else
                        object.version = options.longs === $String ? $util.Long.prototype.toString.call(message.version) : options.longs === $Number ? new $util.LongBits(message.version.low >>> 0, message.version.high >>> 0).toNumber(true) : message.version;
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner"))
                    object.owner = message.owner;
                return object;
            };

            /**
             * Converts this CheckAsset to JSON.
             * @function toJSON
             * @memberof causeway.v1.CheckAsset
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            CheckAsset.prototype.toJSON = function() {
                return CheckAsset.toObject(this, $protobuf.util.toJSONOptions);
            };

            return CheckAsset;
        })();

        v1.ReleaseAsset = (function() {

            /**
             * Properties of a ReleaseAsset.
             * @typedef {Object} causeway.v1.ReleaseAsset.$Properties
             * @property {string|null} [id] ReleaseAsset id
             * @property {number|Long|null} [version] ReleaseAsset version
             * @property {string|null} [destinationChainId] ReleaseAsset destinationChainId
             * @property {Uint8Array|null} [envelopeDigest] ReleaseAsset envelopeDigest
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ReleaseAsset.
             * @memberof causeway.v1
             * @interface IReleaseAsset
             * @augments causeway.v1.ReleaseAsset.$Properties
             * @deprecated Use causeway.v1.ReleaseAsset.$Properties instead.
             */

            /**
             * Shape of a ReleaseAsset.
             * @typedef {causeway.v1.ReleaseAsset.$Properties} causeway.v1.ReleaseAsset.$Shape
             */

            /**
             * Constructs a new ReleaseAsset.
             * @memberof causeway.v1
             * @classdesc Represents a ReleaseAsset.
             * @constructor
             * @param {causeway.v1.ReleaseAsset.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ReleaseAsset = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ReleaseAsset id.
             * @member {string} id
             * @memberof causeway.v1.ReleaseAsset
             * @instance
             */
            ReleaseAsset.prototype.id = "";

            /**
             * ReleaseAsset version.
             * @member {number|Long} version
             * @memberof causeway.v1.ReleaseAsset
             * @instance
             */
            ReleaseAsset.prototype.version = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * ReleaseAsset destinationChainId.
             * @member {string} destinationChainId
             * @memberof causeway.v1.ReleaseAsset
             * @instance
             */
            ReleaseAsset.prototype.destinationChainId = "";

            /**
             * ReleaseAsset envelopeDigest.
             * @member {Uint8Array} envelopeDigest
             * @memberof causeway.v1.ReleaseAsset
             * @instance
             */
            ReleaseAsset.prototype.envelopeDigest = $util.newBuffer([]);

            /**
             * Creates a new ReleaseAsset instance using the specified properties.
             * @function create
             * @memberof causeway.v1.ReleaseAsset
             * @static
             * @param {causeway.v1.ReleaseAsset.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.ReleaseAsset} ReleaseAsset instance
             * @type {{
             *   (properties: causeway.v1.ReleaseAsset.$Shape): causeway.v1.ReleaseAsset & causeway.v1.ReleaseAsset.$Shape;
             *   (properties?: causeway.v1.ReleaseAsset.$Properties): causeway.v1.ReleaseAsset;
             * }}
             */
            ReleaseAsset.create = function(properties) {
                return new ReleaseAsset(properties);
            };

            /**
             * Encodes the specified ReleaseAsset message. Does not implicitly {@link causeway.v1.ReleaseAsset.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.ReleaseAsset
             * @static
             * @param {causeway.v1.ReleaseAsset.$Properties} message ReleaseAsset message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ReleaseAsset.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && (typeof message.version === "object" ? message.version.low || message.version.high : message.version !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.version);
                if (message.destinationChainId != null && $Object.hasOwnProperty.call(message, "destinationChainId") && message.destinationChainId !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.destinationChainId);
                if (message.envelopeDigest != null && $Object.hasOwnProperty.call(message, "envelopeDigest") && message.envelopeDigest.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.envelopeDigest);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ReleaseAsset message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.ReleaseAsset
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.ReleaseAsset & causeway.v1.ReleaseAsset.$Shape} ReleaseAsset
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ReleaseAsset.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.causeway.v1.ReleaseAsset();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.destinationChainId = value;
                            else
                                delete message.destinationChainId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.envelopeDigest = value;
                            else
                                delete message.envelopeDigest;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a ReleaseAsset message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof causeway.v1.ReleaseAsset
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {causeway.v1.ReleaseAsset} ReleaseAsset
             */
            ReleaseAsset.fromObject = function (object, _depth) {
                if (object instanceof $root.causeway.v1.ReleaseAsset)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".causeway.v1.ReleaseAsset: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.causeway.v1.ReleaseAsset();
                if (object.id != null)
                    if (typeof object.id !== "string" || object.id.length)
                        message.id = $String(object.id);
                if (object.version != null)
                    if (typeof object.version === "object" ? object.version.low || object.version.high : $Number(object.version) !== 0)
                        if ($util.Long)
                            message.version = $util.Long.fromValue(object.version, true);
                        else if (typeof object.version === "string")
                            message.version = $parseInt(object.version, 10);
                        else if (typeof object.version === "number")
                            message.version = object.version;
                        else if (typeof object.version === "object")
                            message.version = new $util.LongBits(object.version.low >>> 0, object.version.high >>> 0).toNumber(true);
                if (object.destinationChainId != null)
                    if (typeof object.destinationChainId !== "string" || object.destinationChainId.length)
                        message.destinationChainId = $String(object.destinationChainId);
                if (object.envelopeDigest != null)
                    if (object.envelopeDigest.length)
                        if (typeof object.envelopeDigest === "string")
                            $util.base64.decode(object.envelopeDigest, message.envelopeDigest = $util.newBuffer($util.base64.length(object.envelopeDigest)), 0);
                        else if (object.envelopeDigest.length >= 0)
                            message.envelopeDigest = object.envelopeDigest;
                return message;
            };

            /**
             * Creates a plain object from a ReleaseAsset message. Also converts values to other types if specified.
             * @function toObject
             * @memberof causeway.v1.ReleaseAsset
             * @static
             * @param {causeway.v1.ReleaseAsset} message ReleaseAsset
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ReleaseAsset.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.id = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.version = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.version = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.destinationChainId = "";
                    if (options.bytes === $String)
                        object.envelopeDigest = "";
                    else {
                        object.envelopeDigest = [];
                        if (options.bytes !== $Array)
                            object.envelopeDigest = $util.newBuffer(object.envelopeDigest);
                    }
                }
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    object.id = message.id;
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.version = typeof message.version === "number" ? $BigInt(message.version) : $util.Long.fromBits(message.version.low >>> 0, message.version.high >>> 0, true).toBigInt();
                    else if (typeof message.version === "number")
                        object.version = options.longs === $String ? $String(message.version) : message.version;
                    else
                        object.version = options.longs === $String ? $util.Long.prototype.toString.call(message.version) : options.longs === $Number ? new $util.LongBits(message.version.low >>> 0, message.version.high >>> 0).toNumber(true) : message.version;
                if (message.destinationChainId != null && $Object.hasOwnProperty.call(message, "destinationChainId"))
                    object.destinationChainId = message.destinationChainId;
                if (message.envelopeDigest != null && $Object.hasOwnProperty.call(message, "envelopeDigest"))
                    object.envelopeDigest = options.bytes === $String ? $util.base64.encode(message.envelopeDigest, 0, message.envelopeDigest.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.envelopeDigest) : message.envelopeDigest;
                return object;
            };

            /**
             * Converts this ReleaseAsset to JSON.
             * @function toJSON
             * @memberof causeway.v1.ReleaseAsset
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ReleaseAsset.prototype.toJSON = function() {
                return ReleaseAsset.toObject(this, $protobuf.util.toJSONOptions);
            };

            return ReleaseAsset;
        })();

        v1.ReceiveAsset = (function() {

            /**
             * Properties of a ReceiveAsset.
             * @typedef {Object} causeway.v1.ReceiveAsset.$Properties
             * @property {causeway.v1.Envelope.$Properties|null} [envelope] ReceiveAsset envelope
             * @property {number|Long|null} [version] ReceiveAsset version
             * @property {string|null} [sourceChainId] ReceiveAsset sourceChainId
             * @property {string|null} [recipient] ReceiveAsset recipient
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ReceiveAsset.
             * @memberof causeway.v1
             * @interface IReceiveAsset
             * @augments causeway.v1.ReceiveAsset.$Properties
             * @deprecated Use causeway.v1.ReceiveAsset.$Properties instead.
             */

            /**
             * Shape of a ReceiveAsset.
             * @typedef {causeway.v1.ReceiveAsset.$Properties} causeway.v1.ReceiveAsset.$Shape
             */

            /**
             * Constructs a new ReceiveAsset.
             * @memberof causeway.v1
             * @classdesc Represents a ReceiveAsset.
             * @constructor
             * @param {causeway.v1.ReceiveAsset.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ReceiveAsset = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ReceiveAsset envelope.
             * @member {causeway.v1.Envelope.$Properties|null|undefined} envelope
             * @memberof causeway.v1.ReceiveAsset
             * @instance
             */
            ReceiveAsset.prototype.envelope = null;

            /**
             * ReceiveAsset version.
             * @member {number|Long} version
             * @memberof causeway.v1.ReceiveAsset
             * @instance
             */
            ReceiveAsset.prototype.version = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * ReceiveAsset sourceChainId.
             * @member {string} sourceChainId
             * @memberof causeway.v1.ReceiveAsset
             * @instance
             */
            ReceiveAsset.prototype.sourceChainId = "";

            /**
             * ReceiveAsset recipient.
             * @member {string} recipient
             * @memberof causeway.v1.ReceiveAsset
             * @instance
             */
            ReceiveAsset.prototype.recipient = "";

            /**
             * Creates a new ReceiveAsset instance using the specified properties.
             * @function create
             * @memberof causeway.v1.ReceiveAsset
             * @static
             * @param {causeway.v1.ReceiveAsset.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.ReceiveAsset} ReceiveAsset instance
             * @type {{
             *   (properties: causeway.v1.ReceiveAsset.$Shape): causeway.v1.ReceiveAsset & causeway.v1.ReceiveAsset.$Shape;
             *   (properties?: causeway.v1.ReceiveAsset.$Properties): causeway.v1.ReceiveAsset;
             * }}
             */
            ReceiveAsset.create = function(properties) {
                return new ReceiveAsset(properties);
            };

            /**
             * Encodes the specified ReceiveAsset message. Does not implicitly {@link causeway.v1.ReceiveAsset.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.ReceiveAsset
             * @static
             * @param {causeway.v1.ReceiveAsset.$Properties} message ReceiveAsset message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ReceiveAsset.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.envelope != null && $Object.hasOwnProperty.call(message, "envelope"))
                    $root.causeway.v1.Envelope.encode(message.envelope, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && (typeof message.version === "object" ? message.version.low || message.version.high : message.version !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.version);
                if (message.sourceChainId != null && $Object.hasOwnProperty.call(message, "sourceChainId") && message.sourceChainId !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.sourceChainId);
                if (message.recipient != null && $Object.hasOwnProperty.call(message, "recipient") && message.recipient !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.recipient);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ReceiveAsset message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.ReceiveAsset
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.ReceiveAsset & causeway.v1.ReceiveAsset.$Shape} ReceiveAsset
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ReceiveAsset.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.causeway.v1.ReceiveAsset();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.envelope = $root.causeway.v1.Envelope.decode(reader, reader.size(), $undefined, _depth + 1, message.envelope);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.sourceChainId = value;
                            else
                                delete message.sourceChainId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.recipient = value;
                            else
                                delete message.recipient;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a ReceiveAsset message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof causeway.v1.ReceiveAsset
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {causeway.v1.ReceiveAsset} ReceiveAsset
             */
            ReceiveAsset.fromObject = function (object, _depth) {
                if (object instanceof $root.causeway.v1.ReceiveAsset)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".causeway.v1.ReceiveAsset: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.causeway.v1.ReceiveAsset();
                if (object.envelope != null) {
                    if (!$util.isObject(object.envelope))
                        throw $TypeError(".causeway.v1.ReceiveAsset.envelope: object expected");
                    message.envelope = $root.causeway.v1.Envelope.fromObject(object.envelope, _depth + 1);
                }
                if (object.version != null)
                    if (typeof object.version === "object" ? object.version.low || object.version.high : $Number(object.version) !== 0)
                        if ($util.Long)
                            message.version = $util.Long.fromValue(object.version, true);
                        else if (typeof object.version === "string")
                            message.version = $parseInt(object.version, 10);
                        else if (typeof object.version === "number")
                            message.version = object.version;
                        else if (typeof object.version === "object")
                            message.version = new $util.LongBits(object.version.low >>> 0, object.version.high >>> 0).toNumber(true);
                if (object.sourceChainId != null)
                    if (typeof object.sourceChainId !== "string" || object.sourceChainId.length)
                        message.sourceChainId = $String(object.sourceChainId);
                if (object.recipient != null)
                    if (typeof object.recipient !== "string" || object.recipient.length)
                        message.recipient = $String(object.recipient);
                return message;
            };

            /**
             * Creates a plain object from a ReceiveAsset message. Also converts values to other types if specified.
             * @function toObject
             * @memberof causeway.v1.ReceiveAsset
             * @static
             * @param {causeway.v1.ReceiveAsset} message ReceiveAsset
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ReceiveAsset.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.envelope = null;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.version = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.version = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.sourceChainId = "";
                    object.recipient = "";
                }
                if (message.envelope != null && $Object.hasOwnProperty.call(message, "envelope"))
                    object.envelope = $root.causeway.v1.Envelope.toObject(message.envelope, options, _depth + 1);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.version = typeof message.version === "number" ? $BigInt(message.version) : $util.Long.fromBits(message.version.low >>> 0, message.version.high >>> 0, true).toBigInt();
                    else if (typeof message.version === "number")
                        object.version = options.longs === $String ? $String(message.version) : message.version;
                    else
                        object.version = options.longs === $String ? $util.Long.prototype.toString.call(message.version) : options.longs === $Number ? new $util.LongBits(message.version.low >>> 0, message.version.high >>> 0).toNumber(true) : message.version;
                if (message.sourceChainId != null && $Object.hasOwnProperty.call(message, "sourceChainId"))
                    object.sourceChainId = message.sourceChainId;
                if (message.recipient != null && $Object.hasOwnProperty.call(message, "recipient"))
                    object.recipient = message.recipient;
                return object;
            };

            /**
             * Converts this ReceiveAsset to JSON.
             * @function toJSON
             * @memberof causeway.v1.ReceiveAsset
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ReceiveAsset.prototype.toJSON = function() {
                return ReceiveAsset.toObject(this, $protobuf.util.toJSONOptions);
            };

            return ReceiveAsset;
        })();

        v1.TransferAsset = (function() {

            /**
             * Properties of a TransferAsset.
             * @typedef {Object} causeway.v1.TransferAsset.$Properties
             * @property {string|null} [id] TransferAsset id
             * @property {number|Long|null} [version] TransferAsset version
             * @property {string|null} [recipient] TransferAsset recipient
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a TransferAsset.
             * @memberof causeway.v1
             * @interface ITransferAsset
             * @augments causeway.v1.TransferAsset.$Properties
             * @deprecated Use causeway.v1.TransferAsset.$Properties instead.
             */

            /**
             * Shape of a TransferAsset.
             * @typedef {causeway.v1.TransferAsset.$Properties} causeway.v1.TransferAsset.$Shape
             */

            /**
             * Constructs a new TransferAsset.
             * @memberof causeway.v1
             * @classdesc Represents a TransferAsset.
             * @constructor
             * @param {causeway.v1.TransferAsset.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const TransferAsset = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * TransferAsset id.
             * @member {string} id
             * @memberof causeway.v1.TransferAsset
             * @instance
             */
            TransferAsset.prototype.id = "";

            /**
             * TransferAsset version.
             * @member {number|Long} version
             * @memberof causeway.v1.TransferAsset
             * @instance
             */
            TransferAsset.prototype.version = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * TransferAsset recipient.
             * @member {string} recipient
             * @memberof causeway.v1.TransferAsset
             * @instance
             */
            TransferAsset.prototype.recipient = "";

            /**
             * Creates a new TransferAsset instance using the specified properties.
             * @function create
             * @memberof causeway.v1.TransferAsset
             * @static
             * @param {causeway.v1.TransferAsset.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.TransferAsset} TransferAsset instance
             * @type {{
             *   (properties: causeway.v1.TransferAsset.$Shape): causeway.v1.TransferAsset & causeway.v1.TransferAsset.$Shape;
             *   (properties?: causeway.v1.TransferAsset.$Properties): causeway.v1.TransferAsset;
             * }}
             */
            TransferAsset.create = function(properties) {
                return new TransferAsset(properties);
            };

            /**
             * Encodes the specified TransferAsset message. Does not implicitly {@link causeway.v1.TransferAsset.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.TransferAsset
             * @static
             * @param {causeway.v1.TransferAsset.$Properties} message TransferAsset message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            TransferAsset.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && (typeof message.version === "object" ? message.version.low || message.version.high : message.version !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.version);
                if (message.recipient != null && $Object.hasOwnProperty.call(message, "recipient") && message.recipient !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.recipient);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a TransferAsset message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.TransferAsset
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.TransferAsset & causeway.v1.TransferAsset.$Shape} TransferAsset
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            TransferAsset.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.causeway.v1.TransferAsset();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.recipient = value;
                            else
                                delete message.recipient;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a TransferAsset message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof causeway.v1.TransferAsset
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {causeway.v1.TransferAsset} TransferAsset
             */
            TransferAsset.fromObject = function (object, _depth) {
                if (object instanceof $root.causeway.v1.TransferAsset)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".causeway.v1.TransferAsset: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.causeway.v1.TransferAsset();
                if (object.id != null)
                    if (typeof object.id !== "string" || object.id.length)
                        message.id = $String(object.id);
                if (object.version != null)
                    if (typeof object.version === "object" ? object.version.low || object.version.high : $Number(object.version) !== 0)
                        if ($util.Long)
                            message.version = $util.Long.fromValue(object.version, true);
                        else if (typeof object.version === "string")
                            message.version = $parseInt(object.version, 10);
                        else if (typeof object.version === "number")
                            message.version = object.version;
                        else if (typeof object.version === "object")
                            message.version = new $util.LongBits(object.version.low >>> 0, object.version.high >>> 0).toNumber(true);
                if (object.recipient != null)
                    if (typeof object.recipient !== "string" || object.recipient.length)
                        message.recipient = $String(object.recipient);
                return message;
            };

            /**
             * Creates a plain object from a TransferAsset message. Also converts values to other types if specified.
             * @function toObject
             * @memberof causeway.v1.TransferAsset
             * @static
             * @param {causeway.v1.TransferAsset} message TransferAsset
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            TransferAsset.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.id = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.version = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.version = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.recipient = "";
                }
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    object.id = message.id;
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.version = typeof message.version === "number" ? $BigInt(message.version) : $util.Long.fromBits(message.version.low >>> 0, message.version.high >>> 0, true).toBigInt();
                    else if (typeof message.version === "number")
                        object.version = options.longs === $String ? $String(message.version) : message.version;
                    else
                        object.version = options.longs === $String ? $util.Long.prototype.toString.call(message.version) : options.longs === $Number ? new $util.LongBits(message.version.low >>> 0, message.version.high >>> 0).toNumber(true) : message.version;
                if (message.recipient != null && $Object.hasOwnProperty.call(message, "recipient"))
                    object.recipient = message.recipient;
                return object;
            };

            /**
             * Converts this TransferAsset to JSON.
             * @function toJSON
             * @memberof causeway.v1.TransferAsset
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            TransferAsset.prototype.toJSON = function() {
                return TransferAsset.toObject(this, $protobuf.util.toJSONOptions);
            };

            return TransferAsset;
        })();

        v1.TransferCoins = (function() {

            /**
             * Properties of a TransferCoins.
             * @typedef {Object} causeway.v1.TransferCoins.$Properties
             * @property {causeway.v1.Amount.$Properties|null} [amount] TransferCoins amount
             * @property {string|null} [recipient] TransferCoins recipient
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a TransferCoins.
             * @memberof causeway.v1
             * @interface ITransferCoins
             * @augments causeway.v1.TransferCoins.$Properties
             * @deprecated Use causeway.v1.TransferCoins.$Properties instead.
             */

            /**
             * Shape of a TransferCoins.
             * @typedef {causeway.v1.TransferCoins.$Properties} causeway.v1.TransferCoins.$Shape
             */

            /**
             * Constructs a new TransferCoins.
             * @memberof causeway.v1
             * @classdesc Represents a TransferCoins.
             * @constructor
             * @param {causeway.v1.TransferCoins.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const TransferCoins = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * TransferCoins amount.
             * @member {causeway.v1.Amount.$Properties|null|undefined} amount
             * @memberof causeway.v1.TransferCoins
             * @instance
             */
            TransferCoins.prototype.amount = null;

            /**
             * TransferCoins recipient.
             * @member {string} recipient
             * @memberof causeway.v1.TransferCoins
             * @instance
             */
            TransferCoins.prototype.recipient = "";

            /**
             * Creates a new TransferCoins instance using the specified properties.
             * @function create
             * @memberof causeway.v1.TransferCoins
             * @static
             * @param {causeway.v1.TransferCoins.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.TransferCoins} TransferCoins instance
             * @type {{
             *   (properties: causeway.v1.TransferCoins.$Shape): causeway.v1.TransferCoins & causeway.v1.TransferCoins.$Shape;
             *   (properties?: causeway.v1.TransferCoins.$Properties): causeway.v1.TransferCoins;
             * }}
             */
            TransferCoins.create = function(properties) {
                return new TransferCoins(properties);
            };

            /**
             * Encodes the specified TransferCoins message. Does not implicitly {@link causeway.v1.TransferCoins.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.TransferCoins
             * @static
             * @param {causeway.v1.TransferCoins.$Properties} message TransferCoins message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            TransferCoins.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.amount != null && $Object.hasOwnProperty.call(message, "amount"))
                    $root.causeway.v1.Amount.encode(message.amount, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.recipient != null && $Object.hasOwnProperty.call(message, "recipient") && message.recipient !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.recipient);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a TransferCoins message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.TransferCoins
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.TransferCoins & causeway.v1.TransferCoins.$Shape} TransferCoins
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            TransferCoins.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.causeway.v1.TransferCoins();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.amount = $root.causeway.v1.Amount.decode(reader, reader.size(), $undefined, _depth + 1, message.amount);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.recipient = value;
                            else
                                delete message.recipient;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a TransferCoins message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof causeway.v1.TransferCoins
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {causeway.v1.TransferCoins} TransferCoins
             */
            TransferCoins.fromObject = function (object, _depth) {
                if (object instanceof $root.causeway.v1.TransferCoins)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".causeway.v1.TransferCoins: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.causeway.v1.TransferCoins();
                if (object.amount != null) {
                    if (!$util.isObject(object.amount))
                        throw $TypeError(".causeway.v1.TransferCoins.amount: object expected");
                    message.amount = $root.causeway.v1.Amount.fromObject(object.amount, _depth + 1);
                }
                if (object.recipient != null)
                    if (typeof object.recipient !== "string" || object.recipient.length)
                        message.recipient = $String(object.recipient);
                return message;
            };

            /**
             * Creates a plain object from a TransferCoins message. Also converts values to other types if specified.
             * @function toObject
             * @memberof causeway.v1.TransferCoins
             * @static
             * @param {causeway.v1.TransferCoins} message TransferCoins
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            TransferCoins.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.amount = null;
                    object.recipient = "";
                }
                if (message.amount != null && $Object.hasOwnProperty.call(message, "amount"))
                    object.amount = $root.causeway.v1.Amount.toObject(message.amount, options, _depth + 1);
                if (message.recipient != null && $Object.hasOwnProperty.call(message, "recipient"))
                    object.recipient = message.recipient;
                return object;
            };

            /**
             * Converts this TransferCoins to JSON.
             * @function toJSON
             * @memberof causeway.v1.TransferCoins
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            TransferCoins.prototype.toJSON = function() {
                return TransferCoins.toObject(this, $protobuf.util.toJSONOptions);
            };

            return TransferCoins;
        })();

        v1.ReleaseCoins = (function() {

            /**
             * Properties of a ReleaseCoins.
             * @typedef {Object} causeway.v1.ReleaseCoins.$Properties
             * @property {causeway.v1.Amount.$Properties|null} [amount] ReleaseCoins amount
             * @property {string|null} [destinationChainId] ReleaseCoins destinationChainId
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ReleaseCoins.
             * @memberof causeway.v1
             * @interface IReleaseCoins
             * @augments causeway.v1.ReleaseCoins.$Properties
             * @deprecated Use causeway.v1.ReleaseCoins.$Properties instead.
             */

            /**
             * Shape of a ReleaseCoins.
             * @typedef {causeway.v1.ReleaseCoins.$Properties} causeway.v1.ReleaseCoins.$Shape
             */

            /**
             * Constructs a new ReleaseCoins.
             * @memberof causeway.v1
             * @classdesc Represents a ReleaseCoins.
             * @constructor
             * @param {causeway.v1.ReleaseCoins.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ReleaseCoins = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ReleaseCoins amount.
             * @member {causeway.v1.Amount.$Properties|null|undefined} amount
             * @memberof causeway.v1.ReleaseCoins
             * @instance
             */
            ReleaseCoins.prototype.amount = null;

            /**
             * ReleaseCoins destinationChainId.
             * @member {string} destinationChainId
             * @memberof causeway.v1.ReleaseCoins
             * @instance
             */
            ReleaseCoins.prototype.destinationChainId = "";

            /**
             * Creates a new ReleaseCoins instance using the specified properties.
             * @function create
             * @memberof causeway.v1.ReleaseCoins
             * @static
             * @param {causeway.v1.ReleaseCoins.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.ReleaseCoins} ReleaseCoins instance
             * @type {{
             *   (properties: causeway.v1.ReleaseCoins.$Shape): causeway.v1.ReleaseCoins & causeway.v1.ReleaseCoins.$Shape;
             *   (properties?: causeway.v1.ReleaseCoins.$Properties): causeway.v1.ReleaseCoins;
             * }}
             */
            ReleaseCoins.create = function(properties) {
                return new ReleaseCoins(properties);
            };

            /**
             * Encodes the specified ReleaseCoins message. Does not implicitly {@link causeway.v1.ReleaseCoins.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.ReleaseCoins
             * @static
             * @param {causeway.v1.ReleaseCoins.$Properties} message ReleaseCoins message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ReleaseCoins.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.amount != null && $Object.hasOwnProperty.call(message, "amount"))
                    $root.causeway.v1.Amount.encode(message.amount, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.destinationChainId != null && $Object.hasOwnProperty.call(message, "destinationChainId") && message.destinationChainId !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.destinationChainId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ReleaseCoins message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.ReleaseCoins
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.ReleaseCoins & causeway.v1.ReleaseCoins.$Shape} ReleaseCoins
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ReleaseCoins.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.causeway.v1.ReleaseCoins();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.amount = $root.causeway.v1.Amount.decode(reader, reader.size(), $undefined, _depth + 1, message.amount);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.destinationChainId = value;
                            else
                                delete message.destinationChainId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a ReleaseCoins message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof causeway.v1.ReleaseCoins
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {causeway.v1.ReleaseCoins} ReleaseCoins
             */
            ReleaseCoins.fromObject = function (object, _depth) {
                if (object instanceof $root.causeway.v1.ReleaseCoins)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".causeway.v1.ReleaseCoins: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.causeway.v1.ReleaseCoins();
                if (object.amount != null) {
                    if (!$util.isObject(object.amount))
                        throw $TypeError(".causeway.v1.ReleaseCoins.amount: object expected");
                    message.amount = $root.causeway.v1.Amount.fromObject(object.amount, _depth + 1);
                }
                if (object.destinationChainId != null)
                    if (typeof object.destinationChainId !== "string" || object.destinationChainId.length)
                        message.destinationChainId = $String(object.destinationChainId);
                return message;
            };

            /**
             * Creates a plain object from a ReleaseCoins message. Also converts values to other types if specified.
             * @function toObject
             * @memberof causeway.v1.ReleaseCoins
             * @static
             * @param {causeway.v1.ReleaseCoins} message ReleaseCoins
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ReleaseCoins.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.amount = null;
                    object.destinationChainId = "";
                }
                if (message.amount != null && $Object.hasOwnProperty.call(message, "amount"))
                    object.amount = $root.causeway.v1.Amount.toObject(message.amount, options, _depth + 1);
                if (message.destinationChainId != null && $Object.hasOwnProperty.call(message, "destinationChainId"))
                    object.destinationChainId = message.destinationChainId;
                return object;
            };

            /**
             * Converts this ReleaseCoins to JSON.
             * @function toJSON
             * @memberof causeway.v1.ReleaseCoins
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ReleaseCoins.prototype.toJSON = function() {
                return ReleaseCoins.toObject(this, $protobuf.util.toJSONOptions);
            };

            return ReleaseCoins;
        })();

        v1.ReceiveCoins = (function() {

            /**
             * Properties of a ReceiveCoins.
             * @typedef {Object} causeway.v1.ReceiveCoins.$Properties
             * @property {causeway.v1.Amount.$Properties|null} [amount] ReceiveCoins amount
             * @property {string|null} [sourceChainId] ReceiveCoins sourceChainId
             * @property {string|null} [recipient] ReceiveCoins recipient
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ReceiveCoins.
             * @memberof causeway.v1
             * @interface IReceiveCoins
             * @augments causeway.v1.ReceiveCoins.$Properties
             * @deprecated Use causeway.v1.ReceiveCoins.$Properties instead.
             */

            /**
             * Shape of a ReceiveCoins.
             * @typedef {causeway.v1.ReceiveCoins.$Properties} causeway.v1.ReceiveCoins.$Shape
             */

            /**
             * Constructs a new ReceiveCoins.
             * @memberof causeway.v1
             * @classdesc Represents a ReceiveCoins.
             * @constructor
             * @param {causeway.v1.ReceiveCoins.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ReceiveCoins = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ReceiveCoins amount.
             * @member {causeway.v1.Amount.$Properties|null|undefined} amount
             * @memberof causeway.v1.ReceiveCoins
             * @instance
             */
            ReceiveCoins.prototype.amount = null;

            /**
             * ReceiveCoins sourceChainId.
             * @member {string} sourceChainId
             * @memberof causeway.v1.ReceiveCoins
             * @instance
             */
            ReceiveCoins.prototype.sourceChainId = "";

            /**
             * ReceiveCoins recipient.
             * @member {string} recipient
             * @memberof causeway.v1.ReceiveCoins
             * @instance
             */
            ReceiveCoins.prototype.recipient = "";

            /**
             * Creates a new ReceiveCoins instance using the specified properties.
             * @function create
             * @memberof causeway.v1.ReceiveCoins
             * @static
             * @param {causeway.v1.ReceiveCoins.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.ReceiveCoins} ReceiveCoins instance
             * @type {{
             *   (properties: causeway.v1.ReceiveCoins.$Shape): causeway.v1.ReceiveCoins & causeway.v1.ReceiveCoins.$Shape;
             *   (properties?: causeway.v1.ReceiveCoins.$Properties): causeway.v1.ReceiveCoins;
             * }}
             */
            ReceiveCoins.create = function(properties) {
                return new ReceiveCoins(properties);
            };

            /**
             * Encodes the specified ReceiveCoins message. Does not implicitly {@link causeway.v1.ReceiveCoins.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.ReceiveCoins
             * @static
             * @param {causeway.v1.ReceiveCoins.$Properties} message ReceiveCoins message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ReceiveCoins.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.amount != null && $Object.hasOwnProperty.call(message, "amount"))
                    $root.causeway.v1.Amount.encode(message.amount, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.sourceChainId != null && $Object.hasOwnProperty.call(message, "sourceChainId") && message.sourceChainId !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.sourceChainId);
                if (message.recipient != null && $Object.hasOwnProperty.call(message, "recipient") && message.recipient !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.recipient);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ReceiveCoins message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.ReceiveCoins
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.ReceiveCoins & causeway.v1.ReceiveCoins.$Shape} ReceiveCoins
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ReceiveCoins.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.causeway.v1.ReceiveCoins();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.amount = $root.causeway.v1.Amount.decode(reader, reader.size(), $undefined, _depth + 1, message.amount);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.sourceChainId = value;
                            else
                                delete message.sourceChainId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.recipient = value;
                            else
                                delete message.recipient;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a ReceiveCoins message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof causeway.v1.ReceiveCoins
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {causeway.v1.ReceiveCoins} ReceiveCoins
             */
            ReceiveCoins.fromObject = function (object, _depth) {
                if (object instanceof $root.causeway.v1.ReceiveCoins)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".causeway.v1.ReceiveCoins: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.causeway.v1.ReceiveCoins();
                if (object.amount != null) {
                    if (!$util.isObject(object.amount))
                        throw $TypeError(".causeway.v1.ReceiveCoins.amount: object expected");
                    message.amount = $root.causeway.v1.Amount.fromObject(object.amount, _depth + 1);
                }
                if (object.sourceChainId != null)
                    if (typeof object.sourceChainId !== "string" || object.sourceChainId.length)
                        message.sourceChainId = $String(object.sourceChainId);
                if (object.recipient != null)
                    if (typeof object.recipient !== "string" || object.recipient.length)
                        message.recipient = $String(object.recipient);
                return message;
            };

            /**
             * Creates a plain object from a ReceiveCoins message. Also converts values to other types if specified.
             * @function toObject
             * @memberof causeway.v1.ReceiveCoins
             * @static
             * @param {causeway.v1.ReceiveCoins} message ReceiveCoins
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ReceiveCoins.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.amount = null;
                    object.sourceChainId = "";
                    object.recipient = "";
                }
                if (message.amount != null && $Object.hasOwnProperty.call(message, "amount"))
                    object.amount = $root.causeway.v1.Amount.toObject(message.amount, options, _depth + 1);
                if (message.sourceChainId != null && $Object.hasOwnProperty.call(message, "sourceChainId"))
                    object.sourceChainId = message.sourceChainId;
                if (message.recipient != null && $Object.hasOwnProperty.call(message, "recipient"))
                    object.recipient = message.recipient;
                return object;
            };

            /**
             * Converts this ReceiveCoins to JSON.
             * @function toJSON
             * @memberof causeway.v1.ReceiveCoins
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ReceiveCoins.prototype.toJSON = function() {
                return ReceiveCoins.toObject(this, $protobuf.util.toJSONOptions);
            };

            return ReceiveCoins;
        })();

        v1.Custom = (function() {

            /**
             * Properties of a Custom.
             * @typedef {Object} causeway.v1.Custom.$Properties
             * @property {string|null} [name] Custom name
             * @property {Uint8Array|null} [body] Custom body
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Custom.
             * @memberof causeway.v1
             * @interface ICustom
             * @augments causeway.v1.Custom.$Properties
             * @deprecated Use causeway.v1.Custom.$Properties instead.
             */

            /**
             * Shape of a Custom.
             * @typedef {causeway.v1.Custom.$Properties} causeway.v1.Custom.$Shape
             */

            /**
             * Constructs a new Custom.
             * @memberof causeway.v1
             * @classdesc Represents a Custom.
             * @constructor
             * @param {causeway.v1.Custom.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Custom = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Custom name.
             * @member {string} name
             * @memberof causeway.v1.Custom
             * @instance
             */
            Custom.prototype.name = "";

            /**
             * Custom body.
             * @member {Uint8Array} body
             * @memberof causeway.v1.Custom
             * @instance
             */
            Custom.prototype.body = $util.newBuffer([]);

            /**
             * Creates a new Custom instance using the specified properties.
             * @function create
             * @memberof causeway.v1.Custom
             * @static
             * @param {causeway.v1.Custom.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.Custom} Custom instance
             * @type {{
             *   (properties: causeway.v1.Custom.$Shape): causeway.v1.Custom & causeway.v1.Custom.$Shape;
             *   (properties?: causeway.v1.Custom.$Properties): causeway.v1.Custom;
             * }}
             */
            Custom.create = function(properties) {
                return new Custom(properties);
            };

            /**
             * Encodes the specified Custom message. Does not implicitly {@link causeway.v1.Custom.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.Custom
             * @static
             * @param {causeway.v1.Custom.$Properties} message Custom message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Custom.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
                if (message.body != null && $Object.hasOwnProperty.call(message, "body") && message.body.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.body);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Custom message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.Custom
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.Custom & causeway.v1.Custom.$Shape} Custom
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Custom.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.causeway.v1.Custom();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.body = value;
                            else
                                delete message.body;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Custom message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof causeway.v1.Custom
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {causeway.v1.Custom} Custom
             */
            Custom.fromObject = function (object, _depth) {
                if (object instanceof $root.causeway.v1.Custom)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".causeway.v1.Custom: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.causeway.v1.Custom();
                if (object.name != null)
                    if (typeof object.name !== "string" || object.name.length)
                        message.name = $String(object.name);
                if (object.body != null)
                    if (object.body.length)
                        if (typeof object.body === "string")
                            $util.base64.decode(object.body, message.body = $util.newBuffer($util.base64.length(object.body)), 0);
                        else if (object.body.length >= 0)
                            message.body = object.body;
                return message;
            };

            /**
             * Creates a plain object from a Custom message. Also converts values to other types if specified.
             * @function toObject
             * @memberof causeway.v1.Custom
             * @static
             * @param {causeway.v1.Custom} message Custom
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Custom.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.name = "";
                    if (options.bytes === $String)
                        object.body = "";
                    else {
                        object.body = [];
                        if (options.bytes !== $Array)
                            object.body = $util.newBuffer(object.body);
                    }
                }
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    object.name = message.name;
                if (message.body != null && $Object.hasOwnProperty.call(message, "body"))
                    object.body = options.bytes === $String ? $util.base64.encode(message.body, 0, message.body.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.body) : message.body;
                return object;
            };

            /**
             * Converts this Custom to JSON.
             * @function toJSON
             * @memberof causeway.v1.Custom
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Custom.prototype.toJSON = function() {
                return Custom.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Custom;
        })();

        /**
         * AuthorisationScheme enum.
         * @name causeway.v1.AuthorisationScheme
         * @enum {number}
         * @property {number} AUTHORISATION_SCHEME_UNSPECIFIED=0 AUTHORISATION_SCHEME_UNSPECIFIED value
         * @property {number} AUTHORISATION_SCHEME_SECP256K1=1 AUTHORISATION_SCHEME_SECP256K1 value
         * @property {number} AUTHORISATION_SCHEME_ADR036=2 AUTHORISATION_SCHEME_ADR036 value
         */
        v1.AuthorisationScheme = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "AUTHORISATION_SCHEME_UNSPECIFIED"] = 0;
            values[valuesById[1] = "AUTHORISATION_SCHEME_SECP256K1"] = 1;
            values[valuesById[2] = "AUTHORISATION_SCHEME_ADR036"] = 2;
            return values;
        })();

        v1.Authorisation = (function() {

            /**
             * Properties of an Authorisation.
             * @typedef {Object} causeway.v1.Authorisation.$Properties
             * @property {causeway.v1.AuthorisationScheme|null} [scheme] Authorisation scheme
             * @property {Uint8Array|null} [publicKey] Authorisation publicKey
             * @property {Uint8Array|null} [signature] Authorisation signature
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Authorisation.
             * @memberof causeway.v1
             * @interface IAuthorisation
             * @augments causeway.v1.Authorisation.$Properties
             * @deprecated Use causeway.v1.Authorisation.$Properties instead.
             */

            /**
             * Shape of an Authorisation.
             * @typedef {causeway.v1.Authorisation.$Properties} causeway.v1.Authorisation.$Shape
             */

            /**
             * Constructs a new Authorisation.
             * @memberof causeway.v1
             * @classdesc Represents an Authorisation.
             * @constructor
             * @param {causeway.v1.Authorisation.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Authorisation = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Authorisation scheme.
             * @member {causeway.v1.AuthorisationScheme} scheme
             * @memberof causeway.v1.Authorisation
             * @instance
             */
            Authorisation.prototype.scheme = 0;

            /**
             * Authorisation publicKey.
             * @member {Uint8Array} publicKey
             * @memberof causeway.v1.Authorisation
             * @instance
             */
            Authorisation.prototype.publicKey = $util.newBuffer([]);

            /**
             * Authorisation signature.
             * @member {Uint8Array} signature
             * @memberof causeway.v1.Authorisation
             * @instance
             */
            Authorisation.prototype.signature = $util.newBuffer([]);

            /**
             * Creates a new Authorisation instance using the specified properties.
             * @function create
             * @memberof causeway.v1.Authorisation
             * @static
             * @param {causeway.v1.Authorisation.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.Authorisation} Authorisation instance
             * @type {{
             *   (properties: causeway.v1.Authorisation.$Shape): causeway.v1.Authorisation & causeway.v1.Authorisation.$Shape;
             *   (properties?: causeway.v1.Authorisation.$Properties): causeway.v1.Authorisation;
             * }}
             */
            Authorisation.create = function(properties) {
                return new Authorisation(properties);
            };

            /**
             * Encodes the specified Authorisation message. Does not implicitly {@link causeway.v1.Authorisation.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.Authorisation
             * @static
             * @param {causeway.v1.Authorisation.$Properties} message Authorisation message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Authorisation.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.scheme != null && $Object.hasOwnProperty.call(message, "scheme") && message.scheme !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).int32(message.scheme);
                if (message.publicKey != null && $Object.hasOwnProperty.call(message, "publicKey") && message.publicKey.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.publicKey);
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.signature);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Authorisation message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.Authorisation
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.Authorisation & causeway.v1.Authorisation.$Shape} Authorisation
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Authorisation.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.causeway.v1.Authorisation();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.scheme = value;
                            else
                                delete message.scheme;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.publicKey = value;
                            else
                                delete message.publicKey;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.signature = value;
                            else
                                delete message.signature;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an Authorisation message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof causeway.v1.Authorisation
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {causeway.v1.Authorisation} Authorisation
             */
            Authorisation.fromObject = function (object, _depth) {
                if (object instanceof $root.causeway.v1.Authorisation)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".causeway.v1.Authorisation: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.causeway.v1.Authorisation();
                if (object.scheme !== 0 && (typeof object.scheme !== "string" || $root.causeway.v1.AuthorisationScheme[object.scheme] !== 0))
                    switch (object.scheme) {
                    case "AUTHORISATION_SCHEME_UNSPECIFIED":
                    case 0:
                        message.scheme = 0;
                        break;
                    case "AUTHORISATION_SCHEME_SECP256K1":
                    case 1:
                        message.scheme = 1;
                        break;
                    case "AUTHORISATION_SCHEME_ADR036":
                    case 2:
                        message.scheme = 2;
                        break;
                    default:
                        if (typeof object.scheme === "number" && (object.scheme | 0) === object.scheme)
                            message.scheme = object.scheme;
                    }
                if (object.publicKey != null)
                    if (object.publicKey.length)
                        if (typeof object.publicKey === "string")
                            $util.base64.decode(object.publicKey, message.publicKey = $util.newBuffer($util.base64.length(object.publicKey)), 0);
                        else if (object.publicKey.length >= 0)
                            message.publicKey = object.publicKey;
                if (object.signature != null)
                    if (object.signature.length)
                        if (typeof object.signature === "string")
                            $util.base64.decode(object.signature, message.signature = $util.newBuffer($util.base64.length(object.signature)), 0);
                        else if (object.signature.length >= 0)
                            message.signature = object.signature;
                return message;
            };

            /**
             * Creates a plain object from an Authorisation message. Also converts values to other types if specified.
             * @function toObject
             * @memberof causeway.v1.Authorisation
             * @static
             * @param {causeway.v1.Authorisation} message Authorisation
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Authorisation.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.scheme = options.enums === $String ? "AUTHORISATION_SCHEME_UNSPECIFIED" : 0;
                    if (options.bytes === $String)
                        object.publicKey = "";
                    else {
                        object.publicKey = [];
                        if (options.bytes !== $Array)
                            object.publicKey = $util.newBuffer(object.publicKey);
                    }
                    if (options.bytes === $String)
                        object.signature = "";
                    else {
                        object.signature = [];
                        if (options.bytes !== $Array)
                            object.signature = $util.newBuffer(object.signature);
                    }
                }
                if (message.scheme != null && $Object.hasOwnProperty.call(message, "scheme"))
                    object.scheme = options.enums === $String ? $root.causeway.v1.AuthorisationScheme[message.scheme] === $undefined ? message.scheme : $root.causeway.v1.AuthorisationScheme[message.scheme] : message.scheme;
                if (message.publicKey != null && $Object.hasOwnProperty.call(message, "publicKey"))
                    object.publicKey = options.bytes === $String ? $util.base64.encode(message.publicKey, 0, message.publicKey.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.publicKey) : message.publicKey;
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature"))
                    object.signature = options.bytes === $String ? $util.base64.encode(message.signature, 0, message.signature.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.signature) : message.signature;
                return object;
            };

            /**
             * Converts this Authorisation to JSON.
             * @function toJSON
             * @memberof causeway.v1.Authorisation
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Authorisation.prototype.toJSON = function() {
                return Authorisation.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Authorisation;
        })();

        v1.SchemaVersion = (function() {

            /**
             * Properties of a SchemaVersion.
             * @typedef {Object} causeway.v1.SchemaVersion.$Properties
             * @property {number|null} [major] SchemaVersion major
             * @property {number|null} [minor] SchemaVersion minor
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SchemaVersion.
             * @memberof causeway.v1
             * @interface ISchemaVersion
             * @augments causeway.v1.SchemaVersion.$Properties
             * @deprecated Use causeway.v1.SchemaVersion.$Properties instead.
             */

            /**
             * Shape of a SchemaVersion.
             * @typedef {causeway.v1.SchemaVersion.$Properties} causeway.v1.SchemaVersion.$Shape
             */

            /**
             * Constructs a new SchemaVersion.
             * @memberof causeway.v1
             * @classdesc Represents a SchemaVersion.
             * @constructor
             * @param {causeway.v1.SchemaVersion.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SchemaVersion = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * SchemaVersion major.
             * @member {number} major
             * @memberof causeway.v1.SchemaVersion
             * @instance
             */
            SchemaVersion.prototype.major = 0;

            /**
             * SchemaVersion minor.
             * @member {number} minor
             * @memberof causeway.v1.SchemaVersion
             * @instance
             */
            SchemaVersion.prototype.minor = 0;

            /**
             * Creates a new SchemaVersion instance using the specified properties.
             * @function create
             * @memberof causeway.v1.SchemaVersion
             * @static
             * @param {causeway.v1.SchemaVersion.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.SchemaVersion} SchemaVersion instance
             * @type {{
             *   (properties: causeway.v1.SchemaVersion.$Shape): causeway.v1.SchemaVersion & causeway.v1.SchemaVersion.$Shape;
             *   (properties?: causeway.v1.SchemaVersion.$Properties): causeway.v1.SchemaVersion;
             * }}
             */
            SchemaVersion.create = function(properties) {
                return new SchemaVersion(properties);
            };

            /**
             * Encodes the specified SchemaVersion message. Does not implicitly {@link causeway.v1.SchemaVersion.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.SchemaVersion
             * @static
             * @param {causeway.v1.SchemaVersion.$Properties} message SchemaVersion message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SchemaVersion.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.major != null && $Object.hasOwnProperty.call(message, "major") && message.major !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.major);
                if (message.minor != null && $Object.hasOwnProperty.call(message, "minor") && message.minor !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.minor);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a SchemaVersion message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.SchemaVersion
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.SchemaVersion & causeway.v1.SchemaVersion.$Shape} SchemaVersion
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SchemaVersion.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.causeway.v1.SchemaVersion();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.major = value;
                            else
                                delete message.major;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.minor = value;
                            else
                                delete message.minor;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a SchemaVersion message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof causeway.v1.SchemaVersion
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {causeway.v1.SchemaVersion} SchemaVersion
             */
            SchemaVersion.fromObject = function (object, _depth) {
                if (object instanceof $root.causeway.v1.SchemaVersion)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".causeway.v1.SchemaVersion: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.causeway.v1.SchemaVersion();
                if (object.major != null)
                    if ($Number(object.major) !== 0)
                        message.major = object.major >>> 0;
                if (object.minor != null)
                    if ($Number(object.minor) !== 0)
                        message.minor = object.minor >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a SchemaVersion message. Also converts values to other types if specified.
             * @function toObject
             * @memberof causeway.v1.SchemaVersion
             * @static
             * @param {causeway.v1.SchemaVersion} message SchemaVersion
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            SchemaVersion.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.major = 0;
                    object.minor = 0;
                }
                if (message.major != null && $Object.hasOwnProperty.call(message, "major"))
                    object.major = message.major;
                if (message.minor != null && $Object.hasOwnProperty.call(message, "minor"))
                    object.minor = message.minor;
                return object;
            };

            /**
             * Converts this SchemaVersion to JSON.
             * @function toJSON
             * @memberof causeway.v1.SchemaVersion
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            SchemaVersion.prototype.toJSON = function() {
                return SchemaVersion.toObject(this, $protobuf.util.toJSONOptions);
            };

            return SchemaVersion;
        })();

        /**
         * DataType enum.
         * @name causeway.v1.DataType
         * @enum {number}
         * @property {number} DATA_TYPE_UNSPECIFIED=0 DATA_TYPE_UNSPECIFIED value
         * @property {number} DATA_TYPE_RECORD=1 DATA_TYPE_RECORD value
         * @property {number} DATA_TYPE_NON_FUNGIBLE=2 DATA_TYPE_NON_FUNGIBLE value
         * @property {number} DATA_TYPE_FUNGIBLE=3 DATA_TYPE_FUNGIBLE value
         */
        v1.DataType = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "DATA_TYPE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "DATA_TYPE_RECORD"] = 1;
            values[valuesById[2] = "DATA_TYPE_NON_FUNGIBLE"] = 2;
            values[valuesById[3] = "DATA_TYPE_FUNGIBLE"] = 3;
            return values;
        })();

        /**
         * Structure enum.
         * @name causeway.v1.Structure
         * @enum {number}
         * @property {number} STRUCTURE_UNSPECIFIED=0 STRUCTURE_UNSPECIFIED value
         * @property {number} STRUCTURE_TABLE=1 STRUCTURE_TABLE value
         * @property {number} STRUCTURE_DOCUMENT=2 STRUCTURE_DOCUMENT value
         * @property {number} STRUCTURE_BYTES=3 STRUCTURE_BYTES value
         */
        v1.Structure = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "STRUCTURE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "STRUCTURE_TABLE"] = 1;
            values[valuesById[2] = "STRUCTURE_DOCUMENT"] = 2;
            values[valuesById[3] = "STRUCTURE_BYTES"] = 3;
            return values;
        })();

        /**
         * AccessClass enum.
         * @name causeway.v1.AccessClass
         * @enum {number}
         * @property {number} ACCESS_CLASS_UNSPECIFIED=0 ACCESS_CLASS_UNSPECIFIED value
         * @property {number} ACCESS_CLASS_OPEN=1 ACCESS_CLASS_OPEN value
         * @property {number} ACCESS_CLASS_CLOSED=2 ACCESS_CLASS_CLOSED value
         */
        v1.AccessClass = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "ACCESS_CLASS_UNSPECIFIED"] = 0;
            values[valuesById[1] = "ACCESS_CLASS_OPEN"] = 1;
            values[valuesById[2] = "ACCESS_CLASS_CLOSED"] = 2;
            return values;
        })();

        /**
         * ElementType enum.
         * @name causeway.v1.ElementType
         * @enum {number}
         * @property {number} ELEMENT_TYPE_UNSPECIFIED=0 ELEMENT_TYPE_UNSPECIFIED value
         * @property {number} ELEMENT_TYPE_BOOLEAN=1 ELEMENT_TYPE_BOOLEAN value
         * @property {number} ELEMENT_TYPE_INTEGER=2 ELEMENT_TYPE_INTEGER value
         * @property {number} ELEMENT_TYPE_DECIMAL=3 ELEMENT_TYPE_DECIMAL value
         * @property {number} ELEMENT_TYPE_TEXT=4 ELEMENT_TYPE_TEXT value
         * @property {number} ELEMENT_TYPE_BYTES=5 ELEMENT_TYPE_BYTES value
         * @property {number} ELEMENT_TYPE_TIMESTAMP=6 ELEMENT_TYPE_TIMESTAMP value
         */
        v1.ElementType = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "ELEMENT_TYPE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "ELEMENT_TYPE_BOOLEAN"] = 1;
            values[valuesById[2] = "ELEMENT_TYPE_INTEGER"] = 2;
            values[valuesById[3] = "ELEMENT_TYPE_DECIMAL"] = 3;
            values[valuesById[4] = "ELEMENT_TYPE_TEXT"] = 4;
            values[valuesById[5] = "ELEMENT_TYPE_BYTES"] = 5;
            values[valuesById[6] = "ELEMENT_TYPE_TIMESTAMP"] = 6;
            return values;
        })();

        v1.Element = (function() {

            /**
             * Properties of an Element.
             * @typedef {Object} causeway.v1.Element.$Properties
             * @property {string|null} [name] Element name
             * @property {causeway.v1.ElementType|null} [type] Element type
             * @property {string|null} [unit] Element unit
             * @property {number|null} [lengthMax] Element lengthMax
             * @property {boolean|null} [optional] Element optional
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Element.
             * @memberof causeway.v1
             * @interface IElement
             * @augments causeway.v1.Element.$Properties
             * @deprecated Use causeway.v1.Element.$Properties instead.
             */

            /**
             * Shape of an Element.
             * @typedef {causeway.v1.Element.$Properties} causeway.v1.Element.$Shape
             */

            /**
             * Constructs a new Element.
             * @memberof causeway.v1
             * @classdesc Represents an Element.
             * @constructor
             * @param {causeway.v1.Element.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Element = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Element name.
             * @member {string} name
             * @memberof causeway.v1.Element
             * @instance
             */
            Element.prototype.name = "";

            /**
             * Element type.
             * @member {causeway.v1.ElementType} type
             * @memberof causeway.v1.Element
             * @instance
             */
            Element.prototype.type = 0;

            /**
             * Element unit.
             * @member {string} unit
             * @memberof causeway.v1.Element
             * @instance
             */
            Element.prototype.unit = "";

            /**
             * Element lengthMax.
             * @member {number} lengthMax
             * @memberof causeway.v1.Element
             * @instance
             */
            Element.prototype.lengthMax = 0;

            /**
             * Element optional.
             * @member {boolean} optional
             * @memberof causeway.v1.Element
             * @instance
             */
            Element.prototype.optional = false;

            /**
             * Creates a new Element instance using the specified properties.
             * @function create
             * @memberof causeway.v1.Element
             * @static
             * @param {causeway.v1.Element.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.Element} Element instance
             * @type {{
             *   (properties: causeway.v1.Element.$Shape): causeway.v1.Element & causeway.v1.Element.$Shape;
             *   (properties?: causeway.v1.Element.$Properties): causeway.v1.Element;
             * }}
             */
            Element.create = function(properties) {
                return new Element(properties);
            };

            /**
             * Encodes the specified Element message. Does not implicitly {@link causeway.v1.Element.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.Element
             * @static
             * @param {causeway.v1.Element.$Properties} message Element message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Element.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
                if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.type);
                if (message.unit != null && $Object.hasOwnProperty.call(message, "unit") && message.unit !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.unit);
                if (message.lengthMax != null && $Object.hasOwnProperty.call(message, "lengthMax") && message.lengthMax !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.lengthMax);
                if (message.optional != null && $Object.hasOwnProperty.call(message, "optional") && message.optional !== false)
                    writer.uint32(/* id 5, wireType 0 =*/40).bool(message.optional);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Element message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.Element
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.Element & causeway.v1.Element.$Shape} Element
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Element.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.causeway.v1.Element();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.type = value;
                            else
                                delete message.type;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.unit = value;
                            else
                                delete message.unit;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.lengthMax = value;
                            else
                                delete message.lengthMax;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.optional = value;
                            else
                                delete message.optional;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an Element message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof causeway.v1.Element
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {causeway.v1.Element} Element
             */
            Element.fromObject = function (object, _depth) {
                if (object instanceof $root.causeway.v1.Element)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".causeway.v1.Element: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.causeway.v1.Element();
                if (object.name != null)
                    if (typeof object.name !== "string" || object.name.length)
                        message.name = $String(object.name);
                if (object.type !== 0 && (typeof object.type !== "string" || $root.causeway.v1.ElementType[object.type] !== 0))
                    switch (object.type) {
                    case "ELEMENT_TYPE_UNSPECIFIED":
                    case 0:
                        message.type = 0;
                        break;
                    case "ELEMENT_TYPE_BOOLEAN":
                    case 1:
                        message.type = 1;
                        break;
                    case "ELEMENT_TYPE_INTEGER":
                    case 2:
                        message.type = 2;
                        break;
                    case "ELEMENT_TYPE_DECIMAL":
                    case 3:
                        message.type = 3;
                        break;
                    case "ELEMENT_TYPE_TEXT":
                    case 4:
                        message.type = 4;
                        break;
                    case "ELEMENT_TYPE_BYTES":
                    case 5:
                        message.type = 5;
                        break;
                    case "ELEMENT_TYPE_TIMESTAMP":
                    case 6:
                        message.type = 6;
                        break;
                    default:
                        if (typeof object.type === "number" && (object.type | 0) === object.type)
                            message.type = object.type;
                    }
                if (object.unit != null)
                    if (typeof object.unit !== "string" || object.unit.length)
                        message.unit = $String(object.unit);
                if (object.lengthMax != null)
                    if ($Number(object.lengthMax) !== 0)
                        message.lengthMax = object.lengthMax >>> 0;
                if (object.optional != null)
                    if (object.optional)
                        message.optional = $Boolean(object.optional);
                return message;
            };

            /**
             * Creates a plain object from an Element message. Also converts values to other types if specified.
             * @function toObject
             * @memberof causeway.v1.Element
             * @static
             * @param {causeway.v1.Element} message Element
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Element.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.name = "";
                    object.type = options.enums === $String ? "ELEMENT_TYPE_UNSPECIFIED" : 0;
                    object.unit = "";
                    object.lengthMax = 0;
                    object.optional = false;
                }
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    object.name = message.name;
                if (message.type != null && $Object.hasOwnProperty.call(message, "type"))
                    object.type = options.enums === $String ? $root.causeway.v1.ElementType[message.type] === $undefined ? message.type : $root.causeway.v1.ElementType[message.type] : message.type;
                if (message.unit != null && $Object.hasOwnProperty.call(message, "unit"))
                    object.unit = message.unit;
                if (message.lengthMax != null && $Object.hasOwnProperty.call(message, "lengthMax"))
                    object.lengthMax = message.lengthMax;
                if (message.optional != null && $Object.hasOwnProperty.call(message, "optional"))
                    object.optional = message.optional;
                return object;
            };

            /**
             * Converts this Element to JSON.
             * @function toJSON
             * @memberof causeway.v1.Element
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Element.prototype.toJSON = function() {
                return Element.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Element;
        })();

        /**
         * HashAlgorithm enum.
         * @name causeway.v1.HashAlgorithm
         * @enum {number}
         * @property {number} HASH_ALGORITHM_UNSPECIFIED=0 HASH_ALGORITHM_UNSPECIFIED value
         * @property {number} HASH_ALGORITHM_SHA2_256=1 HASH_ALGORITHM_SHA2_256 value
         * @property {number} HASH_ALGORITHM_HMAC_SHA2_256=2 HASH_ALGORITHM_HMAC_SHA2_256 value
         */
        v1.HashAlgorithm = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "HASH_ALGORITHM_UNSPECIFIED"] = 0;
            values[valuesById[1] = "HASH_ALGORITHM_SHA2_256"] = 1;
            values[valuesById[2] = "HASH_ALGORITHM_HMAC_SHA2_256"] = 2;
            return values;
        })();

        v1.Fingerprint = (function() {

            /**
             * Properties of a Fingerprint.
             * @typedef {Object} causeway.v1.Fingerprint.$Properties
             * @property {causeway.v1.HashAlgorithm|null} [algorithm] Fingerprint algorithm
             * @property {Uint8Array|null} [digest] Fingerprint digest
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Fingerprint.
             * @memberof causeway.v1
             * @interface IFingerprint
             * @augments causeway.v1.Fingerprint.$Properties
             * @deprecated Use causeway.v1.Fingerprint.$Properties instead.
             */

            /**
             * Shape of a Fingerprint.
             * @typedef {causeway.v1.Fingerprint.$Properties} causeway.v1.Fingerprint.$Shape
             */

            /**
             * Constructs a new Fingerprint.
             * @memberof causeway.v1
             * @classdesc Represents a Fingerprint.
             * @constructor
             * @param {causeway.v1.Fingerprint.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Fingerprint = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Fingerprint algorithm.
             * @member {causeway.v1.HashAlgorithm} algorithm
             * @memberof causeway.v1.Fingerprint
             * @instance
             */
            Fingerprint.prototype.algorithm = 0;

            /**
             * Fingerprint digest.
             * @member {Uint8Array} digest
             * @memberof causeway.v1.Fingerprint
             * @instance
             */
            Fingerprint.prototype.digest = $util.newBuffer([]);

            /**
             * Creates a new Fingerprint instance using the specified properties.
             * @function create
             * @memberof causeway.v1.Fingerprint
             * @static
             * @param {causeway.v1.Fingerprint.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.Fingerprint} Fingerprint instance
             * @type {{
             *   (properties: causeway.v1.Fingerprint.$Shape): causeway.v1.Fingerprint & causeway.v1.Fingerprint.$Shape;
             *   (properties?: causeway.v1.Fingerprint.$Properties): causeway.v1.Fingerprint;
             * }}
             */
            Fingerprint.create = function(properties) {
                return new Fingerprint(properties);
            };

            /**
             * Encodes the specified Fingerprint message. Does not implicitly {@link causeway.v1.Fingerprint.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.Fingerprint
             * @static
             * @param {causeway.v1.Fingerprint.$Properties} message Fingerprint message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Fingerprint.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.algorithm != null && $Object.hasOwnProperty.call(message, "algorithm") && message.algorithm !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).int32(message.algorithm);
                if (message.digest != null && $Object.hasOwnProperty.call(message, "digest") && message.digest.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.digest);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Fingerprint message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.Fingerprint
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.Fingerprint & causeway.v1.Fingerprint.$Shape} Fingerprint
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Fingerprint.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.causeway.v1.Fingerprint();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.algorithm = value;
                            else
                                delete message.algorithm;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.digest = value;
                            else
                                delete message.digest;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Fingerprint message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof causeway.v1.Fingerprint
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {causeway.v1.Fingerprint} Fingerprint
             */
            Fingerprint.fromObject = function (object, _depth) {
                if (object instanceof $root.causeway.v1.Fingerprint)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".causeway.v1.Fingerprint: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.causeway.v1.Fingerprint();
                if (object.algorithm !== 0 && (typeof object.algorithm !== "string" || $root.causeway.v1.HashAlgorithm[object.algorithm] !== 0))
                    switch (object.algorithm) {
                    case "HASH_ALGORITHM_UNSPECIFIED":
                    case 0:
                        message.algorithm = 0;
                        break;
                    case "HASH_ALGORITHM_SHA2_256":
                    case 1:
                        message.algorithm = 1;
                        break;
                    case "HASH_ALGORITHM_HMAC_SHA2_256":
                    case 2:
                        message.algorithm = 2;
                        break;
                    default:
                        if (typeof object.algorithm === "number" && (object.algorithm | 0) === object.algorithm)
                            message.algorithm = object.algorithm;
                    }
                if (object.digest != null)
                    if (object.digest.length)
                        if (typeof object.digest === "string")
                            $util.base64.decode(object.digest, message.digest = $util.newBuffer($util.base64.length(object.digest)), 0);
                        else if (object.digest.length >= 0)
                            message.digest = object.digest;
                return message;
            };

            /**
             * Creates a plain object from a Fingerprint message. Also converts values to other types if specified.
             * @function toObject
             * @memberof causeway.v1.Fingerprint
             * @static
             * @param {causeway.v1.Fingerprint} message Fingerprint
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Fingerprint.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.algorithm = options.enums === $String ? "HASH_ALGORITHM_UNSPECIFIED" : 0;
                    if (options.bytes === $String)
                        object.digest = "";
                    else {
                        object.digest = [];
                        if (options.bytes !== $Array)
                            object.digest = $util.newBuffer(object.digest);
                    }
                }
                if (message.algorithm != null && $Object.hasOwnProperty.call(message, "algorithm"))
                    object.algorithm = options.enums === $String ? $root.causeway.v1.HashAlgorithm[message.algorithm] === $undefined ? message.algorithm : $root.causeway.v1.HashAlgorithm[message.algorithm] : message.algorithm;
                if (message.digest != null && $Object.hasOwnProperty.call(message, "digest"))
                    object.digest = options.bytes === $String ? $util.base64.encode(message.digest, 0, message.digest.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.digest) : message.digest;
                return object;
            };

            /**
             * Converts this Fingerprint to JSON.
             * @function toJSON
             * @memberof causeway.v1.Fingerprint
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Fingerprint.prototype.toJSON = function() {
                return Fingerprint.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Fingerprint;
        })();

        v1.Envelope = (function() {

            /**
             * Properties of an Envelope.
             * @typedef {Object} causeway.v1.Envelope.$Properties
             * @property {causeway.v1.SchemaVersion.$Properties|null} [schema] Envelope schema
             * @property {string|null} [id] Envelope id
             * @property {causeway.v1.DataType|null} [dataType] Envelope dataType
             * @property {causeway.v1.Structure|null} [structure] Envelope structure
             * @property {Array.<causeway.v1.Element.$Properties>|null} [elements] Envelope elements
             * @property {number|Long|null} [length] Envelope length
             * @property {causeway.v1.AccessClass|null} [access] Envelope access
             * @property {boolean|null} [copyable] Envelope copyable
             * @property {boolean|null} [movable] Envelope movable
             * @property {string|null} [owner] Envelope owner
             * @property {string|null} [controller] Envelope controller
             * @property {string|null} [terms] Envelope terms
             * @property {causeway.v1.Fingerprint.$Properties|null} [stored] Envelope stored
             * @property {causeway.v1.Fingerprint.$Properties|null} [plaintext] Envelope plaintext
             * @property {Array.<string>|null} [lineage] Envelope lineage
             * @property {number|Long|null} [claimedTimeNs] Envelope claimedTimeNs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Envelope.
             * @memberof causeway.v1
             * @interface IEnvelope
             * @augments causeway.v1.Envelope.$Properties
             * @deprecated Use causeway.v1.Envelope.$Properties instead.
             */

            /**
             * Shape of an Envelope.
             * @typedef {causeway.v1.Envelope.$Properties} causeway.v1.Envelope.$Shape
             */

            /**
             * Constructs a new Envelope.
             * @memberof causeway.v1
             * @classdesc Represents an Envelope.
             * @constructor
             * @param {causeway.v1.Envelope.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Envelope = function (properties) {
                this.elements = [];
                this.lineage = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Envelope schema.
             * @member {causeway.v1.SchemaVersion.$Properties|null|undefined} schema
             * @memberof causeway.v1.Envelope
             * @instance
             */
            Envelope.prototype.schema = null;

            /**
             * Envelope id.
             * @member {string} id
             * @memberof causeway.v1.Envelope
             * @instance
             */
            Envelope.prototype.id = "";

            /**
             * Envelope dataType.
             * @member {causeway.v1.DataType} dataType
             * @memberof causeway.v1.Envelope
             * @instance
             */
            Envelope.prototype.dataType = 0;

            /**
             * Envelope structure.
             * @member {causeway.v1.Structure} structure
             * @memberof causeway.v1.Envelope
             * @instance
             */
            Envelope.prototype.structure = 0;

            /**
             * Envelope elements.
             * @member {Array.<causeway.v1.Element.$Properties>} elements
             * @memberof causeway.v1.Envelope
             * @instance
             */
            Envelope.prototype.elements = $util.emptyArray;

            /**
             * Envelope length.
             * @member {number|Long} length
             * @memberof causeway.v1.Envelope
             * @instance
             */
            Envelope.prototype.length = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Envelope access.
             * @member {causeway.v1.AccessClass} access
             * @memberof causeway.v1.Envelope
             * @instance
             */
            Envelope.prototype.access = 0;

            /**
             * Envelope copyable.
             * @member {boolean} copyable
             * @memberof causeway.v1.Envelope
             * @instance
             */
            Envelope.prototype.copyable = false;

            /**
             * Envelope movable.
             * @member {boolean} movable
             * @memberof causeway.v1.Envelope
             * @instance
             */
            Envelope.prototype.movable = false;

            /**
             * Envelope owner.
             * @member {string} owner
             * @memberof causeway.v1.Envelope
             * @instance
             */
            Envelope.prototype.owner = "";

            /**
             * Envelope controller.
             * @member {string} controller
             * @memberof causeway.v1.Envelope
             * @instance
             */
            Envelope.prototype.controller = "";

            /**
             * Envelope terms.
             * @member {string} terms
             * @memberof causeway.v1.Envelope
             * @instance
             */
            Envelope.prototype.terms = "";

            /**
             * Envelope stored.
             * @member {causeway.v1.Fingerprint.$Properties|null|undefined} stored
             * @memberof causeway.v1.Envelope
             * @instance
             */
            Envelope.prototype.stored = null;

            /**
             * Envelope plaintext.
             * @member {causeway.v1.Fingerprint.$Properties|null|undefined} plaintext
             * @memberof causeway.v1.Envelope
             * @instance
             */
            Envelope.prototype.plaintext = null;

            /**
             * Envelope lineage.
             * @member {Array.<string>} lineage
             * @memberof causeway.v1.Envelope
             * @instance
             */
            Envelope.prototype.lineage = $util.emptyArray;

            /**
             * Envelope claimedTimeNs.
             * @member {number|Long} claimedTimeNs
             * @memberof causeway.v1.Envelope
             * @instance
             */
            Envelope.prototype.claimedTimeNs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Creates a new Envelope instance using the specified properties.
             * @function create
             * @memberof causeway.v1.Envelope
             * @static
             * @param {causeway.v1.Envelope.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.Envelope} Envelope instance
             * @type {{
             *   (properties: causeway.v1.Envelope.$Shape): causeway.v1.Envelope & causeway.v1.Envelope.$Shape;
             *   (properties?: causeway.v1.Envelope.$Properties): causeway.v1.Envelope;
             * }}
             */
            Envelope.create = function(properties) {
                return new Envelope(properties);
            };

            /**
             * Encodes the specified Envelope message. Does not implicitly {@link causeway.v1.Envelope.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.Envelope
             * @static
             * @param {causeway.v1.Envelope.$Properties} message Envelope message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Envelope.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.schema != null && $Object.hasOwnProperty.call(message, "schema"))
                    $root.causeway.v1.SchemaVersion.encode(message.schema, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.id);
                if (message.dataType != null && $Object.hasOwnProperty.call(message, "dataType") && message.dataType !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).int32(message.dataType);
                if (message.structure != null && $Object.hasOwnProperty.call(message, "structure") && message.structure !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).int32(message.structure);
                if (message.elements != null && message.elements.length)
                    for (let i = 0; i < message.elements.length; ++i)
                        $root.causeway.v1.Element.encode(message.elements[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.length != null && $Object.hasOwnProperty.call(message, "length") && (typeof message.length === "object" ? message.length.low || message.length.high : message.length !== 0))
                    writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.length);
                if (message.access != null && $Object.hasOwnProperty.call(message, "access") && message.access !== 0)
                    writer.uint32(/* id 7, wireType 0 =*/56).int32(message.access);
                if (message.copyable != null && $Object.hasOwnProperty.call(message, "copyable") && message.copyable !== false)
                    writer.uint32(/* id 8, wireType 0 =*/64).bool(message.copyable);
                if (message.movable != null && $Object.hasOwnProperty.call(message, "movable") && message.movable !== false)
                    writer.uint32(/* id 9, wireType 0 =*/72).bool(message.movable);
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner") && message.owner !== "")
                    writer.uint32(/* id 10, wireType 2 =*/82).string(message.owner);
                if (message.controller != null && $Object.hasOwnProperty.call(message, "controller") && message.controller !== "")
                    writer.uint32(/* id 11, wireType 2 =*/90).string(message.controller);
                if (message.terms != null && $Object.hasOwnProperty.call(message, "terms") && message.terms !== "")
                    writer.uint32(/* id 12, wireType 2 =*/98).string(message.terms);
                if (message.stored != null && $Object.hasOwnProperty.call(message, "stored"))
                    $root.causeway.v1.Fingerprint.encode(message.stored, writer.uint32(/* id 13, wireType 2 =*/106).fork(), _depth + 1).ldelim();
                if (message.plaintext != null && $Object.hasOwnProperty.call(message, "plaintext"))
                    $root.causeway.v1.Fingerprint.encode(message.plaintext, writer.uint32(/* id 14, wireType 2 =*/114).fork(), _depth + 1).ldelim();
                if (message.lineage != null && message.lineage.length)
                    for (let i = 0; i < message.lineage.length; ++i)
                        writer.uint32(/* id 15, wireType 2 =*/122).string(message.lineage[i]);
                if (message.claimedTimeNs != null && $Object.hasOwnProperty.call(message, "claimedTimeNs") && (typeof message.claimedTimeNs === "object" ? message.claimedTimeNs.low || message.claimedTimeNs.high : message.claimedTimeNs !== 0))
                    writer.uint32(/* id 16, wireType 0 =*/128).uint64(message.claimedTimeNs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Envelope message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.Envelope
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.Envelope & causeway.v1.Envelope.$Shape} Envelope
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Envelope.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.causeway.v1.Envelope();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.schema = $root.causeway.v1.SchemaVersion.decode(reader, reader.size(), $undefined, _depth + 1, message.schema);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.dataType = value;
                            else
                                delete message.dataType;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.structure = value;
                            else
                                delete message.structure;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.elements && message.elements.length))
                                message.elements = [];
                            message.elements.push($root.causeway.v1.Element.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.length = value;
                            else
                                delete message.length;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.access = value;
                            else
                                delete message.access;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.copyable = value;
                            else
                                delete message.copyable;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.movable = value;
                            else
                                delete message.movable;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.owner = value;
                            else
                                delete message.owner;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.controller = value;
                            else
                                delete message.controller;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.terms = value;
                            else
                                delete message.terms;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            message.stored = $root.causeway.v1.Fingerprint.decode(reader, reader.size(), $undefined, _depth + 1, message.stored);
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            message.plaintext = $root.causeway.v1.Fingerprint.decode(reader, reader.size(), $undefined, _depth + 1, message.plaintext);
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            if (!(message.lineage && message.lineage.length))
                                message.lineage = [];
                            message.lineage.push(reader.stringVerify());
                            continue;
                        }
                    case 16: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.claimedTimeNs = value;
                            else
                                delete message.claimedTimeNs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an Envelope message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof causeway.v1.Envelope
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {causeway.v1.Envelope} Envelope
             */
            Envelope.fromObject = function (object, _depth) {
                if (object instanceof $root.causeway.v1.Envelope)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".causeway.v1.Envelope: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.causeway.v1.Envelope();
                if (object.schema != null) {
                    if (!$util.isObject(object.schema))
                        throw $TypeError(".causeway.v1.Envelope.schema: object expected");
                    message.schema = $root.causeway.v1.SchemaVersion.fromObject(object.schema, _depth + 1);
                }
                if (object.id != null)
                    if (typeof object.id !== "string" || object.id.length)
                        message.id = $String(object.id);
                if (object.dataType !== 0 && (typeof object.dataType !== "string" || $root.causeway.v1.DataType[object.dataType] !== 0))
                    switch (object.dataType) {
                    case "DATA_TYPE_UNSPECIFIED":
                    case 0:
                        message.dataType = 0;
                        break;
                    case "DATA_TYPE_RECORD":
                    case 1:
                        message.dataType = 1;
                        break;
                    case "DATA_TYPE_NON_FUNGIBLE":
                    case 2:
                        message.dataType = 2;
                        break;
                    case "DATA_TYPE_FUNGIBLE":
                    case 3:
                        message.dataType = 3;
                        break;
                    default:
                        if (typeof object.dataType === "number" && (object.dataType | 0) === object.dataType)
                            message.dataType = object.dataType;
                    }
                if (object.structure !== 0 && (typeof object.structure !== "string" || $root.causeway.v1.Structure[object.structure] !== 0))
                    switch (object.structure) {
                    case "STRUCTURE_UNSPECIFIED":
                    case 0:
                        message.structure = 0;
                        break;
                    case "STRUCTURE_TABLE":
                    case 1:
                        message.structure = 1;
                        break;
                    case "STRUCTURE_DOCUMENT":
                    case 2:
                        message.structure = 2;
                        break;
                    case "STRUCTURE_BYTES":
                    case 3:
                        message.structure = 3;
                        break;
                    default:
                        if (typeof object.structure === "number" && (object.structure | 0) === object.structure)
                            message.structure = object.structure;
                    }
                if (object.elements) {
                    if (!$Array.isArray(object.elements))
                        throw $TypeError(".causeway.v1.Envelope.elements: array expected");
                    message.elements = $Array(object.elements.length);
                    for (let i = 0; i < object.elements.length; ++i) {
                        if (!$util.isObject(object.elements[i]))
                            throw $TypeError(".causeway.v1.Envelope.elements: object expected");
                        message.elements[i] = $root.causeway.v1.Element.fromObject(object.elements[i], _depth + 1);
                    }
                }
                if (object.length != null)
                    if (typeof object.length === "object" ? object.length.low || object.length.high : $Number(object.length) !== 0)
                        if ($util.Long)
                            message.length = $util.Long.fromValue(object.length, true);
                        else if (typeof object.length === "string")
                            message.length = $parseInt(object.length, 10);
                        else if (typeof object.length === "number")
                            message.length = object.length;
                        else if (typeof object.length === "object")
                            message.length = new $util.LongBits(object.length.low >>> 0, object.length.high >>> 0).toNumber(true);
                if (object.access !== 0 && (typeof object.access !== "string" || $root.causeway.v1.AccessClass[object.access] !== 0))
                    switch (object.access) {
                    case "ACCESS_CLASS_UNSPECIFIED":
                    case 0:
                        message.access = 0;
                        break;
                    case "ACCESS_CLASS_OPEN":
                    case 1:
                        message.access = 1;
                        break;
                    case "ACCESS_CLASS_CLOSED":
                    case 2:
                        message.access = 2;
                        break;
                    default:
                        if (typeof object.access === "number" && (object.access | 0) === object.access)
                            message.access = object.access;
                    }
                if (object.copyable != null)
                    if (object.copyable)
                        message.copyable = $Boolean(object.copyable);
                if (object.movable != null)
                    if (object.movable)
                        message.movable = $Boolean(object.movable);
                if (object.owner != null)
                    if (typeof object.owner !== "string" || object.owner.length)
                        message.owner = $String(object.owner);
                if (object.controller != null)
                    if (typeof object.controller !== "string" || object.controller.length)
                        message.controller = $String(object.controller);
                if (object.terms != null)
                    if (typeof object.terms !== "string" || object.terms.length)
                        message.terms = $String(object.terms);
                if (object.stored != null) {
                    if (!$util.isObject(object.stored))
                        throw $TypeError(".causeway.v1.Envelope.stored: object expected");
                    message.stored = $root.causeway.v1.Fingerprint.fromObject(object.stored, _depth + 1);
                }
                if (object.plaintext != null) {
                    if (!$util.isObject(object.plaintext))
                        throw $TypeError(".causeway.v1.Envelope.plaintext: object expected");
                    message.plaintext = $root.causeway.v1.Fingerprint.fromObject(object.plaintext, _depth + 1);
                }
                if (object.lineage) {
                    if (!$Array.isArray(object.lineage))
                        throw $TypeError(".causeway.v1.Envelope.lineage: array expected");
                    message.lineage = $Array(object.lineage.length);
                    for (let i = 0; i < object.lineage.length; ++i)
                        message.lineage[i] = $String(object.lineage[i]);
                }
                if (object.claimedTimeNs != null)
                    if (typeof object.claimedTimeNs === "object" ? object.claimedTimeNs.low || object.claimedTimeNs.high : $Number(object.claimedTimeNs) !== 0)
                        if ($util.Long)
                            message.claimedTimeNs = $util.Long.fromValue(object.claimedTimeNs, true);
                        else if (typeof object.claimedTimeNs === "string")
                            message.claimedTimeNs = $parseInt(object.claimedTimeNs, 10);
                        else if (typeof object.claimedTimeNs === "number")
                            message.claimedTimeNs = object.claimedTimeNs;
                        else if (typeof object.claimedTimeNs === "object")
                            message.claimedTimeNs = new $util.LongBits(object.claimedTimeNs.low >>> 0, object.claimedTimeNs.high >>> 0).toNumber(true);
                return message;
            };

            /**
             * Creates a plain object from an Envelope message. Also converts values to other types if specified.
             * @function toObject
             * @memberof causeway.v1.Envelope
             * @static
             * @param {causeway.v1.Envelope} message Envelope
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Envelope.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.elements = [];
                    object.lineage = [];
                }
                if (options.defaults) {
                    object.schema = null;
                    object.id = "";
                    object.dataType = options.enums === $String ? "DATA_TYPE_UNSPECIFIED" : 0;
                    object.structure = options.enums === $String ? "STRUCTURE_UNSPECIFIED" : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.length = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.length = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.access = options.enums === $String ? "ACCESS_CLASS_UNSPECIFIED" : 0;
                    object.copyable = false;
                    object.movable = false;
                    object.owner = "";
                    object.controller = "";
                    object.terms = "";
                    object.stored = null;
                    object.plaintext = null;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.claimedTimeNs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.claimedTimeNs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.schema != null && $Object.hasOwnProperty.call(message, "schema"))
                    object.schema = $root.causeway.v1.SchemaVersion.toObject(message.schema, options, _depth + 1);
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    object.id = message.id;
                if (message.dataType != null && $Object.hasOwnProperty.call(message, "dataType"))
                    object.dataType = options.enums === $String ? $root.causeway.v1.DataType[message.dataType] === $undefined ? message.dataType : $root.causeway.v1.DataType[message.dataType] : message.dataType;
                if (message.structure != null && $Object.hasOwnProperty.call(message, "structure"))
                    object.structure = options.enums === $String ? $root.causeway.v1.Structure[message.structure] === $undefined ? message.structure : $root.causeway.v1.Structure[message.structure] : message.structure;
                if (message.elements && message.elements.length) {
                    object.elements = $Array(message.elements.length);
                    for (let j = 0; j < message.elements.length; ++j)
                        object.elements[j] = $root.causeway.v1.Element.toObject(message.elements[j], options, _depth + 1);
                }
                if (message.length != null && $Object.hasOwnProperty.call(message, "length"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.length = typeof message.length === "number" ? $BigInt(message.length) : $util.Long.fromBits(message.length.low >>> 0, message.length.high >>> 0, true).toBigInt();
                    else if (typeof message.length === "number")
                        object.length = options.longs === $String ? $String(message.length) : message.length;
                    else
                        object.length = options.longs === $String ? $util.Long.prototype.toString.call(message.length) : options.longs === $Number ? new $util.LongBits(message.length.low >>> 0, message.length.high >>> 0).toNumber(true) : message.length;
                if (message.access != null && $Object.hasOwnProperty.call(message, "access"))
                    object.access = options.enums === $String ? $root.causeway.v1.AccessClass[message.access] === $undefined ? message.access : $root.causeway.v1.AccessClass[message.access] : message.access;
                if (message.copyable != null && $Object.hasOwnProperty.call(message, "copyable"))
                    object.copyable = message.copyable;
                if (message.movable != null && $Object.hasOwnProperty.call(message, "movable"))
                    object.movable = message.movable;
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner"))
                    object.owner = message.owner;
                if (message.controller != null && $Object.hasOwnProperty.call(message, "controller"))
                    object.controller = message.controller;
                if (message.terms != null && $Object.hasOwnProperty.call(message, "terms"))
                    object.terms = message.terms;
                if (message.stored != null && $Object.hasOwnProperty.call(message, "stored"))
                    object.stored = $root.causeway.v1.Fingerprint.toObject(message.stored, options, _depth + 1);
                if (message.plaintext != null && $Object.hasOwnProperty.call(message, "plaintext"))
                    object.plaintext = $root.causeway.v1.Fingerprint.toObject(message.plaintext, options, _depth + 1);
                if (message.lineage && message.lineage.length) {
                    object.lineage = $Array(message.lineage.length);
                    for (let j = 0; j < message.lineage.length; ++j)
                        object.lineage[j] = message.lineage[j];
                }
                if (message.claimedTimeNs != null && $Object.hasOwnProperty.call(message, "claimedTimeNs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.claimedTimeNs = typeof message.claimedTimeNs === "number" ? $BigInt(message.claimedTimeNs) : $util.Long.fromBits(message.claimedTimeNs.low >>> 0, message.claimedTimeNs.high >>> 0, true).toBigInt();
                    else if (typeof message.claimedTimeNs === "number")
                        object.claimedTimeNs = options.longs === $String ? $String(message.claimedTimeNs) : message.claimedTimeNs;
                    else
                        object.claimedTimeNs = options.longs === $String ? $util.Long.prototype.toString.call(message.claimedTimeNs) : options.longs === $Number ? new $util.LongBits(message.claimedTimeNs.low >>> 0, message.claimedTimeNs.high >>> 0).toNumber(true) : message.claimedTimeNs;
                return object;
            };

            /**
             * Converts this Envelope to JSON.
             * @function toJSON
             * @memberof causeway.v1.Envelope
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Envelope.prototype.toJSON = function() {
                return Envelope.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Envelope;
        })();

        v1.Table = (function() {

            /**
             * Properties of a Table.
             * @typedef {Object} causeway.v1.Table.$Properties
             * @property {Array.<causeway.v1.Row.$Properties>|null} [rows] Table rows
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Table.
             * @memberof causeway.v1
             * @interface ITable
             * @augments causeway.v1.Table.$Properties
             * @deprecated Use causeway.v1.Table.$Properties instead.
             */

            /**
             * Shape of a Table.
             * @typedef {{
             *   rows?: Array.<causeway.v1.Row.$Shape>|null;
             *   $unknowns?: Array.<Uint8Array>;
             * }} causeway.v1.Table.$Shape
             */

            /**
             * Constructs a new Table.
             * @memberof causeway.v1
             * @classdesc Represents a Table.
             * @constructor
             * @param {causeway.v1.Table.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Table = function (properties) {
                this.rows = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Table rows.
             * @member {Array.<causeway.v1.Row.$Properties>} rows
             * @memberof causeway.v1.Table
             * @instance
             */
            Table.prototype.rows = $util.emptyArray;

            /**
             * Creates a new Table instance using the specified properties.
             * @function create
             * @memberof causeway.v1.Table
             * @static
             * @param {causeway.v1.Table.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.Table} Table instance
             * @type {{
             *   (properties: causeway.v1.Table.$Shape): causeway.v1.Table & causeway.v1.Table.$Shape;
             *   (properties?: causeway.v1.Table.$Properties): causeway.v1.Table;
             * }}
             */
            Table.create = function(properties) {
                return new Table(properties);
            };

            /**
             * Encodes the specified Table message. Does not implicitly {@link causeway.v1.Table.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.Table
             * @static
             * @param {causeway.v1.Table.$Properties} message Table message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Table.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.rows != null && message.rows.length)
                    for (let i = 0; i < message.rows.length; ++i)
                        $root.causeway.v1.Row.encode(message.rows[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Table message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.Table
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.Table & causeway.v1.Table.$Shape} Table
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Table.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.causeway.v1.Table();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.rows && message.rows.length))
                                message.rows = [];
                            message.rows.push($root.causeway.v1.Row.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Table message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof causeway.v1.Table
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {causeway.v1.Table} Table
             */
            Table.fromObject = function (object, _depth) {
                if (object instanceof $root.causeway.v1.Table)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".causeway.v1.Table: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.causeway.v1.Table();
                if (object.rows) {
                    if (!$Array.isArray(object.rows))
                        throw $TypeError(".causeway.v1.Table.rows: array expected");
                    message.rows = $Array(object.rows.length);
                    for (let i = 0; i < object.rows.length; ++i) {
                        if (!$util.isObject(object.rows[i]))
                            throw $TypeError(".causeway.v1.Table.rows: object expected");
                        message.rows[i] = $root.causeway.v1.Row.fromObject(object.rows[i], _depth + 1);
                    }
                }
                return message;
            };

            /**
             * Creates a plain object from a Table message. Also converts values to other types if specified.
             * @function toObject
             * @memberof causeway.v1.Table
             * @static
             * @param {causeway.v1.Table} message Table
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Table.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.rows = [];
                if (message.rows && message.rows.length) {
                    object.rows = $Array(message.rows.length);
                    for (let j = 0; j < message.rows.length; ++j)
                        object.rows[j] = $root.causeway.v1.Row.toObject(message.rows[j], options, _depth + 1);
                }
                return object;
            };

            /**
             * Converts this Table to JSON.
             * @function toJSON
             * @memberof causeway.v1.Table
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Table.prototype.toJSON = function() {
                return Table.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Table;
        })();

        v1.Row = (function() {

            /**
             * Properties of a Row.
             * @typedef {Object} causeway.v1.Row.$Properties
             * @property {Array.<causeway.v1.Cell.$Properties>|null} [cells] Row cells
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Row.
             * @memberof causeway.v1
             * @interface IRow
             * @augments causeway.v1.Row.$Properties
             * @deprecated Use causeway.v1.Row.$Properties instead.
             */

            /**
             * Shape of a Row.
             * @typedef {{
             *   cells?: Array.<causeway.v1.Cell.$Shape>|null;
             *   $unknowns?: Array.<Uint8Array>;
             * }} causeway.v1.Row.$Shape
             */

            /**
             * Constructs a new Row.
             * @memberof causeway.v1
             * @classdesc Represents a Row.
             * @constructor
             * @param {causeway.v1.Row.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Row = function (properties) {
                this.cells = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Row cells.
             * @member {Array.<causeway.v1.Cell.$Properties>} cells
             * @memberof causeway.v1.Row
             * @instance
             */
            Row.prototype.cells = $util.emptyArray;

            /**
             * Creates a new Row instance using the specified properties.
             * @function create
             * @memberof causeway.v1.Row
             * @static
             * @param {causeway.v1.Row.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.Row} Row instance
             * @type {{
             *   (properties: causeway.v1.Row.$Shape): causeway.v1.Row & causeway.v1.Row.$Shape;
             *   (properties?: causeway.v1.Row.$Properties): causeway.v1.Row;
             * }}
             */
            Row.create = function(properties) {
                return new Row(properties);
            };

            /**
             * Encodes the specified Row message. Does not implicitly {@link causeway.v1.Row.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.Row
             * @static
             * @param {causeway.v1.Row.$Properties} message Row message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Row.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.cells != null && message.cells.length)
                    for (let i = 0; i < message.cells.length; ++i)
                        $root.causeway.v1.Cell.encode(message.cells[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Row message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.Row
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.Row & causeway.v1.Row.$Shape} Row
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Row.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.causeway.v1.Row();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.cells && message.cells.length))
                                message.cells = [];
                            message.cells.push($root.causeway.v1.Cell.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Row message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof causeway.v1.Row
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {causeway.v1.Row} Row
             */
            Row.fromObject = function (object, _depth) {
                if (object instanceof $root.causeway.v1.Row)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".causeway.v1.Row: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.causeway.v1.Row();
                if (object.cells) {
                    if (!$Array.isArray(object.cells))
                        throw $TypeError(".causeway.v1.Row.cells: array expected");
                    message.cells = $Array(object.cells.length);
                    for (let i = 0; i < object.cells.length; ++i) {
                        if (!$util.isObject(object.cells[i]))
                            throw $TypeError(".causeway.v1.Row.cells: object expected");
                        message.cells[i] = $root.causeway.v1.Cell.fromObject(object.cells[i], _depth + 1);
                    }
                }
                return message;
            };

            /**
             * Creates a plain object from a Row message. Also converts values to other types if specified.
             * @function toObject
             * @memberof causeway.v1.Row
             * @static
             * @param {causeway.v1.Row} message Row
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Row.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.cells = [];
                if (message.cells && message.cells.length) {
                    object.cells = $Array(message.cells.length);
                    for (let j = 0; j < message.cells.length; ++j)
                        object.cells[j] = $root.causeway.v1.Cell.toObject(message.cells[j], options, _depth + 1);
                }
                return object;
            };

            /**
             * Converts this Row to JSON.
             * @function toJSON
             * @memberof causeway.v1.Row
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Row.prototype.toJSON = function() {
                return Row.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Row;
        })();

        v1.Cell = (function() {

            /**
             * Properties of a Cell.
             * @typedef {Object} causeway.v1.Cell.$Properties
             * @property {boolean|null} [boolean] Cell boolean
             * @property {number|Long|null} [integer] Cell integer
             * @property {string|null} [decimal] Cell decimal
             * @property {string|null} [text] Cell text
             * @property {Uint8Array|null} [data] Cell data
             * @property {number|Long|null} [timestampNs] Cell timestampNs
             * @property {"boolean"|"integer"|"decimal"|"text"|"data"|"timestampNs"} [value] Cell value
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Cell.
             * @memberof causeway.v1
             * @interface ICell
             * @augments causeway.v1.Cell.$Properties
             * @deprecated Use causeway.v1.Cell.$Properties instead.
             */

            /**
             * Narrowed shape of a Cell.
             * @typedef {{
             *   boolean?: boolean|null;
             *   integer?: number|Long|null;
             *   decimal?: string|null;
             *   text?: string|null;
             *   data?: Uint8Array|null;
             *   timestampNs?: number|Long|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ value?: undefined; boolean?: null; integer?: null; decimal?: null; text?: null; data?: null; timestampNs?: null }|{ value?: "boolean"; boolean: boolean; integer?: null; decimal?: null; text?: null; data?: null; timestampNs?: null }|{ value?: "integer"; boolean?: null; integer: number|Long; decimal?: null; text?: null; data?: null; timestampNs?: null }|{ value?: "decimal"; boolean?: null; integer?: null; decimal: string; text?: null; data?: null; timestampNs?: null }|{ value?: "text"; boolean?: null; integer?: null; decimal?: null; text: string; data?: null; timestampNs?: null }|{ value?: "data"; boolean?: null; integer?: null; decimal?: null; text?: null; data: Uint8Array; timestampNs?: null }|{ value?: "timestampNs"; boolean?: null; integer?: null; decimal?: null; text?: null; data?: null; timestampNs: number|Long })
             * )} causeway.v1.Cell.$Shape
             */

            /**
             * Constructs a new Cell.
             * @memberof causeway.v1
             * @classdesc Represents a Cell.
             * @constructor
             * @param {causeway.v1.Cell.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Cell = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Cell boolean.
             * @member {boolean|null|undefined} boolean
             * @memberof causeway.v1.Cell
             * @instance
             */
            Cell.prototype.boolean = null;

            /**
             * Cell integer.
             * @member {number|Long|null|undefined} integer
             * @memberof causeway.v1.Cell
             * @instance
             */
            Cell.prototype.integer = null;

            /**
             * Cell decimal.
             * @member {string|null|undefined} decimal
             * @memberof causeway.v1.Cell
             * @instance
             */
            Cell.prototype.decimal = null;

            /**
             * Cell text.
             * @member {string|null|undefined} text
             * @memberof causeway.v1.Cell
             * @instance
             */
            Cell.prototype.text = null;

            /**
             * Cell data.
             * @member {Uint8Array|null|undefined} data
             * @memberof causeway.v1.Cell
             * @instance
             */
            Cell.prototype.data = null;

            /**
             * Cell timestampNs.
             * @member {number|Long|null|undefined} timestampNs
             * @memberof causeway.v1.Cell
             * @instance
             */
            Cell.prototype.timestampNs = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * Cell value.
             * @member {"boolean"|"integer"|"decimal"|"text"|"data"|"timestampNs"|undefined} value
             * @memberof causeway.v1.Cell
             * @instance
             */
            $Object.defineProperty(Cell.prototype, "value", {
                get: $util.oneOfGetter($oneOfFields = ["boolean", "integer", "decimal", "text", "data", "timestampNs"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new Cell instance using the specified properties.
             * @function create
             * @memberof causeway.v1.Cell
             * @static
             * @param {causeway.v1.Cell.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.Cell} Cell instance
             * @type {{
             *   (properties: causeway.v1.Cell.$Shape): causeway.v1.Cell & causeway.v1.Cell.$Shape;
             *   (properties?: causeway.v1.Cell.$Properties): causeway.v1.Cell;
             * }}
             */
            Cell.create = function(properties) {
                return new Cell(properties);
            };

            /**
             * Encodes the specified Cell message. Does not implicitly {@link causeway.v1.Cell.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.Cell
             * @static
             * @param {causeway.v1.Cell.$Properties} message Cell message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Cell.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.boolean != null && $Object.hasOwnProperty.call(message, "boolean"))
                    writer.uint32(/* id 1, wireType 0 =*/8).bool(message.boolean);
                if (message.integer != null && $Object.hasOwnProperty.call(message, "integer"))
                    writer.uint32(/* id 2, wireType 0 =*/16).sint64(message.integer);
                if (message.decimal != null && $Object.hasOwnProperty.call(message, "decimal"))
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.decimal);
                if (message.text != null && $Object.hasOwnProperty.call(message, "text"))
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.text);
                if (message.data != null && $Object.hasOwnProperty.call(message, "data"))
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.data);
                if (message.timestampNs != null && $Object.hasOwnProperty.call(message, "timestampNs"))
                    writer.uint32(/* id 6, wireType 0 =*/48).sint64(message.timestampNs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Cell message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.Cell
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.Cell & causeway.v1.Cell.$Shape} Cell
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Cell.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.causeway.v1.Cell();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            message.boolean = reader.bool();
                            message.value = "boolean";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            message.integer = reader.sint64();
                            message.value = "integer";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.decimal = reader.stringVerify();
                            message.value = "decimal";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.text = reader.stringVerify();
                            message.value = "text";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.data = reader.bytes();
                            message.value = "data";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            message.timestampNs = reader.sint64();
                            message.value = "timestampNs";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Cell message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof causeway.v1.Cell
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {causeway.v1.Cell} Cell
             */
            Cell.fromObject = function (object, _depth) {
                if (object instanceof $root.causeway.v1.Cell)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".causeway.v1.Cell: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.causeway.v1.Cell();
                if (object.boolean != null)
                    message.boolean = $Boolean(object.boolean);
                if (object.integer != null)
                    if ($util.Long)
                        message.integer = $util.Long.fromValue(object.integer, false);
                    else if (typeof object.integer === "string")
                        message.integer = $parseInt(object.integer, 10);
                    else if (typeof object.integer === "number")
                        message.integer = object.integer;
                    else if (typeof object.integer === "object")
                        message.integer = new $util.LongBits(object.integer.low >>> 0, object.integer.high >>> 0).toNumber();
                if (object.decimal != null)
                    message.decimal = $String(object.decimal);
                if (object.text != null)
                    message.text = $String(object.text);
                if (object.data != null)
                    if (typeof object.data === "string")
                        $util.base64.decode(object.data, message.data = $util.newBuffer($util.base64.length(object.data)), 0);
                    else if (object.data.length >= 0)
                        message.data = object.data;
                if (object.timestampNs != null)
                    if ($util.Long)
                        message.timestampNs = $util.Long.fromValue(object.timestampNs, false);
                    else if (typeof object.timestampNs === "string")
                        message.timestampNs = $parseInt(object.timestampNs, 10);
                    else if (typeof object.timestampNs === "number")
                        message.timestampNs = object.timestampNs;
                    else if (typeof object.timestampNs === "object")
                        message.timestampNs = new $util.LongBits(object.timestampNs.low >>> 0, object.timestampNs.high >>> 0).toNumber();
                return message;
            };

            /**
             * Creates a plain object from a Cell message. Also converts values to other types if specified.
             * @function toObject
             * @memberof causeway.v1.Cell
             * @static
             * @param {causeway.v1.Cell} message Cell
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Cell.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (message.boolean != null && $Object.hasOwnProperty.call(message, "boolean")) {
                    object.boolean = message.boolean;
                    if (options.oneofs)
                        object.value = "boolean";
                }
                if (message.integer != null && $Object.hasOwnProperty.call(message, "integer")) {
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.integer = typeof message.integer === "number" ? $BigInt(message.integer) : $util.Long.fromBits(message.integer.low >>> 0, message.integer.high >>> 0, false).toBigInt();
                    else if (typeof message.integer === "number")
                        object.integer = options.longs === $String ? $String(message.integer) : message.integer;
                    else
                        object.integer = options.longs === $String ? $util.Long.prototype.toString.call(message.integer) : options.longs === $Number ? new $util.LongBits(message.integer.low >>> 0, message.integer.high >>> 0).toNumber() : message.integer;
                    if (options.oneofs)
                        object.value = "integer";
                }
                if (message.decimal != null && $Object.hasOwnProperty.call(message, "decimal")) {
                    object.decimal = message.decimal;
                    if (options.oneofs)
                        object.value = "decimal";
                }
                if (message.text != null && $Object.hasOwnProperty.call(message, "text")) {
                    object.text = message.text;
                    if (options.oneofs)
                        object.value = "text";
                }
                if (message.data != null && $Object.hasOwnProperty.call(message, "data")) {
                    object.data = options.bytes === $String ? $util.base64.encode(message.data, 0, message.data.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.data) : message.data;
                    if (options.oneofs)
                        object.value = "data";
                }
                if (message.timestampNs != null && $Object.hasOwnProperty.call(message, "timestampNs")) {
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.timestampNs = typeof message.timestampNs === "number" ? $BigInt(message.timestampNs) : $util.Long.fromBits(message.timestampNs.low >>> 0, message.timestampNs.high >>> 0, false).toBigInt();
                    else if (typeof message.timestampNs === "number")
                        object.timestampNs = options.longs === $String ? $String(message.timestampNs) : message.timestampNs;
                    else
                        object.timestampNs = options.longs === $String ? $util.Long.prototype.toString.call(message.timestampNs) : options.longs === $Number ? new $util.LongBits(message.timestampNs.low >>> 0, message.timestampNs.high >>> 0).toNumber() : message.timestampNs;
                    if (options.oneofs)
                        object.value = "timestampNs";
                }
                return object;
            };

            /**
             * Converts this Cell to JSON.
             * @function toJSON
             * @memberof causeway.v1.Cell
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Cell.prototype.toJSON = function() {
                return Cell.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Cell;
        })();

        v1.Amount = (function() {

            /**
             * Properties of an Amount.
             * @typedef {Object} causeway.v1.Amount.$Properties
             * @property {string|null} [originChainId] Amount originChainId
             * @property {string|null} [denom] Amount denom
             * @property {string|null} [amount] Amount amount
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Amount.
             * @memberof causeway.v1
             * @interface IAmount
             * @augments causeway.v1.Amount.$Properties
             * @deprecated Use causeway.v1.Amount.$Properties instead.
             */

            /**
             * Shape of an Amount.
             * @typedef {causeway.v1.Amount.$Properties} causeway.v1.Amount.$Shape
             */

            /**
             * Constructs a new Amount.
             * @memberof causeway.v1
             * @classdesc Represents an Amount.
             * @constructor
             * @param {causeway.v1.Amount.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Amount = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Amount originChainId.
             * @member {string} originChainId
             * @memberof causeway.v1.Amount
             * @instance
             */
            Amount.prototype.originChainId = "";

            /**
             * Amount denom.
             * @member {string} denom
             * @memberof causeway.v1.Amount
             * @instance
             */
            Amount.prototype.denom = "";

            /**
             * Amount amount.
             * @member {string} amount
             * @memberof causeway.v1.Amount
             * @instance
             */
            Amount.prototype.amount = "";

            /**
             * Creates a new Amount instance using the specified properties.
             * @function create
             * @memberof causeway.v1.Amount
             * @static
             * @param {causeway.v1.Amount.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.Amount} Amount instance
             * @type {{
             *   (properties: causeway.v1.Amount.$Shape): causeway.v1.Amount & causeway.v1.Amount.$Shape;
             *   (properties?: causeway.v1.Amount.$Properties): causeway.v1.Amount;
             * }}
             */
            Amount.create = function(properties) {
                return new Amount(properties);
            };

            /**
             * Encodes the specified Amount message. Does not implicitly {@link causeway.v1.Amount.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.Amount
             * @static
             * @param {causeway.v1.Amount.$Properties} message Amount message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Amount.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.originChainId != null && $Object.hasOwnProperty.call(message, "originChainId") && message.originChainId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.originChainId);
                if (message.denom != null && $Object.hasOwnProperty.call(message, "denom") && message.denom !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.denom);
                if (message.amount != null && $Object.hasOwnProperty.call(message, "amount") && message.amount !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.amount);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Amount message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.Amount
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.Amount & causeway.v1.Amount.$Shape} Amount
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Amount.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.causeway.v1.Amount();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.originChainId = value;
                            else
                                delete message.originChainId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.denom = value;
                            else
                                delete message.denom;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.amount = value;
                            else
                                delete message.amount;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an Amount message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof causeway.v1.Amount
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {causeway.v1.Amount} Amount
             */
            Amount.fromObject = function (object, _depth) {
                if (object instanceof $root.causeway.v1.Amount)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".causeway.v1.Amount: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.causeway.v1.Amount();
                if (object.originChainId != null)
                    if (typeof object.originChainId !== "string" || object.originChainId.length)
                        message.originChainId = $String(object.originChainId);
                if (object.denom != null)
                    if (typeof object.denom !== "string" || object.denom.length)
                        message.denom = $String(object.denom);
                if (object.amount != null)
                    if (typeof object.amount !== "string" || object.amount.length)
                        message.amount = $String(object.amount);
                return message;
            };

            /**
             * Creates a plain object from an Amount message. Also converts values to other types if specified.
             * @function toObject
             * @memberof causeway.v1.Amount
             * @static
             * @param {causeway.v1.Amount} message Amount
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Amount.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.originChainId = "";
                    object.denom = "";
                    object.amount = "";
                }
                if (message.originChainId != null && $Object.hasOwnProperty.call(message, "originChainId"))
                    object.originChainId = message.originChainId;
                if (message.denom != null && $Object.hasOwnProperty.call(message, "denom"))
                    object.denom = message.denom;
                if (message.amount != null && $Object.hasOwnProperty.call(message, "amount"))
                    object.amount = message.amount;
                return object;
            };

            /**
             * Converts this Amount to JSON.
             * @function toJSON
             * @memberof causeway.v1.Amount
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Amount.prototype.toJSON = function() {
                return Amount.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Amount;
        })();

        v1.PacketData = (function() {

            /**
             * Properties of a PacketData.
             * @typedef {Object} causeway.v1.PacketData.$Properties
             * @property {causeway.v1.VotePacket.$Properties|null} [votes] PacketData votes
             * @property {causeway.v1.DecisionPacket.$Properties|null} [decisions] PacketData decisions
             * @property {"votes"|"decisions"} [body] PacketData body
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a PacketData.
             * @memberof causeway.v1
             * @interface IPacketData
             * @augments causeway.v1.PacketData.$Properties
             * @deprecated Use causeway.v1.PacketData.$Properties instead.
             */

            /**
             * Narrowed shape of a PacketData.
             * @typedef {{
             *   votes?: causeway.v1.VotePacket.$Shape|null;
             *   decisions?: causeway.v1.DecisionPacket.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ body?: undefined; votes?: null; decisions?: null }|{ body?: "votes"; votes: causeway.v1.VotePacket.$Shape; decisions?: null }|{ body?: "decisions"; votes?: null; decisions: causeway.v1.DecisionPacket.$Shape })
             * )} causeway.v1.PacketData.$Shape
             */

            /**
             * Constructs a new PacketData.
             * @memberof causeway.v1
             * @classdesc Represents a PacketData.
             * @constructor
             * @param {causeway.v1.PacketData.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const PacketData = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * PacketData votes.
             * @member {causeway.v1.VotePacket.$Properties|null|undefined} votes
             * @memberof causeway.v1.PacketData
             * @instance
             */
            PacketData.prototype.votes = null;

            /**
             * PacketData decisions.
             * @member {causeway.v1.DecisionPacket.$Properties|null|undefined} decisions
             * @memberof causeway.v1.PacketData
             * @instance
             */
            PacketData.prototype.decisions = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * PacketData body.
             * @member {"votes"|"decisions"|undefined} body
             * @memberof causeway.v1.PacketData
             * @instance
             */
            $Object.defineProperty(PacketData.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["votes", "decisions"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new PacketData instance using the specified properties.
             * @function create
             * @memberof causeway.v1.PacketData
             * @static
             * @param {causeway.v1.PacketData.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.PacketData} PacketData instance
             * @type {{
             *   (properties: causeway.v1.PacketData.$Shape): causeway.v1.PacketData & causeway.v1.PacketData.$Shape;
             *   (properties?: causeway.v1.PacketData.$Properties): causeway.v1.PacketData;
             * }}
             */
            PacketData.create = function(properties) {
                return new PacketData(properties);
            };

            /**
             * Encodes the specified PacketData message. Does not implicitly {@link causeway.v1.PacketData.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.PacketData
             * @static
             * @param {causeway.v1.PacketData.$Properties} message PacketData message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PacketData.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.votes != null && $Object.hasOwnProperty.call(message, "votes"))
                    $root.causeway.v1.VotePacket.encode(message.votes, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.decisions != null && $Object.hasOwnProperty.call(message, "decisions"))
                    $root.causeway.v1.DecisionPacket.encode(message.decisions, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a PacketData message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.PacketData
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.PacketData & causeway.v1.PacketData.$Shape} PacketData
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PacketData.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.causeway.v1.PacketData();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.votes = $root.causeway.v1.VotePacket.decode(reader, reader.size(), $undefined, _depth + 1, message.votes);
                            message.body = "votes";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.decisions = $root.causeway.v1.DecisionPacket.decode(reader, reader.size(), $undefined, _depth + 1, message.decisions);
                            message.body = "decisions";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a PacketData message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof causeway.v1.PacketData
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {causeway.v1.PacketData} PacketData
             */
            PacketData.fromObject = function (object, _depth) {
                if (object instanceof $root.causeway.v1.PacketData)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".causeway.v1.PacketData: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.causeway.v1.PacketData();
                if (object.votes != null) {
                    if (!$util.isObject(object.votes))
                        throw $TypeError(".causeway.v1.PacketData.votes: object expected");
                    message.votes = $root.causeway.v1.VotePacket.fromObject(object.votes, _depth + 1);
                }
                if (object.decisions != null) {
                    if (!$util.isObject(object.decisions))
                        throw $TypeError(".causeway.v1.PacketData.decisions: object expected");
                    message.decisions = $root.causeway.v1.DecisionPacket.fromObject(object.decisions, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a PacketData message. Also converts values to other types if specified.
             * @function toObject
             * @memberof causeway.v1.PacketData
             * @static
             * @param {causeway.v1.PacketData} message PacketData
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            PacketData.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (message.votes != null && $Object.hasOwnProperty.call(message, "votes")) {
                    object.votes = $root.causeway.v1.VotePacket.toObject(message.votes, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "votes";
                }
                if (message.decisions != null && $Object.hasOwnProperty.call(message, "decisions")) {
                    object.decisions = $root.causeway.v1.DecisionPacket.toObject(message.decisions, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "decisions";
                }
                return object;
            };

            /**
             * Converts this PacketData to JSON.
             * @function toJSON
             * @memberof causeway.v1.PacketData
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            PacketData.prototype.toJSON = function() {
                return PacketData.toObject(this, $protobuf.util.toJSONOptions);
            };

            return PacketData;
        })();

        /**
         * Answer enum.
         * @name causeway.v1.Answer
         * @enum {number}
         * @property {number} ANSWER_UNSPECIFIED=0 ANSWER_UNSPECIFIED value
         * @property {number} ANSWER_YES=1 ANSWER_YES value
         * @property {number} ANSWER_NO=2 ANSWER_NO value
         */
        v1.Answer = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "ANSWER_UNSPECIFIED"] = 0;
            values[valuesById[1] = "ANSWER_YES"] = 1;
            values[valuesById[2] = "ANSWER_NO"] = 2;
            return values;
        })();

        v1.VotePacket = (function() {

            /**
             * Properties of a VotePacket.
             * @typedef {Object} causeway.v1.VotePacket.$Properties
             * @property {Array.<causeway.v1.Vote.$Properties>|null} [votes] VotePacket votes
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a VotePacket.
             * @memberof causeway.v1
             * @interface IVotePacket
             * @augments causeway.v1.VotePacket.$Properties
             * @deprecated Use causeway.v1.VotePacket.$Properties instead.
             */

            /**
             * Shape of a VotePacket.
             * @typedef {causeway.v1.VotePacket.$Properties} causeway.v1.VotePacket.$Shape
             */

            /**
             * Constructs a new VotePacket.
             * @memberof causeway.v1
             * @classdesc Represents a VotePacket.
             * @constructor
             * @param {causeway.v1.VotePacket.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const VotePacket = function (properties) {
                this.votes = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * VotePacket votes.
             * @member {Array.<causeway.v1.Vote.$Properties>} votes
             * @memberof causeway.v1.VotePacket
             * @instance
             */
            VotePacket.prototype.votes = $util.emptyArray;

            /**
             * Creates a new VotePacket instance using the specified properties.
             * @function create
             * @memberof causeway.v1.VotePacket
             * @static
             * @param {causeway.v1.VotePacket.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.VotePacket} VotePacket instance
             * @type {{
             *   (properties: causeway.v1.VotePacket.$Shape): causeway.v1.VotePacket & causeway.v1.VotePacket.$Shape;
             *   (properties?: causeway.v1.VotePacket.$Properties): causeway.v1.VotePacket;
             * }}
             */
            VotePacket.create = function(properties) {
                return new VotePacket(properties);
            };

            /**
             * Encodes the specified VotePacket message. Does not implicitly {@link causeway.v1.VotePacket.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.VotePacket
             * @static
             * @param {causeway.v1.VotePacket.$Properties} message VotePacket message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VotePacket.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.votes != null && message.votes.length)
                    for (let i = 0; i < message.votes.length; ++i)
                        $root.causeway.v1.Vote.encode(message.votes[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a VotePacket message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.VotePacket
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.VotePacket & causeway.v1.VotePacket.$Shape} VotePacket
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VotePacket.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.causeway.v1.VotePacket();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.votes && message.votes.length))
                                message.votes = [];
                            message.votes.push($root.causeway.v1.Vote.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a VotePacket message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof causeway.v1.VotePacket
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {causeway.v1.VotePacket} VotePacket
             */
            VotePacket.fromObject = function (object, _depth) {
                if (object instanceof $root.causeway.v1.VotePacket)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".causeway.v1.VotePacket: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.causeway.v1.VotePacket();
                if (object.votes) {
                    if (!$Array.isArray(object.votes))
                        throw $TypeError(".causeway.v1.VotePacket.votes: array expected");
                    message.votes = $Array(object.votes.length);
                    for (let i = 0; i < object.votes.length; ++i) {
                        if (!$util.isObject(object.votes[i]))
                            throw $TypeError(".causeway.v1.VotePacket.votes: object expected");
                        message.votes[i] = $root.causeway.v1.Vote.fromObject(object.votes[i], _depth + 1);
                    }
                }
                return message;
            };

            /**
             * Creates a plain object from a VotePacket message. Also converts values to other types if specified.
             * @function toObject
             * @memberof causeway.v1.VotePacket
             * @static
             * @param {causeway.v1.VotePacket} message VotePacket
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            VotePacket.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.votes = [];
                if (message.votes && message.votes.length) {
                    object.votes = $Array(message.votes.length);
                    for (let j = 0; j < message.votes.length; ++j)
                        object.votes[j] = $root.causeway.v1.Vote.toObject(message.votes[j], options, _depth + 1);
                }
                return object;
            };

            /**
             * Converts this VotePacket to JSON.
             * @function toJSON
             * @memberof causeway.v1.VotePacket
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            VotePacket.prototype.toJSON = function() {
                return VotePacket.toObject(this, $protobuf.util.toJSONOptions);
            };

            return VotePacket;
        })();

        v1.Vote = (function() {

            /**
             * Properties of a Vote.
             * @typedef {Object} causeway.v1.Vote.$Properties
             * @property {causeway.v1.Answer|null} [answer] Vote answer
             * @property {Uint8Array|null} [manifest] Vote manifest
             * @property {number|null} [code] Vote code
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Vote.
             * @memberof causeway.v1
             * @interface IVote
             * @augments causeway.v1.Vote.$Properties
             * @deprecated Use causeway.v1.Vote.$Properties instead.
             */

            /**
             * Shape of a Vote.
             * @typedef {causeway.v1.Vote.$Properties} causeway.v1.Vote.$Shape
             */

            /**
             * Constructs a new Vote.
             * @memberof causeway.v1
             * @classdesc Represents a Vote.
             * @constructor
             * @param {causeway.v1.Vote.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Vote = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Vote answer.
             * @member {causeway.v1.Answer} answer
             * @memberof causeway.v1.Vote
             * @instance
             */
            Vote.prototype.answer = 0;

            /**
             * Vote manifest.
             * @member {Uint8Array} manifest
             * @memberof causeway.v1.Vote
             * @instance
             */
            Vote.prototype.manifest = $util.newBuffer([]);

            /**
             * Vote code.
             * @member {number} code
             * @memberof causeway.v1.Vote
             * @instance
             */
            Vote.prototype.code = 0;

            /**
             * Creates a new Vote instance using the specified properties.
             * @function create
             * @memberof causeway.v1.Vote
             * @static
             * @param {causeway.v1.Vote.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.Vote} Vote instance
             * @type {{
             *   (properties: causeway.v1.Vote.$Shape): causeway.v1.Vote & causeway.v1.Vote.$Shape;
             *   (properties?: causeway.v1.Vote.$Properties): causeway.v1.Vote;
             * }}
             */
            Vote.create = function(properties) {
                return new Vote(properties);
            };

            /**
             * Encodes the specified Vote message. Does not implicitly {@link causeway.v1.Vote.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.Vote
             * @static
             * @param {causeway.v1.Vote.$Properties} message Vote message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Vote.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.answer != null && $Object.hasOwnProperty.call(message, "answer") && message.answer !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).int32(message.answer);
                if (message.manifest != null && $Object.hasOwnProperty.call(message, "manifest") && message.manifest.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.manifest);
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.code);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Vote message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.Vote
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.Vote & causeway.v1.Vote.$Shape} Vote
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Vote.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.causeway.v1.Vote();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.answer = value;
                            else
                                delete message.answer;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.manifest = value;
                            else
                                delete message.manifest;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Vote message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof causeway.v1.Vote
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {causeway.v1.Vote} Vote
             */
            Vote.fromObject = function (object, _depth) {
                if (object instanceof $root.causeway.v1.Vote)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".causeway.v1.Vote: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.causeway.v1.Vote();
                if (object.answer !== 0 && (typeof object.answer !== "string" || $root.causeway.v1.Answer[object.answer] !== 0))
                    switch (object.answer) {
                    case "ANSWER_UNSPECIFIED":
                    case 0:
                        message.answer = 0;
                        break;
                    case "ANSWER_YES":
                    case 1:
                        message.answer = 1;
                        break;
                    case "ANSWER_NO":
                    case 2:
                        message.answer = 2;
                        break;
                    default:
                        if (typeof object.answer === "number" && (object.answer | 0) === object.answer)
                            message.answer = object.answer;
                    }
                if (object.manifest != null)
                    if (object.manifest.length)
                        if (typeof object.manifest === "string")
                            $util.base64.decode(object.manifest, message.manifest = $util.newBuffer($util.base64.length(object.manifest)), 0);
                        else if (object.manifest.length >= 0)
                            message.manifest = object.manifest;
                if (object.code != null)
                    if ($Number(object.code) !== 0)
                        message.code = object.code >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a Vote message. Also converts values to other types if specified.
             * @function toObject
             * @memberof causeway.v1.Vote
             * @static
             * @param {causeway.v1.Vote} message Vote
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Vote.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.answer = options.enums === $String ? "ANSWER_UNSPECIFIED" : 0;
                    if (options.bytes === $String)
                        object.manifest = "";
                    else {
                        object.manifest = [];
                        if (options.bytes !== $Array)
                            object.manifest = $util.newBuffer(object.manifest);
                    }
                    object.code = 0;
                }
                if (message.answer != null && $Object.hasOwnProperty.call(message, "answer"))
                    object.answer = options.enums === $String ? $root.causeway.v1.Answer[message.answer] === $undefined ? message.answer : $root.causeway.v1.Answer[message.answer] : message.answer;
                if (message.manifest != null && $Object.hasOwnProperty.call(message, "manifest"))
                    object.manifest = options.bytes === $String ? $util.base64.encode(message.manifest, 0, message.manifest.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.manifest) : message.manifest;
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    object.code = message.code;
                return object;
            };

            /**
             * Converts this Vote to JSON.
             * @function toJSON
             * @memberof causeway.v1.Vote
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Vote.prototype.toJSON = function() {
                return Vote.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Vote;
        })();

        /**
         * AckKind enum.
         * @name causeway.v1.AckKind
         * @enum {number}
         * @property {number} ACK_KIND_UNSPECIFIED=0 ACK_KIND_UNSPECIFIED value
         * @property {number} ACK_KIND_DECISIONS=1 ACK_KIND_DECISIONS value
         * @property {number} ACK_KIND_RECEIVED=2 ACK_KIND_RECEIVED value
         */
        v1.AckKind = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "ACK_KIND_UNSPECIFIED"] = 0;
            values[valuesById[1] = "ACK_KIND_DECISIONS"] = 1;
            values[valuesById[2] = "ACK_KIND_RECEIVED"] = 2;
            return values;
        })();

        v1.Acknowledgement = (function() {

            /**
             * Properties of an Acknowledgement.
             * @typedef {Object} causeway.v1.Acknowledgement.$Properties
             * @property {causeway.v1.AckKind|null} [kind] Acknowledgement kind
             * @property {Array.<causeway.v1.Decision.$Properties>|null} [decisions] Acknowledgement decisions
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Acknowledgement.
             * @memberof causeway.v1
             * @interface IAcknowledgement
             * @augments causeway.v1.Acknowledgement.$Properties
             * @deprecated Use causeway.v1.Acknowledgement.$Properties instead.
             */

            /**
             * Shape of an Acknowledgement.
             * @typedef {causeway.v1.Acknowledgement.$Properties} causeway.v1.Acknowledgement.$Shape
             */

            /**
             * Constructs a new Acknowledgement.
             * @memberof causeway.v1
             * @classdesc Represents an Acknowledgement.
             * @constructor
             * @param {causeway.v1.Acknowledgement.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Acknowledgement = function (properties) {
                this.decisions = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Acknowledgement kind.
             * @member {causeway.v1.AckKind} kind
             * @memberof causeway.v1.Acknowledgement
             * @instance
             */
            Acknowledgement.prototype.kind = 0;

            /**
             * Acknowledgement decisions.
             * @member {Array.<causeway.v1.Decision.$Properties>} decisions
             * @memberof causeway.v1.Acknowledgement
             * @instance
             */
            Acknowledgement.prototype.decisions = $util.emptyArray;

            /**
             * Creates a new Acknowledgement instance using the specified properties.
             * @function create
             * @memberof causeway.v1.Acknowledgement
             * @static
             * @param {causeway.v1.Acknowledgement.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.Acknowledgement} Acknowledgement instance
             * @type {{
             *   (properties: causeway.v1.Acknowledgement.$Shape): causeway.v1.Acknowledgement & causeway.v1.Acknowledgement.$Shape;
             *   (properties?: causeway.v1.Acknowledgement.$Properties): causeway.v1.Acknowledgement;
             * }}
             */
            Acknowledgement.create = function(properties) {
                return new Acknowledgement(properties);
            };

            /**
             * Encodes the specified Acknowledgement message. Does not implicitly {@link causeway.v1.Acknowledgement.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.Acknowledgement
             * @static
             * @param {causeway.v1.Acknowledgement.$Properties} message Acknowledgement message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Acknowledgement.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).int32(message.kind);
                if (message.decisions != null && message.decisions.length)
                    for (let i = 0; i < message.decisions.length; ++i)
                        $root.causeway.v1.Decision.encode(message.decisions[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Acknowledgement message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.Acknowledgement
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.Acknowledgement & causeway.v1.Acknowledgement.$Shape} Acknowledgement
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Acknowledgement.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.causeway.v1.Acknowledgement();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.decisions && message.decisions.length))
                                message.decisions = [];
                            message.decisions.push($root.causeway.v1.Decision.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an Acknowledgement message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof causeway.v1.Acknowledgement
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {causeway.v1.Acknowledgement} Acknowledgement
             */
            Acknowledgement.fromObject = function (object, _depth) {
                if (object instanceof $root.causeway.v1.Acknowledgement)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".causeway.v1.Acknowledgement: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.causeway.v1.Acknowledgement();
                if (object.kind !== 0 && (typeof object.kind !== "string" || $root.causeway.v1.AckKind[object.kind] !== 0))
                    switch (object.kind) {
                    case "ACK_KIND_UNSPECIFIED":
                    case 0:
                        message.kind = 0;
                        break;
                    case "ACK_KIND_DECISIONS":
                    case 1:
                        message.kind = 1;
                        break;
                    case "ACK_KIND_RECEIVED":
                    case 2:
                        message.kind = 2;
                        break;
                    default:
                        if (typeof object.kind === "number" && (object.kind | 0) === object.kind)
                            message.kind = object.kind;
                    }
                if (object.decisions) {
                    if (!$Array.isArray(object.decisions))
                        throw $TypeError(".causeway.v1.Acknowledgement.decisions: array expected");
                    message.decisions = $Array(object.decisions.length);
                    for (let i = 0; i < object.decisions.length; ++i) {
                        if (!$util.isObject(object.decisions[i]))
                            throw $TypeError(".causeway.v1.Acknowledgement.decisions: object expected");
                        message.decisions[i] = $root.causeway.v1.Decision.fromObject(object.decisions[i], _depth + 1);
                    }
                }
                return message;
            };

            /**
             * Creates a plain object from an Acknowledgement message. Also converts values to other types if specified.
             * @function toObject
             * @memberof causeway.v1.Acknowledgement
             * @static
             * @param {causeway.v1.Acknowledgement} message Acknowledgement
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Acknowledgement.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.decisions = [];
                if (options.defaults)
                    object.kind = options.enums === $String ? "ACK_KIND_UNSPECIFIED" : 0;
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind"))
                    object.kind = options.enums === $String ? $root.causeway.v1.AckKind[message.kind] === $undefined ? message.kind : $root.causeway.v1.AckKind[message.kind] : message.kind;
                if (message.decisions && message.decisions.length) {
                    object.decisions = $Array(message.decisions.length);
                    for (let j = 0; j < message.decisions.length; ++j)
                        object.decisions[j] = $root.causeway.v1.Decision.toObject(message.decisions[j], options, _depth + 1);
                }
                return object;
            };

            /**
             * Converts this Acknowledgement to JSON.
             * @function toJSON
             * @memberof causeway.v1.Acknowledgement
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Acknowledgement.prototype.toJSON = function() {
                return Acknowledgement.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Acknowledgement;
        })();

        /**
         * Outcome enum.
         * @name causeway.v1.Outcome
         * @enum {number}
         * @property {number} OUTCOME_UNSPECIFIED=0 OUTCOME_UNSPECIFIED value
         * @property {number} OUTCOME_COMMIT=1 OUTCOME_COMMIT value
         * @property {number} OUTCOME_ABORT=2 OUTCOME_ABORT value
         * @property {number} OUTCOME_PENDING=3 OUTCOME_PENDING value
         * @property {number} OUTCOME_NOT_COUNTED=4 OUTCOME_NOT_COUNTED value
         */
        v1.Outcome = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "OUTCOME_UNSPECIFIED"] = 0;
            values[valuesById[1] = "OUTCOME_COMMIT"] = 1;
            values[valuesById[2] = "OUTCOME_ABORT"] = 2;
            values[valuesById[3] = "OUTCOME_PENDING"] = 3;
            values[valuesById[4] = "OUTCOME_NOT_COUNTED"] = 4;
            return values;
        })();

        v1.Decision = (function() {

            /**
             * Properties of a Decision.
             * @typedef {Object} causeway.v1.Decision.$Properties
             * @property {Uint8Array|null} [transactionId] Decision transactionId
             * @property {causeway.v1.Outcome|null} [outcome] Decision outcome
             * @property {number|null} [code] Decision code
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Decision.
             * @memberof causeway.v1
             * @interface IDecision
             * @augments causeway.v1.Decision.$Properties
             * @deprecated Use causeway.v1.Decision.$Properties instead.
             */

            /**
             * Shape of a Decision.
             * @typedef {causeway.v1.Decision.$Properties} causeway.v1.Decision.$Shape
             */

            /**
             * Constructs a new Decision.
             * @memberof causeway.v1
             * @classdesc Represents a Decision.
             * @constructor
             * @param {causeway.v1.Decision.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Decision = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Decision transactionId.
             * @member {Uint8Array} transactionId
             * @memberof causeway.v1.Decision
             * @instance
             */
            Decision.prototype.transactionId = $util.newBuffer([]);

            /**
             * Decision outcome.
             * @member {causeway.v1.Outcome} outcome
             * @memberof causeway.v1.Decision
             * @instance
             */
            Decision.prototype.outcome = 0;

            /**
             * Decision code.
             * @member {number} code
             * @memberof causeway.v1.Decision
             * @instance
             */
            Decision.prototype.code = 0;

            /**
             * Creates a new Decision instance using the specified properties.
             * @function create
             * @memberof causeway.v1.Decision
             * @static
             * @param {causeway.v1.Decision.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.Decision} Decision instance
             * @type {{
             *   (properties: causeway.v1.Decision.$Shape): causeway.v1.Decision & causeway.v1.Decision.$Shape;
             *   (properties?: causeway.v1.Decision.$Properties): causeway.v1.Decision;
             * }}
             */
            Decision.create = function(properties) {
                return new Decision(properties);
            };

            /**
             * Encodes the specified Decision message. Does not implicitly {@link causeway.v1.Decision.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.Decision
             * @static
             * @param {causeway.v1.Decision.$Properties} message Decision message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Decision.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.transactionId != null && $Object.hasOwnProperty.call(message, "transactionId") && message.transactionId.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.transactionId);
                if (message.outcome != null && $Object.hasOwnProperty.call(message, "outcome") && message.outcome !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.outcome);
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.code);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Decision message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.Decision
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.Decision & causeway.v1.Decision.$Shape} Decision
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Decision.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.causeway.v1.Decision();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.transactionId = value;
                            else
                                delete message.transactionId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.outcome = value;
                            else
                                delete message.outcome;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Decision message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof causeway.v1.Decision
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {causeway.v1.Decision} Decision
             */
            Decision.fromObject = function (object, _depth) {
                if (object instanceof $root.causeway.v1.Decision)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".causeway.v1.Decision: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.causeway.v1.Decision();
                if (object.transactionId != null)
                    if (object.transactionId.length)
                        if (typeof object.transactionId === "string")
                            $util.base64.decode(object.transactionId, message.transactionId = $util.newBuffer($util.base64.length(object.transactionId)), 0);
                        else if (object.transactionId.length >= 0)
                            message.transactionId = object.transactionId;
                if (object.outcome !== 0 && (typeof object.outcome !== "string" || $root.causeway.v1.Outcome[object.outcome] !== 0))
                    switch (object.outcome) {
                    case "OUTCOME_UNSPECIFIED":
                    case 0:
                        message.outcome = 0;
                        break;
                    case "OUTCOME_COMMIT":
                    case 1:
                        message.outcome = 1;
                        break;
                    case "OUTCOME_ABORT":
                    case 2:
                        message.outcome = 2;
                        break;
                    case "OUTCOME_PENDING":
                    case 3:
                        message.outcome = 3;
                        break;
                    case "OUTCOME_NOT_COUNTED":
                    case 4:
                        message.outcome = 4;
                        break;
                    default:
                        if (typeof object.outcome === "number" && (object.outcome | 0) === object.outcome)
                            message.outcome = object.outcome;
                    }
                if (object.code != null)
                    if ($Number(object.code) !== 0)
                        message.code = object.code >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a Decision message. Also converts values to other types if specified.
             * @function toObject
             * @memberof causeway.v1.Decision
             * @static
             * @param {causeway.v1.Decision} message Decision
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Decision.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.transactionId = "";
                    else {
                        object.transactionId = [];
                        if (options.bytes !== $Array)
                            object.transactionId = $util.newBuffer(object.transactionId);
                    }
                    object.outcome = options.enums === $String ? "OUTCOME_UNSPECIFIED" : 0;
                    object.code = 0;
                }
                if (message.transactionId != null && $Object.hasOwnProperty.call(message, "transactionId"))
                    object.transactionId = options.bytes === $String ? $util.base64.encode(message.transactionId, 0, message.transactionId.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.transactionId) : message.transactionId;
                if (message.outcome != null && $Object.hasOwnProperty.call(message, "outcome"))
                    object.outcome = options.enums === $String ? $root.causeway.v1.Outcome[message.outcome] === $undefined ? message.outcome : $root.causeway.v1.Outcome[message.outcome] : message.outcome;
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    object.code = message.code;
                return object;
            };

            /**
             * Converts this Decision to JSON.
             * @function toJSON
             * @memberof causeway.v1.Decision
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Decision.prototype.toJSON = function() {
                return Decision.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Decision;
        })();

        v1.DecisionPacket = (function() {

            /**
             * Properties of a DecisionPacket.
             * @typedef {Object} causeway.v1.DecisionPacket.$Properties
             * @property {Array.<causeway.v1.Decision.$Properties>|null} [decisions] DecisionPacket decisions
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a DecisionPacket.
             * @memberof causeway.v1
             * @interface IDecisionPacket
             * @augments causeway.v1.DecisionPacket.$Properties
             * @deprecated Use causeway.v1.DecisionPacket.$Properties instead.
             */

            /**
             * Shape of a DecisionPacket.
             * @typedef {causeway.v1.DecisionPacket.$Properties} causeway.v1.DecisionPacket.$Shape
             */

            /**
             * Constructs a new DecisionPacket.
             * @memberof causeway.v1
             * @classdesc Represents a DecisionPacket.
             * @constructor
             * @param {causeway.v1.DecisionPacket.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const DecisionPacket = function (properties) {
                this.decisions = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * DecisionPacket decisions.
             * @member {Array.<causeway.v1.Decision.$Properties>} decisions
             * @memberof causeway.v1.DecisionPacket
             * @instance
             */
            DecisionPacket.prototype.decisions = $util.emptyArray;

            /**
             * Creates a new DecisionPacket instance using the specified properties.
             * @function create
             * @memberof causeway.v1.DecisionPacket
             * @static
             * @param {causeway.v1.DecisionPacket.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.DecisionPacket} DecisionPacket instance
             * @type {{
             *   (properties: causeway.v1.DecisionPacket.$Shape): causeway.v1.DecisionPacket & causeway.v1.DecisionPacket.$Shape;
             *   (properties?: causeway.v1.DecisionPacket.$Properties): causeway.v1.DecisionPacket;
             * }}
             */
            DecisionPacket.create = function(properties) {
                return new DecisionPacket(properties);
            };

            /**
             * Encodes the specified DecisionPacket message. Does not implicitly {@link causeway.v1.DecisionPacket.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.DecisionPacket
             * @static
             * @param {causeway.v1.DecisionPacket.$Properties} message DecisionPacket message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            DecisionPacket.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.decisions != null && message.decisions.length)
                    for (let i = 0; i < message.decisions.length; ++i)
                        $root.causeway.v1.Decision.encode(message.decisions[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a DecisionPacket message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.DecisionPacket
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.DecisionPacket & causeway.v1.DecisionPacket.$Shape} DecisionPacket
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            DecisionPacket.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.causeway.v1.DecisionPacket();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.decisions && message.decisions.length))
                                message.decisions = [];
                            message.decisions.push($root.causeway.v1.Decision.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a DecisionPacket message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof causeway.v1.DecisionPacket
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {causeway.v1.DecisionPacket} DecisionPacket
             */
            DecisionPacket.fromObject = function (object, _depth) {
                if (object instanceof $root.causeway.v1.DecisionPacket)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".causeway.v1.DecisionPacket: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.causeway.v1.DecisionPacket();
                if (object.decisions) {
                    if (!$Array.isArray(object.decisions))
                        throw $TypeError(".causeway.v1.DecisionPacket.decisions: array expected");
                    message.decisions = $Array(object.decisions.length);
                    for (let i = 0; i < object.decisions.length; ++i) {
                        if (!$util.isObject(object.decisions[i]))
                            throw $TypeError(".causeway.v1.DecisionPacket.decisions: object expected");
                        message.decisions[i] = $root.causeway.v1.Decision.fromObject(object.decisions[i], _depth + 1);
                    }
                }
                return message;
            };

            /**
             * Creates a plain object from a DecisionPacket message. Also converts values to other types if specified.
             * @function toObject
             * @memberof causeway.v1.DecisionPacket
             * @static
             * @param {causeway.v1.DecisionPacket} message DecisionPacket
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            DecisionPacket.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.decisions = [];
                if (message.decisions && message.decisions.length) {
                    object.decisions = $Array(message.decisions.length);
                    for (let j = 0; j < message.decisions.length; ++j)
                        object.decisions[j] = $root.causeway.v1.Decision.toObject(message.decisions[j], options, _depth + 1);
                }
                return object;
            };

            /**
             * Converts this DecisionPacket to JSON.
             * @function toJSON
             * @memberof causeway.v1.DecisionPacket
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            DecisionPacket.prototype.toJSON = function() {
                return DecisionPacket.toObject(this, $protobuf.util.toJSONOptions);
            };

            return DecisionPacket;
        })();

        return v1;
    })();

    return causeway;
})();

export {
  $root as default
};
