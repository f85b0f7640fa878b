package coco.conformance.evm;

import coco.evm.BlockSteps;
import coco.evm.Invalid;
import coco.evm.chain.BlockRefusal;
import coco.evm.chain.TransactionRefusal;
import java.util.Arrays;
import java.util.Set;

/** Why a block was not taken, and by which names the suites know that. */
sealed interface BlockFailure {
    /** The bytes are no block. */
    record Encoding(String reason) implements BlockFailure {
        @Override
        public String text() {
            return "it does not decode: " + reason;
        }

        /** A type of transaction that cannot create has an address in its encoding; a transaction with its blobs is no part of a block. */
        @Override
        public Set<String> names() {
            return Set.of(
                    "RLP_STRUCTURES_ENCODING",
                    "INCORRECT_BLOCK_FORMAT",
                    "TYPE_3_TX_CONTRACT_CREATION",
                    "TYPE_4_TX_CONTRACT_CREATION",
                    "TYPE_3_TX_WITH_FULL_BLOBS");
        }
    }

    /** Nobody knows its parent. */
    record Orphan() implements BlockFailure {
        @Override
        public String text() {
            return "its parent is not known";
        }

        @Override
        public Set<String> names() {
            return Set.of("UNKNOWN_PARENT");
        }
    }

    /** Its header, or its body beside the header. */
    record Rule(BlockRefusal rule) implements BlockFailure {
        @Override
        public String text() {
            return "rule " + rule;
        }

        @Override
        public Set<String> names() {
            return switch (rule) {
                case GAS_LIMIT -> Set.of("INVALID_GASLIMIT");
                case BASE_FEE -> Set.of("INVALID_BASEFEE_PER_GAS");
                case EXCESS_BLOB_GAS -> Set.of("INCORRECT_EXCESS_BLOB_GAS");
                case BLOB_GAS_USED -> Set.of("INCORRECT_BLOB_GAS_USED");
                case TOO_MANY_BLOBS -> Set.of("TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED");
                case WITHDRAWALS_ROOT -> Set.of("INVALID_WITHDRAWALS_ROOT");
                case TRANSACTIONS_ROOT -> Set.of("INVALID_TRANSACTIONS_ROOT");
                case FIELDS -> Set.of("INCORRECT_BLOCK_FORMAT");
                case SIZE -> Set.of("RLP_BLOCK_LIMIT_EXCEEDED");
                case GAS_USED_ABOVE_LIMIT -> Set.of("GAS_USED_OVERFLOW");
                case TIMESTAMP_TOO_OLD -> Set.of("INVALID_BLOCK_TIMESTAMP_OLDER_THAN_PARENT");
                case EXTRA_DATA_TOO_LONG -> Set.of("EXTRA_DATA_TOO_BIG");
                case NOT_THE_NEXT -> Set.of("INVALID_BLOCK_NUMBER");
                case DIFFICULTY, NONCE, OMMERS, OMMERS_HASH -> Set.of(rule.name());
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
        public Set<String> names() {
            return switch (rule) {
                case TYPE_NOT_SUPPORTED ->
                    Set.of("TYPE_1_TX_PRE_FORK", "TYPE_2_TX_PRE_FORK", "TYPE_3_TX_PRE_FORK", "TYPE_4_TX_PRE_FORK");
                case NO_BLOBS -> Set.of("TYPE_3_TX_ZERO_BLOBS");
                case TOO_MANY_BLOBS ->
                    Set.of("TYPE_3_TX_BLOB_COUNT_EXCEEDED", "TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED");
                case BLOB_HASH_VERSION -> Set.of("TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH");
                case NO_AUTHORIZATIONS -> Set.of("TYPE_4_EMPTY_AUTHORIZATION_LIST");
                case PRIORITY_FEE_ABOVE_MAX_FEE -> Set.of("PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS");
                case NONCE_TOO_HIGH -> Set.of("NONCE_IS_MAX");
                case GAS_COST_OVERFLOW -> Set.of("GASLIMIT_PRICE_PRODUCT_OVERFLOW", "INSUFFICIENT_ACCOUNT_FUNDS");
                case INIT_CODE_TOO_LARGE -> Set.of("INITCODE_SIZE_EXCEEDED");
                case GAS_LIMIT_ABOVE_CAP -> Set.of("GAS_LIMIT_EXCEEDS_MAXIMUM");
                case INTRINSIC_GAS_TOO_LOW -> Set.of("INTRINSIC_GAS_TOO_LOW", "INTRINSIC_GAS_BELOW_FLOOR_GAS_COST");
                case WRONG_CHAIN_ID, INVALID_SIGNATURE -> Set.of(rule.name());
            };
        }
    }

    /** A transaction on the state that it finds. */
    record Transaction(int index, Invalid reason) implements BlockFailure {
        @Override
        public String text() {
            return "transaction %d refused: %s".formatted(index, reason.message());
        }

        @Override
        public Set<String> names() {
            return Expectations.names(reason);
        }
    }

    /** What the protocol itself does in a block. */
    record Step(BlockSteps.Requests.Broken broken) implements BlockFailure {
        @Override
        public String text() {
            return broken.text();
        }

        @Override
        public Set<String> names() {
            return switch (broken.why()) {
                case DEPOSIT_LAYOUT -> Set.of("INVALID_DEPOSIT_EVENT_LAYOUT");
                case NO_CODE -> Set.of("SYSTEM_CONTRACT_EMPTY");
                case FAILED -> Set.of("SYSTEM_CONTRACT_CALL_FAILED");
            };
        }
    }

    /** The header says otherwise than what came out. */
    record Result(String what, String name) implements BlockFailure {
        @Override
        public String text() {
            return what;
        }

        @Override
        public Set<String> names() {
            return Set.of(name);
        }
    }

    String text();

    /** Without the kind of exception in front. */
    Set<String> names();

    /** Whether it is one of those expected, which are separated by bars. */
    default boolean isOneOf(String expected) {
        return Arrays.stream(expected.split("\\|", -1))
                .map(one -> one.substring(one.indexOf('.') + 1))
                .anyMatch(names()::contains);
    }
}
