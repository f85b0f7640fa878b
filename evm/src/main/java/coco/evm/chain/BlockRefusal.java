package coco.evm.chain;

/** Why a block may not follow another, as far as its header and what it commits to tell: before anything is executed. */
public enum BlockRefusal {
    /** Another parent, or a number that is not the parent's plus one. */
    NOT_THE_NEXT,
    /** Not later than the parent. */
    TIMESTAMP_TOO_OLD,
    /** More than 32 bytes. */
    EXTRA_DATA_TOO_LONG,
    /** Moved by a 1024th of the parent's or more, or below 5000. */
    GAS_LIMIT,
    /** More gas used than the limit. */
    GAS_USED_ABOVE_LIMIT,
    /** Not what follows from the parent (EIP-1559). */
    BASE_FEE,
    /** Not what follows from the parent and the time between them; zero since the Merge. */
    DIFFICULTY,
    /** Not zero since the Merge (EIP-3675). */
    NONCE,
    /** The header has a field that its fork does not know, or lacks one that it does. */
    FIELDS,
    /** Not what follows from the parent (EIP-4844, EIP-7918). */
    EXCESS_BLOB_GAS,
    /** Not the blobs of the transactions. */
    BLOB_GAS_USED,
    /** More blobs than the schedule allows. */
    TOO_MANY_BLOBS,
    /** The root is not that of the transactions. */
    TRANSACTIONS_ROOT,
    /** The root is not that of the withdrawals, or there are none where there have to be. */
    WITHDRAWALS_ROOT,
    /** The hash is not that of the ommers. */
    OMMERS_HASH,
    /** Too many, since the Merge any; or one that is no block beside an ancestor. */
    OMMERS,
    /** More than 8 MiB (EIP-7934). */
    SIZE
}
