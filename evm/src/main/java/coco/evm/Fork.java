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
    OSAKA,
    /**
     * Not on the main network yet, so its rules may still change; never a default, only where it is asked for by name. As the
     * published tests bal@v5.7.0 have it: EIP-7708, 7778, 7843, 7928, 7954, 7976, 7981, 8024, 8037.
     */
    AMSTERDAM;

    /** Whether the main network has taken the fork, so that its rules stay as they are. */
    public boolean isFinal() {
        return this != AMSTERDAM;
    }

    public boolean isAtLeast(Fork other) {
        return compareTo(other) >= 0;
    }
}
