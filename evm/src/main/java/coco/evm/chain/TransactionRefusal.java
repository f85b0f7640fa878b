package coco.evm.chain;

/** Why a fork does not take a transaction, whatever the state is. */
public enum TransactionRefusal {
    /** The fork does not know the type. */
    TYPE_NOT_SUPPORTED,
    /** Signed for another chain, or not in a form that says for which. */
    WRONG_CHAIN_ID,
    /** v, r or s is out of its range, or s in the upper half. */
    INVALID_SIGNATURE,
    /** 2^64 - 1, after which no transaction could follow (EIP-2681). */
    NONCE_TOO_HIGH,
    /** Gas limit times price has more than 256 bits. */
    GAS_COST_OVERFLOW,
    /** The tip is above the whole fee. */
    PRIORITY_FEE_ABOVE_MAX_FEE,
    /** More than 2 * 24,576 bytes (EIP-3860), from Amsterdam on 2 * 32,768 (EIP-7954). */
    INIT_CODE_TOO_LARGE,
    /** The gas limit is below the intrinsic gas or the floor. */
    INTRINSIC_GAS_TOO_LOW,
    /** The gas limit is above 2^24 (EIP-7825). */
    GAS_LIMIT_ABOVE_CAP,
    /** The intrinsic gas or the floor is above 2^24, from Amsterdam on, when the gas limit itself may be (EIP-8037). */
    INTRINSIC_GAS_ABOVE_CAP,
    /** Type 3 without a blob. */
    NO_BLOBS,
    /** More than 6 blobs (EIP-7594). */
    TOO_MANY_BLOBS,
    /** A blob's hash of another version than 1. */
    BLOB_HASH_VERSION,
    /** Type 4 without an authorization. */
    NO_AUTHORIZATIONS
}
