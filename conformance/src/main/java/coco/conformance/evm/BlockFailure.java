package coco.conformance.evm;

import coco.evm.BlockSteps;
import coco.evm.Invalid;
import coco.evm.chain.AccessListRefusal;
import coco.evm.chain.BlockRefusal;
import coco.evm.chain.TransactionRefusal;
import java.util.Set;

/** Why a block was not taken, and by which names the suites know that. */
sealed interface BlockFailure {
    /** The bytes are no block. */
    record Encoding(String reason) implements BlockFailure {
        private static final Set<String> NAMES = Set.of(
                "INCORRECT_BLOCK_FORMAT",
                "ADDRESS_TOO_SHORT",
                "ADDRESS_TOO_LONG",
                "INVALID_CHAINID",
                "TYPE_NOT_SUPPORTED",
                "TYPE_3_TX_CONTRACT_CREATION",
                "TYPE_3_TX_WITH_FULL_BLOBS",
                "TYPE_4_TX_CONTRACT_CREATION",
                "TYPE_4_INVALID_AUTHORIZATION_FORMAT");

        @Override
        public String text() {
            return "it does not decode: " + reason;
        }

        /**
         * A transaction that may not create has an address in its encoding, and one with its blobs is no part of a block; the suites
         * have a name for each field that does not read.
         */
        @Override
        public boolean isNamed(String name) {
            return name.startsWith("RLP_") || name.endsWith("_OVERFLOW") || NAMES.contains(name);
        }
    }

    /** Nobody knows its parent. */
    record Orphan() implements BlockFailure {
        @Override
        public String text() {
            return "its parent is not known";
        }

        @Override
        public boolean isNamed(String name) {
            return name.equals("UNKNOWN_PARENT") || name.equals("UNKNOWN_PARENT_ZERO");
        }
    }

    /** Its header, or its body beside the header. */
    record Rule(BlockRefusal rule) implements BlockFailure {
        @Override
        public String text() {
            return "rule " + rule;
        }

        @Override
        public boolean isNamed(String name) {
            return names().contains(name);
        }

        private Set<String> names() {
            return switch (rule) {
                case NOT_THE_NEXT -> Set.of("INVALID_BLOCK_NUMBER");
                case TIMESTAMP_TOO_OLD -> Set.of("INVALID_BLOCK_TIMESTAMP_OLDER_THAN_PARENT");
                case EXTRA_DATA_TOO_LONG -> Set.of("EXTRA_DATA_TOO_BIG");
                case GAS_LIMIT -> Set.of("INVALID_GASLIMIT", "GASLIMIT_TOO_BIG");
                case GAS_USED_ABOVE_LIMIT -> Set.of("INVALID_GAS_USED_ABOVE_LIMIT", "GAS_USED_OVERFLOW");
                case BASE_FEE -> Set.of("INVALID_BASEFEE_PER_GAS", "IMPORT_IMPOSSIBLE_LONDON_WRONG_PARENT");
                case DIFFICULTY ->
                    Set.of(
                            "INVALID_DIFFICULTY",
                            "IMPORT_IMPOSSIBLE_DIFFICULTY_OVER_PARIS",
                            "IMPORT_IMPOSSIBLE_PARIS_WRONG_POW");
                case NONCE, FIELDS ->
                    Set.of(
                            "INCORRECT_BLOCK_FORMAT",
                            "IMPORT_IMPOSSIBLE_LEGACY",
                            "IMPORT_IMPOSSIBLE_SHANGHAI",
                            "IMPORT_IMPOSSIBLE_LONDON_OVER_PARIS",
                            "IMPORT_IMPOSSIBLE_PARIS_OVER_SHANGHAI");
                case EXCESS_BLOB_GAS -> Set.of("INCORRECT_EXCESS_BLOB_GAS");
                case BLOB_GAS_USED -> Set.of("INCORRECT_BLOB_GAS_USED");
                case TOO_MANY_BLOBS -> Set.of("TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED", "BLOB_GAS_USED_ABOVE_LIMIT");
                case TRANSACTIONS_ROOT -> Set.of("INVALID_TRANSACTIONS_ROOT");
                case WITHDRAWALS_ROOT -> Set.of("INVALID_WITHDRAWALS_ROOT");
                case OMMERS_HASH -> Set.of("INVALID_UNCLES_HASH", "IMPORT_IMPOSSIBLE_UNCLES_OVER_PARIS");
                case OMMERS ->
                    Set.of(
                            "TOO_MANY_UNCLES",
                            "UNCLE_IN_CHAIN",
                            "UNCLE_IS_ANCESTOR",
                            "UNCLE_IS_BROTHER",
                            "UNCLE_PARENT_INCORRECT",
                            "UNCLE_UNKNOWN_PARENT",
                            "IMPORT_IMPOSSIBLE_UNCLES_OVER_PARIS");
                case SIZE -> Set.of("RLP_BLOCK_LIMIT_EXCEEDED");
            };
        }
    }

