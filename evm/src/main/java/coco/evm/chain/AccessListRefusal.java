package coco.evm.chain;

/** Why an access list cannot be that of a block, before anything is executed (EIP-7928). */
public enum AccessListRefusal {
    /** The header has another hash, or none. */
    HASH,
    /** The accounts do not ascend by address, or one is there twice. */
    ACCOUNT_ORDER,
    /** Slots or changes of an account do not ascend, or one is there twice, or a slot that is changed is listed as read too. */
    ENTRY_ORDER,
    /** A slot is listed as changed, without a change. */
    NO_CHANGE,
    /** A change behind the end of the block. */
    INDEX
}
