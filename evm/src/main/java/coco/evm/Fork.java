package coco.evm;

/** The rule sets of the Ethereum main network, oldest first; each includes what the ones before it changed. */
public enum Fork {
    FRONTIER,
    HOMESTEAD,
    /** EIP-150. */
    TANGERINE_WHISTLE,
    /** EIP-155, 160, 161, 170. */
    SPURIOUS_DRAGON,
    BYZANTIUM,
    CONSTANTINOPLE,
    /** Constantinople without EIP-1283; test suites call it ConstantinopleFix too. */
    PETERSBURG,
    ISTANBUL,
    BERLIN,
    LONDON,
    /** The Merge. */
    PARIS,
    SHANGHAI,
    CANCUN,
    PRAGUE,
    OSAKA;

    public boolean isAtLeast(Fork other) {
        return compareTo(other) >= 0;
    }
}