    /** The list that comes with it. */
    record AccessList(AccessListRefusal rule) implements BlockFailure {
        @Override
        public String text() {
            return "access list: " + rule;
        }

        @Override
        public boolean isNamed(String name) {
            return switch (rule) {
                case HASH -> name.equals("INVALID_BAL_HASH") || name.equals("INVALID_BLOCK_HASH");
                case ACCOUNT_ORDER -> name.equals("INCORRECT_BLOCK_FORMAT") || name.equals("INVALID_BLOCK_ACCESS_LIST");
                case ENTRY_ORDER, NO_CHANGE, INDEX -> name.equals("INVALID_BLOCK_ACCESS_LIST");
            };
        }
    }

    /** A transaction by itself. */
    record Form(int index, TransactionRefusal rule) implements BlockFailure {
        @Override
        public String text() {
            return "transaction %d: %s".formatted(index, rule);
        }

        @Override
        public boolean isNamed(String name) {
            return rule == TransactionRefusal.TYPE_NOT_SUPPORTED && name.contains("_PRE_FORK")
                    || names().contains(name);
        }

        private Set<String> names() {
            return switch (rule) {
                case TYPE_NOT_SUPPORTED -> Set.of("TYPE_NOT_SUPPORTED");
                case NO_BLOBS -> Set.of("TYPE_3_TX_ZERO_BLOBS");
                case TOO_MANY_BLOBS ->
                    Set.of("TYPE_3_TX_BLOB_COUNT_EXCEEDED", "TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED");
                case BLOB_HASH_VERSION -> Set.of("TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH");
                case NO_AUTHORIZATIONS -> Set.of("TYPE_4_EMPTY_AUTHORIZATION_LIST");
                case PRIORITY_FEE_ABOVE_MAX_FEE ->
                    Set.of("PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS", "PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS_2");
                case NONCE_TOO_HIGH -> Set.of("NONCE_IS_MAX", "NONCE_TOO_BIG");
                case GAS_COST_OVERFLOW -> Set.of("GASLIMIT_PRICE_PRODUCT_OVERFLOW", "INSUFFICIENT_ACCOUNT_FUNDS");
                case INIT_CODE_TOO_LARGE -> Set.of("INITCODE_SIZE_EXCEEDED");
                case GAS_LIMIT_ABOVE_CAP -> Set.of("GAS_LIMIT_EXCEEDS_MAXIMUM");
                case INTRINSIC_GAS_ABOVE_CAP -> Set.of("INTRINSIC_GAS_TOO_LOW");
                case INTRINSIC_GAS_TOO_LOW -> Set.of("INTRINSIC_GAS_TOO_LOW", "INTRINSIC_GAS_BELOW_FLOOR_GAS_COST");
                case WRONG_CHAIN_ID -> Set.of("INVALID_CHAINID");
                case INVALID_SIGNATURE -> Set.of("INVALID_SIGNATURE_VRS", "EC_RECOVERY_FAIL", "INVALID_CHAINID");
            };
        }
    }

    /** A transaction on the state that it finds. */
    record Refused(int index, Invalid reason) implements BlockFailure {
        @Override
        public String text() {
            return "transaction %d refused: %s".formatted(index, reason.message());
        }

        @Override
        public boolean isNamed(String name) {
            return Expectations.names(reason).contains(name);
        }
    }

    /** What the protocol itself does in a block. */
    record Step(BlockSteps.Requests.Broken broken) implements BlockFailure {
        @Override
        public String text() {
            return broken.text();
        }

        @Override
        public boolean isNamed(String name) {
            return name.equals(
                    switch (broken.why()) {
                        case DEPOSIT_LAYOUT -> "INVALID_DEPOSIT_EVENT_LAYOUT";
                        case NO_CODE -> "SYSTEM_CONTRACT_EMPTY";
                        case FAILED -> "SYSTEM_CONTRACT_CALL_FAILED";
                    });
        }
    }

    /**
     * The header says otherwise than what came out.
     *
     * @param name by which the suites know it
     */
    record Difference(String text, String name) implements BlockFailure {
        @Override
        public boolean isNamed(String other) {
            return other.equals(name);
        }
    }

    String text();

    /** Whether the suites may call it so; without the kind of exception in front. */
    boolean isNamed(String name);

    /** Whether it is one of those expected, which are separated by bars. */
    default boolean isOneOf(String expected) {
        return Expectations.names(expected).anyMatch(this::isNamed);
    }
}
